use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use passkey_provider::VerificationMethod;
use passkey_provider::key::BackupFlags;

/// The passkey-provider command's create and get, with private keys in a PKCS #11 token.
#[derive(Debug, Parser)]
#[command(name = "passkey-token-host")]
pub(crate) struct Cli {
    /// The folder that holds the store, and the token beside it
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    pub(crate) store: PathBuf,
    /// Where the device key is kept
    #[arg(long, global = true, value_enum, default_value_t = Keys::File)]
    pub(crate) keys: Keys,
    /// The platform to behave as
    #[arg(long, global = true, value_enum, default_value_t = Platform::Desktop)]
    pub(crate) platform: Platform,
    /// Errors are one line of JSON here in any case
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Keys {
    /// A file in the store's folder
    File,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Platform {
    Android,
    Ios,
    Desktop,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Creation options on stdin, registration response on stdout
    Create(Ceremony),
    /// Request options on stdin, authentication response on stdout
    Get {
        #[command(flatten)]
        ceremony: Ceremony,
        /// The passkey to use where several match
        #[arg(long, value_name = "ID", allow_hyphen_values = true)]
        credential: Option<String>,
    },
}

#[derive(Args, Debug)]
pub(crate) struct Ceremony {
    #[arg(long, value_name = "ORIGIN", conflicts_with = "rp_id")]
    pub(crate) origin: Option<String>,
    #[arg(long, value_name = "RP_ID")]
    pub(crate) rp_id: Option<String>,
    #[arg(long, value_name = "HEX")]
    pub(crate) client_data_hash: Option<String>,
    #[arg(long)]
    pub(crate) strict: bool,
    #[arg(long, conflicts_with_all = ["verified", "decline"])]
    pub(crate) approve: bool,
    #[arg(long, value_enum, value_name = "METHOD", conflicts_with = "decline")]
    pub(crate) verified: Option<Verified>,
    #[arg(long)]
    pub(crate) decline: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Verified {
    Biometric,
    DeviceCredential,
    Pin,
}

impl From<Verified> for VerificationMethod {
    fn from(verified: Verified) -> Self {
        match verified {
            Verified::Biometric => Self::Biometric,
            Verified::DeviceCredential => Self::DeviceCredential,
            Verified::Pin => Self::Pin,
        }
    }
}

impl From<Platform> for BackupFlags {
    fn from(platform: Platform) -> Self {
        match platform {
            Platform::Android | Platform::Desktop => Self::DeviceBound,
            Platform::Ios => Self::Ios,
        }
    }
}
