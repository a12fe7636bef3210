//! What a device's management gave to the app.

use passkey_provider as core;
use passkey_provider::store::Committed;

use crate::boundary::error::FfiError;
use crate::call::provider::Provider;
use crate::record::managed::{ManagedConfiguration, ManagedFacts};
use crate::record::policy::PolicyVerdict;

#[uniffi::export]
impl Provider {
    /// Takes the managed configuration that the device's management delivered, as JSON; none: it delivers none any
    /// more. Kept sealed in the store, so that every process which opens it obeys. To be called at each start and
    /// whenever the system says that it changed: nothing is written where it is the one that is kept. Returns the
    /// store's epoch.
    ///
    /// One that does not read is `invalid_policy`, with the epoch and with what is wrong. That is remembered: until one
    /// comes that reads, registrations are `configuration_unreadable`, and sign-ins go on under the last one that did.
    pub fn configure(&self, json: Option<String>) -> Result<u64, FfiError> {
        let Committed { value, epoch } = self.core()?.configure(json.as_deref().map(str::as_bytes))?;
        match value {
            Ok(()) => Ok(epoch.number()),
            Err(refused) => Err(FfiError::from(core::Error::from(refused)).after(epoch)),
        }
    }

    /// The managed configuration that counts; one that narrows nothing where none was given.
    /// `configuration_unreadable` where the newest does not read.
    pub fn configuration(&self) -> Result<ManagedConfiguration, FfiError> {
        Ok(self.core()?.configuration()?.into())
    }

    /// What a ceremony with these facts would meet now, by the managed configuration: for the host's screens. At
    /// registration `configuration_unreadable` where the newest does not read; a sign-in is judged by the last one that
    /// did.
    pub fn judge_by_configuration(&self, facts: ManagedFacts) -> Result<PolicyVerdict, FfiError> {
        let facts = facts.parse("facts")?;
        Ok(PolicyVerdict::render(self.core()?.judge_by_configuration(&facts)?, &[]))
    }
}
