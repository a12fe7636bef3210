//! What a process does that is killed, and what is to be seen of it afterwards.

use std::path::Path;
use std::str::FromStr;

use crate::world::MODEL;
use passkey_provider::caller::VerifiedCaller;
use passkey_provider::ceremony::ConsentedGet;
use passkey_provider::entropy::Entropy;
use passkey_provider::id::{ClientDataHash, CredentialId, PasskeyRef, RpId, User, UserHandle};
use passkey_provider::lifecycle::{AsOf, VerifiedSignal};
use passkey_provider::seal::DeviceKey;
use passkey_provider::standing::VerificationMethod;
use passkey_provider::webauthn::extensions::{LargeBlob, LargeBlobOutput, RequestExtensions, RequestLargeBlob};
use passkey_provider::webauthn::options::{Algorithms, CreationOptions, RequestOptions};
use passkey_provider::webauthn::server_list::ServerList;
use passkey_provider::webauthn::signal::Signal;
use passkey_provider::{Consent, Error, OpenOptions, Provider};

/// What the process does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Operation {
    /// Registers a passkey for a new account.
    Create,
    /// Replaces the stale passkey of an account.
    DeleteAndRetry,
    /// Deletes a passkey.
    Delete,
    /// Applies a signal that hides one passkey and shows another.
    Signal,
    /// Compares with a list that hides one passkey and shows another.
    Reconcile,
    /// Signs in, and keeps something else with the passkey.
    Keep,
    /// Signs in, and keeps nothing any more with it.
    KeepNothing,
}

impl Operation {
    /// Every operation, with its name.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Create, "create"),
        (Self::DeleteAndRetry, "delete_and_retry"),
        (Self::Delete, "delete"),
        (Self::Signal, "signal"),
        (Self::Reconcile, "reconcile"),
        (Self::Keep, "keep"),
        (Self::KeepNothing, "keep_nothing"),
    ];
}

impl FromStr for Operation {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().find(|(_, known)| *known == name);
        found.map(|(operation, _)| *operation).ok_or_else(|| format!("no operation is called {name}"))
    }
}

/// Opens the store in a folder.
pub fn open(folder: &Path, entropy: impl Entropy + 'static) -> Provider {
    let device_key = DeviceKey::from_bytes(&[7; 32]).expect("a key");
    let options = OpenOptions::new(folder.join("passkeys.db"), device_key);
    Provider::open(options.entropy(entropy)).expect("a provider")
}

/// Fills a new store with what the operations are about: two passkeys of one account, one of them
/// hidden, and a stale one of another.
pub fn prepare(provider: &Provider) {
    let first = register(provider, 1, false).expect("a passkey");
    let _ = provider.server().confirm(&reference(&first)).expect("a word");
    let second = register(provider, 1, false).expect("a passkey");
    let _ = provider.server().apply_signal(&accepted(vec![first.clone()])).expect("a signal");
    assert_ne!(provider.candidates(&rp_id()).expect("candidates").len(), 2, "{second:?} is hidden");
    keep(provider, &first, vec![1; 3000]).expect("a sign-in");
    let stale = register(provider, 2, false).expect("a passkey");
    let _ = provider.server().reject(&reference(&stale), None).expect("a word");
}

fn reference(id: &CredentialId) -> PasskeyRef {
    PasskeyRef { rp_id: rp_id(), credential_id: id.clone() }
}

/// Does it.
pub fn perform(provider: &Provider, operation: Operation) -> Result<(), Error> {
    let of_first = |is_hidden: bool| -> Vec<CredentialId> {
        let listed = provider.passkeys().all().expect("a list").passkeys;
        let mut ids: Vec<_> = listed
            .into_iter()
            .filter(|passkey| passkey.metadata.user.handle == handle(1))
            .map(|passkey| (passkey.metadata.created_epoch, passkey.metadata.credential_id))
            .collect();
        ids.sort();
        ids.into_iter().map(|(_, id)| id).skip(usize::from(is_hidden)).take(1).collect()
    };
    match operation {
        Operation::Create => register(provider, 3, false).map(drop),
        Operation::DeleteAndRetry => register(provider, 2, true).map(drop),
        Operation::Delete => {
            provider.passkeys().delete(&reference(of_first(false).first().expect("a passkey"))).map(drop)
        }
        Operation::Signal => provider.server().apply_signal(&accepted(of_first(true))).map(drop),
        Operation::Keep => keep(provider, of_first(false).first().expect("a passkey"), vec![2; 4000]),
        Operation::KeepNothing => keep(provider, of_first(false).first().expect("a passkey"), Vec::new()),
        Operation::Reconcile => {
            let list = ServerList::from_ids(of_first(true));
            provider.server().reconcile(&rp_id(), &handle(1), &list, AsOf::Epoch(provider.epoch()?)).map(drop)
        }
    }
}

/// What is to be seen of a passkey: its account, its standing, what the person sees of it, how many events it has,
/// and what its site reads of what it keeps, where it signs in.
pub type Seen = (u8, &'static str, &'static str, usize, Option<Vec<u8>>);

/// What is to be seen of a store.
pub fn seen(provider: &Provider) -> Vec<Seen> {
    assert!(provider.health().expect("a check").is_good());
    let listed = provider.passkeys().all().expect("a list").passkeys;
    let all = listed.into_iter().chain(provider.passkeys().deleted().expect("a list").passkeys);
    let mut seen: Vec<_> = all
        .map(|passkey| {
            let events = provider.passkeys().history(&passkey.reference()).expect("a history").events.len();
            let user = passkey.metadata.user.handle.as_bytes().first().copied().unwrap_or_default();
            let blob = exchange(provider, &passkey.metadata.credential_id, RequestLargeBlob::Read).expect("a sign-in");
            let Some(LargeBlobOutput::Read(blob)) = blob else { panic!("a read that is not answered") };
            let blob = blob.map(|blob| blob.expose().to_vec());
            (user, passkey.state.standing.as_str(), passkey.state.visibility.as_str(), events, blob)
        })
        .collect();
    seen.sort_unstable();
    seen
}

fn keep(provider: &Provider, id: &CredentialId, blob: Vec<u8>) -> Result<(), Error> {
    exchange(provider, id, RequestLargeBlob::Write(LargeBlob::new(blob))).map(drop)
}

/// Signs in; where the passkey is not offered, nothing is read or written.
fn exchange(provider: &Provider, id: &CredentialId, asked: RequestLargeBlob) -> Result<Option<LargeBlobOutput>, Error> {
    let extensions = RequestExtensions::from_parts(None, Some(asked));
    let request = RequestOptions { extensions, ..RequestOptions::from_parts(rp_id(), Vec::new()) };
    let plan = match provider.begin_get(&request, &caller()).and_then(|plan| plan.choose(id)) {
        Err(Error::NoPasskey | Error::NotOffered) => return Ok(Some(LargeBlobOutput::Read(None))),
        plan => plan?,
    };
    let ConsentedGet::Sealed(plan) = plan.consent(Consent::Stated(VerificationMethod::Pin))? else {
        panic!("a key that is not in hardware")
    };
    Ok(provider.finish_get(plan)?.value.response.extensions.large_blob)
}

fn register(provider: &Provider, user: u8, replaces: bool) -> Result<CredentialId, Error> {
    let user = User { handle: handle(user), name: "ada".into(), display_name: "Ada".into() };
    let options = CreationOptions::from_parts(rp_id(), user, Algorithms::Default, Vec::new());
    let plan = provider.begin_create(&options, &caller(), MODEL)?;
    let plan = if replaces { plan.delete_and_retry()? } else { plan };
    Ok(provider.finish_create(plan.consent(Consent::Present)?)?.value.passkey.metadata.credential_id)
}

fn accepted(credential_ids: Vec<CredentialId>) -> VerifiedSignal {
    let signal = Signal::AllAcceptedCredentials { rp_id: rp_id(), user_handle: handle(1), credential_ids };
    VerifiedSignal::new(signal, &caller()).expect("a verified sender")
}

fn rp_id() -> RpId {
    RpId::parse("example.com").expect("a domain")
}

fn handle(user: u8) -> UserHandle {
    UserHandle::from_bytes([user]).expect("a handle")
}

fn caller() -> VerifiedCaller {
    VerifiedCaller::platform(rp_id(), ClientDataHash::from_bytes(&[3; 32]).expect("a hash")).expect("a caller")
}
