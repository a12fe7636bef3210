//! Who asks: an Android app that its site names, a browser, a page of a related origin. The site's
//! answers are those of a test.

use std::time::{Duration, UNIX_EPOCH};

use passkey_provider_ffi::{
    AndroidApp, Basis, Caller, CallerCheck, CallerRefused, ErrorCode, ErrorDetail, EventKind, FetchAnswer,
    FetchPurpose, Frame, GetRequest, RequestInput,
};

use crate::world::{ORIGIN, RP, World, code, failure};

fn app() -> AndroidApp {
    AndroidApp { package: "com.example.app".to_owned(), signers: vec![vec![0xcd; 32]], history: Vec::new() }
}

fn android(origin: Option<&str>) -> Caller {
    Caller::Android { app: app(), origin: origin.map(str::to_owned), client_data_hash: None }
}

fn request(caller: Caller) -> GetRequest {
    let text = format!(r#"{{"rpId":"{RP}","challenge":"AAECAwQFBgcICQoLDA0ODw"}}"#);
    GetRequest { options: RequestInput::Json { text }, caller, strict: true, picked: None }
}

fn answer(body: String) -> FetchAnswer {
    FetchAnswer::Response {
        status: 200,
        content_type: Some("application/json".to_owned()),
        redirects: Vec::new(),
        body: body.into_bytes(),
    }
}

fn links() -> FetchAnswer {
    let fingerprint = ["CD"; 32].join(":");
    answer(format!(
        r#"[{{"relation":["delegate_permission/common.get_login_creds"],"target":{{"namespace":"android_app",
            "package_name":"com.example.app","sha256_cert_fingerprints":["{fingerprint}"]}}}}]"#
    ))
}

#[test]
fn an_app_is_verified_by_its_site_and_then_for_a_day() {
    let world = World::new();
    world.register("ada");
    let refused = failure(world.provider.begin_get(request(android(None))));
    assert_eq!(refused.kind.code, ErrorCode::FetchRequired);
    assert_eq!(refused.detail, Some(ErrorDetail::Site { rp_id: RP.to_owned() }));

    let check = world.provider.check_caller(android(None), Some(RP.to_owned())).unwrap();
    let CallerCheck::ToFetch { pending, request: fetch } = check else { panic!("a fetch was expected") };
    assert_eq!(fetch.purpose, FetchPurpose::AssetLinks);
    assert_eq!(fetch.url, "https://example.com/.well-known/assetlinks.json");
    let answered = world.provider.answer_fetch(pending.clone(), links()).unwrap().value;
    let CallerCheck::Verified { caller, rp_id, basis } = answered else { panic!("a caller was expected") };
    assert_eq!(rp_id, RP);
    assert!(matches!(basis, Basis::AssetLinks { .. }));
    assert_eq!(code(world.provider.answer_fetch(pending, links()).map(drop)), ErrorCode::PlanSpent);

    let start = world.provider.begin_get(request(Caller::Verified { caller })).unwrap();
    assert_eq!(start.app.as_deref(), Some("com.example.app"));
    assert!(world.provider.begin_get(request(android(None))).is_ok());
    assert_eq!(world.provider.linked_apps().unwrap()[0].package, "com.example.app");
}

#[test]
fn a_site_that_does_not_answer_is_told_to_the_host_alone() {
    let world = World::new();
    let check = world.provider.check_caller(android(None), Some(RP.to_owned())).unwrap();
    let CallerCheck::ToFetch { pending, .. } = check else { panic!("a fetch was expected") };
    let refused = failure(world.provider.answer_fetch(pending, FetchAnswer::Unreachable).map(drop));
    assert_eq!(refused.detail, Some(ErrorDetail::Refused { reason: CallerRefused::Unreachable }));
    assert_eq!(refused.kind.next, "Go online and try again.");
    world.provider.note_refused(CallerRefused::Unreachable, "com.example.app example.com".to_owned()).unwrap();
    let journal = world.provider.journal().unwrap();
    assert_eq!(journal.events.last().unwrap().kind, EventKind::CallerRefused);
}

#[test]
fn a_browser_speaks_for_a_page_when_a_list_or_the_person_lets_it() {
    let world = World::new();
    world.register("ada");
    let refusal = |world: &World| match failure(world.provider.begin_get(request(android(Some(ORIGIN))))).detail {
        Some(ErrorDetail::Refused { reason }) => reason,
        other => panic!("{other:?}"),
    };
    assert_eq!(refusal(&world), CallerRefused::NoPrivilegedList);
    let list = |package: &str| {
        let fingerprint = ["CD"; 32].join(":");
        format!(
            r#"{{"apps":[{{"type":"android","info":{{"package_name":"{package}","signatures":[
                {{"build":"release","cert_fingerprint_sha256":"{fingerprint}"}}]}}}}]}}"#
        )
        .into_bytes()
    };
    let day = |days: u64| UNIX_EPOCH + Duration::from_secs(days * 24 * 60 * 60);
    world.provider.update_privileged_list(list("org.other"), day(2)).unwrap();
    assert_eq!(refusal(&world), CallerRefused::BrowserNotListed);
    world.provider.trust_app(app()).unwrap();
    assert!(world.provider.begin_get(request(android(Some(ORIGIN)))).is_ok());
    assert!(world.provider.trusted_apps().unwrap()[0].app == app());
    world.provider.revoke_app("com.example.app".to_owned()).unwrap();
    assert_eq!(code(world.provider.revoke_app("com.example.app".to_owned())), ErrorCode::UnknownApp);
    let older = world.provider.update_privileged_list(list("com.example.app"), day(1));
    assert_eq!(code(older), ErrorCode::InvalidPrivilegedList);
    world.provider.update_privileged_list(list("com.example.app"), day(3)).unwrap();
    assert_eq!(world.provider.privileged_list().unwrap().unwrap().packages, ["com.example.app"]);
    assert!(world.provider.begin_get(request(android(Some(ORIGIN)))).is_ok());
}

#[test]
fn a_page_of_a_related_origin_is_named_by_the_site() {
    let world = World::new();
    world.register("ada");
    let page = "https://example.co.uk";
    let strictly = Caller::Web { origin: page.to_owned(), frame: Frame::SameOrigin };
    assert_eq!(code(world.provider.begin_get(request(strictly))), ErrorCode::CallerRefused);
    let caller = Caller::WebOrRelated { origin: page.to_owned(), frame: Frame::SameOrigin };
    let check = world.provider.check_caller(caller, Some(RP.to_owned())).unwrap();
    let CallerCheck::ToFetch { pending, request: fetch } = check else { panic!("a fetch was expected") };
    assert_eq!(fetch.url, "https://example.com/.well-known/webauthn");
    let answered = world.provider.answer_fetch(pending, answer(format!(r#"{{"origins":["{page}"]}}"#))).unwrap().value;
    let CallerCheck::Verified { caller, .. } = answered else { panic!("a caller was expected") };
    let start = world.provider.begin_get(request(Caller::Verified { caller })).unwrap();
    assert_eq!(start.origin.as_deref(), Some(page));
}

#[test]
fn an_app_of_no_signer_or_a_cut_fingerprint_is_a_bad_argument() {
    let world = World::new();
    for (signers, name) in [(Vec::new(), "caller.app"), (vec![vec![1; 31]], "caller.app.signers")] {
        let caller = Caller::Android { app: AndroidApp { signers, ..app() }, origin: None, client_data_hash: None };
        let reported = failure(world.provider.begin_get(request(caller)));
        assert_eq!(reported.detail, Some(ErrorDetail::Argument { name: name.to_owned() }));
    }
}
