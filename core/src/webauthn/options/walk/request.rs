use super::descriptor::descriptors;
use super::{challenge, extensions, preference, rp_id, texts, timeout};
use crate::id::RpId;
use crate::webauthn::options::coercion::{Coercion, Dictionary, Member, Shape};
use crate::webauthn::options::{AllowList, OptionsError, RequestOptions};

/// `PublicKeyCredentialRequestOptionsJSON` (WebAuthn L3, section 5.1.10).
pub(in crate::webauthn::options) fn request<C: Coercion>(
    coercion: &mut C,
    options: &Member<'_>,
    challenge_required: bool,
) -> Result<RequestOptions, OptionsError> {
    let options = coercion.dictionary(options)?.ok_or_else(|| options.wrong_type("an object"))?;
    Ok(RequestOptions {
        rp_id: relying_party(coercion, &options)?,
        challenge: challenge(coercion, &options, challenge_required)?,
        allow: AllowList::from_entries(descriptors(coercion, &options.member("allowCredentials"))?),
        timeout: timeout(coercion, &options)?,
        user_verification: preference(coercion, &options.member("userVerification"))?.unwrap_or_default(),
        hints: texts(coercion, &options.member("hints"))?,
        extensions: extensions::request(coercion, &options)?,
    })
}

/// `rpId`, or the `rp` of creation options in its place.
fn relying_party<C: Coercion>(coercion: &mut C, options: &Dictionary<'_>) -> Result<Option<RpId>, OptionsError> {
    let id = rp_id(coercion, &options.member("rpId"))?;
    if id.is_some() {
        return Ok(id);
    }
    let Some(member) = coercion.misplaced(options, "rp") else { return Ok(None) };
    coercion.note(member.path, "the relying party as in creation options", "its id as `rpId`");
    match coercion.shape(&member, "id")? {
        Shape::Dictionary(party) => rp_id(coercion, &party.member("id")),
        Shape::Bare => rp_id(coercion, &member),
        Shape::Absent => Ok(None),
    }
}
