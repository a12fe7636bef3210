//! Extensions that a relying party wants no passkey without, and that are not answered.

use super::*;

fn asked(extensions: &Value) -> [Result<Understood<CreationOptions>, OptionsError>; 2] {
    let options = with(sound_creation(), "extensions", extensions.clone());
    [create(&options), create_strictly(&options)]
}

#[test]
fn a_protection_above_the_lowest_that_is_enforced_makes_no_passkey() {
    for policy in ["userVerificationRequired", "userVerificationOptionalWithCredentialIDList", "future"] {
        let extensions = json!({ "credentialProtectionPolicy": policy, "enforceCredentialProtectionPolicy": true });
        for outcome in asked(&extensions) {
            let error = outcome.unwrap_err();
            assert!(matches!(error, OptionsError::UnsupportedExtension { .. }), "{policy}: {error}");
            assert_eq!(error.path(), "$.extensions.credentialProtectionPolicy");
        }
    }
    // What servers write in their stead, in tolerant mode.
    for extensions in [
        json!({ "credentialProtectionPolicy": 3, "enforceCredentialProtectionPolicy": true }),
        json!({ "credentialProtectionPolicy": 2, "enforceCredentialProtectionPolicy": "true" }),
        json!({ "credentialProtectionPolicy": "USER_VERIFICATION_REQUIRED", "enforceCredentialProtectionPolicy": 1 }),
        json!({ "credentialProtectionPolicy": {}, "enforceCredentialProtectionPolicy": true }),
        json!({ "credentialProtectionPolicy": "userVerificationRequired", "enforceCredentialProtectionPolicy": "yes" }),
        json!({ "credential_protection_policy": "userVerificationRequired", "enforce_credential_protection_policy": true }),
        json!({ "CredentialProtectionPolicy": "userVerificationRequired", "EnforceCredentialProtectionPolicy": true }),
        json!({ "credProtect": {
            "credentialProtectionPolicy": "userVerificationRequired",
            "enforceCredentialProtectionPolicy": true,
        } }),
        json!(
            "{\"credentialProtectionPolicy\":\"userVerificationRequired\",\"enforceCredentialProtectionPolicy\":true}"
        ),
    ] {
        let error =
            create(&with(sound_creation(), "extensions", extensions.clone())).expect_err(&extensions.to_string());
        assert!(matches!(error, OptionsError::UnsupportedExtension { .. }), "{extensions}: {error}");
    }
}

#[test]
fn a_protection_that_every_passkey_keeps_or_that_is_not_enforced_makes_one() {
    for extensions in [
        json!({ "credentialProtectionPolicy": "userVerificationOptional", "enforceCredentialProtectionPolicy": true }),
        json!({ "credentialProtectionPolicy": "userVerificationRequired", "enforceCredentialProtectionPolicy": false }),
        json!({ "credentialProtectionPolicy": "userVerificationRequired" }),
        json!({ "enforceCredentialProtectionPolicy": true }),
        json!({ "prf": {}, "hmacCreateSecret": true, "minPinLength": true, "credBlob": "AQ" }),
    ] {
        for outcome in asked(&extensions) {
            assert_eq!(outcome.unwrap().repairs, [], "{extensions}");
        }
    }
    for policy in [json!(1), json!("1"), json!("USER_VERIFICATION_OPTIONAL"), json!(null)] {
        let extensions = json!({ "credentialProtectionPolicy": policy, "enforceCredentialProtectionPolicy": true });
        let understood = create(&with(sound_creation(), "extensions", extensions)).unwrap();
        assert_eq!(paths(&understood.repairs), ["$.extensions.credentialProtectionPolicy"], "{policy}");
    }
}

#[test]
fn large_blobs_that_are_required_make_no_passkey() {
    for outcome in asked(&json!({ "largeBlob": { "support": "required" } })) {
        let error = outcome.unwrap_err();
        assert!(matches!(error, OptionsError::UnsupportedExtension { .. }), "{error}");
        assert_eq!(error.path(), "$.extensions.largeBlob.support");
    }
    for extensions in [
        json!({ "largeBlob": { "support": "REQUIRED" } }),
        json!({ "largeBlob": { "Support": "required" } }),
        json!({ "large_blob": { "support": "required" } }),
        json!({ "LargeBlob": { "support": ["required"] } }),
        json!({ "largeBlob": "required" }),
        json!({ "largeBlob": [{ "support": "required" }] }),
    ] {
        let error =
            create(&with(sound_creation(), "extensions", extensions.clone())).expect_err(&extensions.to_string());
        assert!(matches!(error, OptionsError::UnsupportedExtension { .. }), "{extensions}: {error}");
    }
    for extensions in [json!({ "largeBlob": { "support": "preferred" } }), json!({ "largeBlob": {} })] {
        for outcome in asked(&extensions) {
            assert_eq!(outcome.unwrap().options.extensions.requested, ["largeBlob"], "{extensions}");
        }
    }
    // A sign-in makes none.
    for outcome in [get, get_strictly] {
        let options = with(sound_request(), "extensions", json!({ "largeBlob": { "support": "required" } }));
        assert_eq!(outcome(&options).unwrap().options.extensions.requested, ["largeBlob"]);
    }
}

#[test]
fn entra_enforces_the_lowest_protection_and_gets_its_passkey() {
    let text = read_corpus("options/create-entra-graph-beta-2024.json");
    assert!(String::from_utf8_lossy(&text).contains("\"enforceCredentialProtectionPolicy\": true"));
    parse_creation_options(&text, Mode::Tolerant).unwrap();
}
