//! Requests of a platform that hands over no JSON.

use super::*;
use crate::id::{CredentialId, RpId, User, UserHandle};
use crate::key::Algorithm;

#[test]
fn a_request_built_from_parts_is_the_one_parsed_from_the_same_json() {
    let user = User {
        handle: UserHandle::from_bytes([1, 2, 3, 4]).unwrap(),
        name: "amy".to_owned(),
        display_name: "Amy".to_owned(),
    };
    let excluded = CredentialId::from_bytes([9; 16]).unwrap();
    let parts = CreationOptions::from_parts(
        RpId::parse("example.org").unwrap(),
        user,
        Algorithms::from_cose(vec![-7]),
        vec![excluded.clone()],
    );
    let json = json!({
        "rp": { "id": "example.org", "name": "example.org" },
        "user": { "id": "AQIDBA", "name": "amy", "displayName": "Amy" },
        "pubKeyCredParams": [{ "type": "public-key", "alg": -7 }],
        "excludeCredentials": [{ "type": "public-key", "id": excluded.to_base64url() }],
        "authenticatorSelection": { "residentKey": "required" },
    });
    let parsed = parse_creation_options(json.to_string().as_bytes(), Mode::Tolerant);
    assert_eq!(parsed.unwrap().options, parts);
}

#[test]
fn a_get_request_built_from_parts_is_the_one_parsed_from_the_same_json() {
    let allowed = CredentialId::from_bytes([9; 16]).unwrap();
    let json = json!({
        "rpId": "example.org",
        "allowCredentials": [{ "type": "public-key", "id": allowed.to_base64url() }],
    });
    let parsed = parse_request_options(json.to_string().as_bytes(), Mode::Tolerant);
    let parts = RequestOptions::from_parts(RpId::parse("example.org").unwrap(), vec![allowed]);
    assert_eq!(parsed.unwrap().options, parts);
    assert_eq!(RequestOptions::from_parts(RpId::parse("example.org").unwrap(), vec![]).allow, AllowList::Empty);
}

#[test]
fn no_algorithms_mean_the_standards_default() {
    assert_eq!(Algorithms::from_cose(vec![]).cose(), [-7, -257]);
    assert_eq!(Algorithms::from_cose(vec![-257]).supported(), Err(NoSupportedAlgorithm));
    // Each once, however often it is listed.
    let supported = vec![Algorithm::Es256, Algorithm::EdDsa];
    assert_eq!(Algorithms::from_cose(vec![-257, -7, -8, -7, -300]).supported(), Ok(supported));
}
