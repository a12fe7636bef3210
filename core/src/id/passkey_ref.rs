use super::{CredentialId, RpId};

/// Names one passkey: the relying party, and the id at it. An id alone finds nothing: what one relying party
/// knows is not looked up in another's name.
///
/// PII with the id: `Debug` shows its length only.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct PasskeyRef {
    /// The relying party that the passkey signs for.
    pub rp_id: RpId,
    /// Its id there.
    pub credential_id: CredentialId,
}
