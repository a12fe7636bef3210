use super::world::*;
use crate::store::{Damage, Store, StoreError};

/// Rows of every combination: two sites, two people at each, two passkeys of each person.
fn fill(store: &Store) -> Vec<crate::store::Metadata> {
    let mut all = Vec::new();
    for site in [RP, "other.example"] {
        for user in ["alice", "alice", "bob", "bob"] {
            all.push(insert(store, &metadata(site, user), 1).metadata);
        }
    }
    all
}

#[test]
fn a_sealed_column_moved_to_another_row_does_not_open() {
    let world = World::new();
    let store = world.open();
    let all = fill(&store);
    let count = i64::try_from(all.len()).unwrap();
    let mut tried = 0;
    for column in ["metadata", "state", "secrets"] {
        for (from, to) in (1..=count).flat_map(|from| (1..=count).map(move |to| (from, to))) {
            if from == to {
                continue;
            }
            let undo: Vec<u8> =
                swap(&store, &format!("(SELECT {column} FROM passkey WHERE number = {from})"), column, to);
            assert!(!opens(&store, &all[usize::try_from(to - 1).unwrap()]), "{column} of {from} in {to}");
            store.lock().execute(&format!("UPDATE passkey SET {column} = ?1 WHERE number = ?2"), (undo, to)).unwrap();
            tried += 1;
        }
    }
    assert_eq!(tried, 3 * 8 * 7);
    assert!(all.iter().all(|metadata| opens(&store, metadata)));
}

#[test]
fn a_sealed_column_moved_to_another_column_does_not_open() {
    let world = World::new();
    let store = world.open();
    let alice = insert(&store, &metadata(RP, "alice"), 1).metadata;
    for (from, to) in [
        ("metadata", "state"),
        ("metadata", "secrets"),
        ("state", "metadata"),
        ("state", "secrets"),
        ("secrets", "metadata"),
        ("secrets", "state"),
    ] {
        let undo = swap(&store, from, to, 1);
        assert!(!opens(&store, &alice), "{from} in {to}");
        store.lock().execute(&format!("UPDATE passkey SET {to} = ?1"), [undo]).unwrap();
    }
    assert!(opens(&store, &alice));
}

#[test]
fn a_row_whose_clear_columns_were_altered_does_not_open() {
    let world = World::new();
    let store = world.open();
    let all = fill(&store);
    for change in [
        "rp_tag = (SELECT rp_tag FROM passkey WHERE number = 8)",
        "user_tag = (SELECT user_tag FROM passkey WHERE number = 4)",
        "id_tag = zeroblob(16)",
        "number = 99",
        "user_tag = x'00'",
    ] {
        let world = World::new();
        let copy = {
            store.lock().execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
            std::fs::copy(store_path(&store), world.path()).unwrap();
            world.open()
        };
        copy.lock().execute(&format!("UPDATE passkey SET {change} WHERE number = 1"), ()).unwrap();
        let listing = copy.all().unwrap();
        assert_eq!((listing.passkeys.len(), listing.damaged.len()), (7, 1), "{change}");
        assert!(listing.passkeys.iter().all(|passkey| passkey.metadata != all[0]));
    }
}

#[test]
fn a_row_of_another_store_with_the_same_device_key_does_not_open() {
    let (world, other) = (World::new(), World::new());
    let (store, elsewhere) = (world.open(), other.open());
    let alice = insert(&store, &metadata(RP, "alice"), 1).metadata;
    insert(&elsewhere, &alice, 1);
    drop(elsewhere);
    store.lock().execute("ATTACH ?1 AS other", [other.path().to_str().unwrap()]).unwrap();
    for columns in ["metadata", "state", "secrets"] {
        let undo = swap(&store, &format!("(SELECT {columns} FROM other.passkey)"), columns, 1);
        assert!(!opens(&store, &alice), "{columns}");
        store.lock().execute(&format!("UPDATE passkey SET {columns} = ?1"), [undo]).unwrap();
    }
    store.lock().execute_batch("DELETE FROM passkey; INSERT INTO passkey SELECT * FROM other.passkey").unwrap();
    let listing = store.all().unwrap();
    assert_eq!((listing.passkeys.len(), listing.damaged.len()), (0, 1), "the whole row");
}

#[test]
fn the_record_of_another_store_is_another_stores() {
    let (world, other) = (World::new(), World::new());
    drop(world.open());
    drop(other.open());
    let connection = rusqlite::Connection::open(world.path()).unwrap();
    connection.execute("ATTACH ?1 AS other", [other.path().to_str().unwrap()]).unwrap();
    connection.execute("UPDATE main.store SET canary = (SELECT canary FROM other.store)", ()).unwrap();
    drop(connection);
    assert_eq!(open(&world.path()).err(), Some(StoreError::Stranded { passkeys: 0 }));
}

/// Writes an expression's value into a column of row `number`, and gives what was there.
fn swap(store: &Store, expression: &str, column: &str, number: i64) -> Vec<u8> {
    let connection = store.lock();
    let was =
        connection.query_row(&format!("SELECT {column} FROM passkey WHERE number = ?1"), [number], |row| row.get(0));
    connection.execute(&format!("UPDATE passkey SET {column} = {expression} WHERE number = ?1"), [number]).unwrap();
    was.unwrap()
}

/// Whether a passkey is found and its secrets open; damage is the only other answer.
fn opens(store: &Store, metadata: &crate::store::Metadata) -> bool {
    let damaged = StoreError::Damaged(Damage::Passkey);
    let transaction = store.begin().unwrap();
    let found = match transaction.find(&metadata.rp_id, &metadata.credential_id) {
        Ok(found) => found.unwrap(),
        Err(error) => {
            assert_eq!(error, damaged);
            return false;
        }
    };
    assert_eq!(found.metadata, *metadata);
    match transaction.open_secrets(&found, None) {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error, damaged);
            false
        }
    }
}

fn store_path(store: &Store) -> String {
    store.lock().path().unwrap().to_owned()
}
