//! The one object that a host holds: opening and closing.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use passkey_provider as core;
use passkey_provider::caller::BuildType;
use passkey_provider::store::{self, Epoch};

use crate::boundary::error::FfiError;
use crate::boundary::error_code::BoundaryError;
use crate::boundary::mirror::mirror_both_ways;
use crate::boundary::parse;
use crate::boundary::secret_bytes::SecretBytes;
use crate::record::key_store::KeySource;
use crate::record::link_policy::LinkPolicy;

/// How to open a provider.
#[derive(uniffi::Record)]
pub struct OpenRequest {
    /// The store's file. It is made where there is none, unless `if_missing` says otherwise, and its folder
    /// with it; both are for this user only. A folder that exists is the host's to protect.
    pub path: String,
    /// Where the device key is.
    pub device_key: KeySource,
    /// Makes a new store gated by these 32 bytes. A store that exists must have this gate: another is
    /// `wrong_gate`, and one without a gate is `gate_unexpected`. A gated store opens without them too, to list.
    #[uniffi(default = None)]
    pub gate_secret: Option<Arc<SecretBytes>>,
    /// What opening does where there is no store.
    pub if_missing: IfMissing,
    /// The last epoch that the host kept, so that a restored older copy is detected.
    #[uniffi(default = None)]
    pub last_epoch: Option<u64>,
    /// How long what the person deleted can be restored; 30 days if not set.
    #[uniffi(default = None)]
    pub retention: Option<Duration>,
    /// RP IDs, and where the person manages their passkeys there.
    pub manage_urls: HashMap<String, String>,
    /// How far what sites say of Android apps is believed; if not set: login credentials only, asked for
    /// once a day, and refused offline.
    #[uniffi(default = None)]
    pub link_policy: Option<LinkPolicy>,
    /// Whether `android.os.Build.TYPE` is `userdebug`: browsers signed for such systems count too.
    #[uniffi(default = false)]
    pub is_developer_build: bool,
}

mirror_both_ways! {
    /// What opening does where there is no store. Whoever makes it decides permanently whether it is gated.
    IfMissing = store::IfMissing {
        /// Makes one: for the app's own screen, where the person sets the provider up.
        Make,
        /// Fails as `no_store`, and makes nothing: for an extension or a service, which may run before that.
        Fail,
    }
}

/// What opening found.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct Opening {
    /// Whether opening made the store: there was none.
    pub made: bool,
    /// Whether private keys need the gate secret.
    pub is_gated: bool,
}

/// A passkey provider on one store. Any thread may call it, several at once.
#[derive(uniffi::Object)]
pub struct Provider {
    inner: RwLock<Option<Arc<core::Provider>>>,
    #[cfg(any(test, feature = "fault-injection"))]
    pub(crate) fault: crate::boundary::fault::Fault,
}

#[uniffi::export]
impl Provider {
    /// Opens the store, or makes it where there is none and it may.
    ///
    /// A store that another key sealed is `stranded`, and left as it is. A store older than the last
    /// epoch opens and lists, and refuses everything else as `rolled_back` until
    /// [`Provider::accept_rollback`].
    #[uniffi::constructor]
    pub fn open(request: OpenRequest) -> Result<Arc<Self>, FfiError> {
        let OpenRequest {
            path,
            device_key,
            gate_secret,
            if_missing,
            last_epoch,
            retention,
            manage_urls,
            link_policy,
            is_developer_build,
        } = request;
        let gate = gate_secret.map(|secret| parse::gate_secret("gate_secret", &secret)).transpose()?;
        let mut options = core::OpenOptions::new(path, device_key.load()?).if_missing(if_missing.into());
        if let Some(gate) = gate {
            options = options.gate(gate);
        }
        if let Some(epoch) = last_epoch {
            options = options.last_epoch(Epoch::from_number(epoch));
        }
        if let Some(retention) = retention {
            options = options.retention(retention);
        }
        if let Some(policy) = link_policy {
            options = options.link_policy(policy.into());
        }
        if is_developer_build {
            options = options.build_type(BuildType::Userdebug);
        }
        for (rp_id, url) in manage_urls {
            options = options.manage_url(parse::rp_id("manage_urls", &rp_id)?, url);
        }
        #[cfg(any(test, feature = "fault-injection"))]
        let fault = crate::boundary::fault::Fault::default();
        #[cfg(any(test, feature = "fault-injection"))]
        let options = options.clock(fault.clock());
        Ok(Arc::new(Self {
            inner: RwLock::new(Some(Arc::new(core::Provider::open(options)?))),
            #[cfg(any(test, feature = "fault-injection"))]
            fault,
        }))
    }

    /// What opening found: whether it made the store, and whether the store is gated. Reads nothing.
    pub fn opening(&self) -> Result<Opening, FfiError> {
        let core::Opening { made, is_gated } = self.core()?.opening();
        Ok(Opening { made, is_gated })
    }

    /// Closes the store: every later call is `provider_closed`. Calls that other threads are in go on to
    /// their end, and the store's file is closed with the last of them. A second call does nothing. Does not
    /// fail; where it panics, the provider is closed all the same.
    pub fn close_store(&self) -> Result<(), FfiError> {
        let closed = self.inner.write().unwrap_or_else(PoisonError::into_inner).take();
        #[cfg(any(test, feature = "fault-injection"))]
        self.fault.strike();
        // Outside the lock: closing writes the log back.
        drop(closed);
        Ok(())
    }
}

impl Provider {
    /// The core's provider, kept open until the caller lets go of it.
    pub(crate) fn core(&self) -> Result<Arc<core::Provider>, FfiError> {
        let inner = self.inner.read().unwrap_or_else(PoisonError::into_inner);
        inner.clone().ok_or_else(|| FfiError::boundary(BoundaryError::ProviderClosed, "the provider was closed"))
    }
}

#[cfg(any(test, feature = "fault-injection"))]
#[uniffi::export]
impl Provider {
    /// Makes the next call panic that looks at the clock or closes the store. Only in libraries built for
    /// tests.
    pub fn panic_in_next_call(&self) {
        self.fault.strike_next();
    }
}
