//! Every step of an enrolment times what can go wrong at it, with the process alive and killed; then it is resumed,
//! and in the end server and phone agree.

use crate::server::Kind;
use crate::world::{End, Fault, World, word};
use passkey_provider::enrolment::{Failure, Step};

const TABLE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tables/enrolment_faults.tsv"));

/// Columns: dialect, step, fault, how it ends, what is then known of the passkey.
fn rows(of: Kind) -> Vec<(String, &'static str, &'static str, String, String)> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let row = |line: &'static str| {
        let columns: Vec<&'static str> = line.split('\t').collect();
        let [dialect, step, fault, end, standing] = columns[..] else { panic!("{line}") };
        (Kind::of(dialect), (line.to_owned(), step, fault, end.to_owned(), standing.to_owned()))
    };
    lines.map(row).filter(|(kind, _)| *kind == of).map(|(_, row)| row).collect()
}

fn play(kind: Kind) {
    let rows = rows(kind);
    assert!(rows.len() >= 35, "{}", rows.len());
    for (row, step, fault, end, standing) in rows {
        for kills in [false, true] {
            let row = format!("{row} (killed: {kills})");
            let mut world = World::new(kind);
            let first = if step == "delete" { enrolled(&mut world) } else { world.begin() };
            if step == "list" {
                world.faults.push(Fault { at: "register", what: "unreachable_done", kills: false });
            }
            world.faults.push(Fault { at: step, what: fault, kills });
            let ended = world.walk(first);
            if kills {
                assert!(matches!(ended, End::Killed), "{row}: {ended:?}");
            } else {
                assert_eq!((word(&ended), world.standing()), (end.clone(), standing.as_str()), "{row}");
            }
            drop(ended);
            world.assert_silence(&row);
            // What is open is resumed; where the server had refused for good, the person tries once more.
            let ends = world.settle();
            let is_there = ["done".to_owned(), format!("failed {} closed", Failure::AlreadyRegistered.as_str())];
            assert!(ends.iter().all(|end| is_there.contains(end)), "{row}: {ends:?}");
            if step != "delete" && world.server.entries.is_empty() {
                let step = world.begin();
                let ended = world.walk(step);
                assert_eq!(word(&ended), "done", "{row}");
            }
            world.assert_agreement(&row);
            world.assert_silence(&row);
            let expected = if step == "delete" { 0 } else { 1 };
            assert_eq!(world.server.entries.len(), expected, "{row}");
        }
    }
}

fn enrolled(world: &mut World) -> Step {
    let step = world.begin();
    let ended = world.walk(step);
    assert_eq!(word(&ended), "done");
    let passkey = world.passkey().unwrap();
    world.provider().enrolments().begin_removal(&passkey, None).unwrap().value
}

#[test]
fn graph_and_the_phone_agree_after_every_fault() {
    play(Kind::Graph);
}

#[test]
fn a_server_without_a_list_and_the_phone_agree_after_every_fault() {
    play(Kind::Spring);
}

#[test]
fn a_server_whose_list_has_no_credential_ids_and_the_phone_agree_after_every_fault() {
    play(Kind::Allauth);
}
