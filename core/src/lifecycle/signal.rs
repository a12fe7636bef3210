//! What the server says of its own accord (WebAuthn L3, section 5.1.10).

use std::collections::HashSet;

use super::evidence::{note_names, weigh_in};
use super::transition::StandingEvidence;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::id::{CredentialId, RpId};
use crate::standing::{Event, EventKind};
use crate::store::{Names, Transaction};
use crate::webauthn::signal::Signal;

/// Applies a signal of the relying party `rp_id`, and of no other.
///
/// Nothing of the outcome is returned, and something is written either way: the sender learns neither
/// by a value nor by the lack of a commit whether there was anything that it concerned.
pub(crate) fn apply(
    transaction: &mut Transaction<'_>,
    rp_id: &RpId,
    signal: &Signal,
    now: Timestamp,
) -> Result<(), Error> {
    transaction.note(&Event::new(now, EventKind::SignalReceived))?;
    match signal {
        Signal::UnknownCredential { credential_id, .. } => {
            if let Some(mut passkey) = transaction.find(rp_id, credential_id)? {
                weigh_in(transaction, &mut passkey, StandingEvidence::SignalledUnknown, None, now)?;
            }
        }
        Signal::AllAcceptedCredentials { user_handle, credential_ids, .. } => {
            let accepted: HashSet<&CredentialId> = credential_ids.iter().collect();
            for mut passkey in transaction.passkeys(rp_id)?.passkeys {
                if passkey.metadata.user.handle == *user_handle {
                    let evidence = if accepted.contains(&passkey.metadata.credential_id) {
                        StandingEvidence::SignalledAccepted
                    } else {
                        StandingEvidence::SignalledNotAccepted
                    };
                    weigh_in(transaction, &mut passkey, evidence, None, now)?;
                }
            }
        }
        Signal::CurrentUserDetails { user_handle, name, display_name, .. } => {
            for mut passkey in transaction.passkeys(rp_id)?.passkeys {
                if passkey.metadata.user.handle == *user_handle {
                    let names = Names {
                        name: name.clone(),
                        display_name: display_name.clone(),
                        label: passkey.metadata.label.clone(),
                    };
                    note_names(transaction, &mut passkey, names, Event::new(now, EventKind::NamesUpdated))?;
                }
            }
        }
    }
    Ok(())
}
