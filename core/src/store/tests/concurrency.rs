//! Threads, and processes: the test binary runs itself again as the other process.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::{env, thread};

use super::world::*;
use crate::id::CredentialId;
use crate::store::{Metadata, Store, StoreError, StoreSettings};

/// Says to a run of this binary where the store is that it works on.
const STORE: &str = "PASSKEY_PROVIDER_TEST_STORE";
const SHARED: &str = "PASSKEY_PROVIDER_TEST_PASSKEY";
const OPERATIONS: u32 = 60;
const PROCESSES: usize = 3;
const THREADS: usize = 2;

#[test]
fn processes_and_threads_lose_no_update_and_repeat_no_counter() {
    let world = World::new();
    let shared = metadata(RP, "shared");
    insert(&world.open(), &shared, 1);
    let workers: Vec<_> = (0..PROCESSES)
        .map(|_| {
            Command::new(env::current_exe().unwrap())
                .args(["--exact", "store::tests::concurrency::another_process", "--nocapture"])
                .env(STORE, world.path())
                .env(SHARED, shared.credential_id.to_base64url())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    let mut said = Vec::new();
    for worker in workers {
        let output = worker.wait_with_output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{text}");
        said.extend(text.lines().filter_map(|line| line.strip_prefix("count ")?.parse::<u32>().ok()));
    }
    let expected = u32::try_from(PROCESSES * THREADS).unwrap() * OPERATIONS;
    assert_eq!(said.iter().copied().collect::<BTreeSet<_>>(), (1..=expected).collect());
    let store = world.open();
    assert_eq!(find(&store, &shared).state.sign_count, expected);
    assert_eq!(store.count(), Ok(1 + u64::from(expected)));
    assert_eq!(store.epoch().unwrap().number(), 1 + 2 * u64::from(expected));
    assert!(store.check().unwrap().is_good());
}

/// The work of one process; does nothing when it runs as a test of its own.
#[test]
fn another_process() {
    let (Some(path), Ok(id)) = (env::var_os(STORE), env::var(SHARED)) else { return };
    let shared = Metadata { credential_id: CredentialId::from_base64url(&id).unwrap(), ..metadata(RP, "shared") };
    let own = metadata(RP, "own");
    let path = PathBuf::from(path);
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                // A phone's two processes rarely meet; here they meet all the time, so the wait
                // for each other may be long.
                let settings = StoreSettings { busy_timeout: std::time::Duration::from_secs(60), ..Default::default() };
                let entropy = std::sync::Arc::new(crate::entropy::SystemEntropy);
                let store = Store::open(&path, &device_key(1), settings, entropy).unwrap();
                for _ in 0..OPERATIONS {
                    println!("count {}", count_up(&store, &shared).unwrap());
                    let credential_id = CredentialId::make(&crate::entropy::SystemEntropy).unwrap();
                    insert(&store, &Metadata { credential_id, ..own.clone() }, 3);
                }
            });
        }
    });
}

#[test]
fn one_store_serves_many_threads() {
    let world = World::new();
    let store = world.open();
    let alice = metadata(RP, "alice");
    insert(&store, &alice, 1);
    let said: Vec<u32> = thread::scope(|scope| {
        let workers: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| (0..25).map(|_| count_up(&store, &alice).unwrap()).collect::<Vec<_>>()))
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert_eq!(said.iter().copied().collect::<BTreeSet<_>>().len(), 200);
    assert_eq!(find(&store, &alice).state.sign_count, 200);
}

#[test]
fn a_thread_that_panics_inside_a_transaction_leaves_the_store_usable() {
    let world = World::new();
    let store = world.open();
    let alice = metadata(RP, "alice");
    let stored = insert(&store, &alice, 1);
    thread::scope(|scope| {
        let worker = scope.spawn(|| {
            let mut transaction = store.begin().unwrap();
            transaction.purge(&stored).unwrap();
            panic!("on purpose");
        });
        assert!(worker.join().is_err());
    });
    assert_eq!(find(&store, &alice), stored);
    assert_eq!(count_up(&store, &alice), Ok(1));
}

#[test]
fn many_openers_of_a_new_store_share_it() {
    for _ in 0..10 {
        let world = World::new();
        let ids: Vec<Result<_, StoreError>> = thread::scope(|scope| {
            let openers: Vec<_> = (0..8).map(|_| scope.spawn(|| open(&world.path()).map(|store| store.id()))).collect();
            openers.into_iter().map(|opener| opener.join().unwrap()).collect()
        });
        let survivor = world.open().id();
        assert!(ids.iter().all(|id| *id == Ok(survivor)), "{ids:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn opening_a_store_again_leaves_the_locks_of_the_first() {
    let world = World::new();
    let store = world.open();
    insert(&store, &metadata(RP, "alice"), 1);
    let locks = || {
        let own = std::process::id().to_string();
        let inode = std::os::unix::fs::MetadataExt::ino(&std::fs::metadata(world.path()).unwrap());
        let table = std::fs::read_to_string("/proc/locks").unwrap();
        let is_ours = |line: &&str| {
            let fields: Vec<_> = line.split_whitespace().collect();
            fields.get(4) == Some(&own.as_str())
                && fields.get(5).is_some_and(|file| file.ends_with(&format!(":{inode}")))
        };
        table.lines().filter(is_ours).count()
    };
    // The table moves while it is read: with other tests at work, a line may slip by or come twice. What
    // it says most of the time is true.
    let locks = || {
        let mut counts: Vec<_> = (0..51).map(|_| locks()).collect();
        counts.sort_unstable();
        counts[25]
    };
    let held = locks();
    assert!(held > 0, "SQLite keeps a shared lock on an open store");
    // A closed file would have taken the lock with it, and another process could then throw away
    // the log under our hands.
    drop(world.open());
    assert!(open_with(&world.path(), &device_key(2)).is_err());
    Store::look(&world.path()).unwrap();
    assert_eq!(locks(), held);
}
