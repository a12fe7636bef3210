//! `extensions`: what is asked of each, in a file of its own where there is something to read.

mod cred_protect;
mod large_blob;
mod prf;

use std::borrow::Cow;

use crate::webauthn::extensions::{CreationExtensions, RequestExtensions};
use crate::webauthn::options::coercion::{Coercion, Dictionary, Member};
use crate::webauthn::options::json::Object;
use crate::webauthn::options::names::{self, Name};
use crate::webauthn::options::{AllowList, OptionsError};

/// `extensions` of creation options. One that cannot be answered is passed over, unless the relying
/// party says that it wants no passkey without it.
pub(super) fn creation<C: Coercion>(
    coercion: &mut C,
    options: &Dictionary<'_>,
) -> Result<CreationExtensions, OptionsError> {
    let member = coercion.find(options, names::EXTENSIONS)?;
    let extensions = coercion.dictionary(&member);
    let Some(extensions) = coercion.or_absent(extensions)? else { return Ok(CreationExtensions::default()) };
    let cred_protect = cred_protect::read(coercion, &extensions)?;
    let mut read = CreationExtensions { cred_protect, ..CreationExtensions::default() };
    read.requested = requested(coercion, &extensions, true, |coercion, input| match input.name {
        "credProps" => {
            let asked = coercion.boolean(&input.member)?;
            read.cred_props |= asked.unwrap_or(false);
            Ok(asked)
        }
        "hmacCreateSecret" => {
            let asked = coercion.boolean(&input.member)?;
            read.hmac_create_secret |= asked.unwrap_or(false);
            Ok(asked)
        }
        "prf" => keep(&mut read.prf, prf::creation(coercion, &input.member)?, &input),
        "largeBlob" => {
            let asked = large_blob::creation(coercion, &input.member)?;
            read.large_blob |= asked.unwrap_or(false);
            Ok(asked)
        }
        _ => Ok(Some(true)),
    })?;
    // Where it stood elsewhere, it is asked for all the same.
    if cred_protect.is_some() && !read.requested.iter().any(|name| name == names::PROTECTION_POLICY.own) {
        read.requested.retain(|name| name != names::CRED_PROTECT.own);
        read.requested.push(names::PROTECTION_POLICY.own.to_owned());
        read.requested.sort_unstable();
    }
    Ok(read)
}

/// `extensions` of request options.
pub(super) fn request<C: Coercion>(
    coercion: &mut C,
    options: &Dictionary<'_>,
    allow: &AllowList,
) -> Result<RequestExtensions, OptionsError> {
    let member = coercion.find(options, names::EXTENSIONS)?;
    let extensions = coercion.dictionary(&member);
    let Some(extensions) = coercion.or_absent(extensions)? else { return Ok(RequestExtensions::default()) };
    let mut read = RequestExtensions::default();
    read.requested = requested(coercion, &extensions, false, |coercion, input| match input.name {
        "credProps" => coercion.boolean(&input.member),
        "payment" => {
            // Any object is its input.
            let asked = coercion.dictionary(&input.member)?.is_some();
            read.payment |= asked;
            Ok(Some(asked))
        }
        "prf" => keep(&mut read.prf, prf::request(coercion, &input.member, allow)?, &input),
        "largeBlob" => {
            let asked = large_blob::request(coercion, &input.member, allow)?;
            let is_asked = asked.is_some();
            keep(&mut read.large_blob, asked.flatten(), &input)?;
            Ok(Some(is_asked))
        }
        _ => Ok(Some(true)),
    })?;
    Ok(read)
}

/// What stands for one extension.
struct Input<'m> {
    /// The standard's name for it.
    name: &'m str,
    /// Whether it was called so.
    is_own: bool,
    member: Member<'m>,
}

/// Keeps what was read: where it is there by two names, what the standard's has.
fn keep<T>(kept: &mut Option<T>, value: Option<T>, input: &Input<'_>) -> Result<Option<bool>, OptionsError> {
    let is_asked = value.is_some();
    if is_asked && (input.is_own || kept.is_none()) {
        *kept = value;
    }
    Ok(Some(is_asked))
}

/// Those that are looked into.
const KNOWN: [&Name; 6] = [
    names::CRED_PROPS,
    names::HMAC_CREATE_SECRET,
    names::PRF,
    names::LARGE_BLOB,
    names::PROTECTION_POLICY,
    names::ENFORCE_PROTECTION,
];

/// The identifiers of the extensions asked for. Ignoring one is never a reason to fail, so an
/// unknown one is not looked into, and a known one that cannot be read is left out.
fn requested<C: Coercion>(
    coercion: &mut C,
    extensions: &Dictionary<'_>,
    makes_passkey: bool,
    mut read: impl FnMut(&mut C, Input<'_>) -> Result<Option<bool>, OptionsError>,
) -> Result<Vec<String>, OptionsError> {
    let Some(Object(members)) = extensions.object else { return Ok(Vec::new()) };
    let mut requested: Vec<String> = Vec::with_capacity(members.len());
    for (called, _) in members {
        let input = extensions.member(called);
        let known = KNOWN.iter().find(|name| C::REPAIRS && name.is_called(called));
        let name: Cow<'_, str> = known.map_or(Cow::Borrowed(called), |name| Cow::Borrowed(name.own));
        // The protection was looked for, and this reported, before.
        let is_told = makes_passkey && [names::PROTECTION_POLICY.own, names::ENFORCE_PROTECTION.own].contains(&&*name);
        if name != *called && !is_told {
            coercion.note(input.path, "a member by another name", &format!("as `{name}`"));
        }
        let asked = read(coercion, Input { name: &name, is_own: name == *called, member: input });
        if coercion.or_absent(asked)?.unwrap_or(false) && !requested.iter().any(|other| *other == name) {
            requested.push(name.into_owned());
        }
    }
    requested.sort_unstable();
    Ok(requested)
}
