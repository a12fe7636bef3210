//! What each server is asked and what it answers, from its documentation or from calls that were made by hand: each
//! body here is written from those, and none is our own output.

use serde_json::{Value, json};

use crate::enrolment::dialect::{Dialect, Values};
use crate::enrolment::pointer;

fn values(pairs: Value) -> Values {
    pairs.as_object().unwrap().clone().into_iter().collect()
}

/// `RegistrationResponseJSON` (WebAuthn L3, section 5.1).
fn credential() -> Value {
    json!({
        "id": "AQID", "rawId": "AQID", "type": "public-key", "authenticatorAttachment": "platform",
        "response": {"clientDataJSON": "Y2Q", "attestationObject": "YW8", "transports": ["hybrid", "internal"]},
        "clientExtensionResults": {"credProps": {"rk": true}}
    })
}

fn register_body(name: &str, more: Value) -> Value {
    let mut filled = values(more);
    filled.insert("credential".to_owned(), credential());
    filled.insert("name".to_owned(), json!("Phone"));
    Dialect::shipped(name).unwrap().register.endpoint.body.unwrap().fill(&filled).unwrap()
}

#[test]
fn a_credential_goes_in_as_each_server_takes_it() {
    let whole = credential();
    let table = [
        (
            "entra-graph",
            json!({}),
            json!({"displayName": "Phone", "publicKeyCredential": {"id": "AQID",
                "response": {"clientDataJSON": "Y2Q", "attestationObject": "YW8"},
                "clientExtensionResults": {"credProps": {"rk": true}}}}),
        ),
        (
            "okta-myaccount",
            json!({}),
            json!({"clientData": "Y2Q", "attestation": "YW8", "clientExtensions": "{\"credProps\":{\"rk\":true}}",
                "transports": "[\"hybrid\",\"internal\"]"}),
        ),
        ("auth0-myaccount", json!({"session": "s"}), json!({"auth_session": "s", "authn_response": whole})),
        ("zitadel", json!({}), json!({"publicKeyCredential": whole, "passkeyName": "Phone"})),
        (
            "keycloak",
            json!({}),
            json!({"clientDataJSON": "Y2Q", "attestationObject": "YW8", "publicKeyCredentialId": "AQID",
                "authenticatorLabel": "Phone", "transports": "hybrid,internal",
                "authenticatorAttachment": "platform", "error": ""}),
        ),
        (
            "privacyidea",
            json!({"user": "ada", "realm": "r", "serial": "PIPK1", "transaction": "7"}),
            json!({"type": "passkey", "user": "ada", "realm": "r", "serial": "PIPK1", "transaction_id": "7",
                "credential_id": "AQID", "rawId": "AQID", "authenticatorAttachment": "platform",
                "attestationObject": "YW8", "clientDataJSON": "Y2Q", "description": "Phone"}),
        ),
        ("allauth", json!({}), json!({"name": "Phone", "credential": whole})),
        ("spring-security", json!({}), json!({"publicKey": {"credential": whole, "label": "Phone"}})),
        ("better-auth", json!({}), json!({"response": whole, "name": "Phone"})),
        ("flask-security", json!({}), json!({"credential": serde_json::to_string(&credential()).unwrap()})),
        ("fido-server-test-api", json!({}), whole.clone()),
        ("plain", json!({}), whole.clone()),
    ];
    for (name, more, expected) in table {
        assert_eq!(register_body(name, more), expected, "{name}");
    }
}

#[test]
fn options_are_asked_for_where_each_server_has_them() {
    let table = [
        ("entra-graph", json!({}), "/v1.0/me/authentication/fido2Methods/creationOptions"),
        (
            "entra-graph",
            json!({"user": "ada@contoso.com"}),
            "/v1.0/users/ada%40contoso.com/authentication/fido2Methods/creationOptions",
        ),
        (
            "entra-graph-beta",
            json!({"user": "a/b", "minutes": "60"}),
            "/beta/users/a%2Fb/authentication/fido2Methods/creationOptions(challengeTimeoutInMinutes=60)",
        ),
        ("okta-myaccount", json!({}), "/idp/myaccount/webauthn/registration"),
        ("auth0-myaccount", json!({}), "/me/v1/authentication-methods"),
        ("zitadel", json!({"user": "7"}), "/v2/users/7/passkeys"),
        ("privacyidea", json!({}), "/token/init"),
        ("allauth", json!({}), "/_allauth/app/v1/account/authenticators/webauthn?passwordless"),
        ("spring-security", json!({}), "/webauthn/register/options"),
        ("better-auth", json!({}), "/api/auth/passkey/generate-register-options"),
        ("flask-security", json!({}), "/wan-register"),
        ("fido-server-test-api", json!({}), "/attestation/options"),
    ];
    for (name, parameters, expected) in table {
        let dialect = Dialect::shipped(name).unwrap();
        let values = values(parameters);
        let root = dialect.roots.iter().find_map(|root| root.fill(&values)).unwrap_or_default();
        let crate::enrolment::dialect::Target::Path(path) = dialect.options.endpoint.unwrap().target else { panic!() };
        assert_eq!(format!("{root}{}", path.fill(&values).unwrap()), expected, "{name}");
    }
}

/// Steps upwards are steps to URL parsers even where they are escaped.
#[test]
fn a_value_cannot_leave_its_place_in_a_path() {
    let dialect = Dialect::shipped("zitadel").unwrap();
    let root = &dialect.roots[0];
    for bad in ["", ".", ".."] {
        assert!(root.fill(&values(json!({"user": bad}))).is_none(), "{bad:?}");
    }
    for (user, expected) in [("a/../b", "a%2F..%2Fb"), ("a?b#c", "a%3Fb%23c"), ("%2e", "%252e"), ("\u{e9}", "%C3%A9")] {
        let path = root.fill(&values(json!({ "user": user }))).unwrap();
        assert_eq!(path, format!("/v2/users/{expected}/passkeys"));
    }
}

/// The lists as the servers wrote them (shortened); what they call the passkey, and its credential id.
#[test]
fn a_list_gives_what_each_server_calls_a_passkey() {
    let table = [
        (
            "entra-graph",
            json!({"value": [{"id": "_jpuR-TGZtk6aQCLF3BQjA2", "displayName": "Red key"}]}),
            Some("_jpuR-TGZtk6aQCLF3BQjA2"),
            json!("_jpuR-TGZtk6aQCLF3BQjA2"),
        ),
        (
            "auth0-myaccount",
            json!({"authentication_methods": [{"type": "passkey", "id": "passkey|x", "key_id": "AQID"}]}),
            Some("AQID"),
            json!("passkey|x"),
        ),
        ("zitadel", json!({"result": [{"id": "7", "state": "AUTH_FACTOR_STATE_READY"}]}), None, json!("7")),
        (
            "keycloak",
            json!([{"id": "u-1", "type": "webauthn-passwordless",
                "credentialData": "{\"credentialId\":\"AQIDBA==\",\"aaguid\":\"00\"}"}]),
            Some("AQIDBA=="),
            json!("u-1"),
        ),
        (
            "privacyidea",
            json!({"result": {"value": {"tokens": [{"serial": "PIPK1", "rollout_state": "enrolled"}]}}}),
            None,
            json!("PIPK1"),
        ),
        ("allauth", json!({"data": [{"type": "webauthn", "id": 1, "name": "Phone"}]}), None, json!(1)),
        ("better-auth", json!([{"id": "r1", "credentialID": "AQID", "name": "Phone"}]), Some("AQID"), json!("r1")),
    ];
    for (name, answer, credential, registration) in table {
        let list = Dialect::shipped(name).unwrap().list.unwrap();
        let entries = pointer::find(&answer, &list.at).unwrap();
        let entry = &entries.as_array().unwrap()[0];
        assert!(list.only.iter().all(|(at, values)| values.contains(&pointer::find(entry, at).unwrap())), "{name}");
        let found = |at: &Option<String>| Some(pointer::find(entry, at.as_ref()?).unwrap().into_owned());
        assert_eq!(found(&list.credential), credential.map(Value::from), "{name}");
        assert_eq!(found(&list.registration), Some(registration), "{name}");
    }
}

/// allauth takes numbers in a list, better-auth and Flask a body, all others the path.
#[test]
fn a_passkey_is_deleted_by_what_the_server_calls_it() {
    let table = [
        ("allauth", json!(1), json!({"authenticators": [1]})),
        ("better-auth", json!("r1"), json!({"id": "r1"})),
        ("flask-security", json!("Phone"), json!({"name": "Phone"})),
    ];
    for (name, id, expected) in table {
        let delete = Dialect::shipped(name).unwrap().delete.unwrap();
        assert_eq!(delete.body.unwrap().fill(&values(json!({ "id": id }))), Some(expected), "{name}");
    }
}
