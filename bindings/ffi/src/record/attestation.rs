//! Attestation: what the host can bring, and what it brings.

use passkey_provider::webauthn::attestation as core;

use crate::boundary::error::FfiError;
use crate::boundary::mirror::mirror;
use crate::boundary::parse;

mirror! {
    /// An attestation statement format that the library can make (WebAuthn L3, section 8).
    AttestationFormat = core::Format {
        /// `none`: no statement.
        None,
        /// `packed`, self attestation: a signature of the passkey itself.
        PackedSelf,
        /// `packed` with certificates: the signature of a key that somebody vouches for.
        Packed,
        /// `android-key`: certificates of the passkey's own key, by the hardware that made it.
        AndroidKey,
    }
}

/// What the host can bring as an attestation, beside what the library makes by itself. An attestation key is never in
/// an app: it is an attestation service's, or in the device's hardware.
#[derive(Clone, Debug, uniffi::Record)]
pub struct AttestationOffer {
    /// Whose key signs a `packed` statement with certificates; none if no key does.
    pub attester: Option<Attester>,
    /// Whether the hardware attests the keys that it makes, as Android's key store does. For keys in hardware only.
    pub android_key: bool,
}

/// Whose attestation key it is.
#[derive(Clone, Debug, uniffi::Enum)]
pub enum Attester {
    /// One that 100,000 devices or more share, so that it names none of them.
    Batch,
    /// One that was certified for this passkey alone. At a second passkey it is refused: it would link two accounts.
    OnePasskey,
    /// One that names this device: for enterprise attestation, and only with these RP IDs.
    OneDevice {
        /// Which.
        rp_ids: Vec<String>,
    },
}

/// What the host brings as the statement of a registration.
#[derive(Clone, Debug, uniffi::Enum)]
pub enum HostAttestation {
    /// A signature of the attestation key over the bytes that the plan hands out.
    Packed {
        /// In the form that WebAuthn gives the leaf's algorithm: for P-256 a DER ECDSA-Sig-Value.
        signature: Vec<u8>,
        /// The DER of each certificate, the leaf first.
        chain: Vec<Vec<u8>>,
    },
    /// The certificates that Android's key store made for the passkey's own key.
    AndroidKey {
        /// The DER of each certificate, the leaf first.
        chain: Vec<Vec<u8>>,
    },
}

impl AttestationOffer {
    pub(crate) fn parse(self, name: &str) -> Result<core::Offer, FfiError> {
        let attester = self.attester.map(|attester| {
            Ok::<_, FfiError>(match attester {
                Attester::Batch => core::Attester::Batch,
                Attester::OnePasskey => core::Attester::OnePasskey,
                Attester::OneDevice { rp_ids } => {
                    let name = format!("{name}.attester.rp_ids");
                    let rp_ids = rp_ids.iter().map(|rp_id| parse::rp_id(&name, rp_id)).collect::<Result<_, _>>()?;
                    core::Attester::OneDevice { rp_ids }
                }
            })
        });
        Ok(core::Offer { attester: attester.transpose()?, android_key: self.android_key })
    }
}

impl HostAttestation {
    pub(crate) fn parse(self) -> Result<core::HostAttestation, FfiError> {
        Ok(match self {
            Self::Packed { signature, chain } => {
                core::HostAttestation::Packed { signature, chain: core::CertificateChain::from_der(chain)? }
            }
            Self::AndroidKey { chain } => {
                core::HostAttestation::AndroidKey { chain: core::CertificateChain::from_der(chain)? }
            }
        })
    }
}
