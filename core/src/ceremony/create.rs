//! Registration: `authenticatorMakeCredential` (WebAuthn L3, section 6.3.2).

use super::authenticator::{Authenticator, Instance, client_data, flags, origin_to_show, verified_rp_id};
use super::consent::{Consent, Evidence, Given, require_verification};
use crate::caller::VerifiedCaller;
use crate::error::Error;
use crate::id::{CredentialId, Origin, RpId};
use crate::key::{Algorithm, Custody, HardwareKey, KeyAccess, PrivateKey, PublicKey};
use crate::secret::SecretKey;
use crate::store::{Epoch, Metadata, Passkey, PasskeySecrets, State};
use crate::webauthn::attestation::{self, AttestationObject, Format};
use crate::webauthn::authenticator_data::{AttestedCredentialData, RegistrationData};
use crate::webauthn::client_data::{CeremonyType, ClientData};
use crate::webauthn::extensions::{ClientExtensionResults, CredentialProperties};
use crate::webauthn::options::{Attestation, CreationOptions, Descriptor, DescriptorKind, User, UserVerification};
use crate::webauthn::response::RegistrationResponse;

/// A registration that was understood and checked, and waits for the person.
pub struct CreatePlan {
    request: Request,
    prompt: CreatePrompt,
    excluded: bool,
}

/// What to show the person before they answer. The RP ID was verified; the names were not.
#[derive(Clone, Debug)]
pub struct CreatePrompt {
    /// The verified RP ID. Show this, not the name that the relying party gives itself.
    pub rp_id: RpId,
    /// The calling page, where its host is not the RP ID: show it beside the RP ID.
    pub origin: Option<Origin>,
    /// The account that the passkey is for.
    pub user: User,
    /// Whether the relying party asks for user verification.
    pub user_verification: UserVerification,
}

/// A registration that the person agreed to.
pub struct ConsentedCreate {
    request: Request,
    given: Given,
}

/// A registration with a hardware key, waiting for the key's signature.
pub struct HardwareCreate {
    consented: ConsentedCreate,
    key: HardwareKey,
    data: RegistrationData,
    evidence: Option<Evidence>,
    to_sign: Vec<u8>,
}

/// A registration that is durable: the response may leave.
#[derive(Debug)]
pub struct Created {
    /// What the relying party gets.
    pub response: RegistrationResponse,
    /// The passkey as it was stored.
    pub passkey: Passkey,
    /// Why the response says "user verified"; `None` if it does not.
    pub evidence: Option<Evidence>,
    /// The store's epoch after the commit: the host keeps it outside the store.
    pub epoch: Epoch,
}

/// What `begin` made of the options.
struct Request {
    instance: Instance,
    rp_id: RpId,
    user: User,
    algorithm: Algorithm,
    user_verification: UserVerification,
    client_data: ClientData,
    format: Format,
    cred_props: bool,
}

/// What a finished registration stores and answers with, before it is either.
struct Made {
    custody: Custody,
    secrets: PasskeySecrets,
    attestation_object: AttestationObject,
    evidence: Option<Evidence>,
}

impl CreatePlan {
    /// What to show the person.
    pub fn prompt(&self) -> &CreatePrompt {
        &self.prompt
    }

    /// The algorithm that a hardware key for this plan must have.
    pub fn algorithm(&self) -> Algorithm {
        self.request.algorithm
    }

    /// Takes the person's answer. Whether the relying party excludes a passkey of this device
    /// shows only now, after the gesture (section 6.3.2, step 3).
    pub fn consent(self, consent: Consent) -> Result<ConsentedCreate, Error> {
        let given = Given::from_consent(consent).ok_or(Error::Declined)?;
        if self.excluded {
            return Err(Error::AlreadyRegistered);
        }
        Ok(ConsentedCreate { request: self.request, given })
    }
}

impl HardwareCreate {
    /// The exact bytes that the hardware key has to sign: authenticator data and client data hash.
    pub fn to_sign(&self) -> &[u8] {
        &self.to_sign
    }
}

impl Authenticator {
    /// Checks a registration against the caller and the store. Writes nothing.
    pub(crate) fn begin_create(&self, options: &CreationOptions, caller: &VerifiedCaller) -> Result<CreatePlan, Error> {
        self.require_fresh()?;
        let rp_id = verified_rp_id(options.rp_id.as_ref(), caller)?;
        let client_data = client_data(CeremonyType::Create, caller, options.challenge.as_ref())?;
        // Step 2: the first algorithm in the relying party's order that we have.
        let algorithm = options.choose_algorithm().map_err(|_| Error::UnsupportedAlgorithm)?;
        Ok(CreatePlan {
            // Step 3 looks up here and answers after the gesture only.
            excluded: self.excludes(options, &rp_id)?,
            prompt: CreatePrompt {
                rp_id: rp_id.clone(),
                origin: origin_to_show(caller),
                user: options.user.clone(),
                user_verification: options.user_verification,
            },
            request: Request {
                instance: self.instance,
                rp_id,
                user: options.user.clone(),
                algorithm,
                user_verification: options.user_verification,
                client_data,
                // Step 12, as far as the options decide it.
                format: attestation::choose_format(
                    options.attestation != Attestation::None,
                    &options.attestation_formats,
                    self.profile,
                ),
                cred_props: options.extensions.cred_props,
            },
        })
    }

    /// Makes a passkey whose private key the core keeps, commits it, and answers.
    pub(crate) fn finish_create(&self, consented: ConsentedCreate) -> Result<Created, Error> {
        let ConsentedCreate { request, given } = &consented;
        self.require_own(request.instance)?;
        self.require_fresh()?;
        // Steps 5 and 6.
        let evidence = self.proved(given, true)?;
        require_verification(request.user_verification, evidence)?;
        // Step 7.
        let private_key = PrivateKey::make(request.algorithm, &*self.entropy)?;
        let data = self.registration_data(request, private_key.public_key(), evidence)?;
        // Step 13.
        let attestation_object = match request.format {
            Format::None => attestation::render_none(data)?,
            Format::PackedSelf => {
                let signature = private_key.sign(&data.signing_input(request.client_data.hash()));
                attestation::render_packed_self(data, request.algorithm, &signature)?
            }
        };
        let secrets =
            PasskeySecrets { private_key: Some(private_key.to_secret()), prf_seed: SecretKey::make(&*self.entropy)? };
        self.commit_create(consented, Made { custody: Custody::Sealed, secrets, attestation_object, evidence })
    }

    /// Says what a hardware key has to sign for its registration. Writes nothing.
    pub(crate) fn begin_hardware_create(
        &self,
        consented: ConsentedCreate,
        key: HardwareKey,
    ) -> Result<HardwareCreate, Error> {
        let ConsentedCreate { request, given } = &consented;
        self.require_own(request.instance)?;
        self.require_fresh()?;
        if key.public_key.algorithm() != request.algorithm {
            return Err(Error::WrongHardwareKey);
        }
        // Strongest first: a key that signs only after a verification is its own evidence.
        let evidence = match (self.proved(given, true)?, key.access) {
            (_, KeyAccess::VerifiedUse) => Some(Evidence::KeySignature),
            (evidence, KeyAccess::Unverified) => evidence,
        };
        require_verification(request.user_verification, evidence)?;
        let data = self.registration_data(request, key.public_key.clone(), evidence)?;
        let to_sign = data.signing_input(request.client_data.hash());
        Ok(HardwareCreate { consented, key, data, evidence, to_sign })
    }

    /// Verifies the hardware key's signature, commits the passkey, and answers.
    ///
    /// The signature is asked for with attestation `none` too: it proves that the handle leads to
    /// the key before the relying party learns of it.
    pub(crate) fn finish_hardware_create(&self, plan: HardwareCreate, signature: &[u8]) -> Result<Created, Error> {
        let HardwareCreate { consented, key, data, evidence, to_sign } = plan;
        self.require_own(consented.request.instance)?;
        self.require_fresh()?;
        key.public_key.verify(&to_sign, signature)?;
        let attestation_object = match consented.request.format {
            Format::None => attestation::render_none(data)?,
            Format::PackedSelf => attestation::render_packed_self(data, consented.request.algorithm, signature)?,
        };
        let secrets = PasskeySecrets { private_key: None, prf_seed: SecretKey::make(&*self.entropy)? };
        let custody = Custody::Hardware { handle: key.handle, access: key.access };
        self.commit_create(consented, Made { custody, secrets, attestation_object, evidence })
    }

    /// Commit before reply.
    fn commit_create(&self, consented: ConsentedCreate, made: Made) -> Result<Created, Error> {
        let ConsentedCreate { request, given } = consented;
        let Made { custody, secrets, attestation_object, evidence } = made;
        let attested = attestation_object.authenticator_data().attested();
        let metadata = Metadata {
            credential_id: attested.credential_id().clone(),
            rp_id: request.rp_id,
            user_handle: request.user.handle,
            user_name: request.user.name,
            user_display_name: request.user.display_name,
            public_key: attested.public_key().clone(),
            custody,
            profile: self.profile,
            created: self.clock.now(),
            label: None,
        };
        let mut transaction = self.store.begin()?;
        let state = State { sign_count: 0, last_used: None, use_sequence: transaction.use_sequence() };
        transaction.insert(&metadata, &state, &secrets, given.gate())?;
        // Read back before the commit: what opens now opens later.
        let passkey = transaction.find(&metadata.rp_id, &metadata.credential_id)?.ok_or(Error::Internal)?;
        let epoch = transaction.commit()?;
        let extensions =
            ClientExtensionResults { cred_props: request.cred_props.then_some(CredentialProperties::DISCOVERABLE) };
        let response = RegistrationResponse { client_data: request.client_data, attestation_object, extensions };
        Ok(Created { response, passkey, evidence, epoch })
    }

    fn registration_data(
        &self,
        request: &Request,
        public_key: PublicKey,
        evidence: Option<Evidence>,
    ) -> Result<RegistrationData, Error> {
        let credential_id = CredentialId::make(&*self.entropy)?;
        let attested = AttestedCredentialData::new(self.aaguid, credential_id, public_key)?;
        // Step 11: a counter of the passkey's own starts at 0.
        Ok(RegistrationData::registration(&request.rp_id, flags(self.profile, evidence), 0, attested))
    }

    /// Step 3: whether the exclude list names a passkey of this RP on this device.
    ///
    /// An entry that could not be read may name any of them, so it counts as naming the passkeys
    /// of the same account: a duplicate check that silently lost an entry would be none.
    fn excludes(&self, options: &CreationOptions, rp_id: &RpId) -> Result<bool, Error> {
        if options.exclude.is_empty() {
            return Ok(false);
        }
        let unreadable = options.exclude.iter().any(is_unreadable);
        Ok(self.store.passkeys(rp_id)?.passkeys.iter().any(|passkey| {
            options.exclude.iter().any(|entry| entry.names(&passkey.metadata.credential_id))
                || (unreadable && passkey.metadata.user_handle == options.user.handle)
        }))
    }
}

fn is_unreadable(entry: &Descriptor) -> bool {
    entry.kind == DescriptorKind::PublicKey && entry.readings.is_empty()
}
