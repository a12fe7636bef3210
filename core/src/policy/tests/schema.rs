//! The schema and the parser agree: what one takes, the other takes.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use serde_json::{Value, json};

use super::managed::TABLE;
use super::*;
use crate::json_schema::meets;

fn schema() -> Value {
    serde_json::from_str(SCHEMA).unwrap()
}

#[test]
fn each_row_of_the_truth_table_is_valid_by_the_schema_if_it_is_to_the_parser() {
    for row in rows(TABLE) {
        let Ok(value) = serde_json::from_str::<Value>(row[0]) else { continue };
        // What a schema does not say: what an RP ID is, and that no member stands twice.
        if row[7].starts_with("invalid not_an_rp_id") || row[7].starts_with("invalid not_json") {
            continue;
        }
        assert_eq!(meets(&value, &schema()), !row[7].starts_with("invalid"), "{row:?}");
    }
}

fn any_member() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(vec![
        "example.com",
        "key_signature",
        "gate",
        "biometric",
        "device_credential",
        "pin",
        "none",
        "packed_self",
        "packed_chain",
        "android_key",
        "packed",
        "iris",
    ]);
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        (0..3).prop_map(Value::from),
        word.prop_map(Value::from),
    ];
    let list = prop::collection::vec(leaf.clone(), 0..4).prop_map(Value::from);
    prop_oneof![leaf, list]
}

fn any_object(names: &'static [&'static str], member: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    let entry = (prop::sample::select(names.to_vec()), member);
    prop::collection::vec(entry, 0..4)
        .prop_map(|entries| entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
        .boxed()
}

fn any_configuration() -> impl Strategy<Value = Value> {
    let verification = any_object(&["always", "methods", "no_statements", "Always"], any_member().boxed());
    let member = prop_oneof![2 => any_member(), 1 => verification].boxed();
    let names = &["allowed_rp_ids", "hardware_keys_only", "gated_only", "verification", "attestation_formats", "roots"];
    (any_object(names, member), prop_oneof![9 => Just(json!(1)), 1 => any_member()]).prop_map(
        |(mut object, version)| {
            object["version"] = version;
            object
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    /// Every text here that is an RP ID by its form is one to the parser too.
    #[test]
    fn the_parser_takes_what_the_schema_takes(configuration in any_configuration()) {
        // RP IDs are of one label or more, and the words above are all; a schema knows no better.
        let has_underscore = configuration["allowed_rp_ids"].to_string().contains('_');
        prop_assume!(!has_underscore);
        let parsed = Managed::parse(configuration.to_string().as_bytes());
        prop_assert_eq!(parsed.is_ok(), meets(&configuration, &schema()), "{}: {:?}", configuration, parsed);
    }
}

#[test]
fn both_takes_and_refusals_are_met() {
    // The property above says nothing where its strategy makes one kind alone.
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let configurations = (0..500).map(|_| any_configuration().new_tree(&mut runner).unwrap().current());
    let valid = configurations.filter(|configuration| meets(configuration, &schema())).count();
    assert!((25..475).contains(&valid), "{valid} of 500");
}
