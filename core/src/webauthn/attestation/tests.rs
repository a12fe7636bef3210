use super::{Format, choose_format, render_none, render_packed_self};
use crate::corpus::hex;
use crate::id::{Aaguid, CredentialId, RpId};
use crate::key::{Algorithm, PrivateKey, Profile};
use crate::webauthn::authenticator_data::{AttestedCredentialData, Flags, RegistrationData};

/// WebAuthn L3, section 6.3.2, step 12, and section 5.4.7.
#[test]
fn the_first_format_that_can_be_made_wins() {
    let table: &[(bool, &[&str], Profile, Format)] = &[
        (false, &[], Profile::DeviceBound, Format::None),
        (false, &["packed"], Profile::DeviceBound, Format::None),
        (true, &[], Profile::DeviceBound, Format::PackedSelf),
        (true, &["packed"], Profile::DeviceBound, Format::PackedSelf),
        (true, &["none"], Profile::DeviceBound, Format::None),
        (true, &["none", "packed"], Profile::DeviceBound, Format::None),
        (true, &["packed", "none"], Profile::DeviceBound, Format::PackedSelf),
        (true, &["tpm", "none", "packed"], Profile::DeviceBound, Format::None),
        (true, &["tpm", "android-key"], Profile::DeviceBound, Format::PackedSelf),
        (true, &["PACKED", "none"], Profile::DeviceBound, Format::None),
        (true, &["", "unheard-of", "packed"], Profile::DeviceBound, Format::PackedSelf),
        (true, &[], Profile::Ios, Format::None),
        (true, &["packed"], Profile::Ios, Format::None),
        (false, &[], Profile::Ios, Format::None),
    ];
    for (asked, preferred, profile, expected) in table {
        let preferred: Vec<String> = preferred.iter().map(|&identifier| identifier.to_owned()).collect();
        assert_eq!(choose_format(*asked, &preferred, *profile), *expected, "{asked} {preferred:?} {profile:?}");
    }
}

/// The heads are written out by hand, from RFC 8949.
#[test]
fn no_statement_is_an_empty_map_between_format_and_data() {
    let data = data();
    let object = render_none(data.clone()).unwrap();
    let expected = [
        hex("a3"),
        [hex("63"), b"fmt".to_vec(), hex("64"), b"none".to_vec()].concat(),
        [hex("67"), b"attStmt".to_vec(), hex("a0")].concat(),
        [hex("68"), b"authData".to_vec(), hex("58a4"), data.as_bytes().to_vec()].concat(),
    ]
    .concat();
    assert_eq!(object.as_bytes(), expected);
    assert_eq!(object.authenticator_data(), &data);
}

#[test]
fn a_self_attestation_states_algorithm_and_signature() {
    let data = data();
    let object = render_packed_self(data.clone(), Algorithm::Es256, &[0x5a; 70]).unwrap();
    let expected = [
        hex("a3"),
        [hex("63"), b"fmt".to_vec(), hex("66"), b"packed".to_vec()].concat(),
        [hex("67"), b"attStmt".to_vec(), hex("a2")].concat(),
        [hex("63"), b"alg".to_vec(), hex("26")].concat(),
        [hex("63"), b"sig".to_vec(), hex("5846"), vec![0x5a; 70]].concat(),
        [hex("68"), b"authData".to_vec(), hex("58a4"), data.as_bytes().to_vec()].concat(),
    ]
    .concat();
    assert_eq!(object.as_bytes(), expected);
}

#[test]
fn debug_shows_the_length_only() {
    assert_eq!(format!("{:?}", render_none(data()).unwrap()), "AttestationObject(194 bytes)");
}

fn data() -> RegistrationData {
    let key = PrivateKey::from_secret(Algorithm::Es256, &[0x11; 32]).unwrap().public_key();
    let id = CredentialId::from_bytes([0xc1; 32]).unwrap();
    let attested = AttestedCredentialData::new(Aaguid::default(), id, key).unwrap();
    RegistrationData::registration(&RpId::parse("example.org").unwrap(), Flags::of(Profile::DeviceBound), 0, attested)
}
