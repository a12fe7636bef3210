//! Promises of the identifiers. What origins and RP IDs are accepted is in the table that the
//! caller layer tests.

use std::collections::BTreeSet;

use super::{Aaguid, ClientDataHash, CredentialId, InvalidAaguid, Origin, RpId, UserHandle};
use crate::entropy::SystemEntropy;

#[test]
fn a_credential_id_has_1_to_1023_bytes() {
    for (length, is_valid) in [(0, false), (1, true), (16, true), (1023, true), (1024, false), (65_536, false)] {
        assert_eq!(CredentialId::from_bytes(vec![0; length]).is_ok(), is_valid, "{length}");
    }
    assert_eq!(
        CredentialId::from_bytes([]).unwrap_err().to_string(),
        "a credential id has 1 to 1023 bytes, this one has 0"
    );
}

#[test]
fn a_made_credential_id_has_32_bytes_and_is_new() {
    let (one, other) = (CredentialId::make(&SystemEntropy).unwrap(), CredentialId::make(&SystemEntropy).unwrap());
    assert_eq!(one.as_bytes().len(), 32);
    assert_ne!(one, other);
}

#[test]
fn a_credential_id_is_read_from_its_own_text_only() {
    let id = CredentialId::from_bytes([0xfb, 0xff]).unwrap();
    assert_eq!(id.to_base64url(), "-_8");
    assert_eq!(CredentialId::from_base64url("-_8"), Some(id));
    for text in ["", "-_8=", "+/8", "-_9", "-_8 ", "-", "\u{ff0d}_8"] {
        assert_eq!(CredentialId::from_base64url(text), None, "{text:?}");
    }
}

#[test]
fn a_user_handle_has_1_to_64_bytes() {
    for (length, is_valid) in [(0, false), (1, true), (64, true), (65, false)] {
        assert_eq!(UserHandle::from_bytes(vec![0; length]).is_ok(), is_valid, "{length}");
    }
}

#[test]
fn user_handles_are_compared_as_bytes() {
    assert_ne!(UserHandle::from_bytes(*b"A").unwrap(), UserHandle::from_bytes(*b"a").unwrap());
    assert_ne!(UserHandle::from_bytes([0]).unwrap(), UserHandle::from_bytes([0, 0]).unwrap());
}

#[test]
fn a_client_data_hash_has_exactly_32_bytes() {
    for length in [0, 1, 20, 31, 33, 48, 64] {
        let refused = ClientDataHash::from_bytes(&vec![1; length]).unwrap_err();
        assert!(refused.to_string().ends_with(&format!("this one has {length}")), "{refused}");
    }
    assert_eq!(ClientDataHash::from_bytes(&[1; 32]).unwrap().as_bytes(), &[1; 32]);
}

#[test]
fn what_links_a_person_shows_its_length_only() {
    assert_eq!(format!("{:?}", CredentialId::from_bytes(*b"secret").unwrap()), "CredentialId(6 bytes)");
    assert_eq!(format!("{:?}", UserHandle::from_bytes(*b"alice").unwrap()), "UserHandle(5 bytes)");
    assert_eq!(format!("{:?}", ClientDataHash::from([9; 32])), "ClientDataHash(32 bytes)");
}

#[test]
fn a_new_aaguid_is_a_random_uuid() {
    let made: Vec<Aaguid> = (0..64).map(|_| Aaguid::make(&SystemEntropy).unwrap()).collect();
    for aaguid in &made {
        // RFC 9562, section 5.4: version 4, variant 10.
        assert_eq!((aaguid.as_bytes()[6] >> 4, aaguid.as_bytes()[8] >> 6), (4, 2), "{aaguid}");
    }
    let apart: BTreeSet<&Aaguid> = made.iter().collect();
    assert_eq!(apart.len(), made.len());
}

#[test]
fn an_aaguid_is_read_and_written_as_a_uuid() {
    let text = "08987058-cadc-4b81-b6e1-30de50dcbe96";
    let aaguid: Aaguid = text.parse().unwrap();
    assert_eq!(aaguid.as_bytes()[..4], [0x08, 0x98, 0x70, 0x58]);
    assert_eq!(aaguid.to_string(), text);
    assert_eq!(text.to_uppercase().parse(), Ok(aaguid));
    assert_eq!(Aaguid::from_bytes(*aaguid.as_bytes()), aaguid);
    assert_eq!(Aaguid::default().to_string(), "00000000-0000-0000-0000-000000000000");
}

#[test]
fn other_texts_are_no_aaguid() {
    for text in [
        "",
        "08987058cadc4b81b6e130de50dcbe96",
        "{08987058-cadc-4b81-b6e1-30de50dcbe96}",
        "08987058-cadc-4b81-b6e1-30de50dcbe9",
        "08987058-cadc-4b81-b6e1-30de50dcbe96-",
        "0898705-8cadc-4b81-b6e1-30de50dcbe96",
        "08987058-cadc-4b81-b6e1-30de50dcbe9g",
        "08987058-cadc-4b81-b6e1-30de50dcbe+6",
        "08987058-cadc-4b81-b6e1-30de50dcbé6",
        " 08987058-cadc-4b81-b6e1-30de50dcbe96",
    ] {
        assert_eq!(text.parse::<Aaguid>(), Err(InvalidAaguid), "{text:?}");
    }
}

/// The hash that begins the authenticator data of the vectors in WebAuthn L3, section 16.
#[test]
fn an_rp_id_is_hashed_as_in_the_standard() {
    let expected = crate::corpus::hex("bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b5");
    assert_eq!(RpId::parse("example.org").unwrap().hash()[..], expected);
    assert_eq!(RpId::parse("EXAMPLE.ORG").unwrap().hash()[..], expected);
}

/// What client data carry: HTML, section 7.1.1, "ASCII serialization of an origin".
#[test]
fn an_origin_is_serialised_without_path_and_default_port() {
    for (text, serialised) in [
        ("https://login.example.com", "https://login.example.com"),
        ("https://login.example.com/", "https://login.example.com"),
        ("https://login.example.com/a?b#c", "https://login.example.com"),
        ("https://login.example.com:443", "https://login.example.com"),
        ("https://login.example.com:8443", "https://login.example.com:8443"),
        ("HTTPS://LOGIN.example.com", "https://login.example.com"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("http://localhost:80", "http://localhost"),
        ("http://localhost:443", "http://localhost:443"),
        ("https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443"),
    ] {
        let origin = Origin::parse(text).unwrap();
        assert_eq!(origin.as_str(), serialised);
        assert_eq!(origin.to_string(), serialised);
        assert_eq!(Origin::parse(serialised).as_ref(), Ok(&origin));
    }
}
