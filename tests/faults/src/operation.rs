//! What is done while the system fails.

use std::str::FromStr;
use std::time::Duration;

use passkey_provider::caller::{AndroidApp, VerifiedCaller};
use passkey_provider::ceremony::{ConsentedCreate, ConsentedGet, HardwareIntent};
use passkey_provider::entropy::{Entropy, EntropyFailed};
use passkey_provider::id::{
    Aaguid, CertificateFingerprint, ClientDataHash, CredentialId, PackageName, PasskeyRef, RpId, User, UserHandle,
};
use passkey_provider::key::{Algorithm, HardwareKey, KeyAccess, KeyHandle, Model, PrivateKey};
use passkey_provider::lifecycle::AsOf;
use passkey_provider::standing::VerificationMethod;
use passkey_provider::webauthn::extensions::{LargeBlob, LargeBlobOutput, RequestExtensions, RequestLargeBlob};
use passkey_provider::webauthn::options::{Algorithms, CreationOptions, RequestOptions};
use passkey_provider::webauthn::server_list::ServerList;
use passkey_provider::{Consent, Error, Provider};

use crate::enrolling::{self, Point};
use crate::start::{Start, accepted};

pub(crate) const MODEL: Model = Model::device_bound(Aaguid::from_bytes([7; 16]));

/// The user of the passkey that is registered after a fault, in the process that met it.
pub const LATER: u8 = 90;

macro_rules! operations {
    ($($name:ident = $word:literal,)+) => {
        /// One call of the provider, and what comes before it.
        #[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
        #[expect(missing_docs, reason = "named after the calls")]
        pub enum Operation { $($name,)+ }

        impl Operation {
            /// Every operation.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// Its name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }
        }
    };
}

operations! {
    Open = "open",
    Create = "create",
    CreateConditionally = "create_conditionally",
    DeleteAndRetry = "delete_and_retry",
    IntendHardwareKey = "intend_hardware_key",
    FinishHardwareCreate = "finish_hardware_create",
    AbandonHardwareKey = "hardware_keys.abandon",
    CompareHardwareKeys = "hardware_keys.compare",
    ToDelete = "hardware_keys.to_delete",
    Gone = "hardware_keys.gone",
    Get = "get",
    Keep = "get, large blob",
    HardwareGet = "hardware_get",
    Confirm = "confirm",
    Reject = "reject",
    NoAnswer = "note_no_answer",
    AccountMoved = "note_account_moved",
    Signal = "apply_signal",
    Reconcile = "reconcile",
    Doubtful = "doubtful",
    Rename = "rename",
    Delete = "delete",
    Restore = "restore",
    Purge = "purge",
    Configure = "configure",
    TrustApp = "trust_app",
    RevokeApp = "revoke_app",
    AcceptRollback = "accept_rollback",
    EnrolBegin = "enrolments.begin",
    EnrolOptions = "enrolments.answered, options",
    EnrolMake = "enrolments.plan, finish_create",
    EnrolMade = "enrolments.created",
    EnrolAccepted = "enrolments.answered, registered",
    EnrolAbandon = "enrolments.abandon",
    Removal = "enrolments.begin_removal",
    Resume = "enrolments.resume",
    List = "all, deleted, candidates",
    Check = "health",
    Diagnose = "diagnose",
}

impl FromStr for Operation {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().find(|operation| operation.name() == name);
        found.copied().ok_or_else(|| format!("no operation is called {name}"))
    }
}

impl Operation {
    /// Whether it can be done from there: in a new store there is nothing to delete.
    pub const fn begins_with(self, start: Start) -> bool {
        !matches!(start, Start::Fresh)
            || matches!(
                self,
                Self::Open
                    | Self::Create
                    | Self::CreateConditionally
                    | Self::IntendHardwareKey
                    | Self::FinishHardwareCreate
                    | Self::Configure
                    | Self::TrustApp
                    | Self::EnrolBegin
                    | Self::EnrolMake
                    | Self::List
                    | Self::Check
            )
    }

    /// Whether the store is to be seen afterwards as before.
    pub const fn only_looks(self) -> bool {
        matches!(
            self,
            Self::List
                | Self::Check
                | Self::Diagnose
                | Self::Open
                | Self::EnrolOptions
                | Self::EnrolMade
                | Self::Resume
        )
    }

    /// How long after the process before.
    pub(crate) const fn waits(self) -> Duration {
        // For these something is overdue by then.
        if matches!(self, Self::Doubtful | Self::ToDelete) { Duration::from_secs(3600) } else { Duration::ZERO }
    }

    /// The epoch that the host hands in where it knows of a newer store than there is.
    pub(crate) const fn last_epoch(self) -> Option<u64> {
        if matches!(self, Self::AcceptRollback) { Some(1000) } else { None }
    }

    /// Does it. `arm` is called right before the call that the operation is named after.
    pub fn perform(self, provider: &Provider, arm: &dyn Fn()) -> Result<(), Error> {
        let server = provider.server();
        let passkeys = provider.passkeys();
        let of = |user| passkey_of(provider, user);
        let armed = |passkey: PasskeyRef| {
            arm();
            passkey
        };
        match self {
            // Opening is the operation.
            Self::Open => Ok(()),
            Self::Create => finish(provider, consented(provider, 7, false)?, arm),
            Self::CreateConditionally => {
                // A site of its own: where many passkeys wait for a server's word, none is made unasked.
                let rp_id = RpId::parse("other.example").expect("a domain");
                let caller = caller_of(rp_id.clone());
                arm();
                provider.create_conditionally(&creation(7, rp_id), &caller, MODEL).map(drop)
            }
            Self::DeleteAndRetry => finish(provider, consented(provider, 2, true)?, arm),
            Self::IntendHardwareKey => {
                let consented = consented(provider, 7, false)?;
                arm();
                provider.intend_hardware_key(consented, &[Algorithm::Es256]).map(drop)
            }
            Self::FinishHardwareCreate => create_in_hardware(provider, 7, arm).map(drop),
            Self::AbandonHardwareKey => {
                let handle = intend(provider, 7)?.handle().clone();
                arm();
                provider.hardware_keys().abandon(&handle).map(drop)
            }
            Self::CompareHardwareKeys => {
                arm();
                provider.hardware_keys().compare(&[]).map(drop)
            }
            Self::ToDelete => {
                arm();
                provider.hardware_keys().to_delete().map(drop)
            }
            Self::Gone => {
                let handle = hardware_handle(provider);
                arm();
                provider.hardware_keys().gone(&handle).map(drop)
            }
            Self::Get => exchange(provider, &of(1).credential_id, None, arm).map(drop),
            Self::Keep => {
                let blob = RequestLargeBlob::Write(LargeBlob::new(vec![2; 4000]));
                exchange(provider, &of(1).credential_id, Some(blob), arm).map(drop)
            }
            Self::HardwareGet => hardware_get(provider, &of(4).credential_id, arm),
            Self::Confirm => server.confirm(&armed(of(5))).map(drop),
            Self::Reject => server.reject(&armed(of(5)), Some("policy")).map(drop),
            Self::NoAnswer => server.note_no_answer(&armed(of(5)), Some("timeout")).map(drop),
            Self::AccountMoved => server.note_account_moved(&armed(of(5))).map(drop),
            Self::Signal => {
                let signal = accepted(5, vec![of(1).credential_id]);
                arm();
                server.apply_signal(&signal).map(drop)
            }
            Self::Reconcile => {
                let epoch = provider.epoch()?;
                let list = ServerList::from_ids(Vec::new());
                arm();
                server.reconcile(&rp_id(), &handle(1), &list, AsOf::Epoch(epoch)).map(drop)
            }
            Self::Doubtful => {
                arm();
                server.doubtful().map(drop)
            }
            Self::Rename => passkeys.rename(&armed(of(1)), "mine").map(drop),
            Self::Delete => passkeys.delete(&armed(of(1))).map(drop),
            Self::Restore => passkeys.restore(&armed(of(3))).map(drop),
            Self::Purge => passkeys.purge(&armed(of(3))).map(drop),
            Self::Configure => {
                arm();
                provider.configure(Some(br#"{"version":1,"allowed_rp_ids":["example.com"]}"#)).map(drop)
            }
            Self::TrustApp => {
                let app = app("com.example.another");
                arm();
                provider.callers().trust_app(&app).map(drop)
            }
            Self::RevokeApp => {
                let package = PackageName::parse("com.example.browser").expect("a package");
                arm();
                provider.callers().revoke_app(&package).map(drop)
            }
            Self::AcceptRollback => {
                arm();
                provider.accept_rollback().map(drop)
            }
            Self::EnrolBegin => enrolling::walk(provider, Point::Begin, arm),
            Self::EnrolOptions => enrolling::walk(provider, Point::Options, arm),
            Self::EnrolMake => enrolling::walk(provider, Point::Make, arm),
            Self::EnrolMade => enrolling::walk(provider, Point::Made, arm),
            Self::EnrolAccepted => enrolling::walk(provider, Point::Accepted, arm),
            Self::EnrolAbandon => enrolling::walk(provider, Point::Abandon, arm),
            Self::Removal => enrolling::walk(provider, Point::Removal, arm),
            Self::Resume => enrolling::walk(provider, Point::Resume, arm),
            Self::List => {
                arm();
                passkeys.all()?;
                passkeys.deleted()?;
                provider.candidates(&rp_id()).map(drop)
            }
            Self::Check => {
                arm();
                provider.health().map(drop)
            }
            Self::Diagnose => {
                arm();
                provider.diagnose().map(drop)
            }
        }
    }
}

fn finish(provider: &Provider, consented: ConsentedCreate, arm: &dyn Fn()) -> Result<(), Error> {
    arm();
    provider.finish_create(consented).map(drop)
}

fn passkey_of(provider: &Provider, user: u8) -> PasskeyRef {
    let all = provider.passkeys().all().expect("a list").passkeys;
    let deleted = provider.passkeys().deleted().expect("a list").passkeys;
    let mut of_user: Vec<_> =
        all.into_iter().chain(deleted).filter(|passkey| passkey.metadata.user.handle == handle(user)).collect();
    of_user.sort_by_key(|passkey| passkey.metadata.created_epoch);
    of_user.first().map(|passkey| passkey.reference()).expect("a passkey of the user")
}

fn hardware_handle(provider: &Provider) -> KeyHandle {
    let listed = provider.hardware_keys().to_delete().expect("a list");
    match listed.value.first() {
        Some(loose) => loose.handle.clone(),
        None => {
            let handle = intend(provider, 7).expect("an intent").handle().clone();
            let _ = provider.hardware_keys().abandon(&handle).expect("an end");
            handle
        }
    }
}

fn app(package: &str) -> AndroidApp {
    let signer = CertificateFingerprint::from_bytes(&[2; 32]).expect("a fingerprint");
    AndroidApp::new(PackageName::parse(package).expect("a package"), &[signer], &[]).expect("an app")
}

/// Registers a passkey whose key is sealed.
pub fn register(provider: &Provider, user: u8, replaces: bool) -> Result<CredentialId, Error> {
    let created = provider.finish_create(consented(provider, user, replaces)?)?;
    Ok(created.value.passkey.metadata.credential_id)
}

fn consented(provider: &Provider, user: u8, replaces: bool) -> Result<ConsentedCreate, Error> {
    let plan = provider.begin_create(&creation(user, rp_id()), &caller(), MODEL)?;
    let plan = if replaces { plan.delete_and_retry()? } else { plan };
    plan.consent(Consent::Present)
}

fn creation(user: u8, rp_id: RpId) -> CreationOptions {
    let user = User { handle: handle(user), name: "ada".into(), display_name: "Ada".into() };
    CreationOptions::from_parts(rp_id, user, Algorithms::Default, Vec::new())
}

pub(crate) fn intend(provider: &Provider, user: u8) -> Result<HardwareIntent, Error> {
    Ok(provider.intend_hardware_key(consented(provider, user, false)?, &[Algorithm::Es256])?.value)
}

pub(crate) fn create_in_hardware(provider: &Provider, user: u8, arm: &dyn Fn()) -> Result<CredentialId, Error> {
    let intent = intend(provider, user)?;
    let key = hardware_key();
    let made =
        HardwareKey { handle: intent.handle().clone(), public_key: key.public_key(), access: KeyAccess::Unverified };
    let plan = provider.begin_hardware_create(intent, made)?;
    let signature = key.sign(plan.to_sign());
    arm();
    Ok(provider.finish_hardware_create(plan, &signature)?.value.passkey.metadata.credential_id)
}

fn hardware_get(provider: &Provider, id: &CredentialId, arm: &dyn Fn()) -> Result<(), Error> {
    let request = RequestOptions::from_parts(rp_id(), Vec::new());
    let plan = provider.begin_get(&request, &caller())?.choose(id)?;
    let ConsentedGet::Hardware(plan) = plan.consent(Consent::Stated(VerificationMethod::Pin))? else {
        panic!("a key that is sealed")
    };
    let plan = provider.begin_hardware_get(plan)?;
    let signature = hardware_key().sign(plan.to_sign());
    arm();
    provider.finish_hardware_get(plan, &signature).map(drop)
}

/// The one key in hardware: a software key that every process makes alike.
fn hardware_key() -> PrivateKey {
    #[derive(Debug)]
    struct Always;

    impl Entropy for Always {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyFailed> {
            bytes.iter_mut().zip(5..).for_each(|(byte, number)| *byte = number);
            Ok(())
        }
    }

    PrivateKey::make(Algorithm::Es256, &Always).expect("a key")
}

pub(crate) fn keep(provider: &Provider, id: &CredentialId, blob: Vec<u8>) -> Result<(), Error> {
    exchange(provider, id, Some(RequestLargeBlob::Write(LargeBlob::new(blob))), &|| {}).map(drop)
}

/// What a site reads of what it keeps with a passkey; `None` where the passkey is not offered, too.
pub(crate) fn read(provider: &Provider, id: &CredentialId) -> Result<Option<Vec<u8>>, Error> {
    match exchange(provider, id, Some(RequestLargeBlob::Read), &|| {}) {
        Ok(Some(LargeBlobOutput::Read(blob))) => Ok(blob.map(|blob| blob.expose().to_vec())),
        Err(Error::NoPasskey | Error::NotOffered) => Ok(None),
        Ok(_) => panic!("a read that is not answered"),
        Err(error) => Err(error),
    }
}

fn exchange(
    provider: &Provider,
    id: &CredentialId,
    asked: Option<RequestLargeBlob>,
    arm: &dyn Fn(),
) -> Result<Option<LargeBlobOutput>, Error> {
    let extensions = RequestExtensions::from_parts(None, asked);
    let request = RequestOptions { extensions, ..RequestOptions::from_parts(rp_id(), Vec::new()) };
    let plan = provider.begin_get(&request, &caller())?.choose(id)?;
    let ConsentedGet::Sealed(plan) = plan.consent(Consent::Stated(VerificationMethod::Pin))? else {
        panic!("a key that is not sealed")
    };
    arm();
    Ok(provider.finish_get(plan)?.value.response.extensions.large_blob)
}

pub(crate) fn reference(id: &CredentialId) -> PasskeyRef {
    PasskeyRef { rp_id: rp_id(), credential_id: id.clone() }
}

pub(crate) fn rp_id() -> RpId {
    RpId::parse("example.com").expect("a domain")
}

pub(crate) fn handle(user: u8) -> UserHandle {
    UserHandle::from_bytes([user]).expect("a handle")
}

pub(crate) fn caller() -> VerifiedCaller {
    caller_of(rp_id())
}

fn caller_of(rp_id: RpId) -> VerifiedCaller {
    VerifiedCaller::platform(rp_id, ClientDataHash::from_bytes(&[3; 32]).expect("a hash")).expect("a caller")
}
