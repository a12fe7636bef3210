//! Whether what came is what was expected.

use serde_json::{Map, Value};

use crate::Mistake;

/// Compares what came at `path` with what was expected there. The outer error is a mistake of the
/// scenario, the inner one says where they differ.
pub(crate) fn compare(path: &str, actual: &Value, expected: &Value) -> Result<Result<(), String>, Mistake> {
    match expected {
        Value::Object(members) => match single_matcher(members) {
            Some((matcher, operand)) => compare_by(path, actual, matcher, operand),
            None => compare_members(path, actual, members),
        },
        Value::Array(wanted) => {
            let Some(list) = actual.as_array().filter(|list| list.len() == wanted.len()) else {
                return Ok(Err(differ(path, actual, expected)));
            };
            for (index, (actual, expected)) in list.iter().zip(wanted).enumerate() {
                if let Err(difference) = compare(&format!("{path}.{index}"), actual, expected)? {
                    return Ok(Err(difference));
                }
            }
            Ok(Ok(()))
        }
        _ if actual == expected => Ok(Ok(())),
        _ => Ok(Err(differ(path, actual, expected))),
    }
}

/// Members that are not expected may be anything; a missing one is `null`.
fn compare_members(path: &str, actual: &Value, expected: &Map<String, Value>) -> Result<Result<(), String>, Mistake> {
    if !actual.is_object() {
        return Ok(Err(differ(path, actual, &Value::Object(expected.clone()))));
    }
    for (name, expected) in expected {
        let member = actual.get(name).unwrap_or(&Value::Null);
        if let Err(difference) = compare(&format!("{path}.{name}"), member, expected)? {
            return Ok(Err(difference));
        }
    }
    Ok(Ok(()))
}

fn single_matcher(members: &Map<String, Value>) -> Option<(&str, &Value)> {
    let mut members = members.iter();
    let first = members.next().filter(|(name, _)| name.starts_with('$'))?;
    members.next().is_none().then_some((first.0.as_str(), first.1))
}

fn compare_by(path: &str, actual: &Value, matcher: &str, operand: &Value) -> Result<Result<(), String>, Mistake> {
    let is_met = match (matcher, operand) {
        ("$not", unwanted) => compare(path, actual, unwanted)?.is_err(),
        ("$above", Value::Number(least)) => match (actual.as_i64(), least.as_i64()) {
            (Some(actual), Some(least)) => actual > least,
            _ => false,
        },
        ("$length", Value::Number(length)) => length_of(actual).is_some() && length_of(actual) == length.as_u64(),
        ("$holds", Value::Array(wanted)) => {
            let mut holds_all = actual.is_array();
            for expected in wanted {
                let mut is_held = false;
                for entry in actual.as_array().into_iter().flatten() {
                    is_held |= compare(path, entry, expected)?.is_ok();
                }
                holds_all &= is_held;
            }
            holds_all
        }
        ("$lacks", Value::Array(needles)) => {
            let text = actual.to_string();
            needles.iter().all(|needle| needle.as_str().is_some_and(|needle| !text.contains(needle)))
        }
        _ => return Err(Mistake(format!("no matcher is {matcher} with {operand}"))),
    };
    Ok(if is_met { Ok(()) } else { Err(format!("{path} is {actual}, which is not {matcher} {operand}")) })
}

fn length_of(value: &Value) -> Option<u64> {
    let length = match value {
        Value::Array(list) => list.len(),
        Value::String(text) => text.chars().count(),
        _ => return None,
    };
    u64::try_from(length).ok()
}

fn differ(path: &str, actual: &Value, expected: &Value) -> String {
    format!("{path} is {actual}, not {expected}")
}
