use super::*;
use crate::standing::Confirmation;

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

/// A state that was made now, for a request with this timeout.
fn waiting(timeout: Option<Duration>) -> State {
    State::new(1, Standing::Unconfirmed { deadline: deadline(NOW, timeout) }, NOW)
}

fn after(seconds: u64) -> Timestamp {
    NOW.saturating_add(Duration::from_secs(seconds))
}

#[test]
fn the_deadline_is_the_timeout_clamped_and_some_grace() {
    let seconds = Duration::from_secs;
    // 30 seconds to 10 minutes, five where there is none, and two more.
    for (timeout, waits) in [
        (Some(Duration::ZERO), 150),
        (Some(seconds(29)), 150),
        (Some(seconds(60)), 180),
        (None, 420),
        (Some(seconds(1800)), 720),
        (Some(Duration::MAX), 720),
    ] {
        let state = waiting(timeout);
        assert!(!is_overdue(&state, after(waits - 1)), "{timeout:?}");
        assert!(is_overdue(&state, after(waits)), "{timeout:?}");
    }
}

#[test]
fn silence_makes_suspect_and_only_what_waits() {
    let late = after(3600);
    let suspect = Standing::Suspect(Suspicion::NeverConfirmed);
    assert_eq!(as_it_stands(waiting(None), late).standing, suspect);
    assert_eq!(as_it_stands(waiting(None), NOW), waiting(None));
    let confirmed = State { standing: Standing::Confirmed(Confirmation::Accepted), ..waiting(None) };
    assert_eq!(as_it_stands(confirmed, late), confirmed);
}

#[test]
fn a_clock_that_was_set_back_does_not_make_the_wait_endless() {
    let before = |seconds: u64| Timestamp::from_millis(NOW.as_millis() - seconds * 1000);
    assert!(!is_overdue(&waiting(None), before(60)));
    assert!(is_overdue(&waiting(None), before(3600)));
    assert!(is_overdue(&waiting(None), Timestamp::from_millis(0)));
    assert!(is_overdue(&waiting(None), Timestamp::from_millis(u64::MAX)));
}
