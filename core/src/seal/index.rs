use hmac::Mac;

use super::IndexKey;
use super::derivation::keyed_hash;
use crate::id::{CredentialId, RpId, UserHandle};
use crate::key::KeyHandle;

/// Finds a row without naming what is in it: HMAC-SHA256 under the index key, truncated to 16
/// bytes. Equal inputs have equal tags; without the key a tag says nothing.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct LookupTag([u8; 16]);

/// What a tag stands for, in its first byte.
#[derive(Clone, Copy)]
enum Domain {
    RelyingParty,
    User,
    Credential,
    KeyHandle,
    Report,
    Document,
}

impl LookupTag {
    pub(crate) const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    pub(crate) const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl IndexKey {
    /// The tag of a relying party.
    pub(crate) fn rp_tag(&self, rp_id: &RpId) -> LookupTag {
        self.tag(Domain::RelyingParty, rp_id, &[])
    }

    /// The tag of one account at one relying party: the same user handle elsewhere has another.
    pub(crate) fn user_tag(&self, rp_id: &RpId, user: &UserHandle) -> LookupTag {
        self.tag(Domain::User, rp_id, user.as_bytes())
    }

    /// The tag of one passkey of one relying party: the same id asked for elsewhere finds nothing.
    pub(crate) fn id_tag(&self, rp_id: &RpId, id: &CredentialId) -> LookupTag {
        self.tag(Domain::Credential, rp_id, id.as_bytes())
    }

    /// The tag of a key in hardware.
    pub(crate) fn handle_tag(&self, handle: &KeyHandle) -> LookupTag {
        self.hash(Domain::KeyHandle, &[handle.as_bytes()])
    }

    /// The tag of a document of this kind and name.
    pub(crate) fn document_tag(&self, kind: [u8; 8], name: &[u8]) -> LookupTag {
        self.hash(Domain::Document, &[&kind, name])
    }

    /// What stands for a lookup tag in a report that leaves the device: the file's own tags do not,
    /// so that a report and a stolen file cannot be laid side by side.
    pub(crate) fn report_tag(&self, tag: LookupTag) -> LookupTag {
        self.hash(Domain::Report, &[tag.as_bytes()])
    }

    fn tag(&self, domain: Domain, rp_id: &RpId, rest: &[u8]) -> LookupTag {
        // An RP ID holds no zero byte, so it ends where the zero is.
        self.hash(domain, &[rp_id.as_str().as_bytes(), &[0], rest])
    }

    fn hash(&self, domain: Domain, parts: &[&[u8]]) -> LookupTag {
        let domain = match domain {
            Domain::RelyingParty => 1,
            Domain::User => 2,
            Domain::Credential => 3,
            Domain::KeyHandle => 4,
            Domain::Report => 5,
            Domain::Document => 6,
        };
        let hash: [u8; 32] =
            keyed_hash(self.secret(), &[&[[domain].as_slice()], parts].concat()).finalize().into_bytes().into();
        let mut tag = [0; 16];
        tag.copy_from_slice(hash.split_at(16).0);
        LookupTag(tag)
    }
}

#[cfg(test)]
mod tests;
