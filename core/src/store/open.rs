use std::cell::Cell;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::file::{self, Found};
use super::keys::Keys;
use super::record::Record;
use super::rows::Rows;
use super::schema::Road;
use super::stamp::Stamp;
use super::writer::Writer;
use super::{Damage, Epoch, Store, StoreError, connection, error, rows, schema, version};
use crate::cause::Cause;
use crate::entropy::Entropy;
use crate::seal::{DeviceKey, GateSecret};

/// How often the file may be replaced by another under our hands.
pub(super) const ATTEMPTS: usize = 4;

/// What opening does where there is no store.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum IfMissing {
    /// Makes one. For the app's own screen, where the person set the provider up, and where the device key
    /// and the gate can no longer change.
    #[default]
    Make,
    /// Fails with [`Error::NoStore`](crate::Error::NoStore), and makes nothing. For whoever may run before that, as an extension
    /// or a service, and wherever the device key is kept nowhere.
    Fail,
}

/// Between two tries.
const PAUSE: Duration = Duration::from_millis(5);

/// How a store is opened.
#[derive(Clone, Copy)]
pub(crate) struct StoreSettings<'a> {
    /// Makes a new store gated by this secret. On an existing store it is checked:
    /// [`StoreError::WrongGate`], or [`StoreError::NotGated`]. A gated store opens without it, to
    /// list.
    pub gate: Option<&'a GateSecret>,
    /// The last epoch that the host kept. A new store counts on from it, so that a file of before
    /// never passes for a current one; on an existing store it changes nothing.
    pub last_epoch: Epoch,
    /// How long to wait for other processes; 2 s by default.
    pub busy_timeout: Duration,
    /// Whether a store is made where there is none.
    pub if_missing: IfMissing,
}

impl Default for StoreSettings<'_> {
    fn default() -> Self {
        Self {
            gate: None,
            last_epoch: Epoch::default(),
            busy_timeout: Duration::from_secs(2),
            if_missing: IfMissing::Make,
        }
    }
}

impl Store {
    /// Opens the store at `path`, or makes a new one where there is no file or an empty one, unless
    /// [`StoreSettings::if_missing`] forbids it.
    ///
    /// The folder is made if it is missing. A folder and a file that are made are readable by this user only,
    /// and so are the files of a store that opens, whatever they were before; a folder that exists is the
    /// host's to protect. Where `path` is a symbolic link, the store is the file that it leads to; one that
    /// leads nowhere is an error.
    ///
    /// A store under another device key is [`StoreError::Stranded`], a file that is no database is
    /// moved aside ([`StoreError::NotADatabase`]); every other refusal touches nothing.
    pub(crate) fn open(
        path: &Path,
        device_key: &DeviceKey,
        settings: StoreSettings<'_>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, StoreError> {
        Self::open_along(&schema::ROAD, path, device_key, settings, entropy)
    }

    pub(super) fn open_along(
        road: &Road,
        path: &Path,
        device_key: &DeviceKey,
        settings: StoreSettings<'_>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, StoreError> {
        let path = &*file::resolve(path)?;
        // Of the store that this call made, whichever attempt it was in.
        let made = Cell::new(None);
        let (connection, keys, has_log) = at(path, settings.busy_timeout, |found| {
            let record = match found {
                Found::Nothing if settings.if_missing == IfMissing::Fail => return Err(StoreError::Missing.into()),
                // Made before the file is, so that a broken generator leaves nothing behind.
                Found::Nothing => {
                    let first = settings.last_epoch.begin_after()?;
                    Some((Record::make(device_key, settings.gate, entropy.as_ref())?, first))
                }
                _ => None,
            };
            if record.is_some() {
                file::create(path)?;
            }
            let has_log = file::has_log(path);
            let connection = Connected::to(path, has_log)?;
            let keys = connection.read(|connection| {
                if let Some((record, first)) = record
                    && make(connection, road, &record, first, device_key, entropy.as_ref())?
                {
                    made.set(Some(record.id));
                }
                let (keys, version) = unlock(connection, road, device_key)?;
                // From here on the store is ours to write.
                connection::set_keep_log(connection, false)?;
                connection::use_log(connection)?;
                if version != road.newest().version {
                    bring_further(connection, road, &keys, entropy.as_ref())?;
                }
                Ok(keys)
            })?;
            file::keep_private(path);
            let Connected { connection, .. } = connection;
            Ok((connection, keys, has_log))
        })?;
        connection.busy_timeout(settings.busy_timeout)?;
        if settings.gate.is_some() {
            keys.secrets(settings.gate)?;
        }
        Ok(Self {
            connection: Mutex::new(connection),
            was_made: made.get() == Some(keys.store),
            keys,
            entropy,
            busy_timeout: settings.busy_timeout,
            is_synced: AtomicBool::new(true),
            // A log that is there was left by a process that was killed, or is another one's: it may
            // hold what was purged.
            owes_truncation: AtomicBool::new(has_log),
            #[cfg(test)]
            opened_secrets: std::sync::atomic::AtomicUsize::default(),
        })
    }
}

/// Does `work` with the store at `path`, unless what is there is not a store.
fn at<T>(path: &Path, patience: Duration, work: impl Fn(Found) -> Result<T, Failure>) -> Result<T, StoreError> {
    patiently(patience, || try_at(path, &work))
}

/// Does `work` again while the store is busy.
///
/// The waiting is done here, and nowhere below: each step of an opening may find the store busy, and
/// their waits would add up. Two processes that switch a new store to a log at once are in each
/// other's way, and SQLite gives up at once where waiting could never end.
pub(super) fn patiently<T>(patience: Duration, work: impl Fn() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let since = Instant::now();
    loop {
        match work() {
            Err(StoreError::Busy) if since.elapsed() < patience => thread::sleep(PAUSE),
            outcome => return outcome,
        }
    }
}

fn try_at<T>(path: &Path, work: &impl Fn(Found) -> Result<T, Failure>) -> Result<T, StoreError> {
    let mut last = StoreError::Busy;
    for _ in 0..ATTEMPTS {
        let outcome = match file::examine(path)? {
            Found::Foreign => return Err(StoreError::Foreign),
            Found::TooNew(found) => return Err(version::too_new(found)),
            Found::NotADatabase => Err(Failure::NotADatabase),
            found @ (Found::Nothing | Found::CutShort | Found::Store) => work(found),
        };
        match outcome {
            Ok(done) => return Ok(done),
            Err(Failure::Store(error)) => return Err(error),
            Err(Failure::Changed) => {}
            Err(Failure::NotADatabase) => {
                if let Some(kept_as) = file::keep_aside(path)? {
                    return Err(StoreError::NotADatabase { kept_as });
                }
                // Its first page is sound, what the log makes of it is not.
                last = StoreError::Damaged(Damage::File(Cause::Found("the write-ahead log does not fit the file")));
            }
        }
    }
    Err(last)
}

/// A failure of one attempt. SQLite's word that the file is no database counts only here, before
/// anything was read from it.
pub(super) enum Failure {
    /// It is not what it was: SQLite undid a creation that was cut short, or another process moved or replaced
    /// the file. Look again.
    Changed,
    NotADatabase,
    Store(StoreError),
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        if error::is_not_a_database(&error) { Self::NotADatabase } else { Self::Store(error.into()) }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// A connection that waits for nobody, to a file that is still at its path.
pub(super) struct Connected<'a> {
    connection: Connection,
    path: &'a Path,
    identity: (u64, u64),
}

impl<'a> Connected<'a> {
    /// Opens the file. Closing leaves a log that is there as it is.
    pub(super) fn to(path: &'a Path, has_log: bool) -> Result<Self, Failure> {
        // Before it is opened: one that is made only now, and moved again, would seem to have stayed.
        let identity = file::identity(path).ok_or(Failure::Changed)?;
        let connection = connection::open(path)?;
        connection::set_keep_log(&connection, has_log)?;
        Ok(Self { connection, path, identity })
    }

    /// The first look into the file. From then on a connection with a log has a lock on it, and nobody sets it
    /// aside; what was read of one that was moved before is no answer, for its log is found by its old name.
    pub(super) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Failure>) -> Result<T, Failure> {
        let outcome = work(&self.connection);
        if file::identity(self.path) == Some(self.identity) { outcome } else { Err(Failure::Changed) }
    }
}

/// Makes the schema and the record, unless another process was faster: says whether it did.
fn make(
    connection: &Connection,
    road: &Road,
    record: &Record,
    first: Epoch,
    device_key: &DeviceKey,
    entropy: &dyn Entropy,
) -> Result<bool, Failure> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let outcome = (|| {
        let is_first = schema::is_empty(connection)?;
        if is_first {
            road.newest().make(connection)?;
            record.insert(connection, first, device_key, entropy)?;
        }
        connection.execute_batch("COMMIT")?;
        Ok(is_first)
    })();
    connection::roll_back(connection);
    outcome
}

/// Brings a store of an older version to the newest, in one transaction, unless another process was faster. A
/// commit as any other: the epoch counts it.
fn bring_further(connection: &Connection, road: &Road, keys: &Keys, entropy: &dyn Entropy) -> Result<(), Failure> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let outcome = (|| {
        let (version, newest) = (identify(connection, road)?, road.newest().version);
        if version != newest {
            let stamp = keys.read_stamp(connection)?;
            let (sum, epoch) = (Cell::new(stamp.sum), stamp.epoch.next());
            road.walk(version, Writer { rows: Rows { connection, keys }, sum: &sum, epoch, entropy })?;
            keys.write_stamp(connection, Stamp { epoch, sum: sum.get(), ..stamp }, newest, entropy)?;
        }
        connection.execute_batch("COMMIT")?;
        Ok(())
    })();
    connection::roll_back(connection);
    outcome
}

fn unlock(connection: &Connection, road: &Road, device_key: &DeviceKey) -> Result<(Keys, u8), Failure> {
    connection::snapshot(connection, || {
        let version = identify(connection, road)?;
        match Record::read(connection)?.unlock(device_key)? {
            Some(keys) => Ok((keys, version)),
            None => Err(StoreError::Stranded { passkeys: rows::count(connection)? }.into()),
        }
    })
}

/// The version of the store, if it is one on the road. Inside a transaction: another process may bring the
/// store further between the look at its version and the one at its schema.
pub(super) fn identify(connection: &Connection, road: &Road) -> Result<u8, Failure> {
    let (application_id, found) = version::identify(connection)?;
    if (application_id, found) == (0, 0) && schema::is_empty(connection)? {
        return Err(Failure::Changed);
    }
    match road.schema(found) {
        Some(schema) if application_id == version::APPLICATION_ID && schema.is_in(connection)? => Ok(schema.version),
        _ if application_id == version::APPLICATION_ID && found > road.newest().version.into() => {
            Err(version::too_new(found).into())
        }
        _ => Err(StoreError::Foreign.into()),
    }
}
