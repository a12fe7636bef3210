//! Registration: `authenticatorMakeCredential` (WebAuthn L3, section 6.3.2).

use std::time::Duration;

use super::authenticator::{
    Authenticator, Origination, app_to_show, client_data, flags, origin_to_show, verified_rp_id,
};
use super::consent::{Consent, Given, require_verification, verification_to_ask};
use super::obeyed::{Membership, Obeyed, PolicyWarning, kind_of};
use crate::caller::VerifiedCaller;
use crate::error::{Class, Error};
use crate::id::{CredentialId, Origin, PackageName, RpId, User};
use crate::key::{Algorithm, KeyPair, Model, PrivateKey, PublicKey};
use crate::lifecycle::{self, Account, Answer, Decision, PasskeySummary};
use crate::policy::Occasion;
use crate::secret::SecretKey;
use crate::standing::{Event, EventKind, Standing, Verification};
use crate::store::{Committed, NewKey, NewPasskey, Passkey, State, Transaction};
use crate::webauthn::attestation::{AttestationObject, Format, Statement, Wanted};
use crate::webauthn::authenticator_data::{AttestedCredentialData, RegistrationData};
use crate::webauthn::client_data::{CeremonyType, ClientData};
use crate::webauthn::extensions::CreationExtensions;
use crate::webauthn::options::{CreationOptions, Descriptor, UserVerification};
use crate::webauthn::response::RegistrationResponse;

/// A registration that was understood and checked, and waits for the person.
pub struct CreatePlan {
    request: Request,
    prompt: CreatePrompt,
    decision: Decision,
    leftovers: Vec<PasskeySummary>,
    policy_warning: Option<PolicyWarning>,
    is_resolved: bool,
}

/// What to show the person before they answer. The RP ID was verified; the names were not.
#[derive(Clone, Debug)]
pub struct CreatePrompt {
    /// The verified RP ID. Show this, not the name that the relying party gives itself.
    pub rp_id: RpId,
    /// The calling page, where its host is not the RP ID: show it beside the RP ID.
    pub origin: Option<Origin>,
    /// The Android app that asks for itself: show it beside the RP ID.
    pub app: Option<PackageName>,
    /// The account that the passkey is for.
    pub user: User,
    /// Whether the relying party asks for user verification, or an extension does: a pseudo-random function (`prf`)
    /// answers to nobody else.
    pub user_verification: UserVerification,
}

/// A registration that the person agreed to.
pub struct ConsentedCreate {
    pub(super) request: Request,
    pub(super) given: Given,
}

/// A registration that is durable: the response may leave.
#[derive(Debug)]
pub struct Created {
    /// What the relying party gets.
    pub response: RegistrationResponse,
    /// The passkey as it was stored.
    pub passkey: Passkey,
    /// Why the response says "user verified"; `None` if it does not.
    pub verification: Option<Verification>,
}

/// What `begin` made of the options.
pub(super) struct Request {
    pub(super) origination: Origination,
    model: Model,
    rp_id: RpId,
    user: User,
    /// Those that the relying party accepts, best first.
    algorithms: Vec<Algorithm>,
    pub(super) user_verification: UserVerification,
    pub(super) client_data: ClientData,
    /// What the relying party wants to know about the authenticator.
    attestation: Wanted,
    /// What is answered of it.
    pub(super) format: Format,
    pub(super) obeyed: Obeyed,
    pub(super) extensions: CreationExtensions,
    timeout: Option<Duration>,
    exclude: Vec<Descriptor>,
    is_excluded: bool,
    /// Whether nobody is asked.
    is_conditional: bool,
    /// The account's passkeys at the beginning.
    same_account: Vec<CredentialId>,
    /// Those of them that the person deletes by this registration.
    replaced: Vec<CredentialId>,
}

/// What a finished registration stores and answers with, before it is either.
pub(super) struct Made {
    pub(super) key: NewKey,
    pub(super) attestation_object: AttestationObject,
    pub(super) verification: Option<Verification>,
}

impl Request {
    /// The first algorithm in the relying party's order that whoever will hold the key `offers` (section 6.3.2,
    /// steps 2 and 7).
    pub(super) fn choose_algorithm(&self, offers: &[Algorithm]) -> Result<Algorithm, Error> {
        let mut acceptable = self.algorithms.iter().copied();
        acceptable.find(|algorithm| offers.contains(algorithm)).ok_or(Error::UnsupportedAlgorithm)
    }
}

impl CreatePlan {
    /// What to show the person.
    pub fn prompt(&self) -> &CreatePrompt {
        &self.prompt
    }

    /// The algorithms that the relying party accepts and the core knows, best first. Whoever will hold the key
    /// takes the first that it can make a key of.
    pub fn algorithms(&self) -> &[Algorithm] {
        &self.request.algorithms
    }

    /// How much the relying party wants to know about the authenticator, and in which formats.
    pub fn attestation(&self) -> &Wanted {
        &self.request.attestation
    }

    /// What is on the device for this account already, for the person to see. The caller learns of
    /// it after the gesture only.
    pub fn decision(&self) -> &Decision {
        &self.decision
    }

    /// What earlier registrations left behind: passkeys of the same relying party and account name, with another
    /// user handle, that the server probably or certainly does not have; the last used first. They stand in
    /// nobody's way. Show them to the person, and offer to delete them with
    /// [`Passkeys::delete`](crate::provider::Passkeys::delete). The caller learns nothing of them.
    pub fn leftovers(&self) -> &[PasskeySummary] {
        &self.leftovers
    }

    /// What the organisation's policy would refuse, if it were newer, whole and the organisation's own: show it to
    /// the person before a key is made that the server may not take.
    pub fn policy_warning(&self) -> Option<&PolicyWarning> {
        self.policy_warning.as_ref()
    }

    /// The person gives up the passkeys of [`Decision::StaleDuplicate`] or [`Decision::InFlight`]: the
    /// same request goes on, and when it is finished the new passkey is in and the old ones are
    /// deleted, or neither. They stay restorable.
    pub fn delete_and_retry(mut self) -> Result<Self, Error> {
        self.require_open(Answer::DeleteAndRetry)?;
        self.request.replaced =
            self.decision.existing().iter().map(|existing| existing.passkey.credential_id.clone()).collect();
        self.is_resolved = true;
        Ok(self)
    }

    /// The person wants another passkey beside those of [`Decision::StaleDuplicate`] or
    /// [`Decision::InFlight`].
    pub fn register_another(mut self) -> Result<Self, Error> {
        self.require_open(Answer::RegisterAnother)?;
        self.request.replaced.clear();
        self.is_resolved = true;
        Ok(self)
    }

    fn require_open(&self, answer: Answer) -> Result<(), Error> {
        if self.decision.answers().contains(&answer) { Ok(()) } else { Err(Error::NotOffered) }
    }

    /// Takes the person's answer. Whether the relying party excludes a passkey of this device
    /// shows after the gesture only, when the plan is finished (section 6.3.2, step 3).
    pub fn consent(self, consent: Consent) -> Result<ConsentedCreate, Error> {
        let given = self.request.origination.take(consent)?;
        match self.decision {
            Decision::StaleDuplicate(_) if !self.is_resolved => Err(Error::StaleDuplicate),
            Decision::InFlight(_) if !self.is_resolved => Err(Error::DuplicateInFlight),
            _ => Ok(ConsentedCreate { request: self.request, given }),
        }
    }
}

impl Authenticator {
    /// Checks a registration against the caller and the store. Writes nothing.
    pub(crate) fn begin_create(
        &self,
        options: &CreationOptions,
        caller: &VerifiedCaller,
        model: Model,
        membership: Option<Membership<'_>>,
    ) -> Result<CreatePlan, Error> {
        let origination = self.begin(caller)?;
        let rp_id = verified_rp_id(options.rp_id.as_ref(), caller)?;
        let obeyed = self.obeyed(Occasion::Registration)?;
        obeyed.require_rp_id(&rp_id)?;
        let attestation = Wanted::of(options);
        let format = obeyed.narrow_format(attestation.format(model.backup_flags))?;
        let policy_warning = self.heeded(membership, model, kind_of(format))?;
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
            policy_warning,
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
                attestation,
                format,
                obeyed,
                extensions: options.extensions.clone(),
                timeout: options.timeout,
                exclude: options.exclude.clone(),
                is_excluded,
                is_conditional: false,
                same_account: findings.same_account,
                replaced: Vec::new(),
            },
        })
    }

    /// Makes a passkey whose private key the core keeps, commits it, and answers.
    pub(crate) fn finish_create(&self, consented: ConsentedCreate) -> Result<Committed<Created>, Error> {
        let ConsentedCreate { request, given } = &consented;
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
        // Step 7.
        let algorithm = request.choose_algorithm(Algorithm::ALL)?;
        let pair = KeyPair::of(PrivateKey::make(algorithm, &*self.entropy)?);
        // Steps 9 and 12.
        let data = self.registration_data(&consented, pair.public_key().clone(), verification)?;
        let format = request.format;
        let statement = if format.is_signed() {
            let signed = data.signing_input(request.client_data.hash());
            Statement::of_passkey(format, algorithm, pair.private_key().sign_hedged(&signed, &*self.entropy)?)
        } else {
            Statement::None
        };
        // Step 13.
        let attestation_object = AttestationObject::new(data, &statement)?;
        let key = NewKey::Sealed(pair);
        let transaction = self.begin_commit(request)?;
        let made = Made { key, attestation_object, verification };
        self.commit_create(transaction, consented, made)
    }

    /// Makes a passkey without the person's gesture, where the relying party asks for one right after
    /// a sign-in (WebAuthn L3, section 5.1.3, conditional mediation): UP and UV are 0.
    ///
    /// Only where nothing is to be decided: no passkey of the account is here but confirmed ones of other algorithms,
    /// none is excluded, and
    /// no verification is wanted; not in a frame of another origin, where the standard has no registration
    /// without a gesture; and only so many for a relying party in an hour, and while the server has not
    /// confirmed many (`lifecycle::flood`). Every other case is the same error, which tells nothing; only what
    /// keeps the store from being read or written is reported as what it is.
    pub(crate) fn create_conditionally(
        &self,
        options: &CreationOptions,
        caller: &VerifiedCaller,
        model: Model,
    ) -> Result<Committed<Created>, Error> {
        let mut plan = self.begin_create(options, caller, model, None).map_err(|error| match error.class() {
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
        let Made { key, attestation_object, verification } = made;
        let now = self.clock.now();
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
        let event = Event::new(now, EventKind::Created(verification));
        let passkey = transaction.insert(new, state, event, given.gate())?;
        let committed = transaction.commit()?;
        let response = RegistrationResponse { client_data: request.client_data, attestation_object, extensions };
        Ok(committed.map(|()| Created { response, passkey, verification }))
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
