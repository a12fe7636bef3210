//! What the host knows about callers, by kind and name: the newest of each. To the store it is
//! bytes; what they mean is for the layers above.

use std::fmt;

use rusqlite::{OptionalExtension, Params};

use super::rows::{Rows, nonce, read_envelope, read_tag};
use super::writer::Writer;
use super::{StoreError, columns};
use crate::numbered::numbered;
use crate::seal::{self, LookupTag, Place};

// Documents of a kind that this version does not know lie there unread.
numbered! {
    /// The kinds of documents. In clear on disk: that there are three links says nothing of whose.
    #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
    pub enum DocumentKind {
        /// The list of privileged browsers. One.
        PrivilegedList = 1,
        /// An app that the person trusts.
        TrustedApp = 2,
        /// What a site said of an app.
        LinkedApp = 3,
        /// The key of an attestation certificate that was made for one passkey, and is used.
        UsedLeaf = 4,
        /// What the device's management gave to the app. One.
        ManagedConfiguration = 5,
        /// An enrolment that is not at its end.
        Enrolment = 6,
        /// What a server calls a passkey, and how it is asked about it.
        Registration = 7,
    }
}

/// A document as it is kept. `Debug` shows its length only: it says which sites and apps a person uses.
#[derive(Clone, Eq, PartialEq)]
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
            Self::PrivilegedList | Self::ManagedConfiguration => 1,
            Self::TrustedApp | Self::Enrolment => 64,
            Self::LinkedApp => 512,
            // Longer than certificates are valid.
            Self::UsedLeaf | Self::Registration => 4096,
        }
    }

    /// As the column has it.
    const fn column(self) -> i64 {
        i64::from_be_bytes(self.rendered())
    }

    /// As a lookup tag has it.
    const fn rendered(self) -> [u8; 8] {
        [0, 0, 0, 0, 0, 0, 0, self.number()]
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Document").field("number", &self.number).field("length", &self.bytes.len()).finish()
    }
}

impl Rows<'_> {
    /// The number of a document; cheap, and `None` where there is none.
    pub(super) fn document_number(self, kind: DocumentKind, name: &[u8]) -> Result<Option<i64>, StoreError> {
        let tag = self.keys.index.document_tag(kind.rendered(), name);
        let mut statement = self.connection.prepare_cached("SELECT number FROM document WHERE tag = ?1")?;
        Ok(statement.query_row([tag.as_bytes()], |row| row.get(0)).optional()?)
    }

    /// A document. One that does not open grants nothing: it is as if it were not there, and makes way
    /// for the next.
    pub(super) fn document(self, kind: DocumentKind, name: &[u8]) -> Result<Option<Document>, StoreError> {
        let tag = self.keys.index.document_tag(kind.rendered(), name);
        let mut statement = self.connection.prepare_cached("SELECT number, record FROM document WHERE tag = ?1")?;
        let found: Option<(i64, Vec<u8>)> =
            statement.query_row([tag.as_bytes()], |row| Ok((row.get(0)?, read_envelope(row, 1)))).optional()?;
        Ok(found.and_then(|(number, sealed)| self.open_document(kind.column(), number, tag, &sealed)))
    }

    /// All documents of a kind, the one written longest ago first. One that does not open grants
    /// nothing, and is passed over.
    pub(super) fn documents(self, kind: DocumentKind) -> Result<Vec<Document>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT number, tag, record FROM document WHERE kind = ?1 ORDER BY number")?;
        let rows = statement
            .query_map([kind.column()], |row| Ok((row.get(0)?, read_tag(row, 1), read_envelope(row, 2))))?
            .collect::<Result<Vec<_>, _>>()?;
        let open = |(number, tag, sealed): (i64, Option<LookupTag>, Vec<u8>)| {
            self.open_document(kind.column(), number, tag?, &sealed)
        };
        Ok(rows.into_iter().filter_map(open).collect())
    }

    /// The numbers of the documents that do not open.
    pub(super) fn damaged_documents(self) -> Result<Vec<i64>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT number, kind, tag, record FROM document ORDER BY number")?;
        let rows = statement.query_map((), |row| {
            let (number, kind) = (row.get(0)?, row.get(1)?);
            let opens = read_tag(row, 2)
                .is_some_and(|tag| self.open_document(kind, number, tag, &read_envelope(row, 3)).is_some());
            Ok((!opens).then_some(number))
        })?;
        Ok(rows.filter_map(Result::transpose).collect::<Result<_, _>>()?)
    }

    fn open_document(self, kind: i64, number: i64, tag: LookupTag, sealed: &[u8]) -> Option<Document> {
        let opened = at(kind, number, tag, |place| seal::open(&self.keys.metadata, place, sealed)).ok()?;
        Some(Document { number, bytes: opened.expose().strip_prefix(&[columns::FORMAT])?.to_vec() })
    }
}

impl Writer<'_> {
    /// Writes a document in place of the one of the same kind and name.
    pub(super) fn write_document(self, kind: DocumentKind, name: &[u8], bytes: &[u8]) -> Result<(), StoreError> {
        let tag = self.rows.keys.index.document_tag(kind.rendered(), name);
        // Before the old one goes: else the new one could get its number, and pass for it.
        let number = self.next_number("document")?;
        self.remove_document(kind, name)?;
        let keys = self.rows.keys;
        let plain = columns::with_format(bytes);
        let sealed = at(kind.column(), number, tag, |place| seal::seal(&keys.metadata, place, &plain, self.entropy))?;
        let version = nonce(&sealed).unwrap_or_default();
        self.rows
            .connection
            .prepare_cached("INSERT INTO document (number, kind, tag, record) VALUES (?1, ?2, ?3, ?4)")?
            .execute((number, kind.column(), tag.as_bytes(), sealed))?;
        self.add(at(kind.column(), number, tag, |place| self.part(place, &version)));
        self.forget(
            "DELETE FROM document WHERE kind = ?1 AND number <=
  (SELECT number FROM document WHERE kind = ?1 ORDER BY number DESC LIMIT 1 OFFSET ?2)
RETURNING number, kind, tag, substr(record, 2, 24)",
            (kind.column(), kind.capacity()),
        )?;
        Ok(())
    }

    /// Whether there was such a document.
    pub(super) fn remove_document(self, kind: DocumentKind, name: &[u8]) -> Result<bool, StoreError> {
        let tag = self.rows.keys.index.document_tag(kind.rendered(), name);
        // The tag alone, which names the kind too: the column may be damaged.
        self.forget(
            "DELETE FROM document WHERE tag = ?1 RETURNING number, kind, tag, substr(record, 2, 24)",
            [tag.as_bytes()],
        )
    }

    /// Whether there were such documents.
    fn forget(self, delete: &str, which: impl Params) -> Result<bool, StoreError> {
        let mut statement = self.rows.connection.prepare_cached(delete)?;
        let gone = statement.query_map(which, |row| {
            let (number, kind, version) = (row.get(0)?, row.get(1)?, read_envelope(row, 3));
            Ok(read_tag(row, 2).map(|tag| at(kind, number, tag, |place| self.part(place, &version))))
        })?;
        let gone = gone.collect::<Result<Vec<_>, _>>()?;
        gone.iter().flatten().for_each(|part| self.take(*part));
        Ok(!gone.is_empty())
    }
}

pub(super) fn at<T>(kind: i64, number: i64, tag: LookupTag, work: impl FnOnce(Place<'_>) -> T) -> T {
    let (kind, number) = (kind.to_be_bytes(), number.to_be_bytes());
    work(Place { table: "document", column: "record", clear: &[&number, &kind, tag.as_bytes()] })
}
