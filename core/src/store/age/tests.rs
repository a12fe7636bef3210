use super::*;

const DAY: u64 = 24 * 60 * 60 * 1000;
const NOW: u64 = 1_800_000_000_000;

/// The age after looks at these times.
fn age_after(times: impl IntoIterator<Item = u64>) -> u64 {
    let looks = times.into_iter().map(Timestamp::from_millis);
    looks.fold(AgeRecord::default(), AgeRecord::observed).age
}

#[test]
fn a_store_that_is_looked_at_daily_ages_by_the_clock() {
    assert_eq!(age_after((0..=30).map(|day| NOW + day * DAY)), 30 * DAY);
    assert_eq!(age_after((0..=300).map(|look| NOW + look * DAY / 10)), 30 * DAY);
}

#[test]
fn a_store_that_is_looked_at_seldom_ages_slower_and_never_faster() {
    assert_eq!(age_after((0..=10).map(|week| NOW + week * 7 * DAY)), 10 * DAY);
    assert_eq!(age_after((0..=10).map(|year| NOW + year * 365 * DAY)), 0);
}

#[test]
fn a_clock_that_jumps_makes_nothing_old() {
    let years = 10 * 365 * DAY;
    assert_eq!(age_after([NOW, NOW + years]), 0);
    assert_eq!(age_after([NOW, NOW - years]), 0);
    assert_eq!(age_after([NOW, u64::MAX]), 0);
    assert_eq!(age_after([NOW, 0, NOW, u64::MAX, NOW]), 0);
    // Back and forth, a thousand times: counted once at most.
    for swing in [1, DAY, 6 * DAY, 7 * DAY, 8 * DAY, years] {
        let times = (0..1000).map(|look| if look % 2 == 0 { NOW } else { NOW + swing });
        assert!(age_after(times) <= DAY, "{swing}");
    }
}

#[test]
fn a_clock_that_swings_between_some_times_counts_what_lies_between_once() {
    let swings = (0..300).map(|look| NOW + [8, 0, 2][look % 3] * DAY);
    // From 0 to 2 and from 2 to 8, a day at most each; the hundred times after the first add nothing.
    assert_eq!(age_after(swings), 2 * DAY);
}

#[test]
fn a_clock_that_ran_ahead_and_was_set_right_counts_again_where_it_was() {
    let ran_ahead = [NOW, NOW + 20 * DAY, NOW + 21 * DAY];
    let set_right = (0..=25).map(|day| NOW + day * DAY);
    assert_eq!(age_after(ran_ahead.into_iter().chain(set_right)), DAY + 4 * DAY);
}
