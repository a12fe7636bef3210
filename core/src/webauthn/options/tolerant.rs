use std::borrow::Cow;

use super::bytes::{self, Decoded};
use super::coercion::{AS_IF_ABSENT, Coercion, Dictionary, Member, Shape};
use super::json::Json;
use super::number::Number;
use super::path::Path;
use super::{Limit, OptionsError, Repair};
use crate::id::CredentialId;

/// What the sender must have meant, by the kind of member and never by the site; each repair is
/// reported.
#[derive(Default)]
pub(super) struct Tolerant {
    repairs: Vec<Repair>,
    /// The first place that could no longer be reported.
    beyond_limit: Option<String>,
}

impl Coercion for Tolerant {
    fn text<'m>(&mut self, member: &Member<'m>) -> Result<Option<Cow<'m, str>>, OptionsError> {
        match self.present(member) {
            None => Ok(None),
            Some(Json::String(text)) => Ok(Some(Cow::Borrowed(text))),
            Some(Json::Number(number)) => {
                self.note(member.path, "a number", "its digits");
                Ok(Some(Cow::Owned(number.to_string())))
            }
            Some(_) => Err(member.wrong_type("a string")),
        }
    }

    fn long(&mut self, member: &Member<'_>) -> Result<Option<i64>, OptionsError> {
        let Some(value) = self.present(member) else { return Ok(None) };
        let wrong = || member.wrong_type("an integer");
        let number = self.number(value, member.path).ok_or_else(wrong)?;
        number.integer().map(Some).ok_or_else(wrong)
    }

    fn unsigned_long(&mut self, member: &Member<'_>) -> Result<Option<u32>, OptionsError> {
        let Some(value) = self.present(member) else { return Ok(None) };
        let number = self.number(value, member.path).ok_or_else(|| member.wrong_type("a number"))?.saturating();
        let clamped = u32::try_from(number.max(0)).unwrap_or(u32::MAX);
        if i64::from(clamped) != number {
            self.note(member.path, "a number out of range", "the nearest one in range");
        }
        Ok(Some(clamped))
    }

    fn boolean(&mut self, member: &Member<'_>) -> Result<Option<bool>, OptionsError> {
        let (meant, found) = match self.present(member) {
            None => return Ok(None),
            Some(Json::Bool(value)) => return Ok(Some(*value)),
            Some(Json::Number(number)) => (number.integer().map(|number| number != 0), "a number"),
            Some(Json::String(text)) => (read_boolean(text), "a string"),
            Some(_) => (None, ""),
        };
        let meant = meant.ok_or_else(|| member.wrong_type("true or false"))?;
        self.note(member.path, found, if meant { "true" } else { "false" });
        Ok(Some(meant))
    }

    fn bytes(&mut self, member: &Member<'_>) -> Result<Option<Vec<u8>>, OptionsError> {
        let Some(value) = self.present(member) else { return Ok(None) };
        let Decoded { readings, dialect } = bytes::read(value).ok_or_else(|| undecodable(member, value))?;
        if let Some(dialect) = dialect {
            self.note(member.path, &dialect, "its bytes");
        }
        Ok(readings.into_iter().next())
    }

    fn readings(&mut self, member: &Member<'_>) -> Result<Option<Vec<CredentialId>>, OptionsError> {
        let Some(value) = self.present(member) else { return Ok(None) };
        let Decoded { readings, dialect } = bytes::read_id(value).ok_or_else(|| undecodable(member, value))?;
        let readings: Vec<CredentialId> = readings.into_iter().flat_map(CredentialId::from_bytes).collect();
        if readings.is_empty() {
            return Err(member.encoding("not 1 to 1023 bytes"));
        }
        if let Some(dialect) = dialect {
            self.note(member.path, &dialect, if readings.len() > 1 { "every reading" } else { "its bytes" });
        }
        Ok(Some(readings))
    }

    fn dictionary<'m>(&mut self, member: &Member<'m>) -> Result<Option<Dictionary<'m>>, OptionsError> {
        member.check_length()?;
        match self.present(member) {
            None => Ok(None),
            Some(Json::Object(object)) => Ok(Some(Dictionary { object: Some(object), path: member.path })),
            // PHP writes an empty object so.
            Some(Json::List(entries)) if entries.is_empty() => {
                self.note(member.path, "an empty list", "an empty object");
                Ok(Some(Dictionary { object: None, path: member.path }))
            }
            Some(_) => Err(member.wrong_type("an object")),
        }
    }

    fn shape<'m>(&mut self, member: &Member<'m>, telling: &str) -> Result<Shape<'m>, OptionsError> {
        let bare = match member.value {
            Some(Json::Object(object)) => object.member(telling).is_none() && bytes::is_bytes(object),
            Some(Json::List(entries)) => !entries.is_empty(),
            Some(Json::String(_) | Json::Number(_)) => true,
            _ => false,
        };
        if bare {
            self.note(member.path, "a bare value", "an object with this value in it");
            return Ok(Shape::Bare);
        }
        Ok(self.dictionary(member)?.map_or(Shape::Absent, Shape::Dictionary))
    }

    fn sequence<'m>(&mut self, member: &'m Member<'_>) -> Result<Option<Vec<Member<'m>>>, OptionsError> {
        member.check_length()?;
        let entry = |(index, value)| Member { value: Some(value), path: Path::Entry(&member.path, index) };
        let Some(value) = self.present(member) else { return Ok(None) };
        let (entries, found, used) = match value {
            Json::List(entries) => return Ok(Some(entries.iter().enumerate().map(entry).collect())),
            Json::Object(object) => match object.by_index() {
                Some(entries) if entries.is_empty() => (Vec::new(), "an empty object", "an empty list"),
                Some(entries) => (
                    entries.into_iter().map(|(_, value)| value).enumerate().map(entry).collect(),
                    "an object of entries",
                    "a list of them",
                ),
                None => (vec![*member], "one object", "a list of it"),
            },
            Json::Bool(false) => (Vec::new(), "false", "an empty list"),
            Json::String(text) if text.is_empty() => (Vec::new(), "an empty string", "an empty list"),
            other => (vec![*member], other.kind(), "a list of it"),
        };
        self.note(member.path, found, used);
        Ok(Some(entries))
    }

    fn misplaced<'m>(&mut self, dictionary: &'m Dictionary<'_>, name: &'m str) -> Option<Member<'m>> {
        let member = dictionary.member(name);
        member.value.is_some_and(|value| !matches!(value, Json::Null)).then_some(member)
    }

    fn stand_in(&mut self, member: &Member<'_>, text: String, other: &str) -> String {
        if !text.is_empty() || other.is_empty() {
            return text;
        }
        self.note(member.path, "an empty string", "`name`");
        other.to_owned()
    }

    fn excuse(&mut self, error: OptionsError, used: &str) -> Result<(), OptionsError> {
        let (path, found) = match error {
            OptionsError::Missing { path, .. } => (path, "nothing".to_owned()),
            OptionsError::WrongType { path, found, .. } | OptionsError::Encoding { path, found, .. } => (path, found),
            OptionsError::InvalidRpId { path, .. } => (path, "an empty string".to_owned()),
            beyond_repair => return Err(beyond_repair),
        };
        // A required member that is null was taken for absent: one place, one repair.
        match self.repairs.last_mut().filter(|last| last.path == path && last.used == AS_IF_ABSENT) {
            Some(last) => last.used = used.to_owned(),
            None => self.report(path, found, used),
        }
        Ok(())
    }

    fn note(&mut self, path: Path<'_>, found: &str, used: &str) {
        self.report(path.to_string(), found.to_owned(), used);
    }

    fn into_repairs(self) -> Result<Vec<Repair>, OptionsError> {
        match self.beyond_limit {
            Some(path) => Err(OptionsError::TooLarge { path, limit: Limit::Repairs }),
            None => Ok(self.repairs),
        }
    }
}

impl Tolerant {
    /// Keeps a repair. One too many is kept as the reason to refuse: a report may not grow to many
    /// times the size of the text.
    fn report(&mut self, path: String, found: String, used: &str) {
        if self.repairs.len() < Limit::Repairs.most() {
            self.repairs.push(Repair { path, found, used: used.to_owned() });
        } else {
            self.beyond_limit.get_or_insert(path);
        }
    }

    /// The value, unless it is missing or null.
    fn present<'m>(&mut self, member: &Member<'m>) -> Option<&'m Json<'m>> {
        let value = member.value?;
        if matches!(value, Json::Null) {
            self.note(member.path, "null", AS_IF_ABSENT);
            return None;
        }
        Some(value)
    }

    fn number(&mut self, value: &Json<'_>, path: Path<'_>) -> Option<Number> {
        let (number, found) = match value {
            Json::Number(number @ Number::Integer(_)) => return Some(*number),
            Json::Number(number) => (*number, "a number with a fraction"),
            Json::String(text) => (Number::parse(text)?, "a number written as text"),
            _ => return None,
        };
        self.note(path, found, "the integer");
        Some(number)
    }
}

fn read_boolean(text: &str) -> Option<bool> {
    let text = text.trim();
    let is = |names: &[&str]| names.iter().any(|name| text.eq_ignore_ascii_case(name));
    if is(&["true", "1"]) {
        Some(true)
    } else if is(&["false", "0"]) {
        Some(false)
    } else {
        None
    }
}

fn undecodable(member: &Member<'_>, value: &Json<'_>) -> OptionsError {
    match value {
        Json::String(_) => member.encoding("text that is not base64"),
        Json::List(_) => member.encoding("a list of something other than byte values"),
        Json::Object(_) => member.encoding("an object that holds no bytes"),
        other => member.encoding(other.kind()),
    }
}
