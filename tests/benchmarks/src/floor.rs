//! The least that a durable ceremony can cost: one P-256 operation and one SQLite commit with the
//! settings of the store.

use std::cell::Cell;

use ml_dsa::{ExpandedSigningKey, MlDsa44, Signature};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{DerSignature, SigningKey};
use p256::elliptic_curve::Generate;
use passkey_provider::entropy::{Entropy, SystemEntropy};
use rusqlite::Connection;
use tempfile::TempDir;

/// Bytes of a sealed state, and of the rest of a row: what the store writes.
const STATE: usize = 104;
const ROW: usize = 600;

/// A key, and a database with one table.
pub struct Floor {
    folder: TempDir,
    connection: Connection,
    key: SigningKey,
    count: Cell<u64>,
}

impl Floor {
    /// With so many rows.
    pub fn with_rows(rows: u32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let connection = open(&folder);
        connection
            .execute_batch(
                "CREATE TABLE row (number INTEGER PRIMARY KEY, tag BLOB, state BLOB, rest BLOB) STRICT;
                 CREATE INDEX row_by_tag ON row (tag);
                 BEGIN;",
            )
            .unwrap();
        for number in 1..=rows {
            let tag = number.to_be_bytes();
            let values = (number, tag, [0_u8; STATE], [0_u8; ROW].as_slice());
            connection.execute("INSERT INTO row VALUES (?1, ?2, ?3, ?4)", values).unwrap();
        }
        connection.execute_batch("COMMIT").unwrap();
        Self { folder, connection, key: SigningKey::generate(), count: Cell::new(0) }
    }

    /// One signature, and one durable write of a row.
    pub fn sign_and_update(&self) -> DerSignature {
        // Another state each time, as a sealed one is: SQLite does not write what is there already.
        self.count.set(self.count.get().wrapping_add(1));
        let state = self.count.get().to_be_bytes().repeat(STATE / 8);
        let mut statement = self.connection.prepare_cached("UPDATE row SET state = ?1 WHERE number = 1").unwrap();
        assert_eq!(statement.execute([state]).unwrap(), 1);
        self.sign()
    }

    /// One signature.
    pub fn sign(&self) -> DerSignature {
        self.key.sign(&[7; 69])
    }

    /// One hedged signature of ML-DSA-44, from the seed.
    pub fn sign_by_ml_dsa() -> Signature<MlDsa44> {
        let mut random = [0; 32];
        SystemEntropy.fill(&mut random).unwrap();
        ExpandedSigningKey::<MlDsa44>::from_seed(&[7; 32].into()).sign_internal(&[&[7; 69]], &random.into())
    }

    /// One new key, and one durable new row.
    pub fn make_and_insert(&self) -> SigningKey {
        let mut statement =
            self.connection.prepare_cached("INSERT INTO row (tag, state, rest) VALUES (?1, ?2, ?3)").unwrap();
        statement.execute(([2_u8; 16], [1_u8; STATE], [1_u8; ROW].as_slice())).unwrap();
        SigningKey::generate()
    }

    /// Opens the database once more, and looks up one row.
    pub fn open_and_look_up(&self) -> Vec<u8> {
        let connection = open(&self.folder);
        connection.query_row("SELECT rest FROM row WHERE tag = ?1", [7_u32.to_be_bytes()], |row| row.get(0)).unwrap()
    }
}

fn open(folder: &TempDir) -> Connection {
    let connection = Connection::open(folder.path().join("floor.db")).unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = 1;
             PRAGMA checkpoint_fullfsync = 1; PRAGMA secure_delete = 1;",
        )
        .unwrap();
    connection
}
