//! What sites keep with their passkeys: read as it was last written, or not at all.

use passkey_provider::Consent;
use passkey_provider::id::CredentialId;
use passkey_provider::standing::VerificationMethod;
use passkey_provider::webauthn::extensions::{LargeBlob, LargeBlobOutput, RequestExtensions, RequestLargeBlob};
use passkey_provider::webauthn::options::RequestOptions;

use crate::server::Account;
use crate::world::World;

/// Bytes that are kept with one passkey at most.
const LIMIT: usize = 4096;

impl World {
    /// A sign-in in which the site keeps so many bytes.
    pub(crate) fn keep(&mut self, account: Account, length: u16) {
        // Told apart from every other, so that an old one is never taken for a new one.
        self.kept_ever += 1;
        let blob: Vec<u8> = self.kept_ever.to_be_bytes().iter().copied().cycle().take(length.into()).collect();
        let write = RequestLargeBlob::Write(LargeBlob::new(blob.clone()));
        let Some((id, answer)) = self.exchange(account, Vec::new(), write) else { return };
        let Some(LargeBlobOutput::Written(written)) = answer else { panic!("a write that is not answered") };
        assert_eq!(written, blob.len() <= LIMIT);
        if written {
            self.kept.insert(id, blob);
        }
    }

    /// A passkey that signs in gives what was last written, and nothing that was not.
    pub(crate) fn reads_what_was_written(&self, account: Account, id: &CredentialId) {
        let (_, answer) = self.exchange(account, vec![id.clone()], RequestLargeBlob::Read).expect("a sign-in");
        let Some(LargeBlobOutput::Read(found)) = answer else { panic!("a read that is not answered") };
        let expected = self.kept.get(id).filter(|blob| !blob.is_empty());
        assert!(found.as_ref().map(LargeBlob::expose) == expected.map(Vec::as_slice), "not what the site last wrote");
    }

    fn exchange(
        &self,
        account: Account,
        allow: Vec<CredentialId>,
        asked: RequestLargeBlob,
    ) -> Option<(CredentialId, Option<LargeBlobOutput>)> {
        let extensions = RequestExtensions::from_parts(None, Some(asked));
        let request = RequestOptions { extensions, ..RequestOptions::from_parts(account.rp_id(), allow) };
        let asserted = self.assert(account, &request, Consent::Stated(VerificationMethod::Pin))?;
        Some((asserted.response.credential_id, asserted.response.extensions.large_blob))
    }
}
