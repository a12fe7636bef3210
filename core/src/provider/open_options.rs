use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::caller::{BuildType, LinkPolicy};
use crate::clock::{Clock, SystemClock};
use crate::entropy::{Entropy, SystemEntropy};
use crate::id::RpId;
use crate::seal::{DeviceKey, GateSecret};
use crate::store::{Epoch, IfMissing};

/// How to open a provider.
pub struct OpenOptions {
    pub(super) path: PathBuf,
    pub(super) device_key: DeviceKey,
    pub(super) gate: Option<GateSecret>,
    pub(super) if_missing: IfMissing,
    pub(super) last_epoch: Epoch,
    pub(super) retention: Duration,
    pub(super) manage_urls: HashMap<RpId, String>,
    pub(super) link_policy: LinkPolicy,
    pub(super) build: BuildType,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) entropy: Arc<dyn Entropy>,
}

/// How long what the person deleted can be restored, where the host sets nothing else.
const RETENTION: Duration = Duration::from_secs(30 * 24 * 60 * 60);

impl OpenOptions {
    /// A provider whose store is the file at `path`, sealed under `device_key`.
    ///
    /// The store is made where there is none, and its folder too, both for this user only; a folder that is
    /// there is the host's to protect. Keep a new device key durably before: what is sealed under it is lost
    /// with it, and [`Provider::look`](crate::Provider::look) says whether there may be something already.
    pub fn new(path: impl Into<PathBuf>, device_key: DeviceKey) -> Self {
        Self {
            path: path.into(),
            device_key,
            gate: None,
            if_missing: IfMissing::Make,
            last_epoch: Epoch::default(),
            retention: RETENTION,
            manage_urls: HashMap::new(),
            link_policy: LinkPolicy::default(),
            build: BuildType::default(),
            clock: Arc::new(SystemClock),
            entropy: Arc::new(SystemEntropy),
        }
    }

    /// Makes a new store gated by this secret. A store that exists must have this gate: another is
    /// [`Error::WrongGate`](crate::Error::WrongGate), and one without a gate is [`Error::GateUnexpected`](crate::Error::GateUnexpected). A gated store opens without
    /// its secret too, to list: [`Provider::opening`](crate::Provider::opening) says whether it is one.
    pub fn gate(mut self, gate: GateSecret) -> Self {
        self.gate = Some(gate);
        self
    }

    /// What opening does where there is no store; [`IfMissing::Make`] if not set. Whoever opens first decides
    /// permanently whether a store is gated: one that may run before the person set the provider up, as an
    /// extension or a service, and one whose device key is kept nowhere, say [`IfMissing::Fail`].
    pub fn if_missing(mut self, if_missing: IfMissing) -> Self {
        self.if_missing = if_missing;
        self
    }

    /// The last epoch that the host kept, so that a restored older copy is detected. A store
    /// that this opening makes counts on from it ([`Freshness::Made`](crate::store::Freshness::Made)).
    pub fn last_epoch(mut self, epoch: Epoch) -> Self {
        self.last_epoch = epoch;
        self
    }

    /// How long what the person deleted can be restored; 30 days if not set. Counted by time that the
    /// store was seen to live, at most a day between two looks: never shorter than said, and a clock
    /// that leaps counts for nothing.
    pub fn retention(mut self, retention: Duration) -> Self {
        self.retention = retention;
        self
    }

    /// Where the person manages their passkeys at a relying party. Given back with
    /// [`Removal`](crate::lifecycle::Removal), for it must be removed there too.
    pub fn manage_url(mut self, rp_id: RpId, url: impl Into<String>) -> Self {
        self.manage_urls.insert(rp_id, url.into());
        self
    }

    /// How far what sites say of their apps is believed; [`LinkPolicy::default`] if not set.
    pub fn link_policy(mut self, policy: LinkPolicy) -> Self {
        self.link_policy = policy;
        self
    }

    /// Whether the system is one for developers; [`BuildType::User`] if not set.
    pub fn build_type(mut self, build: BuildType) -> Self {
        self.build = build;
        self
    }

    /// Another clock than the operating system's.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Another random generator than the operating system's.
    pub fn entropy(mut self, entropy: impl Entropy + 'static) -> Self {
        self.entropy = Arc::new(entropy);
        self
    }
}
