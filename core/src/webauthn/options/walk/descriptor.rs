use super::texts;
use crate::webauthn::options::coercion::{BASE64URL, Coercion, Member, Shape};
use crate::webauthn::options::descriptor::PUBLIC_KEY;
use crate::webauthn::options::{Descriptor, DescriptorKind, OptionsError};

/// A list of `PublicKeyCredentialDescriptorJSON`. Entries that cannot be understood stay in it: the
/// length of the list matters, and so does that something was to be excluded.
pub(super) fn descriptors<C: Coercion>(coercion: &mut C, list: &Member<'_>) -> Result<Vec<Descriptor>, OptionsError> {
    let mut descriptors = Vec::new();
    for entry in coercion.sequence(list)?.unwrap_or_default() {
        let descriptor = match descriptor(coercion, &entry) {
            Ok(descriptor) => descriptor,
            Err(error) => {
                coercion.excuse(error, "an entry without an id")?;
                Descriptor { readings: Vec::new(), kind: DescriptorKind::PublicKey, transports: Vec::new() }
            }
        };
        descriptors.push(descriptor);
    }
    Ok(descriptors)
}

fn descriptor<C: Coercion>(coercion: &mut C, entry: &Member<'_>) -> Result<Descriptor, OptionsError> {
    let dictionary = match coercion.shape(entry, "id")? {
        Shape::Dictionary(dictionary) => dictionary,
        Shape::Bare => {
            let readings = coercion.readings(entry)?.unwrap_or_default();
            return Ok(Descriptor { readings, kind: DescriptorKind::PublicKey, transports: Vec::new() });
        }
        Shape::Absent => return Err(entry.wrong_type("an object with type and id")),
    };
    let kind_member = dictionary.member("type");
    let kind = coercion.text(&kind_member)?;
    if kind.is_none() {
        coercion.excuse(kind_member.missing("`public-key`"), "`public-key`")?;
    }
    let id = dictionary.member("id");
    let readings = coercion.readings(&id).and_then(|readings| readings.ok_or_else(|| id.missing(BASE64URL)));
    let known = kind.is_none_or(|kind| kind == PUBLIC_KEY);
    if !known {
        coercion.note(kind_member.path, "an unknown type", "an entry that names no passkey");
    }
    let readings = match readings {
        Ok(readings) => readings,
        Err(error) => {
            coercion.excuse(error, "an entry without an id")?;
            Vec::new()
        }
    };
    let transports = texts(coercion, &dictionary.member("transports"))?;
    if known {
        Ok(Descriptor { readings, kind: DescriptorKind::PublicKey, transports })
    } else {
        Ok(Descriptor { readings: Vec::new(), kind: DescriptorKind::Unknown, transports })
    }
}
