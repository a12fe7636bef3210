//! What answers of servers say of one passkey: a table, and whatever may stand around an id.

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

const TABLE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tables/server_lists.tsv"));

fn passkey() -> CredentialId {
    CredentialId::from_bytes((0..32_u8).map(|index| index.wrapping_mul(37).wrapping_add(251)).collect::<Vec<_>>())
        .unwrap()
}

fn bytes() -> Vec<u8> {
    passkey().as_bytes().to_vec()
}

fn hexadecimal() -> String {
    bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The answer of a row, with the passkey's id in the spelling that the row asks for.
fn answer(row: &str) -> String {
    let signed: Vec<i8> = bytes().into_iter().map(u8::cast_signed).collect();
    let url = passkey().to_base64url();
    row.replace("@ID@", &url)
        .replace("@B64@", &BASE64_STANDARD.encode(bytes()))
        .replace("@TOKEN@", &format!("{url}1"))
        .replace("@HEX@", &hexadecimal())
        .replace("@BYTES@", &json!(bytes()).to_string())
        .replace("@SIGNED@", &json!(signed).to_string())
        .replace("@ESCAPED@", &BASE64_STANDARD.encode(bytes()).replace('/', r"\\/").replace('+', r"\\u002b"))
        .replace("@OTHER@", "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k")
}

/// What the answer says of the passkey, in one word.
fn verdict(answer: &str) -> &'static str {
    let rp_id = RpId::parse("example.org").unwrap();
    let handle = UserHandle::from_bytes([1, 2, 3, 4]).unwrap();
    let id = passkey();
    let list = match ServerList::parse(answer.as_bytes()) {
        Ok(list) => list,
        Err(refused) => return refused.as_str(),
    };
    let list = match list.of_account(&rp_id, &handle, &[(&id, "ada@example.org")]) {
        Ok(list) => list,
        Err(refused) => return refused.as_str(),
    };
    match (list.names(&id), list.coverage()) {
        (true, ListCoverage::Complete) => "confirmed",
        (true, ListCoverage::Incomplete) => "confirmed_incomplete",
        (false, ListCoverage::Complete) => "stale",
        (false, ListCoverage::Incomplete) => "untouched",
    }
}

#[test]
fn every_answer_of_the_table_is_understood_as_it_is_meant() {
    let mut rows = 0;
    let mut wrong = Vec::new();
    for line in TABLE.lines().filter(|line| !line.starts_with("# ")) {
        let [what, row, expected] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("three columns: {line}") };
        let found = verdict(&answer(row));
        if found != expected {
            wrong.push(format!("{what}: {found}, not {expected}"));
        }
        rows += 1;
    }
    assert!(wrong.is_empty(), "{} of {rows}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(rows >= 100, "{rows} rows");
}

/// Every way in which the id may be written, put where noise has its mark.
fn spellings() -> Vec<Value> {
    let base64 = BASE64_STANDARD.encode(bytes());
    let url = passkey().to_base64url();
    vec![
        json!(url),
        json!(base64),
        json!(base64.trim_end_matches('=')),
        json!(format!("{url}1")),
        json!(format!("{url}=")),
        json!(hexadecimal()),
        json!(hexadecimal().to_uppercase()),
        json!(bytes()),
        json!({ "type": "Buffer", "data": bytes() }),
        json!(json!({ "of": base64 }).to_string()),
        json!(base64.replace('+', "%2B").replace('/', "%2F")),
        json!(format!("the key {url}, made in May")),
        json!({ url.as_str(): true }),
        json!(BASE64_URL_SAFE_NO_PAD.encode(bytes())),
    ]
}

/// JSON of names and texts as they stand in answers, with nulls where the id may go.
fn noise() -> impl Strategy<Value = Value> {
    let name = prop::sample::select(vec![
        "id",
        "credentialId",
        "credentials",
        "passkeys",
        "value",
        "data",
        "items",
        "name",
        "userHandle",
        "rpId",
        "next",
        "total",
        "deleted",
        "a",
        "credential",
        "node",
        "type",
        "meta",
        "fido2",
        "keys",
    ]);
    let text = prop::sample::select(vec![
        "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k",
        "42",
        "",
        "example.org",
        "public-key",
        "AQIDBA",
        "x",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..9_u8).prop_map(Value::from),
        text.prop_map(Value::from)
    ];
    leaf.prop_recursive(5, 40, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(name.clone(), inner, 0..5)
                .prop_map(|members| members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
        ]
    })
}

/// How many places there are.
fn places(value: &Value) -> usize {
    match value {
        Value::Null => 1,
        Value::Array(values) => values.iter().map(places).sum(),
        Value::Object(members) => members.values().map(places).sum(),
        _ => 0,
    }
}

/// Puts the id at one of the places.
fn put(value: &mut Value, place: &mut usize, id: &Value) {
    match value {
        Value::Null if *place == 0 => {
            *value = id.clone();
            *place = usize::MAX;
        }
        Value::Null => *place -= 1,
        Value::Array(values) => values.iter_mut().for_each(|value| put(value, place, id)),
        Value::Object(members) => members.values_mut().for_each(|value| put(value, place, id)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_passkey_whose_id_stands_anywhere_is_called_stale(
        mut answer in noise(), spelling in prop::sample::select(spellings()), place in any::<prop::sample::Index>()
    ) {
        if places(&answer) == 0 {
            answer = json!([answer, null]);
        }
        let places = places(&answer);
        put(&mut answer, &mut place.index(places), &spelling);
        let found = verdict(&answer.to_string());
        prop_assert_ne!(found, "stale", "{}", answer);
    }
}

#[test]
fn a_long_answer_is_read_in_one_pass() {
    let row = r#"{"id":"x","note":"q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k"},"#.repeat(20_000);
    let long = format!("[{row}{{\"blob\":\"{}\"}}]", passkey().to_base64url());
    assert_eq!(verdict(&long), "untouched");
}
