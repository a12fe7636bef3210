//! What an app around the core does on a phone, done here: finds the folder, keeps the device key
//! and the last epoch, and opens the provider.

mod epoch;
mod folder;
mod gate;
mod keys;
mod private_file;

use std::time::Duration;

use passkey_provider::caller::BuildType;
use passkey_provider::id::{Aaguid, CredentialId, PasskeyRef};
use passkey_provider::key::Model;
use passkey_provider::store::{Epoch, IfMissing, Passkey, Presence};
use passkey_provider::{Committed, Error, OpenOptions, Provider};

use crate::args::{Global, Platform};
use crate::failure::Failure;
use crate::output::Output;
use crate::time::Pretended;
pub(crate) use folder::Folder;
pub(crate) use gate::Gate;
use keys::KeyKeeper;

/// The AAGUIDs of passkeys that this command makes, one for each platform that it behaves as:
/// 765b0c47-86f9-4182-8ed1-5721a8d566b0 on Android, 6109628a-610e-4a01-9d54-86c436c74f75 through iOS, and f83b9195-1702-4d76-a15e-a16f244ec78e
/// elsewhere. Random, drawn once; an app that embeds the core draws its own (`metadata --new-aaguid`).
const ANDROID: Aaguid = Aaguid::from_bytes([
    0x76, 0x5b, 0x0c, 0x47, 0x86, 0xf9, 0x41, 0x82, 0x8e, 0xd1, 0x57, 0x21, 0xa8, 0xd5, 0x66, 0xb0,
]);
const IOS: Aaguid = Aaguid::from_bytes([
    0x61, 0x09, 0x62, 0x8a, 0x61, 0x0e, 0x4a, 0x01, 0x9d, 0x54, 0x86, 0xc4, 0x36, 0xc7, 0x4f, 0x75,
]);
const DESKTOP: Aaguid = Aaguid::from_bytes([
    0xf8, 0x3b, 0x91, 0x95, 0x17, 0x02, 0x4d, 0x76, 0xa1, 0x5e, 0xa1, 0x6f, 0x24, 0x4e, 0xc7, 0x8e,
]);

/// How many days a deleted passkey can be restored for, at least.
pub(crate) const RETENTION_DAYS: u64 = 30;

/// The same as the core takes it.
pub(crate) const RETENTION: Duration = Duration::from_secs(RETENTION_DAYS * 24 * 60 * 60);

/// An opened provider, and what belongs to it outside the store.
pub(crate) struct Host {
    /// The core.
    pub(crate) provider: Provider,
    /// Where the gate secret is, if one was named.
    pub(crate) gate: Option<Gate>,
    keeper: KeyKeeper,
    folder: Folder,
}

/// What opening gave.
pub(crate) enum Opened {
    /// A provider.
    Ready(Box<Host>),
    /// A store whose device key is gone or is another one.
    Stranded {
        /// How many passkeys wait for the key.
        passkeys: u64,
        /// The store's file, for people.
        store: String,
        /// In words, where the device key should be.
        key_store: &'static str,
    },
}

impl Host {
    /// Opens the store that the command line names, or makes it.
    pub(crate) fn open(global: &Global, output: Output) -> Result<Self, Failure> {
        Self::try_open(global, output)?.ready()
    }

    /// Opens the store if there is one, on a phone whose system is of this build; makes nothing.
    pub(crate) fn open_existing(global: &Global, build: BuildType, output: Output) -> Result<Option<Self>, Failure> {
        let Some(folder) = Folder::find(global)? else { return Ok(None) };
        Self::open_in(folder, global, build, output)?.ready().map(Some)
    }

    /// Opens the store, or makes it, for those who can say more about a store without its key.
    pub(crate) fn try_open(global: &Global, output: Output) -> Result<Opened, Failure> {
        Self::open_in(Folder::open(global)?, global, BuildType::default(), output)
    }

    fn open_in(folder: Folder, global: &Global, build: BuildType, output: Output) -> Result<Opened, Failure> {
        let keeper = KeyKeeper::new(global.keys, &folder, output);
        let gate = global.gate.clone().map(Gate::at);
        // Two processes that make the same store at once would each make a key.
        let lock = folder.lock()?;
        let is_new = folder.look()? == Presence::Nothing;
        let mut options = OpenOptions::new(folder.store(), keeper.device_key(is_new)?);
        // A store is made under keys that are kept, or not at all, whatever becomes of the file meanwhile.
        options = options.if_missing(if is_new { IfMissing::Make } else { IfMissing::Fail });
        options = options.retention(RETENTION).build_type(build);
        if let Some(moment) = global.at {
            options = options.clock(Pretended::at(moment));
        }
        if let Some(gate) = &gate {
            options = options.gate(gate.load_or_make(is_new)?);
        }
        if let Some(epoch) = keeper.last_epoch()? {
            options = options.last_epoch(epoch);
        }
        let opened = Provider::open(options);
        drop(lock);
        match opened {
            Ok(provider) => Ok(Opened::Ready(Box::new(Self { provider, gate, keeper, folder }))),
            Err(Error::Stranded { passkeys }) => Ok(Opened::Stranded {
                passkeys,
                store: folder.store().display().to_string(),
                key_store: keeper.describe(),
            }),
            Err(error) => Err(error.into()),
        }
    }

    /// The passkey of an id, deleted or not: people name one by its id alone.
    pub(crate) fn named(&self, id: &CredentialId) -> Result<PasskeyRef, Failure> {
        let is_named = |passkey: &&Passkey| passkey.metadata.credential_id == *id;
        let shown = self.provider.passkeys().all()?.passkeys;
        if let Some(passkey) = shown.iter().find(is_named) {
            return Ok(passkey.reference());
        }
        let deleted = self.provider.passkeys().deleted()?.passkeys;
        deleted.iter().find(is_named).map(Passkey::reference).ok_or_else(|| Error::UnknownPasskey.into())
    }

    /// Keeps the epoch of a commit outside the store, and gives what the commit did.
    pub(crate) fn remember<T>(&self, committed: Committed<T>) -> Result<T, Failure> {
        self.remember_epoch(committed.epoch)?;
        Ok(committed.value)
    }

    /// Keeps the store's epoch outside the store, unless a later one is there already.
    pub(crate) fn remember_epoch(&self, epoch: Epoch) -> Result<(), Failure> {
        let _lock = self.folder.lock()?;
        match self.keeper.last_epoch()? {
            Some(kept) if kept >= epoch => Ok(()),
            _ => self.keeper.keep_epoch(epoch),
        }
    }

    /// The same after a ceremony: its response must leave now, for the passkey is on disk and the
    /// relying party waits. All that is lost is that an older copy of the store goes unnoticed.
    pub(crate) fn remember_or_warn(&self, epoch: Epoch, output: Output) {
        if let Err(failure) = self.remember_epoch(epoch) {
            output.note(&format!("warning: the epoch could not be saved. {}", failure.to_sentences()));
        }
    }

    /// In words, where the device key is.
    pub(crate) fn key_store(&self) -> &'static str {
        self.keeper.describe()
    }

    /// The store's file, for people.
    pub(crate) fn store_path(&self) -> String {
        self.folder.store().display().to_string()
    }
}

impl Opened {
    /// The provider; a store without its key is an error.
    fn ready(self) -> Result<Host, Failure> {
        match self {
            Self::Ready(host) => Ok(*host),
            Self::Stranded { passkeys, .. } => Err(Error::Stranded { passkeys }.into()),
        }
    }
}

/// What new passkeys say of their authenticator.
pub(crate) const fn model(platform: Platform) -> Model {
    match platform {
        Platform::Android => Model::device_bound(ANDROID),
        Platform::Desktop => Model::device_bound(DESKTOP),
        Platform::Ios => Model::ios(IOS),
    }
}
