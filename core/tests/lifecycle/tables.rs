//! The tables that say, row by row, what comes of exclude lists and of registrations without the
//! person; and the reader of all tables.

use std::fs;

use passkey_provider::Error;
use passkey_provider::id::CredentialId;
use passkey_provider::store::Epoch;
use passkey_provider::webauthn::options::{
    CreationOptions, Descriptor, Mode, UserVerification, parse_creation_options,
};

use crate::world::{MODEL, OTHER_RP, RP, World, beside, caller, changed, creation, id_of, reference_to, unknown};

const EXCLUDE_LIST: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tables/exclude_list.tsv"));
const CONDITIONAL: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tables/conditional_create.tsv"));

/// The rows of a table, without its comments, with the number of the line.
pub(crate) fn rows<const COLUMNS: usize>(table: &'static str) -> Vec<(usize, [&'static str; COLUMNS])> {
    let rows = table.lines().enumerate().filter(|(_, line)| !line.starts_with("# "));
    rows.map(|(index, line)| {
        let columns: Vec<_> = line.split('\t').collect();
        let found = columns.len();
        (index + 1, columns.try_into().unwrap_or_else(|_| panic!("line {}: {found} columns", index + 1)))
    })
    .collect()
}

/// A passkey of ada at `example.com`, in a state.
pub(crate) fn prepared(world: &World, state: &str) -> CredentialId {
    let id = if state == "shown" { world.register(RP, "ada") } else { world.accepted(RP, "ada") };
    match state {
        "shown" | "confirmed" => {}
        "hidden" => {
            world.signal(&unknown(RP, &id));
        }
        "superseded" => {
            world.accepted(RP, "ada");
        }
        "deleted" => {
            let _ = world.provider.passkeys().delete(&reference_to(&world.provider, &id)).unwrap();
        }
        other => panic!("no state: {other}"),
    }
    id
}

#[test]
fn every_row_of_the_exclude_list_table_comes_to_what_it_says() {
    let rows = rows(EXCLUDE_LIST);
    assert!(rows.len() >= 8);
    for (line, [here, exclude, answer, expected, why]) in rows {
        let world = World::new();
        let id = if here == "elsewhere" { world.accepted(OTHER_RP, "ada") } else { prepared(&world, here) };
        let json = format!(
            r#"{{"rp":{{"id":"{RP}","name":""}},"user":{{"id":"YWRh","name":"ada","displayName":""}},
            "challenge":"AAECAwQFBgcICQoLDA0ODw","pubKeyCredParams":[],"excludeCredentials":{}}}"#,
            exclude.replace("ID", &id.to_base64url())
        );
        let options = parse_creation_options(json.as_bytes(), Mode::Tolerant).unwrap().options;
        let (before, bytes) = (world.everything(), world.bytes_on_disk());
        let plan = beside(world.provider.begin_create(&options, &caller(RP), MODEL).unwrap());
        let consented = if answer == "no" {
            plan.consent(passkey_provider::Consent::Declined)
        } else {
            plan.consent(world.consent())
        };
        assert!(world.bytes_on_disk() == bytes, "line {line}: nothing is written before the gesture's answer");
        let outcome = consented.and_then(|consented| world.provider.finish_create(consented));
        let found = outcome.as_ref().map_or_else(|error| error.dom_exception().as_str(), |_| "created");
        assert_eq!(found, expected, "line {line}: {why}");
        let added = world.everything().len() - before.len();
        assert_eq!(added, usize::from(expected == "created"), "line {line}: {why}");
        // Of what was there only the passkey that the server named can have changed.
        assert!(changed(&before, &world.everything()).iter().all(|changed| *changed == id && outcome.is_err()));
        if expected == "NotAllowedError" {
            assert!(world.bytes_on_disk() == bytes, "line {line}");
        }
    }
}

#[test]
fn every_row_of_the_conditional_create_table_is_refused_alike_and_writes_nothing() {
    let rows = rows(CONDITIONAL);
    assert!(rows.len() >= 6);
    let mut refusals = Vec::new();
    for (line, [obstacle, why]) in rows {
        let world = if obstacle == "gated" { World::gated() } else { World::new() };
        let mut options = creation(RP, "ada", &[]);
        let mut asks = caller(RP);
        match obstacle {
            "gated" => {}
            "unconfirmed" => drop(prepared(&world, "shown")),
            "confirmed" | "hidden" => drop(prepared(&world, obstacle)),
            "stale" => {
                let _ = world
                    .provider
                    .server()
                    .reject(&reference_to(&world.provider, &prepared(&world, "shown")), None)
                    .unwrap();
            }
            "excluded" => options = creation(RP, "ada", &[world.accepted(RP, "bob")]),
            "unreadable" => {
                let exclude = vec![Descriptor::from_text("!")];
                options = CreationOptions { exclude, ..options };
                prepared(&world, "confirmed");
            }
            "other_caller" => asks = caller(OTHER_RP),
            "verification" => options.user_verification = UserVerification::Required,
            "no_algorithm" => {
                let json = r#"{"rp":{"id":"example.com","name":""},"user":{"id":"YWRh","name":"","displayName":""},
                    "challenge":"AAECAwQFBgcICQoLDA0ODw","pubKeyCredParams":[{"type":"public-key","alg":-257}]}"#;
                options = parse_creation_options(json.as_bytes(), Mode::Tolerant).unwrap().options;
            }
            other => panic!("line {line}: no obstacle: {other}"),
        }
        let (before, bytes) = (world.everything(), world.bytes_on_disk());
        let error = world.provider.create_conditionally(&options, &asks, MODEL).unwrap_err();
        assert!(matches!(error, Error::ConditionalCreateRefused), "line {line}: {why}: {error}");
        assert!(world.everything() == before && world.bytes_on_disk() == bytes, "line {line}: {why}");
        refusals.push(format!("{error} {error:?} {} {} {:?}", error.code(), error.next(), error.dom_exception()));
    }
    refusals.dedup();
    assert_eq!(refusals.len(), 1, "one refusal must not be told from another");
}

/// It says nothing about the account's passkeys, and the host can do something about it.
#[test]
fn a_conditional_create_that_the_store_prevents_says_so() {
    let world = World::new();
    let older = world.open_with(|options| options.last_epoch(Epoch::from_number(99)));
    for present in [false, true] {
        if present {
            prepared(&world, "confirmed");
        }
        let conditionally = || older.create_conditionally(&creation(RP, "ada", &[]), &caller(RP), MODEL).unwrap_err();
        assert!(matches!(conditionally(), Error::RolledBack { .. }));
    }
}

/// That the table refuses says something only if the plain case does not.
#[test]
fn a_conditional_create_that_nothing_stands_in_the_way_of_says_that_nobody_was_asked() {
    let world = World::new();
    for (rp, user) in [(RP, "bob"), (OTHER_RP, "ada")] {
        world.accepted(rp, user);
    }
    let created = world.provider.create_conditionally(&creation(RP, "ada", &[]), &caller(RP), MODEL).unwrap().value;
    // UP and UV (WebAuthn L3, section 6.1).
    assert_eq!(created.response.attestation_object.authenticator_data().as_bytes()[32] & 0b101, 0);
    let id = id_of(&created.passkey);
    assert_eq!(world.words(&id), "unconfirmed no_word_yet shown");
    world.sign_in(RP, &id, &[]).unwrap();
    assert!(fs::metadata(world.folder.path().join("passkeys.db")).unwrap().len() > 0);
}
