use super::*;
use crate::key::KeyPair;
use crate::standing::{Age, Event, EventKind, Standing, Verification, Visibility};
use crate::store::State;
use crate::store::tests::world;

#[test]
fn metadata_and_state_come_back_as_they_were() {
    let sealed = world::metadata("example.com", "alice");
    let labelled = Metadata { label: Some(String::new()), backup_flags: BackupFlags::Ios, ..sealed.clone() };
    for metadata in [sealed.clone(), labelled, world::hardware(sealed)] {
        let bytes = render_metadata(&metadata).unwrap();
        assert!(parse_metadata(&bytes) == Some(metadata));
    }
    let (time, age) = (Timestamp::from_millis(u64::MAX - 1), Age::from_millis(u64::MAX));
    for last_used in [None, Some(time)] {
        for last_verification in [None].into_iter().chain(Verification::all().into_iter().map(Some)) {
            for standing in Standing::all(time) {
                for visibility in Visibility::all(time, age) {
                    for flag in [false, true] {
                        let state = State {
                            sign_count: u32::MAX,
                            use_sequence: u64::MAX,
                            last_used,
                            last_verification,
                            standing,
                            since: time,
                            visibility,
                            key_missing: flag,
                            needs_reregistration: !flag,
                        };
                        assert_eq!(parse_state(&render_state(&state)), Some(state));
                    }
                }
            }
        }
    }
}

#[test]
fn a_record_that_lacks_a_member_or_has_an_unknown_value_is_none_of_ours() {
    let whole = render_metadata(&world::hardware(world::metadata("example.com", "alice"))).unwrap();
    let whole = parse(&whole).unwrap().into_map().unwrap();
    let parses =
        |entries: &[(Value, Value)]| parse_metadata(&render_item(&Value::Map(entries.to_vec())).unwrap()).is_some();
    assert!(parses(&whole));
    for at in 0..whole.len() {
        let mut without = whole.clone();
        without.remove(at);
        assert!(!parses(&without), "without {:?}", whole[at].0);
        let mut other = whole.clone();
        other[at].1 = Value::from(1_000_000);
        // A time and an epoch may be any number.
        let is_number = [CREATED, CREATED_EPOCH].map(Value::from).contains(&whole[at].0);
        assert_eq!(parses(&other), is_number, "{:?}", whole[at].0);
    }
    let state = render_state(&world::state(1, 1));
    assert!(parse_state(&state).is_some());
    for length in 0..state.len() {
        assert_eq!(parse_state(&state[..length]), None);
    }
    assert_eq!(parse_state(&[state.as_slice(), &[0]].concat()), None);
    // The standing and the visibility have numbers that nobody gave.
    for at in [21, 38] {
        let mut other = state.clone();
        other[at] = 99;
        assert_eq!(parse_state(&other), None, "byte {at}");
    }
    assert!(parse_secrets(&with_format(&[0; 31])).is_none());
}

#[test]
fn a_column_of_a_format_that_this_version_does_not_know_is_none_of_ours() {
    let event = Event::new(Timestamp::default(), EventKind::Listed);
    let mut history = History::default();
    history.push(event.clone());
    let secrets =
        render_secrets(&SecretKey::copy_from(&[2; 32]).unwrap(), &NewKey::Sealed(KeyPair::of(world::private_key(1))));
    let all = [
        render_metadata(&world::metadata("example.com", "alice")).unwrap(),
        render_history(&history).unwrap(),
        render_event(&event).unwrap(),
        secrets.expose().clone(),
    ];
    let parses = |bytes: &[u8]| {
        [
            parse_metadata(bytes).is_some(),
            parse_history(bytes).is_some(),
            parse_event(bytes).is_some(),
            parse_secrets(bytes).is_some(),
        ]
    };
    for (kind, mut bytes) in all.into_iter().enumerate() {
        assert!(parses(&bytes)[kind]);
        bytes[0] = FORMAT + 1;
        assert_eq!(parses(&bytes), [false; 4]);
    }
}

#[test]
fn a_history_keeps_the_newest_events_and_counts_the_others() {
    let event = |at: u64| Event::new(Timestamp::from_millis(at), EventKind::Listed).with_note(Some("note"));
    let mut history = History::default();
    for at in 0..100 {
        history.push(event(at));
        assert_eq!(parse_history(&render_history(&history).unwrap()), Some(history.clone()));
    }
    assert_eq!(history.events.iter().cloned().collect::<Vec<_>>(), (68..100).map(event).collect::<Vec<_>>());
    assert_eq!((history.folded, history.folded_until), (68, Some(Timestamp::from_millis(67))));
}

#[test]
fn a_note_is_cut_at_a_character() {
    let event = Event::new(Timestamp::default(), EventKind::Refused);
    let long = "\u{1f511}".repeat(100);
    let note = event.clone().with_note(Some(&long)).note.unwrap();
    assert_eq!(note, "\u{1f511}".repeat(50));
    assert_eq!(event.with_note(Some("")).note, None);
}
