//! Registrations with an attestation of the host's.

use super::world::{World, caller, creation, creation_json, verified};
use crate::ceremony::{AttestedCreate, Consent};
use crate::error::Error;
use crate::id::RpId;
use crate::key::{Algorithm, HardwareKey, KeyAccess, KeyHandle, PublicKey};
use crate::standing::EventKind;
use crate::webauthn::attestation::test_certificates::{
    KEY_DESCRIPTION, NAME, Recipe, UTF8, key, key_description, origin, purpose, sign, spki,
};
use crate::webauthn::attestation::{AttestationRefused, Attester, CertificateChain, Format, HostAttestation, Offer};

const DIRECT: &str = r#""attestation":"direct","#;

fn begin(world: &World, user: &str, attester: Attester) -> AttestedCreate {
    let offer = Offer { attester: Some(attester), android_key: false };
    let options = creation(&creation_json(user, DIRECT));
    let plan = world.provider.begin_create(&options, &caller(), world.model).unwrap().offer_attestation(offer);
    assert_eq!(plan.attestation_format(false).unwrap(), Format::Packed);
    world.provider.begin_attested_create(plan.consent(verified()).unwrap()).unwrap()
}

fn attestation(world: &World, seed: u8, plan: &AttestedCreate) -> HostAttestation {
    let chain = vec![
        Recipe::leaf(&key(seed), world.model.aaguid.as_bytes()).sign(&key(2)),
        Recipe::authority(&key(2)).sign(&key(2)),
    ];
    let chain = CertificateChain::from_der(chain).unwrap();
    HostAttestation::Packed { signature: sign(&key(seed), plan.to_sign()), chain }
}

#[test]
fn an_attested_registration_carries_signature_and_chain_and_says_so_in_the_history() {
    let world = World::new();
    let plan = begin(&world, "AQ", Attester::Batch);
    let attestation = attestation(&world, 1, &plan);
    let created = world.provider.finish_attested_create(plan, attestation.clone()).unwrap().value;
    let HostAttestation::Packed { signature, chain } = attestation else { panic!("packed") };
    let object = created.response.attestation_object.as_bytes();
    let has = |bytes: &[u8]| object.windows(bytes.len()).any(|window| window == bytes);
    assert!(has(&signature) && chain.certificates().all(has));
    assert_eq!(created.attestation_given, Format::Packed);
    let id = super::world::reference_to(&world.provider, &created.passkey.metadata.credential_id);
    let history = world.provider.passkeys().history(&id).unwrap();
    let event = history.events.iter().find(|event| matches!(event.kind, EventKind::Created(_))).unwrap();
    assert_eq!(event.note.as_deref(), Some("attestation: direct asked, packed given"));
}

#[test]
fn a_refused_attestation_leaves_the_store_as_it_was() {
    let world = World::new();
    let before = world.bytes_on_disk();
    let plan = begin(&world, "AQ", Attester::Batch);
    let HostAttestation::Packed { chain, .. } = attestation(&world, 1, &plan) else { panic!("packed") };
    let wrong = HostAttestation::Packed { signature: sign(&key(1), b"other bytes"), chain: chain.clone() };
    let refused = world.provider.finish_attested_create(plan, wrong);
    assert!(matches!(refused, Err(Error::AttestationRefused(AttestationRefused::Signature))));
    let plan = begin(&world, "AQ", Attester::Batch);
    let refused = world.provider.finish_attested_create(plan, HostAttestation::AndroidKey { chain });
    assert!(matches!(refused, Err(Error::AttestationRefused(AttestationRefused::WrongFormat))));
    assert_eq!(world.bytes_on_disk(), before);
}

#[test]
fn a_registration_that_needs_certificates_does_not_end_without_them() {
    let world = World::new();
    let options = creation(&creation_json("AQ", DIRECT));
    let offer = Offer { attester: Some(Attester::Batch), android_key: true };
    let begin = || world.provider.begin_create(&options, &caller(), world.model).unwrap();
    let plan = begin().offer_attestation(offer.clone());
    let refused = world.provider.finish_create(plan.consent(verified()).unwrap());
    assert!(matches!(refused, Err(Error::AttestationRefused(AttestationRefused::Missing))));
    // And where none is needed, none is taken.
    let refused = world.provider.begin_attested_create(begin().consent(verified()).unwrap());
    assert!(matches!(refused, Err(Error::NotOffered)));
}

/// It would link two accounts.
#[test]
fn a_leaf_for_one_passkey_attests_no_second_one() {
    let world = World::new();
    for (user, seed, expected) in [("AQ", 1, true), ("Ag", 1, false), ("Ag", 3, true), ("Aw", 3, false)] {
        let plan = begin(&world, user, Attester::OnePasskey);
        let attestation = attestation(&world, seed, &plan);
        match world.provider.finish_attested_create(plan, attestation) {
            Ok(_) => assert!(expected, "{user} {seed}"),
            Err(Error::AttestationRefused(AttestationRefused::LeafUsed)) => assert!(!expected, "{user} {seed}"),
            Err(error) => panic!("{error}"),
        }
    }
    // A batch is for many.
    for user in ["BA", "BQ"] {
        let plan = begin(&world, user, Attester::Batch);
        let attestation = attestation(&world, 4, &plan);
        let _ = world.provider.finish_attested_create(plan, attestation).unwrap();
    }
}

#[test]
fn a_leaf_for_one_passkey_stays_used_when_that_passkey_is_purged() {
    let world = World::new();
    let plan = begin(&world, "AQ", Attester::OnePasskey);
    let first = attestation(&world, 1, &plan);
    let created = world.provider.finish_attested_create(plan, first).unwrap().value;
    let id = super::world::reference_to(&world.provider, &created.passkey.metadata.credential_id);
    let _ = world.provider.passkeys().delete(&id).unwrap();
    let _ = world.provider.passkeys().purge(&id).unwrap();
    let plan = begin(&world, "AQ", Attester::OnePasskey);
    let second = attestation(&world, 1, &plan);
    let refused = world.provider.finish_attested_create(plan, second);
    assert!(matches!(refused, Err(Error::AttestationRefused(AttestationRefused::LeafUsed))));
}

#[test]
fn what_names_a_device_is_for_the_organisations_that_the_host_lists() {
    let world = World::new();
    let offer = |rp_id| {
        let rp_ids = vec![RpId::parse(rp_id).unwrap()];
        Offer { attester: Some(Attester::OneDevice { rp_ids }), android_key: false }
    };
    let options = creation(&creation_json("AQ", r#""attestation":"enterprise","#));
    let begin = || world.provider.begin_create(&options, &caller(), world.model).unwrap();
    let asking = caller();
    let ours = begin().offer_attestation(offer(asking.rp_id().as_str()));
    assert_eq!(ours.attestation_format(false).unwrap(), Format::Packed);
    assert_eq!(begin().offer_attestation(offer("example.net")).attestation_format(false).unwrap(), Format::PackedSelf);
}

/// Android's key store attests the key as it makes it.
#[test]
fn a_hardware_key_is_attested_by_the_hardware_that_made_it() {
    let world = World::new();
    let offer = Offer { attester: None, android_key: true };
    let options = creation(&creation_json("AQ", DIRECT));
    let begin = |challenge: Option<[u8; 32]>| {
        let plan = world.provider.begin_create(&options, &caller(), world.model).unwrap();
        let plan = plan.offer_attestation(offer.clone()).consent(Consent::Present).unwrap();
        let intent = world.provider.intend_hardware_key(plan, &[Algorithm::Es256]).unwrap().value;
        assert_eq!(intent.attestation_format(), Format::AndroidKey);
        let challenge = challenge.unwrap_or(*intent.challenge().as_bytes());
        let leaf = Recipe {
            subject: vec![(NAME, UTF8, "Android Keystore Key")],
            extensions: vec![(KEY_DESCRIPTION, false, key_description(&challenge, &[], &[purpose(&[2]), origin(0)]))],
            ..Recipe::leaf(&key(1), &[0; 16])
        };
        let chain = vec![leaf.sign(&key(2)), Recipe::authority(&key(2)).sign(&key(2))];
        let hardware = HardwareKey {
            handle: KeyHandle::from_bytes(*b"alias").unwrap(),
            public_key: PublicKey::from_spki(Algorithm::Es256, &spki(&key(1))).unwrap(),
            access: KeyAccess::Unverified,
        };
        let plan = world.provider.begin_hardware_create(intent, hardware).unwrap();
        (sign(&key(1), plan.to_sign()), plan, CertificateChain::from_der(chain).unwrap())
    };
    let (signature, plan, _) = begin(None);
    let refused = world.provider.finish_hardware_create(plan, &signature);
    assert!(matches!(refused, Err(Error::AttestationRefused(AttestationRefused::Missing))));
    let (signature, plan, chain) = begin(Some([1; 32]));
    let plan = plan.with_attestation(HostAttestation::AndroidKey { chain });
    let refused = world.provider.finish_hardware_create(plan, &signature);
    assert!(matches!(refused, Err(Error::AttestationRefused(AttestationRefused::KeyChallenge))));
    let (signature, plan, chain) = begin(None);
    let plan = plan.with_attestation(HostAttestation::AndroidKey { chain });
    let created = world.provider.finish_hardware_create(plan, &signature).unwrap().value;
    assert_eq!(created.attestation_given, Format::AndroidKey);
}
