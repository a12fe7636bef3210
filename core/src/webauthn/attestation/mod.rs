//! Attestation: what a registration carries instead of a signature (WebAuthn L3, section 6.5). What is of
//! one statement format only is in a file of its own.

mod android_key;
mod certificate;
mod choice;
mod none;
mod object;
mod packed;
mod refused;

pub use certificate::CertificateChain;
pub(crate) use choice::Circumstances;
pub use choice::{Attester, Offer, Route, Wanted};
pub use object::AttestationObject;
pub use refused::AttestationRefused;

use ciborium::Value;

use crate::clock::Timestamp;
use crate::id::ClientDataHash;
use crate::key::Algorithm;
use crate::webauthn::authenticator_data::RegistrationData;

/// An attestation statement format that the core can make (section 8).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Format {
    /// `none`: no statement.
    None,
    /// `packed`, self attestation: a signature of the passkey itself.
    PackedSelf,
    /// `packed` with certificates: the signature of a key that somebody vouches for.
    Packed,
    /// `android-key`: certificates of the passkey's own key, by the hardware that made it.
    AndroidKey,
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
    /// A certified key vouches for the passkey.
    Packed(Certified),
    /// The hardware vouches for the passkey's own key.
    AndroidKey(Certified),
}

/// A signature and the certificates of the key that made it, which were found to be what relying parties accept.
pub struct Certified {
    algorithm: Algorithm,
    signature: Vec<u8>,
    chain: CertificateChain,
}

/// What the host brings as the statement of a registration.
#[derive(Clone, Debug)]
pub enum HostAttestation {
    /// A signature of the attestation key over the bytes that the plan hands out (WebAuthn L3, section 8.2). Whose key
    /// it is, the plan's [`Offer`] said.
    Packed {
        /// In the form that WebAuthn gives the leaf's algorithm (section 6.5.6): for P-256 a DER ECDSA-Sig-Value.
        signature: Vec<u8>,
        /// The certificates of the key.
        chain: CertificateChain,
    },
    /// The certificates that Android's key store made for the passkey's own key, whose attestation challenge was the
    /// client data hash (WebAuthn L3, section 8.4). The signature is the passkey's.
    AndroidKey {
        /// The certificates, as the key store gives them.
        chain: CertificateChain,
    },
}

/// What a statement vouches for.
pub(crate) struct Subject<'a> {
    /// The authenticator data of the registration.
    pub(crate) data: &'a RegistrationData,
    /// The client data hash.
    pub(crate) client_data_hash: &'a ClientDataHash,
    /// Whether the leaf may name one device.
    pub(crate) names_device: bool,
    /// The present time.
    pub(crate) now: Timestamp,
}

impl Format {
    /// Each of them.
    pub const ALL: [Self; 4] = [Self::None, Self::PackedSelf, Self::Packed, Self::AndroidKey];

    /// The attestation statement format identifier.
    pub const fn identifier(self) -> &'static str {
        match self {
            Self::None => none::IDENTIFIER,
            Self::PackedSelf | Self::Packed => packed::IDENTIFIER,
            Self::AndroidKey => android_key::IDENTIFIER,
        }
    }

    /// Stable machine-readable name, which tells self attestation from the other: `none`, `packed_self`, `packed`,
    /// `android_key`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::PackedSelf => "packed_self",
            Self::Packed => "packed",
            Self::AndroidKey => "android_key",
        }
    }
}

impl HostAttestation {
    /// The statement, once it is found to be what relying parties accept of this registration. `signature`: the
    /// passkey's own.
    pub(crate) fn verify(self, subject: &Subject<'_>, signature: &[u8]) -> Result<Statement, AttestationRefused> {
        let (client_data_hash, now) = (subject.client_data_hash, subject.now);
        match self {
            Self::Packed { signature, chain } => {
                let expected = packed::Expected {
                    aaguid: subject.data.attested().aaguid(),
                    signed: &subject.data.signing_input(client_data_hash),
                    names_device: subject.names_device,
                    now,
                };
                let algorithm = packed::check(&chain, &signature, &expected)?.algorithm();
                Ok(Statement::Packed(Certified { algorithm, signature, chain }))
            }
            Self::AndroidKey { chain } => {
                let key = subject.data.attested().public_key();
                android_key::check(&chain, &android_key::Expected { key, challenge: client_data_hash, now })?;
                let algorithm = key.algorithm();
                Ok(Statement::AndroidKey(Certified { algorithm, signature: signature.to_vec(), chain }))
            }
        }
    }

    /// The format of its statement.
    pub const fn format(&self) -> Format {
        match self {
            Self::Packed { .. } => Format::Packed,
            Self::AndroidKey { .. } => Format::AndroidKey,
        }
    }
}

impl Certified {
    /// What names the attesting key: the DER of the leaf's SubjectPublicKeyInfo.
    pub(crate) fn leaf_key(&self) -> Option<Vec<u8>> {
        self.chain.leaf_key()
    }
}

impl Statement {
    /// The statement's format.
    pub const fn format(&self) -> Format {
        match self {
            Self::None => Format::None,
            Self::PackedSelf { .. } => Format::PackedSelf,
            Self::Packed(_) => Format::Packed,
            Self::AndroidKey(_) => Format::AndroidKey,
        }
    }

    /// The map `attStmt`.
    fn to_cbor(&self) -> Value {
        match self {
            Self::None => none::statement(),
            Self::PackedSelf { algorithm, signature } => packed::self_statement(*algorithm, signature),
            Self::Packed(certified) | Self::AndroidKey(certified) => {
                packed::certified_statement(certified.algorithm, &certified.signature, &certified.chain)
            }
        }
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use tests::certificates as test_certificates;
