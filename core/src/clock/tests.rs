use std::time::Duration;

use super::{Clock, Moment, SystemClock, Timestamp};

const LIMIT: Duration = Duration::from_secs(600);

fn at(wall_seconds: u64, elapsed_seconds: u64) -> Moment {
    Moment { wall: Timestamp::from_millis(wall_seconds * 1000), elapsed: Some(Duration::from_secs(elapsed_seconds)) }
}

#[test]
fn a_moment_is_too_old_as_soon_as_one_of_the_two_clocks_says_so() {
    let then = at(10_000, 50);
    for (now, is_within) in [
        (at(10_000, 50), true),
        (at(10_600, 650), true),
        (at(10_601, 650), false),
        // The phone slept, and the counter with it.
        (at(90_000, 51), false),
        // Somebody set the clock to hide that time passed.
        (at(10_000, 651), false),
        (at(9_000, 651), false),
        // The network corrected the clock: a minute and no more.
        (at(9_940, 60), true),
        (at(9_939, 60), false),
        // Another start of the counter.
        (at(10_001, 49), false),
    ] {
        assert_eq!(then.is_within(LIMIT, now), is_within, "{now:?}");
    }
}

#[test]
fn where_the_time_alone_is_known_it_decides() {
    let then = Moment::at(Timestamp::from_millis(10_000_000));
    assert!(then.is_within(LIMIT, at(10_600, 9_999)));
    assert!(!then.is_within(LIMIT, at(10_601, 0)));
}

#[test]
fn the_ends_of_time_are_no_panic() {
    let (first, last) = (at(0, 0), Moment { wall: Timestamp::from_millis(u64::MAX), elapsed: Some(Duration::MAX) });
    assert!(!first.is_within(LIMIT, last) && !last.is_within(LIMIT, first));
    assert!(last.is_within(LIMIT, last) && first.is_within(LIMIT, first));
}

#[test]
fn the_system_s_counter_never_goes_back() {
    let first = SystemClock.elapsed();
    assert!(first <= SystemClock.elapsed());
}
