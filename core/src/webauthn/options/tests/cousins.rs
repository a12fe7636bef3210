//! Shapes that no sample has and servers send all the same: each kind of member in each dialect.

use super::*;
use crate::key::Algorithm;

/// `used` of the only repair, which must be at `path`.
fn only_repair(repairs: &[Repair], path: &str) -> String {
    assert_eq!(paths(repairs), [path], "{repairs:?}");
    repairs[0].used.clone()
}

#[test]
fn bytes_are_read_in_every_dialect() {
    // 0xfb 0xff 0xbe 0x01: letters that differ between the alphabets, and padding.
    let bytes = [0xfb, 0xff, 0xbe, 0x01];
    let dialects = [
        json!("-_--AQ=="),
        json!("+/++AQ=="),
        json!("+/++AQ"),
        json!("-/-+AQ"),
        json!("+/++AQ="),
        json!("+/++AQ==="),
        json!("+/++\nAQ==\r\n"),
        json!("\t-_- -AQ "),
        json!("%2B%2F%2B%2BAQ%3D%3D"),
        json!("%2b%2f%2b%2bAQ%3d%3d"),
        json!("\\u002b/++AQ\\u003d\\u003d"),
        json!("+\\/++AQ==\\n"),
        json!("=?BINARY?B?+/++AQ==?="),
        json!([251, 255, 190, 1]),
        json!([-5, -1, -66, 1]),
        json!([251, -1, 190, 1]),
        json!(["251", "-1", "190", "1"]),
        json!([251.0, 255.0, 190.0, 1.0]),
        json!("251,255,190,1"),
        json!("[-5, -1, -66, 1]"),
        json!({ "0": 251, "1": 255, "2": 190, "3": 1 }),
        json!({ "3": 1, "1": -1, "0": -5, "2": -66 }),
        json!({ "0": "251", "1": "255", "2": "190", "3": "1" }),
        json!({ "type": "Buffer", "data": [251, 255, 190, 1] }),
        json!({ "type": "Buffer", "data": "+/++AQ==" }),
        json!({ "type": "Buffer", "data": { "0": 251, "1": 255, "2": 190, "3": 1 } }),
        json!({ "data": [251, 255, 190, 1] }),
    ];
    for dialect in dialects {
        for path in ["challenge", "user.id"] {
            let understood = create(&with(sound_creation(), path, dialect.clone()));
            let Understood { options, repairs } = understood.unwrap_or_else(|error| panic!("{dialect}: {error}"));
            only_repair(&repairs, &format!("$.{path}"));
            let read = if path == "challenge" {
                options.challenge.unwrap().as_bytes().to_vec()
            } else {
                options.user.handle.as_bytes().to_vec()
            };
            assert_eq!(read, bytes, "{path}: {dialect}");
        }
        let options = get(&with(sound_request(), "allowCredentials", json!([{ "type": "public-key", "id": dialect }])));
        let Understood { options, repairs } = options.unwrap();
        let AllowList::Listed(entries) = options.allow else { panic!("{dialect}") };
        assert_eq!(entries[0].readings[0].as_bytes(), bytes, "{dialect}");
        only_repair(&repairs, "$.allowCredentials[0].id");
    }
}

#[test]
fn what_holds_no_bytes_is_refused_and_named() {
    let refused = [
        json!("a"),
        json!("a@example.org"),
        json!("AAAA=AAAA"),
        json!("%zz"),
        json!("AA\\x"),
        json!("ünïcödé"),
        json!("1,256"),
        json!("[1;2]"),
        json!([256]),
        json!([-129]),
        json!([1.5]),
        json!([1, null]),
        json!([[1]]),
        json!({ "0": 1, "2": 2 }),
        json!({ "1": 1, "2": 2 }),
        json!({ "0": 1, "01": 2 }),
        json!({ "0": 1, "+1": 2 }),
        json!({ "0": 1, "x": 2 }),
        json!({ "type": "Buffer", "data": [256] }),
        json!({ "type": "Buffer", "data": 1 }),
        json!({ "data": [1], "more": [2] }),
        json!(true),
        json!(17),
    ];
    for value in refused {
        for path in ["challenge", "user.id"] {
            let error = create(&with(sound_creation(), path, value.clone())).unwrap_err();
            assert!(matches!(error, OptionsError::Encoding { .. }), "{path}: {value}: {error}");
            assert_eq!(error.path(), format!("$.{path}"), "{value}");
        }
    }
}

#[test]
fn numbers_are_read_as_text_and_with_fractions() {
    for alg in [json!("-7"), json!(" -7 "), json!("-7.0"), json!(-7.0)] {
        let understood =
            create(&with(sound_creation(), "pubKeyCredParams", json!([{ "type": "public-key", "alg": alg }])));
        let Understood { options, repairs } = understood.unwrap();
        assert_eq!(options.algorithms, Algorithms::Listed(vec![-7]), "{alg}");
        assert_eq!(only_repair(&repairs, "$.pubKeyCredParams[0].alg"), "the integer");
    }
    let timeouts = [
        (json!("180000"), 180_000),
        (json!("180000.0"), 180_000),
        (json!("1.8e5"), 180_000),
        (json!(60_000.7), 60_000),
        (json!(-1), 0),
        (json!("-5"), 0),
        (json!(1e30), u32::MAX.into()),
        (json!(u64::MAX), u32::MAX.into()),
    ];
    for (timeout, expected) in timeouts {
        let Understood { options, repairs } = create(&with(sound_creation(), "timeout", timeout.clone())).unwrap();
        assert_eq!(options.timeout.unwrap().as_millis(), expected, "{timeout}");
        assert!(paths(&repairs).contains(&"$.timeout"), "{timeout}");
    }
}

#[test]
fn a_timeout_never_makes_a_request_fail() {
    for timeout in [json!("soon"), json!("NaN"), json!("Infinity"), json!([]), json!({}), json!(true), json!("")] {
        let Understood { options, repairs } = create(&with(sound_creation(), "timeout", timeout.clone())).unwrap();
        assert_eq!(options.timeout, None, "{timeout}");
        assert_eq!(only_repair(&repairs, "$.timeout"), "as if absent");
    }
    let zero = get(&with(sound_request(), "timeout", json!(0))).unwrap();
    assert_eq!((zero.options.timeout.unwrap().as_millis(), zero.repairs.len()), (0, 0));
}

#[test]
fn booleans_are_read_as_text_and_numbers() {
    let required = [json!("true"), json!("True"), json!(1), json!("1"), json!(" TRUE ")];
    let discouraged = [json!("false"), json!("FALSE"), json!(0), json!("0"), json!(null), json!("maybe"), json!([])];
    for (values, expected) in [(&required[..], ResidentKey::Required), (&discouraged[..], ResidentKey::Discouraged)] {
        for value in values {
            let options = with(sound_creation(), "authenticatorSelection.requireResidentKey", value.clone());
            let Understood { options, repairs } = create(&options).unwrap();
            assert_eq!(options.resident_key, expected, "{value}");
            only_repair(&repairs, "$.authenticatorSelection.requireResidentKey");
        }
    }
}

#[test]
fn an_unknown_resident_key_leaves_the_older_member_to_decide() {
    for (residency, expected) in [
        (json!({ "residentKey": "future", "requireResidentKey": true }), ResidentKey::Required),
        (json!({ "residentKey": null, "requireResidentKey": true }), ResidentKey::Required),
        (json!({ "residentKey": 7 }), ResidentKey::Discouraged),
        (json!({ "residentKey": "discouraged", "requireResidentKey": true }), ResidentKey::Discouraged),
        (json!({ "residentKey": "preferred" }), ResidentKey::Preferred),
        (json!({}), ResidentKey::Discouraged),
    ] {
        let options = create(&with(sound_creation(), "authenticatorSelection", residency.clone())).unwrap().options;
        assert_eq!(options.resident_key, expected, "{residency}");
    }
}

#[test]
fn members_that_cannot_be_understood_and_need_not_be_are_as_if_absent() {
    let sound = create(&sound_creation()).unwrap().options;
    let members = [
        ("authenticatorSelection", json!(null)),
        ("authenticatorSelection", json!([])),
        ("authenticatorSelection", json!("platform")),
        ("authenticatorSelection.authenticatorAttachment", json!("roaming")),
        ("authenticatorSelection.authenticatorAttachment", json!(null)),
        ("authenticatorSelection.authenticatorAttachment", json!({})),
        ("authenticatorSelection.userVerification", json!("future")),
        ("authenticatorSelection.userVerification", json!(false)),
        ("attestation", json!("")),
        ("attestation", json!(null)),
        ("attestation", json!(["direct", "none"])),
        ("attestationFormats", json!(null)),
        ("attestationFormats", json!({})),
        ("hints", json!(null)),
        ("hints", json!({})),
        ("hints", json!("")),
        ("extensions", json!([])),
        ("extensions", json!("prf")),
        ("extensions.prf", json!("on")),
        ("extensions.prf", json!(null)),
        ("extensions.largeBlob", json!(true)),
        ("excludeCredentials", json!(null)),
        ("excludeCredentials", json!(false)),
        ("excludeCredentials", json!("")),
    ];
    for (path, value) in members {
        let Understood { options, repairs } = create(&with(sound_creation(), path, value.clone())).unwrap();
        assert_eq!(options, sound, "{path}: {value}");
        only_repair(&repairs, &format!("$.{path}"));
    }
}

#[test]
fn strangers_are_passed_over_without_a_word() {
    let mut options = with(sound_creation(), "status", json!("ok"));
    options["u2fParams"] = json!({ "appid": "https://example.org", "challenge": "else" });
    options["@odata.type"] = json!("#microsoft.graph.x");
    options["user"]["icon"] = json!(null);
    options["extensions"] = json!({ "uvm": true, "exts": null, "future": { "a": [1] } });
    let Understood { options, repairs } = create(&options).unwrap();
    assert_eq!(repairs, []);
    assert_eq!(options.extensions.requested, ["exts", "future", "uvm"]);
}

#[test]
fn algorithms_listed_and_unusable_are_not_the_default() {
    let usable = |params: Value| create(&with(sound_creation(), "pubKeyCredParams", params)).unwrap().options;
    for params in [
        json!([{ "type": "public-key", "alg": "ES256" }]),
        json!([{ "type": "other", "alg": -7 }]),
        json!([{ "type": "public-key", "alg": -257 }]),
        json!([{ "type": "public-key", "alg": 0 }]),
        json!([{ "type": "public-key", "alg": i64::MIN }]),
        json!([{ "type": "public-key", "alg": -7.5 }]),
        json!([{ "type": "public-key", "alg": 4_294_967_289_u32 }]),
        json!([{ "type": "public-key" }]),
        json!([{ "type": "public-key", "alg": null }]),
        json!([null, true, "none", [], {}]),
        json!({ "type": "public-key", "alg": -257 }),
        json!("ES256"),
    ] {
        let options = usable(params.clone());
        assert!(matches!(options.algorithms, Algorithms::Listed(_)), "{params}");
        assert_eq!(options.algorithms.supported(), Err(NoSupportedAlgorithm), "{params}");
    }
    for params in [json!([]), json!({}), json!(null), json!(""), json!(false)] {
        assert_eq!(usable(params.clone()).algorithms, Algorithms::Default, "{params}");
    }
    let absent = create(&without(sound_creation(), "pubKeyCredParams")).unwrap();
    assert_eq!(absent.options.algorithms, Algorithms::Default);
    only_repair(&absent.repairs, "$.pubKeyCredParams");
}

#[test]
fn algorithms_are_read_in_the_relying_partys_order_from_any_list() {
    for params in [
        json!([-8, -7, -257]),
        json!(["-8", "-7", "-257"]),
        json!([{ "alg": -8 }, { "type": null, "alg": "-7" }, { "type": "public-key", "alg": -257.0 }]),
        json!([{ "type": "x", "alg": -9 }, { "alg": -8 }, { "alg": -7 }, { "alg": "x" }, { "alg": -257 }]),
        json!({ "0": { "alg": -8 }, "2": { "alg": -257 }, "1": { "alg": -7 } }),
    ] {
        let options = create(&with(sound_creation(), "pubKeyCredParams", params.clone())).unwrap().options;
        assert_eq!(options.algorithms.cose(), [-8, -7, -257], "{params}");
        assert_eq!(options.algorithms.supported(), Ok(vec![Algorithm::EdDsa, Algorithm::Es256]), "{params}");
    }
}

#[test]
fn names_stand_in_for_each_other() {
    for (user, name, display_name, repaired) in [
        (json!({ "name": "amy", "displayName": null }), "amy", "amy", "displayName"),
        (json!({ "name": "amy" }), "amy", "amy", "displayName"),
        (json!({ "name": "amy", "displayName": "" }), "amy", "amy", "displayName"),
        (json!({ "name": "amy", "displayName": [1] }), "amy", "amy", "displayName"),
        (json!({ "name": null, "displayName": "Amy" }), "Amy", "Amy", "name"),
        (json!({ "displayName": "Amy" }), "Amy", "Amy", "name"),
        (json!({ "name": 17, "displayName": "Amy" }), "17", "Amy", "name"),
    ] {
        let options = with(sound_creation(), "user", with(user.clone(), "id", json!("AQIDBA")));
        let Understood { options, repairs } = create(&options).unwrap();
        assert_eq!((options.user.name.as_str(), options.user.display_name.as_str()), (name, display_name), "{user}");
        only_repair(&repairs, &format!("$.user.{repaired}"));
    }
    let nameless = create(&with(sound_creation(), "user", json!({ "id": "AQIDBA" }))).unwrap();
    assert_eq!(nameless.options.user.display_name, "");
    assert_eq!(paths(&nameless.repairs), ["$.user.name", "$.user.displayName"]);
}

#[test]
fn the_relying_party_is_found_wherever_it_is_named() {
    let id = |options: Value| create(&options).unwrap().options.rp_id.map(|id| id.to_string());
    let rp = |rp: Value| with(sound_creation(), "rp", rp);
    assert_eq!(id(rp(json!({ "id": "EXAMPLE.org" }))).unwrap(), "example.org");
    assert_eq!(id(rp(json!({ "id": "bücher.example" }))).unwrap(), "xn--bcher-kva.example");
    assert_eq!(id(rp(json!({ "id": "" }))), None);
    assert_eq!(id(rp(json!({ "id": null }))), None);
    assert_eq!(id(rp(json!({}))), None);
    assert_eq!(id(rp(json!([]))), None);
    assert_eq!(id(rp(json!(null))), None);
    assert_eq!(id(rp(json!("example.org"))).unwrap(), "example.org");
    assert_eq!(id(rp(json!("Example Ltd"))), None);
    assert_eq!(id(without(sound_creation(), "rp")), None);
    assert_eq!(id(with(without(sound_creation(), "rp"), "rpId", json!("example.org"))).unwrap(), "example.org");

    let id = |options: Value| get(&options).unwrap().options.rp_id.map(|id| id.to_string());
    let bare = || without(sound_request(), "rpId");
    assert_eq!(id(bare()), None);
    assert_eq!(id(with(bare(), "rp", json!({ "id": "example.org" }))).unwrap(), "example.org");
    assert_eq!(id(with(bare(), "rp", json!("example.org"))).unwrap(), "example.org");
    assert_eq!(id(with(bare(), "rp", json!({ "name": "Example" }))), None);
    assert_eq!(id(with(bare(), "rpId", json!(""))), None);
}

#[test]
fn a_relying_party_that_is_no_domain_is_refused() {
    for id in [
        json!("https://example.org"),
        json!("example.org:443"),
        json!("example.org/path"),
        json!("127.0.0.1"),
        json!(" "),
        json!(17),
    ] {
        for mode in [Mode::Tolerant, Mode::Strict] {
            let create = with(sound_creation(), "rp.id", id.clone()).to_string();
            let error = parse_creation_options(create.as_bytes(), mode).unwrap_err();
            assert!(matches!(&error, OptionsError::InvalidRpId { path, .. } if path == "$.rp.id"), "{id}: {error}");
            let get = with(sound_request(), "rpId", id.clone()).to_string();
            let error = parse_request_options(get.as_bytes(), mode).unwrap_err();
            assert!(matches!(&error, OptionsError::InvalidRpId { path, .. } if path == "$.rpId"), "{id}: {error}");
        }
    }
    for id in [json!({}), json!([1]), json!(true)] {
        let error = create(&with(sound_creation(), "rp.id", id.clone())).unwrap_err();
        assert!(matches!(error, OptionsError::WrongType { .. }), "{id}: {error}");
    }
}

#[test]
fn duplicates_of_hints_and_formats_are_kept_in_order() {
    let options = with(sound_creation(), "hints", json!(["hybrid", "hybrid", "later"]));
    let options = with(options, "attestationFormats", json!("packed"));
    let options = create(&options).unwrap().options;
    assert_eq!(options.hints, ["hybrid", "hybrid", "later"]);
    assert_eq!(options.attestation_formats, ["packed"]);
}

/// JavaScript cuts strings between code units, and writes half a pair as an escape.
#[test]
fn half_an_emoji_in_a_name_does_not_spoil_the_request() {
    let sound = sound_creation().to_string();
    for (escaped, expected) in [
        ("\\ud83d", "\u{fffd}"),
        ("\\ude00x", "\u{fffd}x"),
        ("\\uD83D\\uD83D\\uDE00", "\u{fffd}\u{1f600}"),
        ("\\ud83d\\u0041", "\u{fffd}A"),
        ("\\\\ud83d", "\\ud83d"),
        ("\\ud83d\\ude00", "\u{1f600}"),
    ] {
        let text = sound.replace("\"Amy\"", &format!("\"{escaped}\""));
        for mode in [Mode::Tolerant, Mode::Strict] {
            let Understood { options, repairs } = parse_creation_options(text.as_bytes(), mode).unwrap();
            assert_eq!(options.user.display_name, expected, "{escaped}");
            let mended = mode == Mode::Tolerant && expected.contains('\u{fffd}');
            assert_eq!(paths(&repairs).contains(&"$"), mended, "{escaped}");
        }
    }
}
