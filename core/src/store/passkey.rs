use std::fmt;

use super::Epoch;
use crate::clock::Timestamp;
use crate::id::{CredentialId, PasskeyRef, RpId, User};
use crate::key::{BackupFlags, CredentialProtection, Custody, PublicKey};
use crate::seal::LookupTag;
use crate::standing::{Standing, Verification, Visibility};

/// A stored passkey, as a list shows it: opened with the device key alone, and without its
/// secrets.
#[derive(Clone, PartialEq)]
pub struct Passkey {
    /// What was decided when it was made.
    pub metadata: Metadata,
    /// What changes with each use.
    pub state: State,
    pub(super) row: Row,
    pub(super) versions: Versions,
}

/// What is decided when a passkey is made; only the names change later.
#[derive(Clone, PartialEq)]
pub struct Metadata {
    /// Its id at the relying party. PII: links sign-ins.
    pub credential_id: CredentialId,
    /// The relying party that it signs for, and no other.
    pub rp_id: RpId,
    /// The account, as the relying party named it. PII.
    pub user: User,
    /// The public half of its key.
    pub public_key: PublicKey,
    /// Who holds the private half.
    pub custody: Custody,
    /// Its flags and whether it counts.
    pub backup_flags: BackupFlags,
    /// How it is protected from signing without a verification.
    pub protection: CredentialProtection,
    /// When it was made, by the device's clock.
    pub created: Timestamp,
    /// The epoch of the commit that it was made in: orders passkeys by their making whatever the
    /// clock does.
    pub created_epoch: Epoch,
    /// The person's own name for it. PII.
    pub label: Option<String>,
}

/// The names of a passkey: all that changes of its [`Metadata`]. PII.
#[derive(Clone, PartialEq)]
pub struct Names {
    /// [`User::name`].
    pub name: String,
    /// [`User::display_name`].
    pub display_name: String,
    /// The person's own name for the passkey.
    pub label: Option<String>,
}

/// What changes over a passkey's life: with each use, and with what the server lets know.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct State {
    /// The signature counter that the last assertion said (WebAuthn L3, section 6.1.1).
    pub sign_count: u32,
    /// Orders passkeys by their use whatever the clock does: higher is later.
    pub use_sequence: u64,
    /// When it last signed, by the device's clock; `None` before the first time.
    pub last_used: Option<Timestamp>,
    /// How the person was verified when it last signed; `None` if they were not.
    pub last_verification: Option<Verification>,
    /// What the server is known to think of it.
    pub standing: Standing,
    /// Since when, by the device's clock.
    pub since: Timestamp,
    /// What the person sees of it.
    pub visibility: Visibility,
    /// Whether the hardware was found to have no key for it: it cannot sign.
    pub key_missing: bool,
    /// Whether the account's sign-in name changed where the server cannot follow: the person should
    /// register again.
    pub needs_reregistration: bool,
}

/// What was found, and what could not be opened.
#[derive(Debug)]
pub struct Listing {
    /// The passkeys that opened, most recently used first.
    pub passkeys: Vec<Passkey>,
    /// The rows that did not open. They stay where they are.
    pub damaged: Vec<DamagedPasskey>,
}

/// A row that does not open. It is reported and never deleted by the store.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct DamagedPasskey {
    /// The row's number in the file, for a report.
    pub row: i64,
}

/// The columns of a row that stand in clear: number and lookup tags. They are the associated data
/// of its envelopes.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) struct Row {
    pub(super) number: i64,
    pub(super) rp_tag: LookupTag,
    pub(super) user_tag: LookupTag,
    pub(super) id_tag: LookupTag,
}

/// Which envelopes a passkey was read from: their nonces, which no two envelopes share. A write
/// based on older ones is refused.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) struct Versions {
    pub(super) metadata: [u8; 24],
    pub(super) state: [u8; 24],
    pub(super) covered: Covered,
}

/// What of a state the sum of the rows covers, and the epoch of the commit that wrote it, so that
/// nothing stands there twice.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) struct Covered {
    pub(super) written: Epoch,
    content: [u8; Self::LENGTH],
}

impl Covered {
    /// Bytes of the content.
    pub(super) const LENGTH: usize = 39;

    /// The part of a rendered state that [`columns::covered`](super::columns::covered) finds.
    pub(super) const fn new(written: Epoch, content: [u8; Self::LENGTH]) -> Self {
        Self { written, content }
    }

    pub(super) fn has_same_content(&self, other: &Self) -> bool {
        self.content == other.content
    }

    pub(super) fn version(&self) -> Vec<u8> {
        [self.written.number().to_be_bytes().as_slice(), &self.content].concat()
    }
}

impl State {
    /// The state of a passkey that was just made.
    pub const fn new(use_sequence: u64, standing: Standing, since: Timestamp) -> Self {
        Self {
            sign_count: 0,
            use_sequence,
            last_used: None,
            last_verification: None,
            standing,
            since,
            visibility: Visibility::Shown,
            key_missing: false,
            needs_reregistration: false,
        }
    }
}

impl Passkey {
    /// What names it.
    pub fn reference(&self) -> PasskeyRef {
        self.metadata.reference()
    }
}

impl Metadata {
    /// What names the passkey.
    pub fn reference(&self) -> PasskeyRef {
        PasskeyRef { rp_id: self.rp_id.clone(), credential_id: self.credential_id.clone() }
    }

    /// Its names.
    pub fn names(&self) -> Names {
        Names { name: self.user.name.clone(), display_name: self.user.display_name.clone(), label: self.label.clone() }
    }
}

/// Names no site, person or id.
impl fmt::Debug for Passkey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Passkey")
            .field("row", &self.row.number)
            .field("metadata", &self.metadata)
            .field("state", &self.state)
            .finish()
    }
}

/// Names no site, person or id.
impl fmt::Debug for Metadata {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let custody = match self.custody {
            Custody::Sealed => "sealed",
            Custody::Hardware { .. } => "hardware",
        };
        formatter
            .debug_struct("Metadata")
            .field("algorithm", &self.public_key.algorithm())
            .field("custody", &custody)
            .field("backup_flags", &self.backup_flags)
            .field("protection", &self.protection)
            .finish_non_exhaustive()
    }
}
