use passkey_provider::key::{BackupFlags, KeyAccess};
use passkey_provider::{Consent, Error, Verification};

use crate::own_process::with_own_token;
use crate::relying_party::{SignedIn, register};
use crate::world::{World, core_error, creation_json, verified};

/// WebAuthn L3, section 6.1: UP, UV, BE, BS, AT.
const UP: u8 = 0x01;
const UV: u8 = 0x04;
const BE_BS: u8 = 0x18;
const AT: u8 = 0x40;

#[test]
fn a_key_of_the_token_registers_and_signs_in() {
    with_own_token(|| {
        let world = World::new();
        let created = world.create(&creation_json("AQ", ""), Consent::Present, KeyAccess::Unverified).unwrap();
        let registered = register(&created.response.to_json().unwrap());
        assert_eq!((&*registered.format, registered.flags), ("none", UP | AT));
        for count in 1..=3 {
            let asserted = world.get(Consent::Present).unwrap();
            let signed_in = registered.sign_in(&asserted.response.to_json().unwrap());
            assert_eq!(signed_in, SignedIn { flags: UP, count });
        }
    });
}

#[test]
fn self_attestation_is_signed_in_the_token() {
    with_own_token(|| {
        let world = World::new();
        let options = creation_json("AQ", r#""attestation":"direct","#);
        let created = world.create(&options, verified(), KeyAccess::Unverified).unwrap();
        let registered = register(&created.response.to_json().unwrap());
        assert_eq!((&*registered.format, registered.flags), ("packed", UP | UV | AT));
        let asserted = world.get(verified()).unwrap();
        let signed_in = registered.sign_in(&asserted.response.to_json().unwrap());
        assert_eq!(signed_in, SignedIn { flags: UP | UV, count: 1 });
    });
}

#[test]
fn the_ios_profile_does_not_count() {
    with_own_token(|| {
        let world = World::of(BackupFlags::Ios);
        let options = creation_json("AQ", r#""attestation":"direct","#);
        let created = world.create(&options, verified(), KeyAccess::Unverified).unwrap();
        let registered = register(&created.response.to_json().unwrap());
        assert_eq!((&*registered.format, registered.flags), ("packed", UP | UV | BE_BS | AT));
        let signed_in = registered.sign_in(&world.get(verified()).unwrap().response.to_json().unwrap());
        assert_eq!(signed_in, SignedIn { flags: UP | UV | BE_BS, count: 0 });
    });
}

#[test]
fn a_key_of_verified_use_says_user_verified_without_a_statement() {
    with_own_token(|| {
        let world = World::new();
        let options = creation_json("AQ", r#""authenticatorSelection":{"userVerification":"required"},"#);
        let created = world.create(&options, Consent::Present, KeyAccess::VerifiedUse).unwrap();
        assert_eq!(created.verification, Some(Verification::KeySignature));
        let registered = register(&created.response.to_json().unwrap());
        assert_eq!(registered.flags, UP | UV | AT);
        let asserted = world.get(Consent::Present).unwrap();
        assert_eq!(asserted.verification, Some(Verification::KeySignature));
        assert_eq!(registered.sign_in(&asserted.response.to_json().unwrap()), SignedIn { flags: UP | UV, count: 1 });
    });
}

#[test]
fn a_key_of_unverified_use_says_user_verified_only_with_a_statement() {
    with_own_token(|| {
        let world = World::new();
        let created = world.create(&creation_json("AQ", ""), Consent::Present, KeyAccess::Unverified).unwrap();
        let registered = register(&created.response.to_json().unwrap());
        let present = world.get(Consent::Present).unwrap().response.to_json().unwrap();
        assert_eq!(registered.sign_in(&present).flags, UP);
        let stated = world.get(verified()).unwrap().response.to_json().unwrap();
        assert_eq!(registered.sign_in(&stated).flags, UP | UV);
    });
}

#[test]
fn a_registration_that_fails_leaves_no_key_in_the_token() {
    with_own_token(|| {
        let world = World::new();
        let before = world.bytes_on_disk();
        let declined = world.create(&creation_json("AQ", ""), Consent::Declined, KeyAccess::Unverified);
        assert!(matches!(core_error(declined), Error::Declined));
        assert!(world.bytes_on_disk() == before, "declining changed the store");
        let required = creation_json("AQ", r#""authenticatorSelection":{"userVerification":"required"},"#);
        let unverified = world.create(&required, Consent::Present, KeyAccess::Unverified);
        assert!(matches!(core_error(unverified), Error::VerificationRequired));
        assert_eq!(world.unlock().count_keys().unwrap(), 0);
        assert!(world.counts().is_empty());
        // Nothing is left to delete: the host made the key, deleted it, and said so.
        assert!(world.host.provider.hardware_keys().to_delete().unwrap().value.is_empty());
    });
}
