//! What client data say of frames (WebAuthn L3, section 5.8.1).

use super::world::{World, creation, creation_json, request, request_json};
use crate::caller::{Checked, Frame, VerifiedCaller};
use crate::ceremony::{Consent, ConsentedGet};
use crate::error::Error;
use crate::exchange::{Answer, Response, ResponseHeaders};
use crate::id::{ClientDataHash, Origin, RpId};

fn origin(text: &str) -> Origin {
    Origin::parse(text).unwrap()
}

fn frames() -> [(Frame, &'static str); 3] {
    [
        (Frame::SameOrigin, r#""crossOrigin":false}"#),
        (Frame::CrossOrigin { top: None }, r#""crossOrigin":true}"#),
        (
            Frame::CrossOrigin { top: Some(origin("https://shop.example:8443")) },
            r#""crossOrigin":true,"topOrigin":"https://shop.example:8443"}"#,
        ),
    ]
}

fn client_data(world: &World, caller: &VerifiedCaller) -> [String; 2] {
    let plan = world.provider.begin_create(&creation(&creation_json("AQ", "")), caller, world.model).unwrap();
    let plan = super::world::beside(plan).unwrap();
    let created = world.provider.finish_create(plan.consent(Consent::Present).unwrap()).unwrap().value;
    let plan = world.provider.begin_get(&request(&request_json("")), caller).unwrap();
    let id = plan.candidates()[0].passkey.credential_id.clone();
    let ConsentedGet::Sealed(plan) = plan.choose(&id).unwrap().consent(Consent::Present).unwrap() else {
        panic!("a sealed passkey was expected")
    };
    let asserted = world.provider.finish_get(plan).unwrap().value;
    [created.response.client_data.json(), asserted.response.client_data.json()]
        .map(|json| String::from_utf8(json.to_vec()).unwrap())
}

#[test]
fn client_data_say_whether_the_page_is_a_frame_and_what_is_on_top() {
    let page = origin("https://login.example.com");
    for (frame, ending) in frames() {
        let world = World::new();
        let caller = VerifiedCaller::web(&page, frame, Some(&RpId::parse("example.com").unwrap())).unwrap();
        for json in client_data(&world, &caller) {
            assert!(json.ends_with(&format!(r#""origin":"https://login.example.com",{ending}"#)), "{json}");
        }
    }
}

/// A page that is on top of itself with another page between is in a page of another origin too.
#[test]
fn the_top_page_may_have_the_origin_of_the_frame() {
    let page = origin("https://example.com");
    let frame = Frame::CrossOrigin { top: Some(page.clone()) };
    let caller = VerifiedCaller::web(&page, frame, None).unwrap();
    let [json, _] = client_data(&World::new(), &caller);
    assert!(json.ends_with(r#""crossOrigin":true,"topOrigin":"https://example.com"}"#), "{json}");
}

#[test]
fn a_frame_of_a_related_origin_stays_one_when_the_site_has_vouched_for_it() {
    let rp_id = RpId::parse("example.com").unwrap();
    for (frame, ending) in frames() {
        let page = origin("https://example.co.uk");
        let Checked::Pending(pending) = VerifiedCaller::web_or_related(&page, frame, Some(&rp_id)).unwrap() else {
            panic!("the site has to be asked")
        };
        let answer = Answer::Response(Response {
            status: 200,
            content_type: Some("application/json".to_owned()),
            redirects: Vec::new(),
            headers: ResponseHeaders::default(),
            body: br#"{"origins":["https://example.co.uk"]}"#.to_vec(),
        });
        let world = World::new();
        let Checked::Verified(caller) = world.provider.callers().answer_fetch(pending, &answer).unwrap().value.unwrap()
        else {
            panic!("a caller was expected")
        };
        for json in client_data(&world, &caller) {
            assert!(json.ends_with(ending), "{json}");
        }
    }
}

#[test]
fn a_frame_of_another_origin_makes_no_passkey_without_a_gesture() {
    let page = origin("https://example.com");
    for (frame, _) in frames() {
        let world = World::new();
        let is_cross_origin = frame.is_cross_origin();
        let caller = VerifiedCaller::web(&page, frame, None).unwrap();
        let outcome = world.provider.create_conditionally(&creation(&creation_json("AQ", "")), &caller, world.model);
        assert_eq!(matches!(outcome, Err(Error::ConditionalCreateRefused)), is_cross_origin);
        assert_eq!(world.provider.passkeys().all().unwrap().passkeys.is_empty(), is_cross_origin);
    }
}

#[test]
fn who_hands_a_hash_over_has_said_it_there() {
    let hash = ClientDataHash::from_bytes(&[5; 32]).unwrap();
    let caller = VerifiedCaller::platform_with_origin(&origin("https://example.com"), None, hash).unwrap();
    assert_eq!(client_data(&World::new(), &caller), ["{}", "{}"]);
}
