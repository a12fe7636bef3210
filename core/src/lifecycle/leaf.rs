//! Attestation keys that were certified for one passkey each.

use crate::error::Error;
use crate::store::{DocumentKind, Transaction};
use crate::webauthn::attestation::{AttestationRefused, Certified};

/// Remembers that the leaf's key attested a passkey; refuses one that did so before, for whoever sees both statements
/// would know that two accounts are one person's.
pub(crate) fn use_leaf(transaction: &mut Transaction<'_>, certified: &Certified) -> Result<(), Error> {
    let key = certified.leaf_key().ok_or(AttestationRefused::LeafKey)?;
    if transaction.document(DocumentKind::UsedLeaf, &key)?.is_some() {
        return Err(AttestationRefused::LeafUsed.into());
    }
    transaction.write_document(DocumentKind::UsedLeaf, &key, &[])?;
    Ok(())
}
