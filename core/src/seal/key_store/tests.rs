use super::*;

#[test]
fn each_answer_of_a_key_store_is_the_error_that_says_what_to_do() {
    let platform = || Box::new(std::io::Error::other("the platform's words"));
    let failed = |word, number| KeyStoreError::Failed { cause: Cause::KeyStore { word, number } };
    for (answer, expected) in [
        (Error::NoEntry, KeyStoreError::NotFound),
        (Error::NoStorageAccess(platform()), KeyStoreError::Locked),
        (Error::BadEncoding(vec![1]), damaged("bytes that the key store cannot decode")),
        (Error::BadDataFormat(vec![1], platform()), damaged("bytes that the key store cannot decode")),
        (Error::Ambiguous(Vec::new()), damaged("several entries of one name")),
        (Error::PlatformFailure(platform()), failed("the platform failed", None)),
        (Error::Invalid("account".into(), "ada".into()), failed("it rejected an argument", None)),
    ] {
        assert_eq!(from_platform(answer), expected);
    }
}

/// As `security_framework::base::Error`.
#[derive(Debug, thiserror::Error)]
#[error("ada's keychain is locked")]
struct KeychainError {
    code: i32,
    message: Option<&'static str>,
}

#[test]
fn the_platform_s_own_number_is_kept_and_none_of_its_words() {
    let number = |error: PlatformError| match from_platform(Error::PlatformFailure(error)) {
        KeyStoreError::Failed { cause } => cause.to_string(),
        other => panic!("{other:?}"),
    };
    let status = KeychainError { code: -34018, message: Some("ada, code: 7") };
    assert!(status.message.is_some() && status.code < 0);
    assert_eq!(number(Box::new(status)), "the platform failed, status -34018");
    assert_eq!(number(Box::new(std::io::Error::from_raw_os_error(13))), "the platform failed, status 13");
    assert_eq!(number("ada { code: ada }".into()), "the platform failed");
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "needs the kernel's keyring, which containers often deny"]
fn the_kernel_keyring_keeps_a_device_key() {
    use crate::entropy::SystemEntropy;

    let service = format!("passkey-provider tests {}", std::process::id());
    let store = KeyStore::KernelKeyring;
    assert_eq!(store.load(&service, "key").err(), Some(KeyStoreError::NotFound));
    let key = DeviceKey::make(&SystemEntropy).unwrap();
    store.save_device_key(&service, "key", &key).unwrap();
    assert_eq!(store.load_device_key(&service, "key").unwrap().expose(), key.expose());

    store.save(&service, "key", &[1; 31]).unwrap();
    assert_eq!(store.load_device_key(&service, "key").err(), Some(damaged("another length than a key's")));
    store.save(&service, "epoch", &7_u64.to_be_bytes()).unwrap();
    assert_eq!(store.load(&service, "epoch").unwrap().expose(), &7_u64.to_be_bytes());

    store.delete(&service, "key").unwrap();
    store.delete(&service, "epoch").unwrap();
    assert_eq!(store.delete("passkey-provider tests never", "key").err(), Some(KeyStoreError::NotFound));
}

#[cfg(target_os = "linux")]
#[test]
fn a_session_without_a_secret_service_is_named_and_nothing_is_kept_elsewhere() {
    use std::process::Command;

    // The bus of a process is fixed when it starts, so another run of this binary does the asking.
    let asker = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "seal::key_store::tests::a_process_without_a_bus", "--nocapture"])
        .env("DBUS_SESSION_BUS_ADDRESS", NO_BUS)
        .output()
        .unwrap();
    assert!(asker.status.success(), "{}", String::from_utf8_lossy(&asker.stdout));
    assert!(String::from_utf8_lossy(&asker.stdout).contains("asked"));
}

#[cfg(target_os = "linux")]
const NO_BUS: &str = "unix:path=/nonexistent/passkey-provider-tests";

/// Does nothing when it runs as a test of its own.
#[cfg(target_os = "linux")]
#[test]
fn a_process_without_a_bus() {
    if std::env::var("DBUS_SESSION_BUS_ADDRESS").as_deref() != Ok(NO_BUS) {
        return;
    }
    for outcome in [
        KeyStore::Platform.load("passkey-provider tests", "key").err(),
        KeyStore::Platform.save("passkey-provider tests", "key", &[1; 32]).err(),
        KeyStore::Platform.delete("passkey-provider tests", "key").err(),
    ] {
        assert!(matches!(outcome, Some(KeyStoreError::NotAvailable { .. })), "{outcome:?}");
    }
    println!("asked");
}
