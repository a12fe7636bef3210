//! The stores that an operation begins with.

use std::path::Path;
use std::time::Duration;

use passkey_provider::caller::AndroidApp;
use passkey_provider::clock::{Clock, SystemClock, Timestamp};
use passkey_provider::id::{CertificateFingerprint, PackageName, UserHandle};
use passkey_provider::lifecycle::VerifiedSignal;
use passkey_provider::seal::DeviceKey;
use passkey_provider::store::Epoch;
use passkey_provider::webauthn::signal::Signal;
use passkey_provider::{Error, OpenOptions, Provider};

use crate::images::Image;
use crate::operation::{Operation, caller, create_in_hardware, intend, keep, reference, register, rp_id};

/// How the process before left the store.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Start {
    /// There was none: no file.
    Fresh,
    /// It closed the store.
    Closed,
    /// It was killed: the log is left behind.
    Killed,
}

impl Start {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Fresh, Self::Closed, Self::Killed];

    /// Its files.
    pub fn image(self) -> Image {
        if self == Self::Fresh {
            return Image::default();
        }
        let folder = tempfile::tempdir().expect("a folder");
        let provider = open(folder.path(), None);
        furnish(&provider);
        if self == Self::Closed {
            drop(provider);
            return Image::of(folder.path());
        }
        // Copied while it is open.
        Image::of(folder.path())
    }
}

/// Opens the store in a folder, as a process does that is about to do an operation.
pub fn open(folder: &Path, operation: Option<Operation>) -> Provider {
    try_open(folder, operation).expect("a provider")
}

/// As [`open`], where it may fail.
pub fn try_open(folder: &Path, operation: Option<Operation>) -> Result<Provider, Error> {
    let device_key = DeviceKey::from_bytes(&[7; 32]).expect("a key");
    let last_epoch = operation.and_then(Operation::last_epoch).map(Epoch::from_number).unwrap_or_default();
    let clock = Standing { ahead: operation.map(Operation::waits).unwrap_or_default() };
    Provider::open(OpenOptions::new(folder.join("passkeys.db"), device_key).clock(clock).last_epoch(last_epoch))
}

/// A clock that stands still, so that what is to be seen depends on the operation alone.
#[derive(Clone, Copy, Debug)]
struct Standing {
    ahead: Duration,
}

impl Clock for Standing {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(1_800_000_000_000).saturating_add(self.ahead)
    }

    fn elapsed(&self) -> Duration {
        SystemClock.elapsed()
    }
}

/// Something of each kind. By user: 1 has a confirmed passkey with something kept, and one that a signal hid; 2 a
/// rejected one; 3 a deleted one; 4 one in hardware; 5 one that the server has not been heard of; 6 a key in hardware
/// without a passkey.
fn furnish(provider: &Provider) {
    let first = register(provider, 1, false).expect("a passkey");
    let _ = provider.server().confirm(&reference(&first)).expect("a word");
    register(provider, 1, false).expect("a passkey");
    let _ = provider.server().apply_signal(&accepted(1, vec![first.clone()])).expect("a signal");
    keep(provider, &first, vec![1; 3000]).expect("a sign-in");
    let stale = register(provider, 2, false).expect("a passkey");
    let _ = provider.server().reject(&reference(&stale), None).expect("a word");
    let deleted = register(provider, 3, false).expect("a passkey");
    let _ = provider.passkeys().delete(&reference(&deleted)).expect("a deletion");
    let in_hardware = create_in_hardware(provider, 4, &|| {}).expect("a passkey");
    let _ = provider.server().confirm(&reference(&in_hardware)).expect("a word");
    register(provider, 5, false).expect("a passkey");
    let _ = intend(provider, 6).expect("an intent");
    let browser = PackageName::parse("com.example.browser").expect("a package");
    let signer = CertificateFingerprint::from_bytes(&[1; 32]).expect("a fingerprint");
    let app = AndroidApp::new(browser, &[signer], &[]).expect("an app");
    let _ = provider.callers().trust_app(&app).expect("a trust");
    let _ = provider.configure(Some(br#"{"version":1}"#)).expect("a configuration").value;
}

/// The signal that these are all passkeys that the server has of a user.
pub(crate) fn accepted(user: u8, ids: Vec<passkey_provider::id::CredentialId>) -> VerifiedSignal {
    let user_handle = UserHandle::from_bytes([user]).expect("a handle");
    let signal = Signal::AllAcceptedCredentials { rp_id: rp_id(), user_handle, credential_ids: ids };
    VerifiedSignal::new(signal, &caller()).expect("a verified sender")
}
