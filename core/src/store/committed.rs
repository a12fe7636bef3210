use super::Epoch;

/// What a call that may write gives: its outcome, and the store's epoch after it.
///
/// Keep the epoch outside the store, where a copy of the store's file does not take it along, before
/// anything else is done with the outcome: it is what tells a restored older copy
/// ([`OpenOptions::last_epoch`](crate::OpenOptions::last_epoch)). A call that found nothing to write gives the
/// epoch as it was.
#[must_use = "keep the epoch outside the store: it tells a restored older copy"]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Committed<T> {
    /// The outcome.
    pub value: T,
    /// The store's epoch after the call.
    pub epoch: Epoch,
}

impl<T> Committed<T> {
    /// The same commit with another outcome.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Committed<U> {
        Committed { value: change(self.value), epoch: self.epoch }
    }
}
