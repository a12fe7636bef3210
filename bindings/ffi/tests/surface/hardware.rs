//! Ceremonies with keys in hardware.
//!
//! Fake here: the hardware, which is a key of the test's own.

use std::sync::Arc;

use p256::ecdsa::signature::Signer;
use p256::ecdsa::{DerSignature, SigningKey};
use p256::pkcs8::EncodePublicKey;
use passkey_provider_ffi::{
    CreatePlan, Created, Custody, ErrorCode, FfiError, GetOutcome, HardwareKey, KeyAccess, KeyBytes, LooseReason,
    Resolution,
};

use crate::world::{World, agree, choose, code, get_request, reference};

struct Hardware(SigningKey);

impl Hardware {
    fn new(byte: u8) -> Self {
        Self(SigningKey::from_slice(&[byte; 32]).unwrap())
    }

    fn key(&self, handle: Vec<u8>, access: KeyAccess) -> HardwareKey {
        let der = self.0.verifying_key().to_public_key_der().unwrap().as_bytes().to_vec();
        HardwareKey { handle, public_key: KeyBytes::Spki { der }, access }
    }

    fn sign(&self, bytes: &[u8]) -> Vec<u8> {
        let signature: DerSignature = self.0.sign(bytes);
        signature.as_bytes().to_vec()
    }
}

fn begin(world: &World, hardware: &Hardware) -> (Arc<CreatePlan>, Vec<u8>, Vec<u8>) {
    let plan = world.begin("ada", &[]).plan;
    let intent = world.provider.intend_hardware_key(plan.clone(), agree(Resolution::None), vec![-7]).unwrap().value;
    assert_eq!(intent.algorithm, -7);
    let key = hardware.key(intent.handle.clone(), KeyAccess::VerifiedUse);
    let to_sign = world.provider.begin_hardware_create(plan.clone(), key).unwrap();
    (plan, to_sign, intent.handle)
}

fn register(world: &World, hardware: &Hardware) -> (Created, Vec<u8>) {
    let (plan, to_sign, handle) = begin(world, hardware);
    (world.provider.finish_hardware_create(plan, hardware.sign(&to_sign), None).unwrap().value, handle)
}

fn sign_in(world: &World, signature: impl FnOnce(&[u8]) -> Vec<u8>) -> Result<(), FfiError> {
    let start = world.provider.begin_get(get_request(&[])).unwrap();
    let answer = choose(&start);
    let GetOutcome::ToSign { to_sign, key_handle } = world.provider.finish_get(start.plan.clone(), answer)? else {
        panic!("a hardware key was expected")
    };
    assert!(!key_handle.is_empty());
    world.provider.finish_hardware_get(start.plan, signature(&to_sign)).map(drop)
}

#[test]
fn a_hardware_key_registers_and_signs_in() {
    let (world, hardware) = (World::new(), Hardware::new(3));
    let (created, handle) = register(&world, &hardware);
    assert!(created.passkey.custody == Custody::Hardware { handle, access: KeyAccess::VerifiedUse });
    assert_eq!(created.verification, Some(passkey_provider_ffi::Verification::KeySignature));
    sign_in(&world, |bytes| hardware.sign(bytes)).unwrap();
    assert_eq!(world.provider.list().unwrap().passkeys[0].sign_count, 1);
}

#[test]
fn a_signature_of_another_key_never_leaves() {
    let (world, hardware) = (World::new(), Hardware::new(3));
    register(&world, &hardware);
    assert_eq!(code(sign_in(&world, |bytes| Hardware::new(4).sign(bytes))), ErrorCode::SignatureRejected);
    assert_eq!(world.provider.list().unwrap().passkeys[0].sign_count, 0);
}

#[test]
fn an_uncompressed_point_is_a_public_key_too() {
    let (world, hardware) = (World::new(), Hardware::new(3));
    let plan = world.begin("ada", &[]).plan;
    let handle =
        world.provider.intend_hardware_key(plan.clone(), agree(Resolution::None), vec![-7]).unwrap().value.handle;
    let point = hardware.0.verifying_key().to_sec1_point(false).as_bytes().to_vec();
    let key = |algorithm, bytes| HardwareKey {
        handle: handle.clone(),
        public_key: KeyBytes::Raw { algorithm, bytes },
        access: KeyAccess::VerifiedUse,
    };
    let cut = world.provider.begin_hardware_create(plan.clone(), key(-7, point[..64].to_vec()));
    assert_eq!(code(cut), ErrorCode::BadArgument);
    let unknown = world.provider.begin_hardware_create(plan.clone(), key(-257, point.clone()));
    assert_eq!(code(unknown), ErrorCode::BadArgument);
    let to_sign = world.provider.begin_hardware_create(plan.clone(), key(-7, point)).unwrap();
    world.provider.finish_hardware_create(plan, hardware.sign(&to_sign), None).unwrap();
}

#[test]
fn a_step_out_of_turn_is_refused_and_the_plan_stays_where_it_is() {
    let (world, hardware) = (World::new(), Hardware::new(3));
    let plan = world.begin("ada", &[]).plan;
    let key = || hardware.key(b"early".to_vec(), KeyAccess::VerifiedUse);
    assert_eq!(code(world.provider.begin_hardware_create(plan.clone(), key())), ErrorCode::PlanSpent);
    assert_eq!(code(world.provider.finish_hardware_create(plan.clone(), vec![0; 70], None)), ErrorCode::PlanSpent);
    assert!(world.provider.finish_create(plan, agree(Resolution::None)).is_ok());
}

#[test]
fn a_key_that_was_given_up_is_to_be_deleted_until_it_is_gone() {
    let (world, hardware) = (World::new(), Hardware::new(3));
    let (plan, to_sign, handle) = begin(&world, &hardware);
    world.provider.abandon_hardware_key(handle.clone()).unwrap();
    let late = world.provider.finish_hardware_create(plan, hardware.sign(&to_sign), None);
    assert_eq!(code(late), ErrorCode::PlanOutdated);
    let keys = world.provider.keys_to_delete().unwrap().value;
    assert_eq!(
        keys.iter().map(|key| (&key.handle, key.reason)).collect::<Vec<_>>(),
        [(&handle, LooseReason::Interrupted)]
    );
    world.provider.key_gone(handle).unwrap();
    assert!(world.provider.keys_to_delete().unwrap().value.is_empty());
}

#[test]
fn a_comparison_finds_what_lost_its_key_and_what_is_nobodys() {
    let (world, hardware) = (World::new(), Hardware::new(3));
    let (created, handle) = register(&world, &hardware);
    let (nobodys, another) = (b"passkey-provider-nobodys".to_vec(), b"the app's own key".to_vec());
    let compared = world.provider.compare_hardware_keys(vec![nobodys.clone(), another]).unwrap().value;
    let passkey = reference(&created.passkey);
    assert!(compared.missing == std::slice::from_ref(&passkey));
    assert_eq!(compared.unknown, [nobodys]);
    assert!(world.provider.show(passkey.clone()).unwrap().key_missing);
    assert!(world.provider.compare_hardware_keys(vec![handle]).unwrap().value.found == [passkey]);
}
