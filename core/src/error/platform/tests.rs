//! Promises of the platforms' images. The strings follow androidx.credentials' constants, the numbers
//! `ASExtensionError.Code`.

use std::collections::BTreeSet;

use super::super::{DomException, EntryPoint, Error, ErrorCode, Fault, IosCode};
use crate::store::Epoch;
use crate::webauthn::options::{Mode, parse_creation_options};

const CREATE: &str = "androidx.credentials.TYPE_CREATE_PUBLIC_KEY_CREDENTIAL_DOM_EXCEPTION/androidx.credentials.TYPE_";
const GET: &str = "androidx.credentials.TYPE_GET_PUBLIC_KEY_CREDENTIAL_DOM_EXCEPTION/androidx.credentials.TYPE_";
const CANCELED_CREATE: &str = "android.credentials.CreateCredentialException.TYPE_USER_CANCELED";
const CANCELED_GET: &str = "android.credentials.GetCredentialException.TYPE_USER_CANCELED";

#[test]
fn chrome_is_told_of_an_excluded_passkey_in_the_very_words_that_it_compares() {
    assert_eq!(
        Error::AlreadyRegistered { epoch: Epoch::default() }.android_create_type(),
        "androidx.credentials.TYPE_CREATE_PUBLIC_KEY_CREDENTIAL_DOM_EXCEPTION/androidx.credentials.TYPE_INVALID_STATE_ERROR"
    );
}

/// Every other type than these is a `NotReadableError` in Chrome on Android.
#[test]
fn what_a_page_must_not_tell_apart_is_user_cancelled_on_android() {
    let not_allowed = ErrorCode::ALL.iter().filter(|code| code.dom_exception() == DomException::NotAllowed);
    let to_play_services = [ErrorCode::NoPasskey, ErrorCode::UnknownAllowList, ErrorCode::NoStore];
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
        (DomException::Syntax, "SYNTAX"),
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

/// What each code is on iOS, by the entry point: silent, with a view, conditional.
const IOS: &[(&str, [i32; 3])] = &[
    ("invalid_options", [0, 0, 0]),
    ("challenge_missing", [0, 0, 0]),
    ("unsupported_algorithm", [0, 0, 0]),
    ("caller_refused", [0, 0, 0]),
    ("rp_id_not_verified", [0, 0, 0]),
    ("already_registered", [102, 102, 0]),
    ("declined", [1, 1, 0]),
    ("no_passkey", [101, 101, 0]),
    ("unknown_allow_list", [101, 101, 0]),
    ("not_offered", [100, 0, 0]),
    ("verification_required", [100, 0, 0]),
    ("gate_required", [100, 0, 0]),
    ("wrong_gate", [100, 0, 0]),
    ("gate_unexpected", [0, 0, 0]),
    ("signature_rejected", [0, 0, 0]),
    ("wrong_hardware_key", [0, 0, 0]),
    ("wrong_provider", [0, 0, 0]),
    ("plan_outdated", [100, 0, 0]),
    ("unknown_passkey", [101, 101, 0]),
    ("damaged_passkey", [100, 0, 0]),
    ("counter_exhausted", [100, 0, 0]),
    ("stranded", [100, 0, 0]),
    ("rolled_back", [100, 0, 0]),
    ("store_too_new", [100, 0, 0]),
    ("store_foreign", [100, 0, 0]),
    ("store_set_aside", [100, 0, 0]),
    ("store_damaged", [100, 0, 0]),
    ("store_full", [100, 0, 0]),
    ("store_busy", [100, 0, 0]),
    ("store_unavailable", [100, 0, 0]),
    ("key_store_unavailable", [100, 0, 0]),
    ("device_key_missing", [100, 0, 0]),
    ("device_key_damaged", [100, 0, 0]),
    ("key_store_locked", [100, 0, 0]),
    ("key_store_failed", [100, 0, 0]),
    ("entropy_failed", [100, 0, 0]),
    ("internal", [0, 0, 0]),
    ("stale_duplicate", [100, 0, 0]),
    ("duplicate_in_flight", [100, 0, 0]),
    ("conditional_create_refused", [100, 0, 0]),
    ("invalid_signal", [0, 0, 0]),
    ("invalid_server_list", [0, 0, 0]),
    ("not_deleted", [0, 0, 0]),
    ("hardware_key_gone", [100, 0, 0]),
    ("invalid_privileged_list", [0, 0, 0]),
    ("unknown_app", [0, 0, 0]),
    ("epoch_implausible", [0, 0, 0]),
    ("no_store", [101, 101, 0]),
    ("too_old", [100, 0, 0]),
    ("algorithm_unavailable", [0, 0, 0]),
    ("attestation_refused", [0, 0, 0]),
    ("policy_refused", [100, 0, 0]),
    ("configuration_unreadable", [100, 0, 0]),
    ("invalid_policy", [0, 0, 0]),
];

#[test]
fn ios_gets_the_code_of_the_entry_point_for_every_error() {
    let codes: BTreeSet<&str> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(IOS.iter().map(|(code, _)| *code).collect::<BTreeSet<_>>(), codes);
    for code in ErrorCode::ALL {
        let (_, expected) = *IOS.iter().find(|(name, _)| *name == code.as_str()).unwrap();
        assert_eq!(EntryPoint::ALL.map(|entry| code.ios_code(entry).number()), expected, "{}", code.as_str());
    }
}

#[test]
fn what_asks_for_a_view_does_so_without_one_and_nowhere_else() {
    for code in ErrorCode::ALL {
        let asks = EntryPoint::ALL.map(|entry| code.ios_code(entry) == IosCode::UserInteractionRequired);
        assert_eq!(asks, [code.asks_for_view(), false, false], "{}", code.as_str());
    }
}

#[test]
fn what_the_person_or_the_device_can_mend_asks_for_a_view() {
    let final_answers = [
        ErrorCode::Declined,
        ErrorCode::NoPasskey,
        ErrorCode::UnknownPasskey,
        ErrorCode::UnknownApp,
        ErrorCode::NoStore,
        ErrorCode::AlreadyRegistered,
    ];
    for code in ErrorCode::ALL.iter().filter(|code| !final_answers.contains(code)) {
        let is_theirs = matches!(code.fault(), Fault::Person | Fault::Device);
        assert!(!is_theirs || code.asks_for_view(), "{}", code.as_str());
    }
}

/// iOS has it for registrations only.
#[test]
fn no_error_of_a_sign_in_is_an_excluded_passkey() {
    let excluded = ErrorCode::ALL.iter().filter(|code| code.ios_code(EntryPoint::WithView).number() == 102);
    assert_eq!(excluded.copied().collect::<Vec<_>>(), [ErrorCode::AlreadyRegistered]);
}
