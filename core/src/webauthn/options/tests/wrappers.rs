//! Where the options are.

use super::*;

#[test]
fn options_are_found_inside_whatever_is_around_them() {
    let sound = create(&sound_creation()).unwrap().options;
    let options = sound_creation();
    let text = options.to_string();
    for (wrapped, path) in [
        (json!({ "publicKey": options }), "$.publicKey"),
        (json!({ "value": { "publicKey": options } }), "$.value.publicKey"),
        (json!({ "authn_params_public_key": options, "auth_session": "x" }), "$.authn_params_public_key"),
        (json!({ "user": { "id": 7 }, "data": { "options": options } }), "$.data.options"),
        (json!({ "challenge": "other", "publicKey": options }), "$.publicKey"),
        (json!([options]), "$[0]"),
        (json!(text), "$"),
        (json!({ "requestJson": text }), "$.requestJson"),
        (json!({ "publicKey": json!({ "publicKey": text }).to_string() }), "$.publicKey.publicKey"),
        (json!({ "publicKey": options, "requestJson": text }), "$.publicKey"),
        (json!({ "publicKey": options, "note": "{ not JSON" }), "$.publicKey"),
        (json!({ "publicKey": options, "note": "[".repeat(40) + &"]".repeat(40) }), "$.publicKey"),
        (json!({ "public.key 'of' me": options }), "$[*]"),
    ] {
        let understood = create(&wrapped).unwrap_or_else(|error| panic!("{wrapped}: {error}"));
        assert_eq!(understood.options, sound, "{wrapped}");
        assert_eq!(paths(&understood.repairs), [path], "{wrapped}");
        assert!(create_strictly(&wrapped).is_err(), "{wrapped}");
    }
    let wrapped = json!({ "mediation": "conditional", "publicKey": sound_request() });
    assert_eq!(get(&wrapped).unwrap().options, get(&sound_request()).unwrap().options);
}

#[test]
fn two_places_that_could_be_the_options_are_refused() {
    let other = with(sound_creation(), "challenge", json!("AQIDBAUGBwgJCgsMDQ4P"));
    for wrapped in [
        json!({ "a": sound_creation(), "b": other }),
        json!({ "a": sound_creation(), "b": other.to_string() }),
        json!([sound_creation(), other]),
        with(sound_creation(), "publicKey", other.clone()),
    ] {
        let error = create(&wrapped).unwrap_err();
        assert!(matches!(error, OptionsError::Ambiguous { .. }), "{wrapped}: {error}");
    }
    let error = get(&with(sound_request(), "publicKey", sound_request())).unwrap_err();
    assert!(matches!(error, OptionsError::Ambiguous { .. }), "{error}");
}

#[test]
fn repairs_and_refusals_inside_a_wrapper_name_the_whole_path() {
    let padded = with(sound_creation(), "user.id", json!("AQIDBA=="));
    let understood = create(&json!({ "value": { "publicKey": padded } })).unwrap();
    assert_eq!(paths(&understood.repairs), ["$.value.publicKey", "$.value.publicKey.user.id"]);

    let handleless = without(sound_creation(), "user.id");
    let error = create(&json!({ "publicKey": handleless })).unwrap_err();
    assert_eq!(error.path(), "$.publicKey.user.id");
    let understood = get(&json!({ "publicKey": { "rpId": "example.org" } })).unwrap();
    assert_eq!(paths(&understood.repairs), ["$.publicKey", "$.publicKey.challenge"]);
}

#[test]
fn a_byte_order_mark_is_passed_over_in_tolerant_mode() {
    let text = [b"\xef\xbb\xbf".as_slice(), sound_creation().to_string().as_bytes()].concat();
    let understood = parse_creation_options(&text, Mode::Tolerant).unwrap();
    assert_eq!(paths(&understood.repairs), ["$"]);
    assert!(matches!(parse_creation_options(&text, Mode::Strict), Err(OptionsError::NotJson { .. })));
}

#[test]
fn what_is_no_object_is_refused() {
    for text in ["", "{", "nul", "{}}", "{\"a\":1,}", "\u{0}", "'a'"] {
        let error = parse_creation_options(text.as_bytes(), Mode::Tolerant).unwrap_err();
        assert!(matches!(error, OptionsError::NotJson { .. }), "{text}: {error}");
    }
    // The place of the first byte that is no UTF-8.
    for (text, at) in [(&b"\"\xff\""[..], (1, 2)), (b"{\n\"a\":\n\"b\xc3\"}", (3, 3)), (b"\xe2\x82", (1, 1))] {
        let Err(OptionsError::NotJson { line, column }) = parse_request_options(text, Mode::Tolerant) else {
            panic!("{text:?} is read")
        };
        assert_eq!((line, column), at, "{text:?}");
    }
    for text in ["[1]", "17", "true", "\"text\""] {
        let error = parse_creation_options(text.as_bytes(), Mode::Tolerant).unwrap_err();
        assert!(matches!(&error, OptionsError::WrongType { path, .. } if path == "$"), "{text}: {error}");
    }
    for text in ["null", "{}", "[]"] {
        for mode in [Mode::Tolerant, Mode::Strict] {
            assert!(parse_creation_options(text.as_bytes(), mode).is_err(), "{text}");
        }
        assert!(parse_request_options(text.as_bytes(), Mode::Strict).is_err(), "{text}");
    }
    // A request needs nothing but a challenge, and without one nothing begins.
    assert!(parse_request_options(b"null", Mode::Tolerant).is_err());
    for text in ["{}", "[]"] {
        let nothing = parse_request_options(text.as_bytes(), Mode::Tolerant).unwrap();
        assert!(nothing.options.challenge.is_none() && paths(&nothing.repairs).contains(&"$.challenge"), "{text}");
    }
}
