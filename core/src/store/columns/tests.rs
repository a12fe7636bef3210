use super::*;
use crate::store::tests::world;

#[test]
fn metadata_and_state_come_back_as_they_were() {
    let sealed = world::metadata("example.com", "alice");
    let labelled = Metadata { label: Some(String::new()), profile: Profile::Ios, ..sealed.clone() };
    for metadata in [sealed.clone(), labelled, world::hardware(sealed)] {
        let bytes = render_metadata(&metadata).unwrap();
        assert!(parse_metadata(&bytes) == Some(metadata));
    }
    for last_used in [None, Some(Timestamp::from_millis(u64::MAX))] {
        let state = State { sign_count: u32::MAX, last_used, use_sequence: u64::MAX };
        assert_eq!(parse_state(&render_state(&state).unwrap()), Some(state));
    }
}

#[test]
fn a_record_that_lacks_a_member_or_has_an_unknown_value_is_none_of_ours() {
    let whole = render_metadata(&world::hardware(world::metadata("example.com", "alice"))).unwrap();
    let whole = cbor::parse(&whole).unwrap().into_map().unwrap();
    let parses =
        |entries: &[(Value, Value)]| parse_metadata(&cbor::render(&Value::Map(entries.to_vec())).unwrap()).is_some();
    assert!(parses(&whole));
    for at in 0..whole.len() {
        let mut without = whole.clone();
        without.remove(at);
        assert!(!parses(&without), "without {:?}", whole[at].0);
        let mut other = whole.clone();
        other[at].1 = Value::from(1_000_000);
        // A time may be any number.
        assert_eq!(parses(&other), whole[at].0 == Value::from(CREATED), "{:?}", whole[at].0);
    }
    assert_eq!(parse_state(&render(vec![(SIGN_COUNT, Value::from(1))]).unwrap()), None);
    let too_many = vec![(SIGN_COUNT, Value::from(u64::from(u32::MAX) + 1)), (USE_SEQUENCE, Value::from(1))];
    assert_eq!(parse_state(&render(too_many).unwrap()), None);
    assert!(parse_secrets(&[0; 31]).is_none());
}
