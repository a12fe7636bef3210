use std::cmp::Reverse;

use rusqlite::{Connection, ErrorCode, OptionalExtension};

use super::passkey::{DamagedPasskey, Listing, Metadata, Passkey, PasskeySecrets, Row, State, Versions};
use super::record::Keys;
use super::{Damage, History, StoreError, columns};
use crate::cbor::NotCanonical;
use crate::entropy::Entropy;
use crate::id::{CredentialId, RpId};
use crate::seal::{self, LookupTag, Place, SecretsKey};
use crate::standing::Event;

const TABLE: &str = "passkey";

/// The passkeys of an open store, inside one SQLite transaction.
#[derive(Clone, Copy)]
pub(super) struct Rows<'a> {
    pub(super) connection: &'a Connection,
    pub(super) keys: &'a Keys,
}

/// A row as it stands in the file.
struct SealedRow {
    row: Row,
    metadata: Vec<u8>,
    state: Vec<u8>,
}

impl Rows<'_> {
    pub(super) fn count(self) -> Result<u64, StoreError> {
        count(self.connection)
    }

    pub(super) fn of(self, rp_id: &RpId) -> Result<Listing, StoreError> {
        if let Some(listing) = self.of_at_once(rp_id)? {
            return Ok(listing);
        }
        let tag = self.keys.index.rp_tag(rp_id);
        let mut statement = self.connection.prepare_cached("SELECT number FROM passkey WHERE rp_tag = ?1")?;
        let numbers = statement.query_map([tag.as_bytes()], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
        // The RP ID inside is compared with the one asked for: an error in the index never
        // reaches another relying party's passkey.
        self.list(&numbers, |metadata| metadata.rp_id == *rp_id)
    }

    /// The same in one query; `None` if anything among it does not read or open.
    pub(super) fn of_at_once(self, rp_id: &RpId) -> Result<Option<Listing>, StoreError> {
        let tag = self.keys.index.rp_tag(rp_id);
        let mut statement = self.connection.prepare_cached(
            "SELECT number, rp_tag, user_tag, id_tag, metadata, state FROM passkey WHERE rp_tag = ?1",
        )?;
        let mut passkeys = Vec::new();
        for sealed in statement.query_map([tag.as_bytes()], read_row)? {
            let Ok(sealed) = sealed else { return Ok(None) };
            match self.open(&sealed).filter(|passkey| passkey.metadata.rp_id == *rp_id) {
                Some(passkey) => passkeys.push(passkey),
                None => return Ok(None),
            }
        }
        sort_by_use(&mut passkeys);
        Ok(Some(Listing { passkeys, damaged: Vec::new() }))
    }

    pub(super) fn all(self) -> Result<Listing, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT number FROM passkey")?;
        let numbers = statement.query_map((), |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
        self.list(&numbers, |_| true)
    }

    pub(super) fn find(self, rp_id: &RpId, id: &CredentialId) -> Result<Option<Passkey>, StoreError> {
        let (rp_tag, id_tag) = (self.keys.index.rp_tag(rp_id), self.keys.index.id_tag(rp_id, id));
        let mut statement = self.connection.prepare_cached(
            "SELECT number, rp_tag, user_tag, id_tag, metadata, state FROM passkey WHERE id_tag = ?1 AND rp_tag = ?2",
        )?;
        let Some(sealed) = statement.query_row((id_tag.as_bytes(), rp_tag.as_bytes()), read_row).optional()? else {
            return Ok(None);
        };
        self.open(&sealed)
            .filter(|passkey| passkey.metadata.rp_id == *rp_id && passkey.metadata.credential_id == *id)
            .map(Some)
            .ok_or(StoreError::Damaged(Damage::Passkey))
    }

    pub(super) fn refresh(self, passkey: Passkey) -> Result<Option<Passkey>, StoreError> {
        let row = passkey.row;
        let mut statement = self
            .connection
            .prepare_cached("SELECT state, substr(metadata, 2, 24) FROM passkey WHERE number = ?1 AND id_tag = ?2")?;
        let read = statement.query_row((row.number, row.id_tag.as_bytes()), |row| {
            Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?))
        });
        let Some((sealed, version)) = read.optional()? else { return Ok(None) };
        if version != passkey.versions.metadata {
            return self.find(&passkey.metadata.rp_id, &passkey.metadata.credential_id);
        }
        let open = || {
            let opened = row.sealed("state", |place| seal::open(&self.keys.metadata, place, &sealed)).ok()?;
            let versions = Versions { state: nonce(&sealed)?, ..passkey.versions };
            Some((columns::parse_state(opened.expose())?, versions))
        };
        let (state, versions) = open().ok_or(StoreError::Damaged(Damage::Passkey))?;
        Ok(Some(Passkey { state, versions, ..passkey }))
    }

    pub(super) fn insert(
        self,
        metadata: Metadata,
        state: State,
        event: Event,
        secrets: &PasskeySecrets,
        secrets_key: &SecretsKey,
        entropy: &dyn Entropy,
    ) -> Result<Passkey, StoreError> {
        let row = Row {
            number: self.next_number("SELECT coalesce(max(number), 0) FROM passkey")?,
            rp_tag: self.keys.index.rp_tag(&metadata.rp_id),
            user_tag: self.keys.index.user_tag(&metadata.rp_id, &metadata.user.handle),
            id_tag: self.keys.index.id_tag(&metadata.rp_id, &metadata.credential_id),
        };
        let secrets = columns::render_secrets(secrets);
        let secrets = row.sealed("secrets", |place| seal::seal(secrets_key, place, secrets.expose(), entropy))?;
        let sealed_metadata = self.seal_metadata(&row, &metadata, entropy)?;
        let sealed_state = self.seal_state(&row, &state, entropy)?;
        let mut history = History::default();
        history.push(event);
        let history = self.seal_history(&row, &history, entropy)?;
        let versions = versions(&sealed_metadata, &sealed_state).ok_or(StoreError::Damaged(Damage::Passkey))?;
        let mut statement = self.connection.prepare_cached(
            "INSERT INTO passkey (number, rp_tag, user_tag, id_tag, metadata, state, history, secrets)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?;
        let inserted = statement.execute((
            row.number,
            row.rp_tag.as_bytes(),
            row.user_tag.as_bytes(),
            row.id_tag.as_bytes(),
            sealed_metadata,
            sealed_state,
            history,
            secrets,
        ));
        match inserted {
            Ok(_) => Ok(Passkey { metadata, state, row, versions }),
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                Err(StoreError::AlreadyStored)
            }
            Err(error) => Err(error.into()),
        }
    }

    pub(super) fn secrets(self, passkey: &Passkey, key: &SecretsKey) -> Result<PasskeySecrets, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT secrets FROM passkey WHERE number = ?1 AND id_tag = ?2")?;
        let sealed: Option<Vec<u8>> =
            statement.query_row((passkey.row.number, passkey.row.id_tag.as_bytes()), |row| row.get(0)).optional()?;
        let sealed = sealed.ok_or(StoreError::Outdated)?;
        let opened = passkey.row.sealed("secrets", |place| seal::open(key, place, &sealed));
        opened
            .ok()
            .and_then(|opened| columns::parse_secrets(opened.expose()))
            .filter(|secrets| passkey.metadata.matches(secrets))
            .ok_or(StoreError::Damaged(Damage::Passkey))
    }

    pub(super) fn update_state(
        self,
        passkey: &mut Passkey,
        state: State,
        entropy: &dyn Entropy,
    ) -> Result<(), StoreError> {
        let sealed = self.seal_state(&passkey.row, &state, entropy)?;
        let version = nonce(&sealed).ok_or(StoreError::Damaged(Damage::Passkey))?;
        // The nonce stands behind the format byte. Whoever changed the state meanwhile left another.
        let mut statement = self.connection.prepare_cached(
            "UPDATE passkey SET state = ?1 WHERE number = ?2 AND id_tag = ?3 AND substr(state, 2, 24) = ?4",
        )?;
        let row = &passkey.row;
        is_one(statement.execute((sealed, row.number, row.id_tag.as_bytes(), passkey.versions.state))?)?;
        passkey.state = state;
        passkey.versions.state = version;
        Ok(())
    }

    pub(super) fn update_metadata(
        self,
        passkey: &mut Passkey,
        metadata: Metadata,
        entropy: &dyn Entropy,
    ) -> Result<(), StoreError> {
        let sealed = self.seal_metadata(&passkey.row, &metadata, entropy)?;
        let version = nonce(&sealed).ok_or(StoreError::Damaged(Damage::Passkey))?;
        let mut statement = self.connection.prepare_cached(
            "UPDATE passkey SET metadata = ?1 WHERE number = ?2 AND id_tag = ?3 AND substr(metadata, 2, 24) = ?4",
        )?;
        let row = &passkey.row;
        is_one(statement.execute((sealed, row.number, row.id_tag.as_bytes(), passkey.versions.metadata))?)?;
        passkey.metadata = metadata;
        passkey.versions.metadata = version;
        Ok(())
    }

    /// What happened to a passkey.
    pub(super) fn history(self, passkey: &Passkey) -> Result<History, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT history FROM passkey WHERE number = ?1 AND id_tag = ?2")?;
        let sealed: Option<Vec<u8>> =
            statement.query_row((passkey.row.number, passkey.row.id_tag.as_bytes()), |row| row.get(0)).optional()?;
        let sealed = sealed.ok_or(StoreError::Outdated)?;
        let opened = passkey.row.sealed("history", |place| seal::open(&self.keys.metadata, place, &sealed));
        opened
            .ok()
            .and_then(|opened| columns::parse_history(opened.expose()))
            .ok_or(StoreError::Damaged(Damage::Passkey))
    }

    /// Adds to what happened to a passkey. A history that does not open makes way for a new one: it
    /// must not stand between the person and their passkey.
    pub(super) fn write_history(
        self,
        passkey: &Passkey,
        events: impl IntoIterator<Item = Event>,
        entropy: &dyn Entropy,
    ) -> Result<(), StoreError> {
        let mut history = match self.history(passkey) {
            Err(StoreError::Damaged(_)) => History::default(),
            outcome => outcome?,
        };
        events.into_iter().for_each(|event| history.push(event));
        let sealed = self.seal_history(&passkey.row, &history, entropy)?;
        let mut statement =
            self.connection.prepare_cached("UPDATE passkey SET history = ?1 WHERE number = ?2 AND id_tag = ?3")?;
        is_one(statement.execute((sealed, passkey.row.number, passkey.row.id_tag.as_bytes()))?)
    }

    pub(super) fn delete(self, passkey: &Passkey) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached("DELETE FROM passkey WHERE number = ?1 AND id_tag = ?2")?;
        is_one(statement.execute((passkey.row.number, passkey.row.id_tag.as_bytes()))?)
    }

    /// The number of a new row, after the last one, which the query tells.
    pub(super) fn next_number(self, last: &str) -> Result<i64, StoreError> {
        let last: i64 = self.connection.prepare_cached(last)?.query_row((), |row| row.get(0))?;
        last.checked_add(1).ok_or(StoreError::Damaged(Damage::File))
    }

    /// Opens rows one by one, so that a page that does not read costs its own rows only.
    fn list(self, numbers: &[i64], belongs: impl Fn(&Metadata) -> bool) -> Result<Listing, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT number, rp_tag, user_tag, id_tag, metadata, state FROM passkey WHERE number = ?1",
        )?;
        let mut listing = Listing { passkeys: Vec::new(), damaged: Vec::new() };
        for &number in numbers {
            let opened = match statement.query_row([number], read_row) {
                Ok(sealed) => self.open(&sealed).filter(|passkey| belongs(&passkey.metadata)),
                Err(error) => match StoreError::from(error) {
                    StoreError::Damaged(_) => None,
                    error => return Err(error),
                },
            };
            match opened {
                Some(passkey) => listing.passkeys.push(passkey),
                None => listing.damaged.push(DamagedPasskey { row: number }),
            }
        }
        sort_by_use(&mut listing.passkeys);
        Ok(listing)
    }

    /// `None` for a row that does not open. Its envelopes are bound to its tags.
    fn open(self, sealed: &SealedRow) -> Option<Passkey> {
        let SealedRow { row, .. } = sealed;
        let open =
            |column, envelope: &[u8]| row.sealed(column, |place| seal::open(&self.keys.metadata, place, envelope)).ok();
        let metadata = columns::parse_metadata(open("metadata", &sealed.metadata)?.expose())?;
        let state = columns::parse_state(open("state", &sealed.state)?.expose())?;
        let versions = versions(&sealed.metadata, &sealed.state)?;
        Some(Passkey { metadata, state, row: *row, versions })
    }

    fn seal_metadata(self, row: &Row, metadata: &Metadata, entropy: &dyn Entropy) -> Result<Vec<u8>, StoreError> {
        let plain = columns::render_metadata(metadata).map_err(|NotCanonical| StoreError::Damaged(Damage::Passkey))?;
        Ok(row.sealed("metadata", |place| seal::seal(&self.keys.metadata, place, &plain, entropy))?)
    }

    fn seal_state(self, row: &Row, state: &State, entropy: &dyn Entropy) -> Result<Vec<u8>, StoreError> {
        let plain = columns::render_state(state);
        Ok(row.sealed("state", |place| seal::seal(&self.keys.metadata, place, &plain, entropy))?)
    }

    fn seal_history(self, row: &Row, history: &History, entropy: &dyn Entropy) -> Result<Vec<u8>, StoreError> {
        let plain = columns::render_history(history).map_err(|NotCanonical| StoreError::Damaged(Damage::Passkey))?;
        Ok(row.sealed("history", |place| seal::seal(&self.keys.metadata, place, &plain, entropy))?)
    }
}

impl Row {
    /// Does `work` at the place of one of the row's sealed columns.
    fn sealed<T>(&self, column: &'static str, work: impl FnOnce(Place<'_>) -> T) -> T {
        let clear: [&[u8]; 4] =
            [&self.number.to_be_bytes(), self.rp_tag.as_bytes(), self.user_tag.as_bytes(), self.id_tag.as_bytes()];
        work(Place { table: TABLE, column, clear: &clear })
    }
}

/// How many rows there are, readable or not.
pub(super) fn count(connection: &Connection) -> Result<u64, StoreError> {
    let count: i64 = connection.prepare_cached("SELECT count(*) FROM passkey")?.query_row((), |row| row.get(0))?;
    u64::try_from(count).map_err(|_| StoreError::Damaged(Damage::File))
}

fn read_row(row: &rusqlite::Row<'_>) -> Result<SealedRow, rusqlite::Error> {
    Ok(SealedRow {
        row: Row {
            number: row.get(0)?,
            rp_tag: LookupTag::from_bytes(row.get(1)?),
            user_tag: LookupTag::from_bytes(row.get(2)?),
            id_tag: LookupTag::from_bytes(row.get(3)?),
        },
        metadata: row.get(4)?,
        state: row.get(5)?,
    })
}

fn sort_by_use(passkeys: &mut [Passkey]) {
    passkeys.sort_unstable_by_key(|passkey| Reverse((passkey.state.use_sequence, passkey.row.number)));
}

fn versions(metadata: &[u8], state: &[u8]) -> Option<Versions> {
    Some(Versions { metadata: nonce(metadata)?, state: nonce(state)? })
}

fn nonce(envelope: &[u8]) -> Option<[u8; 24]> {
    envelope.get(1..)?.first_chunk().copied()
}

fn is_one(changed: usize) -> Result<(), StoreError> {
    if changed == 1 { Ok(()) } else { Err(StoreError::Outdated) }
}
