//! What the server says of its own accord (WebAuthn L3, section 5.1.10).

use std::collections::HashSet;

use super::evidence::{note_names, weigh_in};
use super::transition::StandingEvidence;
use crate::caller::VerifiedCaller;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::id::{CredentialId, cut_name};
use crate::standing::{Event, EventKind};
use crate::store::{Names, Transaction};
use crate::webauthn::signal::Signal;

/// A signal whose sender may speak for its RP ID. Made without a look at the store: whether there is
/// one is all that the sender may learn, and when it was made is when the sender should be answered.
/// What came of it then shows in no value, error or time.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct VerifiedSignal {
    signal: Signal,
    sender: VerifiedCaller,
}

impl VerifiedSignal {
    /// Who sent it.
    pub(crate) const fn sender(&self) -> &VerifiedCaller {
        &self.sender
    }

    /// Refuses a signal for another RP ID than its sender was verified for.
    pub fn new(signal: Signal, caller: &VerifiedCaller) -> Result<Self, Error> {
        if signal.rp_id() == caller.rp_id() {
            Ok(Self { signal, sender: caller.clone() })
        } else {
            Err(Error::RpIdNotVerified)
        }
    }
}

/// Applies a signal to the passkeys of its RP ID, and of no other.
///
/// Something is written either way: even who sees the process at work does not learn by the lack of a
/// commit that there was nothing that it concerned.
pub(crate) fn apply(
    transaction: &mut Transaction<'_>,
    VerifiedSignal { signal, .. }: &VerifiedSignal,
    now: Timestamp,
) -> Result<(), Error> {
    let rp_id = signal.rp_id();
    transaction.note_hourly(&Event::new(now, EventKind::SignalReceived).with_note(Some(rp_id.as_str())))?;
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
                        name: cut_name(name).to_owned(),
                        display_name: cut_name(display_name).to_owned(),
                        label: passkey.metadata.label.clone(),
                    };
                    note_names(transaction, &mut passkey, names, Event::new(now, EventKind::NamesUpdated))?;
                }
            }
        }
    }
    Ok(())
}
