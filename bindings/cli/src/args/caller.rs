use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use passkey_provider::id::{CertificateFingerprint, PackageName};

use crate::bytes::parse_hex;

/// Who is asking in a ceremony.
#[derive(Args, Debug)]
#[group(skip)]
#[command(group(ArgGroup::new("asking").required(true).multiple(true)))]
pub(crate) struct Caller {
    #[command(flatten)]
    pub(crate) asking: Asking,

    /// The relying party, already checked by the platform; needs --client-data-hash
    #[arg(
        long,
        value_name = "RP_ID",
        group = "asking",
        requires = "client_data_hash",
        conflicts_with_all = ["origin", "android_package", "offline"]
    )]
    pub(crate) rp_id: Option<String>,

    /// SHA-256 of the client data that a browser or the platform made itself, in hexadecimal
    #[arg(long, value_name = "HEX", conflicts_with_all = ["related_origins", "cross_origin"])]
    pub(crate) client_data_hash: Option<String>,
}

/// Who sends a signal.
#[derive(Args, Debug)]
#[group(skip)]
#[command(group(ArgGroup::new("asking").required(true).multiple(true)))]
pub(crate) struct Sender {
    #[command(flatten)]
    pub(crate) asking: Asking,

    /// The relying party, already checked by the platform
    #[arg(
        long,
        value_name = "RP_ID",
        group = "asking",
        conflicts_with_all = ["origin", "android_package", "offline"]
    )]
    pub(crate) rp_id: Option<String>,
}

/// `caller check`
#[derive(Args, Debug)]
#[group(skip)]
#[command(group(ArgGroup::new("asking").required(true).multiple(true)))]
pub(crate) struct CheckedCaller {
    #[command(flatten)]
    pub(crate) asking: Asking,

    /// The relying party that is asked for; on its own, already checked by the platform
    #[arg(long, value_name = "RP_ID", group = "asking")]
    pub(crate) rp_id: Option<String>,

    /// SHA-256 of the client data that a browser or the platform made itself, in hexadecimal
    #[arg(long, value_name = "HEX", conflicts_with_all = ["related_origins", "cross_origin"])]
    pub(crate) client_data_hash: Option<String>,
}

/// A page, a browser that speaks for one, or an app that speaks for itself; and what the site says
/// of it.
#[derive(Args, Debug)]
#[group(skip)]
pub(crate) struct Asking {
    /// The origin of the page that asks, e.g. https://login.example.com; with --android-package, the
    /// origin that the app states
    #[arg(long, value_name = "ORIGIN", group = "asking")]
    pub(crate) origin: Option<String>,

    /// The page is framed by a page of another origin, and the client data say so
    #[arg(long, requires = "origin", conflicts_with = "android_package")]
    pub(crate) cross_origin: bool,

    /// The origin of the topmost page that the frame is in, e.g. https://shop.example
    #[arg(long, value_name = "ORIGIN", requires = "cross_origin")]
    pub(crate) top_origin: Option<String>,

    #[command(flatten)]
    pub(crate) app: App,

    /// The kind of Android build; certificates listed for developer builds count only on those
    #[arg(long, value_enum, value_name = "BUILD", requires = "android_package")]
    pub(crate) android_build: Option<Build>,

    /// The list of privileged browsers to use this once, instead of the one in the store
    #[arg(long, value_name = "FILE", requires_all = ["origin", "android_package"])]
    pub(crate) privileged_list: Option<PathBuf>,

    /// What the site answers about its apps; repeat it if its statements include others
    ///
    /// The body of an answer with status 200 and type application/json; of a FILE named
    /// *.answer.json, a whole answer: {"status":404,"content_type":null,"redirects":[],"body":""}.
    /// It counts even where an earlier answer is still fresh.
    #[arg(long, value_name = "FILE", requires = "android_package", conflicts_with_all = ["origin", "offline"])]
    pub(crate) asset_links: Vec<PathBuf>,

    /// What the site answers about related origins; a FILE as for --asset-links
    #[arg(long, value_name = "FILE", requires = "origin", conflicts_with_all = ["android_package", "offline"])]
    pub(crate) related_origins: Option<PathBuf>,

    /// The site cannot be reached
    #[arg(long)]
    pub(crate) offline: bool,
}

/// An Android app, as the system names it.
#[derive(Args, Debug)]
#[group(skip)]
pub(crate) struct App {
    /// The Android app that asks: a browser if --origin is given, otherwise an app acting for itself
    #[arg(long, value_name = "NAME", group = "asking", requires = "android_cert", value_parser = PackageName::parse)]
    pub(crate) android_package: Option<PackageName>,

    /// SHA-256 of the certificate that signed the app: 64 hexadecimal digits, or pairs with colons;
    /// several certificates are several signers
    #[arg(
        long,
        value_name = "SHA256",
        value_delimiter = ',',
        requires = "android_package",
        value_parser = parse_certificate
    )]
    pub(crate) android_cert: Vec<CertificateFingerprint>,

    /// Earlier certificates of the app that were rotated out, oldest first
    #[arg(
        long,
        value_name = "SHA256",
        value_delimiter = ',',
        requires = "android_package",
        value_parser = parse_certificate
    )]
    pub(crate) android_cert_history: Vec<CertificateFingerprint>,
}

/// `android.os.Build.TYPE`
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Build {
    /// A production build
    User,
    /// A developer's build
    Userdebug,
}

/// `caller`
#[derive(Debug, Subcommand)]
pub(crate) enum CallerCommand {
    /// Check whether a caller would be accepted, by what evidence, and what to do; exit 1 if refused
    Check(CheckedCaller),
    /// Print the requests that ask a site about its apps and related origins
    Fetch {
        /// The site, e.g. example.com
        #[arg(value_name = "RP_ID")]
        rp_id: String,
    },
    /// List the privileged browsers, the browsers that you trust, and the apps that sites named
    List,
    /// Store a newer list of privileged browsers, in the format that Google publishes
    Update {
        /// The document
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// When it was published, e.g. 2026-11-21T10:00:00Z [default: when the file was last changed]
        #[arg(long, value_name = "TIME")]
        as_of: Option<Timestamp>,
    },
    /// Trust a browser that is on no list, with its current signing certificate
    #[command(group(ArgGroup::new("asking").required(true)))]
    Trust(App),
    /// Stop trusting a browser
    Revoke {
        /// Its package
        #[arg(value_name = "PACKAGE", value_parser = PackageName::parse)]
        package: PackageName,
    },
}

/// A fingerprint as people copy it: in either case, with colons or without.
pub(super) fn parse_certificate(text: &str) -> Result<CertificateFingerprint, &'static str> {
    let wrong = "a certificate's SHA-256 is 64 hexadecimal digits, in pairs with colons between them or without";
    let fingerprint = match parse_hex(text) {
        Some(bytes) => CertificateFingerprint::from_bytes(&bytes),
        None => CertificateFingerprint::parse(&text.to_ascii_uppercase()),
    };
    fingerprint.map_err(|_| wrong)
}
