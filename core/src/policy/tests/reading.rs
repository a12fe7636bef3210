use super::*;

#[test]
fn every_document_of_the_tables_is_read_whole() {
    for (name, _) in POLICIES.iter().filter(|(name, _)| *name != "strengths") {
        assert_eq!(policy(name).doubts(), [], "{name}");
    }
    let strengths = policy("open").with_strengths(document("strengths").as_bytes()).unwrap();
    assert_eq!(strengths.doubts(), []);
    assert_eq!(strengths.strengths().collect::<Vec<_>>(), ["Phishing-resistant MFA", "Phones", "Certificates"]);
}

#[test]
fn a_policy_is_found_in_the_whole_policy_of_all_methods() {
    let open = document("attested");
    let whole = format!(
        r##"{{"@odata.context":"x","id":"authenticationMethodsPolicy","registrationEnforcement":{{"a":1}},
        "authenticationMethodConfigurations":[{{"@odata.type":"#microsoft.graph.smsAuthenticationMethodConfiguration",
        "id":"Sms","state":"enabled"}},{open}]}}"##
    );
    let found = Organisation::parse(whole.as_bytes()).unwrap();
    assert_eq!(found.doubts(), []);
    let facts = Facts {
        aaguid: PHONE.parse().unwrap(),
        backup_eligible: false,
        attestation: AttestationKind::None,
        person: Person::default(),
        occasion: Occasion::Registration,
        strengths: Vec::new(),
    };
    let expected = "refused attestation authenticationMethodConfigurations[1].isAttestationEnforced";
    assert_eq!(written(&found.judge(&facts)), expected);
}

#[test]
fn a_wrong_member_is_an_error_with_its_path() {
    for (name, from, to, path, problem) in [
        ("open", r#""state": "enabled""#, r#""state": 1"#, "state", "not_text"),
        (
            "open",
            r#""isAttestationEnforced": false"#,
            r#""isAttestationEnforced": "no""#,
            "isAttestationEnforced",
            "not_a_flag",
        ),
        ("allow_list", r#""isEnforced": true"#, r#""isEnforced": "true""#, "keyRestrictions.isEnforced", "not_a_flag"),
        ("allow_list", PHONE, "not an AAGUID", "keyRestrictions.aaGuids[0]", "not_an_aaguid"),
        ("allow_list", r#""allow""#, "true", "keyRestrictions.enforcementType", "not_text"),
        (
            "profiles",
            r#""passkeyTypes": "deviceBound""#,
            r#""passkeyTypes": 3"#,
            "passkeyProfiles[0].passkeyTypes",
            "not_text",
        ),
        ("profiles", r#""name": "Staff""#, r#""name": []"#, "passkeyProfiles[1].name", "not_text"),
        ("profiles", r#""id": "leavers""#, r#""id": null"#, "excludeTargets[0].id", "missing"),
        ("profiles", PHONE, "5f3e3b6e", "passkeyProfiles[2].keyRestrictions.aaGuids[0]", "not_an_aaguid"),
        (
            "open",
            r#""excludeTargets": []"#,
            r#""excludeTargets": {"targetType": "group", "id": "a"}"#,
            "excludeTargets",
            "not_a_list",
        ),
        (
            "union",
            r#""id": "5d2fbb1a-6f0c-4c8e-8f8c-9f3f4d1c0a02""#,
            r#""ident": "5""#,
            "passkeyProfiles[1].id",
            "missing",
        ),
    ] {
        let refused = policy_with(name, from, to).unwrap_err();
        assert_eq!((refused.path(), refused.as_str()), (Some(path), problem), "{name}: {from}");
    }
}

#[test]
fn a_wrong_member_of_the_old_kind_is_an_error_where_profiles_count_too() {
    let refused = policy_with("attested_types", PHONE, "x").unwrap_err();
    assert_eq!(refused.path(), Some("keyRestrictions.aaGuids[0]"));
}

#[test]
fn a_wrong_member_of_a_strength_is_an_error_with_its_path() {
    let add = |text: &str| policy("open").with_strengths(text.as_bytes()).unwrap_err();
    let wrong = document("strengths").replacen(PHONE, "x", 1);
    assert_eq!(add(&wrong).path(), Some("value[1].combinationConfigurations[0].allowedAAGUIDs[0]"));
    assert_eq!(add(r#"[{"displayName":"x"}]"#).path(), Some("[0].allowedCombinations"));
    assert_eq!(add(r#"[{"allowedCombinations":["fido2"]}]"#).path(), Some("[0].id"));
    assert_eq!(add(r#"{"a":1}"#), InvalidPolicy::NotAPolicy);
}

#[test]
fn what_is_no_policy_is_said_to_be_none() {
    for (text, expected) in [
        ("", InvalidPolicy::NotJson),
        ("<html>", InvalidPolicy::NotJson),
        (r#"{"state":"enabled","state":"disabled"}"#, InvalidPolicy::NotJson),
        (r#"{"error":{"code":"Forbidden"}}"#, InvalidPolicy::NotAPolicy),
        (r#"{"authenticationMethodConfigurations":[]}"#, InvalidPolicy::NotAPolicy),
        ("[]", InvalidPolicy::NotAPolicy),
        ("7", InvalidPolicy::NotAPolicy),
    ] {
        assert_eq!(Organisation::parse(text.as_bytes()), Err(expected), "{text}");
    }
    assert_eq!(Organisation::parse(&vec![b' '; 256 * 1024 + 1]), Err(InvalidPolicy::TooLarge));
    assert_eq!(Organisation::parse(&vec![b' '; 256 * 1024]), Err(InvalidPolicy::NotJson));
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    // What Windows PowerShell 5.1 writes before a text by `Out-File -Encoding utf8`.
    let text = [b"\xef\xbb\xbf", document("open").as_bytes()].concat();
    assert_eq!(Organisation::parse(&text), Ok(policy("open")));
}

#[test]
fn types_are_read_as_flags_or_as_a_list() {
    let flags = policy("profiles");
    let list = policy_with("profiles", r#""deviceBound,synced""#, r#"["deviceBound", "synced"]"#).unwrap();
    let spaced = policy_with("profiles", "deviceBound,synced", "deviceBound, synced").unwrap();
    assert_eq!(list, flags);
    assert_eq!(spaced, flags);
}

#[test]
fn a_policy_of_which_nothing_is_known_forbids_nothing_and_is_partial() {
    let unknown = Organisation::unknown();
    assert!(!unknown.doubts().is_empty());
    let strict = unknown.clone().with_strengths(document("strengths").as_bytes()).unwrap();
    for (policy, strengths, is_allowed) in [(&unknown, vec![], true), (&strict, vec!["Certificates".to_owned()], false)]
    {
        let facts = Facts {
            aaguid: KEY.parse().unwrap(),
            backup_eligible: true,
            attestation: AttestationKind::None,
            person: Person::default(),
            occasion: Occasion::SignIn,
            strengths,
        };
        assert_eq!(policy.judge(&facts).is_allowed, is_allowed);
    }
}
