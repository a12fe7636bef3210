use std::time::Duration;

/// After so long the page that shows a code has given up waiting: browsers are to let a request time out after ten
/// minutes at most (WebAuthn L3, section 5.1.3, step 4).
pub const OLD_AFTER: Duration = Duration::from_secs(10 * 60);

/// How old a code is, by the clocks of the computer that made it and of this device.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Age {
    /// It does not say.
    Unknown,
    /// It was made so long ago, to the second.
    Past(Duration),
    /// It is of a time that is so far ahead: one of the clocks is wrong.
    Ahead(Duration),
}

impl Age {
    /// Whether it is of no use any more: [`OLD_AFTER`]. A code that does not say is not known to be old.
    pub fn is_old(self) -> bool {
        matches!(self, Self::Past(age) if age > OLD_AFTER)
    }
}
