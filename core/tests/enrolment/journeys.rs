//! Single journeys: what a server may say, and what the machine does not do then.

use std::time::Duration;

use passkey_provider::clock::Timestamp;
use passkey_provider::enrolment::{
    Dialect, Failure, InvalidSetup, Outcome, QuestionKind, Reply, Server as Address, Setup, Step, TokenKind,
    TokenReason,
};
use passkey_provider::exchange::{Answer, Response, ResponseHeaders};
use passkey_provider::id::{Origin, RpId, UserHandle};
use passkey_provider::secret::Secret;
use passkey_provider::{Consent, VerificationMethod};
use serde_json::{Value, json};

use crate::server::Kind;
use crate::world::{End, Fault, MODEL, World, word};

pub(crate) fn answer(status: u16, body: &Value) -> Answer {
    Answer::Response(response(status, body, ResponseHeaders::default()))
}

pub(crate) fn response(status: u16, body: &Value, headers: ResponseHeaders) -> Response {
    let content_type = Some("application/json".to_owned());
    Response { status, content_type, redirects: Vec::new(), headers, body: serde_json::to_vec(body).unwrap() }
}

pub(crate) fn options(rp_id: &str) -> Value {
    json!({
        "rp": {"id": rp_id, "name": "A server"}, "user": {"id": "AQIDBA", "name": "ada", "displayName": "Ada"},
        "challenge": "AAECAwQFBgcICQoLDA0ODw", "pubKeyCredParams": [{"type": "public-key", "alg": -7}]
    })
}

pub(crate) fn begin(world: &World, dialect: Dialect, url: &str, parameters: &[(&str, &str)]) -> Step {
    let setup = Setup::new(dialect, Address::parse(url).unwrap(), parameters).unwrap().friendly_name("Phone");
    signed_in(world.provider().enrolments().begin(setup).unwrap().value)
}

fn signed_in(step: Step) -> Step {
    match step {
        Step::Token(needed) => needed.with(Secret::new(b"a=b".to_vec())),
        other => other,
    }
}

pub(crate) fn answered(world: &World, step: Step, answer: &Answer) -> Step {
    let Step::Send(sending) = step else { panic!("{step:?}") };
    signed_in(world.provider().enrolments().answered(sending, answer).unwrap().value)
}

pub(crate) fn created(world: &World, step: Step) -> Step {
    let Step::Create(creating) = step else { panic!("{step:?}") };
    let plan = world.provider().enrolments().plan(&creating, MODEL).unwrap();
    let consented = plan.consent(Consent::Stated(VerificationMethod::Biometric)).unwrap();
    let made = world.provider().finish_create(consented).unwrap().value;
    world.provider().enrolments().created(creating, &made).unwrap().value
}

pub(crate) fn body(step: &Step) -> String {
    let Step::Send(sending) = step else { panic!("{step:?}") };
    String::from_utf8(sending.request().body.as_ref().unwrap().expose().clone()).unwrap()
}

fn failure(step: &Step) -> Failure {
    let Step::Failed(failed) = step else { panic!("{step:?}") };
    failed.failure()
}

/// RFC 9110, section 10.2.3; the date is that of section 5.6.7, of which `faults` has the seconds.
#[test]
fn a_date_to_come_back_at_is_by_the_hosts_clock() {
    let world = World::at(Kind::Graph, Timestamp::from_millis((784_111_777 - 90) * 1000));
    let graph = Dialect::shipped("entra-graph").unwrap();
    let step = begin(&world, graph, "https://graph.microsoft.com", &[]);
    let retry_after = Some("Sun, 06 Nov 1994 08:49:37 GMT".to_owned());
    let headers = ResponseHeaders { retry_after, ..ResponseHeaders::default() };
    let step = answered(&world, step, &Answer::Response(response(429, &json!({}), headers)));
    let Step::Wait(waiting) = step else { panic!("{step:?}") };
    assert_eq!(waiting.after(), Duration::from_secs(90));
}

#[test]
fn an_enrolment_costs_one_commit_more_than_a_create_and_a_confirmation() {
    let mut world = World::new(Kind::Graph);
    let before = world.provider().epoch().unwrap().number();
    let step = world.begin();
    let End::Step(Step::Done(Outcome::Enrolled { passkey, registration })) = world.walk(step) else { panic!() };
    assert_eq!(world.provider().epoch().unwrap().number() - before, 3);
    assert_eq!(Some(passkey), world.passkey());
    assert_eq!(registration.as_deref(), world.server.entries[0].0.as_str());
    assert_eq!(
        world.server.asked,
        [
            "GET https://graph.microsoft.com/v1.0/me/authentication/fido2Methods/creationOptions",
            "POST https://graph.microsoft.com/v1.0/me/authentication/fido2Methods",
        ]
    );
}

#[test]
fn a_server_speaks_for_its_own_domain_and_no_other() {
    let world = World::new(Kind::Spring);
    let spring = || Dialect::shipped("spring-security").unwrap();
    for (url, rp_id, is_served) in [
        ("https://id.example.com", "id.example.com", true),
        ("https://id.example.com:8443/base", "example.com", true),
        ("https://id.example.com", "com", false),
        ("https://id.example.com", "login.microsoft.com", false),
        ("https://id.example.com", "other.example.com", false),
        ("http://localhost:8080", "localhost", true),
        ("http://127.0.0.1:8080", "localhost", false),
    ] {
        let step = begin(&world, spring(), url, &[]);
        let step = answered(&world, step, &answer(200, &options(rp_id)));
        assert_eq!(matches!(step, Step::Create(_)), is_served, "{url} {rp_id}: {step:?}");
        assert!(is_served || failure(&step) == Failure::ForeignRpId);
    }
}

/// Graph's RP ID is not of its domain: that takes the library's own dialect, or the app's code.
#[test]
fn a_file_of_the_apps_own_gets_no_foreign_rp_id() {
    let world = World::new(Kind::Graph);
    let graph = options("login.microsoft.com");
    let graph = answer(200, &json!({ "publicKey": graph }));
    let mut file: Value = serde_json::from_str(include_str!("../../src/enrolment/dialects/entra-graph.json")).unwrap();
    file.as_object_mut().unwrap().remove("rp_ids");
    let own = Dialect::parse(&serde_json::to_vec(&file).unwrap()).unwrap();
    let step = begin(&world, own.clone(), "https://graph.microsoft.com", &[]);
    assert_eq!(failure(&answered(&world, step, &graph)), Failure::ForeignRpId);
    // A national cloud is another base URL.
    let shipped = Dialect::shipped("entra-graph").unwrap();
    let step = begin(&world, shipped, "https://graph.microsoft.us", &[("user", "ada@contoso.us")]);
    assert!(matches!(answered(&world, step, &graph), Step::Create(_)));
    let page = Origin::parse("https://login.microsoft.com").unwrap();
    let address = Address::parse("https://graph.microsoft.com").unwrap();
    let setup = Setup::new(own, address, &[]).unwrap().friendly_name("Phone").at_page(page);
    let step = signed_in(world.provider().enrolments().begin(setup).unwrap().value);
    assert!(matches!(answered(&world, step, &graph), Step::Create(_)));
}

/// Auth0 says in `Location` what the method is called.
#[test]
fn a_location_on_another_host_ends_it_and_one_here_is_read() {
    for (location, expected) in [
        ("https://tenant.auth0.com/me/v1/authentication-methods/passkey%7Cdev_1", None),
        ("/me/v1/authentication-methods/passkey%7Cdev_1", None),
        ("https://evil.example/me/v1/authentication-methods/passkey%7Cdev_1", Some(Failure::OtherHost)),
        ("http://tenant.auth0.com/me/v1/authentication-methods/x", Some(Failure::OtherHost)),
        ("https://tenant.auth0.com/", Some(Failure::WrongShape)),
    ] {
        let world = World::new(Kind::Graph);
        let step = begin(&world, Dialect::shipped("auth0-myaccount").unwrap(), "https://tenant.auth0.com", &[]);
        let headers = ResponseHeaders { location: Some(location.to_owned()), ..ResponseHeaders::default() };
        let said = json!({"auth_session": "s", "authn_params_public_key": options("tenant.auth0.com")});
        let step = answered(&world, step, &Answer::Response(response(201, &said, headers)));
        match expected {
            Some(expected) => assert_eq!(failure(&step), expected, "{location}"),
            None => {
                let step = created(&world, step);
                let Step::Send(sending) = &step else { panic!("{step:?}") };
                let url = "https://tenant.auth0.com/me/v1/authentication-methods/passkey%7Cdev_1/verify";
                assert_eq!(sending.request().url, url);
                assert!(body(&step).starts_with("{\"auth_session\":\"s\",\"authn_response\":{"));
            }
        }
    }
}

/// privacyIDEA: the client data hold base64url(UTF-8(challenge)).
#[test]
fn a_challenge_of_text_is_signed_as_its_bytes() {
    let world = World::new(Kind::Spring);
    let parameters = [("user", "ada"), ("realm", "r")];
    let step = begin(&world, Dialect::shipped("privacyidea").unwrap(), "http://localhost:8095", &parameters);
    let mut asked = options("localhost");
    asked["challenge"] = json!("Zm9v+/bar");
    let detail = json!({"passkey_registration": asked, "serial": "PIPK1", "transaction_id": "77"});
    let step = created(&world, answered(&world, step, &answer(200, &json!({ "detail": detail }))));
    let sent: Value = serde_json::from_str(&body(&step)).unwrap();
    use base64::Engine;
    let client_data = base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(sent["clientDataJSON"].as_str().unwrap()).unwrap();
    let client_data: Value = serde_json::from_slice(&client_data).unwrap();
    assert_eq!(client_data["challenge"], "Wm05disvYmFy");
    assert_eq!((&sent["serial"], &sent["transaction_id"]), (&json!("PIPK1"), &json!("77")));
    let step = answered(&world, step, &answer(200, &json!({"result": {"status": true}})));
    assert!(matches!(step, Step::Done(Outcome::Enrolled { registration: Some(ref serial), .. }) if serial == "PIPK1"));
}

/// Keycloak has the options on a page; the answer is a form, and success a redirect.
#[test]
fn options_of_a_page_become_a_form() {
    for (action, expected) in [
        ("/realms/demo/login-actions/required-action?session_code=1&tab_id=2", None),
        ("https://id.example.com/realms/demo/login-actions/required-action?session_code=1", None),
        ("https://evil.example/realms/demo", Some(Failure::OtherHost)),
    ] {
        let world = World::new(Kind::Spring);
        let step = begin(&world, Dialect::shipped("keycloak").unwrap(), "https://id.example.com", &[]);
        let Step::Options(needed) = step else { panic!("{step:?}") };
        let page = json!({
            "challenge": "AAECAwQFBgcICQoLDA0ODw", "userid": "AQIDBA", "username": "ada", "signatureAlgorithms": [-7],
            "rpEntityName": "keycloak", "rpId": "id.example.com", "attestationConveyancePreference": "none",
            "userVerificationRequirement": "required", "excludeCredentialIds": "", "action": action
        });
        let step = signed_in(created(&world, needed.with(&serde_json::to_vec(&page).unwrap())));
        if let Some(expected) = expected {
            assert_eq!(failure(&step), expected);
            continue;
        }
        let form = body(&step);
        assert!(form.contains("authenticatorLabel=Phone") && form.contains("transports=hybrid%2Cinternal"), "{form}");
        assert!(form.contains("error=") && form.contains("publicKeyCredentialId="), "{form}");
        let location = "http://app.example/cb?kc_action_status=success&code=1".to_owned();
        let headers = ResponseHeaders { location: Some(location), ..ResponseHeaders::default() };
        let step = answered(&world, step, &Answer::Response(response(302, &json!({}), headers)));
        assert!(matches!(step, Step::Done(_)), "{step:?}");
    }
}

#[test]
fn options_for_somebody_else_are_put_to_the_person() {
    for reply in [Reply::GoOn, Reply::Stop] {
        let world = World::new(Kind::Spring);
        let setup = Setup::new(
            Dialect::shipped("spring-security").unwrap(),
            Address::parse("https://id.example.com").unwrap(),
            &[],
        );
        let setup = setup.unwrap().friendly_name("Phone").account("bob");
        let step = signed_in(world.provider().enrolments().begin(setup).unwrap().value);
        let step = answered(&world, step, &answer(200, &options("id.example.com")));
        let Step::Ask(question) = step else { panic!("{step:?}") };
        let kind = QuestionKind::WrongAccount { meant: "bob".to_owned(), found: "ada".to_owned() };
        assert_eq!(question.kind(), kind);
        let step = world.provider().enrolments().replied(question, reply).unwrap().value;
        match reply {
            Reply::Stop => assert_eq!(failure(&step), Failure::Stopped),
            _ => assert!(matches!(step, Step::Create(_))),
        }
    }
}

#[test]
fn a_sign_in_that_is_never_enough_ends_and_says_so() {
    let mut world = World::new(Kind::Graph);
    for _ in 0..5 {
        world.faults.push(Fault { at: "options", what: "401", kills: false });
    }
    let step = world.begin();
    let Step::Name(needed) = step else { panic!("{step:?}") };
    assert_eq!(needed.longest(), 30);
    let Step::Token(needed) = needed.with("Phone") else { panic!() };
    assert_eq!((needed.kind(), needed.reason()), (TokenKind::Bearer, TokenReason::First));
    assert_eq!(needed.scope(), Some("UserAuthenticationMethod.ReadWrite"));
    assert_eq!(needed.fresh_within().map(|fresh| fresh.as_secs()), Some(300));
    let Step::Token(needed) = needed.with(Secret::new(b"a\r\nb".to_vec())) else { panic!() };
    assert_eq!(needed.reason(), TokenReason::Unusable);
    let ended = world.walk(Step::Token(needed));
    assert_eq!(word(&ended), "failed sign_in closed");
}

#[test]
fn a_refusal_keeps_its_code_and_nothing_of_its_words() {
    let world = World::new(Kind::Graph);
    let step = begin(&world, Dialect::shipped("entra-graph").unwrap(), "https://graph.microsoft.com", &[]);
    let said = json!({"error": {"code": "accessDenied", "message": "Ada Lovelace may not"}});
    let Step::Failed(failed) = answered(&world, step, &answer(403, &said)) else { panic!() };
    let refused = failed.refused().unwrap();
    assert_eq!((refused.status, refused.code.as_deref()), (403, Some("accessDenied")));
    assert_eq!(failed.dialect(), "entra-graph");
    assert!(!format!("{failed:?}").contains("Ada"));
}

#[test]
fn a_name_is_cut_to_what_the_server_takes() {
    let world = World::new(Kind::Graph);
    let setup = Setup::new(
        Dialect::shipped("entra-graph").unwrap(),
        Address::parse("https://graph.microsoft.com").unwrap(),
        &[],
    );
    let setup = setup.unwrap().friendly_name(&"\u{e9}".repeat(40));
    let step = signed_in(world.provider().enrolments().begin(setup).unwrap().value);
    let said = json!({ "publicKey": options("login.microsoft.com") });
    let step = created(&world, answered(&world, step, &answer(200, &said)));
    let sent: Value = serde_json::from_str(&body(&step)).unwrap();
    assert_eq!(sent["displayName"].as_str().unwrap().chars().count(), 30);
}

#[test]
fn a_list_that_the_app_asks_for_is_compared_with_what_is_here() {
    let mut world = World::new(Kind::Graph);
    let step = world.begin();
    assert_eq!(word(&world.walk(step)), "done");
    let passkey = world.passkey().unwrap();
    let handle = UserHandle::from_bytes([1, 2, 3, 4]).unwrap();
    let rp_id = RpId::parse("login.microsoft.com").unwrap();
    let look = |world: &World| world.provider().enrolments().look(world.setup(), rp_id.clone(), handle.clone());
    let step = look(&world).unwrap().value;
    let End::Step(Step::Done(Outcome::Listed { on_server, found })) = world.walk(step) else { panic!() };
    assert_eq!((on_server, found.confirmed), (2, vec![passkey.clone()]));
    // Somebody deleted it on the server's own page.
    world.server.entries.clear();
    let step = look(&world).unwrap().value;
    let End::Step(Step::Done(Outcome::Listed { on_server, found })) = world.walk(step) else { panic!() };
    assert_eq!((on_server, found.stale), (1, vec![passkey]));
    let other = RpId::parse("example.org").unwrap();
    let step = world.provider().enrolments().look(world.setup(), other, handle.clone()).unwrap().value;
    assert_eq!(failure(&step), Failure::ForeignRpId);
}

#[test]
fn what_is_forgotten_is_gone_and_its_plan_makes_nothing() {
    let world = World::new(Kind::Spring);
    let step = begin(&world, Dialect::shipped("spring-security").unwrap(), "https://id.example.com", &[]);
    let Step::Create(creating) = answered(&world, step, &answer(200, &options("id.example.com"))) else { panic!() };
    let plan = world.provider().enrolments().plan(&creating, MODEL).unwrap();
    assert!(world.provider().enrolments().abandon(creating.id()).unwrap().value);
    let consented = plan.consent(Consent::Stated(VerificationMethod::Biometric)).unwrap();
    assert_eq!(world.provider().finish_create(consented).unwrap_err().code(), "plan_outdated");
    assert!(world.passkey().is_none());
    assert!(world.provider().enrolments().resume(creating.id()).unwrap().value.is_none());
}

/// The app and its extension resume the same one: the second key is not kept, and nothing is sent for it.
#[test]
fn two_processes_make_one_passkey() {
    let mut world = World::new(Kind::Spring);
    world.begin();
    let id = world.provider().enrolments().open().unwrap()[0].id;
    let resumed = |world: &World| {
        let step = world.provider().enrolments().resume(id).unwrap().value.unwrap();
        let Step::Name(needed) = step else { panic!("{step:?}") };
        let step = answered(world, signed_in(needed.with("Phone")), &answer(200, &options("id.example.com")));
        let Step::Create(creating) = step else { panic!("{step:?}") };
        creating
    };
    let (here, there) = (resumed(&world), resumed(&world));
    let plans = [&here, &there].map(|creating| world.provider().enrolments().plan(creating, MODEL).unwrap());
    let made = plans.map(|plan| {
        let consented = plan.consent(Consent::Stated(VerificationMethod::Biometric)).unwrap();
        world.provider().finish_create(consented).map(|committed| committed.value)
    });
    let [Ok(first), Err(second)] = made else { panic!() };
    assert_eq!(second.code(), "plan_outdated");
    let refused = world.provider().enrolments().created(there, &first).unwrap().value;
    assert!(matches!(refused, Step::Send(_)), "either process may send it");
    world.restart();
    assert_eq!(world.standing(), "unconfirmed");
}

#[test]
fn a_removal_that_is_begun_again_is_the_same_one() {
    let mut world = World::new(Kind::Graph);
    let step = world.begin();
    assert_eq!(word(&world.walk(step)), "done");
    let passkey = world.passkey().unwrap();
    for _ in 0..3 {
        let _ = world.provider().enrolments().begin_removal(&passkey, None).unwrap();
    }
    assert_eq!(world.provider().enrolments().open().unwrap().len(), 1);
    assert_eq!(world.settle(), ["done"]);
    world.assert_agreement("begun again");
    let _ = world.provider().passkeys().purge(&passkey).unwrap();
    assert!(world.provider().enrolments().begin_removal(&passkey, None).is_err());
}

#[test]
fn parameters_are_those_of_the_dialect() {
    let address = || Address::parse("https://id.example.com").unwrap();
    let zitadel = || Dialect::shipped("zitadel").unwrap();
    let unknown = Setup::new(zitadel(), address(), &[("user", "7"), ("realm", "r")]).err();
    assert_eq!(unknown, Some(InvalidSetup::UnknownParameter("realm".to_owned())));
    assert!(matches!(Setup::new(zitadel(), address(), &[]).err(), Some(InvalidSetup::MissingParameter(_))));
    assert!(matches!(
        Setup::new(zitadel(), address(), &[("user", "..")]).err(),
        Some(InvalidSetup::MissingParameter(_))
    ));
}
