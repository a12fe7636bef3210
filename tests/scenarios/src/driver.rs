//! What a driver does for the player: it makes one call and says what came of it.

use std::path::Path;

use serde_json::Value;

use crate::Arguments;

/// The calls of one way to reach the provider: the core, or the bindings.
pub trait Driver {
    /// The word by which `only` leaves a scenario or an operation to it.
    fn name(&self) -> &'static str;

    /// Begins a scenario: everything that an earlier one opened or made is dropped, and stores lie in
    /// `folder`.
    fn begin(&mut self, folder: &Path);

    /// Makes one call.
    fn call(&mut self, call: Call) -> Result<Outcome, Mistake>;
}

/// One call of a scenario, with all references resolved.
#[derive(Debug)]
pub struct Call {
    /// The operation.
    pub operation: String,
    /// The name of the provider that it is made on.
    pub on: String,
    /// The name that its outcome gets.
    pub bound_as: Option<String>,
    /// What goes in.
    pub with: Arguments,
}

impl Call {
    /// The name of an outcome that is more than a value: it must have one.
    pub fn name(&self) -> Result<String, Mistake> {
        self.bound_as.clone().ok_or_else(|| Mistake::new("the step needs `as`"))
    }
}

/// What came of a call.
#[derive(Debug)]
pub enum Outcome {
    /// It returned this.
    Gave(Value),
    /// It failed with an error of these members.
    Failed(Value),
}

/// The scenario cannot be played: it is wrong.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{0}")]
pub struct Mistake(pub String);

impl Mistake {
    /// A mistake, in words.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

/// Why a call gave nothing.
#[derive(Debug)]
pub enum Stop {
    /// The provider refused; the members of its error.
    Failed(Value),
    /// The scenario is wrong.
    Mistake(Mistake),
}

impl From<Mistake> for Stop {
    fn from(mistake: Mistake) -> Self {
        Self::Mistake(mistake)
    }
}

impl Outcome {
    /// The outcome of a call that stops early where it fails.
    pub fn of(result: Result<Value, Stop>) -> Result<Self, Mistake> {
        match result {
            Ok(value) => Ok(Self::Gave(value)),
            Err(Stop::Failed(error)) => Ok(Self::Failed(error)),
            Err(Stop::Mistake(mistake)) => Err(mistake),
        }
    }
}
