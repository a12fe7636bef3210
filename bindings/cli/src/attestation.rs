//! An attestation key in a file. It stands in for the host's: an attestation service's, or one in hardware.

use std::io;
use std::path::{Path, PathBuf};

use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use p256::pkcs8::DecodePrivateKey;
use passkey_provider::secret::Secret;
use passkey_provider::webauthn::attestation::{Attester, CertificateChain, HostAttestation, Offer};
use x509_cert::Certificate;
use x509_cert::der::Encode;

use crate::failure::Failure;
use crate::input::read_file;

/// As long as a chain may be, in PEM.
const CHAIN: u64 = 256 * 1024;
const KEY: u64 = 16 * 1024;

/// Attests registrations with a key that is in a file.
pub(crate) struct FileAttester {
    key: SigningKey,
    chain: CertificateChain,
}

impl FileAttester {
    /// The key in PKCS #8 and the chain, the leaf first, both in PEM.
    pub(crate) fn read(chain: &Path, key: &Path) -> Result<Self, Failure> {
        let chain = read_certificates(chain)?;
        let pem = Secret::new(read_file(key, KEY)?);
        let key = str::from_utf8(pem.expose())
            .ok()
            .and_then(|pem| SigningKey::from_pkcs8_pem(pem).ok())
            .ok_or_else(|| wrong(key, "not a P-256 private key in PEM (PKCS #8, BEGIN PRIVATE KEY)"))?;
        Ok(Self { key, chain })
    }

    /// What is said before anybody asks for it: the key may be any product's.
    pub(crate) const fn offer() -> Offer {
        Offer { attester: Some(Attester::Batch), android_key: false }
    }

    /// Signs what a plan hands out.
    pub(crate) fn attest(&self, to_sign: &[u8]) -> HostAttestation {
        let signature: Signature = self.key.sign(to_sign);
        HostAttestation::Packed { signature: signature.to_der().as_bytes().to_vec(), chain: self.chain.clone() }
    }
}

/// Certificates in a file, in PEM.
pub(crate) fn read_certificates(path: &Path) -> Result<CertificateChain, Failure> {
    let certificates = Certificate::load_pem_chain(&read_file(path, CHAIN)?)
        .and_then(|chain| chain.iter().map(Certificate::to_der).collect::<Result<Vec<_>, _>>())
        .map_err(|_| wrong(path, "not a chain of certificates in PEM"))?;
    Ok(CertificateChain::from_der(certificates)?)
}

fn wrong(path: &Path, what: &str) -> Failure {
    Failure::file(path, io::Error::new(io::ErrorKind::InvalidData, what))
}

/// Where they are, on the command line.
#[derive(clap::Args, Debug)]
pub(crate) struct AttestationArgs {
    /// Certificates to attest the passkey with, in PEM, the leaf first, if the site asks for attestation
    #[arg(long, value_name = "FILE", requires = "attestation_key")]
    attestation_chain: Option<PathBuf>,
    /// The private key of the leaf, P-256, in PEM (PKCS #8). It stands in for an attestation service's: for tests only
    #[arg(long, value_name = "FILE", requires = "attestation_chain")]
    attestation_key: Option<PathBuf>,
}

impl AttestationArgs {
    /// The attester, if there is one.
    pub(crate) fn read(&self) -> Result<Option<FileAttester>, Failure> {
        match (&self.attestation_chain, &self.attestation_key) {
            (Some(chain), Some(key)) => FileAttester::read(chain, key).map(Some),
            _ => Ok(None),
        }
    }
}
