use super::{CeremonyType, ClientData, PLACEHOLDER, push_ccd_string};
use crate::corpus::{bytes, l3_vectors, text};
use crate::id::ClientDataHash;

const ORIGIN: &str = "https://example.org";

#[test]
fn strings_are_written_as_the_standard_writes_them() {
    let vectors = l3_vectors();
    let cases = vectors["derived_not_from_spec"]["ccd_to_string"].as_array().unwrap();
    assert!(!cases.is_empty());
    for case in cases {
        let mut written = String::new();
        push_ccd_string(&mut written, text(case, "input"));
        assert_eq!(written.as_bytes(), bytes(case, "utf8_hex"), "{case}");
    }
}

/// WebAuthn L3, section 5.8.1.1: every member in its place, no white space.
#[test]
fn members_stand_in_the_order_of_the_standard() {
    let same_origin = ClientData::render(CeremonyType::Create, &[0xfb, 0xff], ORIGIN, false, None);
    assert_eq!(
        same_origin.json(),
        br#"{"type":"webauthn.create","challenge":"-_8","origin":"https://example.org","crossOrigin":false}"#
    );
    let framed = ClientData::render(CeremonyType::Get, &[0], ORIGIN, true, Some("https://example.com"));
    assert_eq!(
        framed.json(),
        br#"{"type":"webauthn.get","challenge":"AA","origin":"https://example.org","crossOrigin":true,"topOrigin":"https://example.com"}"#
    );
    let unknown_top = ClientData::render(CeremonyType::Get, &[0], ORIGIN, true, None);
    assert_eq!(
        unknown_top.json(),
        br#"{"type":"webauthn.get","challenge":"AA","origin":"https://example.org","crossOrigin":true}"#
    );
}

#[test]
fn an_origin_cannot_add_members() {
    let hostile = r#"https://example.org","crossOrigin":true,"x":"\"#;
    let rendered = ClientData::render(CeremonyType::Get, &[1], hostile, false, None);
    let parsed: serde_json::Value = serde_json::from_slice(rendered.json()).unwrap();
    assert_eq!(parsed["origin"], hostile);
    assert_eq!(parsed["crossOrigin"], false);
    assert_eq!(parsed.as_object().unwrap().len(), 4);
}

#[test]
fn with_only_a_hash_the_json_is_the_placeholder_and_the_hash_is_kept() {
    let hash = ClientDataHash::from([7; 32]);
    let client_data = ClientData::from_hash(hash);
    assert_eq!(client_data.json(), PLACEHOLDER);
    assert_eq!(client_data.json(), b"{}");
    assert_eq!(client_data.hash(), &hash);
}

#[test]
fn client_data_show_no_challenge() {
    let client_data = ClientData::render(CeremonyType::Get, b"challenge", ORIGIN, false, None);
    assert_eq!(format!("{client_data:?}"), format!("ClientData({} bytes)", client_data.json().len()));
}
