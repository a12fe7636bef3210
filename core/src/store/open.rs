use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::file::{self, Found};
use super::record::{Keys, Record};
use super::{Damage, Epoch, Store, StoreError, connection, error, rows, schema};
use crate::entropy::Entropy;
use crate::seal::{DeviceKey, GateSecret};

/// How often the file may be replaced by another under our hands.
const ATTEMPTS: usize = 4;

/// Between two tries.
const PAUSE: Duration = Duration::from_millis(5);

/// How a store is opened.
#[derive(Clone, Copy)]
pub struct StoreSettings<'a> {
    /// Makes a new store gated by this secret. On an existing store it is checked:
    /// [`StoreError::WrongGate`], or [`StoreError::NotGated`]. A gated store opens without it, to
    /// list.
    pub gate: Option<&'a GateSecret>,
    /// The last epoch that the host kept. A new store counts on from it, so that a file of before
    /// never passes for a current one; on an existing store it changes nothing.
    pub last_epoch: Epoch,
    /// How long to wait for other processes; 2 s by default.
    pub busy_timeout: Duration,
}

impl Default for StoreSettings<'_> {
    fn default() -> Self {
        Self { gate: None, last_epoch: Epoch::default(), busy_timeout: Duration::from_secs(2) }
    }
}

impl Store {
    /// Opens the store at `path`, or makes a new one where there is no file or an empty one. The
    /// folder is made if it is missing. File and folder are readable by this user only.
    ///
    /// A store under another device key is [`StoreError::Stranded`], a file that is no database is
    /// moved aside ([`StoreError::NotADatabase`]); every other refusal touches nothing.
    pub fn open(
        path: &Path,
        device_key: &DeviceKey,
        settings: StoreSettings<'_>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, StoreError> {
        let (connection, keys, has_log) = at(path, settings.busy_timeout, |found| {
            let record = match found {
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
            let connection = connect(path, has_log)?;
            if let Some((record, first)) = record {
                make(&connection, &record, first, device_key, entropy.as_ref())?;
            }
            let keys = unlock(&connection, device_key)?;
            // From here on the store is ours to write.
            connection::set_keep_log(&connection, false)?;
            connection::use_log(&connection)?;
            Ok((connection, keys, has_log))
        })?;
        connection.busy_timeout(settings.busy_timeout)?;
        if settings.gate.is_some() {
            keys.secrets(settings.gate)?;
        }
        Ok(Self {
            connection: Mutex::new(connection),
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

    /// How many passkeys the store at `path` holds, for a host whose device key is gone; `None` if
    /// there is no store yet, and a new key may be made. Writes nothing.
    pub fn count_without_key(path: &Path) -> Result<Option<u64>, StoreError> {
        at(path, StoreSettings::default().busy_timeout, |found| {
            if found == Found::Nothing {
                return Ok(None);
            }
            let connection = connect(path, file::has_log(path))?;
            identify(&connection)?;
            Ok(Some(rows::count(&connection)?))
        })
    }
}

/// Does `work` with the store at `path`, unless what is there is none.
///
/// The waiting is done here, and nowhere below: each step of an opening may find the store busy, and
/// their waits would add up. Two processes that switch a new store to a log at once are in each
/// other's way, and SQLite gives up at once where waiting could last for ever.
fn at<T>(path: &Path, patience: Duration, work: impl Fn(Found) -> Result<T, Failure>) -> Result<T, StoreError> {
    let since = Instant::now();
    loop {
        match try_at(path, &work) {
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
            Found::TooNew(found) => return Err(StoreError::TooNew { found, known: schema::VERSION }),
            Found::NotADatabase => Err(Failure::NotADatabase),
            found @ (Found::Nothing | Found::Store) => work(found),
        };
        match outcome {
            Ok(done) => return Ok(done),
            Err(Failure::Store(error)) => return Err(error),
            Err(Failure::Empty) => {}
            Err(Failure::NotADatabase) => {
                if let Some(kept_as) = file::keep_aside(path)? {
                    return Err(StoreError::NotADatabase { kept_as });
                }
                // Its first page is sound, what the log makes of it is not.
                last = StoreError::Damaged(Damage::File);
            }
        }
    }
    Err(last)
}

/// A failure of one attempt. SQLite's word that the file is no database counts only here, before
/// anything was read from it.
enum Failure {
    /// SQLite undid a creation that was cut short: look again.
    Empty,
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

/// A connection that waits for nobody.
fn connect(path: &Path, has_log: bool) -> Result<Connection, Failure> {
    let connection = connection::open(path)?;
    connection::set_keep_log(&connection, has_log)?;
    Ok(connection)
}

/// Makes the schema and the record, unless another process was faster.
fn make(
    connection: &Connection,
    record: &Record,
    first: Epoch,
    device_key: &DeviceKey,
    entropy: &dyn Entropy,
) -> Result<(), Failure> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let outcome = (|| {
        if schema::is_empty(connection)? {
            schema::migrate(connection, 0)?;
            record.insert(connection, first, device_key, entropy)?;
        }
        Ok(connection.execute_batch("COMMIT")?)
    })();
    connection::roll_back(connection);
    outcome
}

fn unlock(connection: &Connection, device_key: &DeviceKey) -> Result<Keys, Failure> {
    identify(connection)?;
    match Record::read(connection)?.unlock(device_key)? {
        Some(keys) => Ok(keys),
        None => Err(StoreError::Stranded { passkeys: rows::count(connection)? }.into()),
    }
}

fn identify(connection: &Connection) -> Result<(), Failure> {
    match schema::identify(connection)? {
        (schema::APPLICATION_ID, schema::VERSION) if schema::is_ours(connection)? => Ok(()),
        (schema::APPLICATION_ID, found) if found > schema::VERSION => {
            Err(StoreError::TooNew { found, known: schema::VERSION }.into())
        }
        (0, 0) if schema::is_empty(connection)? => Err(Failure::Empty),
        _ => Err(StoreError::Foreign.into()),
    }
}
