//! Keys in hardware: none without a passkey or an entry in the list of those to delete, and no
//! passkey without a key that claims to be usable.
//!
//! Fake here: the hardware, a set of named keys that the test makes and deletes as told.

use std::collections::BTreeMap;

use passkey_provider::ceremony::{ConsentedGet, HardwareCreate, HardwareIntent};
use passkey_provider::clock::{Clock, Timestamp};
use passkey_provider::entropy::SystemEntropy;
use passkey_provider::id::CredentialId;
use passkey_provider::key::{Algorithm, Custody, HardwareKey, KeyAccess, KeyHandle, PrivateKey};
use passkey_provider::lifecycle::HardwareComparison;
use passkey_provider::store::LooseReason;
use passkey_provider::{Consent, Error};

use crate::world::{DAY, MINUTE, RP, World, beside, caller, changed, id_of, ids, reference_to, request};

struct Phone {
    world: World,
    keys: BTreeMap<Vec<u8>, PrivateKey>,
}

impl Phone {
    fn new() -> Self {
        Self { world: World::new(), keys: BTreeMap::new() }
    }

    fn intend(&self, user: &str) -> HardwareIntent {
        let plan = beside(self.world.begin(RP, user, &[]));
        self.world
            .provider
            .intend_hardware_key(plan.consent(Consent::Present).unwrap(), &[Algorithm::Es256])
            .unwrap()
            .value
    }

    /// The host makes the key under the name that it was told.
    fn make(&mut self, intent: &HardwareIntent) -> HardwareKey {
        let key = PrivateKey::make(Algorithm::Es256, &SystemEntropy).unwrap();
        let public_key = key.public_key();
        self.keys.insert(intent.handle().as_bytes().to_vec(), key);
        HardwareKey { handle: intent.handle().clone(), public_key, access: KeyAccess::Unverified }
    }

    fn begin(&mut self, user: &str) -> (HardwareCreate, KeyHandle) {
        let intent = self.intend(user);
        let (key, handle) = (self.make(&intent), intent.handle().clone());
        (self.world.provider.begin_hardware_create(intent, key).unwrap(), handle)
    }

    fn finish(&self, plan: HardwareCreate, handle: &KeyHandle) -> Result<CredentialId, Error> {
        let signature = self.keys[handle.as_bytes()].sign(plan.to_sign());
        self.world.provider.finish_hardware_create(plan, &signature).map(|created| id_of(&created.value.passkey))
    }

    fn register(&mut self, user: &str) -> (CredentialId, KeyHandle) {
        let (plan, handle) = self.begin(user);
        (self.finish(plan, &handle).unwrap(), handle)
    }

    fn sign_in(&self, id: &CredentialId) -> Result<(), Error> {
        let allow = std::slice::from_ref(id);
        let plan = self.world.provider.begin_get(&request(RP, allow), &caller(RP))?;
        let ConsentedGet::Hardware(plan) = plan.choose(id)?.consent(Consent::Present)? else { panic!("sealed") };
        let plan = self.world.provider.begin_hardware_get(plan)?;
        let signature = self.keys[plan.key_handle().as_bytes()].sign(plan.to_sign());
        self.world.provider.finish_hardware_get(plan, &signature).map(drop)
    }

    fn existing(&self) -> Vec<KeyHandle> {
        self.keys.keys().map(|handle| KeyHandle::from_bytes(handle.as_slice()).unwrap()).collect()
    }

    fn compare(&self, existing: &[KeyHandle]) -> HardwareComparison {
        self.world.provider.hardware_keys().compare(existing).unwrap().value
    }

    fn to_delete(&self) -> Vec<(KeyHandle, LooseReason)> {
        let keys = self.world.provider.hardware_keys().to_delete().unwrap();
        keys.value.into_iter().map(|key| (key.handle, key.reason)).collect()
    }

    /// The host deletes what it is told to, and says so.
    fn clean(&mut self) {
        for (handle, _) in self.to_delete() {
            self.keys.remove(handle.as_bytes());
            let _ = self.world.provider.hardware_keys().gone(&handle).unwrap();
        }
        assert_eq!(self.to_delete(), []);
    }

    /// Every key has a passkey, and every passkey that may answer has a key and signs with it.
    #[track_caller]
    fn is_accounted_for(&self) {
        let mut owned = Vec::new();
        for passkey in self.world.everything().values() {
            let Custody::Hardware { handle, .. } = &passkey.metadata.custody else { continue };
            owned.push(handle.as_bytes().to_vec());
            let id = id_of(passkey);
            let may_answer = !self.world.offered(RP, std::slice::from_ref(&id)).is_empty();
            assert!(!may_answer || self.keys.contains_key(handle.as_bytes()), "a passkey without its key answers");
            assert_eq!(self.sign_in(&id).is_ok(), may_answer);
        }
        assert!(self.keys.keys().all(|handle| owned.contains(handle)), "a key that nobody remembers");
    }
}

/// Where a registration is given up: the process ends there, and another one begins.
#[test]
fn a_registration_that_ends_at_any_step_leaves_no_key_that_nobody_remembers() {
    for step in 0..6 {
        let mut phone = Phone::new();
        let (kept, _) = phone.register("kept");
        let before = phone.world.everything();
        let (handle, made) = match step {
            // Right after the intent; the host may have made the key or not.
            0 | 1 => {
                let intent = phone.intend("ada");
                if step == 1 {
                    phone.make(&intent);
                }
                (intent.handle().clone(), None)
            }
            2 => (phone.begin("ada").1, None),
            3 => {
                let (plan, handle) = phone.begin("ada");
                let refused = phone.world.provider.finish_hardware_create(plan, &[0; 70]);
                assert!(matches!(refused, Err(Error::SignatureRejected)));
                (handle, None)
            }
            // A key of another algorithm's point or none at all: refused at the beginning already.
            4 => {
                let intent = phone.intend("ada");
                let handle = intent.handle().clone();
                phone.make(&intent);
                let _ = phone.world.provider.hardware_keys().abandon(&handle).unwrap();
                assert_eq!(phone.to_delete(), [(handle.clone(), LooseReason::Interrupted)], "at once");
                (handle, None)
            }
            _ => {
                let (plan, handle) = phone.begin("ada");
                let id = phone.finish(plan, &handle).unwrap();
                (handle, Some(id))
            }
        };
        phone.world.restart();
        if step < 4 {
            assert_eq!(phone.to_delete(), [], "it may be under way in another process");
            phone.world.clock.pass(15 * MINUTE - std::time::Duration::from_millis(1));
            assert_eq!(phone.to_delete(), []);
        }
        phone.world.clock.pass(std::time::Duration::from_millis(1));
        let expected: &[_] = if made.is_some() { &[] } else { &[(handle, LooseReason::Interrupted)] };
        assert_eq!(phone.to_delete(), expected, "step {step}");
        phone.world.restart();
        assert_eq!(phone.to_delete(), expected, "until the host says that it is gone");
        assert!(changed(&before, &phone.world.everything()).iter().all(|id| *id == kept));
        phone.clean();
        phone.is_accounted_for();
        assert_eq!(phone.world.everything().len(), 1 + usize::from(made.is_some()));
    }
}

/// A clock that jumps ends a registration early at worst; its key is in the list then.
#[test]
fn a_clock_that_jumps_forgets_no_key() {
    let year = DAY * 365;
    let jumps: [fn(Timestamp) -> Timestamp; 5] = [
        |now| now.saturating_add(DAY * 365 * 10),
        |now| Timestamp::from_millis(now.as_millis() - 10 * 365 * 86_400_000),
        |_| Timestamp::from_millis(0),
        |_| Timestamp::from_millis(u64::MAX),
        |now| Timestamp::from_millis(now.as_millis() - 16 * 60_000),
    ];
    for jump in jumps {
        let mut phone = Phone::new();
        let (plan, handle) = phone.begin("ada");
        let now = phone.world.clock.now();
        phone.world.clock.set(jump(now));
        assert_eq!(phone.to_delete(), [(handle.clone(), LooseReason::Interrupted)]);
        // Else the consent alone would be too old.
        phone.world.clock.set(now);
        assert!(matches!(phone.finish(plan, &handle), Err(Error::PlanOutdated)));
        assert!(phone.world.everything().is_empty());
        phone.clean();
        phone.is_accounted_for();
    }
    // A little, either way, ends nothing.
    let mut phone = Phone::new();
    phone.world.clock.pass(year);
    let (plan, handle) = phone.begin("ada");
    let now = phone.world.clock.now();
    phone.world.clock.set(Timestamp::from_millis(now.as_millis() - 14 * 60_000));
    assert_eq!(phone.to_delete(), []);
    phone.world.clock.set(now);
    phone.finish(plan, &handle).unwrap();
    phone.is_accounted_for();
}

#[test]
fn a_key_that_was_condemned_is_no_passkeys_any_more() {
    let condemn: [fn(&Phone, &KeyHandle); 4] = [
        |phone, handle| {
            let _ = phone.world.open().hardware_keys().abandon(handle).unwrap();
        },
        |phone, _| {
            phone.world.clock.pass(15 * MINUTE);
            phone.to_delete();
        },
        |phone, handle| {
            let _ = phone.world.provider.hardware_keys().gone(handle).unwrap();
        },
        |phone, _| {
            phone.world.clock.pass(15 * MINUTE);
            phone.compare(&phone.existing());
        },
    ];
    for (way, condemn) in condemn.into_iter().enumerate() {
        let mut phone = Phone::new();
        let (plan, handle) = phone.begin("ada");
        let now = phone.world.clock.now();
        condemn(&phone, &handle);
        // Else the consent alone would be too old.
        phone.world.clock.set(now);
        let bytes = phone.world.bytes_on_disk();
        assert!(matches!(phone.finish(plan, &handle), Err(Error::PlanOutdated)), "way {way}");
        assert!(phone.world.everything().is_empty() && phone.world.bytes_on_disk() == bytes);
        if way == 2 {
            phone.keys.clear();
        }
        phone.clean();
        phone.is_accounted_for();
    }
    // What is nobody's is not condemned, and a passkey's key is not given up by a late word.
    let mut phone = Phone::new();
    let (id, handle) = phone.register("ada");
    let epoch = phone.world.provider.epoch().unwrap();
    assert_eq!(phone.world.provider.hardware_keys().abandon(&handle).unwrap().epoch, epoch);
    let stranger = KeyHandle::from_bytes(*b"stranger").unwrap();
    assert_eq!(phone.world.provider.hardware_keys().abandon(&stranger).unwrap().epoch, epoch);
    assert_eq!(phone.world.provider.hardware_keys().gone(&stranger).unwrap().epoch, epoch);
    phone.sign_in(&id).unwrap();
}

/// Hardware that gives out wrapped keys keeps nothing: the handle is the host's own.
#[test]
fn a_handle_of_the_hosts_own_takes_the_place_of_the_intended_name() {
    let mut phone = Phone::new();
    let intent = phone.intend("ada");
    let name = intent.handle().clone();
    assert!(name.as_bytes().iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte)));
    let key = phone.make(&intent);
    let handle = KeyHandle::from_bytes(*b"a wrapped key").unwrap();
    let made = phone.keys.remove(name.as_bytes()).unwrap();
    phone.keys.insert(handle.as_bytes().to_vec(), made);
    let key = HardwareKey { handle: handle.clone(), ..key };
    let plan = phone.world.provider.begin_hardware_create(intent, key).unwrap();
    let id = phone.finish(plan, &handle).unwrap();
    phone.world.clock.pass(DAY);
    assert_eq!(phone.to_delete(), []);
    phone.sign_in(&id).unwrap();
    phone.is_accounted_for();
}

#[test]
fn the_key_of_a_purged_passkey_is_listed_until_the_host_says_that_it_is_gone() {
    let mut phone = Phone::new();
    let [(gone, key), (replaced, old)] = ["ada", "bob"].map(|user| phone.register(user));
    let plan = phone.world.begin(RP, "bob", &[]).delete_and_retry().unwrap();
    phone.world.finish(plan).unwrap();
    let _ = phone.world.provider.passkeys().delete(&reference_to(&phone.world.provider, &gone)).unwrap();
    // Deleted is restorable: its key stays.
    assert_eq!(phone.to_delete(), []);
    let _ = phone.world.provider.passkeys().restore(&reference_to(&phone.world.provider, &gone)).unwrap();
    phone.sign_in(&gone).unwrap();
    let _ = phone.world.provider.passkeys().delete(&reference_to(&phone.world.provider, &gone)).unwrap();
    let _ = phone.world.provider.passkeys().purge(&reference_to(&phone.world.provider, &gone)).unwrap();
    for _ in 0..31 {
        phone.world.clock.pass(DAY);
        let _ = phone.world.provider.passkeys().purge_expired().unwrap();
    }
    assert!(matches!(
        phone.world.provider.passkeys().get(&reference_to(&phone.world.provider, &replaced)),
        Err(Error::UnknownPasskey)
    ));
    let expected = [(key, LooseReason::Purged), (old, LooseReason::Purged)];
    for _ in 0..2 {
        assert_eq!(phone.to_delete(), expected);
        phone.world.restart();
    }
    phone.clean();
    phone.is_accounted_for();
}

#[test]
fn a_passkey_whose_key_is_gone_is_listed_and_answers_nobody() {
    let mut phone = Phone::new();
    let [(id, handle), (other, _)] = ["ada", "bob"].map(|user| phone.register(user));
    let before = phone.world.everything();
    phone.keys.remove(handle.as_bytes());
    let _ = phone.world.provider.hardware_keys().gone(&handle).unwrap();
    assert_eq!(changed(&before, &phone.world.everything()), std::slice::from_ref(&id));
    assert!(phone.world.provider.passkeys().get(&reference_to(&phone.world.provider, &id)).unwrap().state.key_missing);
    assert_eq!(phone.world.provider.passkeys().all().unwrap().passkeys.len(), 2);
    assert_eq!(phone.world.offered(RP, &[]), [other]);
    assert_eq!(phone.world.offered(RP, std::slice::from_ref(&id)), []);
    assert!(phone.world.events(&id).ends_with(&["key_missing"]));
    // Deleted, it is not brought back to claim what it cannot; purged, it has no key to list.
    let _ = phone.world.provider.passkeys().delete(&reference_to(&phone.world.provider, &id)).unwrap();
    assert!(matches!(
        phone.world.provider.passkeys().restore(&reference_to(&phone.world.provider, &id)),
        Err(Error::HardwareKeyGone)
    ));
    let _ = phone.world.provider.passkeys().purge(&reference_to(&phone.world.provider, &id)).unwrap();
    assert_eq!(phone.to_delete(), []);
    phone.is_accounted_for();
}

#[test]
fn a_key_that_goes_while_the_person_is_asked_answers_nobody() {
    let mut phone = Phone::new();
    let (id, handle) = phone.register("ada");
    let plan = phone.world.provider.begin_get(&request(RP, &[]), &caller(RP)).unwrap();
    let ConsentedGet::Hardware(plan) = plan.choose(&id).unwrap().consent(Consent::Present).unwrap() else {
        panic!("hardware")
    };
    let plan = phone.world.provider.begin_hardware_get(plan).unwrap();
    let signature = phone.keys[handle.as_bytes()].sign(plan.to_sign());
    let _ = phone.world.open().hardware_keys().gone(&handle).unwrap();
    assert!(matches!(phone.world.provider.finish_hardware_get(plan, &signature), Err(Error::PlanOutdated)));
}

/// Every case at once, each twice: what was said before is no news.
#[test]
fn the_hardwares_keys_are_compared_with_what_the_store_knows() {
    let mut phone = Phone::new();
    let users = ["whole", "missing", "deleted", "purged", "purged, and gone", "interrupted", "interrupted, and gone"];
    let made = users.map(|user| phone.register(user));
    let [whole, missing, deleted, purged, purged_gone, ..] = made.clone();
    for (id, _) in [&deleted, &purged, &purged_gone] {
        let _ = phone.world.provider.passkeys().delete(&reference_to(&phone.world.provider, id)).unwrap();
    }
    for (id, _) in [&purged, &purged_gone] {
        let _ = phone.world.provider.passkeys().purge(&reference_to(&phone.world.provider, id)).unwrap();
    }
    let [interrupted, interrupted_gone] = ["x", "y"].map(|user| phone.begin(user).1);
    phone.world.clock.pass(15 * MINUTE);
    let (under_way, coming) = phone.begin("under way");
    let unknown = KeyHandle::from_bytes([KeyHandle::MARK, "nobody-s"].concat()).unwrap();
    let mut existing = phone.existing();
    existing.push(unknown.clone());
    // Whoever deletes what is unknown must not delete what wraps the device key.
    existing.push(KeyHandle::from_bytes(*b"the app's own key").unwrap());
    existing.retain(|handle| ![&missing.1, &purged_gone.1, &interrupted_gone].contains(&handle));

    let comparison = phone.compare(&existing);
    assert_eq!(comparison.to_delete.len(), 2);
    assert!(comparison.to_delete.contains(&purged.1) && comparison.to_delete.contains(&interrupted));
    assert_eq!(comparison.unknown, [unknown]);
    assert_eq!((ids(&comparison.missing), comparison.found), (vec![&missing.0], vec![]));
    assert_eq!(phone.to_delete().len(), 2, "what is gone is no longer listed");
    assert_eq!(phone.world.offered(RP, std::slice::from_ref(&missing.0)), []);
    let again = phone.compare(&existing);
    assert_eq!((again.to_delete.len(), again.missing, again.found), (2, vec![], vec![]));
    // The registration that is under way is nobody's loss.
    phone.finish(under_way, &coming).unwrap();

    existing.push(missing.1.clone());
    existing.retain(|handle| *handle != deleted.1);
    let comparison = phone.compare(&existing);
    assert_eq!((ids(&comparison.missing), ids(&comparison.found)), (vec![&deleted.0], vec![&missing.0]));
    assert!(phone.world.events(&missing.0).ends_with(&["key_missing", "key_found"]));
    phone.sign_in(&missing.0).unwrap();
    phone.sign_in(&whole.0).unwrap();
    assert!(matches!(
        phone.world.provider.passkeys().restore(&reference_to(&phone.world.provider, &deleted.0)),
        Err(Error::HardwareKeyGone)
    ));
    // Passkeys whose key the core keeps have nothing to do with it.
    let sealed = phone.world.register(RP, "sealed");
    assert!(!ids(&phone.compare(&[]).missing).contains(&&sealed));
    phone.world.sign_in(RP, &sealed, &[]).unwrap();
}

/// What cannot sign must not stand between the person and a new passkey.
#[test]
fn a_passkey_whose_key_is_gone_stands_in_no_registrations_way() {
    let mut phone = Phone::new();
    let (id, handle) = phone.register("ada");
    let _ = phone.world.provider.server().confirm(&reference_to(&phone.world.provider, &id)).unwrap();
    phone.keys.remove(handle.as_bytes());
    let _ = phone.world.provider.hardware_keys().gone(&handle).unwrap();
    let plan = phone.world.begin(RP, "ada", std::slice::from_ref(&id));
    let made = id_of(&phone.world.finish(plan).unwrap().passkey);
    assert_eq!(phone.world.offered(RP, &[]), [made]);
}
