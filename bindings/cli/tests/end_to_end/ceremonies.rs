//! Create and get, as the relying party sees them.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::authenticator_data::AuthenticatorData;
use crate::command::{Ran, Sandbox, aaguid};
use crate::relying_party::{Account, RelyingParty, Verification};

const ORIGIN: &str = "https://login.example.com:8443";

fn relying_party() -> RelyingParty {
    RelyingParty::new("example.com", ORIGIN).unwrap()
}

fn create(sandbox: &Sandbox, options: &str, consent: &[&str]) -> Ran {
    sandbox.run(&[&["create", "--origin", ORIGIN], consent].concat(), options)
}

fn get(sandbox: &Sandbox, options: &str, consent: &[&str]) -> Ran {
    sandbox.run(&[&["get", "--origin", ORIGIN], consent].concat(), options)
}

#[test]
fn the_relying_party_accepts_what_every_platform_answers() {
    let consents: [(Verification, &[&str], bool); 4] = [
        (Verification::Required, &["--verified", "biometric"], true),
        (Verification::Required, &["--verified", "device-credential"], true),
        (Verification::Discouraged, &["--approve"], false),
        (Verification::Discouraged, &["--verified", "pin"], true),
    ];
    for platform in ["android", "ios", "desktop"] {
        let is_ios = platform == "ios";
        for (verification, consent, is_verified) in consents {
            let sandbox = Sandbox::with(&["--platform", platform]);
            let mut server = relying_party();
            let ada = Account::new("ada@example.com", "Ada");

            let options = server.begin_registration(&ada, verification).unwrap();
            let ran = create(&sandbox, &options, consent);
            let registered =
                server.finish_registration(&ran.stdout).unwrap_or_else(|reason| panic!("{reason}: {ran:?}"));
            let data = AuthenticatorData::of_response(&ran.stdout).unwrap();
            assert_eq!((registered.ever_verified, registered.backed_up), (is_verified, is_ios));
            assert_eq!([data.has("UP"), data.has("UV"), data.has("AT")], [true, is_verified, true]);
            assert_eq!([data.has("BE"), data.has("BS"), data.has("ED")], [is_ios, is_ios, false]);
            assert_eq!(data.counter(), 0);
            assert_eq!(data.aaguid_text().unwrap(), aaguid(platform));

            for count in 1..=3 {
                let options = server.begin_sign_in(verification).unwrap();
                let ran = get(&sandbox, &options, consent);
                server.finish_sign_in(&ran.stdout).unwrap_or_else(|reason| panic!("{reason}: {ran:?}"));
                let data = AuthenticatorData::of_response(&ran.stdout).unwrap();
                assert_eq!([data.has("UP"), data.has("UV"), data.has("AT")], [true, is_verified, false]);
                assert_eq!([data.has("BE"), data.has("BS"), data.has("ED")], [is_ios, is_ios, false]);
                assert_eq!(data.counter(), if is_ios { 0 } else { count });
            }
        }
    }
}

#[test]
fn an_allow_list_of_the_relying_party_is_honoured() {
    let sandbox = Sandbox::new();
    let mut server = relying_party();
    let (ada, bob) = (Account::new("ada@example.com", "Ada"), Account::new("bob@example.com", "Bob"));
    for account in [&ada, &bob] {
        let options = server.begin_registration(account, Verification::Required).unwrap();
        server.finish_registration(&create(&sandbox, &options, &["--verified", "pin"]).stdout).unwrap();
    }
    let options = server.begin_sign_in_of(&bob, Verification::Required).unwrap();
    let ran = get(&sandbox, &options, &["--verified", "pin"]);
    server.finish_sign_in(&ran.stdout).unwrap();
    let allowed: Value = serde_json::from_str(&options).unwrap();
    let response: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(response["id"], allowed["allowCredentials"][0]["id"]);
}

#[test]
fn several_candidates_need_a_choice_that_is_named() {
    let sandbox = Sandbox::new();
    let mut server = relying_party();
    let mut ids = Vec::new();
    for name in ["ada@example.com", "bob@example.com"] {
        let options = server.begin_registration(&Account::new(name, name), Verification::Required).unwrap();
        let ran = create(&sandbox, &options, &["--verified", "pin"]);
        ids.push(server.finish_registration(&ran.stdout).unwrap().credential_id);
    }
    let options = server.begin_sign_in(Verification::Required).unwrap();
    let ran = get(&sandbox, &options, &["--verified", "pin"]);
    ran.assert_refused(1, "choice_required");
    let error = ran.error();
    let mut offered: Vec<&str> =
        error["candidates"].as_array().unwrap().iter().map(|one| one["credential_id"].as_str().unwrap()).collect();
    offered.sort_unstable();
    let mut expected: Vec<&str> = ids.iter().map(String::as_str).collect();
    expected.sort_unstable();
    assert_eq!(offered, expected);

    let ran = get(&sandbox, &options, &["--verified", "pin", "--credential", &ids[0]]);
    assert_eq!(server.finish_sign_in(&ran.stdout).unwrap().credential_id, ids[0]);
}

#[test]
fn an_excluded_passkey_shows_only_after_the_gesture() {
    let sandbox = Sandbox::new();
    let mut server = relying_party();
    let ada = Account::new("ada@example.com", "Ada");
    let options = server.begin_registration(&ada, Verification::Required).unwrap();
    server.finish_registration(&create(&sandbox, &options, &["--verified", "pin"]).stdout).unwrap();

    let options = server.begin_registration(&ada, Verification::Required).unwrap();
    let declined = create(&sandbox, &options, &["--decline"]);
    declined.assert_refused(1, "declined");
    assert_eq!(declined.error()["dom_exception"], "NotAllowedError");
    let approved = create(&sandbox, &options, &["--verified", "pin"]);
    approved.assert_refused(1, "already_registered");
    assert_eq!(approved.error()["dom_exception"], "InvalidStateError");
    assert_eq!(sandbox.json(&["list"])["passkeys"].as_array().unwrap().len(), 1);
}

#[test]
fn the_answer_is_one_line_of_json_and_the_rest_goes_to_standard_error() {
    let sandbox = Sandbox::with(&["--json"]);
    let mut server = relying_party();
    let options = server.begin_registration(&Account::new("ada", "Ada"), Verification::Required).unwrap();
    let ran = create(&sandbox, &options, &["--verified", "pin"]);
    assert_eq!((ran.stdout.lines().count(), ran.stderr.as_str()), (1, ""));
    let response: Value = serde_json::from_str(&ran.stdout).unwrap();
    let inner: Vec<&String> = response["response"].as_object().unwrap().keys().collect();
    for member in
        ["clientDataJSON", "attestationObject", "authenticatorData", "publicKey", "publicKeyAlgorithm", "transports"]
    {
        assert!(inner.iter().any(|name| *name == member), "{member}");
    }
    for member in ["id", "rawId", "type", "response", "clientExtensionResults", "authenticatorAttachment"] {
        assert!(response.get(member).is_some(), "{member}");
    }
}

#[test]
fn the_report_says_what_happened() {
    let sandbox = Sandbox::new();
    let mut server = relying_party();
    let report = sandbox.beside("report.json");
    let path = report.to_str().unwrap();
    let read = || -> Value { serde_json::from_str(&std::fs::read_to_string(&report).unwrap()).unwrap() };

    let options = server.begin_registration(&Account::new("ada", "Ada"), Verification::Required).unwrap();
    create(&sandbox, &options, &["--approve", "--report", path]).assert_refused(1, "verification_required");
    let refused = read();
    assert_eq!((&refused["decision"], &refused["flags"]), (&"verification_required".into(), &Value::Null));

    let ran = create(&sandbox, &options, &["--verified", "biometric", "--report", path]);
    let registered = server.finish_registration(&ran.stdout).unwrap();
    let created = read();
    assert_eq!(created["decision"], "created");
    assert_eq!(created["credential_id"], registered.credential_id);
    assert_eq!((&created["custody"], &created["verification"]), (&"sealed".into(), &"biometric".into()));
    assert_eq!((&created["flags"]["uv"], &created["flags"]["be"]), (&true.into(), &false.into()));
    assert_eq!(created["counter"], 0);
    assert!(created["repairs"].is_array());
}

/// Both commands, with extensions that are known, that are not, and that belong to the other ceremony.
#[test]
fn the_report_says_which_extensions_were_asked_for_and_which_were_ignored() {
    let sandbox = Sandbox::new();
    let mut server = relying_party();
    let report = sandbox.beside("report.json");
    let path = report.to_str().unwrap();
    let read = || -> Value { serde_json::from_str(&std::fs::read_to_string(&report).unwrap()).unwrap() };
    let asking = |options: &str, extensions: Value| {
        let mut options: Value = serde_json::from_str(options).unwrap();
        options["extensions"] = extensions;
        options.to_string()
    };

    let options = server.begin_registration(&Account::new("ada", "Ada"), Verification::Discouraged).unwrap();
    let asked = asking(
        &options,
        json!({
            "credProps": true, "hmacCreateSecret": true, "prf": {}, "largeBlob": { "support": "preferred" },
            "credentialProtectionPolicy": "userVerificationRequired", "enforceCredentialProtectionPolicy": true,
            "minPinLength": true, "appidExclude": "https://example.org", "unheardOf": 7
        }),
    );
    create(&sandbox, &asked, &["--verified", "biometric", "--report", path]);
    assert_eq!(
        read()["extensions"],
        json!({
            "requested": [
                "appidExclude", "credProps", "credentialProtectionPolicy", "enforceCredentialProtectionPolicy",
                "hmacCreateSecret", "largeBlob", "minPinLength", "prf", "unheardOf"
            ],
            "ignored": ["appidExclude", "minPinLength", "unheardOf"]
        })
    );
    // Written where the ceremony fails too.
    create(&Sandbox::new(), &asked, &["--decline", "--report", path]).assert_refused(1, "declined");
    assert_eq!(read()["extensions"]["ignored"], json!(["appidExclude", "minPinLength", "unheardOf"]));

    let options = server.begin_sign_in(Verification::Discouraged).unwrap();
    let asked = asking(
        &options,
        json!({ "appid": "https://example.org", "credProps": true, "largeBlob": { "read": true }, "prf": {}, "uvm": true }),
    );
    get(&sandbox, &asked, &["--verified", "biometric", "--report", path]);
    assert_eq!(
        read()["extensions"],
        json!({
            "requested": ["appid", "credProps", "largeBlob", "prf", "uvm"],
            "ignored": ["appid", "credProps", "uvm"]
        })
    );
    let options = server.begin_sign_in(Verification::Discouraged).unwrap();
    get(&sandbox, &options, &["--verified", "biometric", "--report", path]);
    let extensions = read()["extensions"].clone();
    assert_eq!(extensions["ignored"], json!([]), "{extensions}");
}

/// What the client data of a response say.
fn client_data(ran: &Ran) -> String {
    let response: Value = serde_json::from_str(&ran.stdout).unwrap();
    let text = response["response"]["clientDataJSON"].as_str().unwrap();
    String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap()
}

#[test]
fn a_frame_of_another_origin_says_so_to_the_relying_party() {
    let sandbox = Sandbox::new();
    let mut server = relying_party();
    let options = server.begin_registration(&Account::new("ada", "Ada"), Verification::Discouraged).unwrap();
    let ran = create(&sandbox, &options, &["--approve"]);
    assert!(client_data(&ran).ends_with(r#""crossOrigin":false}"#));
    let top = &["--cross-origin", "--top-origin", "https://shop.example", "--approve"][..];
    for (consent, ending) in [
        (&["--approve"][..], r#""crossOrigin":false}"#),
        (&["--cross-origin", "--approve"], r#""crossOrigin":true}"#),
        (top, r#""crossOrigin":true,"topOrigin":"https://shop.example"}"#),
    ] {
        let options = server.begin_sign_in(Verification::Discouraged).unwrap();
        let ran = get(&sandbox, &options, consent);
        assert!(client_data(&ran).ends_with(ending), "{ran:?}");
    }
    let hash = "0".repeat(64);
    for wrong in [
        &["--top-origin", "https://shop.example", "--approve"][..],
        &["--cross-origin", "--client-data-hash", &hash, "--approve"],
        &["--cross-origin", "--top-origin", "shop", "--approve"],
    ] {
        get(&sandbox, "{}", wrong).assert_refused(2, "usage");
    }
}
