use super::{AssertionData, AttestedCredentialData, Backup, Flags, RegistrationData};
use crate::id::{Aaguid, ClientDataHash, CredentialId, RpId};
use crate::key::{Algorithm, BackupFlags, PrivateKey, PublicKey};
use crate::webauthn::extensions::ExtensionData;

/// SHA-256 of `example.org`, as the vectors of WebAuthn L3, section 16, have it.
const RP_ID_HASH: &str = "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b5";

/// Every flags byte that can be made, against the bits of WebAuthn L3, section 6.1.
#[test]
fn flags_say_what_they_were_given_and_nothing_else() {
    for (backup, backup_bits) in
        [(Backup::NotEligible, 0b0000_0000), (Backup::Eligible, 0b0000_1000), (Backup::BackedUp, 0b0001_1000)]
    {
        for user_present in [false, true] {
            for user_verified in [false, true] {
                let flags = Flags::of_backup(backup).user_present(user_present).user_verified(user_verified);
                let expected = backup_bits | u8::from(user_present) | u8::from(user_verified) << 2;
                let assertion = AssertionData::assertion(&rp_id(), flags, 0, &ExtensionData::default());
                assert_eq!(assertion.as_bytes()[32], expected, "{flags:?}");
                let registration = RegistrationData::registration(
                    &rp_id(),
                    flags,
                    0,
                    attested(vec![1; 32]),
                    &ExtensionData::default(),
                );
                assert_eq!(registration.as_bytes()[32], expected | 0b0100_0000, "{flags:?}");
            }
        }
    }
}

#[test]
fn no_flags_have_reserved_bits_extensions_or_a_backup_without_eligibility() {
    for backup_flags in [BackupFlags::DeviceBound, BackupFlags::Ios] {
        for user_present in [false, true] {
            for user_verified in [false, true] {
                let flags = Flags::of(backup_flags).user_present(user_present).user_verified(user_verified);
                let byte = AssertionData::assertion(&rp_id(), flags, 0, &ExtensionData::default()).as_bytes()[32];
                assert_eq!(byte & 0b1110_0010, 0, "reserved, AT or ED in {byte:#010b}");
                assert!(byte & 0b0001_0000 == 0 || byte & 0b0000_1000 != 0, "BS without BE in {byte:#010b}");
            }
        }
    }
}

/// The typical bytes: 45 and 05 device-bound; 5D and 1D where BE = BS = 1.
#[test]
fn a_profile_decides_the_backup_flags() {
    for (backup_flags, create, get) in [(BackupFlags::DeviceBound, 0x45, 0x05), (BackupFlags::Ios, 0x5d, 0x1d)] {
        let flags = Flags::of(backup_flags).user_present(true).user_verified(true);
        let registration =
            RegistrationData::registration(&rp_id(), flags, 0, attested(vec![1; 32]), &ExtensionData::default());
        assert_eq!(registration.as_bytes()[32], create);
        assert_eq!(AssertionData::assertion(&rp_id(), flags, 0, &ExtensionData::default()).as_bytes()[32], get);
    }
}

#[test]
fn nobody_is_present_or_verified_until_it_is_said() {
    let flags = Flags::of(BackupFlags::DeviceBound);
    assert_eq!(AssertionData::assertion(&rp_id(), flags, 0, &ExtensionData::default()).as_bytes()[32], 0);
}

#[test]
fn an_assertion_has_hash_flags_and_a_big_endian_counter() {
    let data = AssertionData::assertion(
        &rp_id(),
        Flags::of(BackupFlags::DeviceBound).user_present(true),
        0x0102_0304,
        &ExtensionData::default(),
    );
    let expected = [crate::corpus::hex(RP_ID_HASH), vec![0x01, 0x01, 0x02, 0x03, 0x04]].concat();
    assert_eq!(data.as_bytes(), expected);
    let last =
        AssertionData::assertion(&rp_id(), Flags::of(BackupFlags::DeviceBound), u32::MAX, &ExtensionData::default());
    assert_eq!(last.as_bytes()[33..], [0xff; 4]);
}

#[test]
fn a_registration_goes_on_with_aaguid_id_length_id_and_key() {
    for length in [1, 16, 32, 255, 256, 1023] {
        let id = vec![0xc1; length];
        let flags = Flags::of(BackupFlags::DeviceBound).user_present(true);
        let data = RegistrationData::registration(&rp_id(), flags, 0, attested(id.clone()), &ExtensionData::default());
        let rest = &data.as_bytes()[37..];
        assert_eq!(rest[..16], [0xaa; 16]);
        assert_eq!(usize::from(u16::from_be_bytes([rest[16], rest[17]])), length);
        assert_eq!(rest[18..18 + length], id);
        assert_eq!(rest[18 + length..], public_key().to_cose().unwrap());
        assert_eq!(data.attested().credential_id().as_bytes(), id);
        assert_eq!(data.attested().public_key(), &public_key());
    }
}

/// WebAuthn L3, section 6.1: attested credential data stand before extensions, and AT and ED announce both.
#[test]
fn a_registration_with_extensions_ends_with_their_map() {
    let extensions = cred_protect();
    let flags = Flags::of(BackupFlags::DeviceBound).user_present(true).user_verified(true);
    let without = RegistrationData::registration(&rp_id(), flags, 0, attested(vec![1; 32]), &ExtensionData::default());
    let with = RegistrationData::registration(&rp_id(), flags, 0, attested(vec![1; 32]), &extensions);
    assert_eq!(with.as_bytes()[..32], without.as_bytes()[..32]);
    assert_eq!((without.as_bytes()[32], with.as_bytes()[32]), (0b0100_0101, 0b1100_0101));
    let (same, map) = with.as_bytes()[33..].split_at(without.as_bytes().len() - 33);
    assert_eq!(same, &without.as_bytes()[33..]);
    assert_eq!(map, [crate::corpus::hex("a16b"), b"credProtect".to_vec(), crate::corpus::hex("02")].concat());
}

#[test]
fn what_is_signed_is_the_data_and_then_the_hash() {
    let data = AssertionData::assertion(&rp_id(), Flags::of(BackupFlags::DeviceBound), 1, &ExtensionData::default());
    let signed = data.signing_input(&ClientDataHash::from([0xcd; 32]));
    assert_eq!(signed[..37], *data.as_bytes());
    assert_eq!(signed[37..], [0xcd; 32]);
}

#[test]
fn debug_shows_lengths_only() {
    let attested = attested(vec![0xc1; 32]);
    assert_eq!(format!("{attested:?}"), "AttestedCredentialData(127 bytes)");
    let data = RegistrationData::registration(
        &rp_id(),
        Flags::of(BackupFlags::DeviceBound),
        0,
        attested,
        &ExtensionData::default(),
    );
    assert_eq!(format!("{data:?}"), "AuthenticatorData(164 bytes)");
}

fn cred_protect() -> ExtensionData {
    ExtensionData::render(vec![("credProtect", ciborium::Value::from(2))]).unwrap()
}

fn rp_id() -> RpId {
    RpId::parse("example.org").unwrap()
}

fn attested(id: Vec<u8>) -> AttestedCredentialData {
    let id = CredentialId::from_bytes(id).unwrap();
    AttestedCredentialData::new(Aaguid::from_bytes([0xaa; 16]), id, public_key()).unwrap()
}

fn public_key() -> PublicKey {
    PrivateKey::from_secret(Algorithm::Es256, &[0x11; 32]).unwrap().public_key()
}
