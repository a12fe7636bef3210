//! What the host was told about callers, by kind and name: the newest of each. To the store it is
//! bytes; what they mean is for the layers above.

use rusqlite::OptionalExtension;

use super::rows::Rows;
use super::{Damage, StoreError};
use crate::entropy::Entropy;
use crate::seal::{self, LookupTag, Place};

/// The kinds of documents. In clear on disk: that there are three links says nothing of whose.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum DocumentKind {
    /// The list of privileged browsers. One.
    PrivilegedList,
    /// An app that the person trusts.
    TrustedApp,
    /// What a site said of an app.
    LinkedApp,
}

/// A document as it is kept.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Document {
    /// Another one at each writing, so that a reader sees whether it still has the newest.
    pub number: i64,
    /// What was written.
    pub bytes: Vec<u8>,
}

impl DocumentKind {
    /// How many are kept; the one written longest ago gives way. What the person said is never
    /// pushed out by what sites said: each kind is for itself.
    const fn capacity(self) -> i64 {
        match self {
            Self::PrivilegedList => 1,
            Self::TrustedApp => 64,
            Self::LinkedApp => 512,
        }
    }

    /// On disk. Never given another meaning.
    const fn number(self) -> i64 {
        match self {
            Self::PrivilegedList => 1,
            Self::TrustedApp => 2,
            Self::LinkedApp => 3,
        }
    }
}

impl Rows<'_> {
    /// The number of a document; cheap, and `None` where there is none.
    pub(super) fn document_number(self, kind: DocumentKind, name: &[u8]) -> Result<Option<i64>, StoreError> {
        let tag = self.keys.index.document_tag(kind.number().to_be_bytes(), name);
        let mut statement =
            self.connection.prepare_cached("SELECT number FROM document WHERE tag = ?1 AND kind = ?2")?;
        Ok(statement.query_row((tag.as_bytes(), kind.number()), |row| row.get(0)).optional()?)
    }

    /// A document. One that does not open is an error.
    pub(super) fn document(self, kind: DocumentKind, name: &[u8]) -> Result<Option<Document>, StoreError> {
        let tag = self.keys.index.document_tag(kind.number().to_be_bytes(), name);
        let mut statement =
            self.connection.prepare_cached("SELECT number, record FROM document WHERE tag = ?1 AND kind = ?2")?;
        let found: Option<(i64, Vec<u8>)> =
            statement.query_row((tag.as_bytes(), kind.number()), |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let Some((number, sealed)) = found else { return Ok(None) };
        let opened = at(kind, number, tag, |place| seal::open(&self.keys.metadata, place, &sealed));
        let bytes = opened.map_err(|_| StoreError::Damaged(Damage::File))?.expose().clone();
        Ok(Some(Document { number, bytes }))
    }

    /// All documents of a kind, the one written longest ago first. One that does not open grants
    /// nothing, and is passed over.
    pub(super) fn documents(self, kind: DocumentKind) -> Result<Vec<Document>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT number, tag, record FROM document WHERE kind = ?1 ORDER BY number")?;
        let rows = statement
            .query_map([kind.number()], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, Vec<u8>>(2)?)))?
            .collect::<Result<Vec<(i64, [u8; 16], _)>, _>>()?;
        let open = |(number, tag, sealed): (i64, _, Vec<u8>)| {
            let tag = LookupTag::from_bytes(tag);
            let opened = at(kind, number, tag, |place| seal::open(&self.keys.metadata, place, &sealed)).ok()?;
            Some(Document { number, bytes: opened.expose().clone() })
        };
        Ok(rows.into_iter().filter_map(open).collect())
    }

    /// Writes a document in place of the one of the same kind and name.
    pub(super) fn write_document(
        self,
        kind: DocumentKind,
        name: &[u8],
        bytes: &[u8],
        entropy: &dyn Entropy,
    ) -> Result<(), StoreError> {
        let tag = self.keys.index.document_tag(kind.number().to_be_bytes(), name);
        // Before the old one goes: else the new one could get its number, and pass for it.
        let number = self.next_number("SELECT coalesce(max(number), 0) FROM document")?;
        self.remove_document(kind, name)?;
        let sealed = at(kind, number, tag, |place| seal::seal(&self.keys.metadata, place, bytes, entropy))?;
        self.connection
            .prepare_cached("INSERT INTO document (number, kind, tag, record) VALUES (?1, ?2, ?3, ?4)")?
            .execute((number, kind.number(), tag.as_bytes(), sealed))?;
        self.connection
            .prepare_cached(
                "DELETE FROM document WHERE kind = ?1 AND number NOT IN
  (SELECT number FROM document WHERE kind = ?1 ORDER BY number DESC LIMIT ?2)",
            )?
            .execute((kind.number(), kind.capacity()))?;
        Ok(())
    }

    /// Whether there was such a document.
    pub(super) fn remove_document(self, kind: DocumentKind, name: &[u8]) -> Result<bool, StoreError> {
        let tag = self.keys.index.document_tag(kind.number().to_be_bytes(), name);
        let mut statement = self.connection.prepare_cached("DELETE FROM document WHERE tag = ?1 AND kind = ?2")?;
        Ok(statement.execute((tag.as_bytes(), kind.number()))? > 0)
    }
}

fn at<T>(kind: DocumentKind, number: i64, tag: LookupTag, work: impl FnOnce(Place<'_>) -> T) -> T {
    let (kind, number) = (kind.number().to_be_bytes(), number.to_be_bytes());
    work(Place { table: "document", column: "record", clear: &[&number, &kind, tag.as_bytes()] })
}
