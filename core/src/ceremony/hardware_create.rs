//! Registration with a key pair that the host makes in its hardware.

use super::authenticator::Authenticator;
use super::consent::require_verification;
use super::create::{Created, Made};
use super::create_request::ConsentedCreate;
use crate::entropy;
use crate::error::Error;
use crate::id::ClientDataHash;
use crate::key::{Algorithm, HardwareKey, KeyAccess, KeyHandle};
use crate::lifecycle;
use crate::standing::Verification;
use crate::store::{Committed, NewKey};
use crate::webauthn::attestation::{Format, HostAttestation, Statement};
use crate::webauthn::authenticator_data::RegistrationData;

/// A registration whose hardware key may be made now: that it may exist is durable.
pub struct HardwareIntent {
    consented: ConsentedCreate,
    handle: KeyHandle,
    algorithm: Algorithm,
    format: Format,
}

/// A registration with a hardware key, waiting for the key's signature.
pub struct HardwareCreate {
    consented: ConsentedCreate,
    intended: KeyHandle,
    key: HardwareKey,
    data: RegistrationData,
    verification: Option<Verification>,
    to_sign: Vec<u8>,
    format: Format,
    attestation: Option<HostAttestation>,
}

impl HardwareIntent {
    /// The name to make the key under, where the hardware keeps keys by name: ASCII letters, digits,
    /// `-` and `_`. It is what [`HardwareKeys::to_delete`](crate::provider::HardwareKeys::to_delete) calls
    /// the key if the registration does not end well. Hardware that gives out wrapped keys keeps
    /// nothing; there the [`HardwareKey`] has a handle of its own.
    pub fn handle(&self) -> &KeyHandle {
        &self.handle
    }

    /// The format of the attestation that the answer will have: with [`Format::AndroidKey`] the key store has to attest
    /// the key as it makes it.
    pub fn attestation_format(&self) -> Format {
        self.format
    }

    /// The algorithm that the key must have: the relying party's first of those that the hardware offers.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// What an attestation of the key by its hardware must hold as its challenge: the client data hash (WebAuthn
    /// L3, section 8.4). Android's `setAttestationChallenge` takes it before the key exists.
    pub fn challenge(&self) -> &ClientDataHash {
        self.consented.request.client_data.hash()
    }
}

impl HardwareCreate {
    /// The exact bytes that the hardware key has to sign: authenticator data and client data hash.
    pub fn to_sign(&self) -> &[u8] {
        &self.to_sign
    }

    /// Adds what the plan's format asks for, where that is one with certificates. It is looked at when the plan is
    /// finished.
    pub fn with_attestation(mut self, attestation: HostAttestation) -> Self {
        self.attestation = Some(attestation);
        self
    }

    /// The format of the attestation that the answer will have. For [`Format::Packed`] the attestation key signs the
    /// same bytes.
    pub fn attestation_format(&self) -> Format {
        self.format
    }
}

impl Authenticator {
    /// Makes it durable that a hardware key may come to be, before the host makes it, of the first algorithm of
    /// the relying party's that the hardware `offers`. Answers a registration that the relying party excludes.
    pub(crate) fn intend_hardware_key(
        &self,
        consented: ConsentedCreate,
        offers: &[Algorithm],
    ) -> Result<Committed<HardwareIntent>, Error> {
        self.require_agreed(&consented.request.origination, &consented.given)?;
        let name = entropy::make_bytes::<16>(&*self.entropy)?;
        let handle = KeyHandle::from_name(name);
        let mut transaction = self.begin_commit(&consented.request)?;
        // After the exclude list, which is answered whatever the hardware can.
        let algorithm = consented.request.choose_algorithm(offers)?;
        let format = consented.request.attestation_format(true)?;
        lifecycle::intend(&mut transaction, handle.clone(), self.clock.now())?;
        Ok(transaction.commit()?.map(|()| HardwareIntent { consented, handle, algorithm, format }))
    }

    /// Says what a hardware key has to sign for its registration. Writes nothing.
    pub(crate) fn begin_hardware_create(
        &self,
        intent: HardwareIntent,
        key: HardwareKey,
    ) -> Result<HardwareCreate, Error> {
        let HardwareIntent { consented, handle: intended, algorithm, format } = intent;
        let ConsentedCreate { request, given } = &consented;
        self.require_agreed(&request.origination, given)?;
        if key.public_key.algorithm() != algorithm {
            return Err(Error::WrongHardwareKey);
        }
        // A gated store seals the passkey's other secrets, whoever holds the key. Strongest first: a key
        // that signs only after a verification proves it by itself.
        let verification = match (self.proved(given, false)?, key.access) {
            (_, KeyAccess::VerifiedUse) => Some(Verification::KeySignature),
            (verification, KeyAccess::Unverified) => verification,
        };
        require_verification(request.user_verification, verification)?;
        request.obeyed.require_verification(verification)?;
        request.obeyed.require_custody(true, self.store.is_gated() || key.access == KeyAccess::VerifiedUse)?;
        let data = self.registration_data(&consented, key.public_key.clone(), verification)?;
        let to_sign = data.signing_input(request.client_data.hash());
        Ok(HardwareCreate { consented, intended, key, data, verification, to_sign, format, attestation: None })
    }

    /// Verifies the hardware key's signature, commits the passkey, and answers.
    ///
    /// The signature is asked for with attestation `none` too: it proves that the handle leads to
    /// the key before the relying party learns of it.
    pub(crate) fn finish_hardware_create(
        &self,
        plan: HardwareCreate,
        signature: &[u8],
    ) -> Result<Committed<Created>, Error> {
        let HardwareCreate { consented, intended, key, data, verification, to_sign, format, attestation } = plan;
        self.require_agreed(&consented.request.origination, &consented.given)?;
        key.public_key.verify(&to_sign, signature)?;
        let statement = match format {
            Format::None => Statement::None,
            Format::PackedSelf => {
                Statement::PackedSelf { algorithm: key.public_key.algorithm(), signature: signature.to_vec() }
            }
            format @ (Format::Packed | Format::AndroidKey) => {
                self.certified(&consented.request, format, &data, attestation, signature)?
            }
        };
        let mut transaction = self.begin_commit(&consented.request)?;
        // A key that was given up meanwhile may be gone already.
        lifecycle::take_intended(&mut transaction, &intended)?;
        let made = Made { key: NewKey::Hardware(key), data, statement, verification };
        self.commit_create(transaction, consented, made)
    }
}
