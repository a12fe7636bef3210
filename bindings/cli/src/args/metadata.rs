use std::path::PathBuf;

use clap::{Args, ValueEnum};
use passkey_provider::id::Aaguid;

/// `metadata`
#[derive(Args, Debug)]
pub(crate) struct Metadata {
    /// The model [default: that of this command on --platform]
    #[arg(long, value_name = "AAGUID", value_parser = super::policy::parse_aaguid)]
    pub(crate) aaguid: Option<Aaguid>,

    /// Draw an AAGUID, for a product that has none yet; keep it for good, and give each platform one of its own
    #[arg(long, conflicts_with = "aaguid")]
    pub(crate) new_aaguid: bool,

    /// A short description: up to 200 printable ASCII characters
    #[arg(long, value_name = "TEXT", default_value = "passkey-provider, the command")]
    pub(crate) description: String,

    /// The earliest version of the app that this holds for, as a number that only rises
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub(crate) app_version: u32,

    /// Where private keys are; repeat for several, and the weakest describes them all
    #[arg(long = "keys-in", value_enum, value_name = "PLACE", default_values_t = [KeysIn::Software])]
    pub(crate) keys_in: Vec<KeysIn>,

    /// How the person is verified; repeat for several [default: what phones of --platform have]
    #[arg(long = "verified-by", value_enum, value_name = "WAY")]
    pub(crate) verified_by: Vec<Way>,

    /// Where a finger, a face or a code is compared
    #[arg(long, value_enum, value_name = "PLACE", default_value_t = ComparedIn::Tee)]
    pub(crate) compared_in: ComparedIn,

    /// Every use of a key needs a verification, whatever a site asks for
    #[arg(long)]
    pub(crate) always_verifies: bool,

    /// A root that vouches for attestation keys, in PEM: registrations carry `packed` statements with certificates
    #[arg(long, value_name = "FILE")]
    pub(crate) attestation_root: Option<PathBuf>,

    /// The app's icon, a PNG file
    #[arg(long, value_name = "FILE")]
    pub(crate) icon: Option<PathBuf>,
}

/// Where private keys are.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum KeysIn {
    /// Sealed in the store
    Software,
    /// In the processor's trusted execution environment
    Tee,
    /// In a chip of its own: StrongBox, the Secure Enclave
    SecureElement,
}

/// How a person is verified.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Way {
    /// By a finger
    Fingerprint,
    /// By the face
    Face,
    /// By a PIN or password
    Passcode,
    /// By a pattern drawn on the screen
    Pattern,
}

/// Where what the person shows is compared.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum ComparedIn {
    /// By software, such as the app's own PIN
    Software,
    /// In the processor's trusted execution environment
    Tee,
    /// In a chip of its own
    Chip,
}
