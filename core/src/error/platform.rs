//! What the platforms see of an error: Android's exception types and iOS's codes.
//!
//! # Chrome on Android
//!
//! makes of a provider's type three things in a registration and two in a sign-in, and no more
//! (`CredManHelper`): "user cancelled" is the page's `NotAllowedError`, the type of `InvalidStateError`
//! is that, "no credential" in a sign-in opens the sheet of Google Play services, and every other type
//! is a `NotReadableError`. WebAuthn has one `NotAllowedError` for everything that a page must not tell
//! apart, so that whatever is one here is "user cancelled" there.
//!
//! As a page does, a platform learns less than the error says: what it takes to go on, and nothing of
//! what is on the device.

use super::{DomException, Error, ErrorCode};

/// `ASExtensionError.Code` (AuthenticationServices): what a credential provider extension cancels a
/// request with.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum IosCode {
    /// `failed`, 0.
    Failed,
    /// `userCanceled`, 1.
    UserCanceled,
    /// `userInteractionRequired`, 100: the system asks again, with the extension's own screen.
    UserInteractionRequired,
    /// `credentialIdentityNotFound`, 101.
    CredentialIdentityNotFound,
    /// `matchedExcludedCredential`, 102, since iOS 18: for registrations only.
    MatchedExcludedCredential,
}

impl IosCode {
    /// The raw value.
    pub const fn number(self) -> i32 {
        match self {
            Self::Failed => 0,
            Self::UserCanceled => 1,
            Self::UserInteractionRequired => 100,
            Self::CredentialIdentityNotFound => 101,
            Self::MatchedExcludedCredential => 102,
        }
    }
}

/// Where the platform asks a provider: what an error may ask of it there.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum EntryPoint {
    /// Without a view, where the system can come back with one: iOS's
    /// `provideCredentialWithoutUserInteraction`; on Android the query phase, which can answer with an
    /// authentication action.
    Silent,
    /// With the provider's own view on the screen: iOS's `prepareInterface…` and `prepareCredentialList`;
    /// on Android the activity of an entry or an action.
    WithView,
    /// Without a view and without a way to one: iOS's
    /// `performWithoutUserInteractionIfPossible(passkeyRegistration:)`, a conditional create. It succeeds or
    /// it does not, and nobody learns why.
    Conditional,
}

impl EntryPoint {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Silent, Self::WithView, Self::Conditional];

    /// Stable machine-readable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Silent => "silent",
            Self::WithView => "with_view",
            Self::Conditional => "conditional",
        }
    }
}

impl Error {
    /// The `type` of the `CreateCredentialException` that answers a registration on Android.
    pub const fn android_create_type(&self) -> &'static str {
        self.dom_exception().android_create_type()
    }

    /// The `type` of the `GetCredentialException` that answers a sign-in on Android.
    pub const fn android_get_type(&self) -> &'static str {
        get_type(self.error_code(), self.dom_exception())
    }

    /// As [`ErrorCode::asks_for_view`].
    pub const fn asks_for_view(&self) -> bool {
        self.error_code().asks_for_view()
    }

    /// As [`ErrorCode::ios_code`].
    pub const fn ios_code(&self, entry: EntryPoint) -> IosCode {
        self.error_code().ios_code(entry)
    }
}

impl ErrorCode {
    /// As [`Error::android_create_type`], where nothing more is known than the code.
    pub const fn android_create_type(self) -> &'static str {
        self.dom_exception().android_create_type()
    }

    /// As [`Error::android_get_type`], where nothing more is known than the code.
    pub const fn android_get_type(self) -> &'static str {
        get_type(self, self.dom_exception())
    }

    /// The code that a request is cancelled with on iOS, by where iOS asked.
    ///
    /// Without a view, what a person can fix is `userInteractionRequired`, and iOS comes back with the
    /// view. With one on the screen there is nothing more to ask for, and in a conditional create nothing
    /// may be shown anything: there, as Apple's header has it, that code is as good as any other error.
    pub const fn ios_code(self, entry: EntryPoint) -> IosCode {
        match (entry, self) {
            (EntryPoint::Conditional, _) => IosCode::Failed,
            (_, Self::Declined) => IosCode::UserCanceled,
            (_, Self::NoPasskey | Self::UnknownAllowList | Self::UnknownPasskey | Self::NoStore) => {
                IosCode::CredentialIdentityNotFound
            }
            (_, Self::AlreadyRegistered) => IosCode::MatchedExcludedCredential,
            (EntryPoint::Silent, code) if code.asks_for_view() => IosCode::UserInteractionRequired,
            (EntryPoint::Silent | EntryPoint::WithView, _) => IosCode::Failed,
        }
    }
}

impl DomException {
    /// The exception as the `type` of a `CreateCredentialException`: `NotAllowedError` as the system's own
    /// "user cancelled", the others as androidx.credentials spells them
    /// (`CreatePublicKeyCredentialDomException`). Chrome compares the one of `InvalidStateError`.
    pub const fn android_create_type(self) -> &'static str {
        match self {
            Self::Encoding => create!("ENCODING"),
            Self::InvalidState => create!("INVALID_STATE"),
            Self::NotAllowed => "android.credentials.CreateCredentialException.TYPE_USER_CANCELED",
            Self::NotSupported => create!("NOT_SUPPORTED"),
            Self::Security => create!("SECURITY"),
            Self::Syntax => create!("SYNTAX"),
            // A TypeError is no DOM exception, and androidx has none. This one stands for input that
            // is not as it should be.
            Self::Type => create!("DATA"),
            Self::Unknown => create!("UNKNOWN"),
        }
    }

    /// The same as the `type` of a `GetCredentialException`.
    pub const fn android_get_type(self) -> &'static str {
        match self {
            Self::Encoding => get!("ENCODING"),
            Self::InvalidState => get!("INVALID_STATE"),
            Self::NotAllowed => "android.credentials.GetCredentialException.TYPE_USER_CANCELED",
            Self::NotSupported => get!("NOT_SUPPORTED"),
            Self::Security => get!("SECURITY"),
            Self::Syntax => get!("SYNTAX"),
            Self::Type => get!("DATA"),
            Self::Unknown => get!("UNKNOWN"),
        }
    }
}

macro_rules! create {
    ($name:literal) => {
        concat!(
            "androidx.credentials.TYPE_CREATE_PUBLIC_KEY_CREDENTIAL_DOM_EXCEPTION/androidx.credentials.TYPE_",
            $name,
            "_ERROR"
        )
    };
}

macro_rules! get {
    ($name:literal) => {
        concat!(
            "androidx.credentials.TYPE_GET_PUBLIC_KEY_CREDENTIAL_DOM_EXCEPTION/androidx.credentials.TYPE_",
            $name,
            "_ERROR"
        )
    };
}

use {create, get};

const fn get_type(code: ErrorCode, page: DomException) -> &'static str {
    match code {
        // The client may ask another provider then.
        ErrorCode::NoPasskey | ErrorCode::UnknownAllowList | ErrorCode::NoStore => {
            "android.credentials.GetCredentialException.TYPE_NO_CREDENTIAL"
        }
        _ => page.android_get_type(),
    }
}

#[cfg(test)]
mod tests;
