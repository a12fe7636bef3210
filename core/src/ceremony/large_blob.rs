//! What a site keeps with the passkey that signs in (WebAuthn L3, section 10.1.5): read and written inside the sign-in's
//! own transaction, so that it is durable with the count, before anything is answered.

use super::consent::Given;
use crate::error::Error;
use crate::standing::Verification;
use crate::store::{Passkey, StoreError, Transaction};
use crate::webauthn::extensions::{LargeBlob, LargeBlobOutput, RequestExtensions, RequestLargeBlob};

/// Does what the request asks for, and answers it; `None` where it asks for nothing.
pub(super) fn exchange(
    transaction: &mut Transaction<'_>,
    extensions: &RequestExtensions,
    passkey: &Passkey,
    given: &Given,
    verification: Option<Verification>,
) -> Result<Option<LargeBlobOutput>, Error> {
    Ok(match &extensions.large_blob {
        None => None,
        Some(RequestLargeBlob::Read) => {
            let kept = match transaction.large_blob(passkey, given.gate()) {
                // No reason to keep the person from signing in: the answer to a read that fails is an empty one.
                Err(StoreError::Damaged(_)) => None,
                kept => kept?,
            };
            Some(LargeBlobOutput::Read(kept.map(LargeBlob::from_secret)))
        }
        // CTAP 2.1, section 6.10.2: an authenticator that can verify writes for nobody else.
        Some(RequestLargeBlob::Write(_)) if verification.is_none() => Some(LargeBlobOutput::Written(false)),
        Some(RequestLargeBlob::Write(blob)) => {
            Some(LargeBlobOutput::Written(transaction.write_large_blob(passkey, blob.expose(), given.gate())?))
        }
    })
}
