use ciborium::Value;

use super::{
    ClientExtensionResults, CreationExtensions, CredentialProperties, ExtensionData, RequestExtensions, ResultsJson,
};
use crate::corpus::hex;
use crate::id::{CredentialId, RpId};
use crate::key::BackupFlags;
use crate::webauthn::authenticator_data::{AssertionData, Flags};

/// WebAuthn L3, section 6.1, by hand: hash of `example.org`, flags UP and ED, counter, and a map (RFC 8949) in
/// which the shorter key comes first.
#[test]
fn outputs_in_authenticator_data_are_a_map_at_the_end_that_a_flag_announces() {
    let outputs = vec![("credProtect", Value::from(2)), ("minPinLen", Value::from(4))];
    let extensions = ExtensionData::render(outputs).unwrap();
    let expected = [
        hex("bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b5"),
        hex("81"),
        hex("01020304"),
        hex("a2"),
        [hex("69"), b"minPinLen".to_vec(), hex("04")].concat(),
        [hex("6b"), b"credProtect".to_vec(), hex("02")].concat(),
    ]
    .concat();
    let flags = Flags::of(BackupFlags::DeviceBound).user_present(true);
    let data = AssertionData::assertion(&RpId::parse("example.org").unwrap(), flags, 0x0102_0304, &extensions);
    assert_eq!(data.as_bytes(), expected);
}

#[test]
fn without_an_output_there_is_no_map() {
    assert!(ExtensionData::render(Vec::new()).unwrap().as_bytes().is_empty());
}

#[test]
fn an_extension_answers_only_if_it_was_asked_for() {
    let json = |results: &ClientExtensionResults| serde_json::to_string(&ResultsJson(results)).unwrap();
    let asked = CreationExtensions { cred_props: true, requested: vec!["credProps".into()], ..<_>::default() };
    assert_eq!(json(&asked.results(None)), r#"{"credProps":{"rk":true}}"#);
    let unknown = CreationExtensions { requested: vec!["unheardOf".into()], ..<_>::default() };
    assert_eq!(json(&unknown.results(None)), "{}");
    let sign_in = RequestExtensions { requested: vec!["credProps".into()], ..<_>::default() };
    assert_eq!(json(&sign_in.results(&CredentialId::from_bytes([1]).unwrap(), None, None)), "{}");
    let data = [asked.data().unwrap(), unknown.data().unwrap(), sign_in.data().unwrap()];
    assert_eq!(data.map(|data| data.as_bytes().len()), [0; 3]);
}

#[test]
fn debug_shows_which_extensions_answer_and_no_value() {
    let results = ClientExtensionResults { cred_props: Some(CredentialProperties::DISCOVERABLE), ..<_>::default() };
    assert_eq!(format!("{results:?}"), r#"ClientExtensionResults {"credProps"}"#);
    let data = ExtensionData::render(vec![("credProtect", Value::from(2))]).unwrap();
    assert_eq!(format!("{data:?}"), "ExtensionData(14 bytes)");
}
