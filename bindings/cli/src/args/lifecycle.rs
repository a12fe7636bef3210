use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};
use jiff::Timestamp;

use super::Sender;

/// What to do with passkeys of the same account that the site does not seem to know.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum OnDuplicate {
    /// Explain, and ask on the terminal
    Ask,
    /// Create no passkey; say which is in the way, why, and what to do
    Refuse,
    /// Replace the old passkey; it can be restored
    Replace,
    /// Add the new passkey and keep the old one
    Add,
}

/// `signal`
#[derive(Args, Debug)]
pub(crate) struct Signal {
    /// Which signal is on stdin
    #[arg(value_enum)]
    pub(crate) sort: SignalSort,
    #[command(flatten)]
    pub(crate) sender: Sender,
}

/// The signals of WebAuthn L3, section 5.1.10.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum SignalSort {
    /// signalUnknownCredential: rpId, credentialId
    Unknown,
    /// signalAllAcceptedCredentials: rpId, userId, allAcceptedCredentialIds
    AllAccepted,
    /// signalCurrentUserDetails: rpId, userId, name, displayName
    UserDetails,
}

/// `reconcile`
#[derive(Args, Debug)]
pub(crate) struct Reconcile {
    /// The relying party, e.g. example.com
    #[arg(long, value_name = "RP_ID")]
    pub(crate) rp_id: String,
    /// The account: its user handle, base64url
    #[arg(long, value_name = "HANDLE", allow_hyphen_values = true)]
    pub(crate) user: String,
    /// When the server was asked, e.g. 2026-11-21T10:00:00Z, or epoch:N with an epoch reported earlier
    /// by `check`; passkeys created later are not affected
    #[arg(long, value_name = "TIME", value_parser = parse_asked)]
    pub(crate) as_of: Asked,
    /// An earlier list, from before a page registered a passkey: says whether that was saved in another password manager
    #[arg(long, value_name = "FILE")]
    pub(crate) before: Option<PathBuf>,
}

/// When the server was asked for its list.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Asked {
    /// By the clock.
    At(Timestamp),
    /// By the store's epoch.
    Epoch(u64),
}

/// `purge`
#[derive(Args, Debug)]
#[command(group(ArgGroup::new("what").required(true)))]
pub(crate) struct Purge {
    /// Its credential id, base64url
    #[arg(value_name = "ID", allow_hyphen_values = true, group = "what")]
    pub(crate) id: Option<String>,
    /// Everything whose retention period has ended
    #[arg(long, group = "what")]
    pub(crate) expired: bool,
}

fn parse_asked(text: &str) -> Result<Asked, String> {
    match text.strip_prefix("epoch:") {
        Some(number) => number.parse().map(Asked::Epoch).map_err(|error| error.to_string()),
        None => text.parse().map(Asked::At).map_err(|error: jiff::Error| error.to_string()),
    }
}
