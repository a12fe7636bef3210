use p256::ecdsa::Signature;
use passkey_provider::key::{HardwareKey, KeyAccess, KeyHandle};
use passkey_provider::{Consent, Error};
use sha2::{Digest, Sha256};
use token::{HostError, TokenError, Unlocked};

use crate::own_process::with_own_token;
use crate::world::{World, creation_json, verified};

/// What a host could hand back instead of the signature that it was asked for; `earlier` are the
/// bytes of another plan of the same passkey.
fn wrong_signatures(
    token: &Unlocked,
    key: &HardwareKey,
    other: &HardwareKey,
    asked: &[u8],
    earlier: &[u8],
) -> Vec<(&'static str, Vec<u8>)> {
    let mut flipped = asked.to_vec();
    flipped[33] ^= 0x80;
    let right = token.sign(&key.handle, asked).unwrap();
    let raw = Signature::from_der(&right).unwrap().to_bytes().to_vec();
    vec![
        ("another key of the token", token.sign(&other.handle, asked).unwrap()),
        ("one bit of the counter is another", token.sign(&key.handle, &flipped).unwrap()),
        ("the bytes without their last", token.sign(&key.handle, &asked[..asked.len() - 1]).unwrap()),
        ("the digest of the bytes, hashed once more", token.sign(&key.handle, &Sha256::digest(asked)).unwrap()),
        ("another plan's bytes", token.sign(&key.handle, earlier).unwrap()),
        ("r and s as PKCS #11 gives them", raw),
        ("the signature cut short", right[..right.len() - 1].to_vec()),
        ("a byte after the signature", [&*right, &[0]].concat()),
        ("no signature", Vec::new()),
    ]
}

/// A name for a key, as an intent gives one.
fn handle(byte: u8) -> KeyHandle {
    KeyHandle::from_bytes([byte; 16]).unwrap()
}

#[test]
fn a_sign_in_with_another_signature_is_refused_and_changes_nothing() {
    with_own_token(|| {
        let world = World::new();
        let token = world.unlock();
        let key = token.make_key(&handle(1), KeyAccess::Unverified).unwrap();
        let other = token.make_key(&handle(2), KeyAccess::Unverified).unwrap();
        let plan = world.begin_create(&creation_json("AQ", ""), key.clone());
        let signature = token.sign(&key.handle, plan.to_sign()).unwrap();
        let _ = world.host.provider.finish_hardware_create(plan, &signature).unwrap();
        let (before, counts) = (world.bytes_on_disk(), world.counts());
        let earlier = world.begin_get(verified()).to_sign().to_vec();
        let asked = world.begin_get(Consent::Present).to_sign().to_vec();
        for (what, signature) in wrong_signatures(&token, &key, &other, &asked, &earlier) {
            let refused = world.host.provider.finish_hardware_get(world.begin_get(Consent::Present), &signature);
            assert!(matches!(refused, Err(Error::SignatureRejected)), "{what}");
            assert_eq!((world.bytes_on_disk(), world.counts()), (before.clone(), counts.clone()), "{what}");
        }
        let plan = world.begin_get(Consent::Present);
        let signature = token.sign(&key.handle, plan.to_sign()).unwrap();
        assert_eq!(
            world.host.provider.finish_hardware_get(plan, &signature).unwrap().value.passkey.state.sign_count,
            1
        );
    });
}

#[test]
fn a_registration_with_another_signature_is_refused_and_changes_nothing() {
    with_own_token(|| {
        let world = World::new();
        let token = world.unlock();
        let key = token.make_key(&handle(1), KeyAccess::Unverified).unwrap();
        let other = token.make_key(&handle(2), KeyAccess::Unverified).unwrap();
        for more in ["", r#""attestation":"direct","#] {
            let options = creation_json("AQ", more);
            let earlier = world.begin_create(&options, key.clone()).to_sign().to_vec();
            // Each plan draws a credential id of its own: its bytes are never those of another.
            for index in 0..9 {
                let plan = world.begin_create(&options, key.clone());
                let before = world.bytes_on_disk();
                let wrong = wrong_signatures(&token, &key, &other, plan.to_sign(), &earlier);
                let (what, signature) = &wrong[index];
                let refused = world.host.provider.finish_hardware_create(plan, signature);
                assert!(matches!(refused, Err(Error::SignatureRejected)), "{what}");
                assert_eq!((world.bytes_on_disk(), world.counts()), (before, Vec::new()), "{what}");
            }
        }
    });
}

#[test]
fn a_key_that_is_gone_from_the_token_signs_nothing_and_nothing_changes() {
    with_own_token(|| {
        let world = World::new();
        world.create(&creation_json("AQ", ""), Consent::Present, KeyAccess::Unverified).unwrap();
        world.unlock().delete_key(world.begin_get(Consent::Present).key_handle()).unwrap();
        let before = world.bytes_on_disk();
        assert!(matches!(world.get(Consent::Present), Err(HostError::Token(TokenError::NoSuchKey))));
        assert_eq!((world.bytes_on_disk(), world.counts()), (before, vec![0]));
    });
}
