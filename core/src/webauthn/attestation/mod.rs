//! Attestation: what a registration carries instead of a signature (WebAuthn L3, section 6.5). What is of
//! one statement format only is in a file of its own.

mod none;
mod object;
mod packed;

pub use object::AttestationObject;

use ciborium::Value;

use super::options::{Attestation, CreationOptions};
use crate::key::{Algorithm, BackupFlags};

/// An attestation statement format that the core can make (section 8).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Format {
    /// `none`: no statement.
    None,
    /// `packed`, self attestation: a signature of the passkey itself.
    PackedSelf,
}

/// An attestation statement, of one format each.
pub enum Statement {
    /// Nothing is stated.
    None,
    /// The passkey vouches for itself.
    PackedSelf {
        /// The passkey's algorithm.
        algorithm: Algorithm,
        /// The passkey's signature over
        /// [`signing_input`](super::authenticator_data::AuthenticatorData::signing_input), in the form that
        /// WebAuthn gives the algorithm.
        signature: Vec<u8>,
    },
}

/// What a relying party wants to know about the authenticator: `attestation` and `attestationFormats`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Wanted {
    /// How much of it.
    pub conveyance: Attestation,
    /// In which formats, best first, as sent.
    pub formats: Vec<String>,
}

impl Format {
    /// Those that can be chosen, by the name that `attestationFormats` has for them.
    const ALL: [Self; 2] = [Self::None, Self::PackedSelf];

    /// The attestation statement format identifier.
    pub const fn identifier(self) -> &'static str {
        match self {
            Self::None => none::IDENTIFIER,
            Self::PackedSelf => packed::IDENTIFIER,
        }
    }

    /// Whether a statement in this format holds a signature of the passkey.
    pub const fn is_signed(self) -> bool {
        match self {
            Self::None => false,
            Self::PackedSelf => true,
        }
    }
}

impl Wanted {
    /// As the options say.
    pub fn of(options: &CreationOptions) -> Self {
        Self { conveyance: options.attestation, formats: options.attestation_formats.clone() }
    }

    /// The format of the answer (section 6.3.2, step 12): the first of `attestationFormats` that the core can
    /// make, and `packed` with none of them. It is `none` where none is wanted, and for backup flags that may not
    /// attest: an authenticator may always answer less.
    pub fn format(&self, backup_flags: BackupFlags) -> Format {
        if self.conveyance == Attestation::None || !backup_flags.may_attest() {
            return Format::None;
        }
        let known = |identifier: &String| Format::ALL.into_iter().find(|format| format.identifier() == *identifier);
        self.formats.iter().find_map(known).unwrap_or(Format::PackedSelf)
    }
}

impl Statement {
    /// The statement in this format of a passkey that signed with this algorithm.
    pub fn of_passkey(format: Format, algorithm: Algorithm, signature: Vec<u8>) -> Self {
        match format {
            Format::None => Self::None,
            Format::PackedSelf => Self::PackedSelf { algorithm, signature },
        }
    }

    /// The statement's format.
    pub const fn format(&self) -> Format {
        match self {
            Self::None => Format::None,
            Self::PackedSelf { .. } => Format::PackedSelf,
        }
    }

    /// The map `attStmt`.
    fn to_cbor(&self) -> Value {
        match self {
            Self::None => none::statement(),
            Self::PackedSelf { algorithm, signature } => packed::self_statement(*algorithm, signature),
        }
    }
}

#[cfg(test)]
mod tests;
