//! Registration inside the app, as a host drives it.
//!
//! Fake here: the server, whose answers are texts of the test's own, in the shape of Spring Security's.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use passkey_provider_ffi::{
    BackupFlags, DevicePlatform, Dialect, EnrolmentCreation, EnrolmentFailed, EnrolmentFailure, EnrolmentInput,
    EnrolmentOutcome, EnrolmentReply, EnrolmentSetup, EnrolmentStage, EnrolmentStep, ErrorCode, ErrorDetail,
    PendingEnrolment, Provider, ReadinessFacts, ReadinessStep, Refusal, RefusalCause, RefusalFamily, Resolution,
    ScannedCode, SecretBytes, ServerAnswer, ServerRequest, SignInReason, Standing, TokenKind, explain_refusal,
    judge_readiness, read_scanned_code, shipped_dialects,
};

use crate::world::{World, agree, code, failure, model};

const OPTIONS: &str = r#"{"rp":{"id":"example.com","name":"Example"},"user":{"id":"YWRh","name":"ada@example.com",
    "displayName":"Ada"},"challenge":"q83vASNFZ4mrze8BI0VniQ","pubKeyCredParams":[{"type":"public-key","alg":-7}]}"#;

fn setup(dialect: &str) -> EnrolmentSetup {
    EnrolmentSetup {
        dialect: Dialect::Shipped { name: dialect.to_owned() },
        server: "https://login.example.com".to_owned(),
        parameters: HashMap::new(),
        account: None,
        friendly_name: Some("Phone".to_owned()),
        page: None,
    }
}

fn json(status: u16, body: &str) -> EnrolmentInput {
    EnrolmentInput::Answer {
        answer: ServerAnswer::Response {
            status,
            content_type: Some("application/json".to_owned()),
            location: None,
            retry_after: None,
            set_cookie: vec!["XSRF-TOKEN=fresh; Path=/".to_owned()],
            body: body.as_bytes().to_vec(),
        },
    }
}

fn cookies() -> EnrolmentInput {
    EnrolmentInput::Token { secret: SecretBytes::new(b"JSESSIONID=hunter2; XSRF-TOKEN=x").unwrap() }
}

fn go_on(world: &World, pending: Arc<PendingEnrolment>, input: EnrolmentInput) -> EnrolmentStep {
    world.provider.continue_enrolment(pending, input).unwrap().value
}

fn to_send(step: EnrolmentStep) -> (Arc<PendingEnrolment>, ServerRequest) {
    match step {
        EnrolmentStep::Send { pending, request, .. } => (pending, request),
        _ => panic!("a request was expected"),
    }
}

fn pending(step: EnrolmentStep) -> Arc<PendingEnrolment> {
    match step {
        EnrolmentStep::Token { pending, .. }
        | EnrolmentStep::Create { pending, .. }
        | EnrolmentStep::Ask { pending, .. } => pending,
        _ => panic!("a sign-in, a ceremony or a question was expected"),
    }
}

fn failed(step: EnrolmentStep) -> EnrolmentFailed {
    match step {
        EnrolmentStep::Failed { failed } => failed,
        _ => panic!("an end was expected"),
    }
}

/// As far as the request for options.
fn asked(world: &World, dialect: &str) -> EnrolmentStep {
    let token = pending(world.provider.begin_enrolment(setup(dialect)).unwrap().value);
    go_on(world, token, cookies())
}

/// As far as the ceremony.
fn creating(world: &World) -> Arc<PendingEnrolment> {
    let (sending, request) = to_send(asked(world, "spring-security"));
    assert_eq!((request.method.as_str(), request.purpose.as_str()), ("POST", "options"));
    assert_eq!(request.url, "https://login.example.com/webauthn/register/options");
    pending(go_on(world, sending, json(200, OPTIONS)))
}

fn creation() -> EnrolmentCreation {
    EnrolmentCreation { model: model(BackupFlags::DeviceBound), attestation: None, membership: None }
}

/// As far as the registration; what is sent.
fn registering(world: &World) -> (Arc<PendingEnrolment>, ServerRequest) {
    let at = creating(world);
    let start = world.provider.plan_enrolment(at.clone(), creation()).unwrap();
    assert_eq!(start.user.name, "ada@example.com");
    let plan = start.plan;
    world.provider.finish_create(plan.clone(), agree(Resolution::None)).unwrap();
    to_send(go_on(world, at, EnrolmentInput::Created { plan }))
}

fn standing(provider: &Provider) -> Standing {
    provider.list().unwrap().passkeys[0].standing.clone()
}

#[test]
fn a_passkey_is_registered_and_confirmed_by_the_servers_word() {
    let world = World::new();
    let (sending, request) = registering(&world);
    let header = |name: &str| request.headers.iter().find(|header| header.name == name).map(|found| &*found.value);
    assert_eq!(header("x-xsrf-token"), Some("fresh"));
    let body = String::from_utf8(request.body.unwrap()).unwrap();
    assert!(body.contains("attestationObject") && body.contains("\"label\":\"Phone\""), "{body}");
    assert!(matches!(standing(&world.provider), Standing::Unconfirmed { .. }));
    match go_on(&world, sending, json(200, r#"{"success":true}"#)) {
        EnrolmentStep::Done { outcome: EnrolmentOutcome::Enrolled { passkey, .. } } => {
            assert_eq!(passkey.rp_id, "example.com");
        }
        _ => panic!("it was accepted"),
    }
    assert!(matches!(standing(&world.provider), Standing::Confirmed { .. }));
    assert!(world.provider.open_enrolments().unwrap().is_empty());
}

#[test]
fn a_step_is_taken_once_and_with_what_it_is_for_alone() {
    let world = World::new();
    let token = pending(world.provider.begin_enrolment(setup("spring-security")).unwrap().value);
    let goes = |pending: &Arc<PendingEnrolment>, input| world.provider.continue_enrolment(pending.clone(), input);
    assert_eq!(code(goes(&token, EnrolmentInput::Waited)), ErrorCode::PlanSpent);
    goes(&token, cookies()).unwrap();
    assert_eq!(code(goes(&token, cookies())), ErrorCode::PlanSpent);
}

#[test]
fn a_plan_that_is_not_finished_leaves_the_ceremony_where_it_was() {
    let world = World::new();
    let at = creating(&world);
    let plan = world.provider.plan_enrolment(at.clone(), creation()).unwrap().plan;
    let early = world.provider.continue_enrolment(at.clone(), EnrolmentInput::Created { plan });
    assert_eq!(code(early), ErrorCode::PlanSpent);
    // The plan of an ordinary request keeps nothing to send.
    let other = world.begin("bob", &[]).plan;
    world.provider.finish_create(other.clone(), agree(Resolution::None)).unwrap();
    let strange = world.provider.continue_enrolment(at.clone(), EnrolmentInput::Created { plan: other });
    assert_eq!(code(strange), ErrorCode::PlanSpent);
    let declined = failed(go_on(&world, at, EnrolmentInput::NotCreated { code: ErrorCode::Declined }));
    assert_eq!((declined.reason, declined.is_open), (EnrolmentFailure::NotCreated, false));
}

#[test]
fn a_lost_answer_is_resumed_by_another_process() {
    let world = World::new();
    let (sending, _) = registering(&world);
    drop(sending);
    let other = world.beside();
    let open = other.open_enrolments().unwrap();
    assert_eq!((open.len(), open[0].stage, &*open[0].dialect), (1, EnrolmentStage::Made, "spring-security"));
    // Spring Security has no list: the person is asked.
    let step = other.resume_enrolment(open[0].id.clone()).unwrap().value.unwrap();
    let asking = pending(step);
    let reply = EnrolmentInput::Reply { reply: EnrolmentReply::Stop };
    let stopped = failed(other.continue_enrolment(asking, reply).unwrap().value);
    assert_eq!((stopped.reason, stopped.word.as_str()), (EnrolmentFailure::Stopped, "stopped"));
    assert!(other.resume_enrolment(open[0].id.clone()).unwrap().value.is_none());
    assert!(!other.abandon_enrolment(open[0].id.clone()).unwrap().value);
}

#[test]
fn a_sign_in_says_what_it_needs_and_why() {
    let world = World::new();
    let setup = EnrolmentSetup { server: "https://graph.microsoft.com".to_owned(), ..setup("entra-graph") };
    let EnrolmentStep::Token { pending, sign_in, .. } = world.provider.begin_enrolment(setup).unwrap().value else {
        panic!("nobody is signed in")
    };
    assert_eq!((sign_in.reason, sign_in.kind), (SignInReason::First, TokenKind::Bearer));
    assert_eq!(sign_in.server, "https://graph.microsoft.com");
    assert_eq!(sign_in.fresh_within, Some(Duration::from_secs(300)));
    let bad = EnrolmentInput::Token { secret: SecretBytes::new(b"a\r\nhost: evil").unwrap() };
    let EnrolmentStep::Token { pending, sign_in, .. } = go_on(&world, pending, bad) else {
        panic!("it would end the header")
    };
    assert_eq!(sign_in.reason, SignInReason::Unusable);
    let token = EnrolmentInput::Token { secret: SecretBytes::new(b"hunter2").unwrap() };
    let (sending, request) = to_send(go_on(&world, pending, token));
    assert!(request.headers.iter().any(|header| header.value == "Bearer hunter2"));
    let body = r#"{"error":{"code":"Unauthenticated","message":"Ada may not"}}"#;
    let EnrolmentStep::Token { sign_in, .. } = go_on(&world, sending, json(401, body)) else {
        panic!("the sign-in was refused")
    };
    let refusal = sign_in.refusal.unwrap();
    assert_eq!((refusal.family, refusal.status), (RefusalFamily::Graph, Some(401)));
}

#[test]
fn a_setup_that_cannot_be_is_an_argument_by_its_name() {
    let world = World::new();
    let own = |json: &str| Dialect::Own { json: json.to_owned() };
    let with = |change: &dyn Fn(&mut EnrolmentSetup)| {
        let mut setup = setup("spring-security");
        change(&mut setup);
        failure(world.provider.begin_enrolment(setup)).detail
    };
    let named = |name: &str| Some(ErrorDetail::Argument { name: name.to_owned() });
    assert_eq!(with(&|setup| setup.dialect = own("{}")), named("setup.dialect"));
    assert_eq!(with(&|setup| setup.dialect = Dialect::Shipped { name: "x".to_owned() }), named("setup.dialect"));
    assert_eq!(with(&|setup| setup.server = "http://example.com".to_owned()), named("setup.server"));
    let extra = HashMap::from([("realm".to_owned(), "x".to_owned())]);
    assert_eq!(with(&|setup| setup.parameters = extra.clone()), named("setup.parameters"));
    assert_eq!(with(&|setup| setup.page = Some("nowhere".to_owned())), named("setup.page"));
    assert_eq!(failure(world.provider.resume_enrolment("1".to_owned())).detail, named("id"));
}

#[test]
fn what_the_library_brings_says_how_it_is_known_to_be_right() {
    let dialects = shipped_dialects().unwrap();
    let spring = dialects.iter().find(|dialect| dialect.name == "spring-security").unwrap();
    assert!(!spring.lists && spring.deletes && !spring.needs_options);
    assert!(dialects.iter().any(|dialect| dialect.needs_options));
}

#[test]
fn a_refusal_names_who_must_act_and_the_aaguid_where_it_helps() {
    let aaguid = "5f3e3b6e-0b0f-4f0e-9d43-5d0f3a1f2c77";
    let refusal = |family, code: &str| Refusal {
        family,
        status: None,
        code: Some(code.to_owned()),
        occasion: None,
        aaguid: Some(aaguid.to_owned()),
    };
    let not_allowed = explain_refusal(refusal(RefusalFamily::Named, "aaguid_not_allowed")).unwrap();
    assert_eq!(not_allowed.cause, RefusalCause::AaguidNotAllowed);
    assert!(not_allowed.other.unwrap().contains(aaguid));
    let unknown = explain_refusal(refusal(RefusalFamily::Entra, "AADSTS999999")).unwrap();
    assert_eq!((unknown.cause, unknown.actor), (RefusalCause::Unknown, None));
    let bad = Refusal { aaguid: Some("x".to_owned()), ..refusal(RefusalFamily::Entra, "1") };
    assert_eq!(code(explain_refusal(bad)), ErrorCode::BadArgument);
}

#[test]
fn what_is_missing_comes_in_the_order_in_which_to_do_it() {
    let facts = ReadinessFacts {
        platform: DevicePlatform::Android,
        system: "15".to_owned(),
        credential_manager: Some(true),
        provider_enabled: Some(false),
        provider_preferred: None,
        screen_lock: Some(false),
        biometrics: None,
        biometrics_required: None,
        network: Some(true),
        cross_device: None,
        bluetooth: None,
        work_profile: None,
        managed_configuration: None,
        sign_in: None,
    };
    let readiness = judge_readiness(facts.clone()).unwrap();
    let steps: Vec<_> = readiness.steps.iter().map(|missing| missing.step).collect();
    assert_eq!(steps, [ReadinessStep::SetScreenLock, ReadinessStep::TurnOnProvider]);
    assert!(!readiness.is_ready);
    let detail = failure(judge_readiness(ReadinessFacts { system: "new".to_owned(), ..facts })).detail;
    assert_eq!(detail, Some(ErrorDetail::Argument { name: "facts.system".to_owned() }));
}

#[test]
fn a_code_that_is_none_says_so_and_nothing_of_its_text() {
    let scanned = read_scanned_code("https://hunter2.example".to_owned(), DevicePlatform::Ios, UNIX_EPOCH).unwrap();
    let ScannedCode::Refused { reason, message } = scanned else { panic!("it is another code") };
    assert_eq!(reason, "another_code");
    assert!(!message.contains("hunter2"));
}
