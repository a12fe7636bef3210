//! What a site keeps with a passkey (WebAuthn L3, section 10.1.5), through ceremonies.

use serde_json::{Value, json};

use super::world::{
    World, caller, creation, creation_json, gate, listed, reference_to, request, request_json, verified,
};
use crate::ceremony::{Asserted, Consent};
use crate::error::Error;
use crate::id::CredentialId;
use crate::key::BackupFlags;
use crate::webauthn::options::UserVerification;

const READ: &str = r#""extensions":{"largeBlob":{"read":true}},"#;

fn encoded(bytes: &[u8]) -> String {
    base64::Engine::encode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, bytes)
}

fn registered(world: &World, user: &str) -> CredentialId {
    let consent = if world.provider.store().is_gated() { Consent::Gate(gate()) } else { verified() };
    world.create(&creation_json(user, ""), consent).unwrap().passkey.metadata.credential_id
}

fn writing(id: &CredentialId, blob: &[u8]) -> String {
    let extensions = format!(r#""extensions":{{"largeBlob":{{"write":"{}"}}}},"#, encoded(blob));
    request_json(&format!(r#"{extensions}"allowCredentials":{},"#, listed(&[id])))
}

fn reading(id: &CredentialId) -> String {
    request_json(&format!(r#"{READ}"allowCredentials":{},"#, listed(&[id])))
}

fn output(asserted: &Asserted) -> Value {
    let response: Value = serde_json::from_str(&asserted.response.to_json().unwrap()).unwrap();
    response["clientExtensionResults"]["largeBlob"].clone()
}

fn write(world: &World, id: &CredentialId, blob: &[u8]) -> Value {
    output(&world.get(&writing(id, blob), verified()).unwrap())
}

fn read(world: &World, id: &CredentialId) -> Value {
    output(&world.get(&reading(id), verified()).unwrap())
}

#[test]
fn a_registration_that_asks_hears_that_a_blob_can_be_kept() {
    for asked in [r#""support":"required""#, r#""support":"preferred""#, ""] {
        let world = World::new();
        let extensions = format!(r#""extensions":{{"largeBlob":{{{asked}}}}},"#);
        let results = |response: String| {
            let response: Value = serde_json::from_str(&response).unwrap();
            response["clientExtensionResults"].clone()
        };
        let created = world.create(&creation_json("AQ", &extensions), Consent::Present).unwrap();
        assert_eq!(results(created.response.to_json().unwrap()), json!({ "largeBlob": { "supported": true } }));
        let options = creation(&creation_json("Ag", &extensions));
        let created = world.provider.create_conditionally(&options, &caller(), world.model).unwrap().value;
        assert_eq!(results(created.response.to_json().unwrap()), json!({ "largeBlob": { "supported": true } }));
        let data = created.response.attestation_object.authenticator_data().as_bytes().to_vec();
        assert_eq!(data[32] & 0x80, 0, "nothing of it is in authenticator data");
    }
}

#[test]
fn what_is_written_is_read_and_what_was_kept_before_is_not() {
    let world = World::new();
    let [one, other] = ["AQ", "Ag"].map(|user| registered(&world, user));
    assert_eq!(read(&world, &one), json!({}));
    assert_eq!(write(&world, &one, b"first"), json!({ "written": true }));
    assert_eq!(read(&world, &one), json!({ "blob": encoded(b"first") }));
    assert_eq!(write(&world, &other, b"another's"), json!({ "written": true }));
    assert_eq!(write(&world, &one, b"second"), json!({ "written": true }));
    assert_eq!(read(&world, &one), json!({ "blob": encoded(b"second") }));
    assert_eq!(read(&world, &other), json!({ "blob": encoded(b"another's") }));
    // To write nothing is to keep nothing, also where nothing is kept.
    for _ in 0..2 {
        assert_eq!(write(&world, &one, b""), json!({ "written": true }));
        assert_eq!(read(&world, &one), json!({}));
    }
    assert_eq!(read(&world, &other), json!({ "blob": encoded(b"another's") }));
}

/// Nor does a list: it is as well where the table is elsewhere.
#[test]
fn a_sign_in_that_does_not_ask_hears_nothing_and_reads_no_blob() {
    let world = World::new();
    let id = registered(&world, "AQ");
    write(&world, &id, b"kept");
    let connection = rusqlite::Connection::open(world.folder.path().join("passkeys.db")).unwrap();
    connection.execute("ALTER TABLE large_blob RENAME TO elsewhere", ()).unwrap();
    for more in ["", r#""extensions":{"largeBlob":{}},"#, r#""extensions":{"largeBlob":{"read":false}},"#] {
        let asserted = world.get(&request_json(more), verified()).unwrap();
        assert!(asserted.response.extensions.large_blob.is_none(), "{more}");
    }
    assert_eq!(world.provider.passkeys().all().unwrap().passkeys.len(), 1);
    assert!(world.provider.begin_get(&request(&reading(&id)), &caller()).is_ok());
    assert_eq!(read(&world, &id), json!({}), "and what asks looks for it");
    assert!(world.get(&writing(&id, b"anew"), verified()).is_err());
}

#[test]
fn more_than_4096_bytes_are_not_written_and_change_nothing() {
    let world = World::new();
    let id = registered(&world, "AQ");
    let most = vec![7; 4096];
    assert_eq!(write(&world, &id, &most), json!({ "written": true }));
    assert_eq!(write(&world, &id, &[8; 4097]), json!({ "written": false }));
    assert_eq!(read(&world, &id), json!({ "blob": encoded(&most) }));
}

/// CTAP 2.1, section 6.10.2: whoever can verify writes for nobody else; reading asks for nothing of its own.
#[test]
fn nothing_is_written_without_a_verification_and_what_is_kept_is_read() {
    let world = World::new();
    let id = registered(&world, "AQ");
    let asserted = world.get(&writing(&id, b"unverified"), Consent::Present).unwrap();
    assert_eq!(output(&asserted), json!({ "written": false }));
    assert_eq!(read(&world, &id), json!({}));
    write(&world, &id, b"verified");
    let asserted = world.get(&reading(&id), Consent::Present).unwrap();
    assert_eq!(output(&asserted), json!({ "blob": encoded(b"verified") }));
}

#[test]
fn the_host_is_told_to_verify_where_something_is_to_be_written() {
    let world = World::new();
    let id = registered(&world, "AQ");
    let asked = |options: &str| {
        let options = options.replacen('{', r#"{"userVerification":"discouraged","#, 1);
        let plan = world.provider.begin_get(&request(&options), &caller()).unwrap();
        plan.prompt().user_verification
    };
    assert_eq!(asked(&writing(&id, b"x")), UserVerification::Preferred);
    assert_eq!(asked(&reading(&id)), UserVerification::Discouraged);
}

#[test]
fn a_protected_passkey_s_blob_is_read_by_nobody_who_was_not_verified() {
    let world = World::new();
    let protected = r#""extensions":{"credentialProtectionPolicy":"userVerificationRequired"},"#;
    let id = world.create(&creation_json("AQ", protected), verified()).unwrap().passkey.metadata.credential_id;
    write(&world, &id, b"kept");
    assert!(matches!(world.get(&reading(&id), Consent::Present), Err(Error::VerificationRequired)));
    assert_eq!(read(&world, &id), json!({ "blob": encoded(b"kept") }));
}

/// A passkey that does not count is used without a sync: a write is none of those uses.
#[test]
fn a_write_raises_the_epoch_whether_the_passkey_counts_or_not() {
    for backup_flags in [BackupFlags::DeviceBound, BackupFlags::Ios] {
        let world = World::with(backup_flags, false);
        let id = registered(&world, "AQ");
        world.get(&reading(&id), verified()).unwrap();
        let before = world.provider.epoch().unwrap();
        write(&world, &id, b"kept");
        assert!(world.provider.epoch().unwrap() > before, "{backup_flags:?}");
        let reopened = World { provider: world.reopened(), ..world };
        assert_eq!(read(&reopened, &id), json!({ "blob": encoded(b"kept") }), "{backup_flags:?}");
    }
}

#[test]
fn a_blob_survives_deletion_and_restoring_and_no_purge() {
    let world = World::new();
    let id = registered(&world, "AQ");
    write(&world, &id, b"kept");
    let passkey = reference_to(&world.provider, &id);
    let _ = world.provider.passkeys().delete(&passkey).unwrap();
    assert!(matches!(world.provider.begin_get(&request(&reading(&id)), &caller()), Err(Error::NoPasskey)));
    let _ = world.provider.passkeys().restore(&passkey).unwrap();
    assert_eq!(read(&world, &id), json!({ "blob": encoded(b"kept") }));
    let _ = world.provider.passkeys().delete(&passkey).unwrap();
    let _ = world.provider.passkeys().purge(&passkey).unwrap();
    let connection = rusqlite::Connection::open(world.folder.path().join("passkeys.db")).unwrap();
    let left: i64 = connection.query_row("SELECT count(*) FROM large_blob", (), |row| row.get(0)).unwrap();
    assert_eq!(left, 0);
    assert!(world.provider.health().unwrap().is_good());
}

#[test]
fn a_blob_that_does_not_open_reads_as_none_and_the_person_signs_in() {
    let world = World::new();
    let id = registered(&world, "AQ");
    write(&world, &id, b"kept");
    let connection = rusqlite::Connection::open(world.folder.path().join("passkeys.db")).unwrap();
    connection.execute("UPDATE large_blob SET blob = zeroblob(64)", ()).unwrap();
    assert_eq!(read(&world, &id), json!({}));
    assert!(!world.provider.health().unwrap().is_good());
    assert_eq!(write(&world, &id, b"anew"), json!({ "written": true }));
    assert_eq!(read(&world, &id), json!({ "blob": encoded(b"anew") }));
}

#[test]
fn a_gated_store_keeps_and_gives_a_blob_with_its_gate_and_not_without() {
    let world = World::gated();
    let id = registered(&world, "AQ");
    assert!(matches!(world.get(&writing(&id, b"kept"), verified()), Err(Error::GateRequired)));
    let asserted = world.get(&writing(&id, b"kept"), Consent::Gate(gate())).unwrap();
    assert_eq!(output(&asserted), json!({ "written": true }));
    assert!(matches!(world.get(&reading(&id), verified()), Err(Error::GateRequired)));
    let asserted = world.get(&reading(&id), Consent::Gate(gate())).unwrap();
    assert_eq!(output(&asserted), json!({ "blob": encoded(b"kept") }));
}

#[test]
fn a_sign_in_that_fails_writes_nothing() {
    let world = World::new();
    let id = registered(&world, "AQ");
    write(&world, &id, b"kept");
    world.entropy.broken.store(true, std::sync::atomic::Ordering::SeqCst);
    assert!(world.get(&writing(&id, b"lost"), verified()).is_err());
    world.entropy.broken.store(false, std::sync::atomic::Ordering::SeqCst);
    assert_eq!(read(&world, &id), json!({ "blob": encoded(b"kept") }));
}
