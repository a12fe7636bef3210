//! Who is let in to a ceremony: browsers and apps on Android, and pages that a site says are its own.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::account::{HANDLE, ORIGIN, RP_ID, creation_options, creation_options_of, id_of, request_options, standing};
use crate::apps::{
    APK_KEY_HASH, APP, BROWSER, SECOND, SIGNER, THIRD, app, assert_refused, asset_links, create_by, file, has_store,
    privileged_list, refusals, statement, with_store,
};
use crate::bytes::{parse_base64url, to_base64url};
use crate::command::{Ran, Sandbox};
use crate::relying_party::{Account, RelyingParty, Verification};

const PAGE: &str = "https://login.example.com";

/// A sandbox, and the arguments of the browser with a list that has it.
fn listed(certificates: &'static str) -> (Sandbox, Vec<String>) {
    let sandbox = Sandbox::new();
    let list = file(&sandbox, "apps.json", &privileged_list(&[(BROWSER, "release", SIGNER)]));
    let args = [&app(BROWSER, certificates)[..], &["--origin", PAGE, "--privileged-list", &list]].concat();
    let args = args.into_iter().map(str::to_owned).collect();
    (sandbox, args)
}

fn texts(args: &[String]) -> Vec<&str> {
    args.iter().map(String::as_str).collect()
}

fn client_data(ran: &Ran) -> Value {
    assert_eq!(ran.status, 0, "{ran:?}");
    let response: Value = serde_json::from_str(&ran.stdout).unwrap();
    let text = response["response"]["clientDataJSON"].as_str().unwrap();
    serde_json::from_slice(&parse_base64url(text).unwrap()).unwrap()
}

#[test]
fn a_browser_of_the_list_speaks_for_its_page() {
    let (sandbox, caller) = listed(SIGNER);
    let mut server = RelyingParty::new(RP_ID, PAGE).unwrap();
    let run = |command: &str, options: &str| {
        sandbox.answer(&[&[command, "--verified", "biometric"], &texts(&caller)[..]].concat(), options)
    };
    let options = server.begin_registration(&Account::new("ada", "Ada"), Verification::Required).unwrap();
    server.finish_registration(&run("create", &options)).unwrap();
    let options = server.begin_sign_in(Verification::Required).unwrap();
    server.finish_sign_in(&run("get", &options)).unwrap();
}

#[test]
fn a_browser_of_the_list_gets_a_signature_over_the_hash_that_it_hands_in() {
    let (sandbox, caller) = listed(SIGNER);
    let mut server = RelyingParty::new(RP_ID, PAGE).unwrap();
    let options = server.begin_registration(&Account::new("ada", "Ada"), Verification::Required).unwrap();
    let challenge = serde_json::from_str::<Value>(&options).unwrap()["challenge"].as_str().unwrap().to_owned();
    let data = format!(
        r#"{{"type":"webauthn.create","challenge":"{challenge}","origin":"{PAGE}","crossOrigin":false,"mine":1}}"#
    );
    let hash: String = Sha256::digest(&data).iter().map(|byte| format!("{byte:02x}")).collect();
    let args = [&["create", "--verified", "pin", "--client-data-hash", &hash], &texts(&caller)[..]].concat();
    let mut response: Value = serde_json::from_str(&sandbox.answer(&args, &options)).unwrap();
    response["response"]["clientDataJSON"] = json!(to_base64url(data.as_bytes()));
    server.finish_registration(&response.to_string()).unwrap();
}

#[test]
fn a_browser_is_believed_about_the_rp_id_of_its_page() {
    let (sandbox, mut caller) = listed(SIGNER);
    caller[5] = "https://example.co.uk".to_owned();
    let data = client_data(&create_by(&sandbox, &texts(&caller)));
    assert_eq!(data["origin"], "https://example.co.uk");
}

#[test]
fn the_list_of_the_store_counts_and_one_beside_it_counts_this_once() {
    let sandbox = Sandbox::new();
    let caller = [&app(BROWSER, SIGNER)[..], &["--origin", ORIGIN]].concat();
    assert_refused(&create_by(&sandbox, &caller), "no_privileged_list");
    let list = file(&sandbox, "apps.json", &privileged_list(&[(BROWSER, "release", SIGNER)]));
    let other = file(&sandbox, "other.json", &privileged_list(&[("com.example.other", "release", SIGNER)]));

    sandbox.answer(&["caller", "update", &list], "");
    id_of(&create_by(&sandbox, &caller));
    let ran = create_by(&sandbox, &[&caller[..], &["--privileged-list", &other]].concat());
    assert_refused(&ran, "browser_not_listed");
    assert_eq!(sandbox.json(&["caller", "list"])["privileged_list"]["packages"], json!([BROWSER]));
    sandbox.answer(&[&["get", "--approve"], &caller[..]].concat(), &request_options(&[]));
}

#[test]
fn a_browser_that_is_on_no_list_is_told_so_and_gets_nothing() {
    let (sandbox, mut caller) = listed(SIGNER);
    caller[1] = "com.example.unknown".to_owned();
    for hash in [&[][..], &["--client-data-hash", SIGNER]] {
        let ran = create_by(&sandbox, &[&texts(&caller)[..], hash].concat());
        assert_refused(&ran, "browser_not_listed");
        assert!(ran.error()["next"].as_str().unwrap().contains("trust"), "{ran:?}");
    }
    assert!(!has_store(&sandbox));
}

#[test]
fn an_impostor_with_a_browsers_name_is_refused() {
    let (sandbox, caller) = listed(SECOND);
    assert_refused(&create_by(&sandbox, &texts(&caller)), "wrong_certificate");
    assert!(!has_store(&sandbox));
}

#[test]
fn a_browser_whose_key_was_rotated_is_known_by_its_history() {
    let (sandbox, caller) = listed(SECOND);
    for history in [SIGNER.to_owned(), format!("{SIGNER},{SECOND}"), format!("{THIRD},{SIGNER}")] {
        let ran = create_by(&sandbox, &[&texts(&caller)[..], &["--android-cert-history", &history]].concat());
        assert_eq!(client_data(&ran)["origin"], PAGE);
    }
    let ran = create_by(&sandbox, &[&texts(&caller)[..], &["--android-cert-history", THIRD]].concat());
    assert_refused(&ran, "wrong_certificate");
}

#[test]
fn of_several_signers_every_one_must_be_listed() {
    let sandbox = Sandbox::new();
    let mut list: Value = serde_json::from_str(&privileged_list(&[(BROWSER, "release", SIGNER)])).unwrap();
    let other: Value = serde_json::from_str(&privileged_list(&[(BROWSER, "release", SECOND)])).unwrap();
    let signatures = list["apps"][0]["info"]["signatures"].as_array_mut().unwrap();
    signatures.extend(other["apps"][0]["info"]["signatures"].as_array().unwrap().clone());
    let list = file(&sandbox, "apps.json", &list.to_string());
    let by = |certificates: &str| {
        let caller = [&app(BROWSER, certificates)[..], &["--origin", PAGE, "--privileged-list", &list]].concat();
        create_by(&sandbox, &caller)
    };
    assert_refused(&by(&format!("{SIGNER},{THIRD}")), "wrong_certificate");
    id_of(&by(&format!("{SECOND},{SIGNER}")));
}

#[test]
fn a_certificate_for_developers_counts_on_their_system_alone() {
    let sandbox = Sandbox::new();
    let list = file(&sandbox, "apps.json", &privileged_list(&[(BROWSER, "userdebug", SIGNER)]));
    sandbox.answer(&["caller", "update", &list], "");
    for list in [&[][..], &["--privileged-list", &list]] {
        let caller = [&app(BROWSER, SIGNER)[..], &["--origin", PAGE], list].concat();
        assert_refused(&create_by(&sandbox, &caller), "wrong_certificate");
        let debug = [&caller[..], &["--android-build", "userdebug"]].concat();
        assert_eq!(client_data(&create_by(&sandbox, &debug))["origin"], PAGE);
    }
}

#[test]
fn a_list_that_is_none_lets_nobody_in() {
    let sandbox = Sandbox::new();
    for document in ["", "[]", "{}", r#"{"apps":[]}"#, "not json"] {
        let list = file(&sandbox, "apps.json", document);
        let caller = [&app(BROWSER, SIGNER)[..], &["--origin", PAGE, "--privileged-list", &list]].concat();
        create_by(&sandbox, &caller).assert_refused(1, "invalid_privileged_list");
        sandbox.run(&["caller", "update", &list], "").assert_refused(1, "invalid_privileged_list");
    }
    assert!(!has_store(&sandbox));
}

#[test]
fn an_app_that_its_site_names_registers_and_signs_in_with_an_origin_of_its_own() {
    let sandbox = Sandbox::new();
    let links = file(&sandbox, "assetlinks.json", &asset_links());
    let mut server = RelyingParty::new(RP_ID, APK_KEY_HASH).unwrap();
    let options = server.begin_registration(&Account::new("ada", "Ada"), Verification::Required).unwrap();
    let args = [&["create", "--verified", "biometric", "--asset-links", &links], &app(APP, SIGNER)[..]].concat();
    server.finish_registration(&sandbox.answer(&args, &options)).unwrap();

    // What the site said is remembered for a day, even by a store that was not there before.
    let options = server.begin_sign_in(Verification::Required).unwrap();
    let args = [&["get", "--verified", "biometric"], &app(APP, SIGNER)[..]].concat();
    server.finish_sign_in(&sandbox.answer(&args, &options)).unwrap();

    // A server that expects its page alone does not take it.
    let mut elsewhere = RelyingParty::new(RP_ID, PAGE).unwrap();
    let options = elsewhere.begin_registration(&Account::new("eve", "Eve"), Verification::Required).unwrap();
    let args = [&["create", "--verified", "biometric"], &app(APP, SIGNER)[..]].concat();
    assert!(elsewhere.finish_registration(&sandbox.answer(&args, &options)).is_err());
}

#[test]
fn an_app_that_hands_in_a_hash_gets_no_signature_over_it() {
    let sandbox = with_store();
    let links = file(&sandbox, "assetlinks.json", &asset_links());
    let caller = [&app(APP, SIGNER)[..], &["--asset-links", &links, "--client-data-hash", SECOND]].concat();
    assert_refused(&create_by(&sandbox, &caller), "hash_without_origin");
}

#[test]
fn an_app_of_several_signers_or_without_an_rp_id_has_nothing_to_ask_for() {
    let sandbox = Sandbox::new();
    let links = file(&sandbox, "assetlinks.json", &asset_links());
    let several = format!("{SIGNER},{SECOND}");
    let caller = [&app(APP, &several)[..], &["--asset-links", &links]].concat();
    assert_refused(&create_by(&sandbox, &caller), "several_signers");
    let mut options: Value = serde_json::from_str(&creation_options(&[])).unwrap();
    options["rp"].as_object_mut().unwrap().remove("id");
    let args = [&["create", "--approve", "--asset-links", &links], &app(APP, SIGNER)[..]].concat();
    assert_refused(&sandbox.run(&args, &options.to_string()), "no_rp_id");
    assert!(!has_store(&sandbox));
}

#[test]
fn what_a_site_does_not_say_as_it_has_to_names_no_app() {
    let body = asset_links();
    let whole = |status: u16, content_type: Value, redirects: &[&str], body: &str| json!({ "status": status, "content_type": content_type, "redirects": redirects, "body": body });
    let long = format!("{body}{}", " ".repeat(512 * 1024));
    let table = [
        (whole(404, json!("application/json"), &[], &body), "not_published"),
        (whole(503, json!("application/json"), &[], &body), "not_published"),
        (json!({ "status": 404 }), "not_published"),
        (whole(302, json!("application/json"), &[], &body), "redirected"),
        (whole(200, json!("application/json"), &["https://example.com/elsewhere"], &body), "redirected"),
        (whole(200, json!("text/html"), &[], &body), "unreadable"),
        (whole(200, Value::Null, &[], &body), "unreadable"),
        (whole(200, json!("application/json"), &[], "{}"), "unreadable"),
        (whole(200, json!("application/json"), &[], &long), "too_long"),
        (whole(200, json!("application/json"), &[], "[]"), "not_linked"),
        (whole(200, json!("application/json"), &[], &json!([statement(APP, SECOND)]).to_string()), "not_linked"),
        (whole(200, json!("application/json"), &[], &json!([statement(BROWSER, SIGNER)]).to_string()), "not_linked"),
    ];
    let sandbox = Sandbox::new();
    let by = |answer: &Value| {
        let recorded = file(&sandbox, "recorded.answer.json", &answer.to_string());
        create_by(&sandbox, &[&app(APP, SIGNER)[..], &["--asset-links", &recorded]].concat())
    };
    for (answer, reason) in table {
        assert_refused(&by(&answer), reason);
    }
    assert!(!has_store(&sandbox));
    let answer = whole(200, json!("application/json; charset=utf-8"), &[], &body);
    assert_eq!(client_data(&by(&answer))["origin"], APK_KEY_HASH);
}

#[test]
fn statements_that_a_site_includes_are_asked_for_one_after_the_other() {
    let sandbox = Sandbox::new();
    let include = "https://example.com/apps.json";
    let first = file(&sandbox, "first.json", &json!([{ "include": include }]).to_string());
    let second = file(&sandbox, "second.json", &asset_links());
    let caller = [&app(APP, SIGNER)[..], &["--asset-links", &first]].concat();
    let ran = create_by(&sandbox, &caller);
    ran.assert_refused(2, "usage");
    assert_eq!(ran.error()["request"]["url"], include);
    let caller = [&caller[..], &["--asset-links", &second]].concat();
    assert_eq!(client_data(&create_by(&sandbox, &caller))["origin"], APK_KEY_HASH);
}

#[test]
fn without_the_sites_word_an_app_is_refused_and_the_host_told_what_to_fetch() {
    for sandbox in [Sandbox::new(), with_store()] {
        let before = has_store(&sandbox);
        let ran = create_by(&sandbox, &app(APP, SIGNER));
        ran.assert_refused(2, "usage");
        let error = ran.error();
        assert_eq!(error["request"]["url"], "https://example.com/.well-known/assetlinks.json");
        assert!(error["next"].as_str().unwrap().contains("--asset-links"), "{error}");
        assert_refused(&create_by(&sandbox, &[&app(APP, SIGNER)[..], &["--offline"]].concat()), "unreachable");
        assert_eq!(has_store(&sandbox), before);
    }
}

#[test]
fn an_app_that_the_site_names_no_longer_is_refused_from_then_on() {
    let sandbox = Sandbox::new();
    let links = file(&sandbox, "assetlinks.json", &asset_links());
    let nobody = file(&sandbox, "nobody.json", "[]");
    let at = |time: &str, more: &[&str]| create_by(&sandbox, &[&app(APP, SIGNER)[..], &["--at", time], more].concat());
    id_of(&at("2026-11-21T10:00:00Z", &["--asset-links", &links]));
    // For a day its word holds, and then it has to be asked again.
    for time in ["2026-11-21T10:00:00Z", "2026-11-22T10:00:00Z"] {
        id_of(&at(time, &["--offline"]));
    }
    assert_refused(&at("2026-11-22T10:00:01Z", &["--offline"]), "unreachable");
    at("2026-11-22T10:00:01Z", &[]).assert_refused(2, "usage");

    id_of(&at("2026-11-22T11:00:00Z", &["--asset-links", &links]));
    // An answer counts even where the one before is fresh.
    assert_refused(&at("2026-11-22T12:00:00Z", &["--asset-links", &nobody]), "not_linked");
    assert_refused(&at("2026-11-22T12:00:00Z", &["--offline"]), "unreachable");
    assert_eq!(sandbox.json(&["caller", "list"])["linked"], json!([]));
    let history = sandbox.json(&["history"]);
    let unlinked = history["events"].as_array().unwrap().iter().find(|event| event["kind"] == "app_unlinked");
    assert_eq!(unlinked.unwrap()["note"], format!("{APP} {RP_ID}"));
}

#[test]
fn a_page_that_the_site_relates_to_itself_is_let_in() {
    let sandbox = Sandbox::new();
    let page = "https://example.co.uk";
    let related = file(&sandbox, "webauthn.json", &json!({ "origins": ["https://example.de", page] }).to_string());
    let unrelated = file(&sandbox, "unrelated.json", &json!({ "origins": ["https://example.de"] }).to_string());
    let by = |more: &[&str]| create_by(&sandbox, &[&["--origin", page], more].concat());
    assert_refused(&by(&[]), "foreign_rp_id");
    assert_refused(&by(&["--related-origins", &unrelated]), "not_related");
    assert_refused(&by(&["--offline"]), "unreachable");
    assert!(!has_store(&sandbox));

    let mut server = RelyingParty::new(RP_ID, page).unwrap();
    let options = server.begin_registration(&Account::new("ada", "Ada"), Verification::Required).unwrap();
    let args = ["create", "--origin", page, "--related-origins", &related, "--verified", "pin"];
    server.finish_registration(&sandbox.answer(&args, &options)).unwrap();
    // It is asked each time, and a page of the site's own never.
    assert_refused(&by(&[]), "foreign_rp_id");
    let options = server.begin_sign_in(Verification::Discouraged).unwrap();
    sandbox.answer(&["get", "--approve", "--origin", ORIGIN, "--related-origins", &unrelated], &options);
}

#[test]
fn signals_are_taken_from_browsers_and_apps_and_from_no_impostor() {
    let sandbox = Sandbox::new();
    let id = crate::account::created(&sandbox, &[]);
    let list = file(&sandbox, "apps.json", &privileged_list(&[(BROWSER, "release", SIGNER)]));
    let links = file(&sandbox, "assetlinks.json", &asset_links());
    let accepts =
        |ids: &[&str]| json!({ "rpId": RP_ID, "userId": HANDLE, "allAcceptedCredentialIds": ids }).to_string();
    let signal =
        |sender: &[&str], ids: &[&str]| sandbox.run(&[&["signal", "all-accepted"], sender].concat(), &accepts(ids));
    let browser = [&app(BROWSER, SIGNER)[..], &["--origin", ORIGIN, "--privileged-list", &list]].concat();
    let impostor = [&app(BROWSER, SECOND)[..], &["--origin", ORIGIN, "--privileged-list", &list]].concat();
    let native = [&app(APP, SIGNER)[..], &["--asset-links", &links]].concat();
    assert_refused(&signal(&impostor, &[]), "wrong_certificate");
    assert_eq!(standing(&sandbox, &id)[2], "shown");
    for sender in [browser, native] {
        let ran = signal(&sender, &[]);
        assert_eq!((ran.status, ran.stdout.as_str()), (0, ""), "{ran:?}");
        assert_eq!(standing(&sandbox, &id)[2], "hidden");
        signal(&sender, &[&id]);
        assert_eq!(standing(&sandbox, &id)[2], "shown");
    }
}

#[test]
fn a_refusal_stands_in_the_history_once_and_changes_nothing_else() {
    let (sandbox, caller) = listed(SECOND);
    let other = creation_options_of("Ym9i", "bob", &[]);
    sandbox.answer(&["create", "--origin", ORIGIN, "--approve"], &other);
    let (passkeys, known) = (sandbox.json(&["list"]), sandbox.json(&["caller", "list"]));
    for _ in 0..3 {
        assert_refused(&create_by(&sandbox, &texts(&caller)), "wrong_certificate");
        let page = ["--origin", "https://evil-example.com"];
        assert_refused(&create_by(&sandbox, &page), "foreign_rp_id");
    }
    let mut reported = refusals(&sandbox);
    reported.sort();
    let expected =
        ["foreign_rp_id https://evil-example.com example.com", "wrong_certificate com.example.browser example.com"];
    assert_eq!(reported, expected);
    assert_eq!((sandbox.json(&["list"]), sandbox.json(&["caller", "list"])), (passkeys, known));
    assert_eq!(sandbox.json(&["check"])["state"], "ok");
    let shown = sandbox.answer(&["history"], "");
    assert!(shown.contains("was refused. (wrong_certificate, com.example.browser, example.com)"), "{shown}");
}

#[test]
fn a_report_says_who_asked_and_how_that_is_known() {
    let sandbox = Sandbox::new();
    let links = file(&sandbox, "assetlinks.json", &asset_links());
    let report = sandbox.beside("report.json");
    let report_to = report.display().to_string();
    let reported = |caller: &[&str]| {
        create_by(&sandbox, &[caller, &["--at", "2026-11-21T10:00:00Z", "--report", &report_to]].concat());
        serde_json::from_slice::<Value>(&std::fs::read(&report).unwrap()).unwrap()
    };
    let app = [&app(APP, SIGNER)[..], &["--asset-links", &links]].concat();
    assert_eq!(
        reported(&app)["caller"],
        json!({
            "rp_id": RP_ID, "basis": "asset_links", "time": "2026-11-21T10:00:00Z", "origin": APK_KEY_HASH,
            "package": APP, "client_data": "own",
        })
    );
    let page = reported(&["--origin", PAGE]);
    assert_eq!((&page["caller"]["basis"], &page["caller"]["origin"]), (&"domain".into(), &PAGE.into()));
    let refused = reported(&["--origin", "https://evil-example.com"]);
    assert_eq!((&refused["caller"], &refused["decision"]), (&Value::Null, &"caller_refused".into()));
}
