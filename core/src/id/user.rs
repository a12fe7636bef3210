use std::fmt;

use super::{UserHandle, cut_name};

/// The account that a passkey is for: `user` (WebAuthn L3, section 5.4.3).
///
/// PII throughout, so `Debug` shows the length of the handle only.
#[derive(Clone, Eq, PartialEq)]
pub struct User {
    /// `user.id`.
    pub handle: UserHandle,
    /// `user.name`: how the person tells accounts apart, such as a mail address. May be empty. Of this and
    /// of the display name [`LONGEST_NAME`](super::LONGEST_NAME) bytes are kept.
    pub name: String,
    /// `user.displayName`: what the person is called. May be empty.
    pub display_name: String,
}

impl User {
    /// The same with names as long as they are kept.
    pub(crate) fn with_names_cut(mut self) -> Self {
        for name in [&mut self.name, &mut self.display_name] {
            name.truncate(cut_name(name).len());
        }
        self
    }
}

/// Whether nothing of a text is seen on a screen: white space, controls, marks of direction and language,
/// fillers. A platform may take such a name for none.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|letter| letter.is_whitespace() || letter.is_control() || is_invisible(letter))
}

/// Of Unicode's default ignorable code points those that stand alone, and the blanks that are letters.
const fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

impl fmt::Debug for User {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("User").field("handle", &self.handle).finish_non_exhaustive()
    }
}
