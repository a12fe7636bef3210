//! The client steps of the standard's extensions, row by row: what strict mode makes of an input is what the section
//! says, and tolerant mode reads it or says what it repaired.

use super::*;
use crate::error::{DomException, Error};
use crate::id::CredentialId;
use crate::webauthn::extensions::{LargeBlob, RequestLargeBlob};

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

/// Section 10.1.5, in a registration.
fn large_blob_in_creations() -> Vec<(Value, Step, Step)> {
    let not_supported = Refused(DomException::NotSupported);
    vec![
        (json!({}), Asked, Asked),
        (json!({ "support": "required" }), Asked, Asked),
        (json!({ "support": "preferred" }), Asked, Asked),
        // Section 2.1.1: a value that is not known is as if it were absent.
        (json!({ "support": "discouraged" }), Asked, Asked),
        (json!({ "support": "" }), Asked, Asked),
        (json!({ "unheardOf": 1 }), Asked, Asked),
        (json!(null), Asked, Absent),
        (json!(true), Refused(DomException::Type), Absent),
        (json!("required"), Refused(DomException::Type), Asked),
        (json!({ "read": true }), not_supported, Asked),
        (json!({ "read": false }), not_supported, Asked),
        (json!({ "read": null }), not_supported, Asked),
        (json!({ "support": "required", "read": true }), not_supported, Asked),
        (json!({ "write": "AQID" }), not_supported, Asked),
        (json!({ "write": "" }), not_supported, Asked),
        (json!({ "support": "preferred", "write": "AQID" }), not_supported, Asked),
        (json!({ "read": true, "write": "AQID" }), not_supported, Asked),
        (json!({ "write": "?" }), Refused(DomException::Encoding), Asked),
        (json!({ "support": "required", "write": "AQI=" }), Refused(DomException::Encoding), Asked),
    ]
}

/// An input, what becomes of it with one passkey listed and otherwise, and what is done of it.
type InRequest = (Value, [Step; 2], [Step; 2], Option<&'static str>);

/// What of `largeBlob` a sign-in does.
const READS: Option<&str> = Some("read");
const WRITES: Option<&str> = Some("write");
const NOTHING: Option<&str> = None;

/// Section 10.1.5, in a sign-in: with one passkey listed, and with another number of them; and what is done of it.
fn large_blob_in_requests() -> Vec<InRequest> {
    let not_supported = [Refused(DomException::NotSupported), Asked];
    let left_out = [Refused(DomException::NotSupported), Absent];
    let wrong_type = [Refused(DomException::Type), Absent];
    let wrong_encoding = [Refused(DomException::Encoding), Absent];
    vec![
        (json!({}), [Asked, Asked], [Asked, Asked], NOTHING),
        (json!(null), [Asked, Absent], [Asked, Absent], NOTHING),
        (json!(true), wrong_type, wrong_type, NOTHING),
        (json!("AQID"), wrong_type, wrong_type, NOTHING),
        (json!({ "read": true }), [Asked, Asked], [Asked, Asked], READS),
        (json!({ "read": false }), [Asked, Asked], [Asked, Asked], NOTHING),
        (json!({ "write": "AQID" }), [Asked, Asked], left_out, WRITES),
        (json!({ "write": "" }), [Asked, Asked], left_out, WRITES),
        (json!({ "write": "AQI=" }), [Refused(DomException::Encoding), Asked], wrong_encoding, WRITES),
        (json!({ "write": "?" }), wrong_encoding, wrong_encoding, NOTHING),
        (json!({ "read": true, "write": "AQID" }), left_out, left_out, NOTHING),
        (json!({ "read": false, "write": "AQID" }), not_supported, left_out, WRITES),
        (json!({ "support": "preferred" }), not_supported, not_supported, NOTHING),
        (json!({ "support": "required" }), not_supported, not_supported, NOTHING),
        (json!({ "support": "discouraged" }), not_supported, not_supported, NOTHING),
        (json!({ "support": "preferred", "read": true }), not_supported, not_supported, READS),
        (json!({ "support": "preferred", "write": "AQID" }), not_supported, left_out, WRITES),
        (json!({ "support": null, "read": true }), not_supported, not_supported, READS),
    ]
}

/// The others that are known in a registration: section 10.1.3, CTAP 2.1, sections 12.1 and 12.5, and Secure Payment
/// Confirmation, which has nothing to say of one.
fn others_in_creations() -> Vec<(Value, Step, Step)> {
    let level = |level: &str| json!({ "credentialProtectionPolicy": level });
    let enforced = |level: &str, enforced: Value| json!({ "credentialProtectionPolicy": level, "enforceCredentialProtectionPolicy": enforced });
    vec![
        (json!({ "credProps": true }), Asked, Asked),
        (json!({ "credProps": false }), Absent, Absent),
        (json!({ "credProps": null }), Absent, Absent),
        (json!({ "credProps": 1 }), Asked, Asked),
        (json!({ "credProps": {} }), Asked, Absent),
        (json!({ "hmacCreateSecret": true }), Asked, Asked),
        (json!({ "hmacCreateSecret": false }), Absent, Absent),
        (json!({ "hmacCreateSecret": "true" }), Asked, Asked),
        (level("userVerificationOptional"), Asked, Asked),
        (level("userVerificationOptionalWithCredentialIDList"), Asked, Asked),
        (level("userVerificationRequired"), Asked, Asked),
        (level("USERVERIFICATIONREQUIRED"), Absent, Asked),
        (level("future"), Absent, Absent),
        (enforced("userVerificationRequired", json!(true)), Asked, Asked),
        (enforced("future", json!(false)), Absent, Absent),
        (enforced("future", json!(true)), Refused(DomException::NotSupported), Refused(DomException::NotSupported)),
        (json!({ "enforceCredentialProtectionPolicy": true }), Absent, Absent),
        (json!({ "appid": "https://example.org" }), Absent, Absent),
        (json!({ "payment": { "isPayment": true } }), Absent, Absent),
        (json!({ "uvm": true, "minPinLength": true, "credBlob": "AQID" }), Absent, Absent),
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

#[test]
fn a_large_blob_in_a_registration_is_read_as_the_standard_says() {
    for (input, strict, tolerant) in large_blob_in_creations() {
        let options = with(sound_creation(), "extensions", json!({ "largeBlob": input }));
        let is_asked = |options: &CreationOptions| {
            assert_eq!(options.extensions.large_blob, options.extensions.requested == ["largeBlob"]);
            options.extensions.large_blob
        };
        let [in_strict, in_tolerant] =
            [create_strictly(&options), create(&options)].map(|outcome| step(outcome, is_asked));
        holds(&input.to_string(), in_strict, in_tolerant, [strict, tolerant]);
    }
}

#[test]
fn a_large_blob_in_a_sign_in_is_read_as_the_standard_says() {
    let one = json!([{ "type": "public-key", "id": "AQID" }]);
    let two = json!([{ "type": "public-key", "id": "AQID" }, { "type": "public-key", "id": "BAUG" }]);
    // An entry of a type that is not known is an element of the list too.
    let odd = json!([{ "type": "public-key", "id": "AQID" }, { "type": "future", "id": "BAUG" }]);
    let listed = |list: Value| with(sound_request(), "allowCredentials", list);
    for (input, with_one, otherwise, done) in large_blob_in_requests() {
        for (options, expected) in [
            (listed(one.clone()), with_one),
            (listed(two.clone()), otherwise),
            (listed(odd.clone()), otherwise),
            (listed(json!([])), otherwise),
            (sound_request(), otherwise),
        ] {
            let options = with(options, "extensions", json!({ "largeBlob": input }));
            let is_asked = |read: &RequestOptions| {
                let is_asked = read.extensions.requested == ["largeBlob"];
                let found = read.extensions.large_blob.as_ref().map(|asked| match asked {
                    RequestLargeBlob::Read => "read",
                    RequestLargeBlob::Write(_) => "write",
                });
                assert_eq!(found, done.filter(|_| is_asked), "{options}");
                is_asked
            };
            let [in_strict, in_tolerant] =
                [get_strictly(&options), get(&options)].map(|outcome| step(outcome, is_asked));
            let of_list = |repair: &Repair| repair.path.starts_with("$.allowCredentials");
            let in_tolerant = (in_tolerant.0, in_tolerant.1.into_iter().filter(|it| !of_list(it)).collect());
            holds(&options.to_string(), in_strict, in_tolerant, expected);
        }
    }
}

#[test]
fn what_is_written_is_the_bytes_that_the_site_sent() {
    let options = with(sound_request(), "allowCredentials", json!([{ "type": "public-key", "id": "AQID" }]));
    let options = with(options, "extensions", json!({ "largeBlob": { "write": "Zm9vYmFy" } }));
    for outcome in [get_strictly(&options), get(&options)] {
        let asked = outcome.unwrap().options.extensions.large_blob;
        assert_eq!(asked, Some(RequestLargeBlob::Write(LargeBlob::new(b"foobar".to_vec()))));
    }
}

#[test]
fn the_other_extensions_of_a_registration_are_read_as_their_standards_say() {
    for (extensions, strict, tolerant) in others_in_creations() {
        let options = with(sound_creation(), "extensions", extensions.clone());
        let is_asked = |CreationOptions { extensions, .. }: &CreationOptions| {
            extensions.cred_props || extensions.hmac_create_secret || extensions.cred_protect.is_some()
        };
        for (outcome, expected) in [(create_strictly(&options), strict), (create(&options), tolerant)] {
            assert_eq!(step(outcome, is_asked).0, expected, "{extensions}");
        }
    }
}

/// Secure Payment Confirmation: what asks for a payment is told apart, and refused by whoever shows none.
#[test]
fn a_payment_is_seen_where_it_stands_in_a_sign_in() {
    for (input, strict, tolerant) in [
        (json!({ "isPayment": true }), Asked, Asked),
        (json!({}), Asked, Asked),
        (json!(null), Asked, Absent),
        (json!(true), Refused(DomException::Type), Absent),
    ] {
        let options = with(sound_request(), "extensions", json!({ "payment": input }));
        let is_asked = |options: &RequestOptions| options.extensions.payment;
        let [in_strict, in_tolerant] = [get_strictly(&options), get(&options)].map(|outcome| step(outcome, is_asked));
        holds(&input.to_string(), in_strict, in_tolerant, [strict, tolerant]);
    }
}

#[test]
fn there_are_at_least_eighty_rows() {
    let rows = prf_in_creations().len()
        + 2 * prf_in_requests().len()
        + large_blob_in_creations().len()
        + 2 * large_blob_in_requests().len()
        + others_in_creations().len();
    assert!(rows >= 80, "{rows}");
}

/// Section 10.1.4: a key "does not equal the `id` of some element of `allowCredentials`", whatever its type. Chromium
/// compares with every id of the list too (`validateGetPublicKeyCredentialPRFExtension`).
#[test]
fn an_entry_for_a_listed_id_of_a_type_that_is_not_known_is_no_error_and_one_for_another_id_is() {
    let list = json!([{ "type": "public-key", "id": "AQID" }, { "type": "future", "id": "BAUG" }]);
    let asked = |entry: &str| {
        let prf = json!({ "prf": { "evalByCredential": { (entry): { "first": "AQ" } } } });
        with(with(sound_request(), "allowCredentials", list.clone()), "extensions", prf)
    };
    let entries = |outcome: Result<Understood<RequestOptions>, OptionsError>| {
        let prf = outcome.unwrap().options.extensions.prf.unwrap();
        prf.by_credential.iter().map(|(id, _)| id.to_base64url()).collect::<Vec<_>>()
    };
    for outcome in [get_strictly, get] {
        assert_eq!(entries(outcome(&asked("AQID"))), ["AQID"]);
        assert_eq!(entries(outcome(&asked("BAUG"))), ["BAUG"]);
    }
    let error = Error::from(get_strictly(&asked("CAkK")).unwrap_err());
    assert_eq!(error.dom_exception(), DomException::Syntax);
    assert_eq!(entries(get(&asked("CAkK"))), [""; 0]);
    // The entry names no passkey all the same.
    let allow = get_strictly(&asked("AQID")).unwrap().options.allow;
    let AllowList::Listed(allowed) = allow else { panic!("a list") };
    let unknown = CredentialId::from_bytes([4, 5, 6]).unwrap();
    assert!(allowed.len() == 2 && !allowed.iter().any(|entry| entry.names(&unknown)));
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
