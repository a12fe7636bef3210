//! What happened and why: bounded, and for support without a trace of whom it happened to.

use passkey_provider::id::{CredentialId, User};
use passkey_provider::key::{Algorithm, HardwareKey, KeyAccess, KeyHandle, PrivateKey};
use passkey_provider::lifecycle::ReportTags;
use passkey_provider::webauthn::options::CreationOptions;
use passkey_provider::{Consent, Error};

use crate::world::{DAY, MODEL, OTHER_RP, RP, World, caller, creation, handle, id_of, reference_to, unknown};

const NAME: &str = "ada.lovelace@mail.example";
const DISPLAY_NAME: &str = "Countess of Lovelace";
const LABEL: &str = "the phone in the drawer";
const NOTE: &str = "ada.lovelace said no; session 4711";
const HANDLE: &str = "a handle that tells";

/// One passkey of each kind, with names and notes wherever there is room for one.
fn reported() -> (World, Vec<CredentialId>) {
    let world = World::new();
    let user = User { handle: handle(HANDLE), name: NAME.to_owned(), display_name: DISPLAY_NAME.to_owned() };
    let options = CreationOptions { user, ..creation(RP, "x", &[]) };
    let mut ids = Vec::new();
    for refused in [true, false] {
        let plan = world.provider.begin_create(&options, &caller(RP), MODEL).unwrap();
        let plan = if refused { plan } else { plan.delete_and_retry().unwrap() };
        let id = id_of(&world.finish(plan).unwrap().passkey);
        let _ = world.provider.passkeys().rename(&reference_to(&world.provider, &id), LABEL).unwrap();
        let _ = world.provider.server().note_no_answer(&reference_to(&world.provider, &id), Some(NOTE)).unwrap();
        if refused {
            let _ = world.provider.server().reject(&reference_to(&world.provider, &id), Some(NOTE)).unwrap();
        }
        ids.push(id);
    }
    let plan = world.begin(RP, "a toaster", &[]).consent(Consent::Present).unwrap();
    let intent = world.provider.intend_hardware_key(plan, &[Algorithm::Es256]).unwrap().value;
    let key = PrivateKey::make(Algorithm::Es256, &passkey_provider::entropy::SystemEntropy).unwrap();
    let handle = KeyHandle::from_bytes(HANDLE.as_bytes()).unwrap();
    let hardware = HardwareKey { handle, public_key: key.public_key(), access: KeyAccess::Unverified };
    let plan = world.provider.begin_hardware_create(intent, hardware).unwrap();
    let signature = key.sign(plan.to_sign());
    ids.push(id_of(&world.provider.finish_hardware_create(plan, &signature).unwrap().value.passkey));
    let elsewhere = world.accepted(OTHER_RP, "elsewhere");
    world.signal(&unknown(OTHER_RP, &elsewhere));
    ids.push(elsewhere);
    (world, ids)
}

fn report(world: &World) -> String {
    serde_json::to_string_pretty(&world.provider.diagnose().unwrap()).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_report_for_support_names_nobody() {
    let (world, ids) = reported();
    let mut needles: Vec<String> = [NAME, DISPLAY_NAME, LABEL, NOTE, "lovelace", "4711", RP, OTHER_RP, "example"]
        .into_iter()
        .map(str::to_owned)
        .collect();
    for id in &ids {
        let metadata = world.provider.passkeys().get(&reference_to(&world.provider, id)).unwrap().metadata;
        let spki = metadata.public_key.to_spki();
        let user = metadata.user.handle;
        needles.extend([id.to_base64url(), hex(id.as_bytes()), hex(&spki[27..59]), hex(&metadata.rp_id.hash())]);
        needles.extend([
            user.to_base64url(),
            hex(user.as_bytes()),
            String::from_utf8(user.as_bytes().to_vec()).unwrap(),
        ]);
        // Nor a list of numbers.
        needles.push(format!("{}, {}, {}", id.as_bytes()[0], id.as_bytes()[1], id.as_bytes()[2]));
    }
    let [text, debug] = [report(&world), format!("{:?}", world.provider.diagnose().unwrap())];
    for needle in &needles {
        for text in [&text, &debug] {
            assert!(!text.to_lowercase().contains(&needle.to_lowercase()), "{needle}");
        }
    }
    // It does say what happened.
    for word in ["no_answer", "refused", "renamed", "replaced", "signal_received", "key_intended", "hardware", "stale"]
    {
        assert!(text.contains(word), "{word}");
    }
    let history = world.provider.passkeys().history(&reference_to(&world.provider, &ids[0])).unwrap();
    assert!(history.events.iter().any(|event| event.note.as_deref() == Some(NOTE)), "the person's own screen has it");
}

#[test]
fn tags_of_the_report_resolve_on_this_device_and_are_not_those_of_the_file() {
    let (world, ids) = reported();
    let diagnostics = world.provider.diagnose().unwrap();
    assert_eq!(diagnostics.passkeys.len(), ids.len());
    let files = world.files();
    for id in &ids {
        let ReportTags { rp_tag, tag } = world
            .provider
            .passkeys()
            .report_tags(&world.provider.passkeys().get(&reference_to(&world.provider, id)).unwrap());
        let [found] = &diagnostics.passkeys.iter().filter(|report| report.tag == tag).collect::<Vec<_>>()[..] else {
            panic!("a tag stands for one passkey")
        };
        assert_eq!(found.rp_tag, rp_tag);
        for tag in [rp_tag, tag] {
            assert!(tag.len() == 32 && tag.bytes().all(|digit| digit.is_ascii_hexdigit()));
            let bytes: Vec<u8> = (0..16).map(|at| u8::from_str_radix(&tag[2 * at..2 * at + 2], 16).unwrap()).collect();
            for piece in [&bytes[..], &bytes[..8]] {
                assert!(!files.iter().any(|file| file.windows(piece.len()).any(|window| window == piece)));
            }
        }
    }
    let rps: std::collections::BTreeSet<_> = diagnostics.passkeys.iter().map(|report| &report.rp_tag).collect();
    assert_eq!(rps.len(), 2);
    // The same at the next report, and others on another device.
    assert_eq!(report(&world), report(&world));
    let another = World::new();
    let id = another.register(RP, "ada");
    let ReportTags { rp_tag, .. } = another
        .provider
        .passkeys()
        .report_tags(&another.provider.passkeys().get(&reference_to(&another.provider, &id)).unwrap());
    assert!(!rps.contains(&rp_tag));
}

/// 32 events of a passkey are kept, the making among them; the rest is counted. A signal that is repeated stands
/// in the journal once an hour.
#[test]
fn a_thousand_changes_leave_a_history_that_is_bounded_and_says_how_much_it_folded() {
    let world = World::new();
    let id = world.register(RP, "ada");
    for number in 1..=1_000_u64 {
        let _ = world.provider.passkeys().rename(&reference_to(&world.provider, &id), &format!("{number:04}")).unwrap();
        world.signal(&unknown(RP, &crate::world::strangers(1)[0]));
        if ![1, 30, 31, 32, 33, 255, 256, 257, 1_000].contains(&number) {
            continue;
        }
        let (history, journal) = (
            world.provider.passkeys().history(&reference_to(&world.provider, &id)).unwrap(),
            world.provider.journal().unwrap(),
        );
        assert_eq!(history.events.len(), usize::try_from(number + 1).unwrap().min(32));
        assert_eq!(history.folded, (number + 1).saturating_sub(32));
        assert_eq!((journal.events.len(), journal.folded), (1, 0));
    }
    let history = world.provider.passkeys().history(&reference_to(&world.provider, &id)).unwrap();
    assert_eq!((history.events.len(), history.folded), (32, 969));
    let kinds: Vec<_> = history.events.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, [&["created"], ["renamed"; 31].as_slice()].concat());
    assert!(history.folded_until.is_some());
    let diagnostics = world.provider.diagnose().unwrap();
    assert_eq!((diagnostics.passkeys[0].folded, diagnostics.journal.len()), (969, 1));
}

#[test]
fn a_note_of_the_host_is_kept_up_to_its_length_and_cut_at_a_character() {
    let world = World::new();
    let id = world.register(RP, "ada");
    let long = "\u{1f511}".repeat(1_000);
    let _ = world.provider.server().note_no_answer(&reference_to(&world.provider, &id), Some(&long)).unwrap();
    let _ = world.provider.server().note_no_answer(&reference_to(&world.provider, &id), Some("")).unwrap();
    let history = world.provider.passkeys().history(&reference_to(&world.provider, &id)).unwrap();
    let notes: Vec<_> = history.events.iter().map(|event| event.note.clone()).collect();
    assert_eq!(notes, [None, Some("\u{1f511}".repeat(50)), None]);
}

/// The note is the host's word on what it tells, and on nothing that is settled by the way.
#[test]
fn a_note_stands_with_the_word_that_it_was_given_for() {
    let world = World::new();
    let id = world.register(RP, "ada");
    world.clock.pass(DAY);
    let _ = world.provider.server().reject(&reference_to(&world.provider, &id), Some("not permitted")).unwrap();
    let history = world.provider.passkeys().history(&reference_to(&world.provider, &id)).unwrap();
    let notes: Vec<_> = history.events.iter().map(|event| (event.kind.as_str(), event.note.as_deref())).collect();
    assert_eq!(notes, [("created", None), ("deadline_passed", None), ("refused", Some("not permitted"))]);
}

/// Orders stay those of what happened, whatever the clock says.
#[test]
fn a_history_is_in_the_order_of_events_and_not_of_clocks() {
    let world = World::new();
    let id = world.register(RP, "ada");
    world.clock.set(passkey_provider::clock::Timestamp::from_millis(5));
    let _ = world.provider.server().confirm(&reference_to(&world.provider, &id)).unwrap();
    world.clock.set(passkey_provider::clock::Timestamp::from_millis(u64::MAX));
    let _ = world.provider.passkeys().delete(&reference_to(&world.provider, &id)).unwrap();
    world.clock.set(passkey_provider::clock::Timestamp::from_millis(0));
    let _ = world.provider.passkeys().restore(&reference_to(&world.provider, &id)).unwrap();
    assert_eq!(world.events(&id)[0], "created");
    assert!(world.events(&id).ends_with(&["accepted", "deleted", "restored"]));
    let _ = world.provider.passkeys().delete(&reference_to(&world.provider, &id)).unwrap();
    let _ = world.provider.passkeys().purge(&reference_to(&world.provider, &id)).unwrap();
    assert!(matches!(
        world.provider.passkeys().history(&reference_to(&world.provider, &id)),
        Err(Error::UnknownPasskey)
    ));
    assert!(world.provider.diagnose().unwrap().passkeys.is_empty());
}
