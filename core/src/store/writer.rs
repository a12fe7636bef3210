//! The writing of passkeys. All writing goes through here or beside it in a `Writer`, which keeps
//! account of what the rows hold: the commit seals it with the epoch.

use std::cell::Cell;

use rusqlite::{ErrorCode, OptionalExtension};

use super::new_passkey::NewPasskey;
use super::passkey::{Covered, Metadata, Passkey, Row, State, Versions};
use super::rows::{Rows, nonce};
use super::{Damage, Epoch, History, StoreError, columns, draws};
use crate::cause::Cause;
use crate::cbor::NotCanonical;
use crate::entropy::Entropy;
use crate::seal::{self, Part, Place, SecretsKey, Sum};
use crate::stack;
use crate::standing::Event;

/// A row beyond is no row of ours, but a damaged one: numbers go on below it.
const LAST_NUMBER: i64 = 1 << 53;

/// Writes rows inside one SQLite transaction.
#[derive(Clone, Copy)]
pub(super) struct Writer<'a> {
    pub(super) rows: Rows<'a>,
    /// The sum of what the rows hold.
    pub(super) sum: &'a Cell<Sum>,
    /// The epoch that the commit will have.
    pub(super) epoch: Epoch,
    pub(super) entropy: &'a dyn Entropy,
}

impl Writer<'_> {
    pub(super) fn insert(
        self,
        new: NewPasskey,
        state: State,
        event: Event,
        secrets_key: &SecretsKey,
    ) -> Result<Passkey, StoreError> {
        let keys = self.rows.keys;
        let row = Row {
            number: self.next_number("passkey")?,
            rp_tag: keys.index.rp_tag(&new.rp_id),
            user_tag: keys.index.user_tag(&new.rp_id, &new.user.handle),
            id_tag: keys.index.id_tag(&new.rp_id, &new.credential_id),
        };
        let secrets = stack::wiped(|| columns::render_secrets(&new.prf_seed, &new.key));
        let sealed_secrets = stack::wiped(|| {
            row.sealed("secrets", |place| seal::seal(secrets_key, place, secrets.expose(), self.entropy))
        })?;
        let metadata = new.into_metadata(self.epoch);
        let sealed_metadata = self.seal_metadata(&row, &metadata)?;
        let (sealed_state, covered) = self.seal_state(&row, &state, None)?;
        let mut history = History::default();
        history.push(event);
        let history = self.seal_history(&row, &history)?;
        self.rows.require_new_draws(
            &metadata.credential_id,
            &secrets,
            [&sealed_secrets, &sealed_metadata, &sealed_state, &history],
        )?;
        let versions = Versions { metadata: version_of(&sealed_metadata)?, state: version_of(&sealed_state)?, covered };
        let parts = self.rows.parts(&row, &versions.metadata, &covered, &version_of(&history)?);
        let mut statement = self.rows.connection.prepare_cached(
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
            sealed_secrets,
        ));
        match inserted {
            Ok(_) => {
                parts.into_iter().for_each(|part| self.add(part));
                Ok(Passkey { metadata, state, row, versions })
            }
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                Err(StoreError::AlreadyStored)
            }
            Err(error) => Err(error.into()),
        }
    }

    pub(super) fn update_state(self, passkey: &mut Passkey, state: State) -> Result<(), StoreError> {
        let row = &passkey.row;
        let before = passkey.versions.covered;
        let (sealed, covered) = self.seal_state(row, &state, Some(before))?;
        let version = version_of(&sealed)?;
        draws::require_another(&version, &passkey.versions.state)?;
        // The nonce stands behind the format byte. Whoever changed the state meanwhile left another.
        let mut statement = self.rows.connection.prepare_cached(
            "UPDATE passkey SET state = ?1 WHERE number = ?2 AND id_tag = ?3 AND substr(state, 2, 24) = ?4",
        )?;
        is_one(statement.execute((sealed, row.number, row.id_tag.as_bytes(), passkey.versions.state))?)?;
        if covered != before {
            let part = |covered: Covered| row.sealed("state", |place| self.part(place, &covered.version()));
            self.take(part(before));
            self.add(part(covered));
        }
        passkey.state = state;
        passkey.versions = Versions { state: version, covered, ..passkey.versions };
        Ok(())
    }

    pub(super) fn update_metadata(self, passkey: &mut Passkey, metadata: Metadata) -> Result<(), StoreError> {
        let row = &passkey.row;
        let sealed = self.seal_metadata(row, &metadata)?;
        let version = version_of(&sealed)?;
        draws::require_another(&version, &passkey.versions.metadata)?;
        let mut statement = self.rows.connection.prepare_cached(
            "UPDATE passkey SET metadata = ?1 WHERE number = ?2 AND id_tag = ?3 AND substr(metadata, 2, 24) = ?4",
        )?;
        is_one(statement.execute((sealed, row.number, row.id_tag.as_bytes(), passkey.versions.metadata))?)?;
        let part = |version: &[u8]| row.sealed("metadata", |place| self.part(place, version));
        self.take(part(&passkey.versions.metadata));
        self.add(part(&version));
        passkey.metadata = metadata;
        passkey.versions.metadata = version;
        Ok(())
    }

    /// Adds to what happened to a passkey. A history that does not open makes way for a new one: it
    /// must not stand between the person and their passkey.
    pub(super) fn write_history(
        self,
        passkey: &Passkey,
        events: impl IntoIterator<Item = Event>,
    ) -> Result<(), StoreError> {
        let row = &passkey.row;
        let before = self.rows.sealed_history(passkey)?;
        let mut history = self.rows.open_history(passkey, &before).unwrap_or_default();
        events.into_iter().for_each(|event| history.push(event));
        let sealed = self.seal_history(row, &history)?;
        let part = |envelope: &[u8]| {
            let version = nonce(envelope).unwrap_or_default();
            row.sealed("history", |place| self.part(place, &version))
        };
        let (before, after) = (part(&before), part(&sealed));
        let mut statement =
            self.rows.connection.prepare_cached("UPDATE passkey SET history = ?1 WHERE number = ?2 AND id_tag = ?3")?;
        is_one(statement.execute((sealed, row.number, row.id_tag.as_bytes()))?)?;
        self.take(before);
        self.add(after);
        Ok(())
    }

    pub(super) fn delete(self, passkey: &Passkey) -> Result<(), StoreError> {
        let row = &passkey.row;
        let mut statement = self.rows.connection.prepare_cached(
            "DELETE FROM passkey WHERE number = ?1 AND id_tag = ?2
             RETURNING substr(metadata, 2, 24), state, substr(history, 2, 24)",
        )?;
        let gone = statement.query_row((row.number, row.id_tag.as_bytes()), |row| {
            Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, Vec<u8>>(2)?))
        });
        let (metadata, state, history) = gone.optional()?.ok_or(StoreError::Outdated)?;
        let covered = self.rows.open_state(row, &state).map_or(passkey.versions.covered, |(_, covered)| covered);
        self.rows.parts(row, &metadata, &covered, &history).into_iter().for_each(|part| self.take(part));
        self.remove_large_blob(row.id_tag, None).map(drop)
    }

    /// The number of a new row, after the last one of the table.
    pub(super) fn next_number(self, table: &'static str) -> Result<i64, StoreError> {
        let last = format!("SELECT coalesce(max(number), 0) FROM {table} WHERE number < ?1");
        let last: i64 = self.rows.connection.prepare_cached(&last)?.query_row([LAST_NUMBER], |row| row.get(0))?;
        last.checked_add(1)
            .filter(|number| *number < LAST_NUMBER)
            .ok_or(StoreError::Damaged(Damage::File(Cause::Found("no row number is free"))))
    }

    pub(super) fn add(self, part: Part) {
        self.sum.set(self.sum.get().plus(part));
    }

    pub(super) fn take(self, part: Part) {
        self.sum.set(self.sum.get().minus(part));
    }

    pub(super) fn part(self, place: Place<'_>, version: &[u8]) -> Part {
        self.rows.keys.content.part(place, version)
    }

    fn seal_metadata(self, row: &Row, metadata: &Metadata) -> Result<Vec<u8>, StoreError> {
        let plain = columns::render_metadata(metadata)
            .map_err(|NotCanonical| StoreError::Internal("metadata could not be rendered"))?;
        Ok(row.sealed("metadata", |place| seal::seal(&self.rows.keys.metadata, place, &plain, self.entropy))?)
    }

    /// A mere use keeps the epoch of what was there `before`.
    fn seal_state(self, row: &Row, state: &State, before: Option<Covered>) -> Result<(Vec<u8>, Covered), StoreError> {
        let rendered = columns::render_state(state);
        let now =
            columns::covered(self.epoch, &rendered).ok_or(StoreError::Internal("a state could not be rendered"))?;
        let covered = before.filter(|before| before.has_same_content(&now)).unwrap_or(now);
        let plain = columns::with_format(&[covered.written.number().to_be_bytes().as_slice(), &rendered].concat());
        let sealed = row.sealed("state", |place| seal::seal(&self.rows.keys.metadata, place, &plain, self.entropy))?;
        Ok((sealed, covered))
    }

    fn seal_history(self, row: &Row, history: &History) -> Result<Vec<u8>, StoreError> {
        let plain = columns::render_history(history)
            .map_err(|NotCanonical| StoreError::Internal("a history could not be rendered"))?;
        Ok(row.sealed("history", |place| seal::seal(&self.rows.keys.metadata, place, &plain, self.entropy))?)
    }
}

fn version_of(envelope: &[u8]) -> Result<[u8; 24], StoreError> {
    nonce(envelope).ok_or(StoreError::Internal("a new envelope has no nonce"))
}

fn is_one(changed: usize) -> Result<(), StoreError> {
    if changed == 1 { Ok(()) } else { Err(StoreError::Outdated) }
}
