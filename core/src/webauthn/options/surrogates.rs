use std::borrow::Cow;

/// Replaces each escape of half a surrogate pair by that of U+FFFD, as browsers do when they make
/// UTF-8 of a string. Servers written in JavaScript send them where a name was cut in the middle of
/// an emoji; to a parser of UTF-8 the whole text would be no JSON.
///
/// Works on the text before it is parsed: a backslash occurs in strings only, and the length stays.
pub(super) fn mend(text: &str) -> Cow<'_, str> {
    let mut mended = String::new();
    let (mut at, mut kept) = (0, 0);
    while let Some(next) = text.as_bytes().get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'\\')) {
        at += next;
        at += match (code_unit(text.as_bytes(), at), code_unit(text.as_bytes(), at + ESCAPE)) {
            (None, _) => 2,
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 2 * ESCAPE,
            (Some(0xd800..=0xdfff), _) => {
                mended.push_str(text.get(kept..at).unwrap_or_default());
                mended.push_str("\\ufffd");
                kept = at + ESCAPE;
                ESCAPE
            }
            (Some(_), _) => ESCAPE,
        };
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    mended.push_str(text.get(kept..).unwrap_or_default());
    Cow::Owned(mended)
}

/// Length of `\ud83d`.
const ESCAPE: usize = 6;

/// The code unit escaped at a place.
fn code_unit(text: &[u8], at: usize) -> Option<u16> {
    let digits = text.get(at..at + ESCAPE)?.strip_prefix(b"\\u")?;
    let digits = std::str::from_utf8(digits).ok().filter(|digits| !digits.starts_with('+'))?;
    u16::from_str_radix(digits, 16).ok()
}
