use std::borrow::Cow;
use std::collections::HashSet;

use crate::secret::Secret;
use crate::webauthn::extensions::{CreationPrf, PrfInputs, PrfSalt, RequestPrf};
use crate::webauthn::options::coercion::{AS_IF_ABSENT, BASE64URL, Coercion, Dictionary, Member};
use crate::webauthn::options::json::{Json, Object};
use crate::webauthn::options::{AllowList, OptionsError};

/// `AuthenticationExtensionsPRFInputs` of a create request (WebAuthn L3, section 10.1.4): a new passkey has no entry
/// of its own, so that entries by credential are `NotSupportedError`.
pub(super) fn creation<C: Coercion>(coercion: &mut C, input: &Member<'_>) -> Result<Option<CreationPrf>, OptionsError> {
    let Some(prf) = coercion.dictionary(input)? else { return Ok(None) };
    let eval = inputs(coercion, &prf.member(EVAL))?;
    let member = prf.member(BY_CREDENTIAL);
    let entries = entries(coercion, &member);
    if coercion.or_absent(entries)?.is_some() {
        let (found, expected) = ("there in a registration", "in a request to sign in only");
        let error = OptionsError::Unsupported { path: member.path.written(), found: found.to_owned(), expected };
        coercion.excuse(error, AS_IF_ABSENT)?;
    }
    Ok(Some(CreationPrf { eval }))
}

/// The same of a get request. Entries by credential are for passkeys of the allow list: without a list they are
/// `NotSupportedError`, and one for anything else is `SyntaxError`.
pub(super) fn request<C: Coercion>(
    coercion: &mut C,
    input: &Member<'_>,
    allow: &AllowList,
) -> Result<Option<RequestPrf>, OptionsError> {
    let Some(prf) = coercion.dictionary(input)? else { return Ok(None) };
    let eval = inputs(coercion, &prf.member(EVAL))?;
    let member = prf.member(BY_CREDENTIAL);
    let entries = entries(coercion, &member)?.unwrap_or_default();
    if *allow == AllowList::Empty && !entries.is_empty() {
        let (found, expected) = ("there without a list of passkeys", "beside `allowCredentials` only");
        let error = OptionsError::Unsupported { path: member.path.written(), found: found.to_owned(), expected };
        coercion.excuse(error, "the entry of the passkey that is chosen")?;
    }
    let listed = Listed::of(allow);
    let mut by_credential = Vec::with_capacity(entries.len());
    for (name, inputs) in entries {
        let name = Json::String(Cow::Borrowed(name));
        // The names are credential ids, and stay out of reports.
        let readings = coercion.readings(&Member { value: Some(&name), path: member.path });
        let readings = readings.ok().flatten().unwrap_or_default();
        if readings.iter().any(|id| listed.may_be(id.as_bytes())) {
            by_credential.extend(readings.into_iter().map(|id| (id, inputs.clone())));
        } else {
            let (found, expected) = ("an entry for something else", "entries for the ids of `allowCredentials`");
            let error = OptionsError::Syntax { path: member.path.written(), found: found.to_owned(), expected };
            coercion.excuse(error, "without this entry")?;
        }
    }
    Ok(Some(RequestPrf { eval, by_credential }))
}

const EVAL: &str = "eval";
const BY_CREDENTIAL: &str = "evalByCredential";

/// The ids that entries may be for: looked up, for both lists are the sender's to make long.
struct Listed<'a> {
    ids: HashSet<&'a [u8]>,
    /// Whether there may be others: where there is no list.
    is_open: bool,
}

impl<'a> Listed<'a> {
    fn of(allow: &'a AllowList) -> Self {
        let AllowList::Listed(entries) = allow else { return Self { ids: HashSet::new(), is_open: true } };
        // Of every type: the section asks for "some element", and browsers look at no type here.
        let ids = entries.iter().flat_map(|entry| &entry.readings).map(|id| id.as_bytes()).collect();
        Self { ids, is_open: false }
    }

    fn may_be(&self, id: &[u8]) -> bool {
        self.is_open || self.ids.contains(id)
    }
}

/// A Web IDL record of inputs. `None` if it is absent.
fn entries<'m, C: Coercion>(
    coercion: &mut C,
    record: &Member<'m>,
) -> Result<Option<Vec<(&'m str, PrfInputs)>>, OptionsError> {
    // No dictionary: null is none.
    if !C::REPAIRS && matches!(record.value, Some(Json::Null)) {
        return Err(record.wrong_type("an object"));
    }
    let Some(Dictionary { object, path }) = coercion.dictionary(record)? else { return Ok(None) };
    let Some(Object(members)) = object else { return Ok(Some(Vec::new())) };
    let mut entries = Vec::with_capacity(members.len());
    for (name, value) in members {
        let value = Member { value: Some(value), path };
        entries.push((name.as_ref(), inputs(coercion, &value)?.ok_or_else(|| value.wrong_type("an object"))?));
    }
    Ok(Some(entries))
}

/// `AuthenticationExtensionsPRFValues`: what is read of it is hashed at once, and wiped.
fn inputs<C: Coercion>(coercion: &mut C, member: &Member<'_>) -> Result<Option<PrfInputs>, OptionsError> {
    let Some(values) = coercion.dictionary(member)? else { return Ok(None) };
    let first = values.member("first");
    let first = salt(coercion, &first)?.ok_or_else(|| first.missing(BASE64URL))?;
    Ok(Some(PrfInputs { first, second: salt(coercion, &values.member("second"))? }))
}

fn salt<C: Coercion>(coercion: &mut C, member: &Member<'_>) -> Result<Option<PrfSalt>, OptionsError> {
    let input = coercion.bytes(member)?.map(Secret::new);
    Ok(input.map(|input| PrfSalt::from_input(input.expose())))
}
