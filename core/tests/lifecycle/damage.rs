//! A byte flipped in any column of any table: every call works on, but for the passkey that it hit, and a
//! check says which part it is.

use passkey_provider::Error;
use passkey_provider::caller::AndroidApp;
use passkey_provider::id::{CertificateFingerprint, CredentialId, PackageName};
use passkey_provider::key::Algorithm;
use passkey_provider::lifecycle::Answer;
use passkey_provider::store::{Health, Part};
use rusqlite::types::Value;

use crate::world::{DAY, MODEL, OTHER_RP, RP, World, caller, creation, reference_to, rp_id, unknown};

/// A store with something in each table. The first passkey is the one that is hit; the second is not.
fn furnished() -> (World, CredentialId, CredentialId) {
    let mut world = World::new();
    let hit = world.accepted(RP, "hit");
    let kept = world.accepted(OTHER_RP, "kept");
    let old = world.register(OTHER_RP, "old");
    let _ = world.provider.passkeys().delete(&reference_to(&world.provider, &old)).unwrap();
    world.keep(RP, &hit, b"what the site keeps");
    let plan = world.begin(OTHER_RP, "hardware", &[]);
    let _ = world.provider.intend_hardware_key(plan.consent(world.consent()).unwrap(), &[Algorithm::Es256]).unwrap();
    let browser = PackageName::parse("com.example.browser").unwrap();
    let signer = CertificateFingerprint::from_bytes(&[1; 32]).unwrap();
    let _ = world.provider.callers().trust_app(&AndroidApp::new(browser, &[signer], &[]).unwrap()).unwrap();
    world.restart();
    (world, hit, kept)
}

/// What every host calls. Nothing of it is about the passkey that was hit.
fn works_on(world: &mut World, kept: &CredentialId) -> Result<(), Error> {
    let provider = &world.provider;
    provider.diagnose()?;
    provider.passkeys().all()?;
    provider.passkeys().deleted()?;
    provider.journal()?;
    let _ = provider.server().doubtful()?;
    provider.passkeys().identities()?;
    provider.callers().trusted_apps()?;
    provider.callers().linked_apps()?;
    provider.callers().privileged_list()?;
    provider.candidates(&rp_id(RP))?;
    let _ = provider.hardware_keys().to_delete()?;
    let _ = provider.hardware_keys().compare(&[])?;
    let _ = provider.passkeys().rename(&reference_to(provider, kept), "mine")?;
    provider.passkeys().history(&reference_to(provider, kept))?;
    world.sign_in(OTHER_RP, kept, &[])?;
    world.signal(&unknown(OTHER_RP, &CredentialId::from_bytes([1; 32]).unwrap()));
    // Registering, in software and in hardware, and in the place of a stale one.
    let made = world.try_register(OTHER_RP, "new", &[])?;
    let made = made.passkey.metadata.credential_id;
    let plan = world.begin(OTHER_RP, "in hardware", &[]);
    let _ = provider.intend_hardware_key(plan.consent(world.consent())?, &[Algorithm::Es256])?;
    let _ = provider.server().reject(&reference_to(provider, &made), None)?;
    let plan = provider.begin_create(&creation(OTHER_RP, "new", &[]), &caller(OTHER_RP), MODEL)?;
    assert!(plan.decision().answers().contains(&Answer::DeleteAndRetry));
    world.finish(plan.delete_and_retry()?)?;
    // Deleting, and back, and for ever.
    let _ = provider.passkeys().delete(&reference_to(provider, kept))?;
    let _ = provider.passkeys().restore(&reference_to(provider, kept))?;
    let _ = provider.passkeys().delete(&reference_to(provider, kept))?;
    world.clock.pass(DAY);
    let _ = provider.passkeys().purge_expired()?;
    let _ = provider.passkeys().purge(&reference_to(provider, kept))?;
    Ok(())
}

/// The values that a value may have after a byte of it was flipped.
fn flipped(value: &Value) -> Vec<Value> {
    match value {
        Value::Blob(bytes) => [0, 1, 30, bytes.len() / 2, bytes.len().saturating_sub(1)]
            .into_iter()
            .filter(|at| *at < bytes.len())
            .map(|at| {
                let mut bytes = bytes.clone();
                bytes[at] ^= 0x40;
                Value::Blob(bytes)
            })
            .chain([Value::Blob(Vec::new())])
            .collect(),
        Value::Integer(number) => [4, 12, 44, 62].map(|bit| Value::Integer(number ^ (1 << bit))).into(),
        _ => Vec::new(),
    }
}

fn says(health: &Health, table: &str, column: &str) -> bool {
    let part = match (table, column) {
        ("passkey", "history") => Part::History,
        ("passkey", _) => return !health.damaged.is_empty(),
        ("store", _) => Part::Age,
        ("large_blob", _) => Part::LargeBlob,
        ("hardware_key", _) => Part::LooseKey,
        ("document", _) => Part::Document,
        _ => Part::Journal,
    };
    health.damaged_parts.iter().any(|damaged| damaged.part == part)
}

#[test]
fn a_byte_flipped_in_any_column_ends_no_call_and_a_check_says_which_part_it_was() {
    let mut tried = 0;
    for (table, columns) in [
        ("store", &["age"][..]),
        ("passkey", &["number", "rp_tag", "user_tag", "id_tag", "metadata", "state", "history", "secrets"]),
        ("large_blob", &["number", "id_tag", "blob"]),
        ("hardware_key", &["number", "handle_tag", "record"]),
        ("journal", &["number", "event"]),
        ("document", &["number", "kind", "tag", "record"]),
    ] {
        for column in columns {
            for flip in 0..6 {
                let (mut world, hit, kept) = furnished();
                let connection = rusqlite::Connection::open(world.folder.path().join("passkeys.db")).unwrap();
                let row = format!("rowid = (SELECT min(rowid) FROM {table})");
                let value: Value = connection
                    .query_row(&format!("SELECT {column} FROM {table} WHERE {row}"), (), |row| row.get(0))
                    .unwrap();
                let Some(value) = flipped(&value).into_iter().nth(flip) else { continue };
                connection.execute(&format!("UPDATE {table} SET {column} = ?1 WHERE {row}"), [value]).unwrap();
                drop(connection);
                world.restart();
                let health = world.provider.health().unwrap();
                assert!(!health.is_good() && says(&health, table, column), "{table}.{column}, {flip}: {health:?}");
                let outcome = works_on(&mut world, &kept);
                assert!(outcome.is_ok(), "{table}.{column}, {flip}: {:?}", outcome.err());
                if table != "passkey" || *column == "history" {
                    world.sign_in(RP, &hit, &[]).unwrap();
                    let _ = world.provider.passkeys().delete(&reference_to(&world.provider, &hit)).unwrap();
                    world.provider.passkeys().history(&reference_to(&world.provider, &hit)).unwrap();
                }
                tried += 1;
            }
        }
    }
    assert!(tried > 80, "{tried}");
}

#[test]
fn a_damaged_age_keeps_longer_what_was_deleted_and_never_shorter() {
    let (mut world, hit, _) = furnished();
    let _ = world.provider.passkeys().delete(&reference_to(&world.provider, &hit)).unwrap();
    for _ in 0..29 {
        world.clock.pass(DAY);
        assert_eq!(world.provider.passkeys().purge_expired().unwrap().value.count, 0);
    }
    let connection = rusqlite::Connection::open(world.folder.path().join("passkeys.db")).unwrap();
    connection.execute("UPDATE store SET age = zeroblob(65)", ()).unwrap();
    drop(connection);
    world.restart();
    for day in 0..29 {
        world.clock.pass(DAY);
        assert_eq!(world.provider.passkeys().purge_expired().unwrap().value.count, 0, "day {day}");
    }
    assert!(world.provider.health().unwrap().damaged_parts.is_empty(), "it began anew");
    let _ = world.provider.passkeys().restore(&reference_to(&world.provider, &hit)).unwrap();
}

#[test]
fn a_damaged_proof_of_the_gate_is_named() {
    let mut world = World::gated();
    world.register(RP, "ada");
    let connection = rusqlite::Connection::open(world.folder.path().join("passkeys.db")).unwrap();
    let mut canary: Vec<u8> = connection.query_row("SELECT gate_canary FROM store", (), |row| row.get(0)).unwrap();
    canary[40] ^= 1;
    connection.execute("UPDATE store SET gate_canary = ?1", [canary]).unwrap();
    drop(connection);
    world.restart();
    let health = world.provider.health().unwrap();
    let parts: Vec<_> = health.damaged_parts.iter().map(|damaged| damaged.part).collect();
    assert_eq!((parts, health.is_good()), (vec![Part::Record], false));
    assert!(world.provider.passkeys().all().unwrap().damaged.is_empty());
    world.provider.diagnose().unwrap();
}
