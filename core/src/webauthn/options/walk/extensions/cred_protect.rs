use crate::key::CredentialProtection;
use crate::webauthn::options::OptionsError;
use crate::webauthn::options::coercion::{Coercion, Dictionary, Member};
use crate::webauthn::options::names;

/// `credentialProtectionPolicy` (CTAP 2.1, section 12.1). Enforced, it makes no passkey where it cannot be kept; the
/// client sees to that, and for an app it is this library. The levels that are known are kept; of another it cannot
/// be said what it asks for.
pub(super) fn read<C: Coercion>(
    coercion: &mut C,
    extensions: &Dictionary<'_>,
) -> Result<Option<CredentialProtection>, OptionsError> {
    let outside = level(coercion, extensions)?;
    let Some(inside) = coercion.find_misplaced(extensions, names::CRED_PROTECT)? else { return Ok(outside) };
    let misplaced = inside.path;
    let inside = coercion.dictionary(&inside);
    let inside = match coercion.or_absent(inside)? {
        Some(inside) => level(coercion, &inside)?,
        None => None,
    };
    if inside.is_some() {
        coercion.note(misplaced, "the inputs inside `credProtect`", "as members of `extensions`");
    }
    // The stricter of two: a protection is never lost to a second spelling.
    Ok(outside.max(inside))
}

fn level<C: Coercion>(coercion: &mut C, inputs: &Dictionary<'_>) -> Result<Option<CredentialProtection>, OptionsError> {
    let policy = coercion.find(inputs, names::PROTECTION_POLICY)?;
    let enforce = coercion.find(inputs, names::ENFORCE_PROTECTION)?;
    if policy.value.is_none() {
        return Ok(None);
    }
    let word = match coercion.choice(&policy, &WORDS, LEVELS) {
        // Null, which tolerant mode takes for absent.
        Ok(None) => return Ok(None),
        Ok(Some(word)) => CredentialProtection::from_name(&word),
        Err(error) => coercion.excuse(error, "a level that is not known").map(|()| None)?,
    };
    if word.is_none() && is_enforced(coercion, &enforce)? {
        let required = "a credential protection that is not known";
        return Err(OptionsError::UnsupportedExtension { path: policy.path.written(), required });
    }
    Ok(word)
}

const WORDS: [&str; 3] = [
    CredentialProtection::Optional.as_str(),
    CredentialProtection::OptionalWithList.as_str(),
    CredentialProtection::Required.as_str(),
];

/// CTAP's numbers for them.
const LEVELS: &[(&str, &str)] = &[
    ("1", CredentialProtection::Optional.as_str()),
    ("2", CredentialProtection::OptionalWithList.as_str()),
    ("3", CredentialProtection::Required.as_str()),
];

/// Whether the policy must be kept. What cannot be read says so.
fn is_enforced<C: Coercion>(coercion: &mut C, member: &Member<'_>) -> Result<bool, OptionsError> {
    match coercion.boolean(member) {
        Ok(enforced) => Ok(enforced.unwrap_or(false)),
        Err(error) => coercion.excuse(error, "true").map(|()| true),
    }
}
