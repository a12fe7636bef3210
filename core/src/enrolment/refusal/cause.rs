use crate::enrolment::Actor;

/// Declares the causes: docs, variant, name, who must act, what the person is told, and what the administrator or
/// developer is told where that is another thing.
macro_rules! causes {
    ($($(#[$doc:meta])+ $cause:ident = $name:literal, $actor:expr, $person:literal, $other:expr;)+) => {
        /// Why a server refused.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum Cause {
            $($(#[$doc])+ $cause,)+
        }

        impl Cause {
            /// Every cause.
            pub const ALL: &[Self] = &[$(Self::$cause),+];

            /// Stable machine-readable name, such as `aaguid_not_allowed`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$cause => $name,)+
                }
            }

            /// Who has to do something so that it goes on; `None`: the refusal does not tell.
            pub const fn actor(self) -> Option<Actor> {
                match self {
                    $(Self::$cause => $actor,)+
                }
            }

            /// What happened and what to do next, for the person.
            pub(super) const fn person(self) -> &'static str {
                match self {
                    $(Self::$cause => $person,)+
                }
            }

            /// What to do, for the administrator or the developer, where it is another thing.
            pub(super) const fn other(self) -> Option<&'static str> {
                match self {
                    $(Self::$cause => $other,)+
                }
            }
        }
    };
}

const PERSON: Option<Actor> = Some(Actor::Person);
const ADMINISTRATOR: Option<Actor> = Some(Actor::Administrator);
const DEVELOPER: Option<Actor> = Some(Actor::Developer);
const NOBODY: Option<Actor> = Some(Actor::Nobody);

causes! {
    /// The organisation lists which models of authenticators it allows, or blocks, and this one does not pass.
    AaguidNotAllowed = "aaguid_not_allowed", ADMINISTRATOR,
        "Your organisation does not allow passkeys in this app. Ask your administrator to allow it.",
        Some("Add this AAGUID to the key restrictions of the passkey profile that the person is in, and of the \
              authentication strengths that they must meet.");
    /// The organisation wants an attestation, and there was none that it trusts.
    AttestationRequired = "attestation_required", ADMINISTRATOR,
        "Your organisation registers only passkeys whose app is certified to it, and this registration was not. Ask \
         your administrator.",
        Some("Attestation is enforced. Put the person in a profile without it, or allow this model once it is listed \
              in the FIDO Metadata Service.");
    /// The service that vouches for this app could not be reached, or was not available.
    AttestationServiceDown = "attestation_service_down", NOBODY,
        "The service that vouches for this app does not answer. Try again later.", None;
    /// Nobody may register a passkey by themselves.
    SelfServiceOff = "self_service_off", ADMINISTRATOR,
        "Your organisation does not let people add passkeys by themselves. Ask your administrator.",
        Some("Turn on self-service set-up in the passkey method's policy. It counts for people who add one in an app, \
              too.");
    /// Passkeys are turned off for the organisation.
    PolicyOff = "policy_off", ADMINISTRATOR,
        "Your organisation has passkeys turned off. Ask your administrator.",
        Some("Turn on the passkey method in the authentication methods policy.");
    /// The person is in a group that is excluded, or in none that is included.
    Excluded = "excluded", ADMINISTRATOR,
        "Passkeys are not turned on for your account. Ask your administrator.",
        Some("The person is in an excluded group, which outweighs every other, or in no group that the policy \
              includes.");
    /// The organisation takes passkeys of another type.
    TypeNotAllowed = "type_not_allowed", ADMINISTRATOR,
        "Your organisation does not take this type of passkey. Ask your administrator.",
        Some("The profile does not take this type. A passkey that says it may be backed up counts as synced unless it \
              is attested.");
    /// A rule of the server refuses it, and the answer does not say which.
    RefusedByPolicy = "refused_by_policy", ADMINISTRATOR,
        "A rule of your organisation refused this passkey. Ask your administrator which.",
        Some("Look at the allowed models (AAGUIDs), at attestation, at how many methods a person may have, and at who \
              may register. The server's log names the rule.");
    /// The account has as many passkeys or methods as it may.
    TooManyMethods = "too_many_methods", PERSON,
        "Your account has as many passkeys as it may have. Remove one that you no longer use, and try again.", None;
    /// The challenge, or the transaction around it, is no longer valid.
    ChallengeExpired = "challenge_expired", PERSON,
        "This took too long. Start again; what was begun is not used any more.", None;
    /// The challenge is not the one that the server gave.
    ChallengeWrong = "challenge_wrong", DEVELOPER,
        "The app's answer did not fit the server's question. Update the app.",
        Some("The challenge in the client data is not the server's. Some servers want the text of the challenge \
              encoded, not its bytes.");
    /// The sign-in is older than the server allows for this.
    SignInTooOld = "sign_in_too_old", PERSON,
        "Sign in again, with your second factor, and then add the passkey within five minutes. If you have no second \
         factor, ask your administrator for a Temporary Access Pass.", None;
    /// The sign-in had one factor, and more are wanted.
    SecondFactorRequired = "second_factor_required", PERSON,
        "Sign in again and confirm with your second factor.", None;
    /// The account has no second factor yet.
    NoSecondFactor = "no_second_factor", PERSON,
        "Your account has no second factor yet, and one is needed before a passkey. Add one in your account's security \
         settings, or ask your administrator for a Temporary Access Pass.",
        Some("Issue a Temporary Access Pass: the person signs in with it and registers the passkey.");
    /// A Conditional Access policy blocks the sign-in.
    ConditionalAccess = "conditional_access", ADMINISTRATOR,
        "A rule of your organisation blocks this sign-in. Ask your administrator.",
        Some("Conditional Access does not issue a token. Find the policy in the sign-in log.");
    /// A policy asks for what is just being registered.
    ConditionalAccessLoop = "conditional_access_loop", ADMINISTRATOR,
        "Your organisation asks for a passkey before the first one can be added. Ask your administrator for a way in.",
        Some("The policy for registering security information asks for a strength that only a passkey meets, or for an \
              approved app. Let a Temporary Access Pass meet it, or exclude the registration's client.");
    /// The device is not managed, or not compliant.
    DeviceNotCompliant = "device_not_compliant", PERSON,
        "Your organisation wants this phone to be enrolled and compliant first. Enrol it in your company's device \
         management.",
        Some("Conditional Access wants a compliant or joined device.");
    /// Another app must be used.
    AppNotApproved = "app_not_approved", ADMINISTRATOR,
        "Your organisation does not allow this app for this. Ask your administrator.",
        Some("A grant for approved apps or app protection blocks it. Exclude the registration's client.");
    /// Security information may be set from trusted places or devices alone.
    UntrustedPlace = "untrusted_place", PERSON,
        "Your organisation lets you do this from its own places or devices only. Try again from there, or ask your \
         administrator for a Temporary Access Pass.",
        Some("The policy for registering security information wants a trusted place or device.");
    /// What the person signed in with does not allow setting up another method.
    CredentialNotSufficient = "credential_not_sufficient", ADMINISTRATOR,
        "How you signed in does not allow adding a passkey. Ask your administrator.",
        Some("The credential of this sign-in may not set up security information. A Temporary Access Pass may.");
    /// The sign-in, or the account, is held to be at risk.
    Risk = "risk", ADMINISTRATOR,
        "This sign-in looks unusual, and was stopped. Ask your administrator.",
        Some("Sign-in or user risk blocks it. Look at the risk, and dismiss it if it is none.");
    /// A Temporary Access Pass is wrong, or there is none.
    PassWrong = "pass_wrong", PERSON,
        "This Temporary Access Pass is not correct. Enter it again, or ask your administrator for a new one.", None;
    /// A Temporary Access Pass has expired or has been used.
    PassUsedUp = "pass_used_up", ADMINISTRATOR,
        "This Temporary Access Pass has expired or has been used. Ask your administrator for a new one.",
        Some("Issue a new pass: one that may be used several times, if registering takes more than one sign-in.");
    /// The policy does not allow the way of signing in.
    SignInMethodBlocked = "sign_in_method_blocked", ADMINISTRATOR,
        "Your organisation does not allow this way of signing in. Use another way, or ask your administrator.",
        Some("The authentication methods policy does not allow this method for the person.");
    /// The account is a guest's.
    GuestAccount = "guest_account", PERSON,
        "You are a guest here, and guests cannot add a passkey. Sign in with the passkey of your own organisation.",
        None;
    /// The account is of a kind that cannot be used here.
    WrongKindOfAccount = "wrong_kind_of_account", PERSON,
        "This kind of account cannot be used here. Sign out, and sign in with your work or school account.", None;
    /// The account has got another name, and the passkey is of the old one.
    AccountRenamed = "account_renamed", PERSON,
        "Your account has got another name. Delete its old passkey on the server and here, and add a new one.", None;
    /// No such account.
    AccountNotFound = "account_not_found", PERSON,
        "The server does not know this account. Check which account you are signed in with.", None;
    /// The account is disabled, or not active yet.
    AccountDisabled = "account_disabled", ADMINISTRATOR,
        "Your account is not active. Ask your administrator.",
        Some("The account is disabled, or not active yet.");
    /// The account is locked after too many tries.
    AccountLocked = "account_locked", NOBODY,
        "Your account is locked after too many tries. Wait, and try again later.", None;
    /// The user name or password is wrong.
    WrongPassword = "wrong_password", PERSON,
        "The user name, the password or the code is not correct. Try again.", None;
    /// The password has expired or must be changed.
    PasswordExpired = "password_expired", PERSON,
        "Your password has expired. Change it, and sign in again.", None;
    /// The e-mail address of the account has not been verified.
    UnverifiedEmail = "unverified_email", PERSON,
        "Verify the e-mail addresses of your account first: follow the link that was sent to you.", None;
    /// The signed-in account is another one than the passkey's.
    OtherAccount = "other_account", PERSON,
        "You are signed in with another account than the one that this passkey is for. Sign in with that one.", None;
    /// The session or token is missing, or no longer valid.
    SessionExpired = "session_expired", PERSON,
        "You are signed out. Sign in again.", None;
    /// The person, or an administrator, has not agreed to the app's access.
    ConsentRequired = "consent_required", ADMINISTRATOR,
        "Your organisation has not allowed this app yet. Ask your administrator.",
        Some("Grant the app the permission to manage the signed-in person's passkeys.");
    /// The token does not carry the permission that this takes.
    PermissionMissing = "permission_missing", ADMINISTRATOR,
        "This app lacks the permission for this. Ask your administrator.",
        Some("The app's token lacks a permission, or the account a role or a licence.");
    /// The feature is not turned on at the server.
    FeatureOff = "feature_off", ADMINISTRATOR,
        "This server does not have passkeys turned on. Ask your administrator.",
        Some("Turn the feature on at the server.");
    /// The state of the account does not allow it now.
    AccountState = "account_state", ADMINISTRATOR,
        "The state of your account does not allow this now. Ask your administrator.", Some("Look at the account's state.");
    /// The name for the passkey is too long.
    NameTooLong = "name_too_long", PERSON,
        "The name is too long. Choose a shorter one: 30 characters are enough everywhere.", None;
    /// A passkey of this name is there already, or the name may not be used.
    NameRefused = "name_refused", PERSON,
        "The server does not take this name. Choose another one.", None;
    /// This passkey is registered already.
    Duplicate = "duplicate", PERSON,
        "This device already has a passkey for this account. Use it, or delete it here and on the server first.", None;
    /// The server does not know the passkey.
    PasskeyUnknown = "passkey_unknown", PERSON,
        "The server does not know this passkey any more. Delete it here, and add a new one.", None;
    /// What was to be deleted is not there any more.
    AlreadyGone = "already_gone", NOBODY,
        "It is not on the server any more. Nothing is left to do there.", None;
    /// The device that was used is disabled at the server.
    DeviceDisabled = "device_disabled", ADMINISTRATOR,
        "This device is disabled at your organisation. Ask your administrator.", Some("Enable the device.");
    /// The person was not verified, and the server wants that.
    NotVerified = "not_verified", PERSON,
        "The server wants your fingerprint, face or screen lock. Try again and confirm with it.", None;
    /// The counter of the passkey went back: the server suspects a copy.
    CounterRefused = "counter_refused", PERSON,
        "The server took this passkey for a copy. Delete it here and on the server, and add a new one.",
        Some("The signature counter did not grow. A passkey that says it is synced must not count.");
    /// The person, or the app for them, stopped it.
    Cancelled = "cancelled", PERSON,
        "It was cancelled. Start again when you want to go on.", None;
    /// The origin is not one that the server takes.
    OriginRefused = "origin_refused", DEVELOPER,
        "The app and the server do not fit each other. Update the app.",
        Some("The origin in the client data is not one of the server's.");
    /// The server checked the registration or the sign-in, and it did not pass.
    NotAccepted = "not_accepted", PERSON,
        "The server did not accept the passkey. Delete it here and start again. If that does not help, tell your \
         administrator.",
        Some("The server's log says what did not pass: the attestation, the model (AAGUID), the origin or the \
              signature.");
    /// A request is malformed, or one that the server does not take.
    MalformedRequest = "malformed_request", DEVELOPER,
        "The app asked the server in a way that it does not take. Update the app.",
        Some("Compare the request with the server's documentation, or the dialect with its version.");
    /// A request lacks what protects against forged ones.
    ForgeryProtection = "forgery_protection", DEVELOPER,
        "The app asked the server in a way that it does not take. Update the app.",
        Some("The server wants its CSRF token with each request, or denies access.");
    /// The app is called again and again by the same request.
    RequestLoop = "request_loop", DEVELOPER,
        "The app asked the server over and over, and was stopped. Wait a minute and try again; then update the app.",
        Some("The same request was sent in a loop.");
    /// The server is not set up for it.
    ServerMisconfigured = "server_misconfigured", ADMINISTRATOR,
        "The server is not set up for this. Ask your administrator.",
        Some("The server's configuration for passkeys is incomplete.");
    /// Too many requests.
    Throttled = "throttled", NOBODY,
        "There were too many requests. Wait a moment, and try again.", None;
    /// The server is not available.
    ServerDown = "server_down", NOBODY,
        "The server is not available now. Try again later.", None;
    /// Two requests met, and one has to be sent again.
    Conflict = "conflict", NOBODY,
        "Something else was changed at the same time. Try again.", None;
    /// An error inside the server.
    ServerError = "server_error", ADMINISTRATOR,
        "The server failed. Try again later; if that does not help, tell your administrator.",
        Some("The server's log says what failed.");
    /// It is not known why.
    Unknown = "unknown", None,
        "The server refused, and did not say why in a way that this app knows.", None;
}
