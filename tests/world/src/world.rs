//! The world itself: does one step after another, and keeps what is true beside it.

use std::collections::{BTreeMap, BTreeSet};

use passkey_provider::caller::VerifiedCaller;
use passkey_provider::ceremony::{Asserted, ConsentedGet};
use passkey_provider::id::{Aaguid, ClientDataHash, CredentialId, PasskeyRef};
use passkey_provider::key::Model;
use passkey_provider::lifecycle::{AsOf, VerifiedSignal};
use passkey_provider::seal::DeviceKey;
use passkey_provider::store::{Committed, Epoch, Passkey};
use passkey_provider::webauthn::options::RequestOptions;
use passkey_provider::webauthn::server_list::ServerList;
use passkey_provider::webauthn::signal::Signal;
use passkey_provider::{Consent, Error, OpenOptions, Provider};
use proptest::sample::Index;
use tempfile::TempDir;

use crate::hardware::Hardware;
use crate::history::Step;
use crate::phone::{FailingEntropy, SteppedClock};
use crate::server::{Account, SITES, Servers};

/// What the phone says of itself.
pub(crate) const MODEL: Model = Model::device_bound(Aaguid::from_bytes([0; 16]));

const HASH: [u8; 32] = [3; 32];

/// A phone, its person, and the servers.
pub struct World {
    folder: TempDir,
    pub(crate) clock: SteppedClock,
    entropy: FailingEntropy,
    provider: Option<Provider>,
    last_epoch: Epoch,
    pub(crate) servers: Servers,
    pub(crate) hardware: Hardware,
    /// Every passkey that was ever made, and for whom.
    pub(crate) made: BTreeMap<CredentialId, Account>,
    /// What the person deleted and did not restore.
    pub(crate) deleted: BTreeSet<CredentialId>,
    /// What was removed for ever.
    pub(crate) purged: BTreeSet<CredentialId>,
    /// What each passkey was last given to keep, and how much was given to any.
    pub(crate) kept: BTreeMap<CredentialId, Vec<u8>>,
    pub(crate) kept_ever: u64,
    /// Accepted registrations whose answer was lost.
    pub(crate) unanswered: Vec<CredentialId>,
    /// A list that the host asked for, and when.
    asked: Option<(Account, Vec<CredentialId>, Epoch)>,
}

impl World {
    /// A new phone. Its store is in memory where the system has a file system there: what a sync is
    /// worth is not the question here.
    pub fn new() -> Self {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
        let mut world = Self {
            folder,
            clock: SteppedClock::new(),
            entropy: FailingEntropy::new(),
            provider: None,
            last_epoch: Epoch::default(),
            servers: Servers::default(),
            hardware: Hardware::default(),
            made: BTreeMap::new(),
            deleted: BTreeSet::new(),
            purged: BTreeSet::new(),
            kept: BTreeMap::new(),
            kept_ever: 0,
            unanswered: Vec::new(),
            asked: None,
        };
        world.restart();
        world
    }

    /// Lives through a history, and checks the promises on the way and at its end.
    pub fn live(&mut self, steps: &[Step]) {
        for step in steps {
            if let Step::FailAfter(calls) = step {
                self.entropy.fail_after(*calls);
                continue;
            }
            self.apply(step);
            self.entropy.mend();
            self.never_calls_stale_what_the_server_holds();
        }
        self.entropy.mend();
    }

    pub(crate) fn provider(&self) -> &Provider {
        self.provider.as_ref().expect("an open provider")
    }

    /// The process is killed, and starts again. The host hands in the last epoch that it heard.
    pub(crate) fn restart(&mut self) {
        if let Some(provider) = self.provider.take() {
            self.last_epoch = provider.epoch().expect("an epoch");
        }
        let device_key = DeviceKey::from_bytes(&[7; 32]).expect("a key");
        let options = OpenOptions::new(self.folder.path().join("passkeys.db"), device_key)
            .last_epoch(self.last_epoch)
            .clock(self.clock.clone())
            .entropy(FailingEntropy::clone(&self.entropy));
        self.entropy.mend();
        self.provider = Some(Provider::open(options).expect("a provider"));
    }

    /// Every passkey of the phone, deleted ones too.
    pub(crate) fn passkeys(&self) -> Vec<Passkey> {
        let listed = self.provider().passkeys().all().expect("a list").passkeys;
        listed.into_iter().chain(self.provider().passkeys().deleted().expect("a list").passkeys).collect()
    }

    /// Names a passkey that was made.
    pub(crate) fn reference(&self, id: &CredentialId) -> PasskeyRef {
        let account = self.made.get(id).expect("a passkey that was made");
        PasskeyRef { rp_id: account.rp_id(), credential_id: id.clone() }
    }

    fn apply(&mut self, step: &Step) {
        match step {
            Step::Register { account, hardware, answer, fate, excludes } => {
                self.register(*account, *hardware, *answer, *fate, *excludes);
            }
            Step::LateAnswer => {
                if let Some(id) = self.unanswered.pop() {
                    is_done(self.provider().server().confirm(&self.reference(&id)));
                }
            }
            Step::RetryIsRefused => {
                if let Some(id) = self.unanswered.pop() {
                    is_done(self.provider().server().reject(&self.reference(&id), Some("already registered")));
                    self.servers.lied_about.insert(id);
                }
            }
            Step::SignInListed(account) => self.sign_in_listed(*account),
            Step::SignInDiscoverable(account) => {
                let request = RequestOptions::from_parts(account.rp_id(), Vec::new());
                self.sign_in(*account, &request);
            }
            Step::Keep(account, length) => self.keep(*account, *length),
            Step::SignalAllAccepted(account) => self.signal_all_accepted(*account),
            Step::SignalUnknown(account, at) => {
                let unknown: Vec<_> = self.made_for(*account, |world, id| !world.servers.holds(id));
                if let Some(credential_id) = pick(&unknown, at) {
                    self.signal(*account, &Signal::UnknownCredential { rp_id: account.rp_id(), credential_id });
                }
            }
            Step::SignalDetails(account) => self.signal(*account, &details(*account, "new@mail.example")),
            Step::SignalNothingAccepted(account) => {
                self.signal(*account, &accepted(*account, Vec::new()));
                self.servers.lied_about.extend(self.servers.held(*account));
            }
            Step::HostileSignals(account) => self.hostile_signals(*account),
            Step::AskForList(account) => {
                let epoch = self.provider().epoch().expect("an epoch");
                self.asked = Some((*account, self.servers.held(*account), epoch));
            }
            Step::Reconcile => self.reconcile(),
            Step::RemoveAtServer(account, at) => {
                if let Some(id) = pick(&self.servers.held(*account), at) {
                    self.servers.remove(*account, &id);
                }
            }
            Step::Delete(at) => {
                let live: Vec<_> = self.ids(|passkey| !passkey.state.visibility.is_deleted());
                if let Some(id) = pick(&live, at)
                    && is_done(self.provider().passkeys().delete(&self.reference(&id)))
                {
                    self.deleted.insert(id);
                }
            }
            Step::Restore(at) => {
                if let Some(id) = pick(&self.ids(|_| true), at)
                    && is_done(self.provider().passkeys().restore(&self.reference(&id)))
                {
                    self.deleted.remove(&id);
                }
            }
            Step::Purge(at) => {
                let deleted: Vec<_> = self.ids(|passkey| passkey.state.visibility.is_deleted());
                if let Some(id) = pick(&deleted, at)
                    && is_done(self.provider().passkeys().purge(&self.reference(&id)))
                {
                    self.purged.insert(id);
                }
            }
            Step::PurgeExpired => {
                let before: BTreeSet<_> = self.ids(|_| true).into_iter().collect();
                is_done(self.provider().passkeys().purge_expired());
                let after: BTreeSet<_> = self.ids(|_| true).into_iter().collect();
                for id in before.difference(&after) {
                    assert!(self.deleted.contains(id), "what nobody deleted was purged");
                    self.purged.insert(id.clone());
                }
            }
            Step::DeleteKeys { killed_after } => self.delete_keys(*killed_after),
            Step::CompareHardware => self.no_key_is_forgotten(),
            Step::Restart => self.restart(),
            Step::FailAfter(_) => {}
            Step::Clock(seconds) => self.clock.step(*seconds),
        }
    }

    fn sign_in_listed(&mut self, account: Account) {
        let held = self.servers.held(account);
        if held.is_empty() {
            return;
        }
        let here = self
            .ids(|passkey| held.contains(&passkey.metadata.credential_id) && !passkey.state.visibility.is_deleted());
        let request = RequestOptions::from_parts(account.rp_id(), held);
        match self.sign_in(account, &request) {
            Some(id) => {
                assert!(self.servers.holds(&id));
                self.true_word(account);
            }
            None => assert!(here.is_empty() || self.is_failing(), "a passkey that the server names does not sign in"),
        }
    }

    /// Signs in with the first passkey that is offered. Nothing where none is, or the call was cut.
    pub(crate) fn sign_in(&self, account: Account, request: &RequestOptions) -> Option<CredentialId> {
        Some(self.assert(account, request, Consent::Present)?.response.credential_id)
    }

    /// The same, and all of its answer.
    pub(crate) fn assert(&self, account: Account, request: &RequestOptions, consent: Consent) -> Option<Asserted> {
        let plan = match self.provider().begin_get(request, &caller(account)) {
            Ok(plan) => plan,
            Err(Error::NoPasskey) => return None,
            Err(error) => panic!("a sign-in failed: {error}"),
        };
        let id = plan.candidates().first()?.passkey.credential_id.clone();
        let consented = plan.choose(&id).and_then(|chosen| chosen.consent(consent)).expect("a consent");
        let asserted = match consented {
            ConsentedGet::Sealed(plan) => self.provider().finish_get(plan),
            ConsentedGet::Hardware(plan) => {
                let plan = self.provider().begin_hardware_get(plan).expect("a consent that holds");
                let signature = self.hardware.sign(plan.key_handle(), plan.to_sign());
                self.provider().finish_hardware_get(plan, &signature.expect("a passkey that is offered has its key"))
            }
        };
        match asserted {
            Ok(Committed { value: asserted, .. }) => {
                let signed = [asserted.response.authenticator_data.as_bytes(), HASH.as_slice()].concat();
                let public_key = &asserted.passkey.metadata.public_key;
                public_key.verify(&signed, &asserted.response.signature).expect("the passkey's signature");
                assert_eq!(asserted.response.credential_id, id);
                Some(asserted)
            }
            Err(Error::EntropyFailed) => None,
            Err(error) => panic!("a sign-in failed: {error}"),
        }
    }

    /// The server says truly which it accepts.
    pub(crate) fn signal_all_accepted(&mut self, account: Account) {
        let before = self.provider().epoch().expect("an epoch");
        self.signal(account, &accepted(account, self.servers.held(account)));
        if self.provider().epoch().expect("an epoch") > before {
            self.true_word(account);
        }
    }

    fn signal(&self, account: Account, signal: &Signal) {
        let signal = VerifiedSignal::new(signal.clone(), &caller(account)).expect("a verified sender");
        is_done(self.provider().server().apply_signal(&signal));
    }

    fn hostile_signals(&mut self, victim: Account) {
        let hostile = Account { site: (victim.site + 1) % SITES, user: victim.user };
        let is_victims = |passkey: &Passkey| passkey.metadata.rp_id != hostile.rp_id();
        let before: Vec<_> = self.passkeys().into_iter().filter(is_victims).collect();
        for id in self.made_for(victim, |_, _| true) {
            self.signal(hostile, &Signal::UnknownCredential { rp_id: hostile.rp_id(), credential_id: id });
        }
        self.signal(hostile, &accepted(hostile, Vec::new()));
        self.signal(hostile, &details(hostile, "owned"));
        // Of its own accounts the hostile site may say what it likes.
        self.servers.lied_about.extend(self.servers.held(hostile));
        let forged = VerifiedSignal::new(accepted(victim, Vec::new()), &caller(hostile));
        assert!(matches!(forged, Err(Error::RpIdNotVerified)));
        let after: Vec<_> = self.passkeys().into_iter().filter(is_victims).collect();
        assert!(before == after, "a site changed the passkeys of another");
    }

    fn reconcile(&mut self) {
        let Some((account, ids, epoch)) = self.asked.take() else { return };
        let list = ServerList::from_ids(ids.iter().cloned());
        let outcome =
            self.provider().server().reconcile(&account.rp_id(), &account.user_handle(), &list, AsOf::Epoch(epoch));
        if is_done(outcome) {
            for id in ids {
                self.servers.lied_about.remove(&id);
            }
        }
    }

    fn delete_keys(&mut self, killed_after: usize) {
        let Ok(keys) = self.provider().hardware_keys().to_delete() else { return };
        for (number, key) in keys.value.into_iter().enumerate() {
            self.hardware.delete(&key.handle);
            if number == killed_after {
                return self.restart();
            }
            is_done(self.provider().hardware_keys().gone(&key.handle));
        }
    }

    /// The server has just said truly what it holds of this account.
    pub(crate) fn true_word(&mut self, account: Account) {
        for id in self.servers.held(account) {
            self.servers.lied_about.remove(&id);
        }
    }

    fn ids(&self, belongs: impl Fn(&Passkey) -> bool) -> Vec<CredentialId> {
        let mut ids: Vec<_> = self
            .passkeys()
            .into_iter()
            .filter(|passkey| belongs(passkey))
            .map(|passkey| passkey.metadata.credential_id)
            .collect();
        ids.sort();
        ids
    }

    fn made_for(&self, account: Account, belongs: impl Fn(&Self, &CredentialId) -> bool) -> Vec<CredentialId> {
        self.made.iter().filter(|(id, of)| **of == account && belongs(self, id)).map(|(id, _)| id.clone()).collect()
    }

    fn is_failing(&self) -> bool {
        self.entropy.is_failing()
    }
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}

/// The platform has checked that the account's site asks.
pub(crate) fn caller(account: Account) -> VerifiedCaller {
    let hash = ClientDataHash::from_bytes(&HASH).expect("a hash");
    VerifiedCaller::platform(account.rp_id(), hash).expect("a caller")
}

pub(crate) fn accepted(account: Account, credential_ids: Vec<CredentialId>) -> Signal {
    Signal::AllAcceptedCredentials { rp_id: account.rp_id(), user_handle: account.user_handle(), credential_ids }
}

fn details(account: Account, name: &str) -> Signal {
    Signal::CurrentUserDetails {
        rp_id: account.rp_id(),
        user_handle: account.user_handle(),
        name: name.to_owned(),
        display_name: name.to_owned(),
    }
}

fn pick(ids: &[CredentialId], at: &Index) -> Option<CredentialId> {
    if ids.is_empty() { None } else { Some(at.get(ids).clone()) }
}

/// Whether a call of the core did its work. It may have been cut, and it may be about a passkey that is
/// gone; everything else is a failure of the core.
pub(crate) fn is_done<T>(outcome: Result<T, Error>) -> bool {
    match outcome {
        Ok(_) => true,
        Err(Error::EntropyFailed | Error::UnknownPasskey) => false,
        Err(error) => panic!("a call failed: {error}"),
    }
}
