//! Options in: what a relying party asks for, read from JSON or given in typed parts.
//!
//! One parser, two modes. Strict reads what a browser's `parseCreationOptionsFromJSON` and
//! `parseRequestOptionsFromJSON` accept (WebAuthn L3, sections 5.1.9 and 5.1.10), with Web IDL's
//! coercions. Tolerant also reads what real servers and apps send instead, judged by the kind of
//! member and never by the site, and reports each [`Repair`]: where it understands anything else than
//! strict mode would, the list of repairs is not empty. A member that protects is read by the names
//! that servers give it, or the request is refused; the standard's default never stands in for it.
//!
//! Neither repairs what protects: a user handle has 1 to 64 bytes, a challenge that is there at least one, an RP
//! ID is a domain, what cannot be done without is not made without, a text has at most 1 MiB, 16 levels and 4,096 entries in a list, and a member
//! that is there twice says the same thing twice. Lists of byte values may be longer.
//!
//! The layers: `json` (the text, within its limits), `unwrap` (where the options are), `quoted` (lists
//! and objects in text), `walk` (over their members, by their `names`), `coercion` (one member;
//! `tolerant` and `strict` are the two ways).

mod algorithms;
mod base64;
mod bytes;
mod challenge;
mod coercion;
mod creation;
mod descriptor;
mod duplicates;
mod error;
mod json;
mod names;
mod number;
mod path;
mod preference;
mod quoted;
mod render;
mod repair;
mod request;
mod strict;
mod surrogates;
#[cfg(test)]
mod tests;
mod tolerant;
mod unwrap;
mod walk;

pub use algorithms::{Algorithms, NoSupportedAlgorithm};
pub use challenge::{Challenge, EmptyChallenge};
pub use creation::CreationOptions;
pub use descriptor::{Descriptor, DescriptorKind};
pub use error::{Limit, OptionsError};
pub use preference::{Attestation, AuthenticatorAttachment, ResidentKey, UserVerification};
pub use repair::{Repair, Understood};
pub use request::{AllowList, RequestOptions};

use std::borrow::Cow;

use coercion::{Coercion, Member};
use json::{Json, Parsed};
use names::Name;
use path::Path;
use strict::Strict;
use tolerant::Tolerant;
use unwrap::Marks;

/// How to read a request.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Mode {
    /// As real servers write it; repairs are reported.
    #[default]
    Tolerant,
    /// As browsers accept it.
    Strict,
}

/// Reads the options of a create request from UTF-8 JSON.
///
/// Refused: what no mode repairs (see the module's documentation) and what the mode cannot make out.
pub fn parse_creation_options(json: &[u8], mode: Mode) -> Result<Understood<CreationOptions>, OptionsError> {
    match mode {
        Mode::Tolerant => read_tolerant(json, CREATION, walk::creation),
        Mode::Strict => read_strict(json, walk::creation),
    }
}

/// Reads the options of a get request from UTF-8 JSON, as [`parse_creation_options`] does.
pub fn parse_request_options(json: &[u8], mode: Mode) -> Result<Understood<RequestOptions>, OptionsError> {
    match mode {
        Mode::Tolerant => read_tolerant(json, REQUEST, walk::request),
        Mode::Strict => read_strict(json, walk::request),
    }
}

/// How options of a kind are found.
struct Shape<'n> {
    marks: &'n [Marks<'n>],
    /// Members that must not stray: see [`unwrap::locate`].
    protections: &'n [&'static Name],
}

/// What is around options may have a `user` or a `challenge` of its own, so the surest marks first.
const CREATION: Shape<'_> = Shape {
    marks: &[Marks { names: CREATION_MARKS, enough: 2 }, Marks { names: CREATION_MARKS, enough: 1 }],
    protections: &[names::PARAMS, names::EXCLUDE, names::SELECTION, names::USER_VERIFICATION],
};

const CREATION_MARKS: &[&Name] = &[names::CHALLENGE, names::RP, names::USER, names::PARAMS];

const REQUEST: Shape<'_> = Shape {
    marks: &[Marks { names: &[names::CHALLENGE], enough: 1 }, Marks { names: REQUEST_PROTECTIONS, enough: 1 }],
    protections: REQUEST_PROTECTIONS,
};

const REQUEST_PROTECTIONS: &[&Name] = &[names::RP_ID, names::ALLOW, names::USER_VERIFICATION];

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

fn read_tolerant<T>(
    text: &[u8],
    shape: Shape<'_>,
    walk: impl FnOnce(&mut Tolerant, &Member<'_>) -> Result<T, OptionsError>,
) -> Result<Understood<T>, OptionsError> {
    let mut coercion = Tolerant::default();
    check_size(text)?;
    let marked = text.strip_prefix(BYTE_ORDER_MARK);
    if marked.is_some() {
        coercion.note(Path::Root("$"), "a byte order mark", "the text after it");
    }
    let mut mended = String::new();
    let root = read_root(marked.unwrap_or(text), &mut mended, &mut coercion)?;

    let unwrap::Located { mut options, path } = unwrap::locate(&root, shape.marks, shape.protections)?;
    if path != "$" {
        coercion.note(Path::Root(&path), "the options inside something else", "the options alone");
    } else if matches!(options, Cow::Owned(_)) {
        coercion.note(Path::Root(&path), "the options written as text", "what it says");
    }
    // Text within the text has not been looked at for duplicates yet.
    if let Cow::Owned(options) = &mut options {
        duplicates::settle(options, Path::Root(&path), &mut coercion)?;
    }
    quoted::open(&mut options, Path::Root(&path), &mut coercion)?;
    let options = walk(&mut coercion, &Member { value: Some(&options), path: Path::Root(&path) })?;
    Ok(Understood { options, repairs: coercion.into_repairs()? })
}

fn read_strict<T>(
    text: &[u8],
    walk: impl FnOnce(&mut Strict, &Member<'_>) -> Result<T, OptionsError>,
) -> Result<Understood<T>, OptionsError> {
    check_size(text)?;
    let mut mended = String::new();
    let root = read_root(text, &mut mended, &mut Strict)?;
    let options = walk(&mut Strict, &Member { value: Some(&root), path: Path::Root("$") })?;
    Ok(Understood { options, repairs: Strict.into_repairs()? })
}

/// Reads the text in one pass. What few texts need costs the others nothing: halves of surrogate
/// pairs make a text invalid JSON, so only such a text is searched for them, and goes to `mended` then.
fn read_root<'t, C: Coercion>(
    text: &'t [u8],
    mended: &'t mut String,
    coercion: &mut C,
) -> Result<Json<'t>, OptionsError> {
    let text = read_utf8(text)?;
    let parsed = match Json::parse(text, "$", 0) {
        Err(error @ OptionsError::NotJson { .. }) => {
            let Cow::Owned(whole) = surrogates::mend(text) else { return Err(error) };
            coercion.note(Path::Root("$"), "half of a surrogate pair", "U+FFFD");
            *mended = whole;
            Json::parse(mended, "$", 0)
        }
        other => other,
    };
    let Parsed { json: mut root, repeats } = parsed?;
    if repeats {
        duplicates::settle(&mut root, Path::Root("$"), coercion)?;
    }
    Ok(root)
}

/// The text, checked as a whole: that costs less than each string by itself.
fn read_utf8(text: &[u8]) -> Result<&str, OptionsError> {
    str::from_utf8(text).map_err(|error| {
        let sound = text.get(..error.valid_up_to()).unwrap_or_default();
        let mut lines = sound.split(|byte| *byte == b'\n');
        let column = lines.next_back().map_or(0, <[u8]>::len) + 1;
        OptionsError::NotJson { line: lines.count() + 1, column }
    })
}

fn check_size(text: &[u8]) -> Result<(), OptionsError> {
    let limit = Limit::Bytes;
    if text.len() > limit.most() { Err(OptionsError::TooLarge { path: "$".to_owned(), limit }) } else { Ok(()) }
}
