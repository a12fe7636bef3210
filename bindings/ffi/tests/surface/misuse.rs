//! What a host can do wrong with the objects, and what it is told.

use std::thread;

use passkey_provider_ffi::{
    Caller, ErrorCode, ErrorDetail, Frame, GetAnswer, GetRequest, KeySource, OpenRequest, PasskeyRef, Provider,
    RequestInput, Resolution, SecretBytes, UserVerification,
};

use crate::world::{World, agree, choose, code, create_request, failure, get_request, open_request, platform, yes};

#[test]
fn a_plan_is_used_once() {
    let world = World::new();
    let start = world.begin("ada", &[]);
    world.provider.finish_create(start.plan.clone(), agree(Resolution::None)).unwrap();
    assert_eq!(code(world.provider.finish_create(start.plan, agree(Resolution::None))), ErrorCode::PlanSpent);

    let start = world.provider.begin_get(get_request(&[])).unwrap();
    let (first, second) = (choose(&start), choose(&start));
    world.provider.finish_get(start.plan.clone(), first).unwrap();
    assert_eq!(code(world.provider.finish_get(start.plan.clone(), second)), ErrorCode::PlanSpent);
    assert_eq!(code(world.provider.finish_hardware_get(start.plan, Vec::new())), ErrorCode::PlanSpent);
    assert_eq!(world.provider.list().unwrap().passkeys[0].sign_count, 1);
}

#[test]
fn of_many_threads_with_one_plan_one_finishes_it() {
    let world = World::new();
    let start = world.begin("ada", &[]);
    let outcomes: Vec<_> = thread::scope(|scope| {
        let finish = || world.provider.finish_create(start.plan.clone(), agree(Resolution::None));
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(finish)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for refused in outcomes.into_iter().filter(Result::is_err) {
        assert_eq!(code(refused), ErrorCode::PlanSpent);
    }
    assert_eq!(world.provider.list().unwrap().passkeys.len(), 1);
}

#[test]
fn a_plan_of_another_provider_does_not_fit() {
    let world = World::new();
    let other = world.beside();
    let start = world.begin("ada", &[]);
    assert_eq!(code(other.finish_create(start.plan, agree(Resolution::None))), ErrorCode::WrongProvider);
    world.register("ada");
    let start = world.provider.begin_get(get_request(&[])).unwrap();
    let answer = choose(&start);
    assert_eq!(code(other.finish_get(start.plan, answer)), ErrorCode::WrongProvider);
}

#[test]
fn a_closed_provider_says_so_and_leaves_a_plan_alone() {
    let world = World::new();
    let start = world.begin("ada", &[]);
    world.provider.close_store().unwrap();
    world.provider.close_store().unwrap();
    assert_eq!(code(world.provider.list()), ErrorCode::ProviderClosed);
    assert_eq!(code(world.provider.begin_create(create_request("ada", &[]))), ErrorCode::ProviderClosed);
    assert_eq!(
        code(world.provider.finish_create(start.plan.clone(), agree(Resolution::None))),
        ErrorCode::ProviderClosed
    );
    // Another provider gets to look at the plan.
    assert_eq!(code(world.beside().finish_create(start.plan, agree(Resolution::None))), ErrorCode::WrongProvider);
}

#[test]
fn closing_while_others_are_inside_ends_with_the_last_of_them() {
    let world = World::new();
    world.register("ada");
    let outcomes: Vec<_> = thread::scope(|scope| {
        let use_it = || (0..).find_map(|_| world.sign_in(&[]).err()).unwrap();
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(use_it)).collect();
        thread::sleep(std::time::Duration::from_millis(50));
        world.provider.close_store().unwrap();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    for refused in outcomes {
        // The count of a plan may be overtaken by another thread's; nothing else goes wrong.
        let code = code::<()>(Err(refused));
        assert!(matches!(code, ErrorCode::ProviderClosed | ErrorCode::PlanOutdated), "{code:?}");
    }
    // The store's file was closed in order, and has every use.
    assert!(world.beside().check().unwrap().is_good);
}

#[test]
fn an_argument_that_is_none_of_its_kind_is_named() {
    let world = World::new();
    let named = |failure: passkey_provider_ffi::Failure| match failure.detail {
        Some(ErrorDetail::Argument { name }) if failure.kind.code == ErrorCode::BadArgument => name,
        other => panic!("{other:?}"),
    };
    let open = |change: &dyn Fn(&mut OpenRequest)| {
        let mut request = open_request(world.path());
        change(&mut request);
        named(failure(Provider::open(request)))
    };
    assert_eq!(open(&|request| request.gate_secret = Some(SecretBytes::new(&[1; 31]).unwrap())), "gate_secret");
    assert_eq!(
        open(&|request| request.device_key = KeySource::Bytes { device_key: SecretBytes::new(&[0; 32]).unwrap() }),
        "device_key"
    );
    let get = |rp_id: &str, caller| {
        let options = RequestInput::Parts {
            rp_id: rp_id.to_owned(),
            allow: vec![Vec::new()],
            user_verification: UserVerification::Preferred,
            prf: None,
            large_blob: None,
        };
        named(failure(world.provider.begin_get(GetRequest { options, caller, strict: false, picked: None })))
    };
    assert_eq!(get("https://example.com", platform()), "options.rp_id");
    assert_eq!(get("example.com", platform()), "options.allow");
    let hash = Caller::TrustedPlatform { rp_id: "example.com".to_owned(), client_data_hash: vec![1; 31] };
    let request = GetRequest { caller: hash, ..get_request(&[]) };
    assert_eq!(named(failure(world.provider.begin_get(request))), "caller.client_data_hash");
    let request = GetRequest {
        caller: Caller::Web { origin: "example.com".to_owned(), frame: Frame::SameOrigin },
        ..get_request(&[])
    };
    assert_eq!(named(failure(world.provider.begin_get(request))), "caller.origin");
    let mut nobodys = create_request("ada", &[]);
    nobodys.model.aaguid = "none".to_owned();
    assert_eq!(named(failure(world.provider.begin_create(nobodys))), "request.model.aaguid");
    let nameless = PasskeyRef { rp_id: "example.com".to_owned(), credential_id: Vec::new() };
    assert_eq!(named(failure(world.provider.show(nameless))), "passkey.credential_id");
    assert_eq!(named(failure(world.provider.key_gone(Vec::new()))), "handle");
}

#[test]
fn a_bad_argument_leaves_the_plan_as_it_is() {
    let world = World::new();
    world.register("ada");
    let start = world.provider.begin_get(get_request(&[])).unwrap();
    let answer = choose(&start);
    let bad = GetAnswer { credential_id: Vec::new(), consent: yes() };
    assert_eq!(code(world.provider.finish_get(start.plan.clone(), bad)), ErrorCode::BadArgument);
    assert!(world.provider.finish_get(start.plan, answer).is_ok());
}

#[test]
fn a_choice_that_was_not_offered_ends_the_plan() {
    let world = World::new();
    world.register("ada");
    let start = world.provider.begin_get(get_request(&[])).unwrap();
    let (answer, stranger) = (choose(&start), GetAnswer { credential_id: vec![1; 32], consent: yes() });
    assert_eq!(code(world.provider.finish_get(start.plan.clone(), stranger)), ErrorCode::NotOffered);
    assert_eq!(code(world.provider.finish_get(start.plan, answer)), ErrorCode::PlanSpent);
}
