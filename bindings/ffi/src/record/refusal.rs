//! What a server's refusal means.

use passkey_provider::enrolment;
use passkey_provider::enrolment::refusal as core;
use passkey_provider::id::Aaguid;

use crate::boundary::error::FfiError;
use crate::boundary::mirror::{mirror, mirror_both_ways, mirror_open};

mirror! {
    /// Who has to do something so that it goes on.
    ActingParty = enrolment::Actor {
        /// The person with the device.
        Person,
        /// The organisation's administrator, or whoever runs the server.
        Administrator,
        /// Whoever develops the app.
        Developer,
        /// Nobody: it passes by itself, and may be tried again.
        Nobody,
    }
}

/// Whose codes they are.
// Two names are written as the core's words for them are.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, uniffi::Enum)]
pub enum RefusalFamily {
    /// A cause by its word: what the app has found out by other means.
    Named,
    /// A rule of an organisation's policy that was judged on the device, by its word.
    Policy,
    /// Microsoft Entra's sign-in: `AADSTS` and a number, or the number.
    Entra,
    /// Microsoft Graph: the `code` of its `error`.
    Graph,
    /// Keycloak: the error of its event, or `kc_action_status`.
    Keycloak,
    /// django-allauth, headless: `errors[].code`, or the id of a flow.
    Allauth,
    /// privacyIDEA: `result.error.code`.
    Privacyidea,
    /// Spring Security: HTTP statuses alone.
    SpringSecurity,
    /// better-auth: `code`.
    BetterAuth,
    /// Flask-Security-Too: HTTP statuses, and `reauth_required`.
    FlaskSecurity,
    /// Okta: `errorCode`.
    Okta,
    /// Auth0's My Account: the last part of `type`.
    Auth0,
    /// Zitadel: `code`, as a number or a word.
    Zitadel,
    /// OAuth 2.0: `error` of a token's answer or a challenge. Each family falls back to it.
    Oauth,
    /// HTTP statuses. Each family falls back to it.
    Http,
}

impl From<core::Family> for RefusalFamily {
    fn from(family: core::Family) -> Self {
        match family {
            core::Family::Named => Self::Named,
            core::Family::Policy => Self::Policy,
            core::Family::Entra => Self::Entra,
            core::Family::Graph => Self::Graph,
            core::Family::Keycloak => Self::Keycloak,
            core::Family::Allauth => Self::Allauth,
            core::Family::PrivacyIdea => Self::Privacyidea,
            core::Family::SpringSecurity => Self::SpringSecurity,
            core::Family::BetterAuth => Self::BetterAuth,
            core::Family::FlaskSecurity => Self::FlaskSecurity,
            core::Family::Okta => Self::Okta,
            core::Family::Auth0 => Self::Auth0,
            core::Family::Zitadel => Self::Zitadel,
            core::Family::OAuth => Self::Oauth,
            core::Family::Http => Self::Http,
        }
    }
}

impl From<RefusalFamily> for core::Family {
    fn from(family: RefusalFamily) -> Self {
        match family {
            RefusalFamily::Named => Self::Named,
            RefusalFamily::Policy => Self::Policy,
            RefusalFamily::Entra => Self::Entra,
            RefusalFamily::Graph => Self::Graph,
            RefusalFamily::Keycloak => Self::Keycloak,
            RefusalFamily::Allauth => Self::Allauth,
            RefusalFamily::Privacyidea => Self::PrivacyIdea,
            RefusalFamily::SpringSecurity => Self::SpringSecurity,
            RefusalFamily::BetterAuth => Self::BetterAuth,
            RefusalFamily::FlaskSecurity => Self::FlaskSecurity,
            RefusalFamily::Okta => Self::Okta,
            RefusalFamily::Auth0 => Self::Auth0,
            RefusalFamily::Zitadel => Self::Zitadel,
            RefusalFamily::Oauth => Self::OAuth,
            RefusalFamily::Http => Self::Http,
        }
    }
}

mirror_both_ways! {
    /// What was asked of the server when it refused. A code may mean another thing then.
    RefusalOccasion = core::During {
        /// A token, or a sign-in.
        SignIn,
        /// Creation options.
        Options,
        /// To register the new passkey. It is on the device already.
        Register,
        /// The list of passkeys.
        List,
        /// To delete one.
        Delete,
        /// To name one.
        Name,
    }
}

mirror_open! {
    /// Why a server refused.
    RefusalCause = core::Cause {
        /// The organisation lists which models of authenticators it allows, or blocks, and this one does not pass.
        AaguidNotAllowed,
        /// The organisation wants an attestation, and there was none that it trusts.
        AttestationRequired,
        /// The service that vouches for this app could not be reached, or was not available.
        AttestationServiceDown,
        /// Nobody may register a passkey by themselves.
        SelfServiceOff,
        /// Passkeys are turned off for the organisation.
        PolicyOff,
        /// The person is in a group that is excluded, or in none that is included.
        Excluded,
        /// The organisation takes passkeys of another type.
        TypeNotAllowed,
        /// A rule of the server refuses it, and the answer does not say which.
        RefusedByPolicy,
        /// The account has as many passkeys or methods as it may.
        TooManyMethods,
        /// The challenge, or the transaction around it, is no longer valid.
        ChallengeExpired,
        /// The challenge is not the one that the server gave.
        ChallengeWrong,
        /// The sign-in is older than the server allows for this.
        SignInTooOld,
        /// The sign-in had one factor, and more are wanted.
        SecondFactorRequired,
        /// The account has no second factor yet.
        NoSecondFactor,
        /// A Conditional Access policy blocks the sign-in.
        ConditionalAccess,
        /// A policy asks for what is just being registered.
        ConditionalAccessLoop,
        /// The device is not managed, or not compliant.
        DeviceNotCompliant,
        /// Another app must be used.
        AppNotApproved,
        /// Security information may be set from trusted places or devices alone.
        UntrustedPlace,
        /// What the person signed in with does not allow setting up another method.
        CredentialNotSufficient,
        /// The sign-in, or the account, is held to be at risk.
        Risk,
        /// A Temporary Access Pass is wrong, or there is none.
        PassWrong,
        /// A Temporary Access Pass has expired or has been used.
        PassUsedUp,
        /// The policy does not allow the way of signing in.
        SignInMethodBlocked,
        /// The account is a guest's.
        GuestAccount,
        /// The account is of a kind that cannot be used here.
        WrongKindOfAccount,
        /// The account has got another name, and the passkey is of the old one.
        AccountRenamed,
        /// No such account.
        AccountNotFound,
        /// The account is disabled, or not active yet.
        AccountDisabled,
        /// The account is locked after too many tries.
        AccountLocked,
        /// The user name or password is wrong.
        WrongPassword,
        /// The password has expired or must be changed.
        PasswordExpired,
        /// The e-mail address of the account has not been verified.
        UnverifiedEmail,
        /// The signed-in account is another one than the passkey's.
        OtherAccount,
        /// The session or token is missing, or no longer valid.
        SessionExpired,
        /// The person, or an administrator, has not agreed to the app's access.
        ConsentRequired,
        /// The token does not carry the permission that this takes.
        PermissionMissing,
        /// The feature is not turned on at the server.
        FeatureOff,
        /// The state of the account does not allow it now.
        AccountState,
        /// The name for the passkey is too long.
        NameTooLong,
        /// A passkey of this name is there already, or the name may not be used.
        NameRefused,
        /// This passkey is registered already.
        Duplicate,
        /// The server does not know the passkey.
        PasskeyUnknown,
        /// What was to be deleted is not there any more.
        AlreadyGone,
        /// The device that was used is disabled at the server.
        DeviceDisabled,
        /// The person was not verified, and the server wants that.
        NotVerified,
        /// The counter of the passkey went back: the server suspects a copy.
        CounterRefused,
        /// The person, or the app for them, stopped it.
        Cancelled,
        /// The origin is not one that the server takes.
        OriginRefused,
        /// The server checked the registration or the sign-in, and it did not pass.
        NotAccepted,
        /// A request is malformed, or one that the server does not take.
        MalformedRequest,
        /// A request lacks what protects against forged ones.
        ForgeryProtection,
        /// The app is called again and again by the same request.
        RequestLoop,
        /// The server is not set up for it.
        ServerMisconfigured,
        /// Too many requests.
        Throttled,
        /// The server is not available.
        ServerDown,
        /// Two requests met, and one has to be sent again.
        Conflict,
        /// An error inside the server.
        ServerError,
    } else {
        /// It is not known why.
        Unknown
    }
}

/// How a server refused.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct Refusal {
    /// Whose codes it gives.
    pub family: RefusalFamily,
    /// The HTTP status of the answer, if that is known.
    #[uniffi(default = None)]
    pub status: Option<u16>,
    /// The code in the answer. A text after it is left out.
    #[uniffi(default = None)]
    pub code: Option<String>,
    /// What was asked, if that is known.
    #[uniffi(default = None)]
    pub occasion: Option<RefusalOccasion>,
    /// The AAGUID that the registration names, for the administrator, who may have to allow it.
    #[uniffi(default = None)]
    pub aaguid: Option<String>,
}

/// What a refusal means. Nothing in it is the server's own text.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct RefusalExplanation {
    /// Why it refused.
    pub cause: RefusalCause,
    /// The cause as a word for programs: `sign_in_too_old`.
    pub word: String,
    /// Who has to do something so that it goes on; none: that is not known.
    pub actor: Option<ActingParty>,
    /// What happened and what to do next, for the person: English. Localise from the cause.
    pub person: String,
    /// What to do, for the administrator or developer, where it is another thing.
    pub other: Option<String>,
    /// A page on which the person can do it.
    pub link: Option<String>,
    /// The code, for support: letters, digits, `_`, `.` and `-` only.
    pub code: Option<String>,
    /// The HTTP status, for support.
    pub status: Option<u16>,
    /// What documents the meaning; none where it is not known.
    pub source: Option<String>,
}

impl Refusal {
    pub(crate) fn explain(self) -> Result<RefusalExplanation, FfiError> {
        let aaguid = self.aaguid.map(|text| text.parse::<Aaguid>()).transpose();
        let refusal = core::Refusal {
            family: self.family.into(),
            status: self.status,
            code: self.code.as_deref(),
            during: self.occasion.map(Into::into),
            aaguid: aaguid.map_err(|error| FfiError::argument("refusal.aaguid", error))?,
        };
        let core::Explanation { cause, actor, person, other, link, code, status, source } = refusal.explain();
        Ok(RefusalExplanation {
            cause: cause.into(),
            word: cause.as_str().to_owned(),
            actor: actor.map(Into::into),
            person,
            other,
            link: link.map(str::to_owned),
            code,
            status,
            source: source.map(str::to_owned),
        })
    }
}

#[cfg(test)]
mod tests {
    use passkey_provider::enrolment::refusal::Cause;

    use super::RefusalCause;

    #[test]
    fn every_cause_of_the_core_has_its_own_here() {
        for cause in Cause::ALL {
            let is_unknown = RefusalCause::from(*cause) == RefusalCause::Unknown;
            assert_eq!(is_unknown, *cause == Cause::Unknown, "{cause:?}");
        }
    }
}
