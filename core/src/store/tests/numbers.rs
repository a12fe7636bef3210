use std::fmt::Debug;

use super::world::*;
use crate::clock::Timestamp;
use crate::key::{BackupFlags, CredentialProtection, KeyAccess};
use crate::standing::{Age, Event, EventKind, Standing, Verification, Visibility};
use crate::store::columns::{parse_event, parse_state, render_event, render_state};
use crate::store::{DocumentKind, LooseReason, State};

/// Every number on disk, written by hand: what was released never changes, and what is new is added.
#[test]
fn the_numbers_on_disk_are_frozen() {
    let (at, age) = (Timestamp::from_millis(7), Age::from_millis(8));
    frozen(&BackupFlags::all(), BackupFlags::number, &[(1, "DeviceBound"), (2, "Ios")]);
    frozen(
        &CredentialProtection::all(),
        CredentialProtection::number,
        &[(1, "Optional"), (2, "OptionalWithList"), (3, "Required")],
    );
    frozen(&KeyAccess::all(), KeyAccess::number, &[(1, "VerifiedUse"), (2, "Unverified")]);
    frozen(&LooseReason::all(), LooseReason::number, &[(1, "Intended"), (2, "Interrupted"), (3, "Purged")]);
    frozen(
        &DocumentKind::all(),
        DocumentKind::number,
        &[
            (1, "PrivilegedList"),
            (2, "TrustedApp"),
            (3, "LinkedApp"),
            (4, "UsedLeaf"),
            (5, "ManagedConfiguration"),
            (6, "Enrolment"),
            (7, "Registration"),
        ],
    );
    frozen(
        &Verification::all(),
        Verification::number,
        &[
            (1, "KeySignature"),
            (2, "Gate"),
            (3, "Statement(Biometric)"),
            (4, "Statement(DeviceCredential)"),
            (5, "Statement(Pin)"),
        ],
    );
    frozen(
        &Standing::all(at),
        Standing::number,
        &[
            (1, "Unconfirmed { deadline: Timestamp(7) }"),
            (2, "Confirmed(Accepted)"),
            (3, "Confirmed(Listed)"),
            (4, "Confirmed(Signalled)"),
            (5, "Confirmed(OnServer)"),
            (6, "Suspect(NeverConfirmed)"),
            (7, "Suspect(OmittedFromExcludeList)"),
            (8, "Stale(Rejected)"),
            (9, "Stale(NotAccepted)"),
            (10, "Stale(UnknownToServer)"),
            (11, "Stale(NotOnServer)"),
        ],
    );
    frozen(
        &Visibility::all(at, age),
        Visibility::number,
        &[(1, "Shown"), (2, "Hidden"), (3, "Superseded"), (4, "Deleted { at: Timestamp(7), age: Age(8) }")],
    );
    frozen(
        &EventKind::all(),
        |kind| kind.numbers().0,
        &[
            (1, "Created(None)"),
            (2, "Accepted"),
            (3, "Refused"),
            (4, "NoAnswer"),
            (5, "DeadlinePassed"),
            (6, "Listed"),
            (7, "OmittedFromExcludeList"),
            (8, "SignalledAccepted"),
            (9, "SignalledNotAccepted"),
            (10, "SignalledUnknown"),
            (11, "NamesUpdated"),
            (12, "FoundOnServer"),
            (13, "MissingOnServer"),
            (14, "Superseded"),
            (15, "Replaced"),
            (16, "Deleted"),
            (17, "Restored"),
            (18, "Renamed"),
            (19, "AccountMoved"),
            (20, "KeyMissing"),
            (21, "KeyFound"),
            (22, "SignalReceived"),
            (23, "Purged"),
            (24, "RollbackAccepted"),
            (25, "KeyIntended"),
            (26, "KeyCondemned"),
            (27, "KeyGone"),
            (28, "CallerRefused"),
            (29, "PrivilegedListTaken"),
            (30, "BrowserTrusted"),
            (31, "BrowserRevoked"),
            (32, "AppUnlinked"),
        ],
    );
}

fn frozen<T: Copy + Debug, N: From<u8> + Debug + PartialEq>(
    all: &[T],
    number: impl Fn(T) -> N,
    expected: &[(u8, &str)],
) {
    let found: Vec<(N, String)> = all.iter().map(|value| (number(*value), format!("{value:?}"))).collect();
    let expected: Vec<(N, String)> =
        expected.iter().map(|(number, name)| (N::from(*number), (*name).to_owned())).collect();
    assert_eq!(found, expected);
}

#[test]
fn every_number_is_read_back_as_what_it_was_written_for() {
    let (at, age) = (Timestamp::from_millis(7), Age::from_millis(8));
    for backup_flags in BackupFlags::all() {
        assert_eq!(BackupFlags::from_number(backup_flags.number()), Some(backup_flags));
    }
    for access in KeyAccess::all() {
        assert_eq!(KeyAccess::from_number(access.number()), Some(access));
    }
    for reason in LooseReason::all() {
        assert_eq!(LooseReason::from_number(reason.number()), Some(reason));
    }
    for kind in DocumentKind::all() {
        assert_eq!(DocumentKind::from_number(kind.number()), Some(kind));
    }
    for verification in Verification::all() {
        assert_eq!(Verification::from_number(verification.number()), Some(verification));
    }
    for standing in Standing::all(at) {
        assert_eq!(Standing::from_number(standing.number(), at), Some(standing));
    }
    for visibility in Visibility::all(at, age) {
        assert_eq!(Visibility::from_number(visibility.number(), at, age), Some(visibility));
    }
    let made = Verification::all().into_iter().map(|verification| EventKind::Created(Some(verification)));
    for kind in EventKind::all().into_iter().chain(made) {
        let event = Event::new(at, kind).with_note(Some("a note"));
        assert_eq!(parse_event(&render_event(&event).unwrap()), Some(event));
    }
}

/// What an update of the app wrote, and the build before it reads.
const NEWER: [EventKind; 3] = [
    EventKind::Unknown { number: 1_000, detail: 0 },
    EventKind::Unknown { number: 2, detail: 9 },
    EventKind::Created(Some(Verification::Unknown(200))),
];

#[test]
fn an_event_of_a_newer_version_is_kept_as_unknown_and_survives_that_the_history_is_written_again() {
    let world = World::new();
    let store = world.open();
    let mut stored = insert(&store, &metadata(RP, "alice"), 1);
    let events = NEWER.map(|kind| Event::new(Timestamp::from_millis(5), kind).with_note(Some("a note")));
    for event in events.clone() {
        let mut transaction = store.begin().unwrap();
        let state = stored.state;
        transaction.update(&mut stored, state, [event.clone()]).unwrap();
        transaction.note(&event).unwrap();
        let _ = transaction.commit().unwrap();
    }
    let history = store.history(&stored).unwrap();
    assert_eq!(history.events.iter().skip(1).cloned().collect::<Vec<_>>(), events);
    assert_eq!(store.journal().unwrap().events, events);
    assert!(store.check().unwrap().is_good());
    assert_eq!(NEWER.map(EventKind::as_str), ["unknown", "unknown", "created"]);
}

#[test]
fn an_event_with_a_number_that_nobody_gave_reads_as_unknown() {
    // The format, and [5, 1000, 7]: at, kind, detail.
    let event = parse_event(&[0x01, 0x83, 0x05, 0x19, 0x03, 0xe8, 0x07]).unwrap();
    assert_eq!(event.kind, EventKind::Unknown { number: 1_000, detail: 7 });
    // A kind that this version knows, with more than it knows of it.
    let event = parse_event(&[0x01, 0x83, 0x05, 0x01, 0x19, 0x03, 0xe8]).unwrap();
    assert_eq!(event.kind, EventKind::Unknown { number: 1, detail: 1_000 });
}

#[test]
fn a_verification_of_a_newer_version_leaves_the_passkey_whole_and_survives_a_rewrite() {
    let used = State { last_verification: Some(Verification::Unknown(200)), ..state(1, 1) };
    assert_eq!(parse_state(&render_state(&used)), Some(used));
    let world = World::new();
    let store = world.open();
    let alice = metadata(RP, "alice");
    let mut stored = insert(&store, &alice, 1);
    let mut transaction = store.begin().unwrap();
    transaction.update(&mut stored, used, []).unwrap();
    transaction.update(&mut stored, State { needs_reregistration: true, ..used }, []).unwrap();
    let _ = transaction.commit().unwrap();
    assert_eq!(find(&store, &alice).state.last_verification, Some(Verification::Unknown(200)));
    assert!(store.check().unwrap().is_good());
}

#[test]
fn a_number_that_decides_what_a_passkey_may_do_is_never_guessed() {
    let at = Timestamp::from_millis(7);
    for number in (0..=u8::MAX).filter(|number| !(1..=11).contains(number)) {
        assert_eq!(Standing::from_number(number, at), None);
        assert_eq!(Visibility::from_number(number, at, Age::from_millis(8)), None);
        assert_eq!((BackupFlags::from_number(number), KeyAccess::from_number(number)), (None, None));
        assert_eq!(LooseReason::from_number(number), None);
    }
}
