use super::*;

fn parse(kind: SignalKind, json: &str) -> Result<Signal, InvalidSignal> {
    Signal::parse(kind, json.as_bytes())
}

fn id(bytes: &[u8]) -> CredentialId {
    CredentialId::from_bytes(bytes).unwrap()
}

#[test]
fn the_three_signals_are_read_as_the_standard_writes_them() {
    let rp_id = RpId::parse("example.com").unwrap();
    let user_handle = UserHandle::from_bytes(b"user").unwrap();
    let unknown = parse(SignalKind::UnknownCredential, r#"{"rpId":"example.com","credentialId":"AAEC"}"#);
    assert_eq!(unknown, Ok(Signal::UnknownCredential { rp_id: rp_id.clone(), credential_id: id(&[0, 1, 2]) }));
    let all = parse(
        SignalKind::AllAcceptedCredentials,
        r#"{"rpId":"example.com","userId":"dXNlcg","allAcceptedCredentialIds":["AAEC","_-8"],"more":[1]}"#,
    );
    let credential_ids = vec![id(&[0, 1, 2]), id(&[0xff, 0xef])];
    let expected =
        Signal::AllAcceptedCredentials { rp_id: rp_id.clone(), user_handle: user_handle.clone(), credential_ids };
    assert_eq!(all, Ok(expected));
    let details = parse(
        SignalKind::CurrentUserDetails,
        r#"{"rpId":"example.com","userId":"dXNlcg","name":"a@b","displayName":""}"#,
    );
    let (name, display_name) = ("a@b".to_owned(), String::new());
    assert_eq!(details, Ok(Signal::CurrentUserDetails { rp_id, user_handle, name, display_name }));
}

#[test]
fn a_signal_with_one_thing_wrong_is_refused_whole() {
    let all = |rp_id: &str, user: &str, ids: &str| {
        let json = format!(r#"{{"rpId":{rp_id},"userId":{user},"allAcceptedCredentialIds":{ids}}}"#);
        parse(SignalKind::AllAcceptedCredentials, &json)
    };
    let (rp, user) = (r#""example.com""#, r#""dXNlcg""#);
    assert!(all(rp, user, "[]").is_ok());
    assert_eq!(all(rp, user, r#"["AAEC","not base64"]"#), Err(InvalidSignal::CredentialId));
    assert_eq!(all(rp, user, r#"["AAEC="]"#), Err(InvalidSignal::CredentialId));
    assert_eq!(all(rp, user, r#"[""]"#), Err(InvalidSignal::CredentialId));
    assert_eq!(all(rp, r#""""#, "[]"), Err(InvalidSignal::UserHandle));
    assert_eq!(all(r#""192.0.2.1""#, user, "[]"), Err(InvalidSignal::RpId));
    for wrong in ["null", "{}", r#""AAEC""#, "[1]", r#"[["AAEC"]]"#] {
        assert_eq!(all(rp, user, wrong), Err(InvalidSignal::NotASignal), "{wrong}");
    }
    assert_eq!(all("null", user, "[]"), Err(InvalidSignal::NotASignal));
    for text in ["", "[]", "null", r#"{"rpId":"example.com"}"#, r#"{"rpId":"example.com","userId":"dXNlcg"}"#] {
        assert_eq!(parse(SignalKind::AllAcceptedCredentials, text), Err(InvalidSignal::NotASignal), "{text}");
    }
    let long = format!(r#"{{"rpId":"{}"}}"#, "a".repeat(1024 * 1024));
    assert_eq!(parse(SignalKind::UnknownCredential, &long), Err(InvalidSignal::TooLarge));
}

#[test]
fn ten_thousand_ids_are_read() {
    let ids: Vec<String> =
        (0_u32..10_000).map(|n| format!("\"{}\"", id(&n.to_be_bytes().repeat(8)).to_base64url())).collect();
    let json = format!(r#"{{"rpId":"example.com","userId":"dXNlcg","allAcceptedCredentialIds":[{}]}}"#, ids.join(","));
    let Ok(Signal::AllAcceptedCredentials { credential_ids, .. }) = parse(SignalKind::AllAcceptedCredentials, &json)
    else {
        panic!("a signal")
    };
    assert_eq!(credential_ids.len(), 10_000);
}

#[test]
fn a_signal_does_not_print_what_is_in_it() {
    let signal = parse(
        SignalKind::CurrentUserDetails,
        r#"{"rpId":"example.com","userId":"dXNlcg","name":"ada@example.com","displayName":"Ada"}"#,
    );
    assert_eq!(format!("{:?}", signal.unwrap()), "CurrentUserDetails");
}
