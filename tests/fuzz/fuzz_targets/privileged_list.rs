//! A list of privileged browsers. One that is accepted holds browsers that the document names, and
//! admits nobody else.

#![no_main]

use libfuzzer_sys::fuzz_target;
use passkey_provider::caller::{AndroidApp, BuildType, CallerRefused, PrivilegedList};
use passkey_provider::clock::Timestamp;
use passkey_provider::id::{CertificateFingerprint, PackageName};
use serde_json::Value;

/// In no document that a fuzzer comes upon: the hash of a text of its own.
const STRANGER: &[u8] = b"a certificate that no list has";

fuzz_target!(|document: &[u8]| {
    let Ok(list) = PrivilegedList::parse(document, Timestamp::from_millis(0)) else { return };
    // Half of a surrogate pair in a member that nobody reads is JSON, and no text that a value could hold.
    let Ok(document) = serde_json::from_slice::<Value>(document) else { return };
    let stranger = CertificateFingerprint::of_certificate(STRANGER);
    assert!(!list.packages().is_empty());
    for package in list.packages() {
        let listed = signatures(&document, package);
        assert!(!listed.is_empty(), "{package} is not in the document");
        for build in [BuildType::User, BuildType::Userdebug] {
            assert_eq!(list.admits(&app(package, stranger), build), Err(CallerRefused::WrongCertificate));
            for (for_build, fingerprint) in &listed {
                let counts = listed.iter().any(|(other_build, other)| {
                    other == fingerprint && (build == BuildType::Userdebug || *other_build != "userdebug")
                });
                let fingerprint = CertificateFingerprint::parse(fingerprint).expect("a listed fingerprint is one");
                let admitted = list.admits(&app(package, fingerprint), build);
                assert_eq!(admitted.is_ok(), counts, "{package}, {for_build}, {build:?}");
            }
        }
    }
    let other = PackageName::parse("org.example.in.no.list.at.all").expect("a package name");
    if !list.packages().contains(&&other) {
        assert_eq!(list.admits(&app(&other, stranger), BuildType::Userdebug), Err(CallerRefused::BrowserNotListed));
    }
});

fn app(package: &PackageName, signer: CertificateFingerprint) -> AndroidApp {
    AndroidApp::new(package.clone(), &[signer], &[]).expect("one signer")
}

/// Build and fingerprint of each signature that the document lists for a package.
fn signatures<'a>(document: &'a Value, package: &PackageName) -> Vec<(&'a str, &'a str)> {
    let apps = document["apps"].as_array().into_iter().flatten();
    apps.filter(|app| app["type"] == "android" && app["info"]["package_name"] == package.as_str())
        .flat_map(|app| app["info"]["signatures"].as_array().into_iter().flatten())
        .filter_map(|signature| Some((signature["build"].as_str()?, signature["cert_fingerprint_sha256"].as_str()?)))
        .collect()
}
