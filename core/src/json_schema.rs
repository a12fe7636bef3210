//! As much of JSON Schema (draft 2020-12) as the schemas of this library use, for the tests that hold each schema and
//! its parser to one another.

use serde_json::Value;

/// Whether a value meets a schema. A word that is not known fails.
pub(crate) fn meets(value: &Value, schema: &Value) -> bool {
    meets_within(schema, value, schema)
}

fn meets_within(root: &Value, value: &Value, schema: &Value) -> bool {
    schema.as_object().unwrap().iter().all(|(word, wanted)| match word.as_str() {
        "$schema" | "$defs" | "title" | "description" => true,
        "$ref" => {
            let place = wanted.as_str().unwrap().strip_prefix('#').unwrap();
            meets_within(root, value, root.pointer(place).unwrap())
        }
        "const" => value == wanted,
        "enum" => wanted.as_array().unwrap().contains(value),
        "type" => match wanted.as_str().unwrap() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "boolean" => value.is_boolean(),
            "integer" => value.is_u64(),
            "string" => value.is_string(),
            other => panic!("{other}"),
        },
        "required" => {
            let names = wanted.as_array().unwrap();
            value
                .as_object()
                .is_none_or(|members| names.iter().all(|name| members.contains_key(name.as_str().unwrap())))
        }
        "minItems" => value.as_array().is_none_or(|items| items.len() >= count(wanted)),
        "minLength" => value.as_str().is_none_or(|text| text.chars().count() >= count(wanted)),
        "minimum" => value.as_u64().is_none_or(|found| found >= wanted.as_u64().unwrap()),
        "maximum" => value.as_u64().is_none_or(|found| found <= wanted.as_u64().unwrap()),
        "items" => value.as_array().is_none_or(|items| items.iter().all(|item| meets_within(root, item, wanted))),
        "properties" => value.as_object().is_none_or(|members| {
            members
                .iter()
                .all(|(name, member)| wanted.get(name).is_none_or(|schema| meets_within(root, member, schema)))
        }),
        "additionalProperties" => value.as_object().is_none_or(|members| {
            let known = schema.get("properties");
            let others = members.iter().filter(|(name, _)| known.and_then(|known| known.get(name)).is_none());
            others.map(|(_, member)| member).all(|member| match wanted {
                Value::Bool(may) => *may,
                of_others => meets_within(root, member, of_others),
            })
        }),
        other => panic!("{other}"),
    })
}

fn count(value: &Value) -> usize {
    value.as_u64().unwrap().try_into().unwrap()
}
