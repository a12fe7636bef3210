//! What a device's management and an organisation allow is obeyed before a key exists, and before anything is signed.

use super::hardware::SecureElement;
use super::world::{World, beside, caller, creation, creation_json, gate, request, request_json, verified};
use crate::ceremony::{Consent, ConsentedGet, Created, Membership};
use crate::clock::Timestamp;
use crate::error::Error;
use crate::key::{Algorithm, BackupFlags, KeyAccess};
use crate::policy::{Doubt, Managed, ManagedFacts, Occasion, Organisation, Person, Provenance, Rule, Source};
use crate::provider::Provider;
use crate::seal::GateSecret;
use crate::standing::{Verification, VerificationMethod};
use crate::webauthn::options::UserVerification;

const OPEN: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tables/policies/open.json"));
const ALLOW_LIST: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tables/policies/allow_list.json"));

fn configure(provider: &Provider, members: &str) {
    provider.configure(Some(format!(r#"{{"version":1{members}}}"#).as_bytes())).unwrap().value.unwrap();
}

fn refused<T>(result: Result<T, Error>) -> Rule {
    match result {
        Err(Error::PolicyRefused { ruling }) => ruling.rule,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("not refused"),
    }
}

fn hardware(world: &World, consent: Consent, access: KeyAccess) -> Result<Created, Error> {
    let element = SecureElement::new(3);
    let plan = world.provider.begin_create(&creation(&creation_json("AQ", "")), &caller(), world.model)?;
    let intent = world.provider.intend_hardware_key(beside(plan)?.consent(consent)?, &[Algorithm::Es256])?.value;
    let plan = world.provider.begin_hardware_create(intent, element.key(access))?;
    let signature = element.sign(plan.to_sign());
    Ok(world.provider.finish_hardware_create(plan, &signature)?.value)
}

/// How many passkeys a selector, a request and the system's own list would show.
fn shown(world: &World) -> [usize; 3] {
    let rp_id = caller().rp_id().clone();
    let offers = world.provider.offers(&request(&request_json(""))).unwrap();
    [
        world.provider.candidates(&rp_id).unwrap().len(),
        offers.len(),
        world.provider.passkeys().identities().unwrap().len(),
    ]
}

#[test]
fn another_relying_party_is_refused_at_the_beginning_of_both_ceremonies_and_nothing_is_written() {
    let mut world = World::new();
    world.model.backup_flags = BackupFlags::Ios;
    world.create(&creation_json("AQ", ""), verified()).unwrap();
    configure(&world.provider, r#","allowed_rp_ids":["example.org"]"#);
    let before = world.bytes_on_disk();
    let create = world.provider.begin_create(&creation(&creation_json("Ag", "")), &caller(), world.model);
    assert_eq!(refused(create), Rule::AllowedRpIds);
    assert_eq!(refused(world.provider.begin_get(&request(&request_json("")), &caller())), Rule::AllowedRpIds);
    assert_eq!(world.bytes_on_disk(), before);
    assert_eq!(shown(&world), [0, 0, 0]);
    configure(&world.provider, r#","allowed_rp_ids":["example.org","example.com"]"#);
    assert_eq!(shown(&world), [1, 1, 1]);
    world.create(&creation_json("Ag", ""), verified()).unwrap();
    world.get(&request_json(""), verified()).unwrap();
}

#[test]
fn where_keys_are_in_hardware_only_no_sealed_one_is_made_and_those_that_are_sign() {
    let world = World::new();
    world.create(&creation_json("AQ", ""), verified()).unwrap();
    configure(&world.provider, r#","hardware_keys_only":true"#);
    let before = world.bytes_on_disk();
    assert_eq!(refused(world.create(&creation_json("Ag", ""), verified())), Rule::HardwareKeysOnly);
    assert_eq!(world.bytes_on_disk(), before);
    world.get(&request_json(""), verified()).unwrap();
    hardware(&world, verified(), KeyAccess::Unverified).unwrap();
}

#[test]
fn where_keys_are_gated_only_the_store_or_the_hardware_gates_them() {
    for world in [World::new(), World::gated()] {
        configure(&world.provider, r#","gated_only":true"#);
        let is_gated = world.provider.opening().is_gated;
        let consent = || if is_gated { Consent::Gate(gate()) } else { verified() };
        for (made, is_allowed) in [
            (world.create(&creation_json("Ag", ""), consent()), is_gated),
            (hardware(&world, consent(), KeyAccess::Unverified), is_gated),
            (hardware(&world, consent(), KeyAccess::VerifiedUse), true),
        ] {
            match made {
                Ok(_) => assert!(is_allowed),
                other => assert!(!is_allowed && refused(other) == Rule::GatedOnly),
            }
        }
    }
}

#[test]
fn verification_always_is_asked_for_in_the_plan_and_refused_without_before_anything_is_signed() {
    let world = World::new();
    world.create(&creation_json("AQ", ""), verified()).unwrap();
    configure(&world.provider, r#","verification":{"always":true}"#);
    let discouraged = r#""authenticatorSelection":{"userVerification":"discouraged"},"#;
    let options = creation(&creation_json("Ag", discouraged));
    let plan = world.provider.begin_create(&options, &caller(), world.model).unwrap();
    assert_eq!(plan.prompt().user_verification, UserVerification::Required);
    let asked = request(&request_json(r#""userVerification":"discouraged","#));
    let plan = world.provider.begin_get(&asked, &caller()).unwrap();
    assert_eq!(plan.prompt().user_verification, UserVerification::Required);
    let before = world.bytes_on_disk();
    let create = world.create(&creation_json("Ag", discouraged), Consent::Present);
    assert_eq!(refused(create), Rule::VerificationAlways);
    assert_eq!(refused(world.get(&request_json(""), Consent::Present)), Rule::VerificationAlways);
    assert_eq!(world.bytes_on_disk(), before);
    world.get(&request_json(""), verified()).unwrap();
}

#[test]
fn another_way_to_verify_is_refused_at_both_ceremonies() {
    let world = World::new();
    world.create(&creation_json("AQ", ""), verified()).unwrap();
    configure(&world.provider, r#","verification":{"methods":["biometric","key_signature"]}"#);
    let pin = || Consent::Stated(VerificationMethod::Pin);
    assert_eq!(refused(world.create(&creation_json("Ag", ""), pin())), Rule::VerificationMethods);
    assert_eq!(refused(world.get(&request_json(""), pin())), Rule::VerificationMethods);
    assert_eq!(refused(hardware(&world, pin(), KeyAccess::Unverified)), Rule::VerificationMethods);
    world.get(&request_json(""), verified()).unwrap();
    // The key proves it, whatever the app states.
    hardware(&world, pin(), KeyAccess::VerifiedUse).unwrap();
}

#[test]
fn what_the_app_states_does_not_count_where_a_key_has_to_prove_it() {
    let world = World::gated();
    world.create(&creation_json("AQ", ""), Consent::Gate(gate())).unwrap();
    configure(&world.provider, r#","verification":{"no_statements":true}"#);
    world.get(&request_json(""), Consent::Gate(gate())).unwrap();
    let plain = World::new();
    plain.create(&creation_json("AQ", ""), verified()).unwrap();
    configure(&plain.provider, r#","verification":{"no_statements":true}"#);
    assert_eq!(refused(plain.get(&request_json(""), verified())), Rule::NoStatedVerification);
    plain.get(&request_json(""), Consent::Present).unwrap();
}

#[test]
fn a_hardware_key_signs_nothing_that_the_configuration_refuses() {
    let world = World::new();
    hardware(&world, verified(), KeyAccess::Unverified).unwrap();
    configure(&world.provider, r#","verification":{"always":true}"#);
    let plan = world.provider.begin_get(&request(&request_json("")), &caller()).unwrap();
    let id = plan.candidates()[0].passkey.credential_id.clone();
    let ConsentedGet::Hardware(plan) = plan.choose(&id).unwrap().consent(Consent::Present).unwrap() else {
        panic!("a hardware passkey was expected");
    };
    assert_eq!(refused(world.provider.begin_hardware_get(plan)), Rule::VerificationAlways);
}

#[test]
fn less_is_said_of_the_authenticator_where_no_more_is_allowed_and_nothing_made_where_neither_is() {
    let direct = creation_json("AQ", r#""attestation":"direct","#);
    let is_packed = |members: &str, options: &str| {
        let world = World::new();
        configure(&world.provider, members);
        world.create(options, verified()).map(|created| {
            let object = created.response.attestation_object.as_bytes();
            object.windows(6).any(|bytes| bytes == b"packed")
        })
    };
    assert!(is_packed("", &direct).unwrap());
    assert!(!is_packed(r#","attestation_formats":["none"]"#, &direct).unwrap());
    assert!(is_packed(r#","attestation_formats":["packed_self"]"#, &direct).unwrap());
    assert_eq!(refused(is_packed(r#","attestation_formats":["packed_chain"]"#, &direct)), Rule::AttestationFormats);
    let none = creation_json("AQ", "");
    assert_eq!(refused(is_packed(r#","attestation_formats":["packed_self"]"#, &none)), Rule::AttestationFormats);
}

#[test]
fn every_process_that_opens_the_store_obeys_and_one_that_is_taken_away_narrows_no_more() {
    let world = World::new();
    configure(&world.provider, r#","hardware_keys_only":true"#);
    let other = world.reopened();
    assert_ne!(other.configuration().unwrap(), Managed::default());
    let plan = other.begin_create(&creation(&creation_json("AQ", "")), &caller(), world.model).unwrap();
    // The other process's clock is the system's.
    assert_eq!(refused(other.finish_create(plan.consent(verified()).unwrap())), Rule::HardwareKeysOnly);
    other.configure(None).unwrap().value.unwrap();
    assert_eq!(world.provider.configuration().unwrap(), Managed::default());
    world.create(&creation_json("AQ", ""), verified()).unwrap();
}

#[test]
fn one_that_does_not_read_stops_registrations_and_sign_ins_go_on_under_the_last_that_did() {
    let world = World::new();
    world.create(&creation_json("AQ", ""), verified()).unwrap();
    configure(&world.provider, r#","verification":{"methods":["biometric"]}"#);
    for text in [r#"{"version":1,"gated":true}"#, "", r#"{"version":2}"#] {
        let refused = world.provider.configure(Some(text.as_bytes())).unwrap().value;
        assert!(refused.is_err(), "{text}");
    }
    for provider in [&world.provider, &world.reopened()] {
        let create = provider.begin_create(&creation(&creation_json("Ag", "")), &caller(), world.model);
        assert!(matches!(create, Err(Error::ConfigurationUnreadable)));
        assert!(matches!(provider.configuration(), Err(Error::ConfigurationUnreadable)));
    }
    let conditional = world.provider.create_conditionally(&creation(&creation_json("Ag", "")), &caller(), world.model);
    assert!(matches!(conditional, Err(Error::ConfigurationUnreadable)));
    world.get(&request_json(""), verified()).unwrap();
    let pin = world.get(&request_json(""), Consent::Stated(VerificationMethod::Pin));
    assert_eq!(refused(pin), Rule::VerificationMethods);
    configure(&world.provider, "");
    world.create(&creation_json("Ag", ""), verified()).unwrap();
}

#[test]
fn the_first_of_all_that_does_not_read_stops_registrations_too() {
    let world = World::new();
    world.create(&creation_json("AQ", ""), verified()).unwrap();
    assert!(world.provider.configure(Some(b"<plist>")).unwrap().value.is_err());
    let create = world.provider.begin_create(&creation(&creation_json("Ag", "")), &caller(), world.model);
    assert!(matches!(create, Err(Error::ConfigurationUnreadable)));
    world.get(&request_json(""), Consent::Present).unwrap();
}

#[test]
fn the_same_configuration_again_writes_nothing() {
    let world = World::new();
    configure(&world.provider, r#","gated_only":true"#);
    let (before, epoch) = (world.bytes_on_disk(), world.provider.epoch().unwrap());
    configure(&world.provider, r#","gated_only":true"#);
    assert_eq!((world.bytes_on_disk(), world.provider.epoch().unwrap()), (before, epoch));
    world.provider.configure(None).unwrap().value.unwrap();
    assert_ne!(world.provider.epoch().unwrap(), epoch);
    let (before, epoch) = (world.bytes_on_disk(), world.provider.epoch().unwrap());
    world.provider.configure(None).unwrap().value.unwrap();
    assert_eq!((world.bytes_on_disk(), world.provider.epoch().unwrap()), (before, epoch));
}

#[test]
fn a_configuration_that_was_damaged_or_taken_out_of_the_file_is_noticed() {
    let world = World::new();
    configure(&world.provider, r#","hardware_keys_only":true"#);
    let file = rusqlite::Connection::open(world.folder.path().join("passkeys.db")).unwrap();
    file.execute("UPDATE document SET record = zeroblob(length(record)) WHERE kind = 5", ()).unwrap();
    let create = world.provider.begin_create(&creation(&creation_json("AQ", "")), &caller(), world.model);
    assert!(matches!(create, Err(Error::ConfigurationUnreadable)));
    file.execute("DELETE FROM document WHERE kind = 5", ()).unwrap();
    assert!(!world.provider.health().unwrap().is_as_written);
}

#[test]
fn a_conditional_registration_that_is_refused_tells_the_caller_nothing() {
    let world = World::new();
    for members in [r#","hardware_keys_only":true"#, r#","verification":{"always":true}"#] {
        configure(&world.provider, members);
        let made = world.provider.create_conditionally(&creation(&creation_json("AQ", "")), &caller(), world.model);
        assert!(matches!(made, Err(Error::ConditionalCreateRefused)), "{members}");
    }
}

#[test]
fn no_key_is_made_that_the_organisation_would_refuse() {
    let world = World::new();
    let person = Person::default();
    let now = Provenance { source: Source::Administrator, date: Timestamp::from_millis(0) };
    let begin = |text: &str, provenance: Provenance| {
        let policy = Organisation::parse(text.as_bytes()).unwrap();
        let membership = Membership { policy: &policy, provenance, person: &person };
        let options = creation(&creation_json("AQ", ""));
        world.provider.begin_create(&options, &caller(), world.model)?.as_member(membership, false)
    };
    // The model of these tests is on no list.
    assert_eq!(refused(begin(ALLOW_LIST, now)), Rule::AllowedAaguids);
    assert!(begin(OPEN, now).unwrap().policy_warning().is_none());

    let given = Provenance { source: Source::Person, ..now };
    let warned = begin(ALLOW_LIST, given).unwrap();
    let warning = warned.policy_warning().unwrap();
    assert_eq!(warning.rulings.iter().map(|ruling| ruling.rule).collect::<Vec<_>>(), [Rule::AllowedAaguids]);
    assert_eq!(warning.doubts, [Doubt::NotTheOrganisation]);
    let _ = world.provider.finish_create(warned.consent(verified()).unwrap()).unwrap();

    world.clock.set(40 * 24 * 60 * 60 * 1000);
    let old = begin(ALLOW_LIST, now).unwrap();
    assert_eq!(old.policy_warning().unwrap().doubts, [Doubt::Old { days: 40 }]);
}

/// Nobody is there to be told.
#[test]
fn without_a_gesture_nothing_is_made_that_the_organisation_would_refuse_or_warn_of() {
    for (text, source, is_made) in [
        (OPEN, Source::Server, true),
        (ALLOW_LIST, Source::Server, false),
        (ALLOW_LIST, Source::Person, false),
        (OPEN, Source::Person, true),
    ] {
        let world = World::new();
        let policy = Organisation::parse(text.as_bytes()).unwrap();
        let provenance = Provenance { source, date: Timestamp::from_millis(0) };
        let membership = Membership { policy: &policy, provenance, person: &Person::default() };
        let options = creation(&creation_json("AQ", ""));
        let made = world.provider.create_conditionally_as_member(&options, &caller(), world.model, membership);
        match made {
            Ok(_) => assert!(is_made),
            Err(error) => assert!(!is_made && matches!(error, Error::ConditionalCreateRefused), "{error}"),
        }
    }
}

#[test]
fn what_a_ceremony_would_meet_is_told_before_it_begins() {
    let world = World::new();
    let sign_in =
        |verification| ManagedFacts { verification: Some(verification), ..ManagedFacts::of(Occasion::SignIn) };
    let sealed = ManagedFacts { is_hardware: Some(false), ..ManagedFacts::of(Occasion::Registration) };
    let pin = sign_in(Some(Verification::Statement(VerificationMethod::Pin)));
    assert!(world.provider.judge_by_configuration(&sealed).unwrap().is_allowed);
    configure(&world.provider, r#","hardware_keys_only":true,"verification":{"methods":["gate"]}"#);
    let told = world.provider.judge_by_configuration(&sealed).unwrap();
    assert_eq!(told.refusal().unwrap().rule, Rule::HardwareKeysOnly);
    assert!(world.provider.configure(Some(b"")).unwrap().value.is_err());
    assert!(matches!(world.provider.judge_by_configuration(&sealed), Err(Error::ConfigurationUnreadable)));
    let told = world.provider.judge_by_configuration(&pin).unwrap();
    assert_eq!(told.refusal().unwrap().rule, Rule::VerificationMethods);
    assert!(world.provider.judge_by_configuration(&sign_in(Some(Verification::Gate))).unwrap().is_allowed);
}

#[test]
fn what_ios_lets_through_is_judged_as_synced_before_a_key_exists() {
    let profile = r#"{"state":"enabled","isSelfServiceRegistrationAllowed":true,"includeTargets":[{"id":"all_users"}],
        "passkeyProfiles":[{"id":"00000000-0000-0000-0000-000000000001","passkeyTypes":"deviceBound",
        "attestationEnforcement":"disabled","keyRestrictions":{"isEnforced":false}}]}"#;
    let policy = Organisation::parse(profile.as_bytes()).unwrap();
    let provenance = Provenance { source: Source::Server, date: Timestamp::from_millis(0) };
    let membership = Membership { policy: &policy, provenance, person: &Person::default() };
    for (flags, is_allowed) in [(BackupFlags::DeviceBound, true), (BackupFlags::Ios, false)] {
        let world = World::with(flags, false);
        let options = creation(&creation_json("AQ", ""));
        let plan = world.provider.begin_create(&options, &caller(), world.model).unwrap();
        let begun = plan.as_member(membership, false);
        match begun {
            Ok(_) => assert!(is_allowed),
            other => assert!(!is_allowed && refused(other) == Rule::PasskeyTypes),
        }
    }
}

/// A wrong gate is told before what a policy says of it.
#[test]
fn a_gate_that_is_not_the_stores_is_not_passed_over_for_a_policy() {
    let world = World::gated();
    configure(&world.provider, r#","verification":{"methods":["key_signature"]}"#);
    let wrong = Consent::Gate(GateSecret::from_bytes(&[1; 32]).unwrap());
    assert!(matches!(world.create(&creation_json("AQ", ""), wrong), Err(Error::WrongGate)));
    let right = world.create(&creation_json("AQ", ""), Consent::Gate(gate()));
    assert_eq!(refused(right), Rule::VerificationMethods);
}
