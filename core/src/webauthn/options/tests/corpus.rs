//! Every file of the corpus, against what its index says of it.

use super::*;
use crate::key::Algorithm;

fn entries() -> Vec<Value> {
    let index: Value = serde_json::from_slice(&read_corpus("options/index.json")).unwrap();
    let entries = index["files"].as_array().unwrap().clone();
    assert_eq!(entries.len(), 25, "the index lists the whole corpus");
    entries
}

fn text_of(entry: &Value) -> Vec<u8> {
    read_corpus(&format!("options/{}", entry["file"].as_str().unwrap()))
}

fn readings(descriptors: &[Descriptor]) -> Value {
    let ids = |entry: &Descriptor| entry.readings.iter().map(|id| hex(id.as_bytes())).collect::<Vec<_>>();
    descriptors.iter().map(ids).collect()
}

fn milliseconds(timeout: Option<std::time::Duration>) -> Value {
    timeout.map(|timeout| u64::try_from(timeout.as_millis()).unwrap()).into()
}

fn observe_creation(options: &CreationOptions) -> Value {
    let challenge = options.challenge.as_ref().unwrap().as_bytes();
    json!({
        "challenge_hex": hex(challenge),
        "challenge_len": challenge.len(),
        "timeout_ms": milliseconds(options.timeout),
        "rp_id": options.rp_id.as_ref().map(|id| id.as_str()),
        "user_id_hex": hex(options.user.handle.as_bytes()),
        "user_display_name": options.user.display_name,
        "algs_in_order": options.algorithms.cose(),
        "first_alg_for_es256_only": options.algorithms.supported().unwrap().iter().find(|it| **it == Algorithm::Es256).unwrap().cose(),
        "resident_key": options.resident_key.as_str(),
        "user_verification": options.user_verification.as_str(),
        "attestation": options.attestation.as_str(),
        "authenticator_attachment": options.authenticator_attachment.map(|value| value.as_str()),
        "exclude_id_readings": readings(&options.exclude),
    })
}

fn observe_request(options: &RequestOptions) -> Value {
    let challenge = options.challenge.as_ref().unwrap().as_bytes();
    let allow = match &options.allow {
        AllowList::Empty => Vec::new(),
        AllowList::Listed(entries) => entries.clone(),
    };
    json!({
        "challenge_hex": hex(challenge),
        "challenge_len": challenge.len(),
        "timeout_ms": milliseconds(options.timeout),
        "rp_id": options.rp_id.as_ref().map(|id| id.as_str()),
        "user_verification": options.user_verification.as_str(),
        "allow_id_readings": readings(&allow),
    })
}

#[test]
fn tolerant_mode_obtains_what_the_index_expects_of_every_file() {
    for entry in entries() {
        let file = &entry["file"];
        let text = text_of(&entry);
        let observed = if entry["kind"] == "create" {
            let understood = parse_creation_options(&text, Mode::Tolerant);
            observe_creation(&understood.unwrap_or_else(|error| panic!("{file}: {error}")).options)
        } else {
            let understood = parse_request_options(&text, Mode::Tolerant);
            observe_request(&understood.unwrap_or_else(|error| panic!("{file}: {error}")).options)
        };
        for (member, expected) in entry["expected_lenient"].as_object().unwrap() {
            let challenge_is_too_long_for_the_index = member == "challenge_hex" && expected.is_null();
            if !challenge_is_too_long_for_the_index {
                assert_eq!(observed[member], *expected, "{file}: {member}");
            }
        }
    }
}

/// The index lists every error of a file; a parser stops at the first. So each error is mended in
/// turn, until none is left.
#[test]
fn strict_mode_finds_exactly_the_errors_that_a_browser_finds() {
    for entry in entries() {
        let file = &entry["file"];
        let mut options: Value = serde_json::from_slice(&text_of(&entry)).unwrap();
        if let Some(wrapper) = entry["unwrap"].as_str() {
            options = options[wrapper].take();
        }
        let listed = entry["webidl_errors"].as_array().unwrap().iter();
        let mut expected: Vec<String> = listed
            .map(|error| error.as_str().unwrap())
            .map(|error| {
                assert!(error.ends_with("=> EncodingError"), "{file}: {error}");
                format!("$.{}", error.split_once(':').unwrap().0)
            })
            .collect();
        assert_eq!(expected.is_empty(), entry["webidl_parse"] == "ok", "{file}");
        loop {
            let outcome = if entry["kind"] == "create" {
                create_strictly(&options).map(|_| ())
            } else {
                get_strictly(&options).map(|_| ())
            };
            let Err(error) = outcome else { break };
            // A client's step, which comes after the members are read: the index has it in words.
            if matches!(error, OptionsError::Unsupported { .. }) {
                assert!(entry["unusual"].as_str().unwrap().contains("must reject with NotSupportedError"), "{file}");
                assert_eq!(error.path(), "$.extensions.largeBlob.write", "{file}");
                options = without(options, "extensions.largeBlob");
                continue;
            }
            assert!(matches!(error, OptionsError::Encoding { .. }), "{file}: {error}");
            let at = expected.iter().position(|path| path == error.path());
            expected.remove(at.unwrap_or_else(|| panic!("{file}: a browser does not mind {error}")));
            let pointer = error.path()[1..].replace(['.', '['], "/").replace(']', "");
            *options.pointer_mut(&pointer).unwrap() = json!("AAAA");
        }
        assert_eq!(expected, Vec::<String>::new(), "{file}");
    }
}

#[test]
fn strict_mode_takes_no_wrapper() {
    let wrapped: Vec<Value> = entries().into_iter().filter(|entry| entry["unwrap"].is_string()).collect();
    assert_eq!(wrapped.len(), 2);
    for entry in wrapped {
        let outcome = if entry["kind"] == "create" {
            parse_creation_options(&text_of(&entry), Mode::Strict).map(|_| ())
        } else {
            parse_request_options(&text_of(&entry), Mode::Strict).map(|_| ())
        };
        assert!(matches!(outcome, Err(OptionsError::Missing { .. })), "{}", entry["file"]);
    }
}

/// A wrapper, and what browsers refuse, is repaired; and what is repaired is reported.
#[test]
fn a_file_that_a_browser_refuses_is_never_understood_without_a_repair() {
    for entry in entries() {
        let text = text_of(&entry);
        let repairs = if entry["kind"] == "create" {
            parse_creation_options(&text, Mode::Tolerant).unwrap().repairs
        } else {
            parse_request_options(&text, Mode::Tolerant).unwrap().repairs
        };
        let root = entry["unwrap"].as_str().map_or("$".to_owned(), |wrapper| format!("$.{wrapper}"));
        for error in entry["webidl_errors"].as_array().unwrap() {
            let path = format!("{root}.{}", error.as_str().unwrap().split_once(':').unwrap().0);
            assert!(paths(&repairs).contains(&path.as_str()), "{}: {path} in {repairs:?}", entry["file"]);
        }
        assert_eq!(paths(&repairs).contains(&root.as_str()), entry["unwrap"].is_string(), "{}", entry["file"]);
    }
}

#[test]
fn files_as_the_standard_says_need_no_repair() {
    for file in ["create-py-webauthn-full.json", "create-okta.json", "create-msal-android.json"] {
        let understood = parse_creation_options(&read_corpus(&format!("options/{file}")), Mode::Tolerant).unwrap();
        assert_eq!(understood.repairs, [], "{file}");
    }
    for file in ["get-github.json", "get-simplewebauthn.json"] {
        let understood = parse_request_options(&read_corpus(&format!("options/{file}")), Mode::Tolerant).unwrap();
        assert_eq!(understood.repairs, [], "{file}");
    }
    // But for a blob that is written for no one passkey.
    let text = read_corpus("options/get-spc-prf-largeblob.json");
    let repairs = parse_request_options(&text, Mode::Tolerant).unwrap().repairs;
    assert_eq!(paths(&repairs), ["$.extensions.largeBlob.write"]);
}

#[test]
fn what_is_repaired_in_a_real_request_is_named_with_its_place() {
    let repair = |path: &str, found: &str, used: &str| Repair {
        path: path.to_owned(),
        found: found.to_owned(),
        used: used.to_owned(),
    };
    let understood = parse_creation_options(&read_corpus("options/create-cvs-web.json"), Mode::Tolerant).unwrap();
    let dialect = "base64 with padding and the standard alphabet";
    let mut expected = vec![repair("$.user.id", dialect, "its bytes"), repair("$.challenge", dialect, "its bytes")];
    for entry in 0..7 {
        expected.push(repair(&format!("$.pubKeyCredParams[{entry}].alg"), "a number written as text", "the integer"));
    }
    expected.push(repair("$.timeout", "a number written as text", "the integer"));
    expected.push(repair("$.authenticatorSelection.requireResidentKey", "a string", "true"));
    assert_eq!(understood.repairs, expected);

    let entra = parse_creation_options(&read_corpus("options/create-entra-graph-beta-2024.json"), Mode::Tolerant);
    assert_eq!(entra.unwrap().repairs[0].path, "$.publicKey");
}
