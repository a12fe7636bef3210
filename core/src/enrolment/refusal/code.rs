//! What is taken over of a server's code.

/// No documented code is longer.
const MAX_LETTERS: usize = 64;

/// What is shown in a sentence.
const MAX_SHOWN: usize = 24;

/// A code as it is looked up and kept: letters, digits, `_`, `.` and `-`. A URL is its last part, and what follows
/// anything else is the server's own words. `None` where nothing is left.
pub(super) fn cleaned(code: &str) -> Option<String> {
    let last = if code.contains("://") { code.rsplit('/').next().unwrap_or_default() } else { code };
    let is_letter = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.' | '-');
    let code: String = last.trim_start().chars().take_while(is_letter).take(MAX_LETTERS).collect();
    Some(code).filter(|code| !code.is_empty())
}

/// Whether a code that is not in the table can stand in a sentence: a number, or capital letters and a number, such as
/// `AADSTS999999`. Anything else might be a name or a word.
pub(super) fn is_number(code: &str) -> bool {
    let letters = code.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '-');
    let is_prefix =
        letters.len() <= 8 && letters.bytes().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit());
    code.len() <= MAX_SHOWN && is_prefix && code.ends_with(|letter: char| letter.is_ascii_digit())
}
