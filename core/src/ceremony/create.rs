//! Registration: `authenticatorMakeCredential` (WebAuthn L3, section 6.3.2).

use super::authenticator::{Authenticator, app_to_show, client_data, flags, origin_to_show, verified_rp_id};
use super::consent::{Given, require_verification, verification_to_ask};
use super::create_plan::{CreatePlan, CreatePrompt};
use super::create_request::{Along, ConsentedCreate, Request};
use super::obeyed::Membership;
use crate::caller::{Basis, VerifiedCaller};
use crate::error::{Class, Error};
use crate::id::CredentialId;
use crate::key::{Algorithm, BackupFlags, KeyPair, Model, PrivateKey, PublicKey};
use crate::lifecycle::{self, Account, Decision};
use crate::policy::Occasion;
use crate::secret::SecretKey;
use crate::standing::{Event, EventKind, Standing, Verification};
use crate::store::{Committed, NewKey, NewPasskey, Passkey, State, Transaction};
use crate::webauthn::attestation::{
    AttestationObject, AttestationRefused, Attester, Format, Offer, Route, Statement, Wanted,
};
use crate::webauthn::authenticator_data::{AttestedCredentialData, RegistrationData};
use crate::webauthn::client_data::CeremonyType;
use crate::webauthn::options::{CreationOptions, UserVerification};
use crate::webauthn::response::RegistrationResponse;

/// A registration that is durable: the response may leave.
#[derive(Debug)]
pub struct Created {
    /// What the relying party gets.
    pub response: RegistrationResponse,
    /// The passkey as it was stored.
    pub passkey: Passkey,
    /// Why the response says "user verified"; `None` if it does not.
    pub verification: Option<Verification>,
    /// What the relying party wanted to know about the authenticator.
    pub attestation_wanted: Wanted,
    /// The format of what it was told.
    pub attestation_given: Format,
}

/// What a finished registration stores and answers with, before it is either.
pub(super) struct Made {
    pub(super) key: NewKey,
    pub(super) data: RegistrationData,
    pub(super) statement: Statement,
    pub(super) verification: Option<Verification>,
}

/// A key pair whose private half the core keeps, and what is attested of it.
pub(super) struct SealedKey {
    pub(super) pair: KeyPair,
    pub(super) data: RegistrationData,
    pub(super) verification: Option<Verification>,
    /// The format of the answer's attestation.
    pub(super) format: Format,
}

impl Authenticator {
    /// Checks a registration against the caller and the store. Writes nothing.
    pub(crate) fn begin_create(
        &self,
        options: &CreationOptions,
        caller: &VerifiedCaller,
        model: Model,
    ) -> Result<CreatePlan, Error> {
        let origination = self.begin(caller)?;
        let rp_id = verified_rp_id(options.rp_id.as_ref(), caller)?;
        let obeyed = self.obeyed(Occasion::Registration)?;
        obeyed.require_rp_id(&rp_id)?;
        let client_data = client_data(CeremonyType::Create, caller, options.challenge.as_ref())?;
        // Step 2.
        let algorithms = options.algorithms.supported().map_err(|_| Error::UnsupportedAlgorithm)?;
        // Step 3 looks up here and answers after the gesture only.
        let passkeys = self.store.passkeys(&rp_id)?.passkeys;
        // Who will hold the key is not known yet.
        let own = algorithms.first().copied().ok_or(Error::UnsupportedAlgorithm)?;
        let account = Account { user_handle: &options.user.handle, algorithm: own };
        let findings = lifecycle::find_duplicates(&passkeys, account, &options.exclude, self.clock.now());
        let is_excluded = matches!(findings.decision, Decision::AlreadyRegistered(_));
        let user = options.user.clone().with_names_cut();
        let leftovers = lifecycle::find_leftovers(&passkeys, &user, &options.exclude, self.clock.now());
        Ok(CreatePlan {
            decision: findings.decision,
            leftovers,
            policy_warning: None,
            is_resolved: false,
            prompt: CreatePrompt {
                rp_id: rp_id.clone(),
                origin: origin_to_show(caller),
                app: app_to_show(caller),
                user: user.clone(),
                user_verification: if obeyed.wants_verification() {
                    UserVerification::Required
                } else {
                    verification_to_ask(options.user_verification, options.extensions.wants_verification())
                },
            },
            request: Request {
                origination,
                model,
                rp_id,
                user,
                algorithms,
                user_verification: options.user_verification,
                client_data,
                attestation: Wanted::of(options),
                offer: Offer::default(),
                route: route(caller, model),
                obeyed,
                extensions: options.extensions.clone(),
                timeout: options.timeout,
                exclude: options.exclude.clone(),
                is_excluded,
                is_conditional: false,
                same_account: findings.same_account,
                replaced: Vec::new(),
                along: None,
            },
        })
    }

    /// Makes a passkey whose private key the core keeps, commits it, and answers.
    pub(crate) fn finish_create(&self, consented: ConsentedCreate) -> Result<Committed<Created>, Error> {
        let SealedKey { pair, data, verification, format } = self.make_sealed_key(&consented)?;
        let request = &consented.request;
        // Step 12.
        let statement = match format {
            Format::None => Statement::None,
            Format::PackedSelf => {
                let signed = data.signing_input(request.client_data.hash());
                let signature = pair.private_key().sign_hedged(&signed, &*self.entropy)?;
                Statement::PackedSelf { algorithm: pair.public_key().algorithm(), signature }
            }
            Format::Packed | Format::AndroidKey => return Err(AttestationRefused::Missing.into()),
        };
        let transaction = self.begin_commit(request)?;
        let made = Made { key: NewKey::Sealed(pair), data, statement, verification };
        self.commit_create(transaction, consented, made)
    }

    /// Makes the key pair of a registration whose private key the core keeps, and what is attested of it. Answers a
    /// registration that the relying party excludes.
    pub(super) fn make_sealed_key(&self, consented: &ConsentedCreate) -> Result<SealedKey, Error> {
        let ConsentedCreate { request, given } = consented;
        self.require_agreed(&request.origination, given)?;
        // Step 3, after the gesture.
        if request.is_excluded {
            self.begin_commit(request).map(drop)?;
        }
        // Steps 5 and 6.
        let verification = self.proved(given, false)?;
        require_verification(request.user_verification, verification)?;
        request.obeyed.require_verification(verification)?;
        request.obeyed.require_custody(false, self.store.is_gated())?;
        let format = request.attestation_format(false)?;
        // Step 7.
        let algorithm = request.choose_algorithm(Algorithm::ALL)?;
        let pair = KeyPair::of(PrivateKey::make(algorithm, &*self.entropy)?);
        // Step 9.
        let data = self.registration_data(consented, pair.public_key().clone(), verification)?;
        Ok(SealedKey { pair, data, verification, format })
    }

    /// Makes a passkey without the person's gesture, where the relying party asks for one right after
    /// a sign-in (WebAuthn L3, section 5.1.3, conditional mediation): UP and UV are 0.
    ///
    /// Only where nothing is to be decided: no passkey of the account is here but confirmed ones of other algorithms,
    /// none is excluded, and
    /// no verification is wanted; not in a frame of another origin, where the standard has no registration
    /// without a gesture; and only so many for a relying party in an hour, and while the server has not
    /// confirmed many (`lifecycle::flood`). Every other case is the same error, which tells nothing; only what
    /// keeps the store from being read or written is reported as what it is. A policy that only warns leaves the
    /// person something to decide, too.
    pub(crate) fn create_conditionally(
        &self,
        options: &CreationOptions,
        caller: &VerifiedCaller,
        model: Model,
        membership: Option<Membership<'_>>,
    ) -> Result<Committed<Created>, Error> {
        let mut plan = self.begin_create(options, caller, model).map_err(|error| match error.class() {
            // What the store or the device prevents says nothing about the account, and the host may mend it.
            Class::Environment => error,
            Class::Request => Error::ConditionalCreateRefused,
        })?;
        let is_plain = plan.decision == Decision::Proceed
            && !self.store.is_gated()
            && !caller.frame().is_cross_origin()
            && plan.request.user_verification != UserVerification::Required;
        if !is_plain {
            return Err(Error::ConditionalCreateRefused);
        }
        if let Some(membership) = membership {
            plan = plan.as_member(membership, false).map_err(|_| Error::ConditionalCreateRefused)?;
        }
        if plan.policy_warning.is_some() {
            return Err(Error::ConditionalCreateRefused);
        }
        plan.request.is_conditional = true;
        let given = Given::nothing(self.moment());
        self.finish_create(ConsentedCreate { request: plan.request, given }).map_err(|error| {
            if matches!(error, Error::AlreadyRegistered { .. } | Error::PlanOutdated | Error::PolicyRefused { .. }) {
                Error::ConditionalCreateRefused
            } else {
                error
            }
        })
    }

    /// Begins to write a registration: looks again at what it found at its beginning, and writes what
    /// its exclude list proves.
    pub(super) fn begin_commit(&self, request: &Request) -> Result<Transaction<'_>, Error> {
        let mut transaction = self.store.begin()?;
        let now = self.clock.now();
        let passkeys = transaction.passkeys(&request.rp_id)?.passkeys;
        if request.is_conditional && lifecycle::is_flooded(&passkeys, now) {
            return Err(Error::ConditionalCreateRefused);
        }
        let own = request.choose_algorithm(Algorithm::ALL)?;
        let account = Account { user_handle: &request.user.handle, algorithm: own };
        let findings = lifecycle::find_duplicates(&passkeys, account, &request.exclude, now);
        lifecycle::note_findings(&mut transaction, passkeys, &findings, now)?;
        if matches!(findings.decision, Decision::AlreadyRegistered(_)) {
            // Step 3: after the gesture. That the server knows the passkey is now known for good.
            let Committed { epoch, .. } = transaction.commit()?;
            return Err(Error::AlreadyRegistered { epoch });
        }
        if findings.same_account != request.same_account {
            return Err(Error::PlanOutdated);
        }
        Ok(transaction)
    }

    /// Commit before reply: the new passkey and the end of those that it replaces, or neither.
    pub(super) fn commit_create(
        &self,
        mut transaction: Transaction<'_>,
        consented: ConsentedCreate,
        made: Made,
    ) -> Result<Committed<Created>, Error> {
        let ConsentedCreate { request, given } = consented;
        let Made { key, data, statement, verification } = made;
        // Step 13.
        let attestation_object = AttestationObject::new(data, &statement)?;
        let now = self.clock.now();
        if let (Statement::Packed(certified), Some(Attester::OnePasskey)) = (&statement, &request.offer.attester) {
            lifecycle::use_leaf(&mut transaction, certified)?;
        }
        for id in &request.replaced {
            let replaced = transaction.find(&request.rp_id, id)?.ok_or(Error::PlanOutdated)?;
            // The server took it meanwhile: that is not what the person answered for.
            if matches!(replaced.state.standing, Standing::Confirmed(_)) {
                return Err(Error::PlanOutdated);
            }
            lifecycle::replace(&mut transaction, replaced, now)?;
        }
        let prf_seed = SecretKey::make(&*self.entropy)?;
        // The values of a function that nobody can have asked before, while its seed is here.
        let extensions = request.extensions.results(Some(&prf_seed).filter(|_| verification.is_some()));
        let new = NewPasskey {
            credential_id: attestation_object.authenticator_data().attested().credential_id().clone(),
            rp_id: request.rp_id,
            user: request.user,
            backup_flags: request.model.backup_flags,
            protection: request.extensions.protection(),
            created: now,
            prf_seed,
            key,
        };
        let standing = Standing::Unconfirmed { deadline: lifecycle::deadline(now, request.timeout) };
        let state = State::new(transaction.use_sequence(), standing, now);
        let (wanted, format) = (request.attestation, statement.format());
        let event = Event::new(now, EventKind::Created(verification)).with_note(wanted.note(format).as_deref());
        let passkey = transaction.insert(new, state, event, given.gate())?;
        if let Some(Along { kind, name, number, render }) = &request.along {
            transaction.document(*kind, name)?.filter(|kept| kept.number == *number).ok_or(Error::PlanOutdated)?;
            transaction.write_document(*kind, name, &render(&passkey.metadata.credential_id))?;
        }
        let committed = transaction.commit()?;
        let response = RegistrationResponse { client_data: request.client_data, attestation_object, extensions };
        Ok(committed.map(|()| Created {
            response,
            passkey,
            verification,
            attestation_wanted: wanted,
            attestation_given: format,
        }))
    }

    pub(super) fn registration_data(
        &self,
        consented: &ConsentedCreate,
        public_key: PublicKey,
        verification: Option<Verification>,
    ) -> Result<RegistrationData, Error> {
        let extensions = consented.request.extensions.data()?;
        let credential_id = CredentialId::make(&*self.entropy)?;
        let attested = AttestedCredentialData::new(consented.request.model.aaguid, credential_id, public_key)?;
        let flags =
            flags(consented.request.model.backup_flags, verification).user_present(consented.given.is_present());
        // Step 11: a counter of the passkey's own starts at 0.
        Ok(RegistrationData::registration(&consented.request.rp_id, flags, 0, attested, &extensions))
    }
}

/// Through an iPhone's extension comes what the operating system checked, and leaves what it takes.
fn route(caller: &VerifiedCaller, model: Model) -> Route {
    match (caller.basis(), model.backup_flags) {
        (Basis::Platform, BackupFlags::Ios) => Route::Ios,
        _ => Route::Whole,
    }
}
