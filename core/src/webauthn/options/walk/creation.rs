use super::descriptor::descriptors;
use super::{challenge, extensions, preference, rp_id, texts, timeout};
use crate::id::{RpId, User, UserHandle};
use crate::webauthn::options::coercion::{AS_IF_ABSENT, BASE64URL, Coercion, Dictionary, Member, Shape};
use crate::webauthn::options::descriptor::PUBLIC_KEY;
use crate::webauthn::options::{Algorithms, CreationOptions, OptionsError, ResidentKey, UserVerification};

/// `PublicKeyCredentialCreationOptionsJSON` (WebAuthn L3, section 5.1.9).
pub(in crate::webauthn::options) fn creation<C: Coercion>(
    coercion: &mut C,
    options: &Member<'_>,
    challenge_required: bool,
) -> Result<CreationOptions, OptionsError> {
    let options = coercion.dictionary(options)?.ok_or_else(|| options.wrong_type("an object"))?;
    let (rp_id, rp_name) = relying_party(coercion, &options)?;
    let user = user(coercion, &options)?;
    let challenge = challenge(coercion, &options, challenge_required)?;
    let algorithms = algorithms(coercion, &options.member("pubKeyCredParams"))?;
    let exclude = descriptors(coercion, &options.member("excludeCredentials"))?;
    let timeout = timeout(coercion, &options)?;

    let selection = options.member("authenticatorSelection");
    let read = coercion.dictionary(&selection);
    let selection = coercion.or_absent(read)?.unwrap_or(Dictionary { object: None, path: selection.path });
    let authenticator_attachment = preference(coercion, &selection.member("authenticatorAttachment"))?;
    let resident_key = resident_key(coercion, &selection)?;
    let user_verification: Option<UserVerification> = preference(coercion, &selection.member("userVerification"))?;

    Ok(CreationOptions {
        rp_name: rp_name.unwrap_or_default(),
        rp_id,
        user,
        challenge,
        algorithms,
        exclude,
        timeout,
        authenticator_attachment,
        resident_key,
        user_verification: user_verification.unwrap_or_default(),
        attestation: preference(coercion, &options.member("attestation"))?.unwrap_or_default(),
        attestation_formats: texts(coercion, &options.member("attestationFormats"))?,
        hints: texts(coercion, &options.member("hints"))?,
        extensions: extensions::creation(coercion, &options)?,
    })
}

/// `rp`: the RP ID and the name.
fn relying_party<C: Coercion>(
    coercion: &mut C,
    options: &Dictionary<'_>,
) -> Result<(Option<RpId>, Option<String>), OptionsError> {
    let member = options.member("rp");
    let party = match coercion.shape(&member, "id")? {
        Shape::Dictionary(party) => party,
        Shape::Bare => return bare_relying_party(coercion, &member),
        Shape::Absent => {
            coercion.excuse(member.missing("an object with the relying party's id and name"), AS_IF_ABSENT)?;
            Dictionary { object: None, path: member.path }
        }
    };
    let mut id = rp_id(coercion, &party.member("id"))?;
    if id.is_none()
        && let Some(member) = coercion.misplaced(options, "rpId")
    {
        coercion.note(member.path, "the RP ID outside `rp`", "as `rp.id`");
        id = rp_id(coercion, &member)?;
    }
    let name = party.member("name");
    let text = coercion.text(&name);
    let mut text = coercion.or_absent(text)?.map(String::from);
    if text.is_none() {
        coercion
            .excuse(name.missing("the relying party's name"), if id.is_some() { "the RP ID" } else { "no name" })?;
        text = id.as_ref().map(RpId::to_string);
    }
    Ok((id, text))
}

/// A string in place of `rp`: an RP ID if it could be one, else a name.
fn bare_relying_party<C: Coercion>(
    coercion: &mut C,
    member: &Member<'_>,
) -> Result<(Option<RpId>, Option<String>), OptionsError> {
    let name = coercion.text(member)?.map(String::from);
    let id = name.as_deref().filter(|name| name.contains('.')).and_then(|name| RpId::parse(name).ok());
    Ok((id, name))
}

/// `user`. Names stand in for each other; the handle is never repaired.
fn user<C: Coercion>(coercion: &mut C, options: &Dictionary<'_>) -> Result<User, OptionsError> {
    let member = options.member("user");
    let user = coercion.dictionary(&member)?.ok_or_else(|| member.missing("an object with the user's id and names"))?;

    let id = user.member("id");
    let handle = coercion.bytes(&id)?.ok_or_else(|| id.missing(BASE64URL))?;
    let handle = UserHandle::from_bytes(handle)
        .map_err(|reason| OptionsError::InvalidUserHandle { path: id.path.to_string(), reason })?;

    let (name_member, display_member) = (user.member("name"), user.member("displayName"));
    let name = coercion.text(&name_member);
    let name = coercion.or_absent(name)?.map(String::from);
    let display_name = coercion.text(&display_member);
    let display_name = coercion.or_absent(display_name)?.map(String::from);
    if name.is_none() {
        let used = if display_name.is_some() { "`displayName`" } else { "no name" };
        coercion.excuse(name_member.missing("a string, the account's name"), used)?;
    }
    let name = name.or_else(|| display_name.clone()).unwrap_or_default();
    let display_name = match display_name {
        Some(display_name) => coercion.stand_in(&display_member, display_name, &name),
        None => {
            coercion.excuse(display_member.missing("a string, the person's name, or an empty one"), "`name`")?;
            name.clone()
        }
    };
    Ok(User { handle, name, display_name })
}

/// `pubKeyCredParams` (WebAuthn L3, section 5.1.3, step 10).
fn algorithms<C: Coercion>(coercion: &mut C, member: &Member<'_>) -> Result<Algorithms, OptionsError> {
    let Some(entries) = coercion.sequence(member)? else {
        coercion.excuse(member.missing("a list of algorithms"), "the standard's default, ES256 and RS256")?;
        return Ok(Algorithms::Default);
    };
    if entries.is_empty() {
        return Ok(Algorithms::Default);
    }
    let mut listed = Vec::with_capacity(entries.len());
    for entry in entries {
        let parameters = coercion.shape(&entry, "alg");
        let read = parameters.and_then(|parameters| algorithm(coercion, &entry, &parameters));
        match read {
            Ok(algorithm) => listed.extend(algorithm),
            Err(error) => coercion.excuse(error, "without this entry")?,
        }
    }
    Ok(Algorithms::Listed(listed))
}

fn algorithm<C: Coercion>(
    coercion: &mut C,
    entry: &Member<'_>,
    shape: &Shape<'_>,
) -> Result<Option<i64>, OptionsError> {
    let parameters = match shape {
        Shape::Dictionary(parameters) => parameters,
        Shape::Bare => return coercion.long(entry),
        Shape::Absent => return Err(entry.wrong_type("an object with type and alg")),
    };
    let kind = parameters.member("type");
    let text = coercion.text(&kind)?;
    if text.is_none() {
        coercion.excuse(kind.missing("`public-key`"), "`public-key`")?;
    }
    let alg = parameters.member("alg");
    let algorithm = coercion.long(&alg)?.ok_or_else(|| alg.missing("a COSE algorithm identifier, such as -7"))?;
    if text.is_some_and(|text| text != PUBLIC_KEY) {
        coercion.note(kind.path, "an unknown type", "without this entry");
        return Ok(None);
    }
    Ok(Some(algorithm))
}

/// `residentKey`, or what the older `requireResidentKey` says (WebAuthn L3, section 5.4.4).
fn resident_key<C: Coercion>(coercion: &mut C, selection: &Dictionary<'_>) -> Result<ResidentKey, OptionsError> {
    let resident_key = preference(coercion, &selection.member("residentKey"))?;
    let required = coercion.boolean(&selection.member("requireResidentKey"));
    let required = coercion.or_absent(required)?.unwrap_or(false);
    Ok(resident_key.unwrap_or(if required { ResidentKey::Required } else { ResidentKey::Discouraged }))
}
