//! Every malformed row of the corpus, each with what the standard has to say about it.

use super::*;
use crate::key::Algorithm;
use crate::webauthn::extensions::CreationExtensions;

/// What must come of a row in tolerant mode, and whether a browser accepts it.
struct Expected {
    label: &'static str,
    tolerant: fn(Result<Understood<CreationOptions>, OptionsError>),
    strict: fn(Result<Understood<CreationOptions>, OptionsError>),
}

type Outcome = Result<Understood<CreationOptions>, OptionsError>;

fn accepted(outcome: Outcome) {
    outcome.unwrap();
}

fn unrepaired(outcome: Outcome) {
    assert_eq!(outcome.unwrap().repairs, []);
}

fn type_error(outcome: Outcome) {
    let error = outcome.unwrap_err();
    assert!(matches!(error, OptionsError::Missing { .. } | OptionsError::WrongType { .. }), "{error}");
}

fn encoding_error(outcome: Outcome) {
    assert!(matches!(outcome.unwrap_err(), OptionsError::Encoding { .. }));
}

/// The options, once it is clear that exactly this place was repaired.
fn repaired(outcome: Outcome, path: &str) -> CreationOptions {
    let Understood { options, repairs } = outcome.unwrap();
    assert_eq!(paths(&repairs), [path]);
    options
}

fn challenge_repaired_to(outcome: Outcome, expected: &[u8]) {
    assert_eq!(repaired(outcome, "$.challenge").challenge.unwrap().as_bytes(), expected);
}

const SIXTEEN: &[u8] = &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

const ROWS: &[Expected] = &[
    Expected { label: "baseline", tolerant: unrepaired, strict: accepted },
    // 5.1.9 decodes "base64url", which has no padding and no whitespace (section 3).
    Expected { label: "padded base64url", tolerant: |it| challenge_repaired_to(it, SIXTEEN), strict: encoding_error },
    Expected {
        label: "outer whitespace in base64",
        tolerant: |it| challenge_repaired_to(it, SIXTEEN),
        strict: encoding_error,
    },
    // As text, `1,2,3,4` and `[object Object]`: no base64url.
    Expected {
        label: "unsigned byte array",
        tolerant: |it| challenge_repaired_to(it, &[1, 2, 3, 4]),
        strict: encoding_error,
    },
    Expected { label: "index-keyed object", tolerant: |it| challenge_repaired_to(it, &[1, 2]), strict: encoding_error },
    // 13.4.3: a challenge must hold enough entropy; none is never enough.
    Expected { label: "empty challenge", tolerant: empty_challenge, strict: empty_challenge },
    // Web IDL makes the text `null` of it; a person should not see that.
    Expected {
        label: "user.name null",
        tolerant: |it| assert_eq!(repaired(it, "$.user.name").user.name, "A"),
        strict: |it| assert_eq!(it.unwrap().options.user.name, "null"),
    },
    // 5.4.1 and 5.4.3: the names are required members of their dictionaries.
    Expected {
        label: "user.name missing",
        tolerant: |it| assert_eq!(repaired(it, "$.user.name").user.name, "A"),
        strict: type_error,
    },
    // 5.4.1: a safe default for `rp.name` is a copy of `rp.id`.
    Expected {
        label: "rp.name missing",
        tolerant: |it| assert_eq!(repaired(it, "$.rp.name").rp_name, "example.org"),
        strict: type_error,
    },
    // 5.1.3, step 6: `user.id` has 1 to 64 bytes, else `TypeError`.
    Expected { label: "user.id empty", tolerant: invalid_handle, strict: invalid_handle },
    // 5.1.3, step 10: unknown algorithms stay in the list; the authenticator skips them.
    Expected {
        label: "alg unknown among known",
        tolerant: |it| assert_eq!(it.unwrap().options.algorithms, Algorithms::Listed(vec![-1, -7])),
        strict: |it| assert_eq!(it.unwrap().options.algorithms.supported(), Ok(vec![Algorithm::Es256])),
    },
    // Web IDL makes 0 of it, which is no algorithm; the default must not come in its place.
    Expected {
        label: "alg garbage string",
        tolerant: |it| {
            let options = repaired(it, "$.pubKeyCredParams[0].alg");
            assert_eq!(options.algorithms.supported(), Err(NoSupportedAlgorithm));
        },
        strict: |it| {
            let options = it.unwrap().options;
            assert_eq!(options.algorithms, Algorithms::Listed(vec![0]));
            assert_eq!(options.algorithms.supported(), Err(NoSupportedAlgorithm));
        },
    },
    // 5.1.3, step 10: an empty list means ES256 and RS256.
    Expected {
        label: "empty pubKeyCredParams",
        tolerant: |it| assert_eq!(it.unwrap().options.algorithms.cose(), [-7, -257]),
        strict: |it| assert_eq!(it.unwrap().options.algorithms.supported(), Ok(vec![Algorithm::Es256])),
    },
    Expected {
        label: "timeout float",
        tolerant: |it| assert_eq!(repaired(it, "$.timeout").timeout.unwrap().as_secs(), 1800),
        strict: |it| assert_eq!(it.unwrap().options.timeout.unwrap().as_secs(), 1800),
    },
    // Web IDL makes 0 of null.
    Expected {
        label: "timeout null",
        tolerant: |it| assert_eq!(repaired(it, "$.timeout").timeout, None),
        strict: |it| assert_eq!(it.unwrap().options.timeout.unwrap().as_millis(), 0),
    },
    // Web IDL's `unsigned long` keeps the lowest 32 bits.
    Expected {
        label: "timeout over u32",
        tolerant: |it| assert_eq!(repaired(it, "$.timeout").timeout.unwrap().as_millis(), u32::MAX.into()),
        strict: |it| assert_eq!(it.unwrap().options.timeout.unwrap().as_millis(), 99_999_999_999 % (1 << 32)),
    },
    // Web IDL: only what can be iterated is a sequence.
    Expected {
        label: "excludeCredentials object",
        tolerant: |it| assert_eq!(repaired(it, "$.excludeCredentials").exclude, []),
        strict: type_error,
    },
    // 5.8.3: `type` is required; dropping the entry would let a duplicate through.
    Expected {
        label: "exclude entry without type",
        tolerant: |it| {
            let options = repaired(it, "$.excludeCredentials[0].type");
            assert!(options.exclude[0].names(&crate::id::CredentialId::from_bytes([1, 2, 3]).unwrap()));
        },
        strict: type_error,
    },
    Expected {
        label: "requireResidentKey string",
        tolerant: |it| {
            let options = repaired(it, "$.authenticatorSelection.requireResidentKey");
            assert_eq!(options.resident_key, ResidentKey::Required);
        },
        strict: |it| assert_eq!(it.unwrap().options.resident_key, ResidentKey::Required),
    },
    Expected {
        label: "requireResidentKey null",
        tolerant: |it| {
            let options = repaired(it, "$.authenticatorSelection.requireResidentKey");
            assert_eq!(options.resident_key, ResidentKey::Discouraged);
        },
        strict: |it| assert_eq!(it.unwrap().options.resident_key, ResidentKey::Discouraged),
    },
    // Web IDL makes the text `null` of it: an unknown value, as if absent (2.1.1).
    Expected {
        label: "userVerification null",
        tolerant: |it| {
            let options = repaired(it, "$.authenticatorSelection.userVerification");
            assert_eq!(options.user_verification, UserVerification::Preferred);
        },
        strict: |it| assert_eq!(it.unwrap().options.user_verification, UserVerification::Preferred),
    },
    // Web IDL makes an empty dictionary of it.
    Expected {
        label: "extensions null",
        tolerant: |it| assert_eq!(repaired(it, "$.extensions").extensions, CreationExtensions::default()),
        strict: |it| assert_eq!(it.unwrap().options.extensions, CreationExtensions::default()),
    },
    // Web IDL: true is no dictionary. 9.3: ignoring an extension is no reason to fail.
    Expected {
        label: "prf true",
        tolerant: |it| assert_eq!(repaired(it, "$.extensions.prf").extensions, CreationExtensions::default()),
        strict: type_error,
    },
];

fn empty_challenge(outcome: Outcome) {
    assert_eq!(outcome.unwrap_err(), OptionsError::EmptyChallenge { path: "$.challenge".to_owned() });
}

fn invalid_handle(outcome: Outcome) {
    let error = outcome.unwrap_err();
    assert!(matches!(error, OptionsError::InvalidUserHandle { .. }), "{error}");
    assert_eq!(error.path(), "$.user.id");
}

#[test]
fn each_malformed_request_is_understood_or_refused_for_a_reason() {
    // The corpus keeps `1800000.0` as it was written, and so must its rows be passed on.
    let rows: Vec<Value> = serde_json::from_slice(&read_corpus("malformed_requests.json")).unwrap();
    assert_eq!(rows.len(), ROWS.len(), "every row has an expectation");
    for row in rows {
        let label = row["label"].as_str().unwrap();
        let expected = ROWS.iter().find(|expected| expected.label == label).unwrap_or_else(|| panic!("{label}"));
        println!("{label}");
        (expected.tolerant)(create(&row["request"]));
        (expected.strict)(create_strictly(&row["request"]));
    }
}
