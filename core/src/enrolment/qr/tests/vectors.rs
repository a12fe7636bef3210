use serde_json::Value as Json;

use super::*;
use crate::clock::Timestamp;
use crate::corpus::{bytes, l3_vectors, text};
use crate::enrolment::Platform;

fn each(list: &str, judge: impl Fn(&Json)) {
    let vectors = l3_vectors();
    let list = vectors["hybrid_qr"][list].as_array().unwrap();
    assert!(list.len() >= 2);
    list.iter().for_each(judge);
}

#[test]
fn digits_are_the_bytes_of_the_vectors() {
    each("digit_encoding", |vector| {
        let decoded = super::super::digits::decode(text(vector, "digits")).unwrap();
        assert_eq!(*decoded, bytes(vector, "bytes"), "{vector}");
        assert_eq!(digits(&decoded), text(vector, "digits"));
    });
}

#[test]
fn codes_that_browsers_showed_say_what_they_ask_when_and_how() {
    each("valid_uris", |vector| {
        let uri = text(vector, "uri");
        let code = Code::parse(uri).unwrap();
        let map = &vector["map"];
        assert_eq!(code.made(), map["3"].as_u64().map(|seconds| Timestamp::from_millis(seconds * 1000)));
        assert_eq!(code.is_linking(), map["4"].as_bool());
        assert_eq!(code.asks(), Asks::Register);
        assert_eq!(map["5"], "mc");
        assert_eq!(Some(code.known_servers()), map["2"].as_u64());
        assert_eq!((code.channels(), code.is_non_discoverable()), (&[][..], None));
        assert_eq!(code.expose_uri(), uri);
    });
}

#[test]
fn malformed_codes_of_the_vectors_are_refused() {
    each("invalid_uris", |vector| {
        let refused = Code::parse(text(vector, "uri")).unwrap_err();
        let expected = match text(vector, "reason") {
            reason if reason.starts_with("empty") => InvalidCode::WrongLength,
            reason if reason.starts_with("non-digit") || reason.starts_with("sign") => InvalidCode::NotDigits,
            reason if reason.starts_with("length") => InvalidCode::WrongLength,
            reason if reason.starts_with("decodes") => InvalidCode::NotAMap,
            _ => InvalidCode::NumberTooLarge,
        };
        assert_eq!(refused, expected, "{vector}");
    });
}

#[test]
fn the_scheme_is_read_in_any_case_and_handed_on_in_capitals() {
    let code = encoded(required());
    let lower = code.to_lowercase();
    assert_ne!(lower, code);
    assert_eq!(Code::parse(&lower).unwrap().expose_uri(), code);
}

#[test]
fn a_code_is_as_old_as_the_clocks_say() {
    let code = Code::parse(&with(3, Value::from(1_666_589_051))).unwrap();
    let at = |seconds: u64| code.age(Timestamp::from_millis(seconds * 1000 + 999));
    let seconds = std::time::Duration::from_secs;
    assert_eq!(at(1_666_589_051), Age::Past(seconds(0)));
    assert_eq!(at(1_666_589_111), Age::Past(seconds(60)));
    assert_eq!(at(1_666_589_041), Age::Ahead(seconds(10)));
    assert!(!at(1_666_589_651).is_old() && at(1_666_589_652).is_old() && !at(0).is_old());
    let silent = Code::parse(&encoded(required())).unwrap();
    assert_eq!((silent.made(), silent.age(Timestamp::from_millis(0))), (None, Age::Unknown));
    assert!(!Age::Unknown.is_old());
}

#[test]
fn a_purpose_that_is_not_known_is_to_sign_in() {
    for (purpose, asks) in [("mc", Asks::Register), ("ga", Asks::SignIn), ("MC", Asks::SignIn), ("", Asks::SignIn)] {
        assert_eq!(Code::parse(&with(5, Value::from(purpose))).unwrap().asks(), asks, "{purpose}");
    }
    assert_eq!(Code::parse(&encoded(required())).unwrap().asks(), Asks::SignIn);
}

/// Before CTAP 2.3 there was a flag under 6.
#[test]
fn channels_are_read_as_both_versions_write_them() {
    let channels = Value::Array(vec![Value::from(0), Value::from(1), Value::from(9)]);
    let code = Code::parse(&with(6, channels)).unwrap();
    assert_eq!(code.channels(), [Channel::Tunnel, Channel::Bluetooth, Channel::Other(9)]);
    assert_eq!(code.is_non_discoverable(), None);
    let code = Code::parse(&with(6, Value::from(true))).unwrap();
    assert_eq!((code.channels(), code.is_non_discoverable()), (&[][..], Some(true)));
}

#[test]
fn a_member_that_is_not_known_is_ignored() {
    let nested = Value::Map(vec![(Value::from("x"), Value::Array(vec![Value::Null, Value::from(-70_000)]))]);
    let code = Code::parse(&with(1_000_000, nested)).unwrap();
    assert_eq!(code.asks(), Asks::SignIn);
}

#[test]
fn nothing_of_a_code_is_printed() {
    let uri = encoded(required());
    let code = Code::parse(&uri).unwrap();
    let printed = format!("{code:?}");
    assert_eq!(printed, "Code { asks: SignIn, made: None, .. }");
    let digits = &uri["FIDO:/".len()..];
    for wrong in [format!("{uri}x"), format!("{uri}0"), format!("FIDO:{digits}"), format!("FIDO:/{digits}{digits}")] {
        let refused = Code::parse(&wrong).unwrap_err();
        let told = format!("{refused} {refused:?} {}", refused.as_str());
        assert!(!told.bytes().any(|letter| letter.is_ascii_digit() && letter != b'2'), "{told}");
    }
}

#[test]
fn a_code_goes_on_to_the_systems_own_part_by_its_name() {
    assert_eq!(Continuation::on(Platform::Ios), Continuation::SystemCamera);
    let Continuation::Component(component) = Continuation::on(Platform::Android) else { panic!() };
    assert!(component.class.starts_with(&format!("{}.", component.package)));
    assert_eq!(component.action, "android.intent.action.VIEW");
}
