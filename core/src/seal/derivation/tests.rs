//! The expected keys were computed from RFC 5869 and RFC 2104 by another program, outside of this
//! crate. They hold for ever: a changed one strands every store.

use super::*;

const STORE: StoreId = StoreId::from_bytes([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);

fn device_key() -> DeviceKey {
    DeviceKey::from_bytes(&[0x11; 32]).unwrap()
}

fn gate() -> GateSecret {
    GateSecret::from_bytes(&[0x22; 32]).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_keys_of_a_store_never_change() {
    let key = device_key();
    let base = GateBaseKey::derive(&key, STORE);
    for (derived, expected) in [
        (&IndexKey::derive(&key, STORE).0, "3d5dcdfdd752eb6def7914a791d2cf5c82d72320bf81b47f0f67f0811e637b30"),
        (&MetadataKey::derive(&key, STORE).0, "a4f5ee499f24de389602a31e5bb4e0eb2cf34a9d5b28bffca6e09b9ef0949c41"),
        (&StampKey::derive(&key, STORE).0, "85b7a6b433b67609115b736656f098340e6fbe55b12b483e16f6dc17c0f4c6e9"),
        (&ContentKey::derive(&key, STORE).0, "87e9e243727177d525654a53dc3436f419373da108fc0b547845e1d8f224a9d6"),
        (&CanaryKey::derive(&key, STORE).0, "bc2029d220ca459ca0197895c701c24ba9eb2cef5019c12e395d3ce195209605"),
        (&SecretsKey::derive(&key, STORE).0, "87ca828ce08e1bd959db3c081c7fa4693fb0d1c33b12d082a38081d5f0276ce2"),
        (&base.0, "f54388c84c648c96e0c99127529280ddb164357d9bde9b34b9808fd68c2cfc3c"),
        (
            &GateCanaryKey::derive(&base, &gate(), STORE).0,
            "f518fe6947e9974a1d5f04fa6e31b02b577688f5cf0605823ee4530017a19c7d",
        ),
        (
            &SecretsKey::derive_gated(&base, &gate(), STORE).0,
            "1400d01c51f6d9aeb0f26ecca0e0d583492d60a0b5eb434bcb78085d18f69499",
        ),
    ] {
        assert_eq!(hex(derived.expose()), expected);
    }
}

#[test]
fn the_secrets_key_of_a_gated_store_needs_device_key_and_gate_and_store() {
    let derive = |device: u8, gate: u8, store: u8| {
        let store = StoreId::from_bytes([store; 16]);
        let base = GateBaseKey::derive(&DeviceKey::from_bytes(&[device; 32]).unwrap(), store);
        let key = SecretsKey::derive_gated(&base, &GateSecret::from_bytes(&[gate; 32]).unwrap(), store);
        hex(key.0.expose())
    };
    let key = derive(1, 2, 3);
    for other in [derive(9, 2, 3), derive(1, 9, 3), derive(1, 2, 9), derive(2, 1, 3)] {
        assert_ne!(key, other);
    }
}

#[test]
fn keys_from_outside_have_32_bytes_and_are_not_a_wiped_buffer() {
    assert_eq!(DeviceKey::from_bytes(&[1; 31]).err(), Some(crate::seal::InvalidDeviceKey::WrongLength(31)));
    assert_eq!(DeviceKey::from_bytes(&[0; 32]).err(), Some(crate::seal::InvalidDeviceKey::AllZero));
    assert_eq!(GateSecret::from_bytes(&[1; 33]).err(), Some(crate::seal::InvalidGateSecret::WrongLength(33)));
    assert_eq!(GateSecret::from_bytes(&[0; 32]).err(), Some(crate::seal::InvalidGateSecret::AllZero));
}
