//! Plays scenarios with a driver.

use serde_json::Value;

use crate::values::Values;
use crate::{Arguments, Call, CaseFile, Coverage, Driver, Folder, Mistake, Outcome, Scenario, Step, matching, props};

/// The provider that a step is made on where it names none.
const DEFAULT_PROVIDER: &str = "phone";

/// Plays scenarios, one after the other.
#[derive(Debug)]
pub struct Player<'a, D> {
    folder: &'a Folder,
    driver: D,
    /// Which operations the driver reached.
    pub coverage: Coverage,
}

/// What came of a scenario.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// It kept its promise.
    Passed,
    /// It is for other drivers.
    NotForThis {
        /// Why.
        because: String,
    },
    /// It did not; where and how.
    Failed(String),
}

/// What came of all scenarios.
#[derive(Debug, Default)]
pub struct Report {
    /// How many kept their promise.
    pub passed: usize,
    /// What went wrong: scenarios, and operations that none of them reached.
    pub failed: Vec<String>,
    /// What was left to other drivers, and why.
    pub left_out: Vec<String>,
}

impl<'a, D: Driver> Player<'a, D> {
    /// Plays every scenario of the folder, and sees whether each operation was reached.
    pub fn play_all(folder: &'a Folder, driver: D) -> Result<Report, Mistake> {
        let (mut player, mut report) = (Self::new(folder, driver), Report::default());
        for (file, cases) in folder.cases()? {
            for scenario in &cases.scenarios {
                let title = format!("{file}: {}", scenario.name);
                match player.play(&cases, scenario) {
                    Verdict::Passed => report.passed = report.passed.saturating_add(1),
                    Verdict::NotForThis { because } => report.left_out.push(format!("{title}: {because}")),
                    Verdict::Failed(why) => report.failed.push(format!("{title}: {why}")),
                }
            }
        }
        report.failed.extend(player.coverage.gaps(&folder.operations, player.driver.name()));
        Ok(report)
    }

    /// A player for a driver.
    pub fn new(folder: &'a Folder, driver: D) -> Self {
        Self { folder, driver, coverage: Coverage::default() }
    }

    /// Plays one scenario of a file in a folder of its own.
    pub fn play(&mut self, file: &CaseFile, scenario: &Scenario) -> Verdict {
        if let Some(only) = scenario.only.as_ref().filter(|only| !only.is_for(self.driver.name())) {
            return Verdict::NotForThis { because: only.because.clone() };
        }
        match self.play_steps(file, scenario) {
            Ok(()) => Verdict::Passed,
            Err(Mistake(why)) => Verdict::Failed(why),
        }
    }

    fn play_steps(&mut self, file: &CaseFile, scenario: &Scenario) -> Result<(), Mistake> {
        let folder = tempfile::tempdir().map_err(|error| Mistake(error.to_string()))?;
        self.driver.begin(folder.path());
        let mut stage =
            Stage { values: Values::new(vec![&file.values, &self.folder.shared.values]), folder: folder.path() };
        for name in &scenario.given {
            let steps = self.folder.shared.given.get(name);
            let steps = steps.ok_or_else(|| Mistake(format!("nothing is given as {name}")))?;
            self.play_list(&mut stage, &format!("{name}, "), steps)?;
        }
        self.play_list(&mut stage, "step ", &scenario.steps)
    }

    fn play_list(&mut self, stage: &mut Stage<'_>, place: &str, steps: &[Step]) -> Result<(), Mistake> {
        for (number, step) in (1..).zip(steps) {
            let at = |Mistake(why)| Mistake(format!("{place}{number}: {why}"));
            match &step.each {
                Some(list) => self.play_each(stage, list, step).map_err(at)?,
                None => self.play_step(stage, step).map_err(at)?,
            }
        }
        Ok(())
    }

    /// Plays the step's own steps for each entry of a list, under the name that the step gives it.
    fn play_each(&mut self, stage: &mut Stage<'_>, list: &Value, step: &Step) -> Result<(), Mistake> {
        let Step { call: None, r#do: None, on: None, r#as: Some(name), gives: None, fails: None, steps, .. } = step
        else {
            return Err(Mistake::new("a step with `each` has `as` and `steps`, and nothing else"));
        };
        let Value::Array(entries) = stage.values.resolve(list)? else { return Err(Mistake::new("`each` is no list")) };
        if !step.with.is_empty() {
            return Err(Mistake::new("`each` knows no `with`"));
        }
        if entries.is_empty() || steps.is_empty() {
            return Err(Mistake::new("`each` has no entries, or no steps"));
        }
        for (number, entry) in (1..).zip(entries) {
            stage.values.bind(name, entry);
            self.play_list(stage, &format!("entry {number}, "), steps)?;
        }
        Ok(())
    }

    fn play_step(&mut self, stage: &mut Stage<'_>, step: &Step) -> Result<(), Mistake> {
        if !step.steps.is_empty() {
            return Err(Mistake::new("a step without `each` knows no `steps`"));
        }
        let with = match stage.values.resolve(&Value::Object(step.with.clone()))? {
            Value::Object(members) => members,
            _ => return Err(Mistake::new("`with` is no object")),
        };
        let (name, outcome) = match (&step.call, &step.r#do) {
            (Some(operation), None) => {
                let on = step.on.clone().unwrap_or_else(|| DEFAULT_PROVIDER.to_owned());
                let with = Arguments::new(operation, with);
                let call = Call { operation: operation.clone(), on, bound_as: step.r#as.clone(), with };
                let outcome = self.driver.call(call)?;
                self.coverage.note(operation);
                (operation, outcome)
            }
            (None, Some(act)) => {
                if step.on.is_some() {
                    return Err(Mistake(format!("{act} is made on nothing: it knows no `on`")));
                }
                let gave = props::act(stage.folder, act, Arguments::new(act, with))?;
                (act, Outcome::Gave(gave))
            }
            _ => return Err(Mistake::new("a step has either `call` or `do`")),
        };
        stage.judge(name, step, outcome)
    }
}

/// What a scenario has so far.
struct Stage<'a> {
    values: Values<'a>,
    folder: &'a std::path::Path,
}

impl Stage<'_> {
    fn judge(&mut self, name: &str, step: &Step, outcome: Outcome) -> Result<(), Mistake> {
        let (came, expected, path) = match (outcome, &step.fails) {
            (Outcome::Gave(_), Some(_)) => return Err(Mistake(format!("{name} did not fail"))),
            (Outcome::Failed(error), None) => return Err(Mistake(format!("{name} failed: {error}"))),
            (Outcome::Gave(value), None) => (value, step.gives.as_ref(), "gives"),
            (Outcome::Failed(error), fails) => {
                if step.gives.is_some() {
                    return Err(Mistake::new("a step has either `gives` or `fails`"));
                }
                (error, fails.as_ref(), "fails")
            }
        };
        if let Some(expected) = expected {
            let expected = self.values.resolve(expected)?;
            matching::compare(path, &came, &expected)?
                .map_err(|difference| Mistake(format!("{name}: {difference}")))?;
        }
        if let Some(name) = &step.r#as {
            self.values.bind(name, came);
        }
        Ok(())
    }
}
