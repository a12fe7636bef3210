//! `Retry-After` (RFC 9110, section 10.2.3): how long a server wants to be left alone.

use std::time::Duration;

use x509_cert::der::DateTime;

use crate::clock::Timestamp;

/// Seconds, or a date by the device's clock. A date that is over says nothing, for clocks differ; neither does what is
/// none of both.
pub(super) fn retry_after(text: &str, now: Timestamp) -> Option<Duration> {
    let now = Duration::from_millis(now.as_millis());
    match text.trim().parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => date(text, now)?.checked_sub(now).filter(|left| !left.is_zero()),
    }
}

/// An HTTP-date, in each of its three forms (section 5.6.7), as the time since 1970.
fn date(text: &str, now: Duration) -> Option<Duration> {
    let words: Vec<&str> = text.split([' ', ',', '-']).filter(|word| !word.is_empty()).collect();
    let (day, month, year, time) = match words.as_slice() {
        [_, day, month, year, time, "GMT"] | [_, month, day, time, year] => (day, month, year, time),
        _ => return None,
    };
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = months.iter().zip(1..).find_map(|(name, number)| (name == month).then_some(number))?;
    let given: u16 = year.parse().ok()?;
    let year = if year.len() > 2 {
        given
    } else {
        // Two digits are of this century, unless that is more than 50 years ahead.
        let this_year = DateTime::from_unix_duration(now).ok()?.year();
        let near = this_year.checked_sub(this_year % 100)?.checked_add(given)?;
        if near > this_year.checked_add(50)? { near.checked_sub(100)? } else { near }
    };
    let mut parts = time.split(':').map(str::parse);
    let (hour, minute, second) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    Some(DateTime::new(year, month, day.parse().ok()?, hour, minute, second).ok()?.unix_duration())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::retry_after;
    use crate::clock::Timestamp;

    /// RFC 9110, section 5.6.7, writes this moment in three forms; as a number it is `date --date` of GNU's coreutils.
    const WRITTEN: u64 = 784_111_777;

    fn after(text: &str, now: u64) -> Option<u64> {
        retry_after(text, Timestamp::from_millis(now * 1000)).map(|wait| wait.as_secs())
    }

    #[test]
    fn each_form_of_a_date_is_how_long_it_is_until_then() {
        for text in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
            assert_eq!(after(text, WRITTEN - 90), Some(90), "{text}");
            assert_eq!(after(text, WRITTEN), None, "{text}");
            assert_eq!(after(text, WRITTEN + 1), None, "{text}");
        }
        assert_eq!(
            retry_after("Sun, 06 Nov 1994 08:49:37 GMT", Timestamp::from_millis(WRITTEN * 1000 - 250)),
            Some(Duration::from_millis(250))
        );
    }

    /// 2026-11-27T00:00:00Z and 2099-12-31T23:59:00Z, by GNU's `date`.
    #[test]
    fn a_year_of_two_digits_is_the_near_one() {
        assert_eq!(after("Friday, 27-Nov-26 00:01:00 GMT", 1_795_737_600), Some(60));
        assert_eq!(after("Sunday, 06-Nov-94 08:49:37 GMT", 1_795_737_600), None);
        assert!(after("Monday, 02-Jan-76 00:00:00 GMT", 1_795_737_600).is_some());
        assert_eq!(after("Friday, 01-Jan-77 00:00:00 GMT", 1_795_737_600), None);
    }

    #[test]
    fn seconds_are_seconds_and_anything_else_says_nothing() {
        assert_eq!(after("120", 0), Some(120));
        assert_eq!(after(" 0 ", 0), Some(0));
        for text in [
            "",
            "soon",
            "-5",
            "1.5",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sun, 06 Nev 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:00:00 GMT",
            "Sun, 06 Nov 1994 08:49 GMT",
            "Sun, 06 Nov 99999 08:49:37 GMT",
            "Sun, 06 Nov 1969 08:49:37 GMT",
        ] {
            assert_eq!(after(text, 0), None, "{text}");
        }
    }
}
