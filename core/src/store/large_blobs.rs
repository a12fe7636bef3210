//! What sites keep with their passkeys (WebAuthn L3, section 10.1.5): in a table of its own, so that a use of a passkey,
//! which writes its row, does not write this too, and no list reads it. Sealed with the key of the passkeys' secrets.

use rusqlite::OptionalExtension;

use super::passkey::Passkey;
use super::rows::{Rows, nonce, read_envelope, read_tag};
use super::writer::Writer;
use super::{Damage, StoreError, columns, draws};
use crate::seal::{self, LookupTag, Part, Place, SecretsKey};
use crate::secret::{Secret, SecretBytes};
use crate::stack;

/// Bytes that are kept with one passkey at most.
pub(super) const LIMIT: usize = 4096;

impl Rows<'_> {
    /// What is kept with a passkey; `None` for nothing. Damage if it does not open.
    pub(super) fn large_blob(self, passkey: &Passkey, key: &SecretsKey) -> Result<Option<SecretBytes>, StoreError> {
        let tag = passkey.row.id_tag;
        let mut statement = self.connection.prepare_cached("SELECT number, blob FROM large_blob WHERE id_tag = ?1")?;
        let found = statement.query_row([tag.as_bytes()], |row| Ok((row.get(0)?, read_envelope(row, 1)))).optional()?;
        let Some((number, sealed)) = found else { return Ok(None) };
        open(number, tag, &sealed, key).ok_or(StoreError::Damaged(Damage::Passkey)).map(Some)
    }

    /// The numbers of those that do not open.
    pub(super) fn damaged_large_blobs(self, key: &SecretsKey) -> Result<Vec<i64>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT number, id_tag, blob FROM large_blob ORDER BY number")?;
        let rows = statement.query_map((), |row| {
            let number = row.get(0)?;
            let opens = read_tag(row, 1).is_some_and(|tag| open(number, tag, &read_envelope(row, 2), key).is_some());
            Ok((!opens).then_some(number))
        })?;
        Ok(rows.filter_map(Result::transpose).collect::<Result<_, _>>()?)
    }

    /// What the sum of the rows covers of them.
    pub(super) fn large_blob_parts(self) -> Result<Vec<Part>, StoreError> {
        self.parts_by("SELECT number, id_tag, substr(blob, 2, 24) FROM large_blob", |read| {
            let (number, version) = (read.get(0)?, read_envelope(read, 2));
            Ok(read_tag(read, 1).map(|tag| at(number, tag, |place| self.keys.content.part(place, &version))))
        })
    }
}

impl Writer<'_> {
    /// Keeps `blob` with a passkey in place of what was kept before, which is gone then; whether there was any.
    pub(super) fn write_large_blob(self, passkey: &Passkey, blob: &[u8], key: &SecretsKey) -> Result<bool, StoreError> {
        let tag = passkey.row.id_tag;
        // Before the old one goes: else the new one could get its number, and pass for it.
        let number = self.next_number("large_blob")?;
        let plain = Secret::new(columns::with_format(blob));
        let sealed = stack::wiped(|| at(number, tag, |place| seal::seal(key, place, plain.expose(), self.entropy)))?;
        self.rows.require_new_nonce(passkey, &sealed)?;
        let had_one = self.remove_large_blob(tag, Some(&sealed))?;
        self.rows
            .connection
            .prepare_cached("INSERT INTO large_blob (number, id_tag, blob) VALUES (?1, ?2, ?3)")?
            .execute((number, tag.as_bytes(), &sealed))?;
        let version = nonce(&sealed).unwrap_or_default();
        self.add(at(number, tag, |place| self.part(place, &version)));
        Ok(had_one)
    }

    /// Keeps nothing any more with the passkey of this tag; whether something was. `next`: the envelope that takes its
    /// place.
    pub(super) fn remove_large_blob(self, tag: LookupTag, next: Option<&[u8]>) -> Result<bool, StoreError> {
        let mut statement = self
            .rows
            .connection
            .prepare_cached("DELETE FROM large_blob WHERE id_tag = ?1 RETURNING number, substr(blob, 2, 24)")?;
        let gone = statement.query_row([tag.as_bytes()], |row| Ok((row.get(0)?, read_envelope(row, 1)))).optional()?;
        let Some((number, version)) = gone else { return Ok(false) };
        if let (Some(next), Some(before)) = (next.and_then(nonce), version.first_chunk()) {
            draws::require_another(&next, before)?;
        }
        self.take(at(number, tag, |place| self.part(place, &version)));
        Ok(true)
    }
}

fn open(number: i64, tag: LookupTag, sealed: &[u8], key: &SecretsKey) -> Option<SecretBytes> {
    stack::wiped(|| {
        let opened = at(number, tag, |place| seal::open(key, place, sealed)).ok()?;
        opened.expose().strip_prefix(&[columns::FORMAT]).map(<[u8]>::to_vec).map(Secret::new)
    })
}

fn at<T>(number: i64, tag: LookupTag, work: impl FnOnce(Place<'_>) -> T) -> T {
    work(Place { table: "large_blob", column: "blob", clear: &[&number.to_be_bytes(), tag.as_bytes()] })
}
