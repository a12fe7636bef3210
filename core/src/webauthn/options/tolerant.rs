use std::borrow::Cow;

use super::bytes::{self, Decoded};
use super::coercion::{AS_IF_ABSENT, Coercion, Dictionary, Member, Shape};
use super::descriptor::PUBLIC_KEY;
use super::json::{Json, Object};
use super::names::{self, Name};
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
    const REPAIRS: bool = true;

    fn find<'s>(&mut self, dictionary: &'s Dictionary<'_>, name: &'static Name) -> Result<Member<'s>, OptionsError> {
        let own = dictionary.member(name.own);
        let Some(Object(members)) = dictionary.object else { return Ok(own) };
        let mut found = Some(own).filter(Member::is_there);
        // Nearly every member differs from nearly every name in its first letter.
        for (called, value) in members.iter().filter(|(called, _)| name.may_be(called)) {
            let other = Member { value: Some(value), path: Path::Member(&dictionary.path, called) };
            if called == name.own || !other.is_there() || !name.is_called(called) {
                continue;
            }
            match &found {
                None if name.may_be_otherwise() => {
                    self.note(other.path, "a member by another name", &format!("as `{}`", name.own));
                    found = Some(other);
                }
                Some(known) if known.value != other.value && name.must_agree() => {
                    return Err(OptionsError::Contradiction { path: other.path.written() });
                }
                _ => {}
            }
        }
        Ok(found.unwrap_or(own))
    }

    fn find_all<'s>(&mut self, dictionary: &'s Dictionary<'_>, name: &'static Name) -> Vec<Member<'s>> {
        let own = dictionary.member(name.own);
        let mut found = Vec::from_iter(Some(own).filter(Member::is_there));
        for (called, value) in dictionary.object.iter().flat_map(|Object(members)| members) {
            let other = Member { value: Some(value), path: Path::Member(&dictionary.path, called) };
            let is_news = called != name.own && other.is_there() && name.is_called(called);
            if is_news && found.iter().all(|known| known.value != other.value) {
                self.note(other.path, "a member by another name", &format!("as `{}`", name.own));
                found.push(other);
            }
        }
        if found.is_empty() { vec![own] } else { found }
    }

    fn find_misplaced<'s>(
        &mut self,
        dictionary: &'s Dictionary<'_>,
        name: &'static Name,
    ) -> Result<Option<Member<'s>>, OptionsError> {
        Ok(Some(self.find(dictionary, name)?).filter(Member::is_there))
    }

    fn choice<'m>(
        &mut self,
        member: &Member<'m>,
        known: &[&'static str],
        odd: &[(&str, &'static str)],
    ) -> Result<Option<Cow<'m, str>>, OptionsError> {
        let Some(value) = self.present(member) else { return Ok(None) };
        let text: Cow<'m, str> = match value {
            Json::String(text) => Cow::Borrowed(text),
            Json::Number(number) => Cow::Owned(number.to_string()),
            Json::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
            // As Web IDL takes a list of one for its entry.
            Json::List(entries) => match entries.as_slice() {
                [Json::String(text)] => Cow::Borrowed(text),
                _ => return Err(member.wrong_type("a string")),
            },
            _ => return Err(member.wrong_type("a string")),
        };
        let in_other_letters = known.iter().find(|known| names::is_same(&text, known)).copied();
        let odd = odd.iter().find(|(odd, _)| *odd == text.trim()).map(|(_, meant)| *meant);
        match in_other_letters.or(odd) {
            Some(meant) if meant != text || !matches!(value, Json::String(_)) => {
                self.note(member.path, "a value written otherwise", &format!("`{meant}`"));
                Ok(Some(Cow::Borrowed(meant)))
            }
            _ => Ok(Some(text)),
        }
    }

    /// A text that is another word names another kind of credential. A number, or anything else, can
    /// name none: it is what is left of `public-key` where a serializer wrote the place of a value
    /// in its enumeration. The entry counts then: one that excludes goes on excluding.
    fn is_public_key(&mut self, member: &Member<'_>, otherwise: &str) -> Result<bool, OptionsError> {
        match self.present(member) {
            None => self.excuse(member.missing("`public-key`"), "`public-key`").map(|()| true),
            Some(Json::String(text)) if text == PUBLIC_KEY => Ok(true),
            Some(Json::String(text)) if names::is_same(text, PUBLIC_KEY) => {
                self.note(member.path, "`public-key` in other letters", "`public-key`");
                Ok(true)
            }
            Some(Json::String(text)) if text.chars().any(char::is_alphabetic) => {
                self.note(member.path, "an unknown type", otherwise);
                Ok(false)
            }
            Some(other) => {
                self.note(member.path, other.kind(), "`public-key`");
                Ok(true)
            }
        }
    }

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
        let number = number.integer().ok_or_else(wrong)?;
        // Web IDL keeps the lowest 32 bits, which may be another algorithm.
        if i32::try_from(number).is_err() {
            self.note(member.path, "a number of more than 32 bits", "the number as it is");
        }
        Ok(Some(number))
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
            Some(Json::List(entries)) => match entries.as_slice() {
                [Json::Object(object)] => {
                    self.note(member.path, "a list of one object", "the object");
                    Ok(Some(Dictionary { object: Some(object), path: member.path }))
                }
                // PHP writes an empty object so.
                [] => {
                    self.note(member.path, "an empty list", "an empty object");
                    Ok(Some(Dictionary { object: None, path: member.path }))
                }
                _ => Err(member.wrong_type("an object")),
            },
            Some(_) => Err(member.wrong_type("an object")),
        }
    }

    fn shape<'m>(&mut self, member: &Member<'m>, telling: &str) -> Result<Shape<'m>, OptionsError> {
        let bare = match member.value {
            Some(Json::Object(object)) => object.member(telling).is_none() && bytes::is_bytes(object),
            Some(Json::List(entries)) => !entries.is_empty() && !matches!(entries.as_slice(), [Json::Object(_)]),
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
            Json::List(entries) => return self.entries(member, entries).map(Some),
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
            OptionsError::WrongType { path, found, .. }
            | OptionsError::Encoding { path, found, .. }
            | OptionsError::Unsupported { path, found, .. }
            | OptionsError::Syntax { path, found, .. } => (path, found),
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
        self.report(path.written(), found.to_owned(), used);
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

    /// The entries of a list, and of the lists within it. A list of byte values is an entry itself.
    fn entries<'m>(
        &mut self,
        member: &'m Member<'_>,
        entries: &'m [Json<'_>],
    ) -> Result<Vec<Member<'m>>, OptionsError> {
        let mut members = Vec::with_capacity(entries.len());
        for (index, value) in entries.iter().enumerate() {
            match value {
                Json::List(inner) if !inner.is_empty() && !value.is_byte_list() => {
                    self.note(Path::Entry(&member.path, index), "a list within the list", "its entries");
                    members.extend(inner.iter().enumerate().map(|(place, value)| Member {
                        value: Some(value),
                        path: Path::Within(&member.path, index, place),
                    }));
                }
                _ => members.push(Member { value: Some(value), path: Path::Entry(&member.path, index) }),
            }
        }
        let limit = Limit::Entries;
        if members.len() > limit.most() {
            return Err(OptionsError::TooLarge { path: member.path.written(), limit });
        }
        Ok(members)
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
