//! A device key that never leaves the library.

use passkey_provider_ffi::{ErrorCode, KeySource, OpenRequest, Provider, make_device_key};

use crate::world::{code, open_request, register, sign_in};

fn request(folder: &std::path::Path, account: &str) -> OpenRequest {
    let device_key = KeySource::PlatformKeyStore { service: "app.example".to_owned(), account: account.to_owned() };
    OpenRequest { device_key, ..open_request(folder) }
}

fn make(account: &str) -> bool {
    make_device_key("app.example".to_owned(), account.to_owned()).unwrap()
}

#[test]
#[ignore = "needs the feature desktop-key-store and a Secret Service of its own: tests/keystores/run has both"]
fn a_device_key_is_made_once_and_opens_its_store() {
    let folder = tempfile::tempdir().unwrap();
    let open = |account| Provider::open(request(folder.path(), account));
    assert_eq!(code(open("device-key")), ErrorCode::DeviceKeyMissing);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "no store is made without its key");

    assert!(make("device-key"), "the first call makes it");
    let provider = open("device-key").unwrap();
    register(&provider, "ada").unwrap();
    provider.close_store().unwrap();

    assert!(!make("device-key"), "the second finds it");
    sign_in(&open("device-key").unwrap(), &[]).unwrap();

    assert!(make("another"), "under another name it is another");
    assert_eq!(code(open("another")), ErrorCode::Stranded);
}
