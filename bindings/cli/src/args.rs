//! What the command line says.

mod caller;
mod enrol;
mod lifecycle;
mod metadata;
mod policy;
mod store;

use std::path::PathBuf;

pub(crate) use caller::{App, Asking, Build, Caller, CallerCommand, CheckedCaller, Sender};
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
pub(crate) use enrol::{
    AtServer, DeleteAtServer, DemandedBy, Enrol, EnrolCommand, ExplainRefusal, ListAtServer, Making, Resume, Server,
    SignedIn, When,
};
use jiff::Timestamp;
pub(crate) use lifecycle::{Asked, OnDuplicate, Purge, Reconcile, Signal, SignalSort};
pub(crate) use metadata::{ComparedIn, KeysIn, Metadata, Way};
use passkey_provider::webauthn::options::Mode;
pub(crate) use policy::{Belonging, Explain, PolicyCommand, Statement};
pub(crate) use store::StoreCommand;

use crate::attestation::AttestationArgs;

/// A passkey provider on the command line.
///
/// Answers the two requests that a relying party sends to `navigator.credentials`: it takes their
/// options as JSON on standard input and prints the response as JSON on standard output. The
/// passkeys live in a sealed store; the key to it lives in the key store of the system.
///
/// To see it at work without a server, a key store or a file: `passkey-provider demo`.
#[derive(Debug, Parser)]
#[command(name = "passkey-provider", version, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The heading of the options that every command takes.
const SHARED: &str = "Options of every command";

/// What every command takes.
#[derive(Args, Debug)]
pub(crate) struct Global {
    /// The folder that holds the store [default: `passkey-provider` in the user's data folder]
    #[arg(long, global = true, help_heading = SHARED, value_name = "DIR")]
    pub(crate) store: Option<PathBuf>,

    /// Where the device key is kept, without which the store does not open
    #[arg(long, global = true, help_heading = SHARED, value_enum, default_value_t = Keys::Keyring)]
    pub(crate) keys: Keys,

    /// The platform to behave as; decides what a new passkey says about its backup
    #[arg(long, global = true, help_heading = SHARED, value_enum, default_value_t = Platform::Desktop)]
    pub(crate) platform: Platform,

    /// A file with the gate secret: 32 bytes, or 64 hexadecimal digits
    ///
    /// It stands in for what a phone's key store releases after a biometric check. A store made
    /// with it signs only with it. Where the store does not exist yet, the file is made too.
    #[arg(long, global = true, help_heading = SHARED, value_name = "FILE")]
    pub(crate) gate: Option<PathBuf>,

    /// Pretend that it is this time, e.g. 2026-11-21T10:00:00Z
    #[arg(long, global = true, help_heading = SHARED, value_name = "TIME")]
    pub(crate) at: Option<Timestamp>,

    /// Print JSON instead of tables, and errors as one line of JSON
    #[arg(long, global = true, help_heading = SHARED)]
    pub(crate) json: bool,
}

/// Where the device key is kept.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Keys {
    /// The system's key store: Secret Service, Keychain or Credential Manager; on Linux the kernel's
    /// keyring if PASSKEY_PROVIDER_KEYRING=kernel, whose keys are lost at reboot, and after three
    /// days logged out without use
    Keyring,
    /// A file in the store's folder: no protection against anyone who can read your files
    File,
    /// Nowhere: key and store are gone when the command ends
    Memory,
}

/// The platform to behave as.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Platform {
    /// Passkeys say that they are bound to this device, and count
    Android,
    /// Passkeys say that they are backed up, and do not count: iOS accepts no others
    Ios,
    /// The same as android
    Desktop,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a passkey: creation options on stdin, registration response on stdout
    Create(Create),
    /// Sign in with a passkey: request options on stdin, authentication response on stdout
    Get(Get),
    /// Show what is understood of options, and what was repaired in them; nothing is stored
    Inspect(Inspect),
    /// List what autofill would offer at a relying party, most recently used first
    Candidates {
        /// The relying party, e.g. example.com
        #[arg(value_name = "RP_ID")]
        rp_id: String,
    },
    /// List every passkey, and what its site is known to think of it
    List {
        /// List those that you deleted and can restore instead
        #[arg(long)]
        deleted: bool,
    },
    /// Show one passkey
    Show {
        /// Its credential id, base64url, as `list` shows it
        #[arg(value_name = "ID", allow_hyphen_values = true)]
        id: String,
    },
    /// Give a passkey a name of your own; an empty name removes it
    Rename {
        /// Its credential id, base64url
        #[arg(value_name = "ID", allow_hyphen_values = true)]
        id: String,
        /// The name
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Delete a passkey from this device; it can be restored, and the server's copy must be removed there
    Delete {
        /// Its credential id, base64url
        #[arg(value_name = "ID", allow_hyphen_values = true)]
        id: String,
    },
    /// Bring back a passkey that you deleted, or that is hidden
    Restore {
        /// Its credential id, base64url
        #[arg(value_name = "ID", allow_hyphen_values = true)]
        id: String,
    },
    /// Permanently remove what you deleted: nothing of it is left in the store's files
    Purge(Purge),
    /// Record that the server accepted the registration of a passkey
    Confirm {
        /// Its credential id, base64url
        #[arg(value_name = "ID", allow_hyphen_values = true)]
        id: String,
    },
    /// Record that the server refused the registration of a passkey
    Reject {
        /// Its credential id, base64url
        #[arg(value_name = "ID", allow_hyphen_values = true)]
        id: String,
        /// What the server said; kept in the passkey's history
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// List passkeys that are probably or certainly on this device only: why, since when, what to do
    Stale,
    /// Apply what a server signals about its passkeys: the signal's JSON on stdin, nothing on stdout
    Signal(Signal),
    /// Compare an account's passkeys with the server's own list: its JSON on stdin
    Reconcile(Reconcile),
    /// Manage trusted callers: browsers and apps on Android, and what sites say about them
    #[command(subcommand)]
    Caller(CallerCommand),
    /// Explain what an organisation's policy or a managed configuration allows, or compare two policies
    #[command(subcommand)]
    Policy(PolicyCommand),
    /// Print what the FIDO Metadata Service would publish of this provider: an entry with its metadata statement
    ///
    /// What follows from the core is taken from there; what only the vendor of an app knows, the options say. The
    /// entry says that the product is not certified: the FIDO Alliance writes its own once it is.
    Metadata(Box<Metadata>),
    /// Register a passkey of this device at a server, as an app does that an account is added to
    ///
    /// Asks the server for its options, makes the passkey, sends it, and finds out what became of it, also where no
    /// answer came. What was interrupted can be resumed, by any process.
    Enrol(Box<Enrol>),
    /// Show which steps are missing before a passkey can be made, from facts about a phone
    ///
    /// The facts are JSON, as an app on the phone would give them. Reads no store; exit 0 whatever is missing.
    Readiness {
        /// A file with the facts
        #[arg(value_name = "FACTS.json")]
        facts: PathBuf,
    },
    /// Show what a FIDO:/ code asks, how old it is and how a phone goes on with it; starts nothing
    Qr {
        /// The text of the code, or - to read it from standard input: whoever has it can take the phone's part
        #[arg(value_name = "CODE")]
        code: String,
    },
    /// Show what happened to a passkey, or without an id, to the store
    History {
        /// Its credential id, base64url
        #[arg(value_name = "ID", allow_hyphen_values = true)]
        id: Option<String>,
    },
    /// List hardware keys that wait to be deleted
    Keys,
    /// Print a report for support, as JSON, without any name, site, account, id or key
    Diagnose,
    /// Check the store; exit 1 if anything is wrong
    Check {
        /// Accept a store that is older than the last one seen here, or that contains older rows
        #[arg(long)]
        accept_rollback: bool,
    },
    /// Look at the store's file, or set it aside to start again without deleting it
    #[command(subcommand)]
    Store(StoreCommand),
    /// Register, sign in and recover against a relying party inside the command, in a temporary store
    Demo,
    /// Print completions for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
}

/// What the person answers. Without any on a terminal, the command asks.
#[derive(Args, Debug)]
#[group(skip)]
#[command(group(ArgGroup::new("consent")))]
pub(crate) struct ConsentArgs {
    /// The person is there and agrees
    #[arg(long, group = "consent")]
    pub(crate) approve: bool,

    /// The person is there, agrees, and was verified in this way
    #[arg(long, group = "consent", value_enum, value_name = "METHOD")]
    pub(crate) verified: Option<Verified>,

    /// The person refuses
    #[arg(long, group = "consent")]
    pub(crate) decline: bool,
}

/// How the person was verified.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Verified {
    /// A finger or a face
    Biometric,
    /// What unlocks the screen: PIN, pattern or password
    DeviceCredential,
    /// A PIN of the application
    Pin,
}

/// `create`
#[derive(Args, Debug)]
pub(crate) struct Create {
    #[command(flatten)]
    pub(crate) caller: Caller,
    /// What to do if the account has a passkey here that the site does not seem to know
    /// [default: ask on a terminal, refuse elsewhere]
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) on_duplicate: Option<OnDuplicate>,
    #[command(flatten)]
    pub(crate) attestation: AttestationArgs,
    #[command(flatten)]
    pub(crate) consent: ConsentArgs,
    #[command(flatten)]
    pub(crate) ceremony: Ceremony,
}

/// `get`
#[derive(Args, Debug)]
pub(crate) struct Get {
    #[command(flatten)]
    pub(crate) caller: Caller,
    /// The passkey to use if several match: its credential id, base64url
    #[arg(long, value_name = "ID", allow_hyphen_values = true)]
    pub(crate) credential: Option<String>,
    #[command(flatten)]
    pub(crate) consent: ConsentArgs,
    #[command(flatten)]
    pub(crate) ceremony: Ceremony,
}

/// What create and get share.
#[derive(Args, Debug)]
pub(crate) struct Ceremony {
    /// Accept only what a browser accepts; otherwise malformed options are repaired
    #[arg(long)]
    pub(crate) strict: bool,

    /// A policy to obey: a managed configuration, which stays with the store until another one comes; for create
    /// also an organisation's passkey policy, of the date of its file. Repeat for several
    #[arg(long = "policy", value_name = "FILE")]
    pub(crate) policies: Vec<PathBuf>,

    /// Write what happened as JSON: caller, repairs, decision, custody, flags, counter, evidence
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
}

/// `inspect`
#[derive(Args, Debug)]
pub(crate) struct Inspect {
    /// Which options are on stdin
    #[arg(value_enum)]
    pub(crate) kind: OptionsKind,
    /// Accept only what a browser accepts
    #[arg(long)]
    pub(crate) strict: bool,
}

/// The two kinds of options.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum OptionsKind {
    /// Creation options
    Create,
    /// Request options
    Get,
}

/// The mode of `--strict`.
pub(crate) fn mode(strict: bool) -> Mode {
    if strict { Mode::Strict } else { Mode::Tolerant }
}

#[cfg(test)]
mod tests;
