//! A strict reader of ECDSA signatures, written from X.690 and not from the core.

/// `r` and `s` of the DER of an ECDSA-Sig-Value (RFC 3279, section 2.2.3), without leading zeros;
/// `None` if the bytes are any other encoding (X.690, sections 8.3.2, 10.1 and 11).
pub(crate) fn read_signature(signature: &[u8]) -> Option<(&[u8], &[u8])> {
    let (contents, rest) = element(signature, 0x30)?;
    let (r, contents) = element(contents, 0x02)?;
    let (s, contents) = element(contents, 0x02)?;
    (rest.is_empty() && contents.is_empty()).then_some((positive(r)?, positive(s)?))
}

/// The contents of the element at the front, and what is behind it. A signature on P-256 has 72
/// bytes at most, so every length is in the short form.
fn element(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&found, rest) = bytes.split_first()?;
    let (&length, rest) = rest.split_first()?;
    (found == tag && length < 0x80).then(|| rest.split_at_checked(length.into()))?
}

/// The magnitude of a positive integer in as few bytes as it needs.
fn positive(integer: &[u8]) -> Option<&[u8]> {
    match integer {
        [0, magnitude @ ..] if magnitude.first()? >= &0x80 => Some(magnitude),
        [1..=0x7f, ..] => Some(integer),
        _ => None,
    }
}

#[test]
fn the_reader_itself_is_strict() {
    assert_eq!(read_signature(&[0x30, 6, 2, 1, 1, 2, 1, 2]), Some(([1].as_slice(), [2].as_slice())));
    assert_eq!(read_signature(&[0x30, 7, 2, 2, 0, 0x80, 2, 1, 2]), Some(([0x80].as_slice(), [2].as_slice())));
    for refused in [
        // A zero too many, too few, a negative number, zero.
        [0x30, 7, 2, 2, 0, 1, 2, 1, 2].as_slice(),
        &[0x30, 6, 2, 1, 0x80, 2, 1, 2],
        &[0x30, 6, 2, 1, 0, 2, 1, 2],
        &[0x30, 5, 2, 0, 2, 1, 2],
        // A long length, an indefinite one, bytes behind, bytes missing, another tag.
        &[0x30, 0x81, 6, 2, 1, 1, 2, 1, 2],
        &[0x30, 0x80, 2, 1, 1, 2, 1, 2, 0, 0],
        &[0x30, 6, 2, 1, 1, 2, 1, 2, 0],
        &[0x30, 7, 2, 1, 1, 2, 1, 2, 0],
        &[0x30, 6, 2, 1, 1, 2, 1],
        &[0x31, 6, 2, 1, 1, 2, 1, 2],
        &[],
    ] {
        assert_eq!(read_signature(refused), None, "{refused:?}");
    }
}
