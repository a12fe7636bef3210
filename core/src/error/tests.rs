use std::collections::BTreeSet;
use std::path::PathBuf;

use super::{Aged, Class, DomException, Error, ErrorCode, Fault};
use crate::caller::{CallerRefused, InvalidPrivilegedList};
use crate::cause::Cause;
use crate::policy::{InvalidPolicy, Rule, Ruling};
use crate::store::{Damage, Epoch, StoreError};
use crate::webauthn::attestation::AttestationRefused;
use crate::webauthn::options::{Mode, parse_creation_options, parse_request_options};
use crate::webauthn::server_list::ServerListRefused;
use crate::webauthn::signal::InvalidSignal;

macro_rules! plain {
    ($name:ident) => {
        Some(Error::$name)
    };
    ($name:ident $fields:tt) => {
        None
    };
}

/// Those that carry nothing, from the table.
macro_rules! plain_errors {
    ($(
        $(#[$doc:meta])*
        $name:ident $(($($tuple:tt)*))? $({$($named:tt)*})? = $code:literal { $($fact:tt)* }
    )+) => {
        [$(plain!($name $(($($tuple)*))? $({$($named)*})?)),+]
    };
}

/// One of each variant, in the order of the codes.
fn all() -> Vec<Error> {
    let options = parse_creation_options(b"{}", Mode::Tolerant).unwrap_err();
    let with_fields = [
        Error::InvalidOptions(options),
        Error::CallerRefused(CallerRefused::ForeignRpId),
        Error::AlreadyRegistered { epoch: Epoch::default() },
        Error::Stranded { passkeys: 3 },
        Error::RolledBack { missing: 3 },
        Error::StoreTooNew { found: 9, known: 1 },
        Error::StoreSetAside { kept_as: PathBuf::from("/home/ada/passkeys.db.damaged-1").into() },
        Error::KeyStoreUnavailable { missing: "a key store" },
        Error::StoreDamaged { cause: Cause::Sqlite(11) },
        Error::StoreUnavailable { cause: Cause::System(13) },
        Error::DeviceKeyDamaged { cause: Cause::Found("another length") },
        Error::KeyStoreFailed { cause: Cause::KeyStore { word: "it failed", number: Some(-34018) } },
        Error::Internal { at: "a test" },
        Error::InvalidSignal(InvalidSignal::NotASignal),
        Error::InvalidServerList(ServerListRefused::NotAList),
        Error::InvalidPrivilegedList(InvalidPrivilegedList::Empty),
        Error::TooOld { what: Aged::Consent },
        Error::AttestationRefused(AttestationRefused::Missing),
        Error::PolicyRefused { ruling: Ruling { rule: Rule::Exclusion, path: "excludeTargets[0]".to_owned() } },
        Error::InvalidPolicy(InvalidPolicy::NotJson),
    ];
    let mut all: Vec<Error> = for_each_error!(plain_errors).into_iter().flatten().chain(with_fields).collect();
    all.sort_by_key(|error| ErrorCode::ALL.iter().position(|code| *code == error.error_code()));
    all
}

/// Frozen: programs match on these. Add at the end; change none.
const CODES: [&str; 54] = [
    "invalid_options",
    "challenge_missing",
    "unsupported_algorithm",
    "caller_refused",
    "rp_id_not_verified",
    "already_registered",
    "declined",
    "no_passkey",
    "unknown_allow_list",
    "not_offered",
    "verification_required",
    "gate_required",
    "wrong_gate",
    "gate_unexpected",
    "signature_rejected",
    "wrong_hardware_key",
    "wrong_provider",
    "plan_outdated",
    "unknown_passkey",
    "damaged_passkey",
    "counter_exhausted",
    "stranded",
    "rolled_back",
    "store_too_new",
    "store_foreign",
    "store_set_aside",
    "store_damaged",
    "store_full",
    "store_busy",
    "store_unavailable",
    "key_store_unavailable",
    "device_key_missing",
    "device_key_damaged",
    "key_store_locked",
    "key_store_failed",
    "entropy_failed",
    "internal",
    "stale_duplicate",
    "duplicate_in_flight",
    "conditional_create_refused",
    "invalid_signal",
    "invalid_server_list",
    "not_deleted",
    "hardware_key_gone",
    "invalid_privileged_list",
    "unknown_app",
    "epoch_implausible",
    "no_store",
    "too_old",
    "algorithm_unavailable",
    "attestation_refused",
    "policy_refused",
    "configuration_unreadable",
    "invalid_policy",
];

#[test]
fn codes_are_frozen() {
    let codes: Vec<&str> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(codes, CODES);
}

#[test]
fn every_code_is_listed_once_and_in_order() {
    assert_eq!(all().iter().map(Error::error_code).collect::<Vec<_>>(), ErrorCode::ALL);
    assert_eq!(
        all().iter().map(Error::code).collect::<Vec<_>>(),
        ErrorCode::ALL.iter().map(|code| code.as_str()).collect::<Vec<_>>()
    );
}

#[test]
fn each_error_says_what_happened_and_what_to_do_next() {
    for error in all() {
        let message = error.to_string();
        assert!(message.starts_with(|first: char| first.is_lowercase()) && !message.ends_with('.'), "{message}");
        assert!(error.next().starts_with(char::is_uppercase) && error.next().ends_with('.'), "{}", error.next());
        assert_eq!(error.code(), error.code().to_lowercase());
    }
    assert_eq!(all().iter().map(Error::code).collect::<BTreeSet<_>>().len(), all().len());
}

#[test]
fn what_an_error_came_from_is_in_its_message_and_for_programs() {
    for (error, cause) in [
        (Error::StoreUnavailable { cause: Cause::Sqlite(778) }, "SQLite code 778"),
        (StoreError::Damaged(Damage::Epoch).into(), "the epoch was altered"),
        (StoreError::from(std::io::Error::from_raw_os_error(5)).into(), "system error 5"),
        (Error::Internal { at: "a test" }, "a test"),
    ] {
        assert_eq!(error.cause().unwrap().to_string(), cause);
        assert!(error.to_string().ends_with(&format!(": {cause}")), "{error}");
    }
    assert_eq!(Error::NoPasskey.cause(), None);
}

/// The passkey is sound: to delete it would lose it for a defect of ours.
#[test]
fn what_the_store_cannot_render_is_a_defect_of_the_provider_and_no_damaged_passkey() {
    let error = Error::from(StoreError::Internal("metadata could not be rendered"));
    assert_eq!((error.code(), error.fault()), ("internal", Fault::Provider));
}

/// The command's exit status follows it.
#[test]
fn the_store_the_key_store_and_the_device_are_the_environment_and_all_else_is_the_request() {
    const ENVIRONMENT: [&str; 18] = [
        "stranded",
        "rolled_back",
        "store_too_new",
        "store_foreign",
        "store_set_aside",
        "store_damaged",
        "store_full",
        "store_busy",
        "store_unavailable",
        "key_store_unavailable",
        "device_key_missing",
        "device_key_damaged",
        "key_store_locked",
        "key_store_failed",
        "entropy_failed",
        "internal",
        "no_store",
        "configuration_unreadable",
    ];
    for code in &CODES {
        let class = ErrorCode::ALL.iter().find(|known| known.as_str() == *code).unwrap().class();
        assert_eq!(class == Class::Environment, ENVIRONMENT.contains(code), "{code}");
    }
}

/// A folder may be named after the person.
#[test]
fn no_error_prints_the_folder_of_a_file() {
    for error in all() {
        // "unreadable" holds the name by itself.
        assert!(!format!("{error} {error:?}").contains("/ada"), "{}", error.code());
    }
    let aside = Error::StoreSetAside { kept_as: PathBuf::from("/home/ada/passkeys.db.damaged-1").into() };
    assert!(format!("{aside}").contains("passkeys.db.damaged-1"), "its name is told");
}

/// WebAuthn L3, sections 5.1.3, 5.1.4 and 6.3.
#[test]
fn pages_see_the_exceptions_of_the_standard() {
    assert_eq!(Error::AlreadyRegistered { epoch: Epoch::default() }.dom_exception().as_str(), "InvalidStateError");
    assert_eq!(Error::UnsupportedAlgorithm.dom_exception().as_str(), "NotSupportedError");
    assert_eq!(Error::CallerRefused(CallerRefused::PublicSuffix).dom_exception().as_str(), "SecurityError");
    for error in [Error::Declined, Error::NoPasskey, Error::VerificationRequired, Error::UnknownAllowList] {
        assert_eq!(error.dom_exception().as_str(), "NotAllowedError");
    }
    let parse = |text: &str| Error::from(parse_creation_options(text.as_bytes(), Mode::Strict).unwrap_err());
    assert_eq!(parse(r#"{"challenge":"*"}"#).dom_exception(), DomException::Type);
    let bad =
        r#"{"rp":{"name":"x"},"user":{"id":"AQ","name":"a","displayName":"a"},"challenge":"*","pubKeyCredParams":[]}"#;
    assert_eq!(parse(bad).dom_exception(), DomException::Encoding);
    let sound = bad.replace("\"*\"", "\"AQ\"");
    for (wrong, exception) in [
        (bad.replace("\"*\"", "\"\""), DomException::Type),
        (sound.replace("{\"name\":\"x\"}", "{\"name\":\"x\",\"id\":\"EXAMPLE.org\"}"), DomException::Security),
        (with_extensions(&sound, r#"{"largeBlob":{"read":true}}"#), DomException::NotSupported),
        (
            with_extensions(
                &sound,
                r#"{"credentialProtectionPolicy":"future","enforceCredentialProtectionPolicy":true}"#,
            ),
            DomException::NotSupported,
        ),
        (with_extensions(&sound, r#"{"prf":{"evalByCredential":{}}}"#), DomException::NotSupported),
    ] {
        assert_eq!(parse(&wrong).dom_exception(), exception, "{wrong}");
    }
    let request = r#"{"challenge":"AQ","allowCredentials":[{"type":"public-key","id":"AQ"}],
        "extensions":{"prf":{"evalByCredential":{"Ag":{"first":"AQ"}}}}}"#;
    let error = Error::from(parse_request_options(request.as_bytes(), Mode::Strict).unwrap_err());
    assert_eq!(error.dom_exception(), DomException::Syntax);
}

fn with_extensions(options: &str, extensions: &str) -> String {
    options.replacen('{', &format!("{{\"extensions\":{extensions},"), 1)
}

#[test]
fn a_decline_and_a_missing_passkey_look_alike_to_the_page() {
    assert_eq!(Error::Declined.dom_exception(), Error::NoPasskey.dom_exception());
    assert_ne!(Error::Declined.fault(), Fault::Provider);
}

#[test]
fn the_table_of_errors_explains_each_code_with_its_fault_and_exception() {
    let table = include_str!("../../docs/errors.md");
    for error in all() {
        let row = table.lines().find(|line| line.starts_with(&format!("| `{}` |", error.code())));
        let row = row.unwrap_or_else(|| panic!("{} is not in the table of errors", error.code()));
        assert!(row.contains(&format!("| {} |", error.fault().as_str())), "{row}");
        assert!(row.contains(error.dom_exception().as_str()), "{row}");
    }
}
