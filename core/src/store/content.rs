//! What the rows hold, as a sum that each commit seals with its epoch.
//!
//! A pass over all rows finds out whether they are those that the last commit left. It covers of each
//! passkey metadata, state and history, and every large blob, loose key, document and entry of the journal: by the
//! nonce of the envelope, which no two share and which nobody changes without the device key. Not
//! covered, for restoring older ones gains nothing:
//!
//! - Secrets: written once, so that there is no older envelope for the same passkey.
//! - When and how a passkey was last used: a mere use is not synced. A power cut may take it back,
//!   and the epoch must not tell; so the sum does not either.
//! - The age: an older one keeps longer what was deleted, never shorter.

use super::error::unless_damaged;
use super::passkey::{Covered, Row};
use super::rows::{Rows, read_envelope, read_tag};
use super::{StoreError, documents, hardware_keys, journal};
use crate::seal::{Part, Sum};

impl Rows<'_> {
    /// The sum of the rows as they are. What does not open is left out.
    pub(super) fn sum(self) -> Result<Sum, StoreError> {
        let mut sum = Sum::default();
        for number in self.numbers()? {
            let parts = unless_damaged(self.parts_of(number))?.unwrap_or_default();
            sum = parts.into_iter().fold(sum, Sum::plus);
        }
        let parts = [self.large_blob_parts()?, self.loose_key_parts()?, self.document_parts()?, self.journal_parts()?];
        Ok(parts.into_iter().flatten().fold(sum, Sum::plus))
    }

    /// What the sum covers of a passkey.
    pub(super) fn parts(self, row: &Row, metadata: &[u8], covered: &Covered, history: &[u8]) -> [Part; 3] {
        let content = &self.keys.content;
        [
            row.sealed("metadata", |place| content.part(place, metadata)),
            row.sealed("state", |place| content.part(place, &covered.version())),
            row.sealed("history", |place| content.part(place, history)),
        ]
    }

    fn parts_of(self, number: i64) -> Result<Vec<Part>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT rp_tag, user_tag, id_tag, substr(metadata, 2, 24), state, substr(history, 2, 24)
             FROM passkey WHERE number = ?1",
        )?;
        Ok(statement.query_row([number], |read| {
            let tags = || Some((read_tag(read, 0)?, read_tag(read, 1)?, read_tag(read, 2)?));
            let Some((rp_tag, user_tag, id_tag)) = tags() else { return Ok(Vec::new()) };
            let row = Row { number, rp_tag, user_tag, id_tag };
            let (metadata, state, history) = (read_envelope(read, 3), read_envelope(read, 4), read_envelope(read, 5));
            let Some((_, covered)) = self.open_state(&row, &state) else { return Ok(Vec::new()) };
            Ok(self.parts(&row, &metadata, &covered, &history).into())
        })?)
    }

    fn loose_key_parts(self) -> Result<Vec<Part>, StoreError> {
        self.parts_by("SELECT number, handle_tag, substr(record, 2, 24) FROM hardware_key", |read| {
            let (number, version) = (read.get(0)?, read_envelope(read, 2));
            Ok(read_tag(read, 1)
                .map(|tag| hardware_keys::at(number, tag, |place| self.keys.content.part(place, &version))))
        })
    }

    fn document_parts(self) -> Result<Vec<Part>, StoreError> {
        self.parts_by("SELECT number, kind, tag, substr(record, 2, 24) FROM document", |read| {
            let (number, kind, version) = (read.get(0)?, read.get(1)?, read_envelope(read, 3));
            Ok(read_tag(read, 2)
                .map(|tag| documents::at(kind, number, tag, |place| self.keys.content.part(place, &version))))
        })
    }

    fn journal_parts(self) -> Result<Vec<Part>, StoreError> {
        self.parts_by("SELECT number, substr(event, 2, 24) FROM journal", |read| {
            let (number, version) = (read.get(0)?, read_envelope(read, 1));
            Ok(Some(journal::at(number, |place| self.keys.content.part(place, &version))))
        })
    }

    pub(super) fn parts_by(
        self,
        query: &str,
        part: impl Fn(&rusqlite::Row<'_>) -> Result<Option<Part>, rusqlite::Error>,
    ) -> Result<Vec<Part>, StoreError> {
        let mut statement = self.connection.prepare_cached(query)?;
        let parts = statement.query_map((), |read| part(read))?.collect::<Result<Vec<_>, _>>()?;
        Ok(parts.into_iter().flatten().collect())
    }
}
