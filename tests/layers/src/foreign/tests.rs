use serde_json::{Value, json};

use super::foreign_types;

/// A public function that takes a type of crate `number`, as rustdoc writes it (format 57).
fn document(number: u64, implementation: &Value) -> Value {
    let taken = json!({ "resolved_path": { "path": "Value", "id": 7, "args": null } });
    json!({
        "index": {
            "1": { "crate_id": 0, "inner": { "function": { "sig": { "inputs": [["value", taken]], "output": null } } } },
            "2": { "crate_id": 0, "inner": { "impl": implementation } },
        },
        "paths": {
            "7": { "crate_id": number, "path": ["ciborium", "Value"], "kind": "enum" },
            "8": { "crate_id": number, "path": ["ciborium", "Read"], "kind": "trait" },
        },
        "external_crates": { "1": { "name": "core" }, "2": { "name": "ciborium" } },
    })
}

fn found(document: &Value) -> Vec<String> {
    foreign_types(document).unwrap().into_iter().collect()
}

#[test]
fn a_type_of_another_crate_is_found_wherever_it_stands() {
    let implements = json!({ "trait": { "path": "Read", "id": 8 }, "is_synthetic": false, "blanket_impl": null });
    assert_eq!(found(&document(2, &implements)), ["ciborium::Read", "ciborium::Value"]);
}

#[test]
fn what_comes_with_rust_or_is_implemented_for_every_type_is_left_out() {
    let blanket = json!({ "trait": { "path": "Read", "id": 8 }, "is_synthetic": false, "blanket_impl": {} });
    assert_eq!(found(&document(2, &blanket)), ["ciborium::Value"]);
    assert!(found(&document(1, &blanket)).is_empty());
    assert!(found(&document(0, &blanket)).is_empty());
}

#[test]
fn another_document_is_none() {
    assert_eq!(foreign_types(&json!({ "index": [] })), None);
}
