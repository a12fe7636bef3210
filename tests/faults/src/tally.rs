//! What was tried, and what came of it.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::phone::Said;

/// Counts of one row.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    cases: u64,
    fired: u64,
    violations: u64,
}

/// Counts by operation. Shared by threads.
#[derive(Debug, Default)]
pub struct Tally {
    rows: Mutex<BTreeMap<&'static str, Row>>,
    answers: Mutex<BTreeMap<String, u64>>,
    violations: Mutex<Vec<String>>,
}

impl Tally {
    /// Counts a case that a process was started for, and what is wrong with it.
    pub fn count(&self, row: &'static str, said: &Said, outcome: Result<(), String>) {
        if said.fired {
            let answer = said.failed.clone().unwrap_or_else(|| "success".to_owned());
            *self.answers.lock().unwrap_or_else(PoisonError::into_inner).entry(answer).or_default() += 1;
        }
        self.count_fired(row, said.fired, outcome);
    }

    /// Counts a case, whether its fault was met, and what is wrong with it.
    pub fn count_fired(&self, row: &'static str, fired: bool, outcome: Result<(), String>) {
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        let row = rows.entry(row).or_default();
        row.cases += 1;
        row.fired += u64::from(fired);
        if let Err(violation) = outcome {
            row.violations += 1;
            self.violations.lock().unwrap_or_else(PoisonError::into_inner).push(violation);
        }
    }

    /// Prints the table under a title, and fails if a promise was broken. Gives how many cases there were, and in how
    /// many the fault was met.
    #[expect(clippy::print_stdout, reason = "the counters are what the run is for")]
    pub fn finish(self, title: &str) -> (u64, u64) {
        let rows = self.rows.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut all = Row::default();
        println!("{title:<34} {:>8} {:>8} {:>10}", "cases", "fired", "violations");
        for (name, row) in &rows {
            println!("{name:<34} {:>8} {:>8} {:>10}", row.cases, row.fired, row.violations);
            all.cases += row.cases;
            all.fired += row.fired;
            all.violations += row.violations;
        }
        println!("{:<34} {:>8} {:>8} {:>10}", "together", all.cases, all.fired, all.violations);
        for (answer, count) in self.answers.into_inner().unwrap_or_else(PoisonError::into_inner) {
            println!("    answered {answer:<24} {count:>8}");
        }
        let violations = self.violations.into_inner().unwrap_or_else(PoisonError::into_inner);
        let first: Vec<_> = violations.iter().take(40).map(String::as_str).collect();
        assert!(violations.is_empty(), "{title}: {} violations, the first are\n{}", violations.len(), first.join("\n"));
        (all.cases, all.fired)
    }
}
