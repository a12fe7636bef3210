use crate::webauthn::options::OptionsError;
use crate::webauthn::options::coercion::{BASE64URL, Coercion, Dictionary, Member};
use crate::webauthn::options::json::Object;

/// `AuthenticationExtensionsPRFInputs` (WebAuthn L3, section 10.1.4). Only its shape matters here.
pub(super) fn read<C: Coercion>(coercion: &mut C, input: &Member<'_>) -> Result<Option<bool>, OptionsError> {
    let Some(prf) = coercion.dictionary(input)? else { return Ok(None) };
    values(coercion, &prf.member("eval"))?;
    let by_credential = prf.member("evalByCredential");
    if let Some(Dictionary { object: Some(Object(members)), path }) = coercion.dictionary(&by_credential)? {
        // The names are credential ids, and stay out of reports.
        members.iter().try_for_each(|(_, input)| values(coercion, &Member { value: Some(input), path }))?;
    }
    Ok(Some(true))
}

fn values<C: Coercion>(coercion: &mut C, input: &Member<'_>) -> Result<(), OptionsError> {
    let Some(values) = coercion.dictionary(input)? else { return Ok(()) };
    let first = values.member("first");
    coercion.bytes(&first)?.ok_or_else(|| first.missing(BASE64URL))?;
    coercion.bytes(&values.member("second"))?;
    Ok(())
}
