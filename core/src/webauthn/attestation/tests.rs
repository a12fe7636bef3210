mod android_key;
pub(crate) mod certificates;
mod choice;
mod requirements;

use super::{AttestationObject, Statement};
use crate::corpus::hex;
use crate::id::{Aaguid, CredentialId, RpId};
use crate::key::{Algorithm, BackupFlags, PrivateKey};
use crate::webauthn::authenticator_data::{AttestedCredentialData, Flags, RegistrationData};
use crate::webauthn::extensions::ExtensionData;

/// The heads are written out by hand, from RFC 8949.
#[test]
fn no_statement_is_an_empty_map_between_format_and_data() {
    let data = data();
    let object = AttestationObject::new(data.clone(), &Statement::None).unwrap();
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
    let statement = Statement::PackedSelf { algorithm: Algorithm::Es256, signature: vec![0x5a; 70] };
    let object = AttestationObject::new(data.clone(), &statement).unwrap();
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
    assert_eq!(
        format!("{:?}", AttestationObject::new(data(), &Statement::None).unwrap()),
        "AttestationObject(194 bytes)"
    );
}

fn data() -> RegistrationData {
    let key = PrivateKey::from_secret(Algorithm::Es256, &[0x11; 32]).unwrap().public_key();
    let id = CredentialId::from_bytes([0xc1; 32]).unwrap();
    let attested = AttestedCredentialData::new(Aaguid::default(), id, key).unwrap();
    RegistrationData::registration(
        &RpId::parse("example.org").unwrap(),
        Flags::of(BackupFlags::DeviceBound),
        0,
        attested,
        &ExtensionData::default(),
    )
}
