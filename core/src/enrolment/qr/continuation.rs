use crate::enrolment::Platform;

/// How a code goes on to the part of the operating system that runs the protocol. Neither way starts a ceremony here:
/// if the person picks a passkey of this provider, the system asks for it like for any other request.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Continuation {
    /// The person scans the code with the system's own camera app. Nothing may be handed on.
    SystemCamera,
    /// The code's URI goes, as the data of an explicit intent, to this component, if it is there and a part of the
    /// system (`ApplicationInfo.FLAG_SYSTEM` or `FLAG_UPDATED_SYSTEM_APP`). Else it is as
    /// [`SystemCamera`](Self::SystemCamera). An intent without the component would go to whatever app has claimed the
    /// scheme, with the code's secret in it.
    Component(Component),
}

/// An activity of Android, by its name.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Component {
    /// The action of the intent.
    pub action: &'static str,
    /// The package.
    pub package: &'static str,
    /// The class of the activity, in full.
    pub class: &'static str,
    /// Where that is known from.
    pub source: &'static str,
}

/// The activity of Google Play services that takes `FIDO:/` URIs.
const PLAY_SERVICES: Component = Component {
    action: "android.intent.action.VIEW",
    package: "com.google.android.gms",
    class: "com.google.android.gms.fido.authenticator.ui.QRBounceActivity",
    source: "Google Play services 25.16.61: QRBounceActivity, which takes ACTION_VIEW with a fido: URI; `cmd package \
             query-activities` lists it for such a URI",
};

impl Continuation {
    /// How a code goes on, on this platform. iOS has no interface that takes a code; its camera app does.
    pub const fn on(platform: Platform) -> Self {
        match platform {
            Platform::Ios => Self::SystemCamera,
            Platform::Android => Self::Component(PLAY_SERVICES),
        }
    }

    /// Stable machine-readable name: `system_camera`, `component`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SystemCamera => "system_camera",
            Self::Component(_) => "component",
        }
    }

    /// What the person does, or sees.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::SystemCamera => "Scan this code with the phone's own camera app, not with this app.",
            Self::Component(_) => {
                "The system goes on with this code: choose the passkey there. Both devices need Bluetooth and the \
                 internet."
            }
        }
    }
}
