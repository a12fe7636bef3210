//! Entries of the exclude and allow lists: what they name, and that none is lost.

use super::*;
use crate::id::CredentialId;

fn id(bytes: impl Into<Vec<u8>>) -> CredentialId {
    CredentialId::from_bytes(bytes).unwrap()
}

fn exclude(list: Value) -> Understood<Vec<Descriptor>> {
    let Understood { options, repairs } = create(&with(sound_creation(), "excludeCredentials", list)).unwrap();
    Understood { options: options.exclude, repairs }
}

fn only(text: &str) -> Descriptor {
    let mut entries = exclude(json!([{ "type": "public-key", "id": text }])).options;
    assert_eq!(entries.len(), 1);
    entries.remove(0)
}

/// .NET's `UrlTokenEncode`: base64url, then the number of `=` left out.
#[test]
fn an_id_matches_under_every_reading_of_its_text() {
    // [1, 2, 3] has no padding, [1, 2] one `=`, [1] two.
    assert_eq!(only("AQID0").readings, [id([1, 2, 3])]);
    assert_eq!(only("AQI1").readings, [id([1, 2, 0x35]), id([1, 2])]);
    assert_eq!(only("AQ2").readings, [id([1, 0x0d]), id([1])]);
    for entry in [only("AQI1"), only("AQ2")] {
        assert!(entry.readings.iter().all(|reading| entry.names(reading)));
        assert!(!entry.names(&id([9])));
    }
}

#[test]
fn text_that_is_no_url_token_has_one_reading() {
    // A digit that does not fit the length, a digit with padding after it, bits left over.
    for text in ["AQIDBAUGBwg0", "AQI2", "AQ1=", "AQID", "AR2", "AQIDBA=="] {
        assert_eq!(only(text).readings.len(), 1, "{text}");
    }
}

#[test]
fn ids_with_bits_left_over_are_read_in_both_modes() {
    assert_eq!(only("AR").readings, [id([1])]);
    let options = with(sound_creation(), "excludeCredentials", json!([{ "type": "public-key", "id": "AR" }]));
    assert_eq!(create_strictly(&options).unwrap().options.exclude[0].readings, [id([1])]);
}

#[test]
fn a_user_handle_and_a_challenge_have_one_reading() {
    let options = with(with(sound_creation(), "user.id", json!("AQI1")), "challenge", json!("AQ2"));
    let Understood { options, repairs } = create(&options).unwrap();
    assert_eq!(options.user.handle.as_bytes(), [1, 2, 0x35]);
    assert_eq!(options.challenge.unwrap().as_bytes(), [1, 0x0d]);
    // The server wrote another text than the one that goes back.
    assert_eq!(paths(&repairs), ["$.challenge"]);
    assert!(matches!(create(&with(sound_creation(), "user.id", json!("AQID0"))), Err(OptionsError::Encoding { .. })));
}

#[test]
fn ids_stand_in_lists_of_any_shape() {
    let expected = [id([1, 2, 3]), id([4, 5, 6])];
    for list in [
        json!([{ "type": "public-key", "id": "AQID" }, { "type": "public-key", "id": "BAUG" }]),
        json!([{ "id": "AQID" }, { "type": null, "id": "BAUG" }]),
        json!(["AQID", "BAUG"]),
        json!([[1, 2, 3], { "0": 4, "1": 5, "2": 6 }]),
        json!([{ "type": "Buffer", "data": [1, 2, 3] }, { "id": [4, 5, 6] }]),
        json!({ "0": { "id": "AQID" }, "7": "BAUG" }),
    ] {
        let entries = exclude(list.clone()).options;
        let read: Vec<_> = entries.iter().flat_map(|entry| entry.readings.clone()).collect();
        assert_eq!(read, expected, "{list}");
        assert!(entries.iter().all(|entry| entry.kind == DescriptorKind::PublicKey), "{list}");
    }
    for one in [json!("AQID"), json!({ "type": "public-key", "id": "AQID" }), json!({ "id": "AQID" })] {
        let entries = exclude(one.clone()).options;
        assert_eq!(entries.len(), 1, "{one}");
        assert_eq!(entries[0].readings, [id([1, 2, 3])], "{one}");
    }
}

#[test]
fn an_entry_that_cannot_be_understood_stays_in_the_list_and_is_reported() {
    for (entry, path) in [
        (json!({ "type": "public-key", "id": "no base64!" }), "$.excludeCredentials[1].id"),
        (json!({ "type": "public-key", "id": "" }), "$.excludeCredentials[1].id"),
        (json!({ "type": "public-key", "id": {} }), "$.excludeCredentials[1].id"),
        (json!({ "type": "public-key", "id": null }), "$.excludeCredentials[1].id"),
        (json!({ "type": "public-key", "id": "A".repeat(1400) }), "$.excludeCredentials[1].id"),
        (json!({ "type": "public-key" }), "$.excludeCredentials[1].id"),
        (json!({ "type": 7, "id": [] }), "$.excludeCredentials[1].type"),
        (json!({}), "$.excludeCredentials[1].type"),
        (json!(null), "$.excludeCredentials[1]"),
        (json!(true), "$.excludeCredentials[1]"),
        (json!(17), "$.excludeCredentials[1]"),
        (json!("?"), "$.excludeCredentials[1]"),
        (json!([]), "$.excludeCredentials[1]"),
    ] {
        let Understood { options: entries, repairs } = exclude(json!([{ "type": "public-key", "id": "AQID" }, entry]));
        assert_eq!(entries.len(), 2, "{entry}");
        assert_eq!(entries[1].readings, [], "{entry}");
        assert!(paths(&repairs).contains(&path), "{entry}: {repairs:?}");
    }
    assert_eq!(exclude(json!(17)).options.len(), 1, "whatever stands there was to exclude something");
}

#[test]
fn an_entry_of_an_unknown_type_names_nothing_and_keeps_the_list_from_being_empty() {
    let list = json!([{ "type": "password", "id": "AQID", "transports": ["usb"] }]);
    let understood = exclude(list.clone());
    let readings = vec![id([1, 2, 3])];
    let unknown = Descriptor { readings, kind: DescriptorKind::Unknown, transports: vec!["usb".to_owned()] };
    assert_eq!(understood.options, std::slice::from_ref(&unknown));
    assert_eq!(paths(&understood.repairs), ["$.excludeCredentials[0].type"]);
    assert!(!unknown.names(&id([1, 2, 3])));

    let options = with(sound_request(), "allowCredentials", list);
    assert_eq!(get(&options).unwrap().options.allow, AllowList::Listed(vec![unknown.clone()]));
    assert_eq!(get_strictly(&options).unwrap().options.allow, AllowList::Listed(vec![unknown]));
}

#[test]
fn an_absent_or_empty_allow_list_asks_for_any_passkey() {
    for list in [json!([]), json!({}), json!(null)] {
        assert_eq!(get(&with(sound_request(), "allowCredentials", list)).unwrap().options.allow, AllowList::Empty);
    }
    assert_eq!(get(&sound_request()).unwrap().options.allow, AllowList::Empty);
}

#[test]
fn transports_are_kept_as_sent() {
    for (transports, expected) in [
        (json!(["usb", "future"]), vec!["usb", "future"]),
        (json!("internal"), vec!["internal"]),
        (json!(["usb", null, {}]), vec!["usb"]),
        (json!(null), vec![]),
        (json!({}), vec![]),
    ] {
        let list = json!([{ "type": "public-key", "id": "AQID", "transports": transports }]);
        assert_eq!(exclude(list).options[0].transports, expected, "{transports}");
    }
}
