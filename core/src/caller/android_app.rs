//! Android apps, as the system names them: a package and who signed it.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::id::{CertificateFingerprint, PackageName};

/// An installed Android app, as `android.content.pm.SigningInfo` of its package has it.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct AndroidApp {
    package: PackageName,
    signers: Signers,
}

/// Who signed the app that is installed.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
enum Signers {
    /// One certificate, and those that it took over from (APK signature scheme 3): each handed on to
    /// the next with its own signature, and the system verified that.
    One { current: CertificateFingerprint, earlier: Vec<CertificateFingerprint> },
    /// Several at once, which stand for the app together only. Sorted, each once.
    Several(Vec<CertificateFingerprint>),
}

/// The system names no such app.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidAndroidApp {
    /// No signer.
    #[error("an installed app has at least one signing certificate: give apkContentsSigners")]
    NoSigner,
    /// A history beside several signers, or more certificates than anybody signs with.
    #[error("an app has a signing history or several signers, not both, and at most 64 certificates")]
    Signers,
}

/// The most certificates of one app that are looked at.
const MOST_CERTIFICATES: usize = 64;

impl AndroidApp {
    /// An app by its package, `apkContentsSigners` and `signingCertificateHistory`, as fingerprints.
    /// `history` may hold the current certificate or not, and is empty where there was no rotation.
    pub fn new(
        package: PackageName,
        signers: &[CertificateFingerprint],
        history: &[CertificateFingerprint],
    ) -> Result<Self, InvalidAndroidApp> {
        if signers.len().saturating_add(history.len()) > MOST_CERTIFICATES {
            return Err(InvalidAndroidApp::Signers);
        }
        let signers = match (signers, history) {
            ([], _) => return Err(InvalidAndroidApp::NoSigner),
            ([current], history) => {
                let earlier = history.iter().filter(|fingerprint| *fingerprint != current).copied().collect();
                Signers::One { current: *current, earlier }
            }
            (several, []) => {
                let mut several = several.to_vec();
                several.sort_unstable();
                several.dedup();
                match several.as_slice() {
                    [current] => Signers::One { current: *current, earlier: Vec::new() },
                    _ => Signers::Several(several),
                }
            }
            _ => return Err(InvalidAndroidApp::Signers),
        };
        Ok(Self { package, signers })
    }

    /// The package.
    pub const fn package(&self) -> &PackageName {
        &self.package
    }

    /// The certificate that signed the installed app; `None` if several did.
    pub const fn current_signer(&self) -> Option<&CertificateFingerprint> {
        match &self.signers {
            Signers::One { current, .. } => Some(current),
            Signers::Several(_) => None,
        }
    }

    /// All certificates that signed the installed app.
    pub fn signers(&self) -> &[CertificateFingerprint] {
        match &self.signers {
            Signers::One { current, .. } => std::slice::from_ref(current),
            Signers::Several(several) => several,
        }
    }

    /// The certificates that the current one took over from, oldest first.
    pub fn earlier_signers(&self) -> &[CertificateFingerprint] {
        match &self.signers {
            Signers::One { earlier, .. } => earlier,
            Signers::Several(_) => &[],
        }
    }

    /// The `origin` of client data for an app that speaks for itself:
    /// `android:apk-key-hash:` and the SHA-256 of its certificate as unpadded base64url.
    pub(super) fn apk_key_hash(&self) -> Option<String> {
        let hash = BASE64_URL_SAFE_NO_PAD.encode(self.current_signer()?.as_bytes());
        Some(format!("android:apk-key-hash:{hash}"))
    }

    /// The certificates each of which stands for the app by itself: the current one, then those that it
    /// took over from. None where several signed it.
    pub(super) fn lineage(&self) -> impl Iterator<Item = &CertificateFingerprint> {
        self.current_signer().into_iter().chain(self.earlier_signers())
    }

    /// Whether whoever holds the certificates that `accepts` names signed this app: the current one
    /// or one that it took over from; of several signers every one.
    pub(super) fn is_signed_by(&self, accepts: impl Fn(&CertificateFingerprint) -> bool) -> bool {
        match &self.signers {
            Signers::One { current, earlier } => accepts(current) || earlier.iter().any(accepts),
            Signers::Several(several) => several.iter().all(accepts),
        }
    }
}

/// An app as a record of the store.
#[derive(Deserialize, Serialize)]
pub(super) struct AppRecord {
    package: String,
    signers: Vec<String>,
    history: Vec<String>,
}

impl From<&AndroidApp> for AppRecord {
    fn from(app: &AndroidApp) -> Self {
        let texts = |fingerprints: &[CertificateFingerprint]| fingerprints.iter().map(ToString::to_string).collect();
        Self { package: app.package.to_string(), signers: texts(app.signers()), history: texts(app.earlier_signers()) }
    }
}

impl AppRecord {
    pub(super) fn read(&self) -> Option<AndroidApp> {
        let read = |texts: &[String]| {
            texts.iter().map(|text| CertificateFingerprint::parse(text).ok()).collect::<Option<Vec<_>>>()
        };
        AndroidApp::new(PackageName::parse(&self.package).ok()?, &read(&self.signers)?, &read(&self.history)?).ok()
    }
}
