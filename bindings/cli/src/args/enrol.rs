use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use passkey_provider::id::Aaguid;

use super::policy::parse_aaguid;
use super::{ConsentArgs, OnDuplicate};
use crate::attestation::AttestationArgs;

/// `enrol`
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Enrol {
    #[command(subcommand)]
    pub(crate) command: Option<EnrolCommand>,
    #[command(flatten)]
    pub(crate) at: AtServer,
    /// The account that is meant, by its sign-in name: options of another one are asked about
    #[arg(long, value_name = "ACCOUNT")]
    pub(crate) account: Option<String>,
    /// What the server is to call the passkey
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[command(flatten)]
    pub(crate) making: Making,
}

/// `enrol resume` and the like
#[derive(Debug, Subcommand)]
pub(crate) enum EnrolCommand {
    /// Go on with a registration or a deletion that was interrupted; without an id, list them
    Resume(Resume),
    /// Compare an account's passkeys here with those that the server lists
    List(ListAtServer),
    /// Delete a passkey at the server, and then here
    Delete(DeleteAtServer),
    /// Forget an interrupted registration; its passkey stays as it stands
    Abandon {
        /// Its id, as `enrol resume` lists it
        #[arg(value_name = "ENROLMENT")]
        id: String,
    },
    /// Explain a server's refusal: why, who must act, and what to do next
    ///
    /// Without --server the code is looked up everywhere. Reads no store; exit 0 whether the code is known or not.
    Explain(ExplainRefusal),
    /// Say what a prompt after a sign-in demands, and whether it can wait
    ///
    /// Reads no store. A code that demands no registration is an error.
    Demand(DemandedBy),
}

/// Which server, and how it speaks.
#[derive(Args, Debug)]
pub(crate) struct AtServer {
    /// How the server speaks: the name of a dialect, or a file with one
    #[arg(long, requires = "url", value_name = "DIALECT")]
    pub(crate) server: Option<String>,

    /// Where the server is, e.g. https://login.example.com; http for this machine alone
    #[arg(long, requires = "server", value_name = "URL")]
    pub(crate) url: Option<String>,

    /// What the dialect wants to know, e.g. realm=work. Repeat for several
    #[arg(long = "set", requires = "server", value_name = "NAME=VALUE")]
    pub(crate) set: Vec<String>,

    /// The origin of the server's page, where that is another one
    #[arg(long, requires = "server", value_name = "ORIGIN")]
    pub(crate) page: Option<String>,
}

/// Who is signed in.
#[derive(Args, Debug)]
pub(crate) struct SignedIn {
    /// A command of the shell that prints a token, or cookies as the header Cookie has them
    ///
    /// It runs each time that the server wants a sign-in: PASSKEY_PROVIDER_SIGN_IN is first or again,
    /// PASSKEY_PROVIDER_TOKEN is bearer, header or cookies, and PASSKEY_PROVIDER_SERVER, _SCOPE and _FRESH_SECONDS say
    /// what for. The token is kept in memory only.
    #[arg(long, value_name = "CMD")]
    pub(crate) token_command: Option<String>,
}

/// What making a passkey takes.
#[derive(Args, Debug)]
pub(crate) struct Making {
    #[command(flatten)]
    pub(crate) signed_in: SignedIn,

    /// The options, where the server has them on a page only: a file, or - for standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) options: Option<PathBuf>,

    /// What to do if a passkey of the account is here that the server does not seem to know
    /// [default: ask on a terminal, refuse elsewhere]
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) on_duplicate: Option<OnDuplicate>,

    /// A policy to obey: a managed configuration, or an organisation's passkey policy. Repeat for several
    #[arg(long = "policy", value_name = "FILE")]
    pub(crate) policies: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) attestation: AttestationArgs,
    #[command(flatten)]
    pub(crate) consent: ConsentArgs,
}

/// `enrol resume`
#[derive(Args, Debug)]
pub(crate) struct Resume {
    /// Which: its id, as the list has it
    #[arg(value_name = "ENROLMENT")]
    pub(crate) id: Option<String>,
    #[command(flatten)]
    pub(crate) making: Making,
}

/// `enrol list`
#[derive(Args, Debug)]
pub(crate) struct ListAtServer {
    #[command(flatten)]
    pub(crate) at: AtServer,
    /// The relying party's id
    #[arg(long, value_name = "RP_ID")]
    pub(crate) rp_id: String,
    /// The account's user handle, base64url
    #[arg(long, value_name = "USER", allow_hyphen_values = true)]
    pub(crate) user: String,
    #[command(flatten)]
    pub(crate) signed_in: SignedIn,
}

/// `enrol delete`
#[derive(Args, Debug)]
pub(crate) struct DeleteAtServer {
    /// Its credential id, base64url
    #[arg(value_name = "ID", allow_hyphen_values = true)]
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) at: AtServer,
    #[command(flatten)]
    pub(crate) signed_in: SignedIn,
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

/// `enrol demand`
#[derive(Args, Debug)]
pub(crate) struct DemandedBy {
    /// The code: an AADSTS number, Keycloak's `execution`, Okta's `status`
    #[arg(value_name = "CODE", allow_hyphen_values = true)]
    pub(crate) code: String,

    /// Whose code it is
    #[arg(long, value_enum, value_name = "FAMILY")]
    pub(crate) server: Server,

    /// The prompt shows a way past it
    #[arg(long)]
    pub(crate) skip: bool,
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
