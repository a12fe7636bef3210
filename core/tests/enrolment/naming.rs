//! A name that a server takes when it has the passkey.

use passkey_provider::enrolment::{Dialect, Outcome, Step};
use passkey_provider::exchange::{Answer, ResponseHeaders};
use serde_json::json;

use crate::journeys::{answer, answered, begin, body, created, options, response};
use crate::server::Kind;
use crate::world::World;

/// Auth0's My Account: `PATCH /me/v1/authentication-methods/{id}`. The passkey is registered, whatever becomes of its name.
#[test]
fn a_name_that_the_server_takes_afterwards_is_sent_and_decides_nothing() {
    for refusal in [None, Some(500), Some(401), Some(429)] {
        let world = World::new(Kind::Graph);
        let auth0 = Dialect::shipped("auth0-myaccount").unwrap();
        let step = begin(&world, auth0, "https://login.example.com", &[]);
        let location = Some("/me/v1/authentication-methods/passkey%7Cx".to_owned());
        let asked = json!({"auth_session": "s", "authn_params_public_key": options("example.com")});
        let headers = ResponseHeaders { location, ..ResponseHeaders::default() };
        let step = answered(&world, step, &Answer::Response(response(201, &asked, headers)));
        let step = answered(&world, created(&world, step), &answer(200, &json!({"id": "passkey|x"})));
        let Step::Send(naming) = &step else { panic!("{step:?}") };
        let (method, url) = (naming.request().method.as_str(), naming.request().url.as_str());
        let expected = "https://login.example.com/me/v1/authentication-methods/passkey%7Cx";
        assert_eq!((naming.purpose(), method, url), ("name", "PATCH", expected));
        assert_eq!(body(&step), r#"{"name":"Phone"}"#);
        // Nothing is left to resume, should the process end here.
        assert!(world.provider().enrolments().open().unwrap().is_empty());
        let said = refusal.map_or(Answer::Unreachable, |status| answer(status, &json!({})));
        let step = answered(&world, step, &said);
        assert!(matches!(step, Step::Done(Outcome::Enrolled { .. })), "{step:?}");
    }
}
