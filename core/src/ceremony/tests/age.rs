//! A consent and the check of a caller hold for ten minutes, by either reading of the clock.

use super::world::{World, beside, caller, creation, creation_json, request, request_json, verified};
use crate::ceremony::{Consent, ConsentedGet, CreatePlan, GetPlan, SealedGet};
use crate::error::{Aged, Error};
use crate::key::Algorithm;

const MINUTE: u64 = 60_000;
const START: u64 = 1_900_000_000_000;
const TEN_YEARS: u64 = 10 * 365 * 24 * 60 * MINUTE;

/// How far each reading goes on, and whether what was agreed before still counts.
const STEPS: [(i64, u64, bool); 7] = [
    (0, 0, true),
    (600_000, 10 * MINUTE, true),
    (600_000 + 1, 0, false),
    (0, 10 * MINUTE + 1, false),
    (315_360_000_000, 1, false),
    (-(60_000), 1, true),
    // Set back, so as to hide that time passed.
    (-(60_000) - 1, 1, false),
];

fn world() -> World {
    let world = World::new();
    world.clock.set(START);
    world.clock.elapse(MINUTE);
    world.create(&creation_json("AQ", ""), Consent::Present).unwrap();
    world
}

fn step(world: &World, wall: i64, elapsed: u64) {
    world.clock.set(START.checked_add_signed(wall).unwrap());
    world.clock.elapse(MINUTE + elapsed);
}

fn begin_create(world: &World) -> CreatePlan {
    beside(world.provider.begin_create(&creation(&creation_json("AQ", "")), &caller(), world.model).unwrap()).unwrap()
}

fn begin_get(world: &World) -> GetPlan {
    world.provider.begin_get(&request(&request_json("")), &caller()).unwrap()
}

fn agree(plan: GetPlan) -> Result<SealedGet, Error> {
    let id = plan.candidates()[0].passkey.credential_id.clone();
    match plan.choose(&id)?.consent(verified())? {
        ConsentedGet::Sealed(plan) => Ok(plan),
        ConsentedGet::Hardware(_) => panic!("a sealed passkey was expected"),
    }
}

fn is_too_old<T>(outcome: Result<T, Error>) -> Option<Aged> {
    match outcome {
        Ok(_) => None,
        Err(Error::TooOld { what }) => Some(what),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_consent_holds_for_ten_minutes_by_both_readings_of_the_clock() {
    for (wall, elapsed, holds) in STEPS {
        let world = world();
        let (create, get) = (begin_create(&world).consent(verified()).unwrap(), agree(begin_get(&world)).unwrap());
        let intent = begin_create(&world).consent(verified()).unwrap();
        let before = world.bytes_on_disk();
        step(&world, wall, elapsed);
        let expected = (!holds).then_some(Aged::Consent);
        if !holds {
            assert_eq!(is_too_old(world.provider.intend_hardware_key(intent, &[Algorithm::Es256])), expected);
        }
        assert_eq!(is_too_old(world.provider.finish_get(get)), expected, "{wall} {elapsed}");
        assert_eq!(is_too_old(world.provider.finish_create(create)), expected, "{wall} {elapsed}");
        assert_eq!(world.bytes_on_disk() == before, !holds);
    }
}

#[test]
fn a_person_who_answers_after_ten_minutes_answers_a_caller_of_long_ago() {
    for (wall, elapsed, holds) in STEPS {
        let world = world();
        let (create, get) = (begin_create(&world), begin_get(&world));
        step(&world, wall, elapsed);
        let expected = (!holds).then_some(Aged::Caller);
        assert_eq!(is_too_old(agree(get)), expected, "{wall} {elapsed}");
        assert_eq!(is_too_old(create.consent(verified())), expected, "{wall} {elapsed}");
    }
}

#[test]
fn who_declines_declines_at_any_time() {
    let world = world();
    let plan = begin_create(&world);
    step(&world, i64::try_from(TEN_YEARS).unwrap(), TEN_YEARS);
    assert!(matches!(plan.consent(Consent::Declined), Err(Error::Declined)));
}

#[test]
fn a_caller_that_is_kept_holds_for_ten_minutes_and_is_not_dated_anew() {
    for (wall, elapsed, holds) in STEPS {
        let world = world();
        let kept = world.provider.callers().keep(caller());
        step(&world, wall, elapsed);
        let kept = world.provider.callers().keep(kept);
        let expected = (!holds).then_some(Aged::Caller);
        let options = request(&request_json(""));
        assert_eq!(is_too_old(world.provider.begin_get(&options, &kept)), expected, "{wall} {elapsed}");
        let options = creation(&creation_json("AQ", ""));
        assert_eq!(is_too_old(world.provider.begin_create(&options, &kept, world.model)), expected, "{wall} {elapsed}");
        // One that is made anew with each request has no age.
        assert!(world.provider.begin_get(&request(&request_json("")), &caller()).is_ok());
    }
}
