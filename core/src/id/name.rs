//! Names of accounts and passkeys, as long as they are kept.

use unicode_segmentation::UnicodeSegmentation;

/// Bytes that are kept of a name: a user's `name` and `displayName`, and the person's own label of a passkey.
/// An authenticator may cut them, at 64 bytes at the least (WebAuthn L3, section 6.4.1); the longest mail
/// address has 254.
pub const LONGEST_NAME: usize = 256;

/// The beginning of a name that is too long: no part of an extended grapheme cluster is kept (section 6.4.1.2;
/// Unicode, UAX 29), unless the name begins with one that is too long itself.
pub(crate) fn cut_name(name: &str) -> &str {
    if name.len() <= LONGEST_NAME {
        return name;
    }
    let ends = name.grapheme_indices(true).map(|(start, cluster)| start.saturating_add(cluster.len()));
    let within = ends.take_while(|end| *end <= LONGEST_NAME).last();
    let end = within.or_else(|| (0..=LONGEST_NAME).rev().find(|end| name.is_char_boundary(*end)));
    name.get(..end.unwrap_or_default()).unwrap_or_default()
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
