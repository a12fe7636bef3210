//! The table of registrations of one account, one after another, with ends of the process between.

use passkey_provider::ceremony::CreatePlan;
use passkey_provider::clock::Clock;
use passkey_provider::id::CredentialId;
use passkey_provider::lifecycle::Answer;

use crate::tables::rows;
use crate::world::{DAY, MINUTE, OTHER_RP, RP, World, changed, id_of, reference_to};

const TABLE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tables/same_account.tsv"));

#[test]
fn every_row_of_the_same_account_table_loses_no_key_and_shows_one_passkey() {
    let rows = rows(TABLE);
    assert!(rows.len() >= 10);
    let (mut made, mut restored) = (0, 0);
    for (line, [steps, why]) in rows {
        let mut world = World::new();
        let others = [world.accepted(RP, "bob"), world.accepted(OTHER_RP, "ada")];
        let untouched = world.everything();
        let mut ids: Vec<CredentialId> = Vec::new();
        for step in steps.split(' ') {
            let stored = register(&mut world, step);
            ids.extend(stored.clone());
            if step == "confirmed" {
                assert_eq!(shown(&world), stored.into_iter().collect::<Vec<_>>(), "line {line}: {why}");
                assert!(matches!(world.begin(RP, "ada", &[]).decision().answers(), [Answer::Register, Answer::Leave]));
            }
            assert!(shown(&world).len() <= 1, "line {line}: {why}");
        }
        // Kept for nearly a month, and nobody is in the way of anybody.
        for _ in 0..29 {
            world.clock.pass(DAY);
            assert_eq!(world.provider.passkeys().purge_expired().unwrap().value.count, 0);
        }
        world.restart();
        let mut everything: Vec<_> = world.everything().into_keys().filter(|id| !others.contains(id)).collect();
        everything.sort();
        made += ids.len();
        ids.sort();
        assert_eq!(everything, ids, "line {line}: {why}: every key that was made is there");
        for id in &ids {
            restored += usize::from(!world.words(id).ends_with("shown"));
            let _ = world.provider.passkeys().restore(&reference_to(&world.provider, id)).unwrap();
            assert!(world.words(id).ends_with("shown"), "line {line}: {why}");
            world.sign_in(RP, id, std::slice::from_ref(id)).unwrap();
        }
        assert_eq!(changed(&untouched, &world.everything()), [], "line {line}: {why}");
    }
    assert!(made >= 30 && restored >= 20, "{made} were made, {restored} were restored");
}

/// Registers by the way that is offered, as far as the step goes; the passkey, if one was stored.
fn register(world: &mut World, step: &str) -> Option<CredentialId> {
    let plan = world.begin(RP, "ada", &[]);
    if step == "cut_at_plan" {
        drop(plan);
        world.restart();
        return None;
    }
    let consented = on(plan).consent(world.consent()).unwrap();
    if step == "cut_at_consent" {
        drop(consented);
        world.restart();
        return None;
    }
    let id = id_of(&world.provider.finish_create(consented).unwrap().value.passkey);
    match step {
        "confirmed" => {
            let _ = world.provider.server().confirm(&reference_to(&world.provider, &id)).unwrap();
        }
        "refused" => {
            let _ = world.provider.server().reject(&reference_to(&world.provider, &id), Some("attestation")).unwrap();
        }
        "unheard" => {
            let _ = world.provider.server().note_no_answer(&reference_to(&world.provider, &id), None).unwrap();
        }
        "late" => world.clock.pass(60 * MINUTE),
        "cut_at_reply" => world.restart(),
        other => panic!("no step: {other}"),
    }
    assert!(
        world.provider.passkeys().get(&reference_to(&world.provider, &id)).unwrap().metadata.created
            <= world.clock.now()
    );
    Some(id)
}

fn on(plan: CreatePlan) -> CreatePlan {
    if plan.decision().answers().contains(&Answer::DeleteAndRetry) { plan.delete_and_retry().unwrap() } else { plan }
}

/// The passkeys of the account that are known to the server, or not known not to be, and shown.
fn shown(world: &World) -> Vec<CredentialId> {
    let mut shown = world.of(RP, "ada");
    shown.retain(|id| world.words(id).ends_with("shown") && world.words(id).starts_with("confirmed"));
    shown
}
