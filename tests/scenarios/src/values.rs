//! References: what a scenario says with `$`.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::Mistake;

/// The member of an object that says what it is a changed copy of.
const FROM: &str = "$from";

/// Names and what they stand for: written values, and what steps gave.
#[derive(Debug)]
pub(crate) struct Values<'a> {
    /// May hold references themselves. The first that has a name counts.
    written: Vec<&'a Map<String, Value>>,
    bound: HashMap<String, Value>,
}

impl<'a> Values<'a> {
    pub(crate) fn new(written: Vec<&'a Map<String, Value>>) -> Self {
        Self { written, bound: HashMap::new() }
    }

    /// Gives a name to what a step gave.
    pub(crate) fn bind(&mut self, name: &str, value: Value) {
        self.bound.insert(name.to_owned(), value);
    }

    /// The value with every reference replaced.
    pub(crate) fn resolve(&self, value: &Value) -> Result<Value, Mistake> {
        match value {
            Value::String(text) => match text.strip_prefix('$') {
                // `$.member` is a JSONPath, and stands for itself.
                Some(path) if path.starts_with(|first: char| first.is_ascii_alphabetic()) => self.look_up(path),
                _ => Ok(value.clone()),
            },
            Value::Array(list) => list.iter().map(|entry| self.resolve(entry)).collect(),
            Value::Object(members) => self.resolve_object(members),
            Value::Null | Value::Bool(_) | Value::Number(_) => Ok(value.clone()),
        }
    }

    fn resolve_object(&self, members: &Map<String, Value>) -> Result<Value, Mistake> {
        let mut resolved = match members.get(FROM).map(|from| self.resolve(from)).transpose()? {
            None => Map::new(),
            Some(Value::Object(from)) => from,
            Some(_) => return Err(Mistake::new("`$from` names no object")),
        };
        for (name, value) in members.iter().filter(|(name, _)| *name != FROM) {
            if is_left_out(value) {
                resolved.remove(name);
            } else {
                resolved.insert(name.clone(), self.resolve(value)?);
            }
        }
        Ok(Value::Object(resolved))
    }

    fn look_up(&self, path: &str) -> Result<Value, Mistake> {
        let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
        let unbound = || Mistake(format!("nothing is bound to ${path}"));
        let root = match self.bound.get(name) {
            Some(value) => value.clone(),
            None => {
                let written = self.written.iter().find_map(|values| values.get(name));
                self.resolve(written.ok_or_else(unbound)?)?
            }
        };
        let mut at = &root;
        for part in rest.into_iter().flat_map(|rest| rest.split('.')) {
            let inner = match at {
                Value::Object(members) => members.get(part),
                Value::Array(list) => part.parse().ok().and_then(|index: usize| list.get(index)),
                _ => None,
            };
            at = inner.ok_or_else(unbound)?;
        }
        Ok(at.clone())
    }
}

/// `{"$absent": true}`: the member is not there.
fn is_left_out(value: &Value) -> bool {
    value.get("$absent") == Some(&Value::Bool(true))
}
