//! A site's asset links. An app is let through only if a statement of the document names it, its
//! certificate and the relation; and the check comes to its end, whatever is included.

#![no_main]

mod unambiguous;

use libfuzzer_sys::fuzz_target;
use passkey_provider::caller::{AndroidApp, AndroidCaller, AndroidTrust, Answered, Checked, PendingCaller};
use passkey_provider::clock::Timestamp;
use passkey_provider::exchange::{Answer, Response, ResponseHeaders};
use passkey_provider::id::{CertificateFingerprint, PackageName, RpId};
use serde_json::Value;
use serde_json::value::RawValue;
use url::Url;

const PACKAGE: &str = "com.example.app";
const RELATION: &str = "delegate_permission/common.get_login_creds";

/// Many times as many documents as one check may ask for.
const MANY: usize = 1000;

fuzz_target!(|document: &[u8]| {
    let is_named = statements(document).iter().any(names_the_app);
    let answer = Answer::Response(Response {
        status: 200,
        content_type: Some("application/json".to_owned()),
        redirects: Vec::new(),
        headers: ResponseHeaders::default(),
        body: document.to_vec(),
    });
    let mut pending = asking();
    for _ in 0..MANY {
        let url = Url::parse(&pending.request().url).expect("what is asked for is a URL");
        assert_eq!(url.scheme(), "https");
        assert_eq!(url.as_str(), pending.request().url);
        match pending.answer(&answer, Timestamp::from_millis(1)) {
            Answered::Pending(next) => pending = next,
            Answered::Done { verdict, .. } => {
                assert_eq!(verdict.is_ok(), is_named);
                return;
            }
        }
    }
    panic!("{MANY} documents, and no end");
});

fn fingerprint() -> CertificateFingerprint {
    CertificateFingerprint::from_bytes(&[0x11; 32]).expect("32 bytes")
}

fn asking() -> PendingCaller {
    let package = PackageName::parse(PACKAGE).expect("a package name");
    let app = AndroidApp::new(package, &[fingerprint()], &[]).expect("one signer");
    let caller = AndroidCaller { app, origin: None, client_data_hash: None };
    let rp_id = RpId::parse("example.com").expect("an RP ID");
    match caller.check(Some(&rp_id), &AndroidTrust::default(), Timestamp::from_millis(0)) {
        Ok(Checked::Pending(pending)) => pending,
        other => panic!("the site has to be asked: {other:?}"),
    }
}

/// Read anew: each statement by itself, so that one that contradicts itself says nothing and the others stand.
fn statements(document: &[u8]) -> Vec<Value> {
    let statements: Vec<Box<RawValue>> = serde_json::from_slice(document).unwrap_or_default();
    statements.iter().filter_map(|statement| unambiguous::read(statement.get().as_bytes())).collect()
}

/// By members of the statement alone.
fn names_the_app(statement: &Value) -> bool {
    let has = |list: &Value, wanted: &str| list.as_array().is_some_and(|list| list.iter().any(|text| text == wanted));
    let are_texts = |list: &Value| list.as_array().is_some_and(|list| list.iter().all(Value::is_string));
    let (relation, target) = (&statement["relation"], &statement["target"]);
    let fingerprints = &target["sha256_cert_fingerprints"];
    statement.get("include").is_none()
        && has(relation, RELATION)
        && target["namespace"] == "android_app"
        && target["package_name"] == PACKAGE
        && has(fingerprints, &fingerprint().to_string())
        && are_texts(relation)
        && are_texts(fingerprints)
}
