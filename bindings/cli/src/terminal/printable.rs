//! Names that somebody else chose, made safe to show.

use unicode_segmentation::UnicodeSegmentation;

/// The most characters of a foreign name that are shown, as the reader counts them: extended grapheme
/// clusters (Unicode, UAX 29).
const MOST_SHOWN: usize = 64;

/// The most code points of one such character. A family of four with skin colours has eleven; beyond lie
/// marks piled up over other lines.
const MOST_OF_ONE: usize = 24;

const ZWNJ: char = '\u{200c}';
const ZWJ: char = '\u{200d}';
const BLACK_FLAG: char = '\u{1f3f4}';
const CANCEL_TAG: char = '\u{e007f}';

/// A name that somebody else chose, safe to show: characters that move the cursor, turn the
/// writing direction or take no room become visible, and no name fills the screen. Joiners inside
/// emoji and letters, and the tags inside a flag, are part of what is written and stay.
pub(crate) fn printable(name: &str) -> String {
    printed(name, MOST_SHOWN)
}

/// The same for a line with such names in it, as long as it is.
pub(crate) fn printable_line(line: &str) -> String {
    printed(line, usize::MAX)
}

fn printed(name: &str, most: usize) -> String {
    let mut shown = String::new();
    let mut before = None;
    let mut characters = name.grapheme_indices(true);
    for (at, character) in characters.by_ref().take(most) {
        let after = name.get(at.saturating_add(character.len())..).and_then(|rest| rest.chars().next());
        show(character, before, after, &mut shown);
        before = character.chars().next_back();
    }
    if characters.next().is_some() {
        shown.push('…');
    }
    shown
}

/// One character, between the code points before and after it.
fn show(character: &str, mut before: Option<char>, after: Option<char>, shown: &mut String) {
    if character.chars().nth(MOST_OF_ONE).is_some() {
        shown.push(char::REPLACEMENT_CHARACTER);
        return;
    }
    if is_flag(character) {
        shown.push_str(character);
        return;
    }
    let mut points = character.chars().peekable();
    while let Some(point) = points.next() {
        let is_shown = match (point, points.peek().copied()) {
            // Only an emoji is joined to an emoji within one character (UAX 29, GB11).
            (ZWJ, Some(next)) if is_pictograph(next) => true,
            (ZWJ | ZWNJ, next) => joins_letters(before, next.or(after)),
            (point, _) => !is_deceptive(point),
        };
        shown.push(if is_shown { point } else { char::REPLACEMENT_CHARACTER });
        before = Some(point);
    }
}

/// A flag of a part of a country: a black flag, three to six letters or digits as tags, and their end
/// (UTS 51, ED-14a). Longer or without an end, tags are a hidden text.
fn is_flag(character: &str) -> bool {
    let tags = character.strip_prefix(BLACK_FLAG).and_then(|rest| rest.strip_suffix(CANCEL_TAG));
    tags.is_some_and(|tags| {
        (3..=6).contains(&tags.chars().count())
            && tags.chars().all(|tag| matches!(tag, '\u{e0030}'..='\u{e0039}' | '\u{e0061}'..='\u{e007a}'))
    })
}

/// Whether a joiner stands between letters of scripts that write with joiners, or after a mark that it
/// acts on, such as a virama, which it may end a word with (RFC 5892, appendices A.1 and A.2). Between
/// others it shows as nothing, and makes two names that look the same.
fn joins_letters(before: Option<char>, after: Option<char>) -> bool {
    let Some(before) = before.filter(|before| writes_with_joiners(*before)) else { return false };
    let acts_on_mark = is_brahmic(before) && !before.is_alphanumeric();
    acts_on_mark || after.is_some_and(writes_with_joiners)
}

/// Scripts whose letters change their form beside each other: Arabic and its kin, Mongolian, Adlam, and
/// those of India and its neighbours.
fn writes_with_joiners(point: char) -> bool {
    is_brahmic(point)
        || matches!(
            point,
            '\u{620}'..='\u{8ff}' | '\u{1820}'..='\u{18aa}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
                | '\u{1e900}'..='\u{1e94b}'
        )
}

fn is_brahmic(point: char) -> bool {
    matches!(
        point,
        '\u{900}'..='\u{dff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17d3}' | '\u{1a20}'..='\u{1aad}'
            | '\u{1b00}'..='\u{1bff}' | '\u{a8e0}'..='\u{a9df}' | '\u{11000}'..='\u{11fff}'
    )
}

/// What may follow a joiner in an emoji, about (UTS 51, Extended_Pictographic).
fn is_pictograph(point: char) -> bool {
    matches!(
        point,
        '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2190}'..='\u{2bff}' | '\u{3030}' | '\u{303d}'
            | '\u{3297}' | '\u{3299}' | '\u{1f000}'..='\u{1f3fa}' | '\u{1f400}'..='\u{1faff}'
    )
}

/// Controls, bidirectional overrides, and characters without width.
fn is_deceptive(point: char) -> bool {
    point.is_control()
        || matches!(
            point,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
}
