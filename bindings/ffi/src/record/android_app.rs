//! An app, by its package and its certificates.

use passkey_provider::caller as core;
use passkey_provider::id::{CertificateFingerprint, PackageName};

use crate::boundary::error::FfiError;

/// An installed Android app, as `android.content.pm.SigningInfo` of its package has it.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct AndroidApp {
    /// The package: `com.example.app`.
    pub package: String,
    /// `apkContentsSigners`, as SHA-256 of each certificate: 32 bytes.
    pub signers: Vec<Vec<u8>>,
    /// `signingCertificateHistory` in the same form; empty where there was no rotation.
    pub history: Vec<Vec<u8>>,
}

impl AndroidApp {
    pub(crate) fn parse(&self, name: &str) -> Result<core::AndroidApp, FfiError> {
        let package = parse_package(&format!("{name}.package"), &self.package)?;
        let read = |member: &str, fingerprints: &[Vec<u8>]| {
            let read = |bytes: &Vec<u8>| {
                CertificateFingerprint::from_bytes(bytes)
                    .map_err(|error| FfiError::argument(&format!("{name}.{member}"), error))
            };
            fingerprints.iter().map(read).collect::<Result<Vec<_>, _>>()
        };
        core::AndroidApp::new(package, &read("signers", &self.signers)?, &read("history", &self.history)?)
            .map_err(|error| FfiError::argument(name, error))
    }
}

impl From<&core::AndroidApp> for AndroidApp {
    fn from(app: &core::AndroidApp) -> Self {
        let render = |fingerprints: &[CertificateFingerprint]| {
            fingerprints.iter().map(|fingerprint| fingerprint.as_bytes().to_vec()).collect()
        };
        Self {
            package: app.package().to_string(),
            signers: render(app.signers()),
            history: render(app.earlier_signers()),
        }
    }
}

pub(crate) fn parse_package(name: &str, text: &str) -> Result<PackageName, FfiError> {
    PackageName::parse(text).map_err(|error| FfiError::argument(name, error))
}
