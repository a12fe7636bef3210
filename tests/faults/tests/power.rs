//! The power goes, after each event of what an operation does to the disk. `FAULTS_WHOLE=1`: a thousand seeds an
//! operation; else some.

#![expect(clippy::expect_used, reason = "a test stops at the first thing that goes wrong")]

use faults::case::Case;
use faults::cut::{Cuts, Numbers, Unsynced};
use faults::phone::{Fault, Kind, Lasts, Phone};
use faults::start::Start;
use faults::tally::Tally;
use faults::work::{for_each, is_whole, only};

fn phone() -> Phone {
    Phone::new(env!("CARGO_BIN_EXE_faulty-phone"))
}

/// What is left of the operation after a cut, at each event of it.
fn cuts(phone: &Phone, case: &Case) -> Cuts {
    let folder = case.image().unpack();
    let traces = tempfile::tempdir().expect("a folder");
    let trace = traces.path().join("trace");
    let said = phone.trace(folder.path(), case.operation, &trace);
    assert!(said.done && said.trouble.is_none(), "{said:?}");
    Cuts::new(case.image(), &faults::trace::read(&trace))
}

fn unsynced(numbers: &mut Numbers) -> Unsynced {
    Unsynced::ALL.get(numbers.below(Unsynced::ALL.len())).copied().unwrap_or(Unsynced::Lost)
}

/// F2.
#[test]
fn a_power_cut_leaves_all_or_nothing() {
    let (phone, tally) = (phone(), Tally::default());
    // From each of two or three starts.
    let seeds = if is_whole() { 500 } else { 12 };
    for_each(&phone, &Start::ALL, |case| {
        let cuts = cuts(&phone, case);
        // Each event, lost and there; then each seed somewhere.
        let each = (0..cuts.len()).flat_map(|at| [(at, Unsynced::Lost), (at, Unsynced::There)]);
        let each = each.filter(|(at, _)| is_whole() || at % 6 == 0 || at + 1 == cuts.len());
        let mut numbers = Numbers::new(0);
        let somewhere = (0..seeds).map(|_| (numbers.below(cuts.len()), unsynced(&mut numbers)));
        for (seed, (at, unsynced)) in (1..).zip(each.chain(somewhere)) {
            let (image, is_acknowledged) = cuts.cut(at, unsynced, &mut Numbers::new(seed));
            let folder = image.unpack();
            let outcome = case.judge_store(folder.path(), is_acknowledged, false);
            let what =
                format!("{} from {:?}, cut at {at}, {unsynced:?}, seed {seed}", case.operation.name(), case.start);
            tally.count_fired(case.operation.name(), true, outcome.map_err(|why| format!("{what}: {why}")));
        }
    });
    tally.finish("F2, the power goes");
}

/// F16.
#[test]
fn a_call_that_fails_after_a_power_cut_leaves_all_or_nothing() {
    let (phone, tally) = (phone(), Tally::default());
    let seeds = if is_whole() { 100 } else { 5 };
    for_each(&phone, &Start::ALL, |case| {
        let cuts = cuts(&phone, case);
        for seed in 1..=seeds {
            let mut numbers = Numbers::new(seed);
            let (at, unsynced) = (numbers.below(cuts.len()), unsynced(&mut numbers));
            let (image, is_acknowledged) = cuts.cut(at, unsynced, &mut numbers);
            let kind = Kind::ALL.get(numbers.below(Kind::ALL.len())).copied().unwrap_or(Kind::Write);
            // Recovery reads more than it does anything else.
            let most = if matches!(kind, Kind::Read | Kind::Memory) { 40 } else { 6 };
            let nth = u64::try_from(1 + numbers.below(most)).unwrap_or(1);
            let lasts = if numbers.below(2) == 0 { Lasts::Once } else { Lasts::Process };
            let fault = Fault { kind, nth, lasts };
            let folder = image.unpack();
            let said = phone.run(folder.path(), faults::operation::Operation::Open, Some(fault));
            let outcome = case.judge_recovery(folder.path(), &said, fault, is_acknowledged);
            let what = format!("cut at {at}, {unsynced:?}, seed {seed}");
            tally.count(case.operation.name(), &said, outcome.map_err(|why| format!("{what}: {why}")));
        }
    });
    let (cases, fired) = tally.finish("F16, a call fails while recovering");
    assert!(only().is_some() || fired * 3 > cases, "{fired} of {cases} cases fired");
}
