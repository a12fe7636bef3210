//! What no mode repairs.

use std::time::{Duration, Instant};

use super::*;
use crate::id::LONGEST_NAME;

fn both(text: &str) -> [Result<Understood<CreationOptions>, OptionsError>; 2] {
    [Mode::Tolerant, Mode::Strict].map(|mode| parse_creation_options(text.as_bytes(), mode))
}

fn too_large(path: &str, limit: Limit) -> OptionsError {
    OptionsError::TooLarge { path: path.to_owned(), limit }
}

/// Sound options with raw text as one more member.
fn with_text(name: &str, value: &str) -> String {
    let sound = sound_creation().to_string();
    format!("{},\"{name}\":{value}}}", &sound[..sound.len() - 1])
}

#[test]
fn user_handles_outside_1_to_64_bytes_are_refused() {
    for (length, sound) in [(0, false), (1, true), (64, true), (65, false)] {
        let options = with(sound_creation(), "user.id", json!(base64::encode(&vec![7; length])));
        for outcome in both(&options.to_string()) {
            let invalid = matches!(outcome, Err(OptionsError::InvalidUserHandle { .. }));
            assert_eq!((outcome.is_ok(), invalid), (sound, !sound), "{length}");
        }
    }
    for empty in [json!([]), json!({}), json!({ "type": "Buffer", "data": [] }), json!("=="), json!(" ")] {
        let error = create(&with(sound_creation(), "user.id", empty)).unwrap_err();
        assert!(matches!(error, OptionsError::InvalidUserHandle { .. }), "{error}");
    }
}

#[test]
fn a_challenge_without_bytes_is_refused_where_an_absent_one_is_not() {
    for empty in [json!(""), json!([]), json!({}), json!("="), json!(" \n")] {
        let create = with(sound_creation(), "challenge", empty.clone()).to_string();
        let get = with(sound_request(), "challenge", empty).to_string();
        let expected = OptionsError::EmptyChallenge { path: "$.challenge".to_owned() };
        assert_eq!(parse_creation_options(create.as_bytes(), Mode::Tolerant).unwrap_err(), expected);
        assert_eq!(parse_request_options(get.as_bytes(), Mode::Tolerant).unwrap_err(), expected);
    }
}

#[test]
fn an_absent_challenge_is_refused_by_browsers_and_reported_otherwise() {
    let create = without(sound_creation(), "challenge").to_string();
    let get = without(sound_request(), "challenge").to_string();
    let error = parse_creation_options(create.as_bytes(), Mode::Strict).unwrap_err();
    assert!(matches!(&error, OptionsError::Missing { path, .. } if path == "$.challenge"), "{error}");
    let error = parse_request_options(get.as_bytes(), Mode::Strict).unwrap_err();
    assert!(matches!(&error, OptionsError::Missing { path, .. } if path == "$.challenge"), "{error}");
    let create = parse_creation_options(create.as_bytes(), Mode::Tolerant).unwrap();
    assert_eq!((create.options.challenge, paths(&create.repairs)), (None, vec!["$.challenge"]));
    let get = parse_request_options(get.as_bytes(), Mode::Tolerant).unwrap();
    assert_eq!((get.options.challenge, paths(&get.repairs)), (None, vec!["$.challenge"]));
}

#[test]
fn more_than_a_mebibyte_of_text_is_refused() {
    let sound = sound_creation().to_string();
    let fill = Limit::Bytes.most() - sound.len();
    let full = sound.clone() + &" ".repeat(fill);
    assert!(both(&full).into_iter().all(|outcome| outcome.is_ok()));
    for outcome in both(&(full + " ")) {
        assert_eq!(outcome.unwrap_err(), too_large("$", Limit::Bytes));
    }
}

#[test]
fn more_than_16_levels_are_refused() {
    let nested = |levels: usize| with_text("deep", &("[".repeat(levels) + &"]".repeat(levels)));
    assert!(both(&nested(15)).into_iter().all(|outcome| outcome.is_ok()));
    for levels in [16, 100, 10_000] {
        for outcome in both(&nested(levels)) {
            let path = format!("$.deep{}", "[0]".repeat(15));
            assert_eq!(outcome.unwrap_err(), too_large(&path, Limit::Levels), "{levels}");
        }
    }
    let objects = with_text("deep", &("{\"a\":".repeat(16) + "1" + &"}".repeat(16)));
    for outcome in both(&objects) {
        assert_eq!(outcome.unwrap_err(), too_large(&format!("$.deep{}", ".a".repeat(15)), Limit::Levels));
    }
}

#[test]
fn levels_count_on_through_text_within_the_text() {
    let inner = with_text("deep", &("[".repeat(10) + &"]".repeat(10)));
    let wrap = |levels: usize| (0..levels).fold(json!(inner), |wrapped, _| json!({ "publicKey": wrapped })).to_string();
    assert!(parse_creation_options(wrap(5).as_bytes(), Mode::Tolerant).is_ok());
    let error = parse_creation_options(wrap(6).as_bytes(), Mode::Tolerant).unwrap_err();
    assert!(matches!(error, OptionsError::TooLarge { limit: Limit::Levels, .. }), "{error}");
}

#[test]
fn more_than_4096_entries_are_refused_unless_they_are_bytes() {
    let list = |entry: &str, count: usize| format!("[{}]", vec![entry; count].join(","));
    assert!(create(&serde_json::from_str(&with_text("many", &list("{}", 4096))).unwrap()).is_ok());
    for outcome in both(&with_text("many", &list("{}", 4097))) {
        assert_eq!(outcome.unwrap_err(), too_large("$.many", Limit::Entries));
    }
    for entry in ["256", "-129", "\"x\"", "null", "[]"] {
        // The one entry that is no byte: first, last, and in the middle of a long list.
        for place in [0, 4096, 5000] {
            let mut entries = vec!["1"; 5001];
            entries[place] = entry;
            for outcome in both(&with_text("many", &format!("[{}]", entries.join(",")))) {
                assert_eq!(outcome.unwrap_err(), too_large("$.many", Limit::Entries), "{entry} at {place}");
            }
        }
    }
    let members = |count: usize| (0..count).map(|index| format!("\"m{index}\":\"x\"")).collect::<Vec<_>>().join(",");
    assert!(both(&with_text("many", &format!("{{{}}}", members(4096)))).into_iter().all(|outcome| outcome.is_ok()));
    for outcome in both(&with_text("many", &format!("{{{}}}", members(4097)))) {
        assert_eq!(outcome.unwrap_err(), too_large("$.many", Limit::Entries));
    }
}

#[test]
fn more_than_4096_byte_values_are_refused_where_no_bytes_belong() {
    let list = vec![1; 5000];
    let object: serde_json::Map<String, Value> = (0..5000).map(|index| (index.to_string(), json!(1))).collect();
    for path in ["excludeCredentials", "pubKeyCredParams", "hints", "extensions", "user"] {
        for value in [json!(list), Value::Object(object.clone())] {
            let text = with(sound_creation(), path, value).to_string();
            for outcome in both(&text) {
                let error = outcome.unwrap_err();
                assert_eq!(error, too_large(&format!("$.{path}"), Limit::Entries));
            }
        }
    }
    let list = json!([{ "type": "public-key", "id": "AQID", "transports": list }]);
    let error = create(&with(sound_creation(), "excludeCredentials", list)).unwrap_err();
    assert_eq!(error, too_large("$.excludeCredentials[0].transports", Limit::Entries));
}

#[test]
fn more_repairs_than_anyone_reads_are_refused() {
    let list = |entries: usize, transports: usize| {
        json!(vec![json!({ "id": "AQID", "transports": vec![json!({}); transports] }); entries])
    };
    assert!(create(&with(sound_creation(), "excludeCredentials", list(4096, 3))).is_ok());
    let error = create(&with(sound_creation(), "excludeCredentials", list(4096, 4))).unwrap_err();
    assert!(matches!(error, OptionsError::TooLarge { limit: Limit::Repairs, .. }), "{error}");
}

#[test]
fn a_challenge_of_5_kilobytes_may_be_a_list_or_an_object_of_bytes() {
    let bytes: Vec<u8> = (0..5176_u16).map(|index| index.to_le_bytes()[0]).collect();
    let indexed: serde_json::Map<String, Value> =
        bytes.iter().enumerate().map(|(index, byte)| (index.to_string(), json!(byte))).collect();
    for challenge in [json!(bytes), Value::Object(indexed)] {
        let options = create(&with(sound_creation(), "challenge", challenge)).unwrap().options;
        assert_eq!(options.challenge.unwrap().as_bytes(), bytes);
    }
}

#[test]
fn members_that_are_there_twice_must_agree() {
    let twice = |value: &str| with_text("challenge", value);
    for outcome in both(&twice("\"AAECAwQFBgcICQoLDA0ODw\"")) {
        outcome.unwrap();
    }
    let understood = parse_creation_options(twice("\"AAECAwQFBgcICQoLDA0ODw\"").as_bytes(), Mode::Tolerant).unwrap();
    assert_eq!(paths(&understood.repairs), ["$.challenge"]);

    for (name, value) in [
        ("challenge", "\"AAECAwQFBgcICQoLDA0ODg\""),
        ("challenge", "null"),
        ("rp", "{\"id\":\"example.com\",\"name\":\"Example\"}"),
        ("user", "{}"),
        ("pubKeyCredParams", "[]"),
    ] {
        for outcome in both(&with_text(name, value)) {
            assert_eq!(outcome.unwrap_err(), OptionsError::Contradiction { path: format!("$.{name}") });
        }
    }
    // In other words, in another order, a number written otherwise: the same.
    for (name, value) in [
        ("rp", "{\"name\":\"Example\",\"id\":\"ex\\u0061mple.org\"}"),
        ("pubKeyCredParams", "[{\"alg\":-7.0,\"type\":\"public-key\"}]"),
    ] {
        for outcome in both(&with_text(name, value)) {
            outcome.unwrap();
        }
    }
}

#[test]
fn members_that_are_there_twice_are_found_wherever_they_are() {
    for (member, path) in
        [("{\"a\":[{\"b\":1,\"b\":2}]}", "$.x.a[0].b"), ("{\"b\":1,\"c\":2,\"b\":1,\"b\":2}", "$.x.b")]
    {
        for outcome in both(&with_text("x", member)) {
            assert_eq!(outcome.unwrap_err(), OptionsError::Contradiction { path: path.to_owned() });
        }
    }
    let many: Vec<String> = (0..100).map(|index| format!("\"m{}\":{index}", index % 60)).collect();
    let text = with_text("x", &format!("{{{}}}", many.join(",")));
    assert!(both(&text).into_iter().all(|outcome| matches!(outcome, Err(OptionsError::Contradiction { .. }))));

    let within_text = json!({ "publicKey": with_text("challenge", "\"AQID\"") }).to_string();
    let error = parse_creation_options(within_text.as_bytes(), Mode::Tolerant).unwrap_err();
    assert_eq!(error, OptionsError::Contradiction { path: "$.publicKey.challenge".to_owned() });
}

/// The parser does work in proportion to the text, whatever the text is. The bound is loose, for
/// machines under load; work in proportion to the square would take minutes.
#[test]
fn the_largest_text_of_any_shape_is_answered_soon() {
    let fill = |unit: &dyn Fn(usize) -> String| {
        let mut text = String::new();
        for index in 0.. {
            text.push_str(&unit(index));
            if text.len() > 1_000_000 {
                break;
            }
            text.push(',');
        }
        text
    };
    let members = fill(&|index| format!("\"{index}\":1"));
    let repeated = fill(&|_| "\"a\":1".to_owned());
    let texts = [
        with_text("x", &format!("{{{members}}}")),
        with_text("x", &format!("{{{repeated}}}")),
        with_text("x", &format!("[{}]", fill(&|_| "1".to_owned()))),
        with_text("x", &format!("[{}]", fill(&|_| "[]".to_owned()))),
        with_text("x", &format!("\"{}\"", "%".repeat(1_000_000))),
        json!({ "challenge": "%2B".repeat(333_000), "rp": {}, "user": { "id": "AQ", "name": "a" } }).to_string(),
        json!({ "challenge": "\\\\".repeat(250_000), "rp": {}, "user": { "id": "AQ", "name": "a" } }).to_string(),
        json!({ "a": "[".repeat(1_000_000) }).to_string(),
        "[".repeat(1_000_000),
        "\"".to_owned() + &"\\\"".repeat(500_000) + "\"",
    ];
    for text in texts {
        let begun = Instant::now();
        let _ = both(&text);
        assert!(begun.elapsed() < Duration::from_secs(20), "{}", &text[..40]);
    }
}

#[test]
fn names_longer_than_what_is_kept_are_reported_and_cut_in_the_passkey() {
    for member in ["user.name", "user.displayName"] {
        for (length, is_reported) in [(LONGEST_NAME, false), (LONGEST_NAME + 1, true), (100_000, true)] {
            let options = with(sound_creation(), member, json!("n".repeat(length))).to_string();
            let [tolerant, strict] = both(&options).map(Result::unwrap);
            let reported = paths(&tolerant.repairs).contains(&format!("$.{member}").as_str());
            assert_eq!((reported, tolerant.repairs.len()), (is_reported, usize::from(is_reported)), "{member}");
            assert_eq!(strict.repairs, []);
            // What was asked is told as it was; a passkey's names are cut when it is made.
            assert_eq!(tolerant.options.user, strict.options.user);
            let kept = tolerant.options.user.with_names_cut();
            assert!(kept.name.len() <= LONGEST_NAME && kept.display_name.len() <= LONGEST_NAME);
        }
    }
}
