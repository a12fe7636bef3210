use std::borrow::Cow;

use crate::webauthn::options::coercion::{BASE64URL, Coercion, Dictionary, Member, Shape};
use crate::webauthn::options::json::Object;
use crate::webauthn::options::names::{self, Name};
use crate::webauthn::options::{CreationExtensions, OptionsError, RequestExtensions};

/// `extensions` of creation options. One that cannot be answered is passed over, unless the relying
/// party says that it wants no passkey without it.
pub(super) fn creation<C: Coercion>(
    coercion: &mut C,
    options: &Dictionary<'_>,
) -> Result<CreationExtensions, OptionsError> {
    let member = coercion.find(options, names::EXTENSIONS)?;
    let extensions = coercion.dictionary(&member);
    let Some(extensions) = coercion.or_absent(extensions)? else { return Ok(CreationExtensions::default()) };
    refuse_enforced_protection(coercion, &extensions)?;
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
            "prf" => prf(coercion, &input),
            "largeBlob" => large_blob(coercion, &input, makes_passkey),
            _ => Ok(Some(true)),
        };
        if coercion.or_absent(asked)?.unwrap_or(false) && !requested.iter().any(|other| *other == name) {
            requested.push(name.into_owned());
        }
    }
    requested.sort_unstable();
    Ok(requested)
}

/// `credentialProtectionPolicy` (CTAP 2.1, section 12.1). Enforced, it makes no passkey where the
/// authenticator cannot keep it; the client sees to that, and for an app it is this library. The
/// lowest level asks for nothing, and Entra enforces that one; of a level that is not known it cannot
/// be said that it is the lowest.
fn refuse_enforced_protection<C: Coercion>(coercion: &mut C, extensions: &Dictionary<'_>) -> Result<(), OptionsError> {
    check_protection(coercion, extensions)?;
    let Some(inside) = coercion.find_misplaced(extensions, names::CRED_PROTECT)? else { return Ok(()) };
    let inside = coercion.dictionary(&inside);
    match coercion.or_absent(inside)? {
        Some(inside) => check_protection(coercion, &inside),
        None => Ok(()),
    }
}

fn check_protection<C: Coercion>(coercion: &mut C, inputs: &Dictionary<'_>) -> Result<(), OptionsError> {
    let policy = coercion.find(inputs, names::PROTECTION_POLICY)?;
    let enforce = coercion.find(inputs, names::ENFORCE_PROTECTION)?;
    if policy.value.is_none() || !is_enforced(coercion, &enforce)? {
        return Ok(());
    }
    let level = coercion.choice(&policy, &[OPTIONAL], LEVELS);
    let is_lowest = match level {
        Ok(level) => level.is_none_or(|level| level == OPTIONAL),
        Err(error) => coercion.excuse(error, "a level that is not known").map(|()| false)?,
    };
    if is_lowest {
        return Ok(());
    }
    let required = "a credential protection above `userVerificationOptional`";
    Err(OptionsError::UnsupportedExtension { path: policy.path.to_string(), required })
}

const OPTIONAL: &str = "userVerificationOptional";

/// CTAP's number for it.
const LEVELS: &[(&str, &str)] = &[("1", OPTIONAL)];

/// Whether the policy must be kept. What cannot be read says so.
fn is_enforced<C: Coercion>(coercion: &mut C, member: &Member<'_>) -> Result<bool, OptionsError> {
    match coercion.boolean(member) {
        Ok(enforced) => Ok(enforced.unwrap_or(false)),
        Err(error) => coercion.excuse(error, "true").map(|()| true),
    }
}

/// `AuthenticationExtensionsPRFInputs` (WebAuthn L3, section 10.1.4). Only its shape matters here.
fn prf<C: Coercion>(coercion: &mut C, input: &Member<'_>) -> Result<Option<bool>, OptionsError> {
    let Some(prf) = coercion.dictionary(input)? else { return Ok(None) };
    prf_values(coercion, &prf.member("eval"))?;
    let by_credential = prf.member("evalByCredential");
    if let Some(Dictionary { object: Some(Object(members)), path }) = coercion.dictionary(&by_credential)? {
        // The names are credential ids, and stay out of reports.
        members.iter().try_for_each(|(_, values)| prf_values(coercion, &Member { value: Some(values), path }))?;
    }
    Ok(Some(true))
}

fn prf_values<C: Coercion>(coercion: &mut C, values: &Member<'_>) -> Result<(), OptionsError> {
    let Some(values) = coercion.dictionary(values)? else { return Ok(()) };
    let first = values.member("first");
    coercion.bytes(&first)?.ok_or_else(|| first.missing(BASE64URL))?;
    coercion.bytes(&values.member("second"))?;
    Ok(())
}

/// `AuthenticationExtensionsLargeBlobInputs` (WebAuthn L3, section 10.1.5). There are none here, so
/// its shape alone matters, and whether a passkey is wanted without them.
fn large_blob<C: Coercion>(
    coercion: &mut C,
    input: &Member<'_>,
    makes_passkey: bool,
) -> Result<Option<bool>, OptionsError> {
    let large_blob = match coercion.shape(input, names::SUPPORT.own)? {
        Shape::Dictionary(large_blob) => large_blob,
        Shape::Bare => return check_support(coercion, input, makes_passkey).map(|()| Some(true)),
        Shape::Absent => return Ok(None),
    };
    let support = coercion.find(&large_blob, names::SUPPORT)?;
    check_support(coercion, &support, makes_passkey)?;
    coercion.boolean(&large_blob.member("read"))?;
    coercion.bytes(&large_blob.member("write"))?;
    Ok(Some(true))
}

fn check_support<C: Coercion>(coercion: &mut C, support: &Member<'_>, makes_passkey: bool) -> Result<(), OptionsError> {
    match coercion.choice(support, &[REQUIRED, "preferred"], &[])? {
        Some(support_wanted) if makes_passkey && support_wanted == REQUIRED => {
            Err(OptionsError::UnsupportedExtension { path: support.path.to_string(), required: "large blobs" })
        }
        _ => Ok(()),
    }
}

/// Of `support`.
const REQUIRED: &str = "required";
