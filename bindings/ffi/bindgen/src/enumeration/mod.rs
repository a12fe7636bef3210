//! The enumerations without fields, for the packages: what each language has of them follows from the
//! library alone, so that a new variant needs no edit there.

use uniffi_bindgen::macro_metadata::extract_from_library;
use uniffi_meta::{EnumShape, Metadata};

pub(crate) mod kotlin;
pub(crate) mod swift;

/// What the packages declare themselves, for its words are another standard's: the names of Web IDL's
/// exceptions.
const BY_HAND: [&str; 1] = ["DomException"];

/// An enumeration that the library exports. Names are Rust's, and so are the links in the docs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Enumeration {
    name: String,
    doc: String,
    variants: Vec<Variant>,
}

#[derive(Clone, Debug, PartialEq)]
struct Variant {
    name: String,
    doc: String,
}

/// The enumerations of a library that have no fields, by name.
pub(crate) fn of_library(library: &str) -> Result<Vec<Enumeration>, String> {
    let metadata = extract_from_library(library.into()).map_err(|error| format!("{error:#}"))?;
    let mut found: Vec<Enumeration> = metadata.into_iter().filter_map(of_metadata).collect();
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

fn of_metadata(item: Metadata) -> Option<Enumeration> {
    let Metadata::Enum(found) = item else { return None };
    let has_fields = found.variants.iter().any(|variant| !variant.fields.is_empty());
    if has_fields || found.shape != EnumShape::Enum || BY_HAND.contains(&found.name.as_str()) {
        return None;
    }
    let doc = |docstring: Option<String>| docstring.unwrap_or_default().trim().to_owned();
    let variants = found.variants.into_iter();
    Some(Enumeration {
        name: found.name,
        doc: doc(found.docstring),
        variants: variants.map(|variant| Variant { name: variant.name, doc: doc(variant.docstring) }).collect(),
    })
}

/// `RpIdNotVerified` as `rp`, `id`, `not` and `verified`.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for character in name.chars() {
        match words.last_mut() {
            Some(word) if !character.is_uppercase() => word.push(character),
            _ => words.push(character.to_lowercase().collect()),
        }
    }
    words
}

/// The words of a name as one: `rp_id_not_verified`.
fn word(name: &str) -> String {
    words(name).join("_")
}

/// The doc with each of its links, such as `[Consent::Declined]` in backticks, as `link` writes them from
/// the two names.
fn linked(doc: &str, link: impl Fn(&str, &str) -> String) -> String {
    let mut written = String::new();
    let mut rest = doc;
    while let Some((before, (target, after))) = next_link(rest) {
        written.push_str(before);
        match target.split_once("::") {
            Some((of, name)) => written.push_str(&link(of, name)),
            None => written.push_str(&format!("`{target}`")),
        }
        rest = after;
    }
    written.push_str(rest);
    written
}

/// What is before a link, its target, and what is after it.
fn next_link(doc: &str) -> Option<(&str, (&str, &str))> {
    let (before, rest) = doc.split_once("[`")?;
    Some((before, rest.split_once("`]")?))
}

#[cfg(test)]
mod tests;
