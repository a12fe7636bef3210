//! Web IDL's coercions, as browsers apply them to options JSON (Web IDL, sections 3.2 and 3.3).

use super::*;

#[test]
fn numbers_are_coerced_as_web_idl_says() {
    for (alg, expected) in [
        (json!("-7"), -7),
        (json!(" -7\n"), -7),
        (json!(-7.9), -7),
        (json!("-7.9"), -7),
        (json!("ES256"), 0),
        (json!(""), 0),
        (json!(null), 0),
        (json!(true), 1),
        (json!([-7]), -7),
        (json!([]), 0),
        (json!([1, 2]), 0),
        (json!({}), 0),
        (json!("0x10"), 16),
        (json!("0b11"), 3),
        (json!("0x"), 0),
        (json!("-0x10"), 0),
        (json!("1e3"), 1000),
        (json!("1_000"), 0),
        (json!("inf"), 0),
        (json!("Infinity"), 0),
        (json!("nan"), 0),
        (json!(4_294_967_289_u32), -7),
        (json!(2_147_483_648_u32), -2_147_483_648),
        (json!(i64::MIN), 0),
        (json!(1e300), 0),
    ] {
        let options = with(sound_creation(), "pubKeyCredParams", json!([{ "type": "public-key", "alg": alg }]));
        let listed = create_strictly(&options).unwrap().options.algorithms;
        assert_eq!(listed, Algorithms::Listed(vec![expected]), "{alg}");
    }
    for (timeout, expected) in [(json!(-1), u32::MAX), (json!(1.9), 1), (json!("300000"), 300_000), (json!("x"), 0)] {
        let options = create_strictly(&with(sound_creation(), "timeout", timeout.clone())).unwrap().options;
        assert_eq!(options.timeout.unwrap().as_millis(), expected.into(), "{timeout}");
    }
}

#[test]
fn strings_are_coerced_as_web_idl_says() {
    for (name, expected) in [
        (json!(null), "null"),
        (json!(true), "true"),
        (json!(false), "false"),
        (json!(-0.0), "0"),
        (json!(1.5), "1.5"),
        (json!(1e21), "1e+21"),
        (json!(1e-7), "1e-7"),
        (json!([1, null, ["a"]]), "1,,a"),
        (json!([]), ""),
        (json!({ "a": 1 }), "[object Object]"),
    ] {
        let options = create_strictly(&with(sound_creation(), "user.displayName", name.clone())).unwrap().options;
        assert_eq!(options.user.display_name, expected, "{name}");
    }
    // A list of one string is that string, and may be base64url.
    let options = create_strictly(&with(sound_creation(), "user.id", json!(["AQID"]))).unwrap().options;
    assert_eq!(options.user.handle.as_bytes(), [1, 2, 3]);
}

#[test]
fn booleans_are_what_is_truthy() {
    for (value, expected) in [
        (json!("false"), ResidentKey::Required),
        (json!("0"), ResidentKey::Required),
        (json!({}), ResidentKey::Required),
        (json!([]), ResidentKey::Required),
        (json!(2), ResidentKey::Required),
        (json!(0.5), ResidentKey::Required),
        (json!(0), ResidentKey::Discouraged),
        (json!(-0.0), ResidentKey::Discouraged),
        (json!(""), ResidentKey::Discouraged),
        (json!(null), ResidentKey::Discouraged),
    ] {
        let options = with(sound_creation(), "authenticatorSelection.requireResidentKey", value.clone());
        assert_eq!(create_strictly(&options).unwrap().options.resident_key, expected, "{value}");
    }
}

#[test]
fn what_web_idl_cannot_convert_is_a_type_error() {
    for (path, value) in [
        ("rp", json!("example.org")),
        ("rp", json!(null)),
        ("user", json!(7)),
        ("pubKeyCredParams", json!(null)),
        ("pubKeyCredParams", json!({})),
        ("pubKeyCredParams", json!("[]")),
        ("pubKeyCredParams", json!([-7])),
        ("pubKeyCredParams", json!([null])),
        ("pubKeyCredParams", json!([{ "type": "public-key" }])),
        ("pubKeyCredParams", json!([{ "alg": -7 }])),
        ("excludeCredentials", json!(null)),
        ("excludeCredentials", json!(["AQID"])),
        ("excludeCredentials", json!([{ "type": "public-key" }])),
        ("excludeCredentials", json!([{ "type": "public-key", "id": "AQID", "transports": null }])),
        ("authenticatorSelection", json!("platform")),
        ("hints", json!("hybrid")),
        ("attestationFormats", json!({})),
        ("extensions", json!(true)),
        ("extensions.prf", json!({ "eval": {} })),
        ("extensions.largeBlob", json!("x")),
    ] {
        let error = create_strictly(&with(sound_creation(), path, value.clone())).unwrap_err();
        let type_error = matches!(error, OptionsError::Missing { .. } | OptionsError::WrongType { .. });
        assert!(type_error, "{path}: {value}: {error}");
        assert!(error.path().starts_with(&format!("$.{path}")), "{path}: {value}: {error}");
    }
    for path in ["rp", "rp.name", "user", "user.id", "user.name", "user.displayName", "challenge", "pubKeyCredParams"] {
        let error = create_strictly(&without(sound_creation(), path)).unwrap_err();
        assert!(
            matches!(&error, OptionsError::Missing { path: at, .. } if *at == format!("$.{path}")),
            "{path}: {error}"
        );
    }
}

#[test]
fn null_is_an_empty_dictionary_and_unknown_values_are_as_if_absent() {
    let sound = create_strictly(&sound_creation()).unwrap().options;
    for (path, value) in [
        ("authenticatorSelection", json!(null)),
        ("authenticatorSelection", json!([])),
        ("authenticatorSelection.residentKey", json!(null)),
        ("attestation", json!(7)),
        ("extensions", json!(null)),
        ("extensions", json!({})),
        ("hints", json!([])),
    ] {
        let understood = create_strictly(&with(sound_creation(), path, value.clone())).unwrap();
        assert_eq!(understood, Understood { options: sound.clone(), repairs: vec![] }, "{path}: {value}");
    }
}

#[test]
fn buffers_inside_known_extensions_are_base64url() {
    for extensions in [
        json!({ "prf": { "eval": { "first": "AA==" } } }),
        json!({ "prf": { "eval": { "first": "AA", "second": "+" } } }),
        json!({ "prf": { "evalByCredential": { "AQID": { "first": "?" } } } }),
        json!({ "largeBlob": { "write": "A" } }),
    ] {
        let options = with(sound_creation(), "extensions", extensions.clone());
        let error = create_strictly(&options).unwrap_err();
        assert!(matches!(error, OptionsError::Encoding { .. }), "{extensions}: {error}");
        assert!(!error.to_string().contains("AQID"), "names no credential id: {error}");
    }
    let sound = json!({ "prf": { "eval": { "first": "AA", "second": "AQ" } }, "credProps": true, "credBlob": "?" });
    let extensions = create_strictly(&with(sound_creation(), "extensions", sound)).unwrap().options.extensions;
    assert_eq!(extensions.requested, ["credBlob", "credProps", "prf"]);
    assert!(extensions.cred_props);
}

/// Handles, challenges and RP IDs apart: there, tolerant mode takes no text made of a list or a
/// boolean.
#[test]
fn tolerant_mode_accepts_what_strict_mode_accepts() {
    let values = [
        json!(null),
        json!(true),
        json!(0),
        json!(-7),
        json!(1.5),
        json!(""),
        json!("AQID"),
        json!([]),
        json!({}),
        json!(["AQID"]),
        json!([{ "type": "public-key", "id": "AQID", "alg": -7 }]),
        json!("false"),
        json!("example.com"),
    ];
    let paths = [
        "rp.name",
        "user.name",
        "user.displayName",
        "pubKeyCredParams",
        "timeout",
        "excludeCredentials",
        "authenticatorSelection",
        "authenticatorSelection.residentKey",
        "authenticatorSelection.requireResidentKey",
        "authenticatorSelection.userVerification",
        "attestation",
        "attestationFormats",
        "hints",
        "extensions",
        "extensions.credProps",
        "extensions.prf",
        "extensions.largeBlob",
        "publicKey",
        "rpId",
    ];
    for path in paths {
        for value in &values {
            let options = with(sound_creation(), path, value.clone());
            if create_strictly(&options).is_ok() {
                create(&options).unwrap_or_else(|error| panic!("{path}: {value}: {error}"));
            }
        }
    }
}
