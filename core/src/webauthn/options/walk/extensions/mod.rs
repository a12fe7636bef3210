//! `extensions`: what is asked of each, in a file of its own where there is something to read.

mod cred_protect;
mod large_blob;
mod prf;

use std::borrow::Cow;

use crate::webauthn::extensions::{CreationExtensions, RequestExtensions};
use crate::webauthn::options::OptionsError;
use crate::webauthn::options::coercion::{Coercion, Dictionary};
use crate::webauthn::options::json::Object;
use crate::webauthn::options::names::{self, Name};

/// `extensions` of creation options. One that cannot be answered is passed over, unless the relying
/// party says that it wants no passkey without it.
pub(super) fn creation<C: Coercion>(
    coercion: &mut C,
    options: &Dictionary<'_>,
) -> Result<CreationExtensions, OptionsError> {
    let member = coercion.find(options, names::EXTENSIONS)?;
    let extensions = coercion.dictionary(&member);
    let Some(extensions) = coercion.or_absent(extensions)? else { return Ok(CreationExtensions::default()) };
    cred_protect::refuse_enforced(coercion, &extensions)?;
    let requested = requested(coercion, &extensions, true)?;
    let cred_props = requested.iter().any(|name| name == names::CRED_PROPS.own);
    Ok(CreationExtensions { cred_props, requested })
}

/// `extensions` of request options.
pub(super) fn request<C: Coercion>(
    coercion: &mut C,
    options: &Dictionary<'_>,
) -> Result<RequestExtensions, OptionsError> {
    let member = coercion.find(options, names::EXTENSIONS)?;
    let extensions = coercion.dictionary(&member);
    let Some(extensions) = coercion.or_absent(extensions)? else { return Ok(RequestExtensions::default()) };
    Ok(RequestExtensions { requested: requested(coercion, &extensions, false)? })
}

/// Those that are looked into.
const KNOWN: [&Name; 5] =
    [names::CRED_PROPS, names::PRF, names::LARGE_BLOB, names::PROTECTION_POLICY, names::ENFORCE_PROTECTION];

/// The identifiers of the extensions asked for. Ignoring one is never a reason to fail, so an
/// unknown one is not looked into, and a known one that cannot be read is left out.
fn requested<C: Coercion>(
    coercion: &mut C,
    extensions: &Dictionary<'_>,
    makes_passkey: bool,
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
        let asked = match name.as_ref() {
            "credProps" => coercion.boolean(&input),
            "prf" => prf::read(coercion, &input),
            "largeBlob" => large_blob::read(coercion, &input, makes_passkey),
            _ => Ok(Some(true)),
        };
        if coercion.or_absent(asked)?.unwrap_or(false) && !requested.iter().any(|other| *other == name) {
            requested.push(name.into_owned());
        }
    }
    requested.sort_unstable();
    Ok(requested)
}
