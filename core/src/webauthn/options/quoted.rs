//! Lists and objects that were written as JSON once too often: text where they should be.

use std::borrow::Cow;

use super::OptionsError;
use super::coercion::Coercion;
use super::duplicates;
use super::json::Json;
use super::names::{self, Name};
use super::path::Path;
use super::tolerant::Tolerant;

/// Members whose default would stand in for what the text says. A `user` in text is refused.
const OPENED: [&Name; 6] =
    [names::RP, names::PARAMS, names::EXCLUDE, names::ALLOW, names::SELECTION, names::EXTENSIONS];

/// Puts what the texts say in their place. Hardly any options have such a text, and only those that
/// have are copied for it.
pub(super) fn open(options: &mut Cow<'_, Json<'_>>, at: Path<'_>, coercion: &mut Tolerant) -> Result<(), OptionsError> {
    let is_opened = |name: &str, value: &Json<'_>| is_quoted(value) && OPENED.iter().any(|known| known.is_called(name));
    let Json::Object(object) = &**options else { return Ok(()) };
    if !object.0.iter().any(|(name, value)| is_opened(name, value)) {
        return Ok(());
    }
    let Json::Object(object) = options.to_mut() else { return Ok(()) };
    for (name, value) in object.0.iter_mut().filter(|(name, value)| is_opened(name, value)) {
        let path = Path::Member(&at, name);
        match value {
            Json::List(entries) => entries
                .iter_mut()
                .enumerate()
                .try_for_each(|(index, entry)| unquote(entry, Path::Entry(&path, index), coercion))?,
            value => unquote(value, path, coercion)?,
        }
    }
    Ok(())
}

fn is_quoted(value: &Json<'_>) -> bool {
    match value {
        Json::String(text) => text.trim_start().starts_with(['{', '[']),
        Json::List(entries) => entries.iter().any(|entry| is_quoted_object(entry)),
        _ => false,
    }
}

fn is_quoted_object(value: &Json<'_>) -> bool {
    matches!(value, Json::String(text) if text.trim_start().starts_with('{'))
}

fn unquote(value: &mut Json<'_>, at: Path<'_>, coercion: &mut Tolerant) -> Result<(), OptionsError> {
    let Json::String(text) = &*value else { return Ok(()) };
    let path = at.written();
    // Each step of the path is a level at most.
    let above = path.matches(['.', '[']).count();
    let mut opened = match Json::parse(text, &path, above) {
        Ok(parsed) => parsed.json.into_owned(),
        Err(OptionsError::NotJson { .. }) => return Ok(()),
        Err(error) => return Err(error),
    };
    // A list of byte values is an id.
    if opened.is_byte_list() {
        return Ok(());
    }
    coercion.note(at, "JSON written as text", "what it says");
    duplicates::settle(&mut opened, at, coercion)?;
    *value = opened;
    Ok(())
}
