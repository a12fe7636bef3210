use crate::webauthn::options::coercion::{BASE64URL, Coercion, Dictionary, Member};
use crate::webauthn::options::json::Object;
use crate::webauthn::options::{CreationExtensions, OptionsError, RequestExtensions};

/// `extensions` of creation options.
pub(super) fn creation<C: Coercion>(
    coercion: &mut C,
    options: &Dictionary<'_>,
) -> Result<CreationExtensions, OptionsError> {
    let requested = requested(coercion, options)?;
    Ok(CreationExtensions { cred_props: requested.iter().any(|name| name == CRED_PROPS), requested })
}

/// `extensions` of request options.
pub(super) fn request<C: Coercion>(
    coercion: &mut C,
    options: &Dictionary<'_>,
) -> Result<RequestExtensions, OptionsError> {
    Ok(RequestExtensions { requested: requested(coercion, options)? })
}

const CRED_PROPS: &str = "credProps";

/// The identifiers of the extensions asked for. Ignoring one is never a reason to fail, so an
/// unknown one is not looked into, and a known one that cannot be read is left out.
fn requested<C: Coercion>(coercion: &mut C, options: &Dictionary<'_>) -> Result<Vec<String>, OptionsError> {
    let extensions = coercion.dictionary(&options.member("extensions"));
    let Some(extensions) = coercion.or_absent(extensions)? else { return Ok(Vec::new()) };
    let Some(Object(members)) = extensions.object else { return Ok(Vec::new()) };
    let mut requested = Vec::with_capacity(members.len());
    for (name, _) in members {
        let input = extensions.member(name);
        let asked = match name.as_ref() {
            CRED_PROPS => coercion.boolean(&input),
            "prf" => prf(coercion, &input),
            "largeBlob" => large_blob(coercion, &input),
            _ => Ok(Some(true)),
        };
        if coercion.or_absent(asked)?.unwrap_or(false) {
            requested.push(name.to_string());
        }
    }
    requested.sort_unstable();
    Ok(requested)
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

/// `AuthenticationExtensionsLargeBlobInputs` (WebAuthn L3, section 10.1.5). Only its shape matters
/// here.
fn large_blob<C: Coercion>(coercion: &mut C, input: &Member<'_>) -> Result<Option<bool>, OptionsError> {
    let Some(large_blob) = coercion.dictionary(input)? else { return Ok(None) };
    coercion.text(&large_blob.member("support"))?;
    coercion.boolean(&large_blob.member("read"))?;
    coercion.bytes(&large_blob.member("write"))?;
    Ok(Some(true))
}
