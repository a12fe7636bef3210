use std::fmt;

use super::UserHandle;

/// The account that a passkey is for: `user` (WebAuthn L3, section 5.4.3).
///
/// PII throughout, so `Debug` shows the length of the handle only.
#[derive(Clone, Eq, PartialEq)]
pub struct User {
    /// `user.id`.
    pub handle: UserHandle,
    /// `user.name`: how the person tells accounts apart, such as a mail address. May be empty.
    pub name: String,
    /// `user.displayName`: what the person is called. May be empty.
    pub display_name: String,
}

impl fmt::Debug for User {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("User").field("handle", &self.handle).finish_non_exhaustive()
    }
}
