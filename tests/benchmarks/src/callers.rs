//! The checks of callers, from texts as a host has them.

use passkey_provider::caller::{AndroidApp, AndroidCaller, Checked, Frame, VerifiedCaller};
use passkey_provider::clock::Timestamp;
use passkey_provider::id::{CertificateFingerprint, ClientDataHash, Origin, PackageName, RpId};
use passkey_provider::seal::DeviceKey;
use passkey_provider::{OpenOptions, Provider};
use tempfile::TempDir;

/// A page at a host below the RP ID.
pub fn verify_page() -> VerifiedCaller {
    let origin = Origin::parse("https://login.accounts.example.co.uk:8443").unwrap();
    VerifiedCaller::web(&origin, Frame::SameOrigin, Some(&RpId::parse("example.co.uk").unwrap())).unwrap()
}

/// A provider that has taken a list of a thousand browsers.
pub struct Listed {
    provider: Provider,
    _folder: TempDir,
}

impl Listed {
    /// With the list kept and read.
    pub fn make() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = DeviceKey::from_bytes(&[7; 32]).unwrap();
        let path = folder.path().join("passkeys.db");
        let provider = Provider::open(OpenOptions::new(path, key)).unwrap();
        let entries = (0..1000).map(|number| {
            format!(
                r#"{{"type":"android","info":{{"package_name":"com.example.browser{number}","signatures":[
                {{"build":"release","cert_fingerprint_sha256":"{}"}},
                {{"build":"userdebug","cert_fingerprint_sha256":"{}"}}]}}}}"#,
                fingerprint(number),
                fingerprint(number + 1000)
            )
        });
        let document = format!(r#"{{"apps":[{}]}}"#, entries.collect::<Vec<_>>().join(","));
        let _ = provider.callers().update_privileged_list(document.as_bytes(), Timestamp::from_millis(1)).unwrap();
        Self { provider, _folder: folder }
    }

    /// A browser in the middle of the list, with the hash of its client data.
    pub fn verify(&self) -> VerifiedCaller {
        let app = AndroidApp::new(PackageName::parse("com.example.browser500").unwrap(), &[fingerprint(500)], &[]);
        let caller = AndroidCaller {
            app: app.unwrap(),
            origin: Some("https://login.example.com".to_owned()),
            client_data_hash: Some(ClientDataHash::from([7; 32])),
        };
        let requested = RpId::parse("example.com").unwrap();
        match self.provider.callers().check_android(&caller, Some(&requested)).unwrap() {
            Checked::Verified(caller) => caller,
            Checked::Pending(_) => panic!("a browser needs no word of a site"),
        }
    }
}

fn fingerprint(number: u16) -> CertificateFingerprint {
    let mut bytes = [0; 32];
    bytes[..2].copy_from_slice(&number.to_be_bytes());
    CertificateFingerprint::from_bytes(&bytes).unwrap()
}
