//! Apps on Android, what lists and sites say of them, and the files that say so.

use serde_json::{Value, json};

use crate::account::{RP_ID, creation_options};
use crate::command::{Ran, Sandbox};

/// The package of a browser, and of an app that speaks for itself.
pub(crate) const BROWSER: &str = "com.example.browser";
pub(crate) const APP: &str = "com.example.app";

/// SHA-256 of the three bytes `abc`, from FIPS 180-2, appendix B.1, in the place of an app's
/// certificate.
pub(crate) const SIGNER: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// The same in base64url, as `android:apk-key-hash` has it.
pub(crate) const APK_KEY_HASH: &str = "android:apk-key-hash:ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0";

/// Other certificates.
pub(crate) const SECOND: &str = "2222222222222222222222222222222222222222222222222222222222222222";
pub(crate) const THIRD: &str = "3333333333333333333333333333333333333333333333333333333333333333";

/// What an app on the command line is.
pub(crate) fn app<'a>(package: &'a str, certificates: &'a str) -> [&'a str; 4] {
    ["--android-package", package, "--android-cert", certificates]
}

/// Pairs of upper-case digits with colons, as documents have fingerprints.
pub(crate) fn fingerprint(hex: &str) -> String {
    let pairs: Vec<String> =
        hex.as_bytes().chunks(2).map(|pair| String::from_utf8_lossy(pair).to_uppercase()).collect();
    pairs.join(":")
}

/// A list of privileged browsers: package, build, certificate.
pub(crate) fn privileged_list(entries: &[(&str, &str, &str)]) -> String {
    let app = |(package, build, certificate): &(&str, &str, &str)| {
        let signature = json!({ "build": build, "cert_fingerprint_sha256": fingerprint(certificate) });
        json!({ "type": "android", "info": { "package_name": package, "signatures": [signature] } })
    };
    json!({ "apps": entries.iter().map(app).collect::<Value>() }).to_string()
}

/// A statement that an app may use what signs in to the site.
pub(crate) fn statement(package: &str, certificate: &str) -> Value {
    json!({
        "relation": ["delegate_permission/common.get_login_creds"],
        "target": {
            "namespace": "android_app",
            "package_name": package,
            "sha256_cert_fingerprints": [fingerprint(certificate)],
        },
    })
}

/// Asset links that name the app.
pub(crate) fn asset_links() -> String {
    json!([statement(APP, SIGNER)]).to_string()
}

/// Writes a file beside the store, and gives its path.
pub(crate) fn file(sandbox: &Sandbox, name: &str, content: &str) -> String {
    let path = sandbox.beside(name);
    std::fs::write(&path, content).unwrap();
    path.display().to_string()
}

/// `create` at example.com by whom the arguments name, with a gesture, beside any passkey that is here.
pub(crate) fn create_by(sandbox: &Sandbox, caller: &[&str]) -> Ran {
    sandbox.run(&[&["create", "--approve", "--on-duplicate", "add"], caller].concat(), &creation_options(&[]))
}

/// A sandbox whose store has one passkey of example.com's own page.
pub(crate) fn with_store() -> Sandbox {
    let sandbox = Sandbox::new();
    crate::account::created(&sandbox, &[]);
    sandbox
}

/// Asserts what a refused caller gets: the same of everybody; and what the host learns: why.
#[track_caller]
pub(crate) fn assert_refused(ran: &Ran, reason: &str) {
    ran.assert_refused(1, "caller_refused");
    let error = ran.error();
    assert_eq!((&error["fault"], &error["dom_exception"]), (&"caller".into(), &"SecurityError".into()));
    assert_eq!(error["reason"], reason, "{error}");
}

/// The notes on refused callers in the store's history.
pub(crate) fn refusals(sandbox: &Sandbox) -> Vec<String> {
    let history = sandbox.json(&["history"]);
    let events = history["events"].as_array().unwrap().iter();
    let refused = events.filter(|event| event["kind"] == "caller_refused");
    refused.map(|event| event["note"].as_str().unwrap().to_owned()).collect()
}

/// The bytes of the store's database.
pub(crate) fn bytes(sandbox: &Sandbox) -> Vec<(String, Vec<u8>)> {
    let copy = sandbox.beside("copy");
    let _ = std::fs::remove_dir_all(&copy);
    sandbox.copy_store(&copy);
    let mut files: Vec<_> = std::fs::read_dir(copy)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

/// Whether anything was made where the store is to be.
pub(crate) fn has_store(sandbox: &Sandbox) -> bool {
    sandbox.store().exists()
}

/// The RP ID on the command line of `caller check`.
pub(crate) const FOR_RP: [&str; 2] = ["--rp-id", RP_ID];
