//! The files: scenarios, what they share, and the list of operations.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::Mistake;

/// A file of scenarios.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseFile {
    /// In a broken file: what a driver must say of it.
    #[serde(default)]
    pub says: Option<String>,
    /// Values of its own.
    #[serde(default)]
    pub values: Map<String, Value>,
    /// The scenarios; at least one.
    pub scenarios: Vec<Scenario>,
}

/// A promise, and the steps that show it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The promise.
    pub name: String,
    /// Where it is played, if not everywhere.
    #[serde(default)]
    pub only: Option<Only>,
    /// Names of shared steps that come before its own.
    #[serde(default)]
    pub given: Vec<String>,
    /// Its own steps.
    pub steps: Vec<Step>,
}

/// Where something is played, and why not elsewhere.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Only {
    /// `bindings`, the name of a driver, or `not` and the name of one.
    pub r#in: String,
    /// Why.
    pub because: String,
}

/// A call of the provider, an act of the world around it, or steps for each entry of a list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The operation to call.
    #[serde(default)]
    pub call: Option<String>,
    /// The act.
    #[serde(default)]
    pub r#do: Option<String>,
    /// The list for each entry of which `steps` are played.
    #[serde(default)]
    pub each: Option<Value>,
    /// Those steps.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// The provider.
    #[serde(default)]
    pub on: Option<String>,
    /// What goes in.
    #[serde(default)]
    pub with: Map<String, Value>,
    /// The name of what comes out.
    #[serde(default)]
    pub r#as: Option<String>,
    /// What is expected to come out.
    #[serde(default)]
    pub gives: Option<Value>,
    /// The error that is expected.
    #[serde(default)]
    pub fails: Option<Value>,
}

/// What all scenarios share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shared {
    /// Values.
    pub values: Map<String, Value>,
    /// Steps, by the name that a scenario gives them with.
    pub given: BTreeMap<String, Vec<Step>>,
}

/// An operation of the provider: a function that the bindings export.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// Its name.
    pub name: String,
    /// Where it is called, if not everywhere.
    #[serde(default)]
    pub only: Option<Only>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Operations {
    operations: Vec<Operation>,
    not_played: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Codes {
    not_provoked: BTreeMap<String, String>,
}

/// The folder with all of them.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// What the scenarios share.
    pub shared: Shared,
    /// The operations.
    pub operations: Vec<Operation>,
    /// Functions that are no operations of a scenario, and why.
    pub not_played: BTreeMap<String, String>,
    /// Error codes that no scenario provokes, and why.
    pub not_provoked: BTreeMap<String, String>,
}

impl Only {
    /// Whether it is left to this driver. Every driver but that of the core is one of the bindings.
    pub fn is_for(&self, driver: &str) -> bool {
        match self.r#in.strip_prefix("not ") {
            Some(other) => other != driver,
            None => self.r#in == driver || (self.r#in == "bindings" && driver != "core"),
        }
    }
}

impl Folder {
    /// Reads what scenarios share.
    pub fn read(path: impl Into<PathBuf>) -> Result<Self, Mistake> {
        let path = path.into();
        let shared = parse(&path.join("shared.json"))?;
        let Operations { operations, not_played } = parse(&path.join("operations.json"))?;
        let Codes { not_provoked } = parse(&path.join("codes.json"))?;
        Ok(Self { path, shared, operations, not_played, not_provoked })
    }

    /// The folder of this crate.
    pub fn of_the_workspace() -> Result<Self, Mistake> {
        Self::read(env!("CARGO_MANIFEST_DIR"))
    }

    /// The scenarios, by the name of their file.
    pub fn cases(&self) -> Result<Vec<(String, CaseFile)>, Mistake> {
        self.case_files("cases")
    }

    /// Files with one mistake each.
    pub fn broken_cases(&self) -> Result<Vec<(String, CaseFile)>, Mistake> {
        let files = json_files(&self.path.join("must_fail"))?;
        let read = |file: PathBuf| {
            // A file whose shape is broken is one that cannot be read; what must be said of it can.
            let says = parse::<Value>(&file)?.get("says").and_then(Value::as_str).map(str::to_owned);
            Ok((name_of(&file), CaseFile { says, values: Map::new(), scenarios: Vec::new() }))
        };
        files.into_iter().map(read).collect()
    }

    /// One broken file as a driver reads it.
    pub fn broken_case(&self, name: &str) -> Result<CaseFile, Mistake> {
        read_cases(&self.path.join("must_fail").join(format!("{name}.json")))
    }

    fn case_files(&self, folder: &str) -> Result<Vec<(String, CaseFile)>, Mistake> {
        let files = json_files(&self.path.join(folder))?.into_iter();
        files.map(|file| Ok((name_of(&file), read_cases(&file)?))).collect()
    }
}

fn read_cases(file: &Path) -> Result<CaseFile, Mistake> {
    let cases: CaseFile = parse(file)?;
    if cases.scenarios.is_empty() {
        return Err(Mistake(format!("{}: no scenarios", name_of(file))));
    }
    let mut names = BTreeSet::new();
    for scenario in &cases.scenarios {
        if !names.insert(&scenario.name) {
            return Err(Mistake(format!("{}: two scenarios are called {}", name_of(file), scenario.name)));
        }
    }
    Ok(cases)
}

fn json_files(folder: &Path) -> Result<Vec<PathBuf>, Mistake> {
    let unreadable = |error: std::io::Error| Mistake(format!("{}: {error}", folder.display()));
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn name_of(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn parse<T: DeserializeOwned>(file: &Path) -> Result<T, Mistake> {
    let text = fs::read_to_string(file).map_err(|error| Mistake(format!("{}: {error}", file.display())))?;
    serde_json::from_str(&text).map_err(|error| Mistake(format!("{}: {error}", file.display())))
}
