//! Extensions that a relying party wants no passkey without, and those that are ignored.

use super::rendering::creation_survives;
use super::*;
use crate::key::CredentialProtection;

fn asked(extensions: &Value) -> [Result<Understood<CreationOptions>, OptionsError>; 2] {
    let options = with(sound_creation(), "extensions", extensions.clone());
    [create(&options), create_strictly(&options)]
}

#[test]
fn a_protection_is_read_in_every_spelling_that_servers_have() {
    use CredentialProtection::{Optional, OptionalWithList, Required};
    for (extensions, level) in [
        (json!({ "credentialProtectionPolicy": "userVerificationOptional" }), Optional),
        (json!({ "credentialProtectionPolicy": "userVerificationOptionalWithCredentialIDList" }), OptionalWithList),
        (json!({ "credentialProtectionPolicy": "userVerificationRequired" }), Required),
        (
            json!({ "credentialProtectionPolicy": "userVerificationRequired", "enforceCredentialProtectionPolicy": true }),
            Required,
        ),
    ] {
        for outcome in asked(&extensions) {
            let Understood { options, repairs } = outcome.unwrap();
            assert_eq!((options.extensions.cred_protect, repairs), (Some(level), vec![]), "{extensions}");
        }
    }
    // What servers write in their stead, in tolerant mode.
    for (extensions, level) in [
        (json!({ "credentialProtectionPolicy": 1 }), Optional),
        (json!({ "credentialProtectionPolicy": 3, "enforceCredentialProtectionPolicy": true }), Required),
        (json!({ "credentialProtectionPolicy": 2, "enforceCredentialProtectionPolicy": "true" }), OptionalWithList),
        (json!({ "credentialProtectionPolicy": "USER_VERIFICATION_REQUIRED" }), Required),
        (json!({ "credential_protection_policy": "userVerificationRequired" }), Required),
        (json!({ "CredentialProtectionPolicy": "userVerificationRequired" }), Required),
        (json!({ "credProtect": { "credentialProtectionPolicy": "userVerificationRequired" } }), Required),
        (json!("{\"credentialProtectionPolicy\":\"userVerificationRequired\"}"), Required),
    ] {
        let understood = create(&with(sound_creation(), "extensions", extensions.clone())).unwrap();
        assert_eq!(understood.options.extensions.cred_protect, Some(level), "{extensions}");
        assert_ne!(understood.repairs, [], "{extensions}");
        creation_survives(with(sound_creation(), "extensions", extensions).to_string().as_bytes());
    }
}

#[test]
fn a_level_that_is_not_known_is_ignored_unless_it_is_enforced() {
    for policy in [json!("future"), json!("UserVerification"), json!("")] {
        for outcome in asked(&json!({ "credentialProtectionPolicy": policy })) {
            assert_eq!(outcome.unwrap().options.extensions.cred_protect, None, "{policy}");
        }
        for outcome in
            asked(&json!({ "credentialProtectionPolicy": policy, "enforceCredentialProtectionPolicy": true }))
        {
            let error = outcome.unwrap_err();
            assert!(matches!(error, OptionsError::UnsupportedExtension { .. }), "{policy}: {error}");
            assert_eq!(error.path(), "$.extensions.credentialProtectionPolicy");
        }
    }
    let extensions = json!({ "credentialProtectionPolicy": {}, "enforceCredentialProtectionPolicy": true });
    assert!(create(&with(sound_creation(), "extensions", extensions)).is_err());
    for outcome in asked(&json!({ "enforceCredentialProtectionPolicy": true })) {
        assert_eq!(outcome.unwrap().options.extensions.cred_protect, None, "nothing is to be enforced");
    }
}

/// WebAuthn L3, section 9.3: an extension that is not known is ignored.
#[test]
fn what_is_not_known_is_ignored_and_said_to_be() {
    let extensions = json!({
        "appid": "https://example.org", "appidExclude": "https://example.org", "uvm": true, "minPinLength": true,
        "credBlob": "AQ", "supplementalPubKeys": {}, "payment": { "isPayment": true }, "unheardOf": 7,
        "credProps": true, "prf": {}, "hmacCreateSecret": true, "credentialProtectionPolicy": "userVerificationOptional",
        "enforceCredentialProtectionPolicy": true,
    });
    let ignored =
        ["appid", "appidExclude", "credBlob", "minPinLength", "payment", "supplementalPubKeys", "unheardOf", "uvm"];
    for outcome in asked(&extensions) {
        let Understood { options, repairs } = outcome.unwrap();
        assert_eq!((options.extensions.ignored().collect::<Vec<_>>(), repairs), (ignored.to_vec(), vec![]));
        assert!(options.extensions.hmac_create_secret);
    }
    for outcome in asked(&json!({ "hmacCreateSecret": false })) {
        assert!(!outcome.unwrap().options.extensions.hmac_create_secret);
    }
    let options =
        with(sound_request(), "extensions", json!({ "appid": "https://example.org", "prf": {}, "uvm": true }));
    for outcome in [get(&options), get_strictly(&options)] {
        assert_eq!(outcome.unwrap().options.extensions.ignored().collect::<Vec<_>>(), ["appid", "uvm"]);
    }
}

#[test]
fn a_large_blob_is_asked_for_in_every_spelling_that_servers_have() {
    for extensions in [
        json!({ "largeBlob": { "support": "REQUIRED" } }),
        json!({ "largeBlob": { "Support": "required" } }),
        json!({ "large_blob": { "support": "required" } }),
        json!({ "LargeBlob": { "support": ["required"] } }),
        json!({ "largeBlob": "required" }),
        json!({ "largeBlob": [{ "support": "required" }] }),
    ] {
        let Understood { options, repairs } = create(&with(sound_creation(), "extensions", extensions.clone()))
            .unwrap_or_else(|error| panic!("{extensions}: {error}"));
        assert!(options.extensions.large_blob, "{extensions}");
        assert_eq!(options.extensions.requested, ["largeBlob"], "{extensions}");
        assert_ne!(repairs, [], "{extensions}");
    }
}

#[test]
fn entra_enforces_the_lowest_protection_and_gets_its_passkey() {
    let text = read_corpus("options/create-entra-graph-beta-2024.json");
    assert!(String::from_utf8_lossy(&text).contains("\"enforceCredentialProtectionPolicy\": true"));
    parse_creation_options(&text, Mode::Tolerant).unwrap();
}
