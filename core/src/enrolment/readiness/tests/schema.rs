//! The schema and the parser agree: what one takes, the other takes, but for what a schema does not say.

use serde_json::{Value, json};

use super::*;
use crate::json_schema::meets;

fn schema() -> Value {
    serde_json::from_str(SCHEMA).unwrap()
}

#[test]
fn each_row_of_the_truth_table_is_valid_by_the_schema_if_it_is_to_the_parser() {
    let mut judged = 0;
    for [facts, expected, ..] in rows() {
        let Ok(value) = serde_json::from_str::<Value>(facts) else { continue };
        // What a schema does not say: what a version is, which platform has a fact, and that no member stands twice.
        let is_unsaid =
            ["invalid not_json", "invalid not_of_this_platform"].iter().any(|what| expected.starts_with(what))
                || (expected.starts_with("invalid not_a_version")
                    && value["system"].as_str().is_some_and(|text| !text.is_empty()));
        if is_unsaid {
            continue;
        }
        assert_eq!(meets(&value, &schema()), !expected.starts_with("invalid"), "{facts}");
        judged += 1;
    }
    assert!(judged > 60);
}

/// Each value that the schema lists is one to the parser, and no other is: the schema's lists are the parser's.
#[test]
fn each_value_of_the_schema_is_one_to_the_parser() {
    let schema = schema();
    for (name, member) in schema["properties"].as_object().unwrap() {
        let values = match (&member["enum"], &member["type"]) {
            (Value::Array(values), _) => values.clone(),
            (_, Value::String(word)) if word == "boolean" => vec![json!(true), json!(false)],
            _ => continue,
        };
        for value in values.iter().filter(|_| name != "platform") {
            let takes = |platform: &str| {
                let facts = json!({ "version": 1, "platform": platform, "system": "20", name.as_str(): value });
                Facts::parse(facts.to_string().as_bytes()).is_ok()
            };
            assert!(takes("ios") || takes("android"), "{name} {value}");
        }
    }
}
