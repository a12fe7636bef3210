use super::version::SystemVersion;
use crate::enrolment::{Actor, Platform};

/// A step towards a passkey, in the order in which the steps are taken.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Step {
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

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 15] = [
        Self::UpdateSystem,
        Self::NoCredentialManager,
        Self::NoBiometricSensor,
        Self::NoBluetooth,
        Self::MendManagedConfiguration,
        Self::UseWorkProfile,
        Self::SetScreenLock,
        Self::AllowBiometrics,
        Self::EnrolBiometrics,
        Self::TurnOnProvider,
        Self::PreferProvider,
        Self::ConnectNetwork,
        Self::TurnOnBluetooth,
        Self::AddSecondFactor,
        Self::SignInAgain,
    ];

    /// Stable machine-readable name, such as `turn_on_provider`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UpdateSystem => "update_system",
            Self::NoCredentialManager => "no_credential_manager",
            Self::NoBiometricSensor => "no_biometric_sensor",
            Self::NoBluetooth => "no_bluetooth",
            Self::MendManagedConfiguration => "mend_managed_configuration",
            Self::UseWorkProfile => "use_work_profile",
            Self::SetScreenLock => "set_screen_lock",
            Self::AllowBiometrics => "allow_biometrics",
            Self::EnrolBiometrics => "enrol_biometrics",
            Self::TurnOnProvider => "turn_on_provider",
            Self::PreferProvider => "prefer_provider",
            Self::ConnectNetwork => "connect_network",
            Self::TurnOnBluetooth => "turn_on_bluetooth",
            Self::AddSecondFactor => "add_second_factor",
            Self::SignInAgain => "sign_in_again",
        }
    }

    /// Who takes it.
    pub const fn actor(self) -> Actor {
        match self {
            Self::MendManagedConfiguration => Actor::Administrator,
            _ => Actor::Person,
        }
    }

    /// What the person is told, on this platform.
    pub(super) fn text(self, platform: Platform, floor: SystemVersion) -> String {
        let system = match platform {
            Platform::Ios => "iOS",
            Platform::Android => "Android",
        };
        let text = match self {
            Self::UpdateSystem => {
                return format!("Passkeys in this app need {system} {floor} or later. Update this phone.");
            }
            Self::NoCredentialManager => {
                "This phone's Android has no part for passkey apps, and an update of the app cannot add it. Use another \
                 phone."
            }
            Self::NoBiometricSensor => {
                "A fingerprint or a face is required here, and this phone cannot read either. Use another phone."
            }
            Self::NoBluetooth => {
                "This phone has no Bluetooth, which the two devices need. Create the passkey on this phone itself."
            }
            Self::MendManagedConfiguration => {
                "The settings that your organisation sent to this app cannot be read, so no passkey is created. Ask \
                 your administrator to correct them."
            }
            Self::UseWorkProfile => {
                "Passkeys do not cross between the work profile and the personal one. Use this app inside the work \
                 profile for a work account."
            }
            Self::SetScreenLock => "Set a screen lock: a PIN, a pattern or a password. It protects your passkeys.",
            Self::AllowBiometrics => "Allow this app to use Face ID.",
            Self::EnrolBiometrics => "Add a fingerprint or your face, so that you can confirm passkeys with it.",
            Self::TurnOnProvider => match platform {
                Platform::Ios => {
                    "Turn on this app for AutoFill of passkeys. Otherwise websites and apps cannot use them."
                }
                Platform::Android => {
                    "Turn on this app for passwords, passkeys and accounts. Otherwise websites and apps cannot use \
                     your passkeys."
                }
            },
            Self::PreferProvider => {
                "Make this app the preferred service for passkeys, so that new ones are offered to be saved here."
            }
            Self::ConnectNetwork => "Connect this phone to the internet.",
            Self::TurnOnBluetooth => {
                "Turn on Bluetooth. Both devices need Bluetooth and the internet, and have to be close to each other."
            }
            Self::AddSecondFactor => {
                "Your account has no second way to sign in yet, and the server wants one first. Add one, or ask your \
                 administrator for a Temporary Access Pass."
            }
            Self::SignInAgain => "Sign in again: the server creates passkeys only shortly after a sign-in.",
        };
        text.to_owned()
    }
}
