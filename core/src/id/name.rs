//! Names of accounts and passkeys, as long as they are kept.

/// Bytes that are kept of a name: a user's `name` and `displayName`, and the person's own label of a passkey.
/// An authenticator may cut them, at 64 bytes at the least (WebAuthn L3, section 6.4.1); the longest mail
/// address has 254.
pub const LONGEST_NAME: usize = 256;

/// The beginning of a name that is too long: no half of a character is kept, and no half of what is shown as
/// one (section 6.4.1.2), unless the name begins with one that is too long itself.
pub(crate) fn cut_name(name: &str) -> &str {
    if name.len() <= LONGEST_NAME {
        return name;
    }
    let whole = (0..=LONGEST_NAME).rev().find(|end| name.is_char_boundary(*end)).unwrap_or_default();
    let mut end = whole;
    while let Some((before, after)) = name.split_at_checked(end)
        && let (Some(last), Some(next)) = (before.chars().next_back(), after.chars().next())
        && goes_on(before, last, next)
    {
        end = end.saturating_sub(last.len_utf8());
    }
    name.get(..if end == 0 { whole } else { end }).unwrap_or_default()
}

/// Whether `next` is shown together with what is before it.
fn goes_on(before: &str, last: char, next: char) -> bool {
    const JOINER: char = '\u{200d}';
    let flags = || before.chars().rev().take_while(|letter| is_flag_half(*letter)).count();
    last == JOINER
        || next == JOINER
        || is_mark(next)
        || is_flag_half(next) && !flags().is_multiple_of(2)
        || (last, next) == ('\r', '\n')
}

/// A letter of a flag: two of them are one.
fn is_flag_half(letter: char) -> bool {
    ('\u{1f1e6}'..='\u{1f1ff}').contains(&letter)
}

/// What has no place of its own: combining marks of the scripts in use, variation selectors, skin tones, tags,
/// vowels and finals of Hangul.
fn is_mark(letter: char) -> bool {
    const MARKS: &[(u32, u32)] = &[
        (0x0300, 0x036f),
        (0x0483, 0x0489),
        (0x0591, 0x05bd),
        (0x05bf, 0x05c7),
        (0x0610, 0x061a),
        (0x064b, 0x065f),
        (0x0670, 0x0670),
        (0x06d6, 0x06dc),
        (0x06df, 0x06ed),
        (0x0711, 0x0711),
        (0x0730, 0x074a),
        (0x0e31, 0x0e31),
        (0x0e33, 0x0e3a),
        (0x0e47, 0x0e4e),
        (0x0eb1, 0x0eb1),
        (0x0eb3, 0x0ebc),
        (0x0ec8, 0x0ece),
        (0x0f18, 0x0f19),
        (0x0f35, 0x0f39),
        (0x0f71, 0x0f87),
        (0x0f90, 0x0fbc),
        (0x102b, 0x103e),
        (0x1160, 0x11ff),
        (0x135d, 0x135f),
        (0x17b4, 0x17d3),
        (0x1ab0, 0x1aff),
        (0x1dc0, 0x1dff),
        (0x200c, 0x200c),
        (0x20d0, 0x20ff),
        (0x302a, 0x302f),
        (0x3099, 0x309a),
        (0xfe00, 0xfe0f),
        (0xfe20, 0xfe2f),
        (0x1f3fb, 0x1f3ff),
        (0xe0020, 0xe007f),
        (0xe0100, 0xe01ef),
    ];
    let code = u32::from(letter);
    // The scripts of India, of 128 letters each, are laid out alike.
    let is_indic = || {
        let place = code & 0x7f;
        (0x0900..0x0e00).contains(&code)
            && matches!(place, 0x00..=0x03 | 0x3a..=0x3c | 0x3e..=0x4f | 0x51..=0x57 | 0x62..=0x63)
    };
    MARKS.iter().any(|(first, last)| (*first..=*last).contains(&code)) || is_indic()
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_NAME, cut_name};

    #[test]
    fn a_name_is_cut_at_its_length_and_at_what_is_shown_as_one() {
        let fits = "a".repeat(LONGEST_NAME);
        assert_eq!(cut_name(&fits), fits);
        assert_eq!(cut_name(&"a".repeat(1_000_000)), fits);
        // Accents, families, flags, skin tones, a Devanagari vowel sign, Hangul: whole, or not at all.
        for one in
            ["e\u{301}", "👨\u{200d}👩\u{200d}👧", "🇩🇪", "👍🏽", "क\u{93f}", "\u{1112}\u{1161}\u{11ab}", "é", "漢", "🔑"]
        {
            for pad in 0..40 {
                let start = "a".repeat(pad);
                let name = format!("{start}{}", one.repeat(300));
                let cut = cut_name(&name);
                assert!(cut.len() <= LONGEST_NAME && cut.len() > LONGEST_NAME - 2 * one.len() - 1, "{one}");
                assert!(cut.strip_prefix(&start).unwrap().replace(one, "").is_empty(), "{one}: {cut}");
            }
        }
        // Marks without end have no beginning to be cut at.
        let marks = "\u{301}".repeat(1_000);
        assert_eq!(cut_name(&marks).len(), LONGEST_NAME);
    }
}
