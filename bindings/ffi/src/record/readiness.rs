//! What still stands between the person and a passkey.

use passkey_provider::enrolment;
use passkey_provider::enrolment::readiness as core;

use crate::boundary::error::FfiError;
use crate::boundary::mirror::{mirror, mirror_both_ways};
use crate::record::refusal::ActingParty;

mirror_both_ways! {
    /// The operating system of the phone.
    DevicePlatform = enrolment::Platform {
        /// iOS and iPadOS.
        Ios,
        /// Android.
        Android,
    }
}

mirror_both_ways! {
    /// Whether a finger or a face is known to the device.
    BiometricsFact = core::Biometrics {
        /// One at least.
        Enrolled,
        /// None yet.
        NotEnrolled,
        /// The device has no sensor for it.
        NoSensor,
        /// iOS: the person does not let this app use Face ID.
        Denied,
    }
}

mirror_both_ways! {
    /// The state of Bluetooth.
    BluetoothFact = core::Bluetooth {
        /// On.
        On,
        /// Off.
        Off,
        /// The device has none.
        Absent,
    }
}

mirror_both_ways! {
    /// Where the app runs, on a device that may have a work profile.
    WorkProfileFact = core::WorkProfile {
        /// The device has no work profile.
        None,
        /// In the work profile.
        Inside,
        /// Outside it, in the personal profile, and the account is a work account.
        Outside,
    }
}

mirror_both_ways! {
    /// What the device's management gave to the app.
    ManagementFact = core::ManagedConfiguration {
        /// Nothing.
        Absent,
        /// A configuration that is in force.
        Read,
        /// One that cannot be read. Nothing is registered until it can.
        Unreadable,
    }
}

mirror_both_ways! {
    /// How long ago the person signed in, as the server sees it.
    SignInFact = core::SignIn {
        /// Recently enough, and with a second factor if the server wants one. Microsoft Entra: within five minutes.
        Fresh,
        /// Longer ago.
        Old,
        /// Recently, but with no second factor, for there is none yet.
        NoSecondFactor,
    }
}

mirror! {
    /// A fact that may stand in the way.
    ReadinessFact = core::Fact {
        /// Whether the device has Credential Manager.
        CredentialManager,
        /// What the device's management gave to the app.
        ManagedConfiguration,
        /// Whether there is a screen lock.
        ScreenLock,
        /// Whether a finger or a face is known.
        Biometrics,
        /// Whether the app is turned on as a provider.
        ProviderEnabled,
        /// Whether there is a connection to the internet.
        Network,
        /// The state of Bluetooth.
        Bluetooth,
        /// How long ago the person signed in.
        SignIn,
    }
}

mirror! {
    /// A step towards a passkey, in the order in which the steps are taken.
    ReadinessStep = core::Step {
        /// The operating system is too old.
        UpdateSystem,
        /// Android without Credential Manager: no update of the app helps.
        NoCredentialManager,
        /// Biometrics are required, and the device has no sensor.
        NoBiometricSensor,
        /// Another device asks, and this one has no Bluetooth.
        NoBluetooth,
        /// The managed configuration cannot be read.
        MendManagedConfiguration,
        /// The account is a work account, and the app runs outside the work profile.
        UseWorkProfile,
        /// The device has no screen lock.
        SetScreenLock,
        /// iOS: the app may not use Face ID.
        AllowBiometrics,
        /// No finger or face is known.
        EnrolBiometrics,
        /// The app is not turned on as a provider.
        TurnOnProvider,
        /// Android: another provider is the preferred one.
        PreferProvider,
        /// There is no connection to the internet.
        ConnectNetwork,
        /// Bluetooth is off, and another device asks.
        TurnOnBluetooth,
        /// The account has no second factor, and the server wants one before it registers a passkey.
        AddSecondFactor,
        /// The sign-in is too old for the server.
        SignInAgain,
    }
}

mirror! {
    /// What an action names.
    SettingsActionKind = core::ActionKind {
        /// Android: the action of an intent that opens settings.
        Intent,
        /// iOS: a call that the app makes, which opens settings or asks the person.
        Call,
        /// No interface opens it: the way there, for the person to read.
        Place,
    }
}

/// What the app knows of the device, itself and the person. What is left out is not known: it asks for no step, and
/// stands among what is not known if it might stand in the way.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct ReadinessFacts {
    /// The operating system.
    pub platform: DevicePlatform,
    /// Its version, such as `17.4` or `15`.
    pub system: String,
    /// Android: whether the device has Credential Manager (`PackageManager.hasSystemFeature` of
    /// `android.software.credentials`). Some devices with Android 14 lack it.
    #[uniffi(default = None)]
    pub credential_manager: Option<bool>,
    /// Whether the person has turned this app on as a provider (`ASCredentialIdentityStore.state().isEnabled`,
    /// `CredentialManager.isEnabledCredentialProviderService`).
    #[uniffi(default = None)]
    pub provider_enabled: Option<bool>,
    /// Android: whether this app is the preferred provider.
    #[uniffi(default = None)]
    pub provider_preferred: Option<bool>,
    /// Whether the device has a screen lock.
    #[uniffi(default = None)]
    pub screen_lock: Option<bool>,
    /// Whether a finger or a face is known to the device.
    #[uniffi(default = None)]
    pub biometrics: Option<BiometricsFact>,
    /// Whether nothing but biometrics will do: the app's or the organisation's choice. Not known is no.
    #[uniffi(default = None)]
    pub biometrics_required: Option<bool>,
    /// Whether the device has a connection to the internet.
    #[uniffi(default = None)]
    pub network: Option<bool>,
    /// Whether the passkey is asked for by another device, which shows a code. Not known is no.
    #[uniffi(default = None)]
    pub cross_device: Option<bool>,
    /// Bluetooth, which counts across devices only.
    #[uniffi(default = None)]
    pub bluetooth: Option<BluetoothFact>,
    /// Android: where the app runs.
    #[uniffi(default = None)]
    pub work_profile: Option<WorkProfileFact>,
    /// What the device's management gave to the app.
    #[uniffi(default = None)]
    pub managed_configuration: Option<ManagementFact>,
    /// How long ago the person signed in to the account.
    #[uniffi(default = None)]
    pub sign_in: Option<SignInFact>,
}

/// What is missing.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct Readiness {
    /// Whether nothing that is known stands in the way.
    pub is_ready: bool,
    /// The steps, in the order in which to take them.
    pub steps: Vec<MissingStep>,
    /// What is not known and might stand in the way.
    pub unknown: Vec<ReadinessFact>,
}

/// A step that is missing.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct MissingStep {
    /// Which.
    pub step: ReadinessStep,
    /// Whether there is no passkey without it. Otherwise it is advice.
    pub blocks: bool,
    /// Who takes it.
    pub actor: ActingParty,
    /// One or two sentences for the person: English. Localise from the step.
    pub text: String,
    /// Where on this device it is done; none where no settings help.
    pub action: Option<SettingsAction>,
}

/// Where a step is done on the device.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct SettingsAction {
    /// What the name is a name of.
    pub kind: SettingsActionKind,
    /// The name.
    pub name: String,
    /// Android: the data of the intent. `PACKAGE` stands for the app's package.
    pub data: Option<String>,
    /// Android: the name of an extra of the intent that is a number.
    pub extra: Option<String>,
    /// That number; 0 where there is no extra.
    pub extra_value: u32,
    /// What documents it.
    pub source: String,
}

impl ReadinessFacts {
    pub(crate) fn judge(self) -> Result<Readiness, FfiError> {
        let system = self.system.parse().map_err(|error| FfiError::argument("facts.system", error))?;
        let facts = core::Facts {
            credential_manager: self.credential_manager,
            provider_enabled: self.provider_enabled,
            provider_preferred: self.provider_preferred,
            screen_lock: self.screen_lock,
            biometrics: self.biometrics.map(Into::into),
            biometrics_required: self.biometrics_required,
            network: self.network,
            cross_device: self.cross_device,
            bluetooth: self.bluetooth.map(Into::into),
            work_profile: self.work_profile.map(Into::into),
            managed_configuration: self.managed_configuration.map(Into::into),
            sign_in: self.sign_in.map(Into::into),
            ..core::Facts::of(self.platform.into(), system)
        };
        let readiness = facts.judge();
        Ok(Readiness {
            is_ready: readiness.is_ready(),
            steps: readiness.steps.into_iter().map(Into::into).collect(),
            unknown: readiness.unknown.into_iter().map(Into::into).collect(),
        })
    }
}

impl From<core::MissingStep> for MissingStep {
    fn from(missing: core::MissingStep) -> Self {
        let core::MissingStep { step, blocks, text, action } = missing;
        Self { step: step.into(), blocks, actor: step.actor().into(), text, action: action.map(Into::into) }
    }
}

impl From<core::Action> for SettingsAction {
    fn from(action: core::Action) -> Self {
        let core::Action { kind, name, data, extra, source } = action;
        Self {
            kind: kind.into(),
            name: name.to_owned(),
            data: data.map(str::to_owned),
            extra: extra.map(|(name, _)| name.to_owned()),
            extra_value: extra.map_or(0, |(_, value)| value),
            source: source.to_owned(),
        }
    }
}
