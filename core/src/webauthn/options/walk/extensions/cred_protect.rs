use crate::webauthn::options::OptionsError;
use crate::webauthn::options::coercion::{Coercion, Dictionary, Member};
use crate::webauthn::options::names;

/// `credentialProtectionPolicy` (CTAP 2.1, section 12.1). Enforced, it makes no passkey where the
/// authenticator cannot keep it; the client sees to that, and for an app it is this library. The
/// lowest level asks for nothing, and Entra enforces that one; of a level that is not known it cannot
/// be said that it is the lowest.
pub(super) fn refuse_enforced<C: Coercion>(coercion: &mut C, extensions: &Dictionary<'_>) -> Result<(), OptionsError> {
    check(coercion, extensions)?;
    let Some(inside) = coercion.find_misplaced(extensions, names::CRED_PROTECT)? else { return Ok(()) };
    let inside = coercion.dictionary(&inside);
    match coercion.or_absent(inside)? {
        Some(inside) => check(coercion, &inside),
        None => Ok(()),
    }
}

fn check<C: Coercion>(coercion: &mut C, inputs: &Dictionary<'_>) -> Result<(), OptionsError> {
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
