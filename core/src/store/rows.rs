use std::cmp::Reverse;

use rusqlite::{Connection, OptionalExtension};

use super::error::unless_damaged;
use super::keys::Keys;
use super::opened_secrets::OpenedSecrets;
use super::passkey::{Covered, DamagedPasskey, Listing, Metadata, Passkey, Row, State, Versions};
use super::{Damage, Epoch, History, StoreError, columns, version};
use crate::id::{CredentialId, RpId};
use crate::key::{Custody, PrivateKey};
use crate::seal::{self, LookupTag, Place, SecretsKey};
use crate::secret::SecretKey;
use crate::stack;

const TABLE: &str = "passkey";

/// The rows of an open store, inside one SQLite transaction.
#[derive(Clone, Copy)]
pub(super) struct Rows<'a> {
    pub(super) connection: &'a Connection,
    pub(super) keys: &'a Keys,
}

#[cfg(test)]
thread_local! {
    /// How many rows this thread opened: tests see that work grows with a list, and not with its square.
    pub(crate) static OPENED_ROWS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// A row as it stands in the file.
pub(super) struct SealedRow {
    pub(super) row: Row,
    pub(super) metadata: Vec<u8>,
    pub(super) state: Vec<u8>,
}

impl Rows<'_> {
    pub(super) fn count(self) -> Result<u64, StoreError> {
        count(self.connection)
    }

    pub(super) fn of(self, rp_id: &RpId) -> Result<Listing, StoreError> {
        if let Some(listing) = self.list_in_one_query(rp_id)? {
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
    pub(super) fn list_in_one_query(self, rp_id: &RpId) -> Result<Option<Listing>, StoreError> {
        let tag = self.keys.index.rp_tag(rp_id);
        let mut statement = self.connection.prepare_cached(
            "SELECT number, rp_tag, user_tag, id_tag, metadata, state FROM passkey WHERE rp_tag = ?1",
        )?;
        let mut passkeys = Vec::new();
        for sealed in statement.query_map([tag.as_bytes()], read_row)? {
            let Some(sealed) = unless_damaged(sealed.map_err(StoreError::from))? else { return Ok(None) };
            match self.open(&sealed).filter(|passkey| passkey.metadata.rp_id == *rp_id) {
                Some(passkey) => passkeys.push(passkey),
                None => return Ok(None),
            }
        }
        sort_by_use(&mut passkeys);
        Ok(Some(Listing { passkeys, damaged: Vec::new() }))
    }

    pub(super) fn all(self) -> Result<Listing, StoreError> {
        self.list(&self.numbers()?, |_| true)
    }

    /// The numbers of all passkeys.
    pub(super) fn numbers(self) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT number FROM passkey")?;
        Ok(statement.query_map((), |row| row.get(0))?.collect::<Result<_, _>>()?)
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
            let (state, covered) = self.open_state(&row, &sealed)?;
            Some((state, Versions { state: nonce(&sealed)?, covered, ..passkey.versions }))
        };
        let (state, versions) = open().ok_or(StoreError::Damaged(Damage::Passkey))?;
        Ok(Some(Passkey { state, versions, ..passkey }))
    }

    /// The secrets of a passkey: damage unless they hold a private key exactly where the core has its custody.
    pub(super) fn secrets(self, passkey: &Passkey, key: &SecretsKey) -> Result<OpenedSecrets, StoreError> {
        let Metadata { public_key, custody, .. } = &passkey.metadata;
        if *custody == Custody::Sealed && !public_key.algorithm().is_available() {
            return Err(StoreError::AlgorithmUnavailable);
        }
        self.open_secrets(passkey, key, |seed, private_key| {
            let private_key = match custody {
                Custody::Sealed => Some(PrivateKey::from_secret(public_key.algorithm(), private_key).ok()?),
                Custody::Hardware { .. } if private_key.is_empty() => None,
                Custody::Hardware { .. } => return None,
            };
            Some(OpenedSecrets { prf_seed: SecretKey::copy_from(seed)?, private_key })
        })
    }

    /// Whether the secrets of a passkey open, and hold a private key exactly where the core has its custody. What a
    /// build without the algorithm cannot read further is no damage.
    pub(super) fn check_secrets(self, passkey: &Passkey, key: &SecretsKey) -> Result<(), StoreError> {
        match self.secrets(passkey, key) {
            Err(StoreError::AlgorithmUnavailable) => {
                self.open_secrets(passkey, key, |_, private_key| (!private_key.is_empty()).then_some(()))
            }
            outcome => outcome.map(drop),
        }
    }

    /// Gives `read` the seed and the bytes of the private key, none for a key in hardware. `None` is damage.
    fn open_secrets<T>(
        self,
        passkey: &Passkey,
        key: &SecretsKey,
        read: impl FnOnce(&[u8], &[u8]) -> Option<T>,
    ) -> Result<T, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT secrets FROM passkey WHERE number = ?1 AND id_tag = ?2")?;
        let sealed: Option<Vec<u8>> =
            statement.query_row((passkey.row.number, passkey.row.id_tag.as_bytes()), |row| row.get(0)).optional()?;
        let sealed = sealed.ok_or(StoreError::Outdated)?;
        // What the cipher leaves on the stack opens the row to whoever has the file.
        let opened = stack::wiped(|| {
            let opened = passkey.row.sealed("secrets", |place| seal::open(key, place, &sealed)).ok()?;
            let (seed, private_key) = columns::parse_secrets(opened.expose())?;
            read(seed, private_key)
        });
        opened.ok_or(StoreError::Damaged(Damage::Passkey))
    }

    /// What happened to a passkey.
    pub(super) fn history(self, passkey: &Passkey) -> Result<History, StoreError> {
        self.open_history(passkey, &self.sealed_history(passkey)?).ok_or(StoreError::Damaged(Damage::Passkey))
    }

    pub(super) fn sealed_history(self, passkey: &Passkey) -> Result<Vec<u8>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT history FROM passkey WHERE number = ?1 AND id_tag = ?2")?;
        let sealed =
            statement.query_row((passkey.row.number, passkey.row.id_tag.as_bytes()), |row| row.get(0)).optional()?;
        sealed.ok_or(StoreError::Outdated)
    }

    pub(super) fn open_history(self, passkey: &Passkey, sealed: &[u8]) -> Option<History> {
        let opened = passkey.row.sealed("history", |place| seal::open(&self.keys.metadata, place, sealed)).ok()?;
        columns::parse_history(opened.expose())
    }

    /// Opens rows one by one, so that a page that does not read costs its own rows only.
    fn list(self, numbers: &[i64], belongs: impl Fn(&Metadata) -> bool) -> Result<Listing, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT number, rp_tag, user_tag, id_tag, metadata, state FROM passkey WHERE number = ?1",
        )?;
        let mut listing = Listing { passkeys: Vec::new(), damaged: Vec::new() };
        for &number in numbers {
            let sealed = unless_damaged(statement.query_row([number], read_row).map_err(StoreError::from))?;
            let opened = sealed.and_then(|sealed| self.open(&sealed));
            match opened.filter(|passkey| belongs(&passkey.metadata)) {
                Some(passkey) => listing.passkeys.push(passkey),
                None => listing.damaged.push(DamagedPasskey { row: number }),
            }
        }
        if !listing.damaged.is_empty() {
            // What this version cannot open may be a newer one's.
            version::require_known(self.connection)?;
        }
        sort_by_use(&mut listing.passkeys);
        Ok(listing)
    }

    /// `None` for a row that does not open. Its envelopes are bound to its tags.
    pub(super) fn open(self, sealed: &SealedRow) -> Option<Passkey> {
        #[cfg(test)]
        OPENED_ROWS.set(OPENED_ROWS.get() + 1);
        let SealedRow { row, .. } = sealed;
        let metadata = row.sealed("metadata", |place| seal::open(&self.keys.metadata, place, &sealed.metadata)).ok()?;
        let metadata = columns::parse_metadata(metadata.expose())?;
        let (state, covered) = self.open_state(row, &sealed.state)?;
        let versions = Versions { metadata: nonce(&sealed.metadata)?, state: nonce(&sealed.state)?, covered };
        Some(Passkey { metadata, state, row: *row, versions })
    }

    /// A state, and what of it the sum of the rows covers. In front stands the epoch of the commit
    /// that changed that part, behind the format.
    pub(super) fn open_state(self, row: &Row, sealed: &[u8]) -> Option<(State, Covered)> {
        let opened = row.sealed("state", |place| seal::open(&self.keys.metadata, place, sealed)).ok()?;
        let (written, rendered) = opened.expose().strip_prefix(&[columns::FORMAT])?.split_first_chunk()?;
        let covered = columns::covered(Epoch::from_number(u64::from_be_bytes(*written)), rendered)?;
        Some((columns::parse_state(rendered)?, covered))
    }
}

impl Row {
    /// Does `work` at the place of one of the row's sealed columns.
    pub(super) fn sealed<T>(&self, column: &'static str, work: impl FnOnce(Place<'_>) -> T) -> T {
        let clear: [&[u8]; 4] =
            [&self.number.to_be_bytes(), self.rp_tag.as_bytes(), self.user_tag.as_bytes(), self.id_tag.as_bytes()];
        work(Place { table: TABLE, column, clear: &clear })
    }
}

/// How many rows there are, readable or not.
pub(super) fn count(connection: &Connection) -> Result<u64, StoreError> {
    let count: i64 = connection.prepare_cached("SELECT count(*) FROM passkey")?.query_row((), |row| row.get(0))?;
    u64::try_from(count).map_err(|_| StoreError::Internal("a negative number of rows"))
}

pub(super) fn read_row(row: &rusqlite::Row<'_>) -> Result<SealedRow, rusqlite::Error> {
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

pub(super) fn nonce(envelope: &[u8]) -> Option<[u8; 24]> {
    envelope.get(1..)?.first_chunk().copied()
}

/// A lookup tag as it stands in the file; `None` for what none can be.
pub(super) fn read_tag(row: &rusqlite::Row<'_>, index: usize) -> Option<LookupTag> {
    row.get_ref(index).ok()?.as_blob().ok()?.try_into().ok().map(LookupTag::from_bytes)
}

/// An envelope as it stands in the file. Anything else does not open.
pub(super) fn read_envelope(row: &rusqlite::Row<'_>, index: usize) -> Vec<u8> {
    row.get_ref(index).ok().and_then(|value| value.as_blob().ok()).unwrap_or_default().to_vec()
}
