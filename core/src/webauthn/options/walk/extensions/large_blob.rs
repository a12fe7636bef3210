use crate::webauthn::extensions::{LargeBlob, RequestLargeBlob};
use crate::webauthn::options::coercion::{AS_IF_ABSENT, Coercion, Member, Shape};
use crate::webauthn::options::names;
use crate::webauthn::options::{AllowList, OptionsError};

/// `AuthenticationExtensionsLargeBlobInputs` of a create request (WebAuthn L3, section 10.1.5): whether the passkey is
/// to keep a blob, which every one can, whatever `support` says. There is none to read or write yet:
/// `NotSupportedError`. `None` if it is not asked for.
pub(super) fn creation<C: Coercion>(coercion: &mut C, input: &Member<'_>) -> Result<Option<bool>, OptionsError> {
    let large_blob = match coercion.shape(input, names::SUPPORT.own)? {
        Shape::Dictionary(large_blob) => large_blob,
        Shape::Bare => return support(coercion, input).map(|()| Some(true)),
        Shape::Absent => return Ok(None),
    };
    let wanted = coercion.find(&large_blob, names::SUPPORT)?;
    support(coercion, &wanted)?;
    let (read, write) = (large_blob.member(READ), large_blob.member(WRITE));
    let (reads, writes) = (coercion.boolean(&read), coercion.bytes(&write));
    coercion.or_absent(reads)?;
    coercion.or_absent(writes)?;
    for member in [read, write] {
        refuse(coercion, &member, "there in a registration", "in a request to sign in only")?;
    }
    Ok(Some(true))
}

/// What a get request asks for, if anything. `support` belongs to a registration, only one of `read` and `write` can be
/// done, and what is written is for the one passkey that is listed: else `NotSupportedError`. `Some(None)` if nothing
/// is asked for in it.
pub(super) fn request<C: Coercion>(
    coercion: &mut C,
    input: &Member<'_>,
    allow: &AllowList,
) -> Result<Option<Option<RequestLargeBlob>>, OptionsError> {
    let Some(large_blob) = coercion.dictionary(input)? else { return Ok(None) };
    let support_member = coercion.find(&large_blob, names::SUPPORT)?;
    support(coercion, &support_member)?;
    let (read, write) = (large_blob.member(READ), large_blob.member(WRITE));
    let reads = coercion.boolean(&read)?;
    let writes = coercion.bytes(&write)?.map(LargeBlob::new);
    refuse(coercion, &support_member, "there in a request to sign in", "in a registration only")?;
    let Some(blob) = writes else { return Ok(Some(reads.unwrap_or(false).then_some(RequestLargeBlob::Read))) };
    if let Some(reads) = reads {
        let (found, expected) = ("there beside `read`", "one of the two");
        let error = OptionsError::Unsupported { path: write.path.written(), found: found.to_owned(), expected };
        if reads {
            return Err(error);
        }
        coercion.excuse(error, "`write`, for nothing is to be read")?;
    }
    if !matches!(allow, AllowList::Listed(entries) if entries.len() == 1) {
        let (found, expected) = ("for no one passkey", "beside `allowCredentials` with one entry");
        return Err(OptionsError::Unsupported { path: write.path.written(), found: found.to_owned(), expected });
    }
    Ok(Some(Some(RequestLargeBlob::Write(blob))))
}

const READ: &str = "read";
const WRITE: &str = "write";

/// `LargeBlobSupport`: a value that is not known is as if it were absent (section 2.1.1), and either of those that are
/// is kept by every passkey.
fn support<C: Coercion>(coercion: &mut C, member: &Member<'_>) -> Result<(), OptionsError> {
    let support = coercion.choice(member, &["required", "preferred"], &[]);
    coercion.or_absent(support).map(drop)
}

/// Refuses a member of the other ceremony, or leaves it out.
fn refuse<C: Coercion>(
    coercion: &mut C,
    member: &Member<'_>,
    found: &str,
    expected: &'static str,
) -> Result<(), OptionsError> {
    // To Web IDL, null is a value of either type.
    let is_there = if C::REPAIRS { member.is_there() } else { member.value.is_some() };
    if !is_there {
        return Ok(());
    }
    let error = OptionsError::Unsupported { path: member.path.written(), found: found.to_owned(), expected };
    coercion.excuse(error, AS_IF_ABSENT)
}
