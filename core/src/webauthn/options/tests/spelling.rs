//! Members in other letters and by other names: read and reported, or refused. A default never stands
//! in for what the relying party asked for.

use super::*;

/// A member in the spellings that serializers make of it.
fn spellings(name: &str) -> Vec<String> {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    let mut pascal = name.to_owned();
    pascal[..1].make_ascii_uppercase();
    let mut spellings = vec![snake.replace('_', "-"), snake.to_uppercase(), snake, pascal];
    spellings.extend([name.to_uppercase(), name.to_lowercase()]);
    spellings.sort();
    spellings.dedup();
    spellings.retain(|spelling| spelling != name);
    spellings
}

fn renamed(mut options: Value, path: &str, name: &str) -> Value {
    let (parent, own) = path.rsplit_once('.').unwrap_or(("", path));
    let mut place = &mut options;
    for name in parent.split('.').filter(|name| !name.is_empty()) {
        place = &mut place[name];
    }
    let value = place.as_object_mut().unwrap().remove(own).unwrap();
    place[name] = value;
    options
}

fn full_creation() -> Value {
    json!({
        "rp": { "id": "example.org", "name": "Example" },
        "user": { "id": "AQIDBA", "name": "amy", "displayName": "Amy" },
        "challenge": "AAECAwQFBgcICQoLDA0ODw",
        "pubKeyCredParams": [{ "type": "public-key", "alg": -257 }],
        "excludeCredentials": [{ "type": "public-key", "id": "AQID", "transports": ["usb"] }],
        "authenticatorSelection": {
            "authenticatorAttachment": "cross-platform",
            "residentKey": "required",
            "requireResidentKey": true,
            "userVerification": "required",
        },
        "attestation": "direct",
        "attestationFormats": ["packed"],
        "timeout": 60000,
        "hints": ["hybrid"],
        "extensions": { "credProps": true },
    })
}

fn full_request() -> Value {
    json!({
        "challenge": "AAECAwQFBgcICQoLDA0ODw",
        "rpId": "example.org",
        "allowCredentials": [{ "type": "public-key", "id": "AQID" }],
        "userVerification": "required",
        "timeout": 60000,
        "hints": ["hybrid"],
        "extensions": { "uvm": true },
    })
}

const OF_CREATION: &[&str] = &[
    "rp",
    "rp.id",
    "rp.name",
    "user.name",
    "user.displayName",
    "pubKeyCredParams",
    "excludeCredentials",
    "authenticatorSelection",
    "authenticatorSelection.authenticatorAttachment",
    "authenticatorSelection.residentKey",
    "authenticatorSelection.requireResidentKey",
    "authenticatorSelection.userVerification",
    "attestation",
    "attestationFormats",
    "timeout",
    "hints",
    "extensions",
    "extensions.credProps",
];

const OF_REQUEST: &[&str] = &["rpId", "allowCredentials", "userVerification", "timeout", "hints", "extensions"];

#[test]
fn every_member_is_read_in_any_spelling_and_reported() {
    let expected = create(&full_creation()).unwrap();
    assert_eq!(expected.repairs, []);
    for path in OF_CREATION {
        for spelling in spellings(path.rsplit('.').next().unwrap()) {
            let options = renamed(full_creation(), path, &spelling);
            let understood = create(&options).unwrap_or_else(|error| panic!("{path} as {spelling}: {error}"));
            assert_eq!(understood.options, expected.options, "{path} as {spelling}");
            assert_eq!(understood.repairs.len(), 1, "{path} as {spelling}: {:?}", understood.repairs);
            assert_eq!(understood.repairs[0].found, "a member by another name", "{path} as {spelling}");
        }
    }
    let expected = get(&full_request()).unwrap();
    assert_eq!(expected.repairs, []);
    for path in OF_REQUEST {
        for spelling in spellings(path) {
            let understood = get(&renamed(full_request(), path, &spelling)).unwrap();
            assert_eq!(understood.options, expected.options, "{path} as {spelling}");
            assert_eq!(understood.repairs.len(), 1, "{path} as {spelling}: {:?}", understood.repairs);
        }
    }
}

#[test]
fn whole_options_in_one_spelling_are_understood_as_in_the_standards() {
    fn spelt(value: &Value, spell: fn(&str) -> String) -> Value {
        match value {
            // Challenge and user are read under their own names alone.
            Value::Object(members) => members
                .iter()
                .map(|(name, value)| {
                    let keeps = ["challenge", "user", "id", "uvm"].contains(&name.as_str());
                    (if keeps { name.clone() } else { spell(name) }, spelt(value, spell))
                })
                .collect(),
            Value::Array(entries) => entries.iter().map(|entry| spelt(entry, spell)).collect(),
            other => other.clone(),
        }
    }
    let spells: [fn(&str) -> String; 3] = [
        |name| name.to_uppercase(),
        |name| name.to_lowercase(),
        |name| {
            name.chars()
                .flat_map(|c| if c.is_uppercase() { vec!['_', c.to_ascii_lowercase()] } else { vec![c] })
                .collect()
        },
    ];
    for spell in spells {
        let options = spelt(&full_creation(), spell);
        assert_eq!(create(&options).unwrap().options, create(&full_creation()).unwrap().options, "{options}");
        let options = spelt(&full_request(), spell);
        assert_eq!(get(&options).unwrap().options, get(&full_request()).unwrap().options, "{options}");
    }
}

#[test]
fn members_are_read_by_the_names_that_servers_give_them() {
    for (path, names) in [
        ("rp", &["relyingParty", "relying_party"][..]),
        ("rp.id", &["rpId", "relyingPartyId", "relyingPartyIdentifier", "rp_id"]),
        ("pubKeyCredParams", &["publicKeyCredParams", "public_key_credential_parameters", "pubKeyCredentialParams"]),
        ("excludeCredentials", &["excludeList", "excludedCredentials", "exclude_list", "ExcludedCredentials"]),
        ("authenticatorSelection", &["authenticatorSelectionCriteria"]),
        ("authenticatorSelection.residentKey", &["residentKeyRequirement"]),
        (
            "authenticatorSelection.userVerification",
            &["userVerificationRequirement", "userVerificationPreference", "user_verification_policy"],
        ),
        ("attestation", &["attestationConveyancePreference", "attestationPreference"]),
    ] {
        for name in names {
            let understood = create(&renamed(full_creation(), path, name)).unwrap();
            assert_eq!(understood.options, create(&full_creation()).unwrap().options, "{path} as {name}");
            assert_eq!(understood.repairs.len(), 1, "{path} as {name}: {:?}", understood.repairs);
        }
    }
    for (path, names) in [
        ("rpId", &["relyingPartyId", "relyingPartyIdentifier", "rpID", "RpId", "relying_party_id"][..]),
        ("allowCredentials", &["allowList", "allowedCredentials", "allow_list", "credentials", "AllowList"]),
        ("userVerification", &["userVerificationPolicy", "userVerificationPreference"]),
    ] {
        for name in names {
            let understood = get(&renamed(full_request(), path, name)).unwrap();
            assert_eq!(understood.options, get(&full_request()).unwrap().options, "{path} as {name}");
            assert_eq!(paths(&understood.repairs), [format!("$.{name}")], "{path} as {name}");
        }
    }
}

#[test]
fn protections_outside_their_place_are_read() {
    for name in ["authenticatorAttachment", "residentKey", "requireResidentKey", "userVerification"] {
        for called in [vec![name.to_owned()], spellings(name)].concat() {
            let mut options = full_creation();
            let value = options["authenticatorSelection"].as_object_mut().unwrap().remove(name).unwrap();
            options[&called] = value;
            let understood = create(&options).unwrap();
            assert_eq!(understood.options, create(&full_creation()).unwrap().options, "{called}");
            assert!(!understood.repairs.is_empty(), "{called}");
        }
    }
    let mut options = without(full_request(), "userVerification");
    options["authenticatorSelection"] = json!({ "userVerification": "required" });
    let understood = get(&options).unwrap();
    assert_eq!(understood.options, get(&full_request()).unwrap().options);
    assert_eq!(paths(&understood.repairs), ["$.authenticatorSelection"]);
}

#[test]
fn who_and_what_is_signed_for_is_read_under_its_own_name_only() {
    for path in ["user", "user.id"] {
        for spelling in spellings(path.rsplit('.').next().unwrap()) {
            let error = create(&renamed(full_creation(), path, &spelling)).unwrap_err();
            assert!(matches!(&error, OptionsError::Missing { path: at, .. } if *at == format!("$.{path}")), "{error}");
        }
    }
    // Without it nothing begins, but for a caller that hands over a client data hash.
    for spelling in spellings("challenge") {
        let creation = create(&renamed(full_creation(), "challenge", &spelling)).unwrap();
        assert_eq!((creation.options.challenge, paths(&creation.repairs)), (None, vec!["$.challenge"]), "{spelling}");
        let request = get(&renamed(full_request(), "challenge", &spelling)).unwrap();
        assert_eq!((request.options.challenge, paths(&request.repairs)), (None, vec!["$.challenge"]), "{spelling}");
    }
}

#[test]
fn two_spellings_that_disagree_are_refused() {
    for (name, value) in [
        ("RP", json!({ "id": "example.com", "name": "Example" })),
        ("Challenge", json!("AQID")),
        ("USER", json!({ "id": "BQ", "name": "a", "displayName": "A" })),
        ("pub_key_cred_params", json!([{ "type": "public-key", "alg": -7 }])),
        ("exclude_credentials", json!([])),
        ("excludeList", json!([{ "type": "public-key", "id": "BAUG" }])),
        ("AuthenticatorSelection", json!({ "userVerification": "discouraged" })),
        ("ATTESTATION", json!("none")),
    ] {
        let error = create(&with(full_creation(), name, value)).unwrap_err();
        assert_eq!(error, OptionsError::Contradiction { path: format!("$.{name}") });
    }
    for (name, value) in [
        ("relyingPartyId", json!("example.com")),
        ("allow_credentials", json!([])),
        ("allowList", json!(["BAUG"])),
        ("user_verification", json!("discouraged")),
        ("CHALLENGE", json!("AQID")),
    ] {
        let error = get(&with(full_request(), name, value)).unwrap_err();
        assert_eq!(error, OptionsError::Contradiction { path: format!("$.{name}") });
    }
    // Two that agree, one of them null, or of a hint.
    for (name, value) in [
        ("user_verification", json!("required")),
        ("allow_credentials", json!(null)),
        ("time_out", json!(1)),
        ("Hints", json!([])),
    ] {
        let understood = get(&with(full_request(), name, value)).unwrap();
        assert_eq!(understood.options, get(&full_request()).unwrap().options, "{name}");
    }
}

#[test]
fn values_in_other_letters_are_what_they_say() {
    for text in ["REQUIRED", "Required", " required ", "ReQuIrEd"] {
        let understood = get(&with(full_request(), "userVerification", json!(text))).unwrap();
        assert_eq!(understood.options.user_verification, UserVerification::Required, "{text}");
        assert_eq!(paths(&understood.repairs), ["$.userVerification"]);
    }
    for odd in [json!(true), json!(0), json!("0"), json!("true"), json!(["required"]), json!(["REQUIRED"])] {
        let understood = get(&with(full_request(), "userVerification", odd.clone())).unwrap();
        assert_eq!(understood.options.user_verification, UserVerification::Required, "{odd}");
        assert_eq!(paths(&understood.repairs), ["$.userVerification"]);
    }
    // A value from a later standard is as if absent (WebAuthn L3, section 2.1.1).
    for odd in [json!("future"), json!(""), json!(false), json!(7), json!({}), json!(["a", "b"])] {
        let understood = get(&with(full_request(), "userVerification", odd.clone())).unwrap();
        assert_eq!(understood.options.user_verification, UserVerification::Preferred, "{odd}");
        assert_eq!(paths(&understood.repairs), ["$.userVerification"]);
    }
    for (path, texts) in [
        ("authenticatorSelection.authenticatorAttachment", &["CROSS_PLATFORM", "CrossPlatform", "crossPlatform"][..]),
        ("authenticatorSelection.residentKey", &["REQUIRED", "Required"]),
        ("authenticatorSelection.userVerification", &["REQUIRED", "Required"]),
        ("attestation", &["DIRECT", "Direct"]),
    ] {
        for text in texts {
            let understood = create(&with(full_creation(), path, json!(text))).unwrap();
            assert_eq!(understood.options, create(&full_creation()).unwrap().options, "{path}: {text}");
            assert_eq!(paths(&understood.repairs), [format!("$.{path}")]);
        }
    }
}

/// Browsers pass over what they do not know, and refuse what lacks a required member.
#[test]
fn strict_mode_knows_the_standards_names_only() {
    for path in OF_CREATION {
        for spelling in spellings(path.rsplit('.').next().unwrap()) {
            let strict = create_strictly(&renamed(full_creation(), path, &spelling));
            let lacking = create_strictly(&without(full_creation(), path));
            match (strict, lacking) {
                (Err(strict), Err(lacking)) => assert_eq!(strict, lacking, "{path} as {spelling}"),
                (Ok(mut strict), Ok(lacking)) => {
                    // An extension of that name is one more that nobody knows.
                    strict.options.extensions.requested.retain(|name| *name != spelling);
                    assert_eq!(strict, lacking, "{path} as {spelling}");
                }
                (strict, _) => panic!("{path} as {spelling}: {strict:?}"),
            }
        }
    }
    for text in ["REQUIRED", "Required"] {
        let read = get_strictly(&with(full_request(), "userVerification", json!(text))).unwrap().options;
        assert_eq!(read.user_verification, UserVerification::Preferred);
    }
}

#[test]
fn strict_mode_refuses_an_rp_id_that_is_not_canonical() {
    for (id, canonical) in [("EXAMPLE.org", "example.org"), ("bücher.example", "xn--bcher-kva.example")] {
        let error = create_strictly(&with(full_creation(), "rp.id", json!(id))).unwrap_err();
        assert_eq!(error, OptionsError::RpIdNotCanonical { path: "$.rp.id".to_owned() });
        let error = get_strictly(&with(full_request(), "rpId", json!(id))).unwrap_err();
        assert_eq!(error, OptionsError::RpIdNotCanonical { path: "$.rpId".to_owned() });
        let understood = get(&with(full_request(), "rpId", json!(id))).unwrap();
        assert_eq!(understood.options.rp_id.unwrap().as_str(), canonical);
        assert_eq!(paths(&understood.repairs), ["$.rpId"]);
        assert!(get_strictly(&with(full_request(), "rpId", json!(canonical))).is_ok());
    }
}
