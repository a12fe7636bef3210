//! Promises of the platforms' images. The strings follow androidx.credentials' constants, the numbers
//! `ASExtensionError.Code`.

use std::collections::BTreeSet;

use super::super::{DomException, Error, ErrorCode};
use crate::webauthn::options::{Mode, parse_creation_options};

const CREATE: &str = "androidx.credentials.TYPE_CREATE_PUBLIC_KEY_CREDENTIAL_DOM_EXCEPTION/androidx.credentials.TYPE_";
const GET: &str = "androidx.credentials.TYPE_GET_PUBLIC_KEY_CREDENTIAL_DOM_EXCEPTION/androidx.credentials.TYPE_";
const CANCELED_CREATE: &str = "android.credentials.CreateCredentialException.TYPE_USER_CANCELED";
const CANCELED_GET: &str = "android.credentials.GetCredentialException.TYPE_USER_CANCELED";

#[test]
fn chrome_is_told_of_an_excluded_passkey_in_the_very_words_that_it_compares() {
    assert_eq!(
        Error::AlreadyRegistered.android_create_type(),
        "androidx.credentials.TYPE_CREATE_PUBLIC_KEY_CREDENTIAL_DOM_EXCEPTION/androidx.credentials.TYPE_INVALID_STATE_ERROR"
    );
}

/// Every other type than these is a `NotReadableError` in Chrome on Android.
#[test]
fn what_a_page_must_not_tell_apart_is_user_cancelled_on_android() {
    let not_allowed = ErrorCode::ALL.iter().filter(|code| code.dom_exception() == DomException::NotAllowed);
    let to_play_services = [ErrorCode::NoPasskey, ErrorCode::UnknownAllowList];
    for code in not_allowed {
        let name = code.as_str();
        assert_eq!(code.android_create_type(), CANCELED_CREATE, "{name}");
        if !to_play_services.contains(code) {
            assert_eq!(code.android_get_type(), CANCELED_GET, "{name}");
        }
    }
    for code in ErrorCode::ALL.iter().filter(|code| code.dom_exception() != DomException::NotAllowed) {
        assert_ne!(code.android_create_type(), CANCELED_CREATE, "{}", code.as_str());
    }
}

#[test]
fn android_gets_a_type_that_androidx_has_for_each_other_exception() {
    for (exception, name) in [
        (DomException::Encoding, "ENCODING"),
        (DomException::InvalidState, "INVALID_STATE"),
        (DomException::NotSupported, "NOT_SUPPORTED"),
        (DomException::Security, "SECURITY"),
        (DomException::Type, "DATA"),
        (DomException::Unknown, "UNKNOWN"),
    ] {
        assert_eq!(exception.android_create_type(), format!("{CREATE}{name}_ERROR"));
        assert_eq!(exception.android_get_type(), format!("{GET}{name}_ERROR"));
    }
}

#[test]
fn android_is_told_of_a_decline_and_of_nothing_that_fits_in_its_own_words() {
    assert_eq!(Error::Declined.android_create_type(), CANCELED_CREATE);
    assert_eq!(Error::Declined.android_get_type(), CANCELED_GET);
    for error in [Error::NoPasskey, Error::UnknownAllowList, Error::NoStore] {
        assert_eq!(error.android_get_type(), "android.credentials.GetCredentialException.TYPE_NO_CREDENTIAL");
    }
}

#[test]
fn every_other_code_reaches_android_as_its_page_s_exception() {
    let own = [ErrorCode::NoPasskey, ErrorCode::UnknownAllowList, ErrorCode::NoStore];
    for code in ErrorCode::ALL.iter().filter(|code| !own.contains(code)) {
        assert_eq!(code.android_create_type(), code.dom_exception().android_create_type(), "{}", code.as_str());
        assert_eq!(code.android_get_type(), code.dom_exception().android_get_type(), "{}", code.as_str());
    }
}

#[test]
fn options_that_cannot_be_used_are_told_by_the_member_at_fault() {
    let options =
        r#"{"rp":{"name":"x"},"user":{"id":"AQ","name":"a","displayName":"a"},"challenge":"*","pubKeyCredParams":[]}"#;
    let error = Error::from(parse_creation_options(options.as_bytes(), Mode::Strict).unwrap_err());
    assert_eq!(error.android_create_type(), format!("{CREATE}ENCODING_ERROR"));
    assert_eq!(error.error_code().android_create_type(), format!("{CREATE}UNKNOWN_ERROR"));
}

#[test]
fn ios_gets_the_codes_of_an_extension() {
    let expected = [
        (0, ErrorCode::Internal),
        (0, ErrorCode::CallerRefused),
        (0, ErrorCode::Stranded),
        (1, ErrorCode::Declined),
        (100, ErrorCode::GateRequired),
        (100, ErrorCode::VerificationRequired),
        (100, ErrorCode::StaleDuplicate),
        (100, ErrorCode::DuplicateInFlight),
        (100, ErrorCode::ConditionalCreateRefused),
        (101, ErrorCode::NoPasskey),
        (102, ErrorCode::AlreadyRegistered),
    ];
    for (number, code) in expected {
        assert_eq!(code.ios_code().number(), number, "{}", code.as_str());
    }
    let numbers: BTreeSet<i32> = ErrorCode::ALL.iter().map(|code| code.ios_code().number()).collect();
    assert_eq!(numbers, BTreeSet::from([0, 1, 100, 101, 102]));
}

/// iOS has it for registrations only.
#[test]
fn no_error_of_a_sign_in_is_an_excluded_passkey() {
    let excluded = ErrorCode::ALL.iter().filter(|code| code.ios_code().number() == 102);
    assert_eq!(excluded.copied().collect::<Vec<_>>(), [ErrorCode::AlreadyRegistered]);
}
