use std::sync::{Mutex, PoisonError};

use crate::boundary::error::FfiError;
use crate::boundary::error_code::BoundaryError;

/// Where a ceremony stands. Each step takes what the one before left, so that none happens twice; the
/// second of two threads finds nothing.
pub(crate) struct Step<T>(Mutex<Option<T>>);

impl<T> Step<T> {
    pub(crate) const fn new(at: T) -> Self {
        Self(Mutex::new(Some(at)))
    }

    /// What `expected` finds in the present step, which is over then. Another step is `plan_spent`, and
    /// stays as it is.
    pub(crate) fn take<U>(&self, expected: impl FnOnce(T) -> Result<U, T>) -> Result<U, FfiError> {
        // A panic inside the lock left `None`: the plan is spent, and nothing is torn.
        let mut at = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let spent = || FfiError::boundary(BoundaryError::PlanSpent, "the plan was used already, or is at another step");
        match expected(at.take().ok_or_else(spent)?) {
            Ok(taken) => Ok(taken),
            Err(other) => {
                *at = Some(other);
                Err(spent())
            }
        }
    }

    /// The next step.
    pub(crate) fn set(&self, next: T) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(next);
    }
}
