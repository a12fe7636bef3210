use clap::{Args, Subcommand, ValueEnum};
use passkey_provider::id::Aaguid;

use super::policy::parse_aaguid;

/// `enrol`
#[derive(Debug, Subcommand)]
pub(crate) enum EnrolCommand {
    /// Explain a server's refusal: why, who must act, and what to do next
    ///
    /// Without --server the code is looked up everywhere. Reads no store; exit 0 whether the code is known or not.
    Explain(ExplainRefusal),
}

/// `enrol explain`
#[derive(Args, Debug)]
pub(crate) struct ExplainRefusal {
    /// The code, or an HTTP status
    #[arg(value_name = "CODE", allow_hyphen_values = true)]
    pub(crate) code: String,

    /// Whose code it is
    #[arg(long, value_enum, value_name = "FAMILY")]
    pub(crate) server: Option<Server>,

    /// The HTTP status of the answer that the code stood in
    #[arg(long, value_name = "STATUS", value_parser = clap::value_parser!(u16).range(100..600))]
    pub(crate) status: Option<u16>,

    /// What was asked of the server
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) during: Option<When>,

    /// The model that the registration names, for the administrator [default: that of this command]
    #[arg(long, value_name = "AAGUID", value_parser = parse_aaguid)]
    pub(crate) aaguid: Option<Aaguid>,
}

/// Whose codes they are.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Server {
    /// A cause by its name, such as conditional_access_loop
    Named,
    /// A rule of an organisation's policy, as `policy explain` names it
    Policy,
    /// Microsoft Entra: AADSTS and a number
    Entra,
    /// Microsoft Graph
    Graph,
    /// Keycloak: the error of an event, or kc_action_status
    Keycloak,
    /// django-allauth, headless
    Allauth,
    /// privacyIDEA
    Privacyidea,
    /// Spring Security: HTTP statuses alone
    SpringSecurity,
    /// better-auth
    BetterAuth,
    /// Flask-Security-Too
    FlaskSecurity,
    /// Okta
    Okta,
    /// Auth0's My Account
    Auth0,
    /// Zitadel
    Zitadel,
    /// OAuth 2.0 and OpenID Connect
    Oauth,
    /// HTTP: the code is a status
    Http,
}

/// What was asked of the server.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum When {
    /// A token, or a sign-in
    SignIn,
    /// Creation options
    Options,
    /// To register the new passkey
    Register,
    /// The list of passkeys
    List,
    /// To delete one
    Delete,
    /// To name one
    Name,
}
