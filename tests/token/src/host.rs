//! Ceremonies with the token's keys.

use passkey_provider::caller::VerifiedCaller;
use passkey_provider::ceremony::{Asserted, ConsentedGet, Created};
use passkey_provider::id::CredentialId;
use passkey_provider::key::{Algorithm, KeyAccess, Model};
use passkey_provider::lifecycle::PasskeySummary;
use passkey_provider::webauthn::options::{CreationOptions, RequestOptions};
use passkey_provider::{Consent, Error, Provider};

use crate::token::{PIN, Token, TokenError, Unlocked};

/// A provider whose passkeys' private keys live in a token.
pub struct Host {
    /// The core.
    pub provider: Provider,
    /// The secure element.
    pub token: Token,
    /// What registrations say of it.
    pub model: Model,
}

/// A ceremony that did not end well.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// The core refused.
    #[error(transparent)]
    Core(#[from] Error),
    /// The token refused, or is not there.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The passkey's private key is sealed in the store: the token cannot sign for it.
    #[error("this passkey's private key is not in the token")]
    NotInToken,
}

impl Host {
    /// Registers a passkey with a new key of the token.
    pub fn create(
        &self,
        options: &CreationOptions,
        caller: &VerifiedCaller,
        consent: Consent,
        access: KeyAccess,
    ) -> Result<Created, HostError> {
        // The person answers before a key is made: one who declines leaves none behind.
        let consented = self.provider.begin_create(options, caller, self.model)?.consent(consent)?;
        let token = self.token.unlock(PIN)?;
        let intent = self.provider.intend_hardware_key(consented, &[Algorithm::Es256])?.value;
        let handle = intent.handle().clone();
        let created = token.make_key(&handle, access).map_err(HostError::from).and_then(|key| {
            let plan = self.provider.begin_hardware_create(intent, key)?;
            let signature = token.sign(&handle, plan.to_sign())?;
            Ok(self.provider.finish_hardware_create(plan, &signature)?.value)
        });
        if created.is_err() {
            let _ = self.provider.hardware_keys().abandon(&handle)?;
            self.delete_keys(&token)?;
        }
        created
    }

    /// Deletes the keys that no passkey has, and says so to the core.
    pub fn delete_keys(&self, token: &Unlocked) -> Result<(), HostError> {
        for key in self.provider.hardware_keys().to_delete()?.value {
            match token.delete_key(&key.handle) {
                // It was never made, or is deleted already.
                Ok(()) | Err(TokenError::NoSuchKey) => drop(self.provider.hardware_keys().gone(&key.handle)?),
                Err(error) => return Err(error.into()),
            };
        }
        Ok(())
    }

    /// Signs in with the key that the passkey names. `choose` picks one of the candidates.
    pub fn get(
        &self,
        options: &RequestOptions,
        caller: &VerifiedCaller,
        consent: Consent,
        choose: impl FnOnce(&[PasskeySummary]) -> Option<CredentialId>,
    ) -> Result<Asserted, HostError> {
        let plan = self.provider.begin_get(options, caller)?;
        let chosen = choose(plan.candidates()).ok_or(Error::NotOffered)?;
        let ConsentedGet::Hardware(plan) = plan.choose(&chosen)?.consent(consent)? else {
            return Err(HostError::NotInToken);
        };
        let plan = self.provider.begin_hardware_get(plan)?;
        // The PIN for each signature: the token is locked again when this one is made.
        let signature = self.token.unlock(PIN)?.sign(plan.key_handle(), plan.to_sign())?;
        Ok(self.provider.finish_hardware_get(plan, &signature)?.value)
    }
}
