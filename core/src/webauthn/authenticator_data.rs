//! Authenticator data: what the authenticator vouches for (WebAuthn L3, section 6.1).

use std::fmt;

use super::RenderFailed;
use super::extensions::ExtensionData;
use crate::cbor::NotCanonical;
use crate::id::{Aaguid, ClientDataHash, CredentialId, RpId};
use crate::key::{BackupFlags, PublicKey};

/// User present.
const UP: u8 = 1 << 0;
/// User verified.
const UV: u8 = 1 << 2;
/// Backup eligible.
const BE: u8 = 1 << 3;
/// Backed up.
const BS: u8 = 1 << 4;
/// Attested credential data included.
const AT: u8 = 1 << 6;
/// Extension data included.
const ED: u8 = 1 << 7;

/// Authenticator data of a registration.
pub type RegistrationData = AuthenticatorData<AttestedCredentialData>;

/// Authenticator data of an assertion: never with attested credential data.
pub type AssertionData = AuthenticatorData<()>;

/// Authenticator data, rendered once when it is made: what is signed, what stands in the
/// attestation object and what stands in the response cannot differ.
///
/// `Debug` shows the length only.
#[derive(Clone, Eq, PartialEq)]
pub struct AuthenticatorData<Attested> {
    bytes: Vec<u8>,
    attested: Attested,
}

impl AuthenticatorData<AttestedCredentialData> {
    /// The authenticator data of a new passkey.
    pub fn registration(
        rp_id: &RpId,
        flags: Flags,
        counter: u32,
        attested: AttestedCredentialData,
        extensions: &ExtensionData,
    ) -> Self {
        let bytes = render(rp_id, flags.bits() | AT, counter, &attested.bytes, extensions);
        Self { bytes, attested }
    }

    /// The passkey that the data tell of.
    pub const fn attested(&self) -> &AttestedCredentialData {
        &self.attested
    }
}

impl AuthenticatorData<()> {
    /// The authenticator data of a sign-in.
    pub fn assertion(rp_id: &RpId, flags: Flags, counter: u32, extensions: &ExtensionData) -> Self {
        Self { bytes: render(rp_id, flags.bits(), counter, &[], extensions), attested: () }
    }
}

impl<Attested> AuthenticatorData<Attested> {
    /// The bytes of `authenticatorData`.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What the private key signs: authenticator data, then the hash (WebAuthn L3, section 6.3.3;
    /// section 8.2 for self attestation).
    pub fn signing_input(&self, hash: &ClientDataHash) -> Vec<u8> {
        [self.bytes.as_slice(), hash.as_bytes()].concat()
    }
}

impl<Attested> fmt::Debug for AuthenticatorData<Attested> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "AuthenticatorData({} bytes)", self.bytes.len())
    }
}

/// What authenticator data say of the person and of the passkey's backup. AT and ED are no choice
/// and not in here.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Flags {
    user_present: bool,
    user_verified: bool,
    backup: Backup,
}

impl Flags {
    /// The flags of a passkey with these backup flags, with nobody present and nobody verified.
    pub const fn of(backup_flags: BackupFlags) -> Self {
        Self::of_backup(match (backup_flags.backup_eligible(), backup_flags.backed_up()) {
            (false, _) => Backup::NotEligible,
            (true, false) => Backup::Eligible,
            (true, true) => Backup::BackedUp,
        })
    }

    /// Sets UP: whether the person made a gesture in this ceremony.
    #[must_use]
    pub const fn user_present(self, user_present: bool) -> Self {
        Self { user_present, ..self }
    }

    /// Sets UV: whether there is evidence that this ceremony verified the person.
    #[must_use]
    pub const fn user_verified(self, user_verified: bool) -> Self {
        Self { user_verified, ..self }
    }

    /// The flags of a passkey in this state of backup, with nobody present and nobody verified.
    pub(super) const fn of_backup(backup: Backup) -> Self {
        Self { user_present: false, user_verified: false, backup }
    }

    const fn bits(self) -> u8 {
        let presence = if self.user_present { UP } else { 0 };
        let verification = if self.user_verified { UV } else { 0 };
        presence | verification | self.backup.bits()
    }
}

/// Whether a passkey is backed up: the three of four states that WebAuthn L3, section 6.1.3, allows.
/// "Not eligible, and yet backed up" cannot be said.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Backup {
    /// BE 0, BS 0.
    NotEligible,
    /// BE 1, BS 0.
    Eligible,
    /// BE 1, BS 1.
    BackedUp,
}

impl Backup {
    const fn bits(self) -> u8 {
        match self {
            Self::NotEligible => 0,
            Self::Eligible => BE,
            Self::BackedUp => BE | BS,
        }
    }
}

/// The new passkey as a registration tells of it (WebAuthn L3, section 6.5.1). `Debug` shows the
/// length only.
#[derive(Clone, Eq, PartialEq)]
pub struct AttestedCredentialData {
    aaguid: Aaguid,
    credential_id: CredentialId,
    public_key: PublicKey,
    bytes: Vec<u8>,
}

impl AttestedCredentialData {
    /// The attested credential data of a passkey.
    pub fn new(aaguid: Aaguid, credential_id: CredentialId, public_key: PublicKey) -> Result<Self, RenderFailed> {
        let id = credential_id.as_bytes();
        let length = u16::try_from(id.len()).map_err(|_| NotCanonical)?;
        let bytes = [aaguid.as_bytes().as_slice(), &length.to_be_bytes(), id, &public_key.to_cose()?].concat();
        Ok(Self { aaguid, credential_id, public_key, bytes })
    }

    /// The id of the passkey.
    pub const fn credential_id(&self) -> &CredentialId {
        &self.credential_id
    }

    /// The make and model of the authenticator.
    pub const fn aaguid(&self) -> Aaguid {
        self.aaguid
    }

    /// The public half of the passkey.
    pub const fn public_key(&self) -> &PublicKey {
        &self.public_key
    }
}

impl fmt::Debug for AttestedCredentialData {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "AttestedCredentialData({} bytes)", self.bytes.len())
    }
}

/// RP ID hash, flags, signature counter, then the parts that AT and ED announce.
fn render(rp_id: &RpId, flags: u8, counter: u32, attested: &[u8], extensions: &ExtensionData) -> Vec<u8> {
    let extensions = extensions.as_bytes();
    let flags = if extensions.is_empty() { flags } else { flags | ED };
    [rp_id.hash().as_slice(), &[flags], &counter.to_be_bytes(), attested, extensions].concat()
}

#[cfg(test)]
mod tests;
