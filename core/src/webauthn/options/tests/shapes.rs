//! Lists of credentials and algorithms in other shapes, and types in other letters: what they name is
//! read, or the list is refused by name. An entry that excludes goes on excluding.

use super::*;
use crate::id::CredentialId;

fn id(bytes: impl Into<Vec<u8>>) -> CredentialId {
    CredentialId::from_bytes(bytes).unwrap()
}

/// Lists that name [1, 2, 3], and no other passkey.
fn lists_of_one() -> Vec<Value> {
    let entry = json!({ "type": "public-key", "id": "AQID" });
    vec![
        json!([[entry]]),
        json!([[[entry]]]),
        json!([["AQID"]]),
        json!(json!([entry]).to_string()),
        json!(format!(" \n{}", json!([entry]))),
        json!(entry.to_string()),
        json!([entry.to_string()]),
        json!({ "0": entry }),
        json!({ "5": entry }),
        entry,
        json!("AQID"),
        json!(["AQID"]),
        json!([[1, 2, 3]]),
        json!([{ "type": "public-key", "credentialId": "AQID" }]),
        json!([{ "type": "public-key", "credential_id": "AQID" }]),
        json!([{ "type": "public-key", "credentialID": "AQID" }]),
        json!([{ "type": "public-key", "CredentialId": "AQID" }]),
        json!([{ "type": "public-key", "rawId": "AQID" }]),
        json!([{ "Type": "public-key", "Id": "AQID" }]),
        json!([{ "TYPE": "PUBLIC_KEY", "ID": "AQID" }]),
        json!([{ "id": 42, "credentialId": "AQID" }]),
        json!([{ "id": null, "credentialId": "AQID" }]),
        json!([{ "id": "AQID", "rawId": "AQID", "type": "public-key" }]),
        json!([{ "id": "AQID", "rawId": [1, 2, 3] }]),
    ]
}

#[test]
fn lists_of_any_shape_name_what_they_name() {
    for list in lists_of_one() {
        let Understood { options, repairs } =
            create(&with(sound_creation(), "excludeCredentials", list.clone())).unwrap();
        assert_eq!(options.exclude.len(), 1, "{list}");
        assert_eq!(options.exclude[0].readings, [id([1, 2, 3])], "{list}");
        let Understood { options, repairs: again } =
            get(&with(sound_request(), "allowCredentials", list.clone())).unwrap();
        let AllowList::Listed(entries) = options.allow else { panic!("{list}") };
        assert_eq!(entries.len(), 1, "{list}");
        assert_eq!(entries[0].readings, [id([1, 2, 3])], "{list}");
        let is_standard = list == json!([{ "id": "AQID", "rawId": "AQID", "type": "public-key" }]);
        assert_eq!((repairs.is_empty(), again.is_empty()), (is_standard, is_standard), "{list}: {repairs:?}");
    }
}

#[test]
fn lists_within_the_list_are_read_in_order_with_their_places() {
    let list =
        json!([["AQID", { "id": "BAUG", "type": "public-key" }], { "type": "public-key", "id": "?" }, [["BwgJ"]]]);
    let Understood { options, repairs } = create(&with(sound_creation(), "excludeCredentials", list)).unwrap();
    let read: Vec<_> = options.exclude.iter().map(|entry| entry.readings.clone()).collect();
    assert_eq!(read[..3], [vec![id([1, 2, 3])], vec![id([4, 5, 6])], vec![]]);
    assert_eq!(read.len(), 4);
    for path in ["$.excludeCredentials[0]", "$.excludeCredentials[0][0]", "$.excludeCredentials[1].id"] {
        assert!(paths(&repairs).contains(&path), "{path}: {repairs:?}");
    }
    let many = json!([vec![json!("AQID"); 4096], ["AQID"]]);
    let error = create(&with(sound_creation(), "excludeCredentials", many)).unwrap_err();
    assert!(matches!(error, OptionsError::TooLarge { limit: Limit::Entries, .. }), "{error}");
}

#[test]
fn an_entry_with_two_ids_names_both() {
    let list = json!([{ "type": "public-key", "id": "BAUG", "credentialId": "AQID" }]);
    let Understood { options, repairs } = create(&with(sound_creation(), "excludeCredentials", list)).unwrap();
    assert_eq!(options.exclude[0].readings, [id([4, 5, 6]), id([1, 2, 3])]);
    assert_eq!(paths(&repairs), ["$.excludeCredentials[0].credentialId"]);
}

#[test]
fn an_allow_list_without_an_id_that_can_be_read_is_refused_by_name() {
    for list in [
        json!(["?"]),
        json!([{}]),
        json!([null]),
        json!([{ "id": {} }]),
        json!([{ "id": "" }]),
        json!([{ "type": "public-key" }]),
        json!([{ "type": "public-key", "id": "no base64!" }]),
        json!(true),
        json!(17),
        json!("no id!"),
        json!({ "a": { "id": "AQID" } }),
        json!({ "credentials": [{ "id": "AQID" }] }),
        json!([1, 2, 3]),
        json!([{ "type": "password", "id": "AQID" }, {}]),
    ] {
        for name in ["allowCredentials", "allowList", "allow_credentials"] {
            let error = get(&with(sound_request(), name, list.clone())).expect_err(&list.to_string());
            assert!(matches!(error, OptionsError::WrongType { .. }), "{list}: {error}");
            assert_eq!(error.path(), format!("$.{name}"), "{list}");
        }
        // As an exclude list it guards.
        let options = create(&with(sound_creation(), "excludeCredentials", list.clone())).unwrap().options;
        assert!(!options.exclude.is_empty(), "{list}");
    }
}

/// What serializers make of the one type there is.
fn odd_types() -> Vec<Value> {
    vec![
        json!(0),
        json!(1),
        json!(-1),
        json!("0"),
        json!(""),
        json!(" public-key "),
        json!("PUBLIC_KEY"),
        json!("public_key"),
        json!("PublicKey"),
        json!("publicKey"),
        json!("publickey"),
        json!("PUBLIC-KEY"),
        json!("Public Key"),
        json!(true),
        json!(["public-key"]),
        json!({}),
        json!(null),
    ]
}

#[test]
fn a_type_in_other_letters_or_none_at_all_is_the_one_there_is() {
    for odd in odd_types() {
        let entry = json!({ "type": odd, "id": "AQID" });
        let Understood { options, repairs } =
            create(&with(sound_creation(), "excludeCredentials", json!([entry]))).unwrap();
        assert!(options.exclude[0].names(&id([1, 2, 3])), "{odd}");
        assert!(paths(&repairs).contains(&"$.excludeCredentials[0].type"), "{odd}: {repairs:?}");

        let Understood { options, repairs } = get(&with(sound_request(), "allowCredentials", json!([entry]))).unwrap();
        let AllowList::Listed(entries) = options.allow else { panic!("{odd}") };
        assert!(entries[0].names(&id([1, 2, 3])), "{odd}");
        assert!(paths(&repairs).contains(&"$.allowCredentials[0].type"), "{odd}: {repairs:?}");

        let parameters = json!([{ "type": odd, "alg": -7 }, { "type": odd, "alg": -257 }]);
        let Understood { options, repairs } = create(&with(sound_creation(), "pubKeyCredParams", parameters)).unwrap();
        assert_eq!(options.algorithms, Algorithms::Listed(vec![-7, -257]), "{odd}");
        assert!(paths(&repairs).contains(&"$.pubKeyCredParams[0].type"), "{odd}: {repairs:?}");
    }
    for other in ["password", "federated", "public-keys", "x"] {
        let entry = json!({ "type": other, "id": "AQID" });
        let options = create(&with(sound_creation(), "excludeCredentials", json!([entry]))).unwrap().options;
        assert_eq!(options.exclude[0].kind, DescriptorKind::Unknown, "{other}");
    }
}

/// WebAuthn L3, section 5.8.3: unknown types are passed over.
#[test]
fn strict_mode_takes_the_type_as_it_is_written() {
    for odd in [json!(0), json!("PUBLIC_KEY"), json!("public_key"), json!(true), json!(null), json!("")] {
        let entry = json!({ "type": odd, "id": "AQID" });
        let options = create_strictly(&with(sound_creation(), "excludeCredentials", json!([entry]))).unwrap().options;
        assert_eq!(options.exclude[0].kind, DescriptorKind::Unknown, "{odd}");
        let parameters = json!([{ "type": odd, "alg": -7 }]);
        let options = create_strictly(&with(sound_creation(), "pubKeyCredParams", parameters)).unwrap().options;
        assert_eq!(options.algorithms, Algorithms::Listed(vec![]), "{odd}");
    }
}

#[test]
fn algorithms_of_any_shape_are_the_ones_listed() {
    let entry = json!({ "type": "public-key", "alg": -8 });
    for list in [
        json!([[entry]]),
        json!(json!([entry]).to_string()),
        json!([entry.to_string()]),
        json!([{ "type": "public-key", "algorithm": -8 }]),
        json!([{ "Type": "public-key", "Alg": -8 }]),
        json!([[-8, null]]),
    ] {
        let Understood { options, repairs } =
            create(&with(sound_creation(), "pubKeyCredParams", list.clone())).unwrap();
        assert_eq!(options.algorithms, Algorithms::Listed(vec![-8]), "{list}");
        assert!(!repairs.is_empty(), "{list}");
    }
}

#[test]
fn objects_written_as_text_or_in_a_list_are_what_they_say() {
    let party = json!({ "id": "example.org", "name": "Example" });
    let selection = json!({ "userVerification": "required" });
    for (path, value) in
        [("rp", party), ("authenticatorSelection", selection), ("extensions", json!({ "credProps": true }))]
    {
        let expected = create(&with(sound_creation(), path, value.clone())).unwrap().options;
        for odd in [json!(value.to_string()), json!([value])] {
            let understood = create(&with(sound_creation(), path, odd.clone())).unwrap();
            assert_eq!(understood.options, expected, "{path}: {odd}");
            assert_eq!(paths(&understood.repairs), [format!("$.{path}")], "{odd}");
        }
    }
    let twice = r#"{"userVerification":"required","userVerification":"discouraged"}"#;
    let error = create(&with(sound_creation(), "authenticatorSelection", json!(twice))).unwrap_err();
    assert!(matches!(error, OptionsError::Contradiction { .. }), "{error}");
    let error = create(&with(sound_creation(), "user", json!("{\"id\":\"AQ\",\"name\":\"a\"}"))).unwrap_err();
    assert_eq!(error.path(), "$.user");
}
