//! `caller`: what is known of those who ask, and a verdict without a ceremony.

use serde_json::{Value, json};

use crate::account::{ORIGIN, RP_ID};
use crate::apps::{
    APK_KEY_HASH, APP, BROWSER, FOR_RP, SECOND, SIGNER, app, assert_refused, asset_links, bytes, create_by, file,
    fingerprint, has_store, privileged_list, with_store,
};
use crate::command::Sandbox;

const PAGE: &str = "https://login.example.com";

/// The verdict of `caller check`: whether, why, and the exit status.
fn verdict(sandbox: &Sandbox, caller: &[&str]) -> (Value, i32) {
    let ran = sandbox.run(&[&["--json", "caller", "check"], &FOR_RP[..], caller].concat(), "");
    let verdict = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("no verdict: {ran:?}"));
    (verdict, ran.status)
}

#[test]
fn a_browser_that_the_person_trusts_speaks_for_pages_until_they_revoke_it() {
    let sandbox = Sandbox::new();
    let browser = [&app(BROWSER, SIGNER)[..], &["--origin", PAGE]].concat();
    sandbox.answer(&[&["caller", "trust", "--at", "2026-11-21T10:00:00Z"], &app(BROWSER, SIGNER)[..]].concat(), "");
    assert_eq!(create_by(&sandbox, &browser).status, 0);
    let trusted = &sandbox.json(&["caller", "list"])["trusted"];
    let expected = json!([{
        "package": BROWSER, "signers": [fingerprint(SIGNER)], "since": "2026-11-21T10:00:00Z",
    }]);
    assert_eq!(*trusted, expected);
    assert_refused(
        &create_by(&sandbox, &[&app(BROWSER, SECOND)[..], &["--origin", PAGE]].concat()),
        "no_privileged_list",
    );
    assert!(sandbox.answer(&["caller", "list"], "").contains(BROWSER));

    sandbox.answer(&["caller", "revoke", BROWSER], "");
    assert_refused(&create_by(&sandbox, &browser), "no_privileged_list");
    sandbox.run(&["caller", "revoke", BROWSER], "").assert_refused(1, "unknown_app");
    assert_eq!(sandbox.json(&["caller", "list"])["trusted"], json!([]));
    let shown = sandbox.answer(&["history"], "");
    for words in ["You trusted a browser. (com.example.browser)", "You stopped trusting a browser."] {
        assert!(shown.contains(words), "{words} not in:\n{shown}");
    }
}

#[test]
fn an_impostor_of_a_listed_browser_cannot_be_trusted() {
    let sandbox = Sandbox::new();
    let list = file(&sandbox, "apps.json", &privileged_list(&[(BROWSER, "release", SIGNER)]));
    sandbox.answer(&["caller", "update", &list], "");
    let ran = sandbox.run(&[&["caller", "trust"], &app(BROWSER, SECOND)[..]].concat(), "");
    assert_refused(&ran, "wrong_certificate");
    assert_eq!(sandbox.json(&["caller", "list"])["trusted"], json!([]));
}

#[test]
fn an_older_list_is_refused_and_the_newer_one_stays() {
    let sandbox = Sandbox::with(&["--at", "2026-11-21T10:00:00Z"]);
    let new = file(&sandbox, "new.json", &privileged_list(&[(BROWSER, "release", SIGNER)]));
    let old = file(&sandbox, "old.json", &privileged_list(&[("com.example.old", "release", SIGNER)]));
    let taken = sandbox.json(&["caller", "update", &new, "--as-of", "2026-11-20T00:00:00Z"]);
    assert_eq!(taken, json!({ "as_of": "2026-11-20T00:00:00Z", "packages": 1 }));
    let ran = sandbox.run(&["caller", "update", &old, "--as-of", "2026-11-19T23:59:59Z"], "");
    ran.assert_refused(1, "invalid_privileged_list");
    let list = &sandbox.json(&["caller", "list"])["privileged_list"];
    assert_eq!(*list, json!({ "as_of": "2026-11-20T00:00:00Z", "packages": [BROWSER] }));
    assert!(sandbox.answer(&["caller", "list"], "").contains("as of 2026-11-20T00:00:00Z (1 day ago)"));
    // A list of the future is one of now, and keeps no later one out.
    let taken = sandbox.json(&["caller", "update", &new, "--as-of", "2027-01-01T00:00:00Z"]);
    assert_eq!(taken["as_of"], "2026-11-21T10:00:00Z");
}

#[test]
fn a_document_of_the_published_format_lets_its_browsers_speak() {
    let sandbox = Sandbox::new();
    let list = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/callers/privileged/google_format.json");
    sandbox.answer(&["caller", "update", list], "");
    let document: Value = serde_json::from_str(&std::fs::read_to_string(list).unwrap()).unwrap();
    let mut browsers = 0;
    for entry in document["apps"].as_array().unwrap().iter().filter(|entry| entry["type"] == "android") {
        let package = entry["info"]["package_name"].as_str().unwrap();
        let signature = |build: &str| {
            let signatures = entry["info"]["signatures"].as_array().unwrap().iter();
            let mut of_build = signatures.filter(|signature| signature["build"] == build);
            of_build.next().map(|signature| signature["cert_fingerprint_sha256"].as_str().unwrap().to_owned())
        };
        for (build, status) in [("release", 0), ("userdebug", 1)] {
            let Some(certificate) = signature(build) else { continue };
            let caller = [&app(package, &certificate)[..], &["--origin", PAGE]].concat();
            assert_eq!(verdict(&sandbox, &caller).1, status, "{package}, {build}");
            browsers += 1;
        }
    }
    assert!(browsers >= 20, "{browsers}");
}

#[test]
fn a_list_is_of_the_time_when_its_file_was_changed() {
    let sandbox = Sandbox::new();
    let list = file(&sandbox, "apps.json", &privileged_list(&[(BROWSER, "release", SIGNER)]));
    let changed = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    std::fs::File::options().write(true).open(&list).unwrap().set_modified(changed).unwrap();
    let caller = [&app(BROWSER, SIGNER)[..], &["--origin", PAGE, "--privileged-list", &list]].concat();
    let (checked, status) = verdict(&sandbox, &caller);
    assert_eq!((status, &checked["caller"]["time"]), (0, &"2023-11-14T22:13:20Z".into()));
    assert_eq!(sandbox.json(&["caller", "update", &list])["as_of"], "2023-11-14T22:13:20Z");
}

#[test]
fn sites_that_named_an_app_are_listed_with_the_age_of_their_word() {
    let sandbox = Sandbox::new();
    let links = file(&sandbox, "assetlinks.json", &asset_links());
    let at = ["--at", "2026-11-21T10:00:00Z", "--asset-links", &links];
    assert_eq!(create_by(&sandbox, &[&app(APP, SIGNER)[..], &at].concat()).status, 0);
    let expected = json!([{
        "rp_id": RP_ID, "package": APP, "certificate": fingerprint(SIGNER), "relation": "get_login_creds",
        "fetched": "2026-11-21T10:00:00Z",
    }]);
    assert_eq!(sandbox.json(&["caller", "list"])["linked"], expected);
    let shown = sandbox.answer(&["caller", "list", "--at", "2026-11-21T13:30:00Z"], "");
    assert!(shown.contains("example.com  com.example.app  2026-11-21T10:00:00Z (3 hours ago)"), "{shown}");
}

#[test]
fn a_fetch_is_described_and_not_made() {
    let sandbox = Sandbox::new();
    let requests = sandbox.json(&["caller", "fetch", RP_ID]);
    let expected = json!([
        {
            "purpose": "asset_links", "method": "GET", "url": "https://example.com/.well-known/assetlinks.json",
            "most_bytes": 524_288, "timeout_seconds": 5.0, "most_redirects": 0,
        },
        {
            "purpose": "related_origins", "method": "GET", "url": "https://example.com/.well-known/webauthn",
            "most_bytes": 524_288, "timeout_seconds": 5.0, "most_redirects": 20,
        },
    ]);
    assert_eq!(requests, expected);
    let shown = sandbox.answer(&["caller", "fetch", RP_ID], "");
    assert!(shown.contains("GET https://example.com/.well-known/assetlinks.json"), "{shown}");
    sandbox.run(&["caller", "fetch", "no domain"], "").assert_refused(2, "usage");
    assert!(!has_store(&sandbox));
}

/// Callers of every sort: their arguments, and the verdict with its reason or basis. `LIST`, `LINKS`,
/// `NONE` and `RELATED` stand for files.
const CALLERS: [(&[&str], &str, &str); 17] = [
    (&["--origin", PAGE], "accepted", "domain"),
    (&["--origin", "https://example.co.uk"], "refused", "foreign_rp_id"),
    (&["--origin", "https://192.0.2.1"], "refused", "not_a_domain"),
    (&["--origin", "https://example.co.uk", "--related-origins", "RELATED"], "accepted", "related_origins"),
    (&["--origin", "https://example.de", "--related-origins", "RELATED"], "refused", "not_related"),
    (&["--origin", "https://example.co.uk", "--offline"], "refused", "unreachable"),
    (&["--origin", PAGE, "--client-data-hash", SIGNER], "accepted", "platform"),
    (&["--android-package", BROWSER, "--android-cert", SIGNER, "--origin", PAGE], "refused", "no_privileged_list"),
    (
        &["--android-package", BROWSER, "--android-cert", SIGNER, "--origin", PAGE, "--privileged-list", "LIST"],
        "accepted",
        "privileged_list",
    ),
    (
        &["--android-package", BROWSER, "--android-cert", SECOND, "--origin", PAGE, "--privileged-list", "LIST"],
        "refused",
        "wrong_certificate",
    ),
    (
        &["--android-package", APP, "--android-cert", SIGNER, "--origin", PAGE, "--privileged-list", "LIST"],
        "refused",
        "browser_not_listed",
    ),
    (
        &[
            "--android-package",
            BROWSER,
            "--android-cert",
            SIGNER,
            "--origin",
            "http://x.com",
            "--privileged-list",
            "LIST",
        ],
        "refused",
        "unusable_origin",
    ),
    (&["--android-package", APP, "--android-cert", SIGNER, "--asset-links", "LINKS"], "accepted", "asset_links"),
    (&["--android-package", APP, "--android-cert", SIGNER, "--asset-links", "NONE"], "refused", "not_linked"),
    (&["--android-package", APP, "--android-cert", SIGNER, "--offline"], "refused", "unreachable"),
    (&["--android-package", APP, "--android-cert", SIGNER], "unanswered", ""),
    (
        &["--android-package", APP, "--android-cert", SIGNER, "--client-data-hash", SECOND, "--offline"],
        "refused",
        "hash_without_origin",
    ),
];

#[test]
fn a_check_agrees_with_the_ceremony_and_leaves_the_store_as_it_is() {
    for (arguments, expected, word) in CALLERS {
        for sandbox in [Sandbox::new(), with_store()] {
            let existed = has_store(&sandbox);
            let related = json!({ "origins": ["https://example.co.uk"] }).to_string();
            let files = [
                ("LIST", file(&sandbox, "apps.json", &privileged_list(&[(BROWSER, "release", SIGNER)]))),
                ("LINKS", file(&sandbox, "assetlinks.json", &asset_links())),
                ("NONE", file(&sandbox, "none.json", "[]")),
                ("RELATED", file(&sandbox, "webauthn.json", &related)),
            ];
            let named = |argument: &&'static str| files.iter().find(|(name, _)| name == argument);
            let caller: Vec<&str> =
                arguments.iter().map(|argument| named(argument).map_or(*argument, |(_, path)| path)).collect();

            let before = existed.then(|| bytes(&sandbox));
            let (checked, status) = verdict(&sandbox, &caller);
            assert_eq!(existed.then(|| bytes(&sandbox)), before, "{arguments:?}");
            assert_eq!(has_store(&sandbox), existed, "{arguments:?}");
            assert_eq!(checked["verdict"], expected, "{arguments:?}: {checked}");
            assert!(!checked["why"].as_str().unwrap().is_empty());
            assert_eq!(checked["next"].is_null(), expected == "accepted", "{checked}");

            let ran = create_by(&sandbox, &caller);
            assert_eq!(ran.status, status, "{arguments:?}: {checked} and {ran:?}");
            match expected {
                "accepted" => assert_eq!((status, &checked["caller"]["basis"]), (0, &word.into()), "{arguments:?}"),
                "refused" => {
                    assert_eq!((status, &checked["reason"]), (1, &word.into()), "{arguments:?}");
                    assert_refused(&ran, word);
                }
                _ => ran.assert_refused(2, "usage"),
            }
        }
    }
}

#[test]
fn a_check_is_told_in_words_with_what_to_do_next() {
    let sandbox = Sandbox::new();
    let links = file(&sandbox, "assetlinks.json", &asset_links());
    let check = |more: &[&str]| {
        let at = ["caller", "check", "--at", "2026-11-21T10:00:00Z"];
        sandbox.run(&[&at[..], &FOR_RP, &app(APP, SIGNER), more].concat(), "").stdout
    };
    let accepted = check(&["--asset-links", &links]);
    for words in ["accepted", "asset_links, of 2026-11-21T10:00:00Z (now)", APK_KEY_HASH, "GET https://example.com/"] {
        assert!(accepted.contains(words), "{words} not in:\n{accepted}");
    }
    let refused = check(&["--offline"]);
    for words in ["refused", "unreachable", "Go online and try again."] {
        assert!(refused.contains(words), "{words} not in:\n{refused}");
    }
    assert!(check(&[]).contains("--asset-links FILE"));
}

#[test]
fn a_fresh_word_of_the_site_needs_no_request() {
    let sandbox = Sandbox::new();
    let links = file(&sandbox, "assetlinks.json", &asset_links());
    let caller = app(APP, SIGNER);
    assert_eq!(verdict(&sandbox, &caller).0["requests"].as_array().unwrap().len(), 1);
    assert_eq!(create_by(&sandbox, &[&caller[..], &["--asset-links", &links]].concat()).status, 0);
    let (checked, status) = verdict(&sandbox, &caller);
    assert_eq!((status, &checked["requests"]), (0, &json!([])));
    assert_eq!(checked["caller"]["origin"], APK_KEY_HASH);
}

#[test]
fn what_is_known_is_listed_without_making_a_store() {
    let sandbox = Sandbox::new();
    let nothing = json!({ "privileged_list": null, "trusted": [], "linked": [] });
    assert_eq!(sandbox.json(&["caller", "list"]), nothing);
    sandbox.run(&["caller", "revoke", BROWSER], "").assert_refused(1, "unknown_app");
    assert!(!has_store(&sandbox));
}

#[test]
fn a_caller_that_contradicts_itself_is_a_usage_error() {
    let sandbox = Sandbox::new();
    let list = file(&sandbox, "apps.json", &privileged_list(&[(BROWSER, "release", SIGNER)]));
    let links = file(&sandbox, "assetlinks.json", &asset_links());
    let whole = file(&sandbox, "broken.answer.json", &asset_links());
    let wrong: [&[&str]; 20] = [
        &["--android-package", APP],
        &["--android-cert", SIGNER],
        &["--origin", ORIGIN, "--android-cert", SIGNER],
        &["--android-package", "browser", "--android-cert", SIGNER],
        &["--android-package", APP, "--android-cert", ""],
        &["--android-package", APP, "--android-cert", "ab"],
        &["--android-package", APP, "--android-cert", SIGNER, "--android-cert-history", "x"],
        &["--android-package", APP, "--android-cert", SIGNER, "--rp-id", RP_ID, "--client-data-hash", SIGNER],
        &["--android-package", APP, "--android-cert", SIGNER, "--android-build", "eng"],
        &["--android-package", APP, "--android-cert", SIGNER, "--privileged-list", &list],
        &["--android-package", APP, "--android-cert", SIGNER, "--asset-links", &links, "--offline"],
        &["--android-package", APP, "--android-cert", SIGNER, "--origin", ORIGIN, "--asset-links", &links],
        &["--android-package", APP, "--android-cert", SIGNER, "--related-origins", &links],
        &["--origin", ORIGIN, "--asset-links", &links],
        &["--origin", ORIGIN, "--privileged-list", &list],
        &["--origin", ORIGIN, "--android-build", "user"],
        &["--origin", ORIGIN, "--related-origins", &links, "--offline"],
        &["--origin", ORIGIN, "--related-origins", &links, "--client-data-hash", SIGNER],
        &["--rp-id", RP_ID, "--client-data-hash", SIGNER, "--offline"],
        &["--offline"],
    ];
    for caller in wrong {
        create_by(&sandbox, caller).assert_refused(2, "usage");
    }
    let several = format!("{SIGNER},{SECOND}");
    let history = [&app(APP, &several)[..], &["--offline", "--android-cert-history", SECOND]].concat();
    create_by(&sandbox, &history).assert_refused(2, "usage");
    for missing in [&*whole, "nowhere.json"] {
        let caller = [&app(APP, SIGNER)[..], &["--asset-links", missing]].concat();
        create_by(&sandbox, &caller).assert_refused(3, "file_unavailable");
    }
    for args in [&["caller"][..], &["caller", "trust"], &["caller", "check"], &["caller", "revoke", "x"]] {
        sandbox.run(args, "").assert_refused(2, "usage");
    }
    assert!(!has_store(&sandbox));
}
