//! Any bytes in the place of the store's file: opened, refused or set aside, and never lost.

use crate::reference_to;
use passkey_provider::key::Model;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use passkey_provider::caller::VerifiedCaller;
use passkey_provider::id::{Aaguid, ClientDataHash, RpId, User, UserHandle};
use passkey_provider::seal::DeviceKey;
use passkey_provider::webauthn::options::{Algorithms, CreationOptions, RequestOptions};
use passkey_provider::{Consent, Error, OpenOptions, Provider};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::{beside, cases};

/// What the authenticator of these tests says of itself.
const MODEL: Model = Model::device_bound(Aaguid::from_bytes([0; 16]));

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn any_bytes_as_the_file_are_refused_and_kept(bytes in vec(any::<u8>(), 1..5_000), as_database: bool) {
        let magic = b"SQLite format 3\0";
        let bytes = if as_database { [magic.as_slice(), &bytes].concat() } else { bytes };
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("passkeys.db"), &bytes).unwrap();
        let refused = open(folder.path()).map(drop);
        prop_assert!(matches!(
            refused,
            Err(Error::StoreSetAside { .. } | Error::StoreForeign | Error::StoreTooNew { .. } | Error::StoreDamaged { .. })
        ), "{refused:?}");
        prop_assert!(is_kept(folder.path(), &bytes));
    }

    #[test]
    fn a_sound_file_with_bytes_changed_is_read_as_far_as_its_seals_hold(
        // In the header or anywhere.
        changes in vec((any::<Index>(), any::<bool>(), any::<u8>()), 1..6),
        cut in prop::option::of(any::<Index>()),
    ) {
        let mut bytes = sound_file().to_vec();
        for (at, in_header, byte) in changes {
            let at = at.index(if in_header { 100 } else { bytes.len() });
            bytes[at] = byte;
        }
        bytes.truncate(cut.map_or(usize::MAX, |cut| 1 + cut.index(bytes.len())));
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("passkeys.db"), &bytes).unwrap();
        match open(folder.path()) {
            Ok(provider) => uses(&provider)?,
            // Nothing that was refused is lost.
            Err(_) => prop_assert!(is_kept(folder.path(), &bytes)),
        }
    }

    #[test]
    fn any_bytes_as_the_log_are_no_reason_to_lose_the_file(
        log in vec(any::<u8>(), 0..3_000),
        as_log: bool,
        companion in select(vec!["-wal", "-shm", "-journal"]),
    ) {
        let magic = [0x37, 0x7f, 0x06, 0x82, 0x00, 0x2d, 0xe2, 0x18];
        let log = if as_log { [magic.as_slice(), &log].concat() } else { log };
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("passkeys.db"), sound_file()).unwrap();
        fs::write(folder.path().join(format!("passkeys.db{companion}")), log).unwrap();
        if let Ok(provider) = open(folder.path()) {
            prop_assert_eq!(provider.passkeys().all().unwrap().passkeys.len(), PASSKEYS);
            uses(&provider)?;
        }
    }
}

const PASSKEYS: usize = 4;

/// Everything that a host may do with it. What does not open is told; what opens is what was stored.
fn uses(provider: &Provider) -> Result<(), TestCaseError> {
    if let Ok(listing) = provider.passkeys().all() {
        prop_assert!(listing.passkeys.len() <= PASSKEYS);
        for passkey in &listing.passkeys {
            prop_assert_eq!(passkey.metadata.rp_id.as_str(), "example.com");
            prop_assert_eq!(passkey.metadata.user.name.as_str(), "ada");
        }
    }
    let _ = (provider.health(), provider.candidates(&rp_id()), provider.epoch(), provider.accept_rollback());
    if let Ok(plan) = provider.begin_get(&RequestOptions::from_parts(rp_id(), Vec::new()), &caller()) {
        let id = plan.candidates()[0].passkey.credential_id.clone();
        let _ = provider.passkeys().rename(&reference_to(provider, &id), "x");
        if let passkey_provider::ceremony::ConsentedGet::Sealed(plan) =
            plan.choose(&id).unwrap().consent(Consent::Present).unwrap()
            && let Ok(asserted) = provider.finish_get(plan)
        {
            let signed = [asserted.value.response.authenticator_data.as_bytes(), [3; 32].as_slice()].concat();
            asserted.value.passkey.metadata.public_key.verify(&signed, &asserted.value.response.signature).unwrap();
        }
        let _ = provider.passkeys().delete(&reference_to(provider, &id));
    }
    let _ = create(provider);
    Ok(())
}

/// Whether some file in the folder begins with these bytes.
fn is_kept(folder: &Path, bytes: &[u8]) -> bool {
    fs::read_dir(folder).unwrap().any(|entry| fs::read(entry.unwrap().path()).unwrap() == bytes)
}

fn sound_file() -> &'static [u8] {
    static FILE: OnceLock<Vec<u8>> = OnceLock::new();
    FILE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let provider = open(folder.path()).unwrap();
        for _ in 0..PASSKEYS {
            create(&provider).unwrap();
        }
        drop(provider);
        fs::read(folder.path().join("passkeys.db")).unwrap()
    })
}

fn open(folder: &Path) -> Result<Provider, Error> {
    let device_key = DeviceKey::from_bytes(&[7; 32]).unwrap();
    Provider::open(OpenOptions::new(folder.join("passkeys.db"), device_key))
}

fn create(provider: &Provider) -> Result<(), Error> {
    let handle = UserHandle::from_bytes([1]).unwrap();
    let user = User { handle, name: "ada".to_owned(), display_name: "Ada".to_owned() };
    let options = CreationOptions::from_parts(rp_id(), user, Algorithms::Default, Vec::new());
    let plan = beside(provider.begin_create(&options, &caller(), MODEL)?);
    provider.finish_create(plan.consent(Consent::Present)?).map(drop)
}

fn rp_id() -> RpId {
    RpId::parse("example.com").unwrap()
}

fn caller() -> VerifiedCaller {
    VerifiedCaller::platform(rp_id(), ClientDataHash::from_bytes(&[3; 32]).unwrap()).unwrap()
}
