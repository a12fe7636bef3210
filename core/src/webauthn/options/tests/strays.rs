//! A text called `challenge` beside, around or inside the options: the options are found, or both are
//! refused; the text around them is never signed.

use super::*;

const REAL: &str = "AAECAwQFBgcICQoLDA0ODw";

fn real_request() -> Value {
    json!({ "challenge": REAL, "rpId": "example.org", "userVerification": "required" })
}

/// What members around options are called, by servers and by whoever passes on what they say.
const AROUND: &[&str] = &[
    "publicKey",
    "fido2options",
    "authnParamsPublicKey",
    "authn_params_public_key",
    "requestJson",
    "publicKeyCredentialRequestOptions",
    "publicKeyCredentialCreationOptions",
    "CREDENTIAL_REQUEST_OPTIONS",
    "credential_options",
    "options",
    "data",
    "challengeData",
    "webAuthnSignRequest",
    "request",
    "user",
    "rp",
    "value",
    "attestation",
    "timeout",
    "x",
];

#[test]
fn a_text_called_challenge_around_the_options_is_not_signed() {
    for name in AROUND {
        for inner in [
            real_request(),
            json!(real_request().to_string()),
            json!([real_request()]),
            json!({ "publicKey": real_request() }),
            json!({ "deeper": { "still": real_request().to_string() } }),
            json!({ "challenge": REAL }),
        ] {
            for around in [
                json!({ "challenge": "session-text-1" }),
                json!({ "challenge": "SAY_HOW_YOU_SIGN_IN_NOW", "USERNAME": "ada" }),
                json!({ "challenge": "session-text-1", "rpId": "example.org", "timeout": 1 }),
                json!({ "challenge": [1, 2, 3] }),
            ] {
                let wrapped = with(around, name, inner.clone());
                let error = get(&wrapped).expect_err(&wrapped.to_string());
                assert!(matches!(error, OptionsError::Ambiguous { .. }), "{wrapped}: {error}");
            }
        }
    }
}

#[test]
fn a_text_called_challenge_around_creation_options_is_not_signed() {
    let sound = create(&sound_creation()).unwrap().options;
    for name in AROUND {
        for inner in [sound_creation(), json!(sound_creation().to_string()), json!([sound_creation()])] {
            let wrapped = with(json!({ "challenge": "session-text-1", "status": "ok" }), name, inner.clone());
            match create(&wrapped) {
                Ok(understood) => assert_eq!(understood.options, sound, "{wrapped}"),
                Err(error) => assert!(matches!(error, OptionsError::Ambiguous { .. }), "{wrapped}: {error}"),
            }
            let wrapped = with(json!({ "challenge": "session-text-1", "rp": {}, "pubKeyCredParams": [] }), name, inner);
            if *name != "rp" {
                let error = create(&wrapped).expect_err(&wrapped.to_string());
                assert!(matches!(error, OptionsError::Ambiguous { .. }), "{wrapped}: {error}");
            }
        }
    }
}

#[test]
fn options_inside_a_member_called_challenge_are_found() {
    let request = get(&real_request()).unwrap().options;
    for (wrapped, path) in [
        (json!({ "challenge": real_request() }), "$.challenge"),
        (json!({ "challenge": real_request().to_string() }), "$.challenge"),
        (json!({ "challenge": [real_request()] }), "$.challenge[0]"),
        (json!({ "challenge": { "challenge": real_request() } }), "$.challenge.challenge"),
        (json!({ "challenge": { "publicKey": real_request() } }), "$.challenge.publicKey"),
        (json!({ "challenge": json!({ "publicKey": real_request() }).to_string() }), "$.challenge.publicKey"),
        (json!({ "status": "MFA", "_embedded": { "challenge": real_request() } }), "$._embedded.challenge"),
        (json!({ "rpId": "example.com", "challenge": real_request() }), "$.challenge"),
        (json!({ "publicKey": { "challenge": real_request() } }), "$.publicKey.challenge"),
    ] {
        let understood = get(&wrapped).unwrap_or_else(|error| panic!("{wrapped}: {error}"));
        assert_eq!(understood.options, request, "{wrapped}");
        assert_eq!(paths(&understood.repairs), [path], "{wrapped}");
        assert!(get_strictly(&wrapped).is_err(), "{wrapped}");
    }
    let creation = create(&sound_creation()).unwrap().options;
    for (wrapped, path) in [
        (json!({ "challenge": sound_creation() }), "$.challenge"),
        (json!({ "challenge": sound_creation(), "user": { "id": 7 } }), "$.challenge"),
        (json!({ "challenge": { "options": sound_creation().to_string() }, "user": {} }), "$.challenge.options"),
        (json!({ "challenge": { "challenge": sound_creation() } }), "$.challenge.challenge"),
    ] {
        let understood = create(&wrapped).unwrap_or_else(|error| panic!("{wrapped}: {error}"));
        assert_eq!(understood.options, creation, "{wrapped}");
        assert_eq!(paths(&understood.repairs), [path], "{wrapped}");
    }
    // Nothing but a challenge is options too.
    let classic = json!({ "factor": { "challenge": { "challenge": REAL, "extensions": {} } } });
    assert_eq!(get(&classic).unwrap().options.challenge.unwrap().as_bytes().len(), 16);
}

/// Options that were split: the challenge here, and what protects there.
#[test]
fn a_protection_that_strayed_is_not_replaced_by_a_default() {
    for stray in [
        json!({ "rpId": "example.org", "userVerification": "required" }),
        json!({ "userVerification": "required" }),
        json!({ "user_verification": "required" }),
        json!({ "allowCredentials": [{ "type": "public-key", "id": "AQID" }] }),
        json!({ "deeper": { "allowList": ["AQID"] } }),
        json!("{\"userVerification\":\"required\"}"),
        json!([{ "userVerification": "required" }]),
    ] {
        let split = json!({ "challenge": REAL, "options": stray });
        let error = get(&split).expect_err(&split.to_string());
        assert!(matches!(error, OptionsError::Ambiguous { .. }), "{split}: {error}");
    }
    for stray in [
        json!({ "excludeCredentials": [{ "type": "public-key", "id": "AQID" }] }),
        json!({ "exclude_credentials": ["AQID"] }),
        json!({ "authenticatorSelection": { "userVerification": "required" } }),
    ] {
        let split = with(sound_creation(), "options", stray);
        let error = create(&split).expect_err(&split.to_string());
        assert!(matches!(error, OptionsError::Ambiguous { .. }), "{split}: {error}");
    }
}

#[test]
fn what_is_no_options_does_not_make_them_ambiguous() {
    for (name, stranger) in [
        ("u2fParams", json!({ "appid": "https://example.org", "challenge": "else" })),
        ("u2fSignRequest", json!({ "version": "U2F_V2", "challenge": "AQID", "keyHandle": "AQ", "appId": "x" })),
        ("extensions", json!({ "x": { "challenge": "AQ" } })),
        ("hints", json!(["{\"challenge\":\"AQ\"}"])),
        ("name", json!("{\"challenge\":\"AQ\"}")),
        ("state", json!("{\"nonce\":\"AQ\"}")),
        ("note", json!("{ not JSON")),
        ("publicKey", json!(null)),
        ("publicKey", json!("example.org")),
        ("status", json!("ok")),
        ("errorMessage", json!("")),
        ("session", json!({ "id": 7, "challenge": null })),
    ] {
        let options = with(real_request(), name, stranger.clone());
        let read = get(&options).unwrap_or_else(|error| panic!("{name}: {stranger}: {error}")).options;
        assert_eq!(read.challenge.unwrap().as_bytes().len(), 16, "{name}");
        assert_eq!(read.user_verification, UserVerification::Required, "{name}");
    }
    // A name is what a person typed.
    let named = with(sound_creation(), "user.displayName", json!("{\"rp\":1,\"user\":1,\"challenge\":\"AQ\"}"));
    assert_eq!(create(&named).unwrap().repairs, []);
}
