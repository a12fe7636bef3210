//! What a server tells of its own accord (WebAuthn L3, section 5.1.10).

use std::sync::Arc;

use passkey_provider::lifecycle;
use passkey_provider::webauthn::signal::{self as core, Signal};

use crate::boundary::error::FfiError;
use crate::boundary::mirror::mirror_both_ways;
use crate::call::provider::Provider;
use crate::record::caller::Caller;

/// A signal, as it came in.
#[derive(Clone, uniffi::Record)]
pub struct SignalRequest {
    /// Which method the page called.
    pub kind: SignalKind,
    /// Its argument, as JSON.
    pub json: String,
    /// Who sent it.
    pub caller: Caller,
}

mirror_both_ways! {
    /// Which signal a text is: the method that the page called.
    SignalKind = core::SignalKind {
        /// `signalUnknownCredential`.
        UnknownCredential,
        /// `signalAllAcceptedCredentials`.
        AllAcceptedCredentials,
        /// `signalCurrentUserDetails`.
        CurrentUserDetails,
    }
}

/// A signal whose sender may speak for its RP ID. Answer the sender as soon as there is one.
#[derive(uniffi::Object)]
pub struct VerifiedSignal(lifecycle::VerifiedSignal);

#[uniffi::export]
impl Provider {
    /// Reads a signal and checks its sender, without a look at any passkey. Writes nothing.
    pub fn verify_signal(&self, request: SignalRequest) -> Result<Arc<VerifiedSignal>, FfiError> {
        let core = self.core()?;
        let signal = Signal::parse(request.kind.into(), request.json.as_bytes())?;
        let caller = request.caller.verify(&core, Some(signal.rp_id()))?;
        Ok(Arc::new(VerifiedSignal(lifecycle::VerifiedSignal::new(signal, &caller)?)))
    }

    /// Applies a signal to the passkeys of its RP ID. Answer the sender before: what this gives, and how
    /// long it takes, is not for it. Returns the store's epoch.
    pub fn apply_signal(&self, signal: Arc<VerifiedSignal>) -> Result<u64, FfiError> {
        Ok(self.core()?.server().apply_signal(&signal.0)?.epoch.number())
    }
}
