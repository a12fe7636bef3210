use super::cause::Cause;
use super::family::During;

/// A row of a family's table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// The code, or the HTTP status where the server gives no code.
    pub(super) key: Key,
    /// During what it means this; `None`: always.
    pub(super) during: Option<During>,
    /// What it means.
    pub(super) cause: Cause,
    /// What says so.
    pub(super) source: &'static str,
}

/// What a row is found by.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Key {
    /// A code, in any case.
    Code(&'static str),
    /// An HTTP status.
    Status(u16),
}

pub(super) const fn code(code: &'static str, cause: Cause, source: &'static str) -> Row {
    Row { key: Key::Code(code), during: None, cause, source }
}

pub(super) const fn status(status: u16, cause: Cause, source: &'static str) -> Row {
    Row { key: Key::Status(status), during: None, cause, source }
}

impl Row {
    pub(super) const fn during(self, during: During) -> Self {
        Self { during: Some(during), ..self }
    }
}
