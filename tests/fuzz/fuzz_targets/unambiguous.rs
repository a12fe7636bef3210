//! A JSON document in which nothing is said twice and differently, read anew for what is fuzzed.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

/// The document, if it is JSON and no object in it has a member twice with different values.
pub fn read(document: &[u8]) -> Option<Value> {
    serde_json::from_slice(document).ok().and_then(Node::into_value)
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Node {
    List(Vec<Node>),
    Object(Members),
    Leaf(Value),
}

/// Every member, as often as it is there.
struct Members(Vec<(String, Node)>);

impl Node {
    fn into_value(self) -> Option<Value> {
        Some(match self {
            Self::List(entries) => Value::Array(entries.into_iter().map(Self::into_value).collect::<Option<_>>()?),
            Self::Leaf(value) => value,
            Self::Object(Members(members)) => {
                let mut object = Map::new();
                for (name, node) in members {
                    let value = node.into_value()?;
                    if object.insert(name, value.clone()).is_some_and(|before| before != value) {
                        return None;
                    }
                }
                Value::Object(object)
            }
        })
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;

        impl<'de> Visitor<'de> for Pairs {
            type Value = Members;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = entries.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Pairs)
    }
}
