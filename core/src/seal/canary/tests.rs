use super::*;
use crate::entropy::SystemEntropy;
use crate::seal::DeviceKey;

const STORE: StoreId = StoreId::from_bytes([7; 16]);

fn canary_key(byte: u8, store: StoreId) -> CanaryKey {
    CanaryKey::derive(&DeviceKey::from_bytes(&[byte; 32]).unwrap(), store)
}

fn base() -> GateBaseKey {
    GateBaseKey::derive(&DeviceKey::from_bytes(&[1; 32]).unwrap(), STORE)
}

#[test]
fn only_the_device_key_of_the_store_opens_its_canary() {
    for gated in [false, true] {
        let canary = make_device_canary(&canary_key(1, STORE), STORE, gated, &SystemEntropy).unwrap();
        assert_eq!(open_device_canary(&canary_key(1, STORE), STORE, &canary), Some(gated));
        assert_eq!(open_device_canary(&canary_key(2, STORE), STORE, &canary), None);
        let other = StoreId::from_bytes([8; 16]);
        assert_eq!(open_device_canary(&canary_key(1, other), other, &canary), None);
        assert_eq!(open_device_canary(&canary_key(1, STORE), STORE, &[]), None);
    }
}

#[test]
fn only_the_gate_secret_of_the_store_opens_its_canary() {
    let gate = |byte| GateSecret::from_bytes(&[byte; 32]).unwrap();
    let canary = make_gate_canary(&base(), &gate(5), STORE, &SystemEntropy).unwrap();
    assert!(opens_gate_canary(&base(), &gate(5), STORE, &canary));
    assert!(!opens_gate_canary(&base(), &gate(6), STORE, &canary));
    assert!(!opens_gate_canary(&base(), &gate(5), STORE, &canary[1..]));
}
