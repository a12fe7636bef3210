use std::borrow::Cow;

use super::base64;
use super::coercion::{Coercion, Dictionary, Member, Shape};
use super::descriptor::PUBLIC_KEY;
use super::json::Json;
use super::names::Name;
use super::number::Number;
use super::path::Path;
use super::{OptionsError, Repair};
use crate::id::CredentialId;

/// Web IDL's own coercions of ECMAScript values, as a browser's `parseCreationOptionsFromJSON` has
/// them (Web IDL, section 3.2). They are the standard's, so nothing is reported.
pub(super) struct Strict;

impl Coercion for Strict {
    const REPAIRS: bool = false;

    fn find<'s>(&mut self, dictionary: &'s Dictionary<'_>, name: &'static Name) -> Result<Member<'s>, OptionsError> {
        Ok(dictionary.member(name.own))
    }

    fn find_all<'s>(&mut self, dictionary: &'s Dictionary<'_>, name: &'static Name) -> Vec<Member<'s>> {
        vec![dictionary.member(name.own)]
    }

    fn find_misplaced<'s>(
        &mut self,
        _: &'s Dictionary<'_>,
        _: &'static Name,
    ) -> Result<Option<Member<'s>>, OptionsError> {
        Ok(None)
    }

    fn choice<'m>(
        &mut self,
        member: &Member<'m>,
        _: &[&'static str],
        _: &[(&str, &'static str)],
    ) -> Result<Option<Cow<'m, str>>, OptionsError> {
        self.text(member)
    }

    /// Unknown types are passed over (WebAuthn L3, section 5.8.3).
    fn is_public_key(&mut self, member: &Member<'_>, _: &str) -> Result<bool, OptionsError> {
        let text = self.text(member)?.ok_or_else(|| member.missing("`public-key`"))?;
        Ok(text == PUBLIC_KEY)
    }

    fn text<'m>(&mut self, member: &Member<'m>) -> Result<Option<Cow<'m, str>>, OptionsError> {
        Ok(member.value.map(to_string))
    }

    fn long(&mut self, member: &Member<'_>) -> Result<Option<i64>, OptionsError> {
        Ok(member.value.map(|value| i64::from(to_number(value).to_int32())))
    }

    fn unsigned_long(&mut self, member: &Member<'_>) -> Result<Option<u32>, OptionsError> {
        Ok(member.value.map(|value| to_number(value).to_uint32()))
    }

    fn boolean(&mut self, member: &Member<'_>) -> Result<Option<bool>, OptionsError> {
        Ok(member.value.map(|value| match value {
            Json::Null => false,
            Json::Bool(value) => *value,
            Json::Number(number) => number.integer() != Some(0),
            Json::String(text) => !text.is_empty(),
            Json::List(_) | Json::Object(_) => true,
        }))
    }

    fn bytes(&mut self, member: &Member<'_>) -> Result<Option<Vec<u8>>, OptionsError> {
        let Some(value) = member.value else { return Ok(None) };
        let found = match value {
            Json::String(_) => "text that is not unpadded base64url",
            other => other.kind(),
        };
        base64::decode_unpadded_url(&to_string(value)).map(Some).ok_or_else(|| member.encoding(found))
    }

    fn readings(&mut self, member: &Member<'_>) -> Result<Option<Vec<CredentialId>>, OptionsError> {
        Ok(self.bytes(member)?.map(|bytes| CredentialId::from_bytes(bytes).into_iter().collect()))
    }

    fn dictionary<'m>(&mut self, member: &Member<'m>) -> Result<Option<Dictionary<'m>>, OptionsError> {
        member.check_length()?;
        let object = match member.value {
            None => return Ok(None),
            Some(Json::Object(object)) => Some(object),
            // An array is an object too, one without members of these names.
            Some(Json::Null | Json::List(_)) => None,
            Some(_) => return Err(member.wrong_type("an object")),
        };
        Ok(Some(Dictionary { object, path: member.path }))
    }

    fn shape<'m>(&mut self, member: &Member<'m>, _: &str) -> Result<Shape<'m>, OptionsError> {
        Ok(self.dictionary(member)?.map_or(Shape::Absent, Shape::Dictionary))
    }

    fn sequence<'m>(&mut self, member: &'m Member<'_>) -> Result<Option<Vec<Member<'m>>>, OptionsError> {
        member.check_length()?;
        match member.value {
            None => Ok(None),
            Some(Json::List(entries)) => Ok(Some(
                entries
                    .iter()
                    .enumerate()
                    .map(|(index, value)| Member { value: Some(value), path: Path::Entry(&member.path, index) })
                    .collect(),
            )),
            Some(_) => Err(member.wrong_type("a list")),
        }
    }

    fn stand_in(&mut self, _: &Member<'_>, text: String, _: &str) -> String {
        text
    }

    fn excuse(&mut self, error: OptionsError, _: &str) -> Result<(), OptionsError> {
        Err(error)
    }

    fn note(&mut self, _: Path<'_>, _: &str, _: &str) {}

    fn into_repairs(self) -> Result<Vec<Repair>, OptionsError> {
        Ok(Vec::new())
    }
}

/// ECMAScript `ToString`.
fn to_string<'m>(value: &'m Json<'_>) -> Cow<'m, str> {
    match value {
        Json::Null => Cow::Borrowed("null"),
        Json::Bool(true) => Cow::Borrowed("true"),
        Json::Bool(false) => Cow::Borrowed("false"),
        Json::Number(number) => Cow::Owned(number.to_string()),
        Json::String(text) => Cow::Borrowed(text),
        Json::List(entries) => {
            let texts: Vec<Cow<'_, str>> = entries
                .iter()
                .map(|entry| if matches!(entry, Json::Null) { Cow::Borrowed("") } else { to_string(entry) })
                .collect();
            Cow::Owned(texts.join(","))
        }
        Json::Object(_) => Cow::Borrowed("[object Object]"),
    }
}

/// ECMAScript `ToNumber`.
fn to_number(value: &Json<'_>) -> Number {
    match value {
        Json::Null => Number::Integer(0),
        Json::Bool(value) => Number::Integer(i64::from(*value)),
        Json::Number(number) => *number,
        other => Number::from_javascript(&to_string(other)),
    }
}
