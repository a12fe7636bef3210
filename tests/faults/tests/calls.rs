//! Every call that an operation makes to the system fails, the nth, once and for ever. `FAULTS_WHOLE=1`: all n; else
//! some of them.

use faults::cut::Numbers;
use faults::phone::{Fault, Kind, Lasts, Phone, Said};
use faults::start::Start;
use faults::tally::Tally;
use faults::work::{for_each, is_whole, only};

/// Which of so many calls are to fail: all, or some, which are others from case to case and the same from run to run.
fn chosen(count: u64, some: usize, numbers: &mut Numbers) -> Vec<u64> {
    match usize::try_from(count) {
        Ok(0) => Vec::new(),
        Ok(most) if !is_whole() => (0..some).filter_map(|_| u64::try_from(1 + numbers.below(most)).ok()).collect(),
        _ => (1..=count).collect(),
    }
}

/// How much, and where.
struct Plan<'a> {
    title: &'a str,
    kinds: &'a [Kind],
    lasts: &'a [Lasts],
    starts: &'a [Start],
    /// How many calls of each kind fail where not all do.
    some: usize,
}

impl Plan<'_> {
    /// `is_right`: what else must be said.
    fn run(&self, is_right: impl Fn(&Said, Fault) -> bool + Sync) -> (u64, u64) {
        let phone = Phone::new(env!("CARGO_BIN_EXE_faulty-phone"));
        let tally = Tally::default();
        for_each(&phone, self.starts, |case| {
            let name = format!("{:?} {:?}", case.operation, case.start);
            let mut numbers = Numbers::new(name.bytes().fold(0, |seed, byte| seed * 31 % 1_000_003 + u64::from(byte)));
            for kind in self.kinds {
                for lasts in self.lasts {
                    for nth in chosen(case.calls(*kind), self.some, &mut numbers) {
                        let fault = Fault { kind: *kind, nth, lasts: *lasts };
                        let folder = case.image().unpack();
                        let said = phone.run(folder.path(), case.operation, Some(fault));
                        let outcome = case.judge(folder.path(), &said, fault);
                        let what = || format!("{} from {:?}, {fault:?}: {said:?}", case.operation.name(), case.start);
                        let outcome = outcome.and_then(|()| if is_right(&said, fault) { Ok(()) } else { Err(what()) });
                        tally.count(case.operation.name(), &said, outcome);
                    }
                }
            }
        });
        tally.finish(self.title)
    }
}

/// F1.
#[test]
fn a_call_that_fails_leaves_all_or_nothing() {
    let kinds: Vec<Kind> = Kind::ALL.iter().copied().filter(|kind| *kind != Kind::Memory).collect();
    let plan = Plan {
        title: "F1, a call fails",
        kinds: &kinds,
        lasts: &[Lasts::Once, Lasts::Process],
        starts: &Start::ALL,
        some: 1,
    };
    let (cases, fired) = plan.run(|_, _| true);
    if only().is_none() {
        assert!(fired >= if is_whole() { 3_000 } else { 1_000 }, "{fired} of {cases} cases fired");
    }
}

/// F4: no process ends for it, and it is an error of the device's.
#[test]
fn memory_that_ends_leaves_all_or_nothing() {
    let plan = Plan {
        title: "F4, SQLite's allocator fails",
        kinds: &[Kind::Memory],
        lasts: &[Lasts::Once, Lasts::Process],
        starts: &Start::ALL,
        some: 4,
    };
    plan.run(|said, _| said.failed.as_deref().is_none_or(|code| code == "store_unavailable"));
}

/// F5: the person is told to make room, and once there is some, the same process works on. Where a quota is met SQLite
/// says no more than that a write failed, or that it cannot open a file.
#[test]
fn a_full_disk_leaves_all_or_nothing_and_says_so() {
    let plan = Plan {
        title: "F5, the disk is full",
        kinds: &[Kind::Full, Kind::Quota],
        lasts: &[Lasts::Operation],
        starts: &Start::ALL,
        some: 2,
    };
    plan.run(|said, fault| match said.failed.as_deref() {
        None | Some("store_full") => true,
        Some(code) => fault.kind == Kind::Quota && code == "store_unavailable",
    });
}
