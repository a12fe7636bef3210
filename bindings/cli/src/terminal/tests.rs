use super::printable;

#[test]
fn a_name_cannot_move_the_cursor_or_turn_the_writing() {
    for (name, shown) in [
        ("Ada", "Ada"),
        ("אדה 阿 🦀", "אדה 阿 🦀"),
        ("a\u{1b}[2Jb", "a\u{fffd}[2Jb"),
        ("two\nlines\r", "two\u{fffd}lines\u{fffd}"),
        ("\u{202e}moc.elpmaxe", "\u{fffd}moc.elpmaxe"),
        ("a\u{200b}\u{2066}\u{feff}b", "a\u{fffd}\u{fffd}\u{fffd}b"),
    ] {
        assert_eq!(printable(name), shown);
    }
}

#[test]
fn a_long_name_is_cut_between_characters() {
    let shown = printable(&"é".repeat(10_000));
    assert_eq!(shown, format!("{}…", "é".repeat(64)));
    assert_eq!(printable(&"é".repeat(64)), "é".repeat(64));
}

#[test]
fn joiners_are_shown_where_they_join_and_nowhere_else() {
    let family = "\u{1f468}\u{200d}\u{1f469}\u{1f3fd}\u{200d}\u{1f467}";
    let rainbow = "\u{1f3f3}\u{fe0f}\u{200d}\u{1f308}";
    let scotland = "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}";
    let persian = "\u{645}\u{6cc}\u{200c}\u{62e}\u{648}\u{627}\u{647}\u{645}";
    let sinhala = "\u{dc1}\u{dca}\u{200d}\u{dbb}\u{dd3}";
    let malayalam = "\u{d05}\u{d35}\u{d30}\u{d4d}\u{200d}";
    for name in
        [family, rainbow, scotland, persian, sinhala, malayalam, "Ada \u{1f469}\u{200d}\u{1f52c} \u{2764}\u{fe0f}"]
    {
        assert_eq!(printable(name), name);
    }
    for (name, shown) in [
        ("pay\u{200d}pal", "pay\u{fffd}pal"),
        ("pay\u{200c}pal", "pay\u{fffd}pal"),
        ("\u{200d}Ada\u{200c}", "\u{fffd}Ada\u{fffd}"),
        ("\u{1f468}\u{200d}", "\u{1f468}\u{fffd}"),
        ("\u{1f468}\u{200d}\u{200d}\u{1f469}", "\u{1f468}\u{fffd}\u{fffd}\u{1f469}"),
        ("\u{1f468}\u{200d}a", "\u{1f468}\u{fffd}a"),
        ("\u{645}\u{200c}", "\u{645}\u{fffd}"),
        ("\u{645}\u{200c}a", "\u{645}\u{fffd}a"),
        ("\u{645}\u{200c}\u{200c}\u{645}", "\u{645}\u{fffd}\u{fffd}\u{645}"),
        // Tags outside of a flag, in a flag that does not end, and a long hidden text.
        ("a\u{e0067}\u{e007f}", "a\u{fffd}\u{fffd}"),
        ("\u{1f3f4}\u{e0067}\u{e0062}", "\u{1f3f4}\u{fffd}\u{fffd}"),
        ("\u{1f3f4}\u{e0041}\u{e0042}\u{e0043}\u{e007f}", "\u{1f3f4}\u{fffd}\u{fffd}\u{fffd}\u{fffd}"),
        ("\u{1f468}\u{200d}\u{202e}\u{1f469}", "\u{1f468}\u{fffd}\u{fffd}\u{1f469}"),
    ] {
        assert_eq!(printable(name), shown, "{}", name.escape_unicode());
    }
}

#[test]
fn a_cut_does_not_split_what_is_seen_as_one_character() {
    let family = "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}";
    assert_eq!(printable(&family.repeat(64)), family.repeat(64));
    assert_eq!(printable(&family.repeat(65)), format!("{}…", family.repeat(64)));
    let accented = "e\u{301}";
    assert_eq!(printable(&accented.repeat(65)), format!("{}…", accented.repeat(64)));
    // One character of a thousand marks fills the screen too.
    let piled = format!("a{}", "\u{301}".repeat(1_000));
    assert_eq!(printable(&format!("x{piled}y")), "x\u{fffd}y");
}
