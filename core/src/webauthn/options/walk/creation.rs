use super::descriptor::descriptors;
use super::{challenge, extensions, preference, rp_id, texts, timeout};
use crate::id::{LONGEST_NAME, RpId, User, UserHandle};
use crate::webauthn::options::coercion::{AS_IF_ABSENT, BASE64URL, Coercion, Dictionary, Member, Shape};
use crate::webauthn::options::names::{self, Name};
use crate::webauthn::options::preference::Preference;
use crate::webauthn::options::{Algorithms, CreationOptions, OptionsError, ResidentKey, UserVerification};

/// `PublicKeyCredentialCreationOptionsJSON` (WebAuthn L3, section 5.1.9).
pub(in crate::webauthn::options) fn creation<C: Coercion>(
    coercion: &mut C,
    options: &Member<'_>,
) -> Result<CreationOptions, OptionsError> {
    let options = coercion.dictionary(options)?.ok_or_else(|| options.wrong_type("an object"))?;
    let (rp_id, rp_name) = relying_party(coercion, &options)?;
    let user = user(coercion, &options)?;
    let challenge = challenge(coercion, &options)?;
    let parameters = coercion.find(&options, names::PARAMS)?;
    let algorithms = algorithms(coercion, &parameters)?;
    let exclude = coercion.find(&options, names::EXCLUDE)?;
    let exclude = descriptors(coercion, &exclude)?;
    let timeout = timeout(coercion, &options)?;

    let selection = coercion.find(&options, names::SELECTION)?;
    let read = coercion.dictionary(&selection);
    let selection = coercion.or_absent(read)?.unwrap_or(Dictionary { object: None, path: selection.path });
    let selection = Selection { inside: selection, outside: options };
    let authenticator_attachment = selection.preference(coercion, names::ATTACHMENT)?;
    let resident_key = resident_key(coercion, &selection)?;
    let user_verification: Option<UserVerification> = selection.preference(coercion, names::USER_VERIFICATION)?;

    let attestation = coercion.find(&options, names::ATTESTATION)?;
    let attestation = preference(coercion, &attestation)?.unwrap_or_default();
    let attestation_formats = coercion.find(&options, names::ATTESTATION_FORMATS)?;
    let attestation_formats = texts(coercion, &attestation_formats)?;
    let hints = coercion.find(&options, names::HINTS)?;
    let hints = texts(coercion, &hints)?;
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
        attestation,
        attestation_formats,
        hints,
        extensions: extensions::creation(coercion, &options)?,
    })
}

/// `authenticatorSelection`, and the options around it, where some servers put its members.
struct Selection<'m> {
    inside: Dictionary<'m>,
    outside: Dictionary<'m>,
}

impl Selection<'_> {
    fn preference<C: Coercion, P: Preference>(
        &self,
        coercion: &mut C,
        name: &'static Name,
    ) -> Result<Option<P>, OptionsError> {
        let member = coercion.find(&self.inside, name)?;
        let inside = preference(coercion, &member)?;
        if inside.is_some() {
            return Ok(inside);
        }
        match self.outside(coercion, name)? {
            Some(member) => preference(coercion, &member),
            None => Ok(None),
        }
    }

    fn outside<'s, C: Coercion>(
        &'s self,
        coercion: &mut C,
        name: &'static Name,
    ) -> Result<Option<Member<'s>>, OptionsError> {
        let member = coercion.find_misplaced(&self.outside, name)?;
        if let Some(member) = &member {
            coercion.note(member.path, "a member outside `authenticatorSelection`", "as its member");
        }
        Ok(member)
    }
}

/// `rp`: the RP ID and the name.
fn relying_party<C: Coercion>(
    coercion: &mut C,
    options: &Dictionary<'_>,
) -> Result<(Option<RpId>, Option<String>), OptionsError> {
    let member = coercion.find(options, names::RP)?;
    let party = match coercion.shape(&member, "id")? {
        Shape::Dictionary(party) => party,
        Shape::Bare => return bare_relying_party(coercion, &member),
        Shape::Absent => {
            coercion.excuse(member.missing("an object with the relying party's id and name"), AS_IF_ABSENT)?;
            Dictionary { object: None, path: member.path }
        }
    };
    let member = coercion.find(&party, names::PARTY_ID)?;
    let mut id = rp_id(coercion, &member)?;
    if id.is_none()
        && let Some(member) = coercion.find_misplaced(options, names::RP_ID)?
    {
        coercion.note(member.path, "the RP ID outside `rp`", "as `rp.id`");
        id = rp_id(coercion, &member)?;
    }
    let name = coercion.find(&party, names::PARTY_NAME)?;
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
    let member = coercion.find(options, names::USER)?;
    let user = coercion.dictionary(&member)?.ok_or_else(|| member.missing("an object with the user's id and names"))?;

    let id = coercion.find(&user, names::USER_ID)?;
    let handle = coercion.bytes(&id)?.ok_or_else(|| id.missing(BASE64URL))?;
    let handle = UserHandle::from_bytes(handle)
        .map_err(|reason| OptionsError::InvalidUserHandle { path: id.path.written(), reason })?;

    let name_member = coercion.find(&user, names::USER_NAME)?;
    let display_member = coercion.find(&user, names::DISPLAY_NAME)?;
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
    for (member, text) in [(&name_member, &name), (&display_member, &display_name)] {
        if text.len() > LONGEST_NAME {
            coercion.note(member.path, "a name of more than 256 bytes", "its first 256 bytes at the most");
        }
    }
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
    let kind = coercion.find(parameters, names::TYPE)?;
    let is_known = coercion.is_public_key(&kind, "without this entry")?;
    let alg = coercion.find(parameters, names::ALG)?;
    let algorithm = coercion.long(&alg)?.ok_or_else(|| alg.missing("a COSE algorithm identifier, such as -7"))?;
    Ok(Some(algorithm).filter(|_| is_known))
}

/// `residentKey`, or what the older `requireResidentKey` says (WebAuthn L3, section 5.4.4).
fn resident_key<C: Coercion>(coercion: &mut C, selection: &Selection<'_>) -> Result<ResidentKey, OptionsError> {
    let resident_key = selection.preference(coercion, names::RESIDENT_KEY)?;
    let required = coercion.find(&selection.inside, names::REQUIRE_RESIDENT_KEY)?;
    let required = if required.is_there() {
        required
    } else {
        selection.outside(coercion, names::REQUIRE_RESIDENT_KEY)?.unwrap_or(required)
    };
    let required = coercion.boolean(&required);
    let required = coercion.or_absent(required)?.unwrap_or(false);
    Ok(resident_key.unwrap_or(if required { ResidentKey::Required } else { ResidentKey::Discouraged }))
}
