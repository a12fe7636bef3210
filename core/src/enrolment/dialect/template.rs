//! What a dialect fills in: bodies and paths with values in braces.
//!
//! `{user}` is a value; `{answer/detail/serial}` is what a pointer finds in one; `:text` writes it as JSON in a
//! text, `:joined` a list as one text with commas, `:split` the reverse. A text is such a place as a whole or not
//! at all.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::read::Node;
use super::refused::{DialectProblem, InvalidDialect};
use crate::enrolment::pointer;

/// The values that can be filled in, by name.
pub(crate) type Values = BTreeMap<String, Value>;

/// One value in braces.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    root: String,
    pointer: String,
    form: Form,
}

#[derive(Clone, Copy, Debug)]
enum Form {
    Plain,
    Text,
    Joined,
    Split,
}

/// JSON with places to fill in.
#[derive(Clone, Debug)]
pub(crate) enum Template {
    Constant(Value),
    Named(Named),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

/// A path with places to fill in. Begins with `/`, and so names no host.
#[derive(Clone, Debug)]
pub(crate) struct PathTemplate(Vec<Part>);

#[derive(Clone, Debug)]
enum Part {
    Literal(String),
    Named(Named),
}

impl Named {
    fn parse(text: &str, node: &Node<'_>, known: &[&str]) -> Result<Self, InvalidDialect> {
        let (place, form) = text.rsplit_once(':').unwrap_or((text, ""));
        let form = match form {
            "" => Form::Plain,
            "text" => Form::Text,
            "joined" => Form::Joined,
            "split" => Form::Split,
            _ => return Err(node.wrong(DialectProblem::UnknownValue)),
        };
        let (root, pointer) = place.split_at(place.find('/').unwrap_or(place.len()));
        if !known.contains(&root) {
            return Err(node.wrong(DialectProblem::UnknownValue));
        }
        Ok(Self { root: root.to_owned(), pointer: pointer.to_owned(), form })
    }

    pub(crate) fn fill(&self, values: &Values) -> Option<Value> {
        let found = pointer::find(values.get(&self.root)?, &self.pointer)?.into_owned();
        Some(match self.form {
            Form::Plain => found,
            Form::Text => Value::String(serde_json::to_string(&found).ok()?),
            Form::Joined => {
                let entries: Option<Vec<String>> = found.as_array()?.iter().map(pointer::scalar).collect();
                Value::String(entries?.join(","))
            }
            Form::Split => found.as_str()?.split(',').filter(|entry| !entry.is_empty()).map(Value::from).collect(),
        })
    }
}

impl Template {
    pub(super) fn read(node: &Node<'_>, known: &[&str]) -> Result<Self, InvalidDialect> {
        Ok(match node.value {
            Value::String(text) => match text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                Some(inner) => Self::Named(Named::parse(inner, node, known)?),
                None => Self::Constant(node.value.clone()),
            },
            Value::Array(_) => Self::List(node.list(|entry| Self::read(entry, known))?),
            Value::Object(_) => Self::Object(node.entries(|member| Self::read(member, known))?),
            other => Self::Constant(other.clone()),
        })
    }

    /// `None`: its value is not there. A member without a value is left out, and so is an entry.
    pub(crate) fn fill(&self, values: &Values) -> Option<Value> {
        match self {
            Self::Constant(value) => Some(value.clone()),
            Self::Named(named) => named.fill(values),
            Self::List(entries) => Some(entries.iter().filter_map(|entry| entry.fill(values)).collect()),
            Self::Object(members) => {
                let filled = members.iter().filter_map(|(name, member)| Some((name.clone(), member.fill(values)?)));
                Some(Value::Object(filled.collect::<Map<_, _>>()))
            }
        }
    }

    /// Whether a value of this name goes in.
    pub(super) fn names(&self, root: &str) -> bool {
        match self {
            Self::Constant(_) => false,
            Self::Named(named) => named.root == root,
            Self::List(entries) => entries.iter().any(|entry| entry.names(root)),
            Self::Object(members) => members.iter().any(|(_, member)| member.names(root)),
        }
    }
}

impl PathTemplate {
    pub(super) fn read(node: &Node<'_>, known: &[&str]) -> Result<Self, InvalidDialect> {
        let text = node.text()?;
        let wrong = || node.wrong(DialectProblem::NotAPath);
        // A second slash would name a host; a backslash is one to the URL's parser.
        if !text.is_empty() && !text.starts_with('/') || text.starts_with("//") {
            return Err(wrong());
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((literal, behind)) = rest.split_once('{') {
            let (inner, after) = behind.split_once('}').ok_or_else(wrong)?;
            parts.push(Part::Literal(literal.to_owned()));
            parts.push(Part::Named(Named::parse(inner, node, known)?));
            rest = after;
        }
        parts.push(Part::Literal(rest.to_owned()));
        let is_plain = |part: &Part| match part {
            Part::Literal(text) => is_path_text(text),
            Part::Named(_) => true,
        };
        if parts.iter().all(is_plain) { Ok(Self(parts)) } else { Err(wrong()) }
    }

    /// `None`: a value is not there, or is not one that can stand in a path.
    pub(crate) fn fill(&self, values: &Values) -> Option<String> {
        let mut path = String::new();
        for part in &self.0 {
            match part {
                Part::Literal(text) => path.push_str(text),
                Part::Named(named) => path.push_str(&encode(&pointer::scalar(&named.fill(values)?)?)?),
            }
        }
        Some(path)
    }

    pub(super) fn names(&self, root: &str) -> bool {
        self.0.iter().any(|part| matches!(part, Part::Named(named) if named.root == root))
    }
}

/// RFC 3986, section 3.3 and 3.4, without per cent escapes and without steps upwards.
fn is_path_text(text: &str) -> bool {
    let is_allowed = |letter: u8| letter.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?".contains(&letter);
    text.bytes().all(is_allowed) && !text.contains("..") && !text.contains("//")
}

/// Text as one segment of a path or one value of a query (RFC 3986, section 2.1). `.` and `..` are steps to URL
/// parsers even where they are escaped, and nothing is no segment.
pub(crate) fn encode(text: &str) -> Option<String> {
    if matches!(text, "" | "." | "..") {
        return None;
    }
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    Some(encoded)
}
