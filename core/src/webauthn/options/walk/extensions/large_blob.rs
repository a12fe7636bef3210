use crate::webauthn::options::OptionsError;
use crate::webauthn::options::coercion::{Coercion, Member, Shape};
use crate::webauthn::options::names;

/// `AuthenticationExtensionsLargeBlobInputs` (WebAuthn L3, section 10.1.5). There are none here, so
/// its shape alone matters, and whether a passkey is wanted without them.
pub(super) fn read<C: Coercion>(
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
