use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use passkey_provider::id::Aaguid;

use super::Verified;

/// `policy`
#[derive(Debug, Subcommand)]
pub(crate) enum PolicyCommand {
    /// Show what policies allow for a passkey, by which rule, and who can change it
    ///
    /// A file is an organisation's passkey policy or its authentication strengths, as Microsoft Graph answers them,
    /// or a managed configuration. What is not given is not known, and refuses nothing. Reads no store; exit 0
    /// whatever the verdict.
    Explain(Box<Explain>),
    /// Show who loses what, and who gains what, where one policy takes the place of another
    Diff {
        /// The policy that is
        #[arg(value_name = "OLD")]
        old: PathBuf,
        /// The policy that comes
        #[arg(value_name = "NEW")]
        new: PathBuf,
    },
}

/// `policy explain`
#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// The policies
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// The model of the authenticator [default: that of this command]
    #[arg(long, value_name = "AAGUID", value_parser = parse_aaguid)]
    pub(crate) aaguid: Option<Aaguid>,

    /// What the registration says of the authenticator
    #[arg(long, value_enum, value_name = "KIND", default_value_t = Statement::None)]
    pub(crate) attestation: Statement,

    /// A group that the person is in, through other groups too: its id. Repeat for several
    #[arg(long = "group", value_name = "ID")]
    pub(crate) groups: Vec<String>,

    /// The person is in no group; without this and --group, their groups are not known
    #[arg(long, conflicts_with = "groups")]
    pub(crate) no_group: bool,

    /// The person's object id in the directory
    #[arg(long, value_name = "ID")]
    pub(crate) person: Option<String>,

    /// How the person belongs to the organisation
    #[arg(long, value_enum, value_name = "HOW", default_value_t = Belonging::Member)]
    pub(crate) belonging: Belonging,

    /// An authentication strength that a sign-in is asked for: its id or name. Repeat for several
    #[arg(long = "strength", value_name = "NAME")]
    pub(crate) strengths: Vec<String>,

    /// The relying party, for a managed configuration
    #[arg(long, value_name = "RP_ID")]
    pub(crate) rp_id: Option<String>,

    /// Whether the private key is in hardware, for a managed configuration
    #[arg(long, value_name = "BOOL")]
    pub(crate) hardware: Option<bool>,

    /// Whether nothing but a verification opens the private key, for a managed configuration
    #[arg(long, value_name = "BOOL")]
    pub(crate) gated: Option<bool>,

    /// How the app states that the person was verified, for a managed configuration
    #[arg(long, value_enum, value_name = "METHOD")]
    pub(crate) verified: Option<Verified>,
}

/// What a registration says of the authenticator.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Statement {
    /// Nothing
    None,
    /// `packed`, signed by the passkey itself
    PackedSelf,
    /// `packed`, with a chain to a root that the server knows
    PackedChain,
    /// `android-key`
    AndroidKey,
}

/// How a person belongs to the organisation.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Belonging {
    /// One of its own
    Member,
    /// A guest with an account of the organisation's own
    InternalGuest,
    /// A guest with an account elsewhere
    ExternalGuest,
}

pub(super) fn parse_aaguid(text: &str) -> Result<Aaguid, String> {
    text.parse().map_err(|error: passkey_provider::id::InvalidAaguid| error.to_string())
}
