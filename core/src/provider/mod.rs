//! The one object a host holds: opening, ceremonies and candidates; the rest is grouped in views by subject:
//! [`Passkeys`], [`ServerWord`], [`Enrolments`], [`Callers`], [`HardwareKeys`].

mod callers;
mod enrolments;
mod hardware_keys;
mod managed;
mod open_options;
mod passkeys;
mod server_word;

pub use callers::Callers;
pub use enrolments::Enrolments;
pub use hardware_keys::HardwareKeys;
pub use open_options::OpenOptions;
pub use passkeys::Passkeys;
pub use server_word::ServerWord;

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::caller::{BuildType, LinkPolicy, PrivilegedList, VerifiedCaller};
use crate::ceremony::{
    Asserted, AttestedCreate, Authenticator, ConsentedCreate, CreatePlan, Created, GetPlan, HardwareCreate,
    HardwareGet, HardwareIntent, HardwareSignIn, Instance, Membership, SealedGet,
};
use crate::clock::Timestamp;
use crate::entropy::{self, Entropy, Watched};
use crate::error::Error;
use crate::id::{CredentialId, PasskeyRef, RpId};
use crate::key::{Algorithm, HardwareKey, Model};
use crate::lifecycle::{self, Diagnostics, PasskeySummary};
use crate::standing::{Event, EventKind};
use crate::store::{
    Committed, Epoch, Freshness, Health, History, Listing, Passkey, Presence, SetAside, Store, StoreSettings,
    Transaction,
};
use crate::webauthn::attestation::HostAttestation;
use crate::webauthn::options::{CreationOptions, RequestOptions};

/// What opening found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Opening {
    /// Whether opening made the store: there was none.
    pub made: bool,
    /// Whether private keys need the gate secret.
    pub is_gated: bool,
}

/// A passkey provider on one store. `Send` and `Sync`; several processes may open one store.
#[derive(Debug)]
pub struct Provider {
    authenticator: Authenticator,
    retention: Duration,
    manage_urls: HashMap<RpId, String>,
    link_policy: LinkPolicy,
    build: BuildType,
    /// The list as it was loaded last, by the number of its document.
    privileged: Mutex<Option<(i64, Arc<PrivilegedList>)>>,
}

impl Provider {
    /// What is at a store's path, without any key: whether there is a store, and is it ours. A host asks before
    /// it makes a device key, which is for [`Presence::Nothing`] alone. Changes nothing.
    pub fn look(path: impl AsRef<Path>) -> Result<Presence, Error> {
        Ok(Store::look(path.as_ref())?)
    }

    /// Gives the store at `path` another name, so that the next opening makes a new one. Nothing is deleted,
    /// and no key is needed: it is the way out where the device key or the gate is permanently lost. To be done on
    /// the person's word, who should see how many passkeys it holds ([`Provider::look`]): they must register each
    /// again, and sign in another way until then.
    ///
    /// Close every provider on it before, in every process: it is [`Error::StoreBusy`] otherwise.
    /// [`Error::NoStore`] where there is none; a database of something else is [`Error::StoreForeign`].
    pub fn set_aside(path: impl AsRef<Path>) -> Result<SetAside, Error> {
        Ok(Store::set_aside(path.as_ref())?)
    }

    /// Opens the store, or makes it where there is none, unless [`OpenOptions::if_missing`] forbids it
    /// ([`Error::NoStore`]).
    ///
    /// A store that another key sealed is [`Error::Stranded`]: nothing is written or deleted. A
    /// store older than [`OpenOptions::last_epoch`] opens and lists, but refuses ceremonies with
    /// [`Error::RolledBack`] until [`Provider::accept_rollback`].
    pub fn open(options: OpenOptions) -> Result<Self, Error> {
        let OpenOptions {
            path,
            device_key,
            gate,
            if_missing,
            last_epoch,
            retention,
            manage_urls,
            link_policy,
            build,
            clock,
            entropy,
        } = options;
        let entropy: Arc<dyn Entropy> = Arc::new(Watched::new(entropy));
        let instance = Instance(entropy::make_bytes(&*entropy)?);
        let store = Store::open(
            &path,
            &device_key,
            StoreSettings { gate: gate.as_ref(), last_epoch, if_missing, ..StoreSettings::default() },
            Arc::clone(&entropy),
        )?;
        let is_current = AtomicBool::new(false);
        let authenticator = Authenticator { store, clock, entropy, instance, last_epoch, is_current };
        Ok(Self { authenticator, retention, manage_urls, link_policy, build, privileged: Mutex::new(None) })
    }

    /// What opening found: whether it made the store, and whether the store is gated. Reads nothing.
    pub const fn opening(&self) -> Opening {
        let store = &self.authenticator.store;
        Opening { made: store.was_made(), is_gated: store.is_gated() }
    }

    /// Begins a registration: checks the request against the caller and the store. Writes nothing.
    /// `model`: what it says of the authenticator.
    pub fn begin_create(
        &self,
        options: &CreationOptions,
        caller: &VerifiedCaller,
        model: Model,
    ) -> Result<CreatePlan, Error> {
        self.authenticator.begin_create(options, caller, model)
    }

    /// Makes a passkey whose private key is sealed in the store, commits it, and answers.
    pub fn finish_create(&self, consented: ConsentedCreate) -> Result<Committed<Created>, Error> {
        self.authenticator.finish_create(consented)
    }

    /// Makes a key pair that the store is to keep, for a registration whose [`CreatePlan::attestation_format`] is
    /// `packed` with certificates, and says what the attestation key has to sign. Writes nothing.
    pub fn begin_attested_create(&self, consented: ConsentedCreate) -> Result<AttestedCreate, Error> {
        self.authenticator.begin_attested_create(consented)
    }

    /// Verifies signature and certificates of the attestation key, commits the passkey, and answers.
    /// [`Error::AttestationRefused`] says what a relying party would refuse, before anything is written.
    pub fn finish_attested_create(
        &self,
        plan: AttestedCreate,
        attestation: HostAttestation,
    ) -> Result<Committed<Created>, Error> {
        self.authenticator.finish_attested_create(plan, attestation)
    }

    /// Makes a passkey without the person's gesture, right after a sign-in (conditional mediation). Its
    /// answer has neither user presence nor user verification. Refused wherever something is to be
    /// decided, always with the same error.
    pub fn create_conditionally(
        &self,
        options: &CreationOptions,
        caller: &VerifiedCaller,
        model: Model,
    ) -> Result<Committed<Created>, Error> {
        self.authenticator.create_conditionally(options, caller, model, None)
    }

    /// The same for a relying party of the person's organisation, whose policy is judged before a key exists, as by
    /// [`CreatePlan::as_member`]. What it refuses is refused, and what it warns of too: nobody is there to be warned.
    pub fn create_conditionally_as_member(
        &self,
        options: &CreationOptions,
        caller: &VerifiedCaller,
        model: Model,
        membership: Membership<'_>,
    ) -> Result<Committed<Created>, Error> {
        self.authenticator.create_conditionally(options, caller, model, Some(membership))
    }

    /// Remembers durably that a hardware key may come to be. Only then the host makes it, under
    /// [`HardwareIntent::handle`], with [`HardwareIntent::algorithm`]: the relying party's first of those that
    /// the hardware `offers`.
    ///
    /// [`Error::UnsupportedAlgorithm`] if there is none. A Secure Enclave and a StrongBox offer ES256 alone.
    pub fn intend_hardware_key(
        &self,
        consented: ConsentedCreate,
        offers: &[Algorithm],
    ) -> Result<Committed<HardwareIntent>, Error> {
        self.authenticator.intend_hardware_key(consented, offers)
    }

    /// Goes on with the key pair that the host made in its hardware: says what it has to sign.
    /// Writes nothing.
    pub fn begin_hardware_create(&self, intent: HardwareIntent, key: HardwareKey) -> Result<HardwareCreate, Error> {
        self.authenticator.begin_hardware_create(intent, key)
    }

    /// Verifies the hardware key's signature, commits the passkey, and answers.
    pub fn finish_hardware_create(&self, plan: HardwareCreate, signature: &[u8]) -> Result<Committed<Created>, Error> {
        self.authenticator.finish_hardware_create(plan, signature)
    }

    /// Begins a sign-in: finds the passkeys that may answer. Writes nothing, opens no private key.
    pub fn begin_get(&self, options: &RequestOptions, caller: &VerifiedCaller) -> Result<GetPlan, Error> {
        self.authenticator.begin_get(options, caller, None)
    }

    /// Begins a sign-in with the passkey that the person picked before it began: in the system's own
    /// list (iOS's AutoFill, Android's entries), where the request comes with the id. The plan has that
    /// one candidate.
    ///
    /// The pick is the person's choice and nothing that the relying party said. It is checked like every
    /// other passkey: it is one of the caller's RP ID, the allow list names it if the relying party sent
    /// one, and it is not deleted or hidden; else this is [`Error::NoPasskey`], and the list in which it
    /// was picked is out of date.
    pub fn begin_get_picked(
        &self,
        options: &RequestOptions,
        caller: &VerifiedCaller,
        picked: &CredentialId,
    ) -> Result<GetPlan, Error> {
        self.authenticator.begin_get(options, caller, Some(picked))
    }

    /// Signs in with a sealed key: counts, signs, commits, answers.
    pub fn finish_get(&self, plan: SealedGet) -> Result<Committed<Asserted>, Error> {
        self.authenticator.finish_get(plan)
    }

    /// Goes on with a sign-in with a hardware key: proves the gate secret, if one was given, and says what
    /// the key has to sign. In a gated store a key that the hardware does not gate needs the secret. Writes
    /// nothing.
    pub fn begin_hardware_get(&self, plan: HardwareSignIn) -> Result<HardwareGet, Error> {
        self.authenticator.begin_hardware_get(plan)
    }

    /// Signs in with a hardware key: verifies its signature, commits the count, answers.
    pub fn finish_hardware_get(&self, plan: HardwareGet, signature: &[u8]) -> Result<Committed<Asserted>, Error> {
        self.authenticator.finish_hardware_get(plan, signature)
    }

    /// What a system's selector may list for a request before anybody chose, most recently used first:
    /// the passkeys of the RP ID that the options name, as far as their allow list names them. For
    /// Android's query phase: no caller is asked for and no network needed, nothing is written, no private
    /// key is opened. Empty where nothing fits.
    ///
    /// It proves nothing of the caller: the ceremony begins with [`Provider::begin_get`], which checks
    /// everything anew. Options that name no RP ID are [`Error::InvalidOptions`]: only a caller's own
    /// domain could stand in for it.
    pub fn offers(&self, options: &RequestOptions) -> Result<Vec<PasskeySummary>, Error> {
        self.authenticator.offers(options)
    }

    /// Every passkey that is offered for an RP ID where no allow list narrows the choice, most recently
    /// used first. Opens no private key. For a request, take [`Provider::offers`]. None of a relying party that the
    /// managed configuration does not allow.
    pub fn candidates(&self, rp_id: &RpId) -> Result<Vec<PasskeySummary>, Error> {
        if !self.authenticator.allows_sign_in(rp_id)? {
            return Ok(Vec::new());
        }
        let now = self.authenticator.clock.now();
        let passkeys = self.authenticator.store.passkeys(rp_id)?.passkeys;
        let offered = passkeys.iter().filter(|passkey| lifecycle::is_offered(&passkey.state));
        Ok(offered.map(|passkey| PasskeySummary::of(passkey, now)).collect())
    }

    /// The store's health.
    pub fn health(&self) -> Result<Health, Error> {
        Ok(self.authenticator.store.check()?)
    }

    /// The store's epoch, for the host to keep outside the store after each call that changes it.
    pub fn epoch(&self) -> Result<Epoch, Error> {
        Ok(self.authenticator.store.epoch()?)
    }

    /// How the store compares with the epoch that the host handed in.
    pub fn freshness(&self) -> Result<Freshness, Error> {
        self.authenticator.freshness()
    }

    /// The person accepts an older copy of the store, or a store that has rows of one
    /// ([`Health::is_as_written`]). Counters are raised past all that the lost commits can have counted,
    /// so that no relying party sees one twice. [`Error::EpochImplausible`], with nothing changed, where
    /// [`OpenOptions::last_epoch`] is more than 2^24 commits ahead: no counter is to end for a wrong number.
    pub fn accept_rollback(&self) -> Result<Committed<()>, Error> {
        let mut transaction = self.authenticator.store.begin()?;
        if transaction.accept_rollback(self.authenticator.last_epoch)? {
            transaction.note(&Event::new(self.authenticator.clock.now(), EventKind::RollbackAccepted))?;
        }
        Ok(transaction.commit()?)
    }

    /// What happened to the store as a whole.
    pub fn journal(&self) -> Result<History, Error> {
        Ok(self.authenticator.store.journal()?)
    }

    /// A report for support, without any name, handle, RP ID, id, challenge, key or signature.
    pub fn diagnose(&self) -> Result<Diagnostics, Error> {
        lifecycle::diagnose(&self.authenticator.store, self.authenticator.clock.now())
    }

    fn list_where(&self, belongs: impl Fn(&Passkey) -> bool) -> Result<Listing, Error> {
        let now = self.authenticator.clock.now();
        let mut listing = self.authenticator.store.all()?;
        listing.passkeys.retain(belongs);
        for passkey in &mut listing.passkeys {
            passkey.state = lifecycle::as_it_stands(passkey.state, now);
        }
        Ok(listing)
    }

    fn find(&self, PasskeyRef { rp_id, credential_id }: &PasskeyRef) -> Result<Passkey, Error> {
        let found = self.authenticator.store.find(rp_id, credential_id)?;
        let mut passkey = found.ok_or(Error::UnknownPasskey)?;
        passkey.state = lifecycle::as_it_stands(passkey.state, self.authenticator.clock.now());
        Ok(passkey)
    }

    /// Changes one passkey in a transaction.
    fn change<T>(
        &self,
        PasskeyRef { rp_id, credential_id }: &PasskeyRef,
        work: impl FnOnce(&mut Transaction<'_>, Passkey, Timestamp) -> Result<T, Error>,
    ) -> Result<Committed<T>, Error> {
        self.write(|transaction, now| {
            let found = transaction.find(rp_id, credential_id)?.ok_or(Error::UnknownPasskey)?;
            // Refuses a row that is newer than the file.
            let passkey = transaction.refresh(found)?.ok_or(Error::UnknownPasskey)?;
            work(transaction, passkey, now)
        })
    }

    fn write<T>(
        &self,
        work: impl FnOnce(&mut Transaction<'_>, Timestamp) -> Result<T, Error>,
    ) -> Result<Committed<T>, Error> {
        // An older copy must not grow past the epoch that gives it away.
        self.authenticator.require_fresh()?;
        let mut transaction = self.authenticator.store.begin()?;
        let value = work(&mut transaction, self.authenticator.clock.now())?;
        Ok(transaction.commit()?.map(|()| value))
    }
}

/// What a host does besides ceremonies, by subject.
impl Provider {
    /// The passkeys: listed, renamed, deleted, restored, purged, and what the operating system lists.
    pub const fn passkeys(&self) -> Passkeys<'_> {
        Passkeys { provider: self }
    }

    /// The server's word on passkeys: confirmed, rejected, signalled, reconciled.
    pub const fn server(&self) -> ServerWord<'_> {
        ServerWord { provider: self }
    }

    /// Registration inside the app, against a server.
    pub const fn enrolments(&self) -> Enrolments<'_> {
        Enrolments { provider: self }
    }

    /// Who may ask: browsers, the apps of sites, and what the person trusts.
    pub const fn callers(&self) -> Callers<'_> {
        Callers { provider: self }
    }

    /// Keys in hardware: those to delete, those that are gone.
    pub const fn hardware_keys(&self) -> HardwareKeys<'_> {
        HardwareKeys { provider: self }
    }
}

#[cfg(test)]
mod tests;
