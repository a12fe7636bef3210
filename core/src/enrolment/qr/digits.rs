//! Bytes as decimal digits (CTAP 2.3, section 11.5.1): each seven bytes are one little-endian number of 17 digits, and
//! fewer at the end are one of fewer digits.

use zeroize::Zeroizing;

use super::refused::InvalidCode;

/// Bytes of a whole group, and its digits.
const GROUP: (usize, usize) = (7, 17);

/// Digits of one to six bytes.
const SHORT: [(usize, usize); 6] = [(1, 3), (2, 5), (3, 8), (4, 10), (5, 13), (6, 15)];

/// The bytes that `digits` stand for: at least one.
pub(super) fn decode(digits: &str) -> Result<Zeroizing<Vec<u8>>, InvalidCode> {
    // A sign or a space would pass for part of a number.
    if !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(InvalidCode::NotDigits);
    }
    if digits.is_empty() {
        return Err(InvalidCode::WrongLength);
    }
    // All at once: what grows leaves copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(digits.len()));
    for group in digits.as_bytes().chunks(GROUP.1) {
        let count = bytes_of(group.len()).ok_or(InvalidCode::WrongLength)?;
        // Seventeen digits fit.
        let number = group.iter().fold(0_u64, |number, digit| number * 10 + u64::from(digit - b'0'));
        let number = Zeroizing::new(number.to_le_bytes());
        let (low, high) = number.split_at_checked(count).ok_or(InvalidCode::WrongLength)?;
        if high.iter().any(|byte| *byte != 0) {
            return Err(InvalidCode::NumberTooLarge);
        }
        bytes.extend_from_slice(low);
    }
    Ok(bytes)
}

fn bytes_of(digits: usize) -> Option<usize> {
    let found = std::iter::once(&GROUP).chain(&SHORT).find(|(_, own)| *own == digits);
    found.map(|(bytes, _)| *bytes)
}
