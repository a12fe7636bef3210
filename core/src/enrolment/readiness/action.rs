use super::step::Step;
use super::version::SystemVersion;
use crate::enrolment::Platform;

/// Where a step is done on the device.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Action {
    /// What the name is a name of.
    pub kind: ActionKind,
    /// The name.
    pub name: &'static str,
    /// Android: the data of the intent. `PACKAGE` stands for the app's package.
    pub data: Option<&'static str>,
    /// Android: an extra of the intent that is a number.
    pub extra: Option<(&'static str, u32)>,
    /// What documents it.
    pub source: &'static str,
}

/// What an [`Action`] names.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum ActionKind {
    /// Android: the action of an intent that opens settings.
    Intent,
    /// iOS: a call that the app makes, which opens settings or asks the person.
    Call,
    /// No interface opens it: the way there, for the person to read.
    Place,
}

/// From iOS 18 on the person can turn the app on without leaving it.
const IOS_ASKS: SystemVersion = SystemVersion::of(18, 0);

/// Before Android 11 there is no screen for biometrics of any kind.
const ANDROID_BIOMETRICS: SystemVersion = SystemVersion::of(11, 0);

const fn intent(name: &'static str, source: &'static str) -> Action {
    Action { kind: ActionKind::Intent, name, data: None, extra: None, source }
}

const fn call(name: &'static str, source: &'static str) -> Action {
    Action { kind: ActionKind::Call, name, data: None, extra: None, source }
}

const fn place(name: &'static str, source: &'static str) -> Action {
    Action { kind: ActionKind::Place, name, data: None, extra: None, source }
}

const CREDENTIAL_PROVIDER: Action = Action {
    data: Some("package:PACKAGE"),
    ..intent(
        "android.settings.CREDENTIAL_PROVIDER",
        "android.provider.Settings.ACTION_CREDENTIAL_PROVIDER: a constant since API 35, the action since API 34",
    )
};

const STRONG_BIOMETRICS: Action = Action {
    // BiometricManager.Authenticators.BIOMETRIC_STRONG: the key store takes no others.
    extra: Some(("android.provider.extra.BIOMETRIC_AUTHENTICATORS_ALLOWED", 15)),
    ..intent("android.settings.BIOMETRIC_ENROLL", "android.provider.Settings.ACTION_BIOMETRIC_ENROLL, API 30")
};

impl ActionKind {
    /// Stable machine-readable name: `intent`, `call`, `place`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Intent => "intent",
            Self::Call => "call",
            Self::Place => "place",
        }
    }
}

impl Step {
    /// Where it is done on this platform; `None` where no settings help.
    pub(super) fn action(self, platform: Platform, system: SystemVersion) -> Option<Action> {
        match platform {
            Platform::Ios => self.action_on_ios(system),
            Platform::Android => self.action_on_android(system),
        }
    }

    fn action_on_ios(self, system: SystemVersion) -> Option<Action> {
        Some(match self {
            Self::UpdateSystem => {
                place("Settings > General > Software Update", "iPhone User Guide, Update iOS on iPhone")
            }
            Self::SetScreenLock | Self::EnrolBiometrics => {
                place("Settings > Face ID & Passcode", "iPhone User Guide, Set a passcode on iPhone")
            }
            Self::AllowBiometrics => {
                call("UIApplication.open(UIApplication.openSettingsURLString)", "UIKit, openSettingsURLString, iOS 8")
            }
            Self::TurnOnProvider if system >= IOS_ASKS => call(
                "ASSettingsHelper.requestToTurnOnCredentialProviderExtension",
                "AuthenticationServices, ASSettingsHelper, iOS 18; at most one call in 10 seconds",
            ),
            Self::TurnOnProvider => call(
                "ASSettingsHelper.openCredentialProviderAppSettings",
                "AuthenticationServices, ASSettingsHelper, iOS 17",
            ),
            Self::ConnectNetwork => place("Settings > Wi-Fi", "iPhone User Guide, Connect iPhone to the internet"),
            Self::TurnOnBluetooth => place("Settings > Bluetooth", "iPhone User Guide, Set up Bluetooth accessories"),
            _ => return None,
        })
    }

    fn action_on_android(self, system: SystemVersion) -> Option<Action> {
        Some(match self {
            Self::UpdateSystem => {
                intent("android.settings.DEVICE_INFO_SETTINGS", "android.provider.Settings.ACTION_DEVICE_INFO_SETTINGS")
            }
            Self::SetScreenLock => intent(
                "android.app.action.SET_NEW_PASSWORD",
                "android.app.admin.DevicePolicyManager.ACTION_SET_NEW_PASSWORD",
            ),
            Self::EnrolBiometrics if system >= ANDROID_BIOMETRICS => STRONG_BIOMETRICS,
            Self::EnrolBiometrics => {
                intent("android.settings.SECURITY_SETTINGS", "android.provider.Settings.ACTION_SECURITY_SETTINGS")
            }
            Self::TurnOnProvider | Self::PreferProvider => CREDENTIAL_PROVIDER,
            Self::ConnectNetwork => {
                intent("android.settings.WIRELESS_SETTINGS", "android.provider.Settings.ACTION_WIRELESS_SETTINGS")
            }
            Self::TurnOnBluetooth => {
                intent("android.settings.BLUETOOTH_SETTINGS", "android.provider.Settings.ACTION_BLUETOOTH_SETTINGS")
            }
            _ => return None,
        })
    }
}
