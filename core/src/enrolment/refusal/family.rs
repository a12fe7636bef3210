/// Whose codes they are.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Family {
    /// A [`Cause`](super::Cause) by its name: what a dialect's file, or the app, has found out by other means.
    Named,
    /// A [`Rule`](crate::policy::Rule) by its name: an organisation's policy that was judged on the device.
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
    PrivacyIdea,
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
    OAuth,
    /// HTTP statuses. Each family falls back to it.
    Http,
}

/// What was asked of the server when it refused. A code may mean another thing then.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum During {
    /// A token, or a sign-in.
    SignIn,
    /// Creation options.
    Options,
    /// To register the new passkey. It exists on the device already.
    Register,
    /// The list of passkeys.
    List,
    /// To delete one.
    Delete,
    /// To name one.
    Name,
}

impl Family {
    /// Each of them.
    pub const ALL: [Self; 15] = [
        Self::Named,
        Self::Policy,
        Self::Entra,
        Self::Graph,
        Self::Keycloak,
        Self::Allauth,
        Self::PrivacyIdea,
        Self::SpringSecurity,
        Self::BetterAuth,
        Self::FlaskSecurity,
        Self::Okta,
        Self::Auth0,
        Self::Zitadel,
        Self::OAuth,
        Self::Http,
    ];

    /// Stable machine-readable name, such as `entra` or `better_auth`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Policy => "policy",
            Self::Entra => "entra",
            Self::Graph => "graph",
            Self::Keycloak => "keycloak",
            Self::Allauth => "allauth",
            Self::PrivacyIdea => "privacyidea",
            Self::SpringSecurity => "spring_security",
            Self::BetterAuth => "better_auth",
            Self::FlaskSecurity => "flask_security",
            Self::Okta => "okta",
            Self::Auth0 => "auth0",
            Self::Zitadel => "zitadel",
            Self::OAuth => "oauth",
            Self::Http => "http",
        }
    }

    /// What a code of the family may begin with, and its rows leave out.
    pub(super) const fn prefix(self) -> &'static str {
        match self {
            Self::Entra => "AADSTS",
            Self::PrivacyIdea => "ERR",
            _ => "",
        }
    }
}

impl During {
    /// Each of them.
    pub const ALL: [Self; 6] = [Self::SignIn, Self::Options, Self::Register, Self::List, Self::Delete, Self::Name];

    /// Stable machine-readable name, such as `sign_in` or `register`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Options => "options",
            Self::Register => "register",
            Self::List => "list",
            Self::Delete => "delete",
            Self::Name => "name",
        }
    }
}
