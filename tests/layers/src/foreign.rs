//! Which types and traits of other crates the public face of a crate names, read from rustdoc's JSON.

use std::collections::BTreeSet;

use serde_json::Value;

/// Crates that come with Rust.
const OWN: [&str; 3] = ["alloc", "core", "std"];

/// The paths of all that belongs to another crate and stands in a public item: in a signature, a field, a bound, or
/// as a trait that a public type implements. None where the document is not rustdoc's.
pub fn foreign_types(document: &Value) -> Option<BTreeSet<String>> {
    let index = document.get("index")?.as_object()?;
    let mut found = BTreeSet::new();
    for item in index.values() {
        let inner = item.get("inner")?;
        // What the compiler implements by itself for every type.
        let implementation = inner.get("impl");
        let is_own = |member: &str| implementation.is_some_and(|found| is_true(found.get(member)));
        let is_blanket = implementation.is_some_and(|found| found.get("blanket_impl").is_some_and(|it| !it.is_null()));
        if item.get("crate_id")? == 0 && !is_own("is_synthetic") && !is_blanket {
            visit(inner, document, &mut found);
        }
    }
    Some(found)
}

fn is_true(value: Option<&Value>) -> bool {
    value.and_then(Value::as_bool).unwrap_or_default()
}

fn visit(value: &Value, document: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if matches!(name.as_str(), "resolved_path" | "trait")
                    && let Some(path) = member.get("id").and_then(|id| foreign_path(id, document))
                {
                    found.insert(path);
                }
                visit(member, document, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| visit(item, document, found)),
        _ => {}
    }
}

fn foreign_path(id: &Value, document: &Value) -> Option<String> {
    let summary = document.get("paths")?.get(id.to_string())?;
    let number = summary.get("crate_id")?.as_u64().filter(|number| *number != 0)?;
    let name = document.get("external_crates")?.get(number.to_string())?.get("name")?.as_str()?;
    let path: Vec<_> = summary.get("path")?.as_array()?.iter().filter_map(Value::as_str).collect();
    (!OWN.contains(&name)).then(|| path.join("::"))
}

#[cfg(test)]
mod tests;
