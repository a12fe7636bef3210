use super::descriptor::allowed;
use super::{challenge, extensions, preference, rp_id, texts, timeout};
use crate::id::RpId;
use crate::webauthn::options::coercion::{Coercion, Dictionary, Member, Shape};
use crate::webauthn::options::names;
use crate::webauthn::options::{AllowList, OptionsError, RequestOptions, UserVerification};

/// `PublicKeyCredentialRequestOptionsJSON` (WebAuthn L3, section 5.1.10).
pub(in crate::webauthn::options) fn request<C: Coercion>(
    coercion: &mut C,
    options: &Member<'_>,
) -> Result<RequestOptions, OptionsError> {
    let options = coercion.dictionary(options)?.ok_or_else(|| options.wrong_type("an object"))?;
    let rp_id = relying_party(coercion, &options)?;
    let challenge = challenge(coercion, &options)?;
    let allow = coercion.find(&options, names::ALLOW)?;
    let allow = AllowList::from_entries(allowed(coercion, &allow)?);
    let timeout = timeout(coercion, &options)?;
    let user_verification = user_verification(coercion, &options)?.unwrap_or_default();
    let hints = coercion.find(&options, names::HINTS)?;
    let hints = texts(coercion, &hints)?;
    let extensions = extensions::request(coercion, &options, &allow)?;
    Ok(RequestOptions { rp_id, challenge, allow, timeout, user_verification, hints, extensions })
}

/// `rpId`, or the `rp` of creation options in its place.
fn relying_party<C: Coercion>(coercion: &mut C, options: &Dictionary<'_>) -> Result<Option<RpId>, OptionsError> {
    let member = coercion.find(options, names::RP_ID)?;
    let id = rp_id(coercion, &member)?;
    if id.is_some() {
        return Ok(id);
    }
    let Some(member) = coercion.find_misplaced(options, names::RP)? else { return Ok(None) };
    coercion.note(member.path, "the relying party as in creation options", "its id as `rpId`");
    match coercion.shape(&member, "id")? {
        Shape::Dictionary(party) => {
            let id = coercion.find(&party, names::PARTY_ID)?;
            rp_id(coercion, &id)
        }
        Shape::Bare => rp_id(coercion, &member),
        Shape::Absent => Ok(None),
    }
}

/// `userVerification`, or the one of the `authenticatorSelection` of creation options.
fn user_verification<C: Coercion>(
    coercion: &mut C,
    options: &Dictionary<'_>,
) -> Result<Option<UserVerification>, OptionsError> {
    let member = coercion.find(options, names::USER_VERIFICATION)?;
    let own = preference(coercion, &member)?;
    if own.is_some() {
        return Ok(own);
    }
    let Some(selection) = coercion.find_misplaced(options, names::SELECTION)? else { return Ok(None) };
    coercion.note(selection.path, "the selection of creation options", "its `userVerification`");
    let selection = coercion.dictionary(&selection);
    let Some(selection) = coercion.or_absent(selection)? else { return Ok(None) };
    let member = coercion.find(&selection, names::USER_VERIFICATION)?;
    preference(coercion, &member)
}
