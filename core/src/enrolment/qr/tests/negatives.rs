use super::*;

#[test]
fn what_is_not_such_a_code_is_told_from_one_that_is_malformed() {
    for text in ["", "FIDO", "https://example.com/", "FIDO", "otpauth://totp/x", "fïdo:/000", "FIDO:000"] {
        assert_eq!(Code::parse(text).unwrap_err(), InvalidCode::AnotherCode, "{text}");
    }
    let long = format!("FIDO:/{}", "0".repeat(7090));
    assert_eq!(Code::parse(&long).unwrap_err(), InvalidCode::TooLong);
    // Arabic digits are digits to some readers.
    assert_eq!(Code::parse("FIDO:/٠٠٠").unwrap_err(), InvalidCode::NotDigits);
    assert_eq!(Code::parse("FIDO:/+01").unwrap_err(), InvalidCode::NotDigits);
}

#[test]
fn digits_that_stand_for_no_bytes_are_refused() {
    let lengths = [1, 2, 4, 6, 7, 9, 11, 12, 14, 16, 18, 19, 21];
    for length in lengths {
        let refused = Code::parse(&format!("FIDO:/{}", "0".repeat(length))).unwrap_err();
        assert_eq!(refused, InvalidCode::WrongLength, "{length}");
    }
    let most: [(usize, u64); 7] = [
        (3, u64::from(u8::MAX)),
        (5, u64::from(u16::MAX)),
        (8, (1 << 24) - 1),
        (10, u64::from(u32::MAX)),
        (13, (1 << 40) - 1),
        (15, (1 << 48) - 1),
        (17, (1 << 56) - 1),
    ];
    for (width, most) in most {
        let refused = |number| Code::parse(&format!("FIDO:/{number:0width$}")).unwrap_err();
        assert_eq!(refused(most + 1), InvalidCode::NumberTooLarge, "{width}");
        assert_ne!(refused(most), InvalidCode::NumberTooLarge, "{width}");
    }
}

#[test]
fn a_member_that_is_missing_or_wrong_is_named() {
    for (key, member) in [(0, CodeMember::PublicKey), (1, CodeMember::Secret), (2, CodeMember::KnownServers)] {
        let map: Vec<_> = required().into_iter().filter(|(own, _)| *own != key).collect();
        assert_eq!(Code::parse(&encoded(map)).unwrap_err(), InvalidCode::Missing(member));
    }
    let list = |value| Value::Array(vec![Value::from(value)]);
    let cases = [
        (0, Value::Bytes(vec![2; 32]), CodeMember::PublicKey),
        (0, Value::from("text"), CodeMember::PublicKey),
        (1, Value::Bytes(vec![0; 15]), CodeMember::Secret),
        (1, Value::Bytes(vec![0; 17]), CodeMember::Secret),
        (2, Value::from(257), CodeMember::KnownServers),
        (2, Value::from(-1), CodeMember::KnownServers),
        (3, Value::from(253_402_300_800_u64), CodeMember::Time),
        (3, Value::from(u64::MAX), CodeMember::Time),
        (3, Value::from(-1), CodeMember::Time),
        (4, Value::from(1), CodeMember::Linking),
        (4, Value::Null, CodeMember::Linking),
        (5, Value::from(1), CodeMember::Asks),
        (6, Value::from(0), CodeMember::Channels),
        (6, list(-1), CodeMember::Channels),
        (6, Value::Array(vec![Value::from("ble")]), CodeMember::Channels),
    ];
    for (key, value, member) in cases {
        let refused = Code::parse(&with(key, value.clone())).unwrap_err();
        assert_eq!(refused, InvalidCode::Wrong(member), "{key} {value:?}");
    }
    for (key, value) in [(2, Value::from(0)), (2, Value::from(256)), (3, Value::from(253_402_300_799_u64))] {
        assert!(Code::parse(&with(key, value)).is_ok());
    }
}

#[test]
fn the_key_is_a_compressed_point_on_the_curve() {
    let mut key = crate::corpus::hex(GENERATOR);
    // x = 1 has no point on P-256: 1 - 3 + b is not a square.
    let mut off = vec![2; 1];
    off.extend([0; 31]);
    off.push(1);
    for wrong in [off, vec![0xff; 33], {
        key[0] = 4;
        key
    }] {
        let refused = Code::parse(&with(0, Value::Bytes(wrong.clone()))).unwrap_err();
        assert_eq!(refused, InvalidCode::NotOnTheCurve, "{wrong:?}");
    }
}

#[test]
fn bytes_that_are_not_canonical_are_refused() {
    let sound = {
        let map = required().into_iter().map(|(key, value)| (Value::from(key), value)).collect();
        cbor::render(&Value::Map(map)).unwrap()
    };
    let refuses = |bytes: &[u8], why: &str| {
        let refused = Code::parse(&format!("FIDO:/{}", digits(bytes))).unwrap_err();
        assert_eq!(refused, InvalidCode::NotCanonical, "{why}");
    };
    refuses(&[&sound[..], &[0]].concat(), "something after the map");
    refuses(&sound[..sound.len() - 1], "cut");
    refuses(&[&[0xb8, 3], &sound[1..]].concat(), "a head that is not the shortest");
    refuses(&[&[0xbf], &sound[1..], &[0xff]].concat(), "an indefinite length");
    refuses(&[&[0xc1], &sound[..]].concat(), "a tag");
    let members = &sound[1..];
    let (first, rest) = members.split_at(36);
    let (second, third) = rest.split_at(18);
    refuses(&[&[0xa3], second, first, third].concat(), "keys out of order");
    refuses(&[&[0xa4], first, second, third, third].concat(), "a key twice");
    refuses(&[&[0xa4], members, &[0x18, 0x20, 0xf9, 0x3c, 0x00]].concat(), "a float");
    refuses(&[&[0xa4], members, &[0x18, 0x20, 0xf7]].concat(), "undefined");
    refuses(&[&[0xa4], members, &[0x18, 0x20, 0x61, 0xff]].concat(), "text that is not UTF-8");
    refuses(&[&[0xa4], members, &[0x18, 0x20, 0x81, 0x81, 0x81, 0x81, 0]].concat(), "too deep");
    refuses(&[0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], "more members than there are atoms");
    refuses(&[0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], "more bytes than there are");
}
