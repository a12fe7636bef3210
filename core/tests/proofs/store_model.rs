//! The store against a model: whatever is done to it, in whatever order, by two providers on one
//! file, closed and opened again or put back from an older copy, it holds what a map would hold.
//!
//! Fake here: the hardware, whose keys the test holds.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use passkey_provider::caller::VerifiedCaller;
use passkey_provider::ceremony::{Asserted, ConsentedCreate, ConsentedGet, Created, GetPlan};
use passkey_provider::id::{Aaguid, ClientDataHash, CredentialId, RpId, User, UserHandle};
use passkey_provider::key::{
    self, Algorithm, BackupFlags, Custody, HardwareKey, KeyAccess, KeyHandle, PrivateKey, PublicKey,
};
use passkey_provider::lifecycle::PasskeySummary;
use passkey_provider::seal::{DeviceKey, GateSecret};
use passkey_provider::standing::{Standing, Visibility};
use passkey_provider::store::{Epoch, Freshness, Passkey};
use passkey_provider::webauthn::options::{Algorithms, CreationOptions, RequestOptions};
use passkey_provider::{Committed, Consent, Error, OpenOptions, Provider};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::{beside, cases, reference_to};

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn the_store_holds_what_a_map_would_hold(gated: bool, steps in vec((any::<bool>(), step()), 1..40)) {
        let mut world = World::new(gated);
        for (first, step) in steps {
            world.apply(usize::from(!first), &step);
            world.agrees();
        }
    }
}

/// What each of the two providers says of itself.
const MODELS: [key::Model; 2] =
    [key::Model::device_bound(Aaguid::from_bytes([1; 16])), key::Model::ios(Aaguid::from_bytes([2; 16]))];

const RP_IDS: [&str; 3] = ["example.com", "login.example.com", "example.org"];
const HASH: [u8; 32] = [3; 32];

/// One thing done through one of the two providers.
#[derive(Clone, Debug)]
enum Step {
    Create {
        rp: usize,
        user: u8,
        name: String,
        hardware: bool,
        exclude: Exclude,
    },
    /// With an allow list of the passkey and one that does not exist, or without.
    Get {
        at: Index,
        listed: bool,
    },
    /// The second plan is made before the first one is finished, through the other provider.
    TwoGets {
        at: Index,
    },
    GetOfNothing {
        rp: usize,
        foreign: Index,
    },
    Declined {
        rp: usize,
        user: u8,
    },
    /// Plans that end after so many steps of their way.
    Dropped {
        rp: usize,
        user: u8,
        steps: usize,
    },
    WrongSignature {
        at: Index,
    },
    Rename {
        at: Index,
        label: String,
    },
    Delete {
        at: Index,
    },
    /// Deleted through the other provider while the person is asked.
    DeletedMeanwhile {
        at: Index,
    },
    /// Deleted, renamed and shown by an id that nobody has.
    Unknown {
        id: [u8; 16],
    },
    Reopen {
        keeps_epoch: bool,
    },
    Copy,
    PutBack,
}

#[derive(Clone, Copy, Debug)]
enum Exclude {
    Nobody,
    /// Those of the other relying parties.
    Others,
    Everybody,
}

fn step() -> impl Strategy<Value = Step> {
    let rp = 0..RP_IDS.len();
    let user = 1..4_u8;
    let exclude = select(vec![Exclude::Nobody, Exclude::Nobody, Exclude::Others, Exclude::Everybody]);
    prop_oneof![
        8 => (rp.clone(), user.clone(), ".{0,8}", any::<bool>(), exclude).prop_map(|(rp, user, name, hardware, exclude)| {
            Step::Create { rp, user, name, hardware, exclude }
        }),
        10 => (any::<Index>(), any::<bool>()).prop_map(|(at, listed)| Step::Get { at, listed }),
        3 => any::<Index>().prop_map(|at| Step::TwoGets { at }),
        2 => (rp.clone(), any::<Index>()).prop_map(|(rp, foreign)| Step::GetOfNothing { rp, foreign }),
        1 => (rp.clone(), user.clone()).prop_map(|(rp, user)| Step::Declined { rp, user }),
        2 => (rp, user, 0..4_usize).prop_map(|(rp, user, steps)| Step::Dropped { rp, user, steps }),
        1 => any::<Index>().prop_map(|at| Step::WrongSignature { at }),
        3 => (any::<Index>(), ".{0,8}").prop_map(|(at, label)| Step::Rename { at, label }),
        3 => any::<Index>().prop_map(|at| Step::Delete { at }),
        1 => any::<Index>().prop_map(|at| Step::DeletedMeanwhile { at }),
        1 => any::<[u8; 16]>().prop_map(|id| Step::Unknown { id }),
        2 => any::<bool>().prop_map(|keeps_epoch| Step::Reopen { keeps_epoch }),
        2 => Just(Step::Copy),
        2 => Just(Step::PutBack),
    ]
}

/// What the model knows of a passkey.
#[derive(Clone, Debug, PartialEq)]
struct Entry {
    rp: usize,
    user: u8,
    name: String,
    label: Option<String>,
    public_key: PublicKey,
    backup_flags: BackupFlags,
    hardware: bool,
    count: u32,
    /// Orders by last use.
    used: u64,
    /// Orders by making.
    made: u64,
    /// Whether a list of the relying party named it.
    known: bool,
    /// Whether a newer one of the account took its place.
    superseded: bool,
}

#[derive(Clone, Default)]
struct Model {
    passkeys: BTreeMap<CredentialId, Entry>,
    epoch: u64,
}

/// The store, its model, and what relying parties have seen.
struct World {
    folder: tempfile::TempDir,
    gated: bool,
    /// Two of one file; the second makes passkeys as the other model.
    providers: Vec<Provider>,
    model: Model,
    copy: Option<(tempfile::TempDir, Model)>,
    uses: u64,
    /// The highest count that each passkey ever said, deleted ones and put back ones too.
    said: BTreeMap<CredentialId, u32>,
    /// What the hardware holds.
    hardware: Vec<PrivateKey>,
}

impl World {
    fn new(gated: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut world = Self {
            folder,
            gated,
            providers: Vec::new(),
            model: Model::default(),
            copy: None,
            uses: 0,
            said: BTreeMap::new(),
            hardware: Vec::new(),
        };
        world.open(Epoch::default());
        world
    }

    fn open(&mut self, last_epoch: Epoch) {
        for _ in MODELS {
            let device_key = DeviceKey::from_bytes(&[7; 32]).unwrap();
            let path = self.folder.path().join("passkeys.db");
            let mut options = OpenOptions::new(path, device_key).last_epoch(last_epoch);
            if self.gated {
                options = options.gate(gate());
            }
            self.providers.push(Provider::open(options).unwrap());
        }
    }

    fn apply(&mut self, by: usize, step: &Step) {
        match step {
            Step::Create { rp, user, name, hardware, exclude } => {
                self.create(by, *rp, *user, name, *hardware, *exclude)
            }
            Step::Get { at, listed } => {
                let Some(id) = self.pick(at) else { return };
                let plan = self.begin_get(by, &id, *listed);
                let asserted = self.finish_get(by, plan, &id).unwrap();
                self.is_counted(&id, *listed, &asserted);
            }
            Step::TwoGets { at } => self.two_gets(by, at),
            Step::GetOfNothing { rp, foreign } => self.get_of_nothing(by, *rp, foreign),
            Step::Declined { rp, user } => self.declined(by, *rp, *user),
            Step::Dropped { rp, user, steps } => self.dropped(by, *rp, *user, *steps),
            Step::WrongSignature { at } => self.wrong_signature(by, at),
            Step::Rename { at, label } => {
                let Some(id) = self.pick(at) else { return };
                let epoch =
                    self.providers[by].passkeys().rename(&reference_to(&self.providers[by], &id), label).unwrap();
                let label = Some(label.clone()).filter(|label| !label.is_empty());
                let entry = self.model.passkeys.get_mut(&id).unwrap();
                // The name that it has already is nothing to write.
                if std::mem::replace(&mut entry.label, label.clone()) != label {
                    self.is_committed(epoch.epoch);
                }
            }
            Step::Delete { at } => {
                let Some(id) = self.pick(at) else { return };
                self.delete(by, &id);
            }
            Step::DeletedMeanwhile { at } => {
                let Some(id) = self.pick(at) else { return };
                let plan = self.begin_get(by, &id, false);
                self.delete(1 - by, &id);
                assert!(matches!(self.finish_get(by, plan, &id), Err(Error::PlanOutdated)));
            }
            Step::Unknown { id } => {
                let (id, provider) = (CredentialId::from_bytes(*id).unwrap(), &self.providers[by]);
                assert!(matches!(provider.passkeys().get(&reference_to(provider, &id)), Err(Error::UnknownPasskey)));
                assert!(matches!(
                    provider.passkeys().rename(&reference_to(provider, &id), "x"),
                    Err(Error::UnknownPasskey)
                ));
                assert!(matches!(provider.passkeys().delete(&reference_to(provider, &id)), Err(Error::UnknownPasskey)));
            }
            Step::Reopen { keeps_epoch } => {
                self.providers.clear();
                self.open(if *keeps_epoch { Epoch::from_number(self.model.epoch) } else { Epoch::default() });
            }
            Step::Copy => {
                let last_epoch = self.providers[0].epoch().unwrap();
                self.providers.clear();
                let copy = tempfile::tempdir().unwrap();
                copy_files(self.folder.path(), copy.path());
                self.copy = Some((copy, self.model.clone()));
                self.open(last_epoch);
            }
            Step::PutBack => self.put_back(by),
        }
    }

    fn create(&mut self, by: usize, rp: usize, user: u8, name: &str, hardware: bool, exclude: Exclude) {
        let mut options = creation(rp, user, name);
        let excluded = |entry: &Entry| match exclude {
            Exclude::Nobody => false,
            Exclude::Others => entry.rp != rp,
            Exclude::Everybody => true,
        };
        let listed =
            self.model.passkeys.iter().filter(|(_, entry)| excluded(entry)).map(|(id, _)| id.clone()).collect();
        options.exclude =
            CreationOptions::from_parts(rp_id(rp), options.user.clone(), Algorithms::Default, listed).exclude;
        let plan = self.providers[by].begin_create(&options, &caller(rp), MODELS[by]).unwrap();
        let consented = beside(plan).consent(self.consent()).unwrap();
        let created =
            if hardware { self.create_in_hardware(by, consented) } else { self.providers[by].finish_create(consented) };
        let is_excluded = self.model.passkeys.values().any(|entry| entry.rp == rp && excluded(entry));
        let created = match created {
            Ok(created) => created,
            Err(error) => {
                assert!(
                    matches!(error, Error::AlreadyRegistered { epoch } if epoch == self.providers[by].epoch().unwrap())
                );
                assert!(is_excluded);
                // Only the relying party could have named the passkeys of the account.
                for entry in self.model.passkeys.values_mut() {
                    if entry.rp == rp && entry.user == user {
                        (entry.known, entry.superseded) = (true, false);
                    }
                }
                self.model.epoch = self.providers[by].epoch().unwrap().number();
                return;
            }
        };
        assert!(!is_excluded);
        let Passkey { metadata, state, .. } = created.value.passkey;
        self.uses += 1;
        let entry = Entry {
            rp,
            user,
            name: name.to_owned(),
            label: None,
            public_key: metadata.public_key,
            backup_flags: MODELS[by].backup_flags,
            hardware,
            count: 0,
            used: self.uses,
            made: self.uses,
            known: false,
            superseded: false,
        };
        // The intent to make a hardware key is durable before the key is.
        self.model.epoch += u64::from(hardware);
        assert_eq!((state.sign_count, state.last_used), (0, None));
        assert!(self.said.insert(metadata.credential_id.clone(), 0).is_none(), "an id twice");
        assert!(self.model.passkeys.insert(metadata.credential_id, entry).is_none());
        self.is_committed(created.epoch);
    }

    fn create_in_hardware(&mut self, by: usize, consented: ConsentedCreate) -> Result<Committed<Created>, Error> {
        let intent = self.providers[by].intend_hardware_key(consented, &[Algorithm::Es256])?.value;
        let key = PrivateKey::make(Algorithm::Es256, &passkey_provider::entropy::SystemEntropy).unwrap();
        // As hardware that gives out wrapped keys: the handle is its own.
        let handle = KeyHandle::from_bytes(self.hardware.len().to_be_bytes()).unwrap();
        let hardware = HardwareKey { handle, public_key: key.public_key(), access: KeyAccess::Unverified };
        let plan = self.providers[by].begin_hardware_create(intent, hardware).unwrap();
        let signature = key.sign(plan.to_sign());
        self.hardware.push(key);
        self.providers[by].finish_hardware_create(plan, &signature)
    }

    fn begin_get(&self, by: usize, id: &CredentialId, listed: bool) -> GetPlan {
        let entry = &self.model.passkeys[id];
        let allow = if listed { vec![CredentialId::from_bytes([0; 16]).unwrap(), id.clone()] } else { Vec::new() };
        let options = RequestOptions::from_parts(rp_id(entry.rp), allow);
        let plan = self.providers[by].begin_get(&options, &caller(entry.rp)).unwrap();
        if listed {
            assert_eq!(
                plan.candidates().iter().map(|candidate| &candidate.passkey.credential_id).collect::<Vec<_>>(),
                [id]
            );
        } else {
            self.are_candidates(entry.rp, plan.candidates());
        }
        plan
    }

    fn finish_get(&self, by: usize, plan: GetPlan, id: &CredentialId) -> Result<Committed<Asserted>, Error> {
        match plan.choose(id)?.consent(self.consent())? {
            ConsentedGet::Sealed(plan) => self.providers[by].finish_get(plan),
            ConsentedGet::Hardware(plan) => {
                let plan = self.providers[by].begin_hardware_get(plan)?;
                let number = usize::from_be_bytes(plan.key_handle().as_bytes().try_into().unwrap());
                let signature = self.hardware[number].sign(plan.to_sign());
                self.providers[by].finish_hardware_get(plan, &signature)
            }
        }
    }

    fn two_gets(&mut self, by: usize, at: &Index) {
        let Some(id) = self.pick(at) else { return };
        let (first, second) = (self.begin_get(by, &id, false), self.begin_get(1 - by, &id, true));
        // A hardware key signs the count that the plan says; a sealed one the count of the moment.
        let Entry { hardware, backup_flags, .. } = self.model.passkeys[&id];
        if hardware && backup_flags.counts() {
            let ConsentedGet::Hardware(second) = second.choose(&id).unwrap().consent(self.consent()).unwrap() else {
                panic!("a hardware passkey was expected")
            };
            let second = self.providers[1 - by].begin_hardware_get(second).unwrap();
            let asserted = self.finish_get(by, first, &id).unwrap();
            self.is_counted(&id, false, &asserted);
            let number = usize::from_be_bytes(second.key_handle().as_bytes().try_into().unwrap());
            let signature = self.hardware[number].sign(second.to_sign());
            let late = self.providers[1 - by].finish_hardware_get(second, &signature);
            assert!(matches!(late, Err(Error::PlanOutdated)));
        } else {
            for (by, plan, listed) in [(by, first, false), (1 - by, second, true)] {
                let asserted = self.finish_get(by, plan, &id).unwrap();
                self.is_counted(&id, listed, &asserted);
            }
        }
    }

    /// Another relying party's passkey is as unknown as one that does not exist.
    fn get_of_nothing(&self, by: usize, rp: usize, foreign: &Index) {
        let foreign = self.pick(foreign).filter(|id| self.model.passkeys[id].rp != rp);
        let id = foreign.unwrap_or_else(|| CredentialId::from_bytes([0; 16]).unwrap());
        let refused = self.providers[by].begin_get(&RequestOptions::from_parts(rp_id(rp), vec![id]), &caller(rp));
        assert!(matches!(refused, Err(Error::NoPasskey)));
    }

    fn declined(&self, by: usize, rp: usize, user: u8) {
        let plan = self.providers[by].begin_create(&creation(rp, user, "x"), &caller(rp), MODELS[by]).unwrap();
        assert!(matches!(plan.consent(Consent::Declined), Err(Error::Declined)));
        let Some(id) = self.of(rp).first().cloned() else { return };
        let plan = self.begin_get(by, &id, false);
        assert!(matches!(plan.choose(&id).unwrap().consent(Consent::Declined), Err(Error::Declined)));
    }

    fn dropped(&self, by: usize, rp: usize, user: u8, steps: usize) {
        let before = bytes_on_disk(self.folder.path());
        let plan = self.providers[by].begin_create(&creation(rp, user, "x"), &caller(rp), MODELS[by]).unwrap();
        if steps > 0 {
            drop(beside(plan).consent(self.consent()).unwrap());
        }
        if let Some(id) = self.of(rp).first() {
            let plan = self.begin_get(by, id, false);
            if steps > 0 {
                let chosen = plan.choose(id).unwrap();
                if steps > 1 {
                    drop(chosen.consent(self.consent()).unwrap());
                }
            }
        }
        assert!(bytes_on_disk(self.folder.path()) == before, "a dropped plan changed the file");
    }

    fn wrong_signature(&self, by: usize, at: &Index) {
        let Some(id) = self.pick(at) else { return };
        let chosen = self.begin_get(by, &id, false).choose(&id).unwrap();
        let ConsentedGet::Hardware(plan) = chosen.consent(self.consent()).unwrap() else { return };
        let plan = self.providers[by].begin_hardware_get(plan).unwrap();
        let stranger = PrivateKey::from_secret(Algorithm::Es256, &[5; 32]).unwrap();
        let signature = stranger.sign(plan.to_sign());
        let refused = self.providers[by].finish_hardware_get(plan, &signature);
        assert!(matches!(refused, Err(Error::SignatureRejected)));
    }

    fn delete(&mut self, by: usize, id: &CredentialId) {
        let Committed { epoch, .. } =
            self.providers[by].passkeys().delete(&reference_to(&self.providers[by], id)).unwrap();
        self.is_committed(epoch);
        let epoch = self.providers[by].passkeys().purge(&reference_to(&self.providers[by], id)).unwrap().epoch;
        self.model.passkeys.remove(id).unwrap();
        self.is_committed(epoch);
    }

    /// The copy takes the place of the file, is refused until the person accepts, and then counts on
    /// from beyond what was ever said.
    fn put_back(&mut self, by: usize) {
        let Some((copy, model)) = &self.copy else { return };
        let last_epoch = Epoch::from_number(self.model.epoch);
        self.providers.clear();
        copy_files(copy.path(), self.folder.path());
        let missing = self.model.epoch - model.epoch;
        self.model = model.clone();
        self.open(last_epoch);
        if missing == 0 {
            return;
        }
        for provider in &self.providers {
            assert_eq!(provider.freshness().unwrap(), Freshness::RolledBack { missing });
            let refused = provider.begin_create(&creation(0, 1, "x"), &caller(0), MODELS[0]);
            assert!(matches!(refused, Err(Error::RolledBack { missing: found }) if found == missing));
            let refused = provider.begin_get(&RequestOptions::from_parts(rp_id(0), Vec::new()), &caller(0));
            assert!(matches!(refused, Err(Error::RolledBack { missing: found }) if found == missing));
        }
        self.agrees();
        let accepted = self.providers[by].accept_rollback().unwrap().epoch;
        assert!(accepted > last_epoch);
        self.model.epoch = accepted.number();
        // How far a count jumps is the store's to say; that none comes twice is what counts.
        for passkey in self.providers[by].passkeys().all().unwrap().passkeys {
            let entry = self.model.passkeys.get_mut(&passkey.metadata.credential_id).unwrap();
            let count = passkey.state.sign_count;
            assert!(count >= self.said[&passkey.metadata.credential_id] && (entry.backup_flags.counts() || count == 0));
            entry.count = count;
        }
    }

    /// The answer counts on from all that was ever said, and its signature is the passkey's.
    fn is_counted(
        &mut self,
        id: &CredentialId,
        listed: bool,
        Committed { value: asserted, epoch }: &Committed<Asserted>,
    ) {
        let is_news = listed && !self.model.passkeys[id].known;
        if is_news {
            let Entry { rp, user, made, .. } = self.model.passkeys[id];
            for older in self.model.passkeys.values_mut() {
                if (older.rp, older.user) == (rp, user) && older.made < made && older.known {
                    older.superseded = true;
                }
            }
        }
        let entry = self.model.passkeys.get_mut(id).unwrap();
        entry.known |= listed;
        // Only a count, and what the server lets know, has to outlive a power cut: only they commit.
        self.model.epoch += u64::from(entry.backup_flags.counts() || is_news);
        entry.count += u32::from(entry.backup_flags.counts());
        self.uses += 1;
        entry.used = self.uses;
        let data = asserted.response.authenticator_data.as_bytes();
        let count = u32::from_be_bytes(data[33..37].try_into().unwrap());
        assert_eq!(count, entry.count);
        let said = self.said.insert(id.clone(), count).unwrap();
        assert!(if entry.backup_flags.counts() { count > said } else { count == 0 }, "{count} after {said}");
        let signed = [data, HASH.as_slice()].concat();
        entry.public_key.verify(&signed, &asserted.response.signature).unwrap();
        assert_eq!(asserted.response.user_handle.as_bytes(), [entry.user]);
        assert_eq!(asserted.response.credential_id, *id);
        assert_eq!(epoch.number(), self.model.epoch);
    }

    fn is_committed(&mut self, epoch: Epoch) {
        self.model.epoch += 1;
        assert_eq!(epoch.number(), self.model.epoch);
    }

    /// Both providers tell what the model tells.
    fn agrees(&self) {
        for provider in &self.providers {
            assert_eq!(provider.epoch().unwrap().number(), self.model.epoch);
            let listing = provider.passkeys().all().unwrap();
            assert!(listing.damaged.is_empty());
            let listed: BTreeSet<_> = listing.passkeys.iter().map(id_of).collect();
            assert_eq!(listed, self.model.passkeys.keys().cloned().collect());
            assert_eq!(listing.passkeys.len(), listed.len());
            for passkey in &listing.passkeys {
                self.is_modelled(passkey);
                assert!(provider.passkeys().get(&passkey.reference()).unwrap() == *passkey);
            }
            for (rp, name) in RP_IDS.iter().enumerate() {
                let candidates = provider.candidates(&RpId::parse(name).unwrap()).unwrap();
                self.are_candidates(rp, &candidates);
            }
        }
        let health = self.providers[0].health().unwrap();
        assert!(health.is_good() && health.passkeys == u64::try_from(self.model.passkeys.len()).unwrap());
    }

    fn is_modelled(&self, passkey: &Passkey) {
        let Passkey { metadata, state, .. } = passkey;
        let found = Entry {
            rp: RP_IDS.iter().position(|name| *name == metadata.rp_id.as_str()).unwrap(),
            user: metadata.user.handle.as_bytes()[0],
            name: metadata.user.name.clone(),
            label: metadata.label.clone(),
            public_key: metadata.public_key.clone(),
            backup_flags: metadata.backup_flags,
            hardware: metadata.custody != Custody::Sealed,
            count: state.sign_count,
            used: self.model.passkeys[&metadata.credential_id].used,
            made: self.model.passkeys[&metadata.credential_id].made,
            known: matches!(state.standing, Standing::Confirmed(_)),
            superseded: state.visibility == Visibility::Superseded,
        };
        assert_eq!(found, self.model.passkeys[&metadata.credential_id]);
    }

    fn are_candidates(&self, rp: usize, candidates: &[PasskeySummary]) {
        let ids: Vec<_> = candidates.iter().map(|candidate| candidate.passkey.credential_id.clone()).collect();
        assert_eq!(ids, self.of(rp));
        for candidate in candidates {
            let entry = &self.model.passkeys[&candidate.passkey.credential_id];
            assert_eq!((&candidate.user.name, &candidate.label), (&entry.name, &entry.label));
        }
    }

    /// The ids that one relying party is offered, most recently used first.
    fn of(&self, rp: usize) -> Vec<CredentialId> {
        self.by_use(|entry| entry.rp == rp && !entry.superseded)
    }

    fn by_use(&self, belongs: impl Fn(&Entry) -> bool) -> Vec<CredentialId> {
        let mut entries: Vec<_> = self.model.passkeys.iter().filter(|(_, entry)| belongs(entry)).collect();
        entries.sort_by_key(|(_, entry)| std::cmp::Reverse(entry.used));
        entries.into_iter().map(|(id, _)| id.clone()).collect()
    }

    /// By use and not by id: ids are random, and a case has to do the same when it is tried again.
    fn pick(&self, at: &Index) -> Option<CredentialId> {
        let ids = self.by_use(|entry| !entry.superseded);
        (!ids.is_empty()).then(|| ids[at.index(ids.len())].clone())
    }

    fn consent(&self) -> Consent {
        if self.gated { Consent::Gate(gate()) } else { Consent::Present }
    }
}

fn id_of(passkey: &Passkey) -> CredentialId {
    passkey.metadata.credential_id.clone()
}

fn creation(rp: usize, user: u8, name: &str) -> CreationOptions {
    let handle = UserHandle::from_bytes([user]).unwrap();
    let user = User { handle, name: name.to_owned(), display_name: name.to_owned() };
    CreationOptions::from_parts(rp_id(rp), user, Algorithms::Default, Vec::new())
}

fn rp_id(rp: usize) -> RpId {
    RpId::parse(RP_IDS[rp]).unwrap()
}

fn caller(rp: usize) -> VerifiedCaller {
    VerifiedCaller::platform(rp_id(rp), ClientDataHash::from_bytes(&HASH).unwrap()).unwrap()
}

fn gate() -> GateSecret {
    GateSecret::from_bytes(&[9; 32]).unwrap()
}

/// The database and its log.
fn files(folder: &Path) -> [PathBuf; 2] {
    ["passkeys.db", "passkeys.db-wal"].map(|name| folder.join(name))
}

fn bytes_on_disk(folder: &Path) -> [Option<Vec<u8>>; 2] {
    files(folder).map(|file| fs::read(file).ok())
}

fn copy_files(from: &Path, to: &Path) {
    for (from, to) in files(from).into_iter().zip(files(to)) {
        let _ = fs::remove_file(&to);
        if from.exists() {
            fs::copy(from, to).unwrap();
        }
    }
}
