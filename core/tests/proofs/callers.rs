//! Callers: whatever they claim, they get an RP ID that is theirs, and whatever a site or a list says is
//! read or refused.

use passkey_provider::caller::{
    AndroidApp, AndroidCaller, AndroidTrust, Answered, Checked, Frame, PrivilegedList, VerifiedCaller,
};
use passkey_provider::clock::Timestamp;
use passkey_provider::exchange::{Answer, Response, ResponseHeaders};
use passkey_provider::id::{CertificateFingerprint, Origin, PackageName, RpId};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use public_suffix::{DEFAULT_PROVIDER, EffectiveTLDProvider};
use serde_json::json;

use crate::cases;

proptest! {
    #![proptest_config(cases(500))]

    /// The list of another crate is the yardstick.
    #[test]
    fn an_accepted_rp_id_is_the_host_or_above_it_and_below_a_public_suffix(
        labels in vec(label(), 1..6),
        cut in any::<Index>(),
        glue in select(vec!["", ".", "-"]),
    ) {
        let host = labels.join(".");
        let claimed = format!("{}{}", glue, &host[floor(&host, cut.index(host.len()))..]);
        let claimed = claimed.trim_start_matches('.');
        let (Ok(origin), Ok(rp_id)) = (Origin::parse(&format!("https://{host}")), RpId::parse(claimed)) else {
            return Ok(());
        };
        let Some(domain) = origin.effective_domain().cloned() else { return Ok(()) };
        let Ok(caller) = VerifiedCaller::web(&origin, Frame::SameOrigin, Some(&rp_id)) else { return Ok(()) };
        let (host, accepted) = (domain.as_str(), caller.rp_id().as_str());
        prop_assert_eq!(accepted, rp_id.as_str());
        if host != accepted {
            prop_assert!(host.ends_with(&format!(".{accepted}")), "{} for {}", host, accepted);
            prop_assert!(DEFAULT_PROVIDER.effective_tld_plus_one(accepted).is_ok(), "{} for {}", host, accepted);
        }
    }

    #[test]
    fn a_listed_browser_is_refused_when_a_byte_of_it_changes(
        entries in vec((package(), any::<[u8; 32]>()), 1..40),
        chosen in any::<Index>(),
        place in any::<Index>(),
        other in any::<u8>(),
    ) {
        let entries: std::collections::BTreeMap<_, _> = entries.into_iter().collect();
        let apps: Vec<_> = entries.iter().map(|(package, print)| json!({"type": "android", "info": {
            "package_name": package, "signatures": [{"build": "release", "cert_fingerprint_sha256": text(print)}]}})).collect();
        let document = json!({"apps": apps}).to_string();
        let list = PrivilegedList::parse(document.as_bytes(), Timestamp::default()).unwrap();
        let (package, print) = entries.iter().nth(chosen.index(entries.len())).unwrap();
        prop_assert!(is_admitted(&list, package, print));
        let mut bytes = *print;
        bytes[place.index(32)] ^= other.max(1);
        prop_assert!(!is_admitted(&list, package, &bytes));
        let mut changed = package.clone().into_bytes();
        let place = place.index(changed.len());
        changed[place] = other % 128;
        if let Some(changed) = String::from_utf8(changed).ok().filter(|changed| changed != package) {
            let is_another_entry = entries.get(&changed) == Some(print);
            prop_assert!(is_another_entry || !is_admitted(&list, &changed, print));
        }
    }

    #[test]
    fn whatever_is_in_a_document_it_is_read_or_refused(bytes in vec(any::<u8>(), 0..400), text in ".{0,200}", json in json_text()) {
        for document in [bytes, text.into_bytes(), json.into_bytes()] {
            let _ = PrivilegedList::parse(&document, Timestamp::default());
            for pending in [app_of_a_site(), page_of_another_site()] {
                let response = Response {
                    status: 200,
                    content_type: Some("application/json".to_owned()),
                    redirects: Vec::new(),
                    headers: ResponseHeaders::default(),
                    body: document.clone(),
                };
                let answered = pending.answer(&Answer::Response(response), Timestamp::default());
                let is_accepted = matches!(answered, Answered::Done { verdict: Ok(_), .. });
                prop_assert!(!is_accepted);
            }
        }
    }
}

fn label() -> impl Strategy<Value = String> {
    let known = [
        "com",
        "co",
        "uk",
        "github",
        "io",
        "ck",
        "www",
        "jp",
        "kobe",
        "city",
        "xn--p1ai",
        "localhost",
        "amazonaws",
        "s3",
    ];
    prop_oneof![
        3 => select(known.map(str::to_owned).to_vec()),
        3 => "[a-z0-9_-]{1,8}",
        1 => "[a-zA-Z0-9äßς公司.]{1,5}",
    ]
}

fn package() -> impl Strategy<Value = String> {
    vec("[a-zA-Z][a-zA-Z0-9_]{0,6}", 2..4).prop_map(|words| words.join("."))
}

/// JSON in the shapes that the documents have, with anything in the place of anything.
fn json_text() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just(json!(null)),
        Just(json!(7)),
        Just(json!("android")),
        Just(json!("android_app")),
        Just(json!("https://example.org")),
        Just(json!("delegate_permission/common.get_login_creds")),
    ];
    let names =
        select(vec!["apps", "type", "info", "relation", "target", "namespace", "origins", "include", "signatures"]);
    leaf.prop_recursive(4, 32, 4, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
            vec((names.clone(), inner), 0..4).prop_map(|members| members
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect::<serde_json::Map<_, _>>()
                .into()),
        ]
    })
    .prop_map(|value| value.to_string())
}

fn is_admitted(list: &PrivilegedList, package: &str, print: &[u8; 32]) -> bool {
    let Ok(package) = PackageName::parse(package) else { return false };
    let app = AndroidApp::new(package, &[CertificateFingerprint::from_bytes(print).unwrap()], &[]).unwrap();
    let caller = AndroidCaller { app, origin: Some("https://example.com".to_owned()), client_data_hash: None };
    let trust = AndroidTrust { privileged: Some(list), ..AndroidTrust::default() };
    matches!(caller.check(None, &trust, Timestamp::default()), Ok(Checked::Verified(_)))
}

fn app_of_a_site() -> passkey_provider::caller::PendingCaller {
    let print = CertificateFingerprint::from_bytes(&[0x11; 32]).unwrap();
    let app = AndroidApp::new(PackageName::parse("com.example.app").unwrap(), &[print], &[]).unwrap();
    let caller = AndroidCaller { app, origin: None, client_data_hash: None };
    let requested = RpId::parse("example.com").unwrap();
    match caller.check(Some(&requested), &AndroidTrust::default(), Timestamp::default()).unwrap() {
        Checked::Pending(pending) => pending,
        Checked::Verified(_) => panic!("the site was not asked"),
    }
}

fn page_of_another_site() -> passkey_provider::caller::PendingCaller {
    let origin = Origin::parse("https://example.co.uk").unwrap();
    match VerifiedCaller::web_or_related(&origin, Frame::SameOrigin, Some(&RpId::parse("example.com").unwrap()))
        .unwrap()
    {
        Checked::Pending(pending) => pending,
        Checked::Verified(_) => panic!("the site was not asked"),
    }
}

fn text(print: &[u8; 32]) -> String {
    CertificateFingerprint::from_bytes(print).unwrap().to_string()
}

/// The start of the character at or before `place`.
fn floor(text: &str, place: usize) -> usize {
    (0..=place).rev().find(|place| text.is_char_boundary(*place)).unwrap_or_default()
}
