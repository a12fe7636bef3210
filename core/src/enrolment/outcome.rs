//! How it ends.

use std::fmt;

use super::failure::{Failure, RefusedAs};
use super::record::EnrolmentId;
use super::refusal::{Explanation, Family, Refusal};
use crate::id::{Aaguid, PasskeyRef};
use crate::lifecycle::Reconciliation;

/// What was done. `Debug` shows nothing of what the server calls a passkey: some take the person's words.
#[derive(Clone, Eq, PartialEq)]
pub enum Outcome {
    /// The server has the passkey, and it is confirmed here.
    Enrolled {
        /// The passkey.
        passkey: PasskeyRef,
        /// What the server calls it, where it said so; kept for deleting it there.
        registration: Option<String>,
    },
    /// The server does not have the passkey any more, and it is deleted here, from where it can be restored.
    Removed {
        /// The passkey.
        passkey: PasskeyRef,
    },
    /// The server's list was compared with what is here.
    Listed {
        /// How many passkeys the server has for the account.
        on_server: usize,
        /// What became of those that are here.
        found: Reconciliation,
    },
}

/// It did not go on. `Debug` names nobody.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Failed {
    pub(super) id: EnrolmentId,
    pub(super) dialect: String,
    pub(super) family: Family,
    pub(super) failure: Failure,
    pub(super) refused: Option<RefusedAs>,
    pub(super) is_open: bool,
    pub(super) passkey: Option<PasskeyRef>,
}

impl Failed {
    /// Which enrolment it is.
    pub fn id(&self) -> EnrolmentId {
        self.id
    }

    /// The dialect's name.
    pub fn dialect(&self) -> &str {
        &self.dialect
    }

    /// Whose codes the server gives.
    pub fn family(&self) -> Family {
        self.family
    }

    /// Why.
    pub fn failure(&self) -> Failure {
        self.failure
    }

    /// How the server refused, if it did.
    pub fn refused(&self) -> Option<&RefusedAs> {
        self.refused.as_ref()
    }

    /// What the server's refusal means, who must act and what to do next; `None` where it did not refuse. `aaguid`: the
    /// model of the passkey, which an administrator may have to allow.
    pub fn explain(&self, aaguid: Option<Aaguid>) -> Option<Explanation> {
        let RefusedAs { status, code } = self.refused.as_ref()?;
        let refusal =
            Refusal { family: self.family, status: Some(*status), code: code.as_deref(), during: None, aaguid };
        Some(refusal.explain())
    }

    /// Whether it can be resumed; else it is at its end.
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// The passkey that is here and that it was about. Its standing says what is known of it.
    pub fn passkey(&self) -> Option<&PasskeyRef> {
        self.passkey.as_ref()
    }
}

impl fmt::Debug for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Enrolled { passkey, .. } => {
                formatter.debug_struct("Enrolled").field("passkey", passkey).finish_non_exhaustive()
            }
            Self::Removed { passkey } => formatter.debug_struct("Removed").field("passkey", passkey).finish(),
            Self::Listed { on_server, found } => {
                formatter.debug_struct("Listed").field("on_server", on_server).field("found", found).finish()
            }
        }
    }
}
