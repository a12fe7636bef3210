//! Apps that may speak for a web page: browsers on Android. Any app can state an origin there, so
//! this list is the only protection.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use serde::de::Error as _;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::android_app::{AndroidApp, AppRecord};
use super::{Basis, CallerRefused};
use crate::clock::Timestamp;
use crate::id::{CertificateFingerprint, PackageName};

/// The browsers that may state an origin, in the format that Google publishes for
/// `androidx.credentials`:
///
/// ```json
/// {"apps":[{"type":"android","info":{"package_name":"com.example.browser","signatures":[
///   {"build":"release","cert_fingerprint_sha256":"AB:CD:…"}]}}]}
/// ```
#[derive(Clone, Debug)]
pub struct PrivilegedList {
    as_of: Timestamp,
    apps: HashMap<PackageName, Vec<Signature>>,
}

/// Whether the device's system is one for developers (`android.os.Build.TYPE`).
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum BuildType {
    /// `user`: what people have.
    #[default]
    User,
    /// `userdebug`: certificates that are listed for such builds count too.
    Userdebug,
}

/// A document is refused whole; the list before it stays. That goes for a comma too many as well, which
/// a list of the community had for a month: what is not valid JSON may be cut off or altered, and this list
/// decides who may speak for a page.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidPrivilegedList {
    /// More bytes than such a list has.
    #[error("the list of privileged browsers has more than {} bytes", PrivilegedList::MOST_BYTES)]
    TooLong,
    /// Not the format's JSON.
    #[error("the list of privileged browsers is not in the expected format: {what}, line {line}, column {column}")]
    Malformed {
        /// What is wrong, without anything of the document.
        what: &'static str,
        /// The line, from 1; 0 where it is about the whole.
        line: usize,
        /// The column, from 1; 0 where it is about the whole.
        column: usize,
    },
    /// An entry breaks a rule.
    #[error("entry {entry} of the list of privileged browsers has {what}")]
    Entry {
        /// Which, from 0.
        entry: usize,
        /// What is wrong with it.
        what: &'static str,
    },
    /// No browser is in it.
    #[error("the list of privileged browsers is empty")]
    Empty,
    /// The list that is here is newer.
    #[error("the list of privileged browsers is older than the one in use")]
    Older,
}

/// A browser that the person trusts although it is on no list.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TrustedApp {
    /// The app, as it was signed then.
    pub app: AndroidApp,
    /// Since when, by the device's clock.
    pub since: Timestamp,
}

#[derive(Clone, Copy, Debug)]
struct Signature {
    fingerprint: CertificateFingerprint,
    is_for_userdebug: bool,
}

#[derive(Deserialize)]
struct Document {
    apps: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
struct App {
    r#type: String,
    #[serde(default)]
    info: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Info {
    package_name: String,
    signatures: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Listed {
    build: String,
    cert_fingerprint_sha256: String,
}

impl PrivilegedList {
    /// The most bytes of a document.
    pub const MOST_BYTES: usize = 1024 * 1024;

    /// Parses a document that its publisher says is of `as_of` (`Last-Modified`, or when it was
    /// fetched). Entries of another type than `android` are passed over; what else is not understood
    /// refuses the whole document, for a list that lost an entry locks a browser out, and one that
    /// gained one lets anybody in.
    pub fn parse(document: &[u8], as_of: Timestamp) -> Result<Self, InvalidPrivilegedList> {
        if document.len() > Self::MOST_BYTES {
            return Err(InvalidPrivilegedList::TooLong);
        }
        let text = std::str::from_utf8(document).map_err(|_| NOT_UTF_8)?;
        let document: Document = read_object(text).map_err(|error| malformed(&error))?;
        let mut apps = HashMap::new();
        for (entry, app) in document.apps.iter().enumerate() {
            let wrong = |what| InvalidPrivilegedList::Entry { entry, what };
            let app: App = read_object(app.get()).map_err(|_| wrong("another shape"))?;
            if app.r#type != "android" {
                continue;
            }
            let info = app.info.ok_or(wrong("no info"))?;
            let info: Info = read_object(info.get()).map_err(|_| wrong("an info of another shape"))?;
            let package = PackageName::parse(&info.package_name).map_err(|_| wrong("no package name"))?;
            let signatures: Vec<_> =
                info.signatures.iter().map(|listed| read(listed)).collect::<Result<_, _>>().map_err(wrong)?;
            if signatures.is_empty() {
                return Err(wrong("no signature"));
            }
            match apps.entry(package) {
                Entry::Vacant(vacant) => vacant.insert(signatures),
                Entry::Occupied(_) => return Err(wrong("the package of an entry before it")),
            };
        }
        if apps.is_empty() { Err(InvalidPrivilegedList::Empty) } else { Ok(Self { as_of, apps }) }
    }

    /// What its publisher says of its age.
    pub const fn as_of(&self) -> Timestamp {
        self.as_of
    }

    /// The packages in it, sorted.
    pub fn packages(&self) -> Vec<&PackageName> {
        let mut packages: Vec<_> = self.apps.keys().collect();
        packages.sort_unstable();
        packages
    }

    /// Whether `app` is on the list: [`CallerRefused::BrowserNotListed`] if its package is not,
    /// [`CallerRefused::WrongCertificate`] if it is, and somebody else signed it.
    pub fn admits(&self, app: &AndroidApp, build: BuildType) -> Result<(), CallerRefused> {
        let signatures = self.apps.get(app.package()).ok_or(CallerRefused::BrowserNotListed)?;
        let is_listed = |fingerprint: &CertificateFingerprint| {
            signatures.iter().any(|signature| {
                signature.fingerprint == *fingerprint && (!signature.is_for_userdebug || build == BuildType::Userdebug)
            })
        };
        if app.is_signed_by(is_listed) { Ok(()) } else { Err(CallerRefused::WrongCertificate) }
    }
}

impl TrustedApp {
    /// Whether it is the app that the person trusted: the same package, and signed by the same
    /// certificates, or by one that took over from the one of then.
    pub fn is(&self, app: &AndroidApp) -> bool {
        let trusted = self.app.signers();
        self.app.package() == app.package()
            && match (trusted, app.signers()) {
                ([one], [_]) => app.is_signed_by(|fingerprint| fingerprint == one),
                (trusted, signers) => trusted == signers,
            }
    }

    /// The record of the store.
    pub(crate) fn render(&self) -> Vec<u8> {
        let record = TrustedRecord { app: AppRecord::from(&self.app), since: self.since.as_millis() };
        serde_json::to_vec(&record).unwrap_or_default()
    }

    /// A record of the store; `None` if it is not valid.
    pub(crate) fn parse(record: &[u8]) -> Option<Self> {
        let record: TrustedRecord = serde_json::from_slice(record).ok()?;
        Some(Self { app: record.app.read()?, since: Timestamp::from_millis(record.since) })
    }
}

#[derive(Deserialize, Serialize)]
struct TrustedRecord {
    app: AppRecord,
    since: u64,
}

/// Whether `app` may state an origin, and who says so.
pub(super) fn vouch(
    app: &AndroidApp,
    list: Option<&PrivilegedList>,
    trusted: &[TrustedApp],
    build: BuildType,
) -> Result<Basis, CallerRefused> {
    let listed = list.map_or(Err(CallerRefused::NoPrivilegedList), |list| {
        list.admits(app, build).map(|()| Basis::PrivilegedList { as_of: list.as_of })
    });
    match listed {
        // The list knows who makes this browser, and it is somebody else: no word outweighs that.
        Err(CallerRefused::WrongCertificate) => listed,
        Err(refused) => trusted
            .iter()
            .find(|trusted| trusted.is(app))
            .map(|trusted| Basis::TrustedByPerson { since: trusted.since })
            .ok_or(refused),
        Ok(_) => listed,
    }
}

fn read(listed: &RawValue) -> Result<Signature, &'static str> {
    let listed: Listed = read_object(listed.get()).map_err(|_| "a signature of another shape")?;
    let is_for_userdebug = match listed.build.as_str() {
        "release" => false,
        "userdebug" => true,
        _ => return Err("a build that is neither release nor userdebug"),
    };
    let fingerprint = CertificateFingerprint::parse(&listed.cert_fingerprint_sha256)
        .map_err(|_| "a fingerprint that is not 32 upper-case pairs with colons")?;
    Ok(Signature { fingerprint, is_for_userdebug })
}

/// JSON is UTF-8 (RFC 8259, section 8.1).
const NOT_UTF_8: InvalidPrivilegedList =
    InvalidPrivilegedList::Malformed { what: "it is no UTF-8", line: 0, column: 0 };

fn malformed(error: &serde_json::Error) -> InvalidPrivilegedList {
    let what = match error.classify() {
        serde_json::error::Category::Data => "a member is missing, repeated or of the wrong type",
        serde_json::error::Category::Eof => "it ends too early",
        _ => "it is not valid JSON",
    };
    InvalidPrivilegedList::Malformed { what, line: error.line(), column: error.column() }
}

/// Reads the text of a JSON object. By itself serde takes an array of the members' values for one too,
/// and no publisher means that.
fn read_object<'a, T: Deserialize<'a>>(json: &'a str) -> Result<T, serde_json::Error> {
    if json.trim_start().starts_with('{') {
        serde_json::from_str(json)
    } else {
        Err(serde_json::Error::custom("no object"))
    }
}
