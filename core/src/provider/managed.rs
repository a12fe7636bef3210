use super::Provider;
use crate::ceremony::{self, Kept};
use crate::error::Error;
use crate::policy::{InvalidPolicy, Managed, ManagedFacts, Verdict};
use crate::store::Committed;

/// What a device's management gave to the app.
impl Provider {
    /// Takes the managed configuration that the device's management delivered, as JSON of
    /// [`SCHEMA`](crate::policy::SCHEMA); `None`: it delivers none any more. Kept sealed in the store, so that every
    /// process which opens it obeys. To be called at each start and whenever the system says that it changed: nothing
    /// is written where it is the one that is kept.
    ///
    /// One that does not read is remembered as such, and its error is the value: until one comes that reads,
    /// registrations are [`Error::ConfigurationUnreadable`], and sign-ins go on under the last one that did.
    pub fn configure(&self, json: Option<&[u8]>) -> Result<Committed<Result<(), InvalidPolicy>>, Error> {
        self.write(|transaction, _| ceremony::keep(transaction, json))
    }

    /// The managed configuration that counts; one that narrows nothing where none was given.
    /// [`Error::ConfigurationUnreadable`] where the newest does not read.
    pub fn configuration(&self) -> Result<Managed, Error> {
        match ceremony::kept(&self.authenticator.store)? {
            Kept::Readable(managed) => Ok(managed),
            Kept::Unreadable(_) => Err(Error::ConfigurationUnreadable),
        }
    }

    /// What a ceremony with these facts would meet now: for the app's screens. At registration
    /// [`Error::ConfigurationUnreadable`] where the newest configuration does not read; a sign-in is judged by the last
    /// one that did, which is the one that it obeys.
    pub fn judge_by_configuration(&self, facts: &ManagedFacts) -> Result<Verdict, Error> {
        self.authenticator.judge_by_configuration(facts)
    }
}
