use super::AuthenticatorData;

/// RP ID hash, flags and counter (WebAuthn L3, section 6.1).
fn bytes(flags: u8, counter: u32, rest: &[u8]) -> Vec<u8> {
    [&[7; 32], [flags].as_slice(), &counter.to_be_bytes(), rest].concat()
}

#[test]
fn flags_and_counter_are_read_from_their_places() {
    let data = AuthenticatorData::parse(&bytes(0x1d, 0x0102_0304, &[])).unwrap();
    assert_eq!(
        (data.flags_text().as_str(), data.counter(), data.aaguid_text()),
        ("0x1d (UP UV BE BS)", 0x0102_0304, None)
    );
    assert!(data.has("BS") && !data.has("AT"));
}

#[test]
fn the_aaguid_is_there_with_attested_credential_data_only() {
    let attested: Vec<u8> = (0..40).collect();
    let data = AuthenticatorData::parse(&bytes(0x45, 0, &attested)).unwrap();
    assert_eq!(data.aaguid_text().unwrap(), "00010203-0405-0607-0809-0a0b0c0d0e0f");
    assert!(AuthenticatorData::parse(&bytes(0x45, 0, &[0; 15])).is_none());
}

#[test]
fn too_few_bytes_are_no_authenticator_data() {
    let whole = bytes(0x05, 1, &[]);
    for length in 0..whole.len() {
        assert!(AuthenticatorData::parse(&whole[..length]).is_none());
    }
}
