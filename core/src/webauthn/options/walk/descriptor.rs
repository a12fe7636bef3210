use super::texts;
use crate::id::CredentialId;
use crate::webauthn::options::coercion::{BASE64URL, Coercion, Dictionary, Member, Shape};
use crate::webauthn::options::names;
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

/// `allowCredentials`. A list that names no passkey because none of its ids can be read would look
/// like one whose passkeys are not here, and the person would be sent to register another.
pub(super) fn allowed<C: Coercion>(coercion: &mut C, list: &Member<'_>) -> Result<Vec<Descriptor>, OptionsError> {
    let entries = descriptors(coercion, list)?;
    let is_unreadable = |entry: &Descriptor| entry.readings.is_empty() && entry.kind == DescriptorKind::PublicKey;
    let names_none = |entry: &Descriptor| entry.readings.is_empty() || entry.kind == DescriptorKind::Unknown;
    let is_lost = entries.iter().all(names_none) && entries.iter().any(is_unreadable);
    if C::REPAIRS && is_lost {
        return Err(OptionsError::WrongType {
            path: list.path.written(),
            found: "a list without an id that can be read".to_owned(),
            expected: "a list of objects with `type`, `public-key`, and `id`, base64url",
        });
    }
    Ok(entries)
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
    let kind = coercion.find(&dictionary, names::TYPE)?;
    let is_known = coercion.is_public_key(&kind, "an entry that names no passkey")?;
    let readings = readings(coercion, &dictionary)?;
    let transports = coercion.find(&dictionary, names::TRANSPORTS)?;
    let transports = texts(coercion, &transports)?;
    let kind = if is_known { DescriptorKind::PublicKey } else { DescriptorKind::Unknown };
    Ok(Descriptor { readings, kind, transports })
}

/// Every way to read every id of an entry; none if it has none that can be read.
fn readings<C: Coercion>(coercion: &mut C, dictionary: &Dictionary<'_>) -> Result<Vec<CredentialId>, OptionsError> {
    let mut all = Vec::new();
    for id in coercion.find_all(dictionary, names::ID) {
        match coercion.readings(&id).and_then(|readings| readings.ok_or_else(|| id.missing(BASE64URL))) {
            Ok(readings) if all.is_empty() => all = readings,
            Ok(readings) => {
                let news: Vec<_> = readings.into_iter().filter(|reading| !all.contains(reading)).collect();
                all.extend(news);
            }
            Err(error) => coercion.excuse(error, "an entry without an id")?,
        }
    }
    Ok(all)
}
