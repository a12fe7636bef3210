//! Authentication with a key that the host's hardware holds.

use super::authenticator::Authenticator;
use super::consent::{Given, require_verification};
use super::get::{Asserted, HardwareSignIn, Request, asserted, assertion_data, next_count};
use super::large_blob;
use crate::error::Error;
use crate::key::{KeyAccess, KeyHandle};
use crate::standing::Verification;
use crate::store::{Committed, Passkey};
use crate::webauthn::authenticator_data::AssertionData;

/// A sign-in with a hardware key, waiting for the key's signature.
pub struct HardwareGet {
    request: Request,
    passkey: Passkey,
    given: Given,
    handle: KeyHandle,
    verification: Option<Verification>,
    sign_count: u32,
    data: AssertionData,
    to_sign: Vec<u8>,
}

impl HardwareGet {
    /// The exact bytes that the hardware key has to sign: authenticator data and client data hash.
    pub fn to_sign(&self) -> &[u8] {
        &self.to_sign
    }

    /// The hardware key that has to sign.
    pub fn key_handle(&self) -> &KeyHandle {
        &self.handle
    }
}

impl Authenticator {
    /// Says what a hardware key has to sign, once the consent is proved: bytes that say "user verified"
    /// (WebAuthn L3, section 6.1) go out on the gate's proof, on the host's word in a store without a gate,
    /// or to a key that signs only after the hardware's own verification. Writes nothing.
    ///
    /// [`Error::GateRequired`] also where a gated store has to evaluate the passkey's pseudo-random function (`prf`), or
    /// to read or write what the site keeps with it (`largeBlob`): no hardware key stands in for the gate there.
    pub(crate) fn begin_hardware_get(&self, plan: HardwareSignIn) -> Result<HardwareGet, Error> {
        let HardwareSignIn { request, passkey, given, handle, access } = plan;
        self.require_agreed(&request.origination, &given)?;
        // Strongest first: a key that signs only after a verification proves it by itself.
        let verification = match (access, self.proved(&given, access == KeyAccess::VerifiedUse)?) {
            (KeyAccess::VerifiedUse, _) => Some(Verification::KeySignature),
            (KeyAccess::Unverified, verification) => verification,
        };
        require_verification(request.verification_of(&passkey), verification)?;
        request.obeyed.require_verification(verification)?;
        // The key signs without the gate; what else the passkey has is sealed behind it all the same.
        if request.extensions.needs_secrets(&passkey.metadata.credential_id)
            && self.store.is_gated()
            && given.gate().is_none()
        {
            return Err(Error::GateRequired);
        }
        let sign_count = next_count(&passkey)?;
        let data = assertion_data(&request, &passkey, verification, sign_count, &request.extensions.data()?);
        let to_sign = data.signing_input(request.client_data.hash());
        Ok(HardwareGet { request, passkey, given, handle, verification, sign_count, data, to_sign })
    }

    /// Verifies the hardware key's signature, commits the count, and answers.
    pub(crate) fn finish_hardware_get(
        &self,
        plan: HardwareGet,
        signature: &[u8],
    ) -> Result<Committed<Asserted>, Error> {
        self.require_agreed(&plan.request.origination, &plan.given)?;
        plan.passkey.metadata.public_key.verify(&plan.to_sign, signature)?;
        let expected = plan.passkey.state.sign_count;
        let (mut transaction, passkey) = self.begin_use(&plan.request, plan.passkey)?;
        // The count is inside the signed bytes: if another sign-in took it, these may not leave.
        if passkey.state.sign_count != expected {
            return Err(Error::PlanOutdated);
        }
        let (verification, data, id) = (plan.verification, plan.data, &passkey.metadata.credential_id);
        let asked = &plan.request.extensions;
        let is_evaluated = verification.is_some() && asked.needs_seed(id);
        let secrets = if is_evaluated { Some(transaction.open_secrets(&passkey, plan.given.gate())?) } else { None };
        let seed = secrets.as_ref().map(|secrets| &secrets.prf_seed);
        let large_blob = large_blob::exchange(&mut transaction, asked, &passkey, &plan.given, verification)?;
        let extensions = asked.results(id, seed, large_blob);
        drop(secrets);
        let used = self.commit_use(transaction, &plan.request, passkey, (plan.sign_count, verification))?;
        Ok(used.map(|passkey| asserted(plan.request, passkey, verification, data, extensions, signature.to_vec())))
    }
}
