//! Registration with an attestation whose key and certificates are the host's.

use super::authenticator::Authenticator;
use super::create::{Created, Made, SealedKey};
use super::create_request::{ConsentedCreate, Request};
use crate::error::Error;
use crate::key::PublicKey;
use crate::store::{Committed, NewKey};
use crate::webauthn::attestation::{AttestationRefused, Format, HostAttestation, Statement, Subject};
use crate::webauthn::authenticator_data::RegistrationData;

/// A registration with a key that the core keeps, waiting for the signature of an attestation key. The private key is
/// in memory until then, and wiped when this is dropped.
pub struct AttestedCreate {
    consented: ConsentedCreate,
    key: SealedKey,
    to_sign: Vec<u8>,
}

impl AttestedCreate {
    /// The exact bytes that the attestation key has to sign: authenticator data and client data hash.
    pub fn to_sign(&self) -> &[u8] {
        &self.to_sign
    }

    /// The public key of the passkey to be.
    pub fn public_key(&self) -> &PublicKey {
        self.key.pair.public_key()
    }
}

impl Authenticator {
    /// Makes a key pair that the core keeps, and says what an attestation key has to sign. Writes nothing, but what
    /// the exclude list of a registration proves, which is answered here.
    pub(crate) fn begin_attested_create(&self, consented: ConsentedCreate) -> Result<AttestedCreate, Error> {
        if consented.request.attestation_format(false)? != Format::Packed {
            return Err(Error::NotOffered);
        }
        let key = self.make_sealed_key(&consented)?;
        let to_sign = key.data.signing_input(consented.request.client_data.hash());
        Ok(AttestedCreate { consented, key, to_sign })
    }

    /// Verifies the attestation, commits the passkey, and answers.
    pub(crate) fn finish_attested_create(
        &self,
        plan: AttestedCreate,
        attestation: HostAttestation,
    ) -> Result<Committed<Created>, Error> {
        let AttestedCreate { consented, key: SealedKey { pair, data, verification, format }, .. } = plan;
        let request = &consented.request;
        self.require_agreed(&request.origination, &consented.given)?;
        let statement = self.certified(request, format, &data, Some(attestation), &[])?;
        let transaction = self.begin_commit(request)?;
        let made = Made { key: NewKey::Sealed(pair), data, statement, verification };
        self.commit_create(transaction, consented, made)
    }

    /// The statement that the host's attestation makes, once it is what relying parties accept. `signature`: the
    /// passkey's own.
    pub(super) fn certified(
        &self,
        request: &Request,
        format: Format,
        data: &RegistrationData,
        attestation: Option<HostAttestation>,
        signature: &[u8],
    ) -> Result<Statement, AttestationRefused> {
        let attestation = attestation.ok_or(AttestationRefused::Missing)?;
        if attestation.format() != format {
            return Err(AttestationRefused::WrongFormat);
        }
        let subject = Subject {
            data,
            client_data_hash: request.client_data.hash(),
            names_device: request.names_device(),
            now: self.clock.now(),
        };
        attestation.verify(&subject, signature)
    }
}
