//! Random histories. `WORLD_HISTORIES` sets how many; failures are shrunk, and their seeds are kept in
//! `proptest-regressions/`.

#![expect(clippy::panic, clippy::print_stdout, reason = "shows the figures, and a history that breaks a promise")]

use std::sync::Mutex;

use proptest::test_runner::{Config, FileFailurePersistence, TestError, TestRunner};
use world::{Figures, Step, World, histories};

/// How many histories each test lives through, where nothing else is said.
const USUAL: u32 = 1_500;

/// Steps of the longest history.
const LONGEST: usize = 40;

fn live_through(regressions: &'static str, and_then: impl Fn(&mut World)) {
    let cases = std::env::var("WORLD_HISTORIES").ok().and_then(|number| number.parse().ok()).unwrap_or(USUAL);
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(regressions))),
        source_file: Some(file!()),
        ..Config::default()
    });
    let outcome = runner.run(&histories(LONGEST), |steps: Vec<Step>| {
        let mut world = World::new();
        world.live(&steps);
        and_then(&mut world);
        Ok(())
    });
    match outcome {
        Ok(()) => println!("{cases} histories kept every promise"),
        Err(TestError::Fail(reason, steps)) => panic!("{reason}\nafter {steps:#?}"),
        Err(TestError::Abort(reason)) => panic!("{reason}"),
    }
}

#[test]
fn no_history_breaks_a_promise() {
    live_through("proptest-regressions/promises.txt", World::keeps_its_promises);
}

#[test]
fn local_only_passkeys_are_told_from_the_others() {
    let all = Mutex::new([Figures::default(); 3]);
    let turn = Mutex::new(0_usize);
    live_through("proptest-regressions/figures.txt", |world| {
        let mut turn = turn.lock().expect("a turn");
        let mut all = all.lock().expect("the figures");
        *turn = (*turn + 1) % 3;
        match *turn {
            0 => all[0].count_by_deadline(world),
            1 => all[1].count_at_next_registration(world, true),
            _ => all[2].count_at_next_registration(world, false),
        }
    });
    let [deadline, excluding, silent] = *all.lock().expect("the figures");
    println!("by the deadline: {deadline}");
    println!("at the next registration, servers that send exclude lists: {excluding}");
    println!("at the next registration, servers that do not: {silent}");
    // A detection that told nothing would be no detection.
    assert!(excluding.detected * 2 > excluding.local_only, "{excluding}");
    assert!(deadline.detected * 2 > deadline.local_only, "{deadline}");
    assert!(excluding.rightly * 2 > excluding.called, "{excluding}");
}
