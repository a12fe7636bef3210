//! Passkeys as records, without their secrets.

use std::time::SystemTime;

use passkey_provider::id;
use passkey_provider::key;
use passkey_provider::lifecycle;
use passkey_provider::store;

use crate::boundary::error::FfiError;
use crate::boundary::mirror::{mirror, mirror_both_ways};
use crate::boundary::{parse, time};
use crate::record::standing::{Standing, Verification, Visibility};

/// A passkey, as a list shows it.
#[derive(Clone, uniffi::Record)]
pub struct Passkey {
    /// Its id at the relying party. PII: links sign-ins.
    pub credential_id: Vec<u8>,
    /// The relying party that it signs for, and no other.
    pub rp_id: String,
    /// The account, as the relying party named it. PII.
    pub user: User,
    /// The person's own name for it. PII.
    pub label: Option<String>,
    /// The DER of the public key's SubjectPublicKeyInfo.
    pub public_key: Vec<u8>,
    /// The COSE identifier of its algorithm: -7 is ES256, -8 Ed25519, -48 ML-DSA-44.
    pub algorithm: i64,
    /// Who holds the private key.
    pub custody: Custody,
    /// Its flags and whether it counts.
    pub backup_flags: BackupFlags,
    /// How it is protected from signing without a verification.
    pub protection: CredentialProtection,
    /// When it was made, by the device's clock.
    pub created: SystemTime,
    /// The epoch of the commit that it was made in.
    pub created_epoch: u64,
    /// The signature counter that the last assertion said.
    pub sign_count: u32,
    /// When it last signed; none before the first time.
    pub last_used: Option<SystemTime>,
    /// How the person was verified then; none if they were not.
    pub last_verification: Option<Verification>,
    /// What the server is known to think of it.
    pub standing: Standing,
    /// Why, as a sentence for the person, in English.
    pub why: String,
    /// Since when.
    pub since: SystemTime,
    /// What the person sees of it.
    pub visibility: Visibility,
    /// Whether it is offered where no allow list names it: it is shown, has its key, and was not refused
    /// when it was made.
    pub is_offered: bool,
    /// Whether the hardware was found to have no key for it: it cannot sign.
    pub key_missing: bool,
    /// Whether the person should register again, for the account's sign-in name changed.
    pub needs_reregistration: bool,
}

/// An account, as the relying party named it. PII throughout.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct User {
    /// `user.id`.
    pub handle: Vec<u8>,
    /// `user.name`. May be empty.
    pub name: String,
    /// `user.displayName`. May be empty.
    pub display_name: String,
}

/// Names one passkey: the relying party, and the id at it. PII with the id.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct PasskeyRef {
    /// The relying party that it signs for.
    pub rp_id: String,
    /// Its id there.
    pub credential_id: Vec<u8>,
}

/// A passkey, for the person to choose: one that may answer a sign-in, or one that a registration found.
#[derive(Clone, uniffi::Record)]
pub struct PasskeySummary {
    /// Names the passkey.
    pub passkey: PasskeyRef,
    /// What to call the account where there is room for one line, and never blank: its name, else its
    /// display name, else the person's own name for the passkey, else the beginning of the handle in
    /// hexadecimal. PII.
    pub title: String,
    /// The account. PII.
    pub user: User,
    /// The person's own name for the passkey. PII.
    pub label: Option<String>,
    /// Who holds the private key: a key that the hardware verifies the person for at each use needs no
    /// other prompt before it.
    pub custody: Custody,
    /// What its assertions say of backups: iOS passes on `ios` only.
    pub backup_flags: BackupFlags,
    /// When it was made.
    pub created: SystemTime,
    /// When it signed in last.
    pub last_used: Option<SystemTime>,
    /// What the server is known to think of it.
    pub standing: Standing,
    /// Why, as a sentence for the person, in English.
    pub why: String,
    /// Since when.
    pub since: SystemTime,
}

/// Who holds the private key.
#[derive(Clone, PartialEq, uniffi::Enum)]
pub enum Custody {
    /// The core: sealed in the store.
    Sealed,
    /// The device's hardware.
    Hardware {
        /// The host's name for the key.
        handle: Vec<u8>,
        /// What the hardware demands before it signs.
        access: KeyAccess,
    },
}

mirror_both_ways! {
    /// What the hardware demands before it signs with a key.
    KeyAccess = key::KeyAccess {
        /// A user verification for each signature: a signature is then evidence of one.
        VerifiedUse,
        /// Nothing, or an unlocked device: a signature proves possession only.
        Unverified,
    }
}

mirror_both_ways! {
    /// What new passkeys say of their backup and their counter. Stored with each, never changed.
    BackupFlags = key::BackupFlags {
        /// BE 0, BS 0, and a counter that rises: the truth of a key that never leaves the device.
        DeviceBound,
        /// BE 1, BS 1, attestation `none`, counter 0: what iOS demands of every third-party passkey.
        Ios,
    }
}

mirror! {
    /// How a passkey is protected from signing without a verification of the person (CTAP 2.1, section 12.1):
    /// what its relying party asked for when it was made. Kept at every sign-in.
    CredentialProtection = key::CredentialProtection {
        /// It signs without one where the relying party does not ask for it.
        Optional,
        /// It signs without one only for a relying party that names it in its allow list.
        OptionalWithList,
        /// It never signs without one.
        Required,
    }
}

/// Passkeys, and what could not be opened.
#[derive(Clone, uniffi::Record)]
pub struct Listing {
    /// The passkeys that opened, most recently used first.
    pub passkeys: Vec<Passkey>,
    /// The numbers of the rows that did not open. They stay where they are.
    pub damaged: Vec<i64>,
}

pub(crate) fn render(passkey: store::Passkey) -> Result<Passkey, FfiError> {
    let store::Passkey { metadata, state, .. } = passkey;
    Ok(Passkey {
        credential_id: metadata.credential_id.as_bytes().to_vec(),
        rp_id: metadata.rp_id.to_string(),
        user: metadata.user.into(),
        label: metadata.label,
        // Every stored key was rendered once before.
        public_key: metadata.public_key.to_spki(),
        algorithm: metadata.public_key.algorithm().cose(),
        custody: metadata.custody.into(),
        backup_flags: metadata.backup_flags.into(),
        protection: metadata.protection.into(),
        created: time::render(metadata.created),
        created_epoch: metadata.created_epoch.number(),
        sign_count: state.sign_count,
        last_used: state.last_used.map(time::render),
        last_verification: state.last_verification.map(Into::into),
        standing: state.standing.into(),
        why: state.standing.sentence().to_owned(),
        since: time::render(state.since),
        visibility: state.visibility.into(),
        is_offered: lifecycle::is_offered(&state),
        key_missing: state.key_missing,
        needs_reregistration: state.needs_reregistration,
    })
}

pub(crate) fn render_all(passkeys: Vec<store::Passkey>) -> Result<Vec<Passkey>, FfiError> {
    passkeys.into_iter().map(render).collect()
}

pub(crate) fn render_listing(listing: store::Listing) -> Result<Listing, FfiError> {
    Ok(Listing {
        passkeys: render_all(listing.passkeys)?,
        damaged: listing.damaged.iter().map(|damaged| damaged.row).collect(),
    })
}

pub(crate) fn render_refs(passkeys: Vec<id::PasskeyRef>) -> Vec<PasskeyRef> {
    passkeys.into_iter().map(Into::into).collect()
}

impl PasskeyRef {
    pub(crate) fn parse(self, name: &str) -> Result<id::PasskeyRef, FfiError> {
        Ok(id::PasskeyRef {
            rp_id: parse::rp_id(&format!("{name}.rp_id"), &self.rp_id)?,
            credential_id: parse::credential_id(&format!("{name}.credential_id"), self.credential_id)?,
        })
    }
}

impl From<id::PasskeyRef> for PasskeyRef {
    fn from(passkey: id::PasskeyRef) -> Self {
        Self { rp_id: passkey.rp_id.to_string(), credential_id: passkey.credential_id.as_bytes().to_vec() }
    }
}

impl From<id::User> for User {
    fn from(user: id::User) -> Self {
        Self { handle: user.handle.as_bytes().to_vec(), name: user.name, display_name: user.display_name }
    }
}

impl From<lifecycle::PasskeySummary> for PasskeySummary {
    fn from(candidate: lifecycle::PasskeySummary) -> Self {
        Self {
            passkey: candidate.passkey.into(),
            title: candidate.title,
            user: candidate.user.into(),
            label: candidate.label,
            custody: candidate.custody.into(),
            backup_flags: candidate.backup_flags.into(),
            created: time::render(candidate.created),
            last_used: candidate.last_used.map(time::render),
            standing: candidate.standing.into(),
            why: candidate.standing.sentence().to_owned(),
            since: time::render(candidate.since),
        }
    }
}

impl From<key::Custody> for Custody {
    fn from(custody: key::Custody) -> Self {
        match custody {
            key::Custody::Sealed => Self::Sealed,
            key::Custody::Hardware { handle, access } => {
                Self::Hardware { handle: handle.as_bytes().to_vec(), access: access.into() }
            }
        }
    }
}
