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
