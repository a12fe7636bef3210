use super::version::SystemVersion;
use crate::enrolment::Platform;

/// What the host knows of the device, the app and the person. What is `None` is not known: it asks for no step, and
/// stands in [`Readiness::unknown`](super::Readiness::unknown) if it might stand in the way.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Facts {
    /// The operating system.
    pub platform: Platform,
    /// Its version.
    pub system: SystemVersion,
    /// Android: whether the device has Credential Manager (`PackageManager.hasSystemFeature` of
    /// `android.software.credentials`). Some devices with Android 14 lack it.
    pub credential_manager: Option<bool>,
    /// Whether the person has turned this app on as a provider (`ASCredentialIdentityStore.state().isEnabled`,
    /// `CredentialManager.isEnabledCredentialProviderService`).
    pub provider_enabled: Option<bool>,
    /// Android: whether this app is the preferred provider.
    pub provider_preferred: Option<bool>,
    /// Whether the device has a screen lock.
    pub screen_lock: Option<bool>,
    /// Whether a finger or a face is known to the device.
    pub biometrics: Option<Biometrics>,
    /// Whether nothing but biometrics will do: the app's or the organisation's choice. Not known is no.
    pub biometrics_required: Option<bool>,
    /// Whether the device has a connection to the internet.
    pub network: Option<bool>,
    /// Whether the passkey is asked for by another device, which shows a code. Not known is no.
    pub cross_device: Option<bool>,
    /// Bluetooth, which counts across devices only.
    pub bluetooth: Option<Bluetooth>,
    /// Android: where the app runs.
    pub work_profile: Option<WorkProfile>,
    /// What the device's management gave to the app.
    pub managed_configuration: Option<ManagedConfiguration>,
    /// How long ago the person signed in to the account.
    pub sign_in: Option<SignIn>,
}

/// Whether a finger or a face is known.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Biometrics {
    /// One at least.
    Enrolled,
    /// None yet.
    NotEnrolled,
    /// The device has no sensor for it.
    NoSensor,
    /// iOS: the person does not let this app use Face ID.
    Denied,
}

/// The state of Bluetooth.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Bluetooth {
    /// On.
    On,
    /// Off.
    Off,
    /// The device has none.
    Absent,
}

/// Where the app runs, on a device that may have a work profile.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum WorkProfile {
    /// The device has no work profile.
    None,
    /// In the work profile.
    Inside,
    /// Outside it, in the personal profile, and the account is a work account.
    Outside,
}

/// What the device's management gave.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum ManagedConfiguration {
    /// Nothing.
    Absent,
    /// A configuration that is in force.
    Read,
    /// One that cannot be read. Nothing is registered until it can.
    Unreadable,
}

/// How long ago the person signed in, as the server sees it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum SignIn {
    /// Recently enough, and with a second factor if the server wants one. Microsoft Entra: within five minutes.
    Fresh,
    /// Longer ago.
    Old,
    /// Recently, but with no second factor, for there is none yet.
    NoSecondFactor,
}

/// A fact that may stand in the way, by name.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Fact {
    /// [`Facts::credential_manager`].
    CredentialManager,
    /// [`Facts::managed_configuration`].
    ManagedConfiguration,
    /// [`Facts::screen_lock`].
    ScreenLock,
    /// [`Facts::biometrics`].
    Biometrics,
    /// [`Facts::provider_enabled`].
    ProviderEnabled,
    /// [`Facts::network`].
    Network,
    /// [`Facts::bluetooth`].
    Bluetooth,
    /// [`Facts::sign_in`].
    SignIn,
}

impl Facts {
    /// Nothing but the operating system.
    pub const fn of(platform: Platform, system: SystemVersion) -> Self {
        Self {
            platform,
            system,
            credential_manager: None,
            provider_enabled: None,
            provider_preferred: None,
            screen_lock: None,
            biometrics: None,
            biometrics_required: None,
            network: None,
            cross_device: None,
            bluetooth: None,
            work_profile: None,
            managed_configuration: None,
            sign_in: None,
        }
    }
}

impl Fact {
    /// Each of them.
    pub const ALL: [Self; 8] = [
        Self::CredentialManager,
        Self::ManagedConfiguration,
        Self::ScreenLock,
        Self::Biometrics,
        Self::ProviderEnabled,
        Self::Network,
        Self::Bluetooth,
        Self::SignIn,
    ];

    /// Its name in the JSON that [`Facts::parse`] reads.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CredentialManager => "credential_manager",
            Self::ManagedConfiguration => "managed_configuration",
            Self::ScreenLock => "screen_lock",
            Self::Biometrics => "biometrics",
            Self::ProviderEnabled => "provider_enabled",
            Self::Network => "network",
            Self::Bluetooth => "bluetooth",
            Self::SignIn => "sign_in",
        }
    }
}
