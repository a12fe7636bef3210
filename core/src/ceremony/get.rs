//! Authentication: `authenticatorGetAssertion` (WebAuthn L3, section 6.3.3).

use super::authenticator::{
    Authenticator, Origination, app_to_show, client_data, flags, origin_to_show, verified_rp_id,
};
use super::candidate::{keep_allowed, may_answer};
use super::consent::{Consent, Given, require_verification, verification_to_ask};
use super::large_blob;
use super::obeyed::Obeyed;
use crate::caller::VerifiedCaller;
use crate::error::Error;
use crate::id::{CredentialId, Origin, PackageName, RpId};
use crate::key::{Custody, KeyAccess, KeyHandle};
use crate::lifecycle::{self, PasskeySummary, StandingEvidence};
use crate::policy::Occasion;
use crate::standing::Verification;
use crate::store::{Committed, OpenedSecrets, Passkey, State, Transaction};
use crate::webauthn::authenticator_data::AssertionData;
use crate::webauthn::client_data::{CeremonyType, ClientData};
use crate::webauthn::extensions::{ClientExtensionResults, ExtensionData, RequestExtensions};
use crate::webauthn::options::{OptionsError, RequestOptions, UserVerification};
use crate::webauthn::response::AuthenticationResponse;

/// A request to sign in that was understood and checked, and waits for the person's choice.
pub struct GetPlan {
    request: Request,
    prompt: GetPrompt,
    candidates: Vec<PasskeySummary>,
    passkeys: Vec<Passkey>,
}

/// What to show the person. The RP ID was verified.
#[derive(Clone, Debug)]
pub struct GetPrompt {
    /// The verified RP ID.
    pub rp_id: RpId,
    /// The calling page, where its host is not the RP ID: show it beside the RP ID.
    pub origin: Option<Origin>,
    /// The Android app that asks for itself: show it beside the RP ID.
    pub app: Option<PackageName>,
    /// Whether the relying party asks for user verification, or an extension does: a pseudo-random function (`prf`)
    /// answers to nobody else, nothing is kept for a site (`largeBlob`) without one, and a passkey that was made
    /// protected (`credProtect`) may not sign without one. It is required where all candidates are protected so; where
    /// some are, it is wanted at least.
    pub user_verification: UserVerification,
}

/// A request to sign in with one passkey, waiting for the person's consent.
pub struct ChosenGet {
    request: Request,
    passkey: Passkey,
}

/// A request to sign in that the person agreed to, by who holds the private key.
pub enum ConsentedGet {
    /// The core holds it.
    Sealed(SealedGet),
    /// The hardware holds it.
    Hardware(HardwareSignIn),
}

/// A sign-in with a key in the core's custody.
pub struct SealedGet {
    request: Request,
    passkey: Passkey,
    given: Given,
}

/// A sign-in with a hardware key that the person agreed to. It hands nothing out: what a consent proves is
/// looked at first, by [`Provider::begin_hardware_get`](crate::Provider::begin_hardware_get).
pub struct HardwareSignIn {
    pub(super) request: Request,
    pub(super) passkey: Passkey,
    pub(super) given: Given,
    pub(super) handle: KeyHandle,
    pub(super) access: KeyAccess,
}

/// A sign-in whose counter is durable: the response may leave.
#[derive(Debug)]
pub struct Asserted {
    /// What the relying party gets.
    pub response: AuthenticationResponse,
    /// The passkey after this use.
    pub passkey: Passkey,
    /// Why the response says "user verified"; `None` if it does not.
    pub verification: Option<Verification>,
}

pub(super) struct Request {
    pub(super) origination: Origination,
    rp_id: RpId,
    pub(super) user_verification: UserVerification,
    pub(super) client_data: ClientData,
    pub(super) extensions: RequestExtensions,
    pub(super) obeyed: Obeyed,
    /// The use after the latest one of this relying party's passkeys.
    next_use: u64,
    /// The passkeys that the allow list names; `None` without one.
    listed: Option<Vec<CredentialId>>,
    /// Whether that is news: the server knows them.
    is_news: bool,
}

impl Request {
    /// The verification that a sign-in with this passkey takes: what the relying party asks for, and what the
    /// passkey's protection does. Only the relying party's own list names a passkey: one that was picked in a list of
    /// the system is not named by it.
    pub(super) fn verification_of(&self, passkey: &Passkey) -> UserVerification {
        if passkey.metadata.protection.needs_verification(self.listed.is_some()) {
            UserVerification::Required
        } else {
            self.user_verification
        }
    }
}

impl GetPlan {
    /// What to show the person.
    pub fn prompt(&self) -> &GetPrompt {
        &self.prompt
    }

    /// The passkeys that may answer, most recently used first. At least one.
    pub fn candidates(&self) -> &[PasskeySummary] {
        &self.candidates
    }

    /// Takes the person's choice, also where there is only one.
    pub fn choose(self, credential_id: &CredentialId) -> Result<ChosenGet, Error> {
        let passkey = self.passkeys.into_iter().find(|passkey| passkey.metadata.credential_id == *credential_id);
        Ok(ChosenGet { request: self.request, passkey: passkey.ok_or(Error::NotOffered)? })
    }
}

impl ChosenGet {
    /// Takes the person's answer (section 6.3.3, step 7). [`Error::VerificationRequired`] also where the relying party
    /// asks for no verification and the passkey's protection does (CTAP 2.1, section 12.1).
    pub fn consent(self, consent: Consent) -> Result<ConsentedGet, Error> {
        let Self { request, passkey } = self;
        let given = request.origination.take(consent)?;
        if !passkey.metadata.public_key.algorithm().is_available() {
            return Err(Error::AlgorithmUnavailable);
        }
        match &passkey.metadata.custody {
            Custody::Sealed => {
                require_verification(request.verification_of(&passkey), given.verification())?;
                Ok(ConsentedGet::Sealed(SealedGet { request, passkey, given }))
            }
            Custody::Hardware { handle, access } => {
                let (handle, access) = (handle.clone(), *access);
                Ok(ConsentedGet::Hardware(HardwareSignIn { request, passkey, given, handle, access }))
            }
        }
    }
}

impl HardwareSignIn {
    /// The hardware key that has to sign.
    pub fn key_handle(&self) -> &KeyHandle {
        &self.handle
    }
}

impl Authenticator {
    /// Checks a request to sign in against the caller and the store. Writes nothing, opens no
    /// private key.
    ///
    /// `picked`: the passkey that the person picked before, in a list that is ours. It narrows, and
    /// proves nothing: only a list that the relying party sent is its word.
    pub(crate) fn begin_get(
        &self,
        options: &RequestOptions,
        caller: &VerifiedCaller,
        picked: Option<&CredentialId>,
    ) -> Result<GetPlan, Error> {
        let origination = self.begin(caller)?;
        let rp_id = verified_rp_id(options.rp_id.as_ref(), caller)?;
        let obeyed = self.obeyed(Occasion::SignIn)?;
        obeyed.require_rp_id(&rp_id)?;
        if options.extensions.payment && caller.client_data_hash().is_none() {
            return Err(OptionsError::Payment { path: "$.extensions.payment".to_owned() }.into());
        }
        let client_data = client_data(CeremonyType::Get, caller, options.challenge.as_ref())?;
        let mut passkeys = self.store.passkeys(&rp_id)?.passkeys;
        let next_use = passkeys.first().map_or(0, |latest| latest.state.use_sequence.saturating_add(1));
        let now = self.clock.now();
        let listed = keep_allowed(&mut passkeys, &options.allow)?;
        let is_news = listed.is_some()
            && passkeys
                .iter()
                .any(|passkey| lifecycle::weigh(passkey.state, StandingEvidence::Listed, None, now).is_some());
        passkeys.retain(|passkey| may_answer(passkey, listed.is_some()));
        if let Some(picked) = picked {
            passkeys.retain(|passkey| passkey.metadata.credential_id == *picked);
        }
        // Step 6.
        if passkeys.is_empty() {
            return Err(Error::NoPasskey);
        }
        let is_protected = |passkey: &Passkey| passkey.metadata.protection.needs_verification(listed.is_some());
        let user_verification = if obeyed.wants_verification() || passkeys.iter().all(is_protected) {
            UserVerification::Required
        } else {
            let wants = options.extensions.wants_verification() || passkeys.iter().any(is_protected);
            verification_to_ask(options.user_verification, wants)
        };
        Ok(GetPlan {
            prompt: GetPrompt {
                rp_id: rp_id.clone(),
                origin: origin_to_show(caller),
                app: app_to_show(caller),
                user_verification,
            },
            candidates: passkeys.iter().map(|passkey| PasskeySummary::of(passkey, now)).collect(),
            passkeys,
            request: Request {
                origination,
                rp_id,
                user_verification: options.user_verification,
                client_data,
                extensions: options.extensions.clone(),
                obeyed,
                next_use,
                listed,
                is_news,
            },
        })
    }

    /// Opens the private key, counts, signs, commits the count, and answers.
    pub(crate) fn finish_get(&self, plan: SealedGet) -> Result<Committed<Asserted>, Error> {
        let SealedGet { request, passkey, given } = plan;
        self.require_agreed(&request.origination, &given)?;
        let verification = self.proved(&given, false)?;
        request.obeyed.require_verification(verification)?;
        // The count may have moved since the plan was made; this one cannot.
        let (mut transaction, passkey) = self.begin_use(&request, passkey)?;
        // Step 10.
        let sign_count = next_count(&passkey)?;
        // Steps 9 and 11.
        let data = assertion_data(&request, &passkey, verification, sign_count, &request.extensions.data()?);
        let to_sign = data.signing_input(request.client_data.hash());
        let OpenedSecrets { prf_seed, private_key } = transaction.open_secrets(&passkey, given.gate())?;
        let private_key = private_key.ok_or(Error::DamagedPasskey)?;
        let signature = private_key.sign_hedged(&to_sign, &*self.entropy)?;
        drop(private_key);
        let seed = Some(&prf_seed).filter(|_| verification.is_some());
        let large_blob = large_blob::exchange(&mut transaction, &request.extensions, &passkey, &given, verification)?;
        let extensions = request.extensions.results(&passkey.metadata.credential_id, seed, large_blob);
        drop(prf_seed);
        let used = self.commit_use(transaction, &request, passkey, (sign_count, verification))?;
        Ok(used.map(|passkey| asserted(request, passkey, verification, data, extensions, signature)))
    }

    /// The passkey as it is now, if it may still answer.
    ///
    /// Only a count, what the server lets know and what the site keeps must survive a power cut; when a passkey that
    /// does not count was last used need not, and a sync costs more than the signature.
    pub(super) fn begin_use(&self, request: &Request, passkey: Passkey) -> Result<(Transaction<'_>, Passkey), Error> {
        let is_synced = passkey.metadata.backup_flags.counts() || request.is_news || request.extensions.writes();
        let transaction = if is_synced { self.store.begin() } else { self.store.begin_unsynced() }?;
        // Deleted or hidden meanwhile, it does not.
        let refreshed = transaction.refresh(passkey)?.filter(|passkey| may_answer(passkey, request.listed.is_some()));
        Ok((transaction, refreshed.ok_or(Error::PlanOutdated)?))
    }

    /// Makes the count durable, and that the server knows whom it named: commit before reply.
    pub(super) fn commit_use(
        &self,
        mut transaction: Transaction<'_>,
        request: &Request,
        mut passkey: Passkey,
        (sign_count, last_verification): (u32, Option<Verification>),
    ) -> Result<Committed<Passkey>, Error> {
        let now = self.clock.now();
        // A use that does not count leaves the epoch, and yet comes after the one before.
        let use_sequence = transaction.use_sequence().max(request.next_use);
        let used = State { sign_count, last_used: Some(now), last_verification, use_sequence, ..passkey.state };
        transaction.update(&mut passkey, used, [])?;
        if request.is_news
            && let Some(listed) = &request.listed
        {
            lifecycle::note_listed(&mut transaction, &request.rp_id, listed, now)?;
            passkey = transaction
                .refresh(passkey)?
                .ok_or(Error::Internal { at: "a passkey that was listed is gone inside its transaction" })?;
        }
        Ok(transaction.commit()?.map(|()| passkey))
    }
}

/// The counter of the next assertion (section 6.1.1): one more, or always 0.
pub(super) fn next_count(passkey: &Passkey) -> Result<u32, Error> {
    if passkey.metadata.backup_flags.counts() {
        passkey.state.sign_count.checked_add(1).ok_or(Error::CounterExhausted)
    } else {
        Ok(0)
    }
}

pub(super) fn assertion_data(
    request: &Request,
    passkey: &Passkey,
    verification: Option<Verification>,
    sign_count: u32,
    extensions: &ExtensionData,
) -> AssertionData {
    AssertionData::assertion(&request.rp_id, flags(passkey.metadata.backup_flags, verification), sign_count, extensions)
}

pub(super) fn asserted(
    request: Request,
    passkey: Passkey,
    verification: Option<Verification>,
    authenticator_data: AssertionData,
    extensions: ClientExtensionResults,
    signature: Vec<u8>,
) -> Asserted {
    let response = AuthenticationResponse {
        credential_id: passkey.metadata.credential_id.clone(),
        client_data: request.client_data,
        authenticator_data,
        signature,
        user_handle: passkey.metadata.user.handle.clone(),
        extensions,
    };
    Asserted { response, passkey, verification }
}
