//! The client steps of the standard's extensions, row by row: what strict mode makes of an input is what the section
//! says, and tolerant mode reads it or says what it repaired.

use super::*;
use crate::error::{DomException, Error};

/// What becomes of an input.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    /// Asked for, and understood.
    Asked,
    /// As if it were not there.
    Absent,
    /// Refused, with what the page sees.
    Refused(DomException),
}

use Step::{Absent, Asked, Refused};

/// Section 10.1.4, in a registration.
fn prf_in_creations() -> Vec<(Value, Step, Step)> {
    vec![
        (json!({}), Asked, Asked),
        (json!(null), Asked, Absent),
        (json!(true), Refused(DomException::Type), Absent),
        (json!("on"), Refused(DomException::Type), Absent),
        (json!({ "unheardOf": 1 }), Asked, Asked),
        (json!({ "eval": { "first": "AQID" } }), Asked, Asked),
        (json!({ "eval": { "first": "" } }), Asked, Asked),
        (json!({ "eval": { "first": "AQID", "second": "BAUG" } }), Asked, Asked),
        (json!({ "eval": { "first": "AQID", "third": 7 } }), Asked, Asked),
        (json!({ "eval": {} }), Refused(DomException::Type), Absent),
        (json!({ "eval": { "second": "AQID" } }), Refused(DomException::Type), Absent),
        (json!({ "eval": null }), Refused(DomException::Type), Asked),
        (json!({ "eval": "AQID" }), Refused(DomException::Type), Absent),
        (json!({ "eval": { "first": "AQI=" } }), Refused(DomException::Encoding), Asked),
        (json!({ "eval": { "first": "+/8" } }), Refused(DomException::Encoding), Asked),
        (json!({ "eval": { "first": [1, 2, 3] } }), Refused(DomException::Encoding), Asked),
        (json!({ "eval": { "first": "AQID", "second": "?" } }), Refused(DomException::Encoding), Absent),
        (json!({ "evalByCredential": {} }), Refused(DomException::NotSupported), Asked),
        (json!({ "evalByCredential": { "AQID": { "first": "AQ" } } }), Refused(DomException::NotSupported), Asked),
        (
            json!({ "eval": { "first": "AQ" }, "evalByCredential": { "AQID": { "first": "AQ" } } }),
            Refused(DomException::NotSupported),
            Asked,
        ),
        (json!({ "evalByCredential": { "": { "first": "AQ" } } }), Refused(DomException::NotSupported), Asked),
        (json!({ "evalByCredential": null }), Refused(DomException::Type), Asked),
        (json!({ "evalByCredential": { "AQID": {} } }), Refused(DomException::Type), Asked),
        (json!({ "evalByCredential": { "AQID": { "first": "?" } } }), Refused(DomException::Encoding), Asked),
    ]
}

/// Section 10.1.4, in a sign-in: with `AQID` listed, and without a list.
fn prf_in_requests() -> Vec<(Value, [Step; 2], [Step; 2])> {
    let entry = |id: &str| json!({ "evalByCredential": { (id): { "first": "AQ" } } });
    let syntax = Refused(DomException::Syntax);
    let not_supported = Refused(DomException::NotSupported);
    vec![
        (json!({}), [Asked, Asked], [Asked, Asked]),
        (json!(null), [Asked, Absent], [Asked, Absent]),
        (json!(7), [Refused(DomException::Type), Absent], [Refused(DomException::Type), Absent]),
        (json!({ "eval": { "first": "AQ" } }), [Asked, Asked], [Asked, Asked]),
        (json!({ "eval": { "first": "AQ", "second": "" } }), [Asked, Asked], [Asked, Asked]),
        (json!({ "eval": {} }), [Refused(DomException::Type), Absent], [Refused(DomException::Type), Absent]),
        (
            json!({ "eval": { "first": "AQ=" } }),
            [Refused(DomException::Encoding), Asked],
            [Refused(DomException::Encoding), Asked],
        ),
        (json!({ "evalByCredential": {} }), [Asked, Asked], [Asked, Asked]),
        (entry("AQID"), [Asked, Asked], [not_supported, Asked]),
        (entry(""), [syntax, Asked], [not_supported, Asked]),
        (entry("?"), [syntax, Asked], [not_supported, Asked]),
        (entry("AQI="), [syntax, Asked], [not_supported, Asked]),
        (entry("BAUG"), [syntax, Asked], [not_supported, Asked]),
        (
            json!({ "evalByCredential": { "AQID": { "first": "AQ" }, "BAUG": { "first": "AQ" } } }),
            [syntax, Asked],
            [not_supported, Asked],
        ),
        (
            json!({ "eval": { "first": "AQ" }, "evalByCredential": { "AQID": { "first": "Ag", "second": "Aw" } } }),
            [Asked, Asked],
            [not_supported, Asked],
        ),
        (
            json!({ "evalByCredential": { "AQID": null } }),
            [Refused(DomException::Type), Absent],
            [Refused(DomException::Type), Absent],
        ),
        (
            json!({ "evalByCredential": { "AQID": { "first": "?" } } }),
            [Refused(DomException::Encoding), Absent],
            [Refused(DomException::Encoding), Absent],
        ),
        (
            json!({ "evalByCredential": null }),
            [Refused(DomException::Type), Asked],
            [Refused(DomException::Type), Asked],
        ),
    ]
}

/// What became of an extension in one mode.
fn step<T>(outcome: Result<Understood<T>, OptionsError>, is_asked: impl Fn(&T) -> bool) -> (Step, Vec<Repair>) {
    match outcome {
        Ok(Understood { options, repairs }) => (if is_asked(&options) { Asked } else { Absent }, repairs),
        Err(error) => (Refused(Error::from(error).dom_exception()), Vec::new()),
    }
}

/// Strict mode does what the row says, and so does tolerant mode, which reports all that it does otherwise.
fn holds(label: &str, strict: (Step, Vec<Repair>), tolerant: (Step, Vec<Repair>), expected: [Step; 2]) {
    assert_eq!([strict.0, tolerant.0], expected, "{label}: {:?}", tolerant.1);
    if expected[0] != expected[1] {
        let refused = matches!(tolerant.0, Refused(_));
        assert!(refused || !tolerant.1.is_empty(), "{label}: nothing is said of the repair");
        assert!(tolerant.1.iter().all(|repair| repair.path.starts_with("$.extensions")), "{label}");
    } else {
        assert_eq!(tolerant.1, [], "{label}");
    }
}

#[test]
fn prf_in_a_registration_is_read_as_the_standard_says() {
    for (input, strict, tolerant) in prf_in_creations() {
        let options = with(sound_creation(), "extensions", json!({ "prf": input }));
        let is_asked = |options: &CreationOptions| {
            assert_eq!(options.extensions.prf.is_some(), options.extensions.requested == ["prf"]);
            options.extensions.prf.is_some()
        };
        let outcomes = [create_strictly(&options), create(&options)].map(|outcome| step(outcome, is_asked));
        let [in_strict, in_tolerant] = outcomes;
        holds(&input.to_string(), in_strict, in_tolerant, [strict, tolerant]);
    }
}

#[test]
fn prf_in_a_sign_in_is_read_as_the_standard_says() {
    let listed = with(sound_request(), "allowCredentials", json!([{ "type": "public-key", "id": "AQID" }]));
    for (input, with_list, without_list) in prf_in_requests() {
        for (options, expected) in [(listed.clone(), with_list), (sound_request(), without_list)] {
            let options = with(options, "extensions", json!({ "prf": input }));
            let is_asked = |options: &RequestOptions| options.extensions.prf.is_some();
            let outcomes = [get_strictly(&options), get(&options)].map(|outcome| step(outcome, is_asked));
            let [in_strict, in_tolerant] = outcomes;
            holds(&options.to_string(), in_strict, in_tolerant, expected);
        }
    }
}

/// What a tolerant reading keeps of entries that the standard refuses: those that can be meant, and no other.
#[test]
fn entries_that_the_standard_refuses_are_kept_where_they_can_only_mean_one_thing() {
    let entries = |options: &Value| {
        let prf = get(options).unwrap().options.extensions.prf.unwrap();
        prf.by_credential.iter().map(|(id, _)| id.to_base64url()).collect::<Vec<_>>()
    };
    let prf = json!({ "prf": { "evalByCredential": { "AQID": { "first": "AQ" }, "": { "first": "AQ" } } } });
    let options = with(sound_request(), "extensions", prf);
    assert_eq!(entries(&options), ["AQID"], "whichever passkey is chosen");
    let listed = json!([{ "type": "public-key", "id": "AQID" }, { "type": "public-key", "id": "BAUG" }]);
    let prf = json!({ "prf": { "evalByCredential": {
        "AQID": { "first": "AQ" }, "BAUG=": { "first": "AQ" }, "?": { "first": "AQ" }, "CAkK": { "first": "AQ" }
    } } });
    let options = with(with(sound_request(), "allowCredentials", listed), "extensions", prf);
    assert_eq!(entries(&options), ["AQID", "BAUG"], "in any dialect of base64, if they are listed");
}
