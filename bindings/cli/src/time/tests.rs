use passkey_provider::clock::Timestamp;

use super::age;

#[test]
fn an_age_is_told_in_the_largest_unit_that_fits() {
    let day = 24 * 60 * 60;
    let table = [
        (0, "now"),
        (59, "now"),
        (60, "1 minute ago"),
        (3_599, "59 minutes ago"),
        (3_600, "1 hour ago"),
        (day - 1, "23 hours ago"),
        (day, "1 day ago"),
        (400 * day, "400 days ago"),
    ];
    let born = Timestamp::from_millis(1_000_000);
    for (seconds, reported) in table {
        assert_eq!(age(born, Timestamp::from_millis(1_000_000 + seconds * 1000)), reported);
    }
    assert_eq!(age(born, Timestamp::from_millis(999_999)), "in the future");
}
