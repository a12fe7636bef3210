use super::{parse_hex, to_base64url};

#[test]
fn hexadecimal_digits_come_in_pairs_of_either_case() {
    assert_eq!(parse_hex("00fFA1"), Some(vec![0x00, 0xff, 0xa1]));
    assert_eq!(parse_hex(""), Some(Vec::new()));
    for wrong in ["0", "0g", "0x00", " 00", "é0"] {
        assert_eq!(parse_hex(wrong), None, "{wrong}");
    }
}

#[test]
fn base64url_has_no_padding() {
    assert_eq!(to_base64url(&[0xfb, 0xff]), "-_8");
}
