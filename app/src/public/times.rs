//! Times for people: in the venue's time zone, named, relative and absolute.

use chrono::{DateTime, Datelike, Timelike, Utc};
use chrono_tz::Tz;
use domain::conference::Settings;
use domain::time::Timestamp;
use leptos::prelude::*;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The venue's zone; UTC where none is set.
fn zone(settings: &Settings) -> Tz {
    settings.time_zone.parse().unwrap_or(Tz::UTC)
}

/// Whether the server knows this time zone.
pub fn is_zone(name: &str) -> bool {
    name.parse::<Tz>().is_ok()
}

/// What the zone is called, for the line that says in which zone the times are.
pub fn zone_name(settings: &Settings) -> String {
    zone(settings).name().replace('_', " ")
}

/// `3 June 2027, 14:02` in the venue's time zone.
pub fn absolute(at: Timestamp, settings: &Settings) -> String {
    let Some(utc) = utc(at) else { return "at an unknown time".into() };
    let local = utc.with_timezone(&zone(settings));
    let month = MONTHS[local.month0() as usize % 12];
    format!("{} {month} {}, {:02}:{:02}", local.day(), local.year(), local.hour(), local.minute())
}

/// `2027-06-03` on the venue's calendar, for the name of a file.
pub fn day(at: Timestamp, settings: &Settings) -> String {
    utc(at).map_or_else(String::new, |utc| {
        let local = utc.with_timezone(&zone(settings));
        format!("{:04}-{:02}-{:02}", local.year(), local.month(), local.day())
    })
}

/// `12 minutes ago`; what lies ahead by a slip of a clock is just now.
pub fn relative(at: Timestamp, now: Timestamp) -> String {
    let minutes = now.since(at).millis() / 60_000;
    let (count, unit) = match minutes {
        0 => return "just now".into(),
        1..60 => (minutes, "minute"),
        60..1_440 => (minutes / 60, "hour"),
        _ => (minutes / 1_440, "day"),
    };
    format!("{count} {unit}{} ago", if count == 1 { "" } else { "s" })
}

/// Both, for a screen.
pub(crate) fn both(at: Timestamp, settings: &Settings, now: Timestamp) -> impl IntoView + use<> {
    let words = format!("{} · {}", relative(at, now), absolute(at, settings));
    view! { <time datetime=machine(at)>{words}</time> }
}

fn machine(at: Timestamp) -> String {
    utc(at).map_or_else(String::new, |utc| {
        let (date, time) = (utc.date_naive(), utc.time());
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
            date.year(),
            date.month(),
            date.day(),
            time.hour(),
            time.minute(),
            time.second()
        )
    })
}

fn utc(at: Timestamp) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(at.millis())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::{days, hours, minutes, seconds};

    const NOW: Timestamp = Timestamp::from_millis(1_812_096_120_000);

    fn settings(time_zone: &str) -> Settings {
        Settings { time_zone: time_zone.into(), ..Settings::default() }
    }

    #[test]
    fn a_time_is_told_in_the_venues_zone() {
        assert_eq!(absolute(NOW, &settings("UTC")), "4 June 2027, 08:02");
        assert_eq!(absolute(NOW, &settings("Europe/Athens")), "4 June 2027, 11:02");
        assert_eq!(absolute(NOW, &settings("America/New_York")), "4 June 2027, 04:02");
        assert_eq!(absolute(NOW, &settings("nowhere")), "4 June 2027, 08:02");
        assert_eq!(zone_name(&settings("America/New_York")), "America/New York");
        assert_eq!(machine(NOW), "2027-06-04T08:02:00Z");
        assert_eq!(absolute(Timestamp::from_millis(i64::MAX), &settings("UTC")), "at an unknown time");
    }

    #[test]
    fn a_time_is_told_as_how_long_ago() {
        let table = [
            (seconds(59), "just now"),
            (minutes(1), "1 minute ago"),
            (minutes(59), "59 minutes ago"),
            (hours(23), "23 hours ago"),
            (days(1), "1 day ago"),
            (days(40), "40 days ago"),
        ];
        for (span, words) in table {
            assert_eq!(relative(NOW.minus(span), NOW), words);
        }
        assert_eq!(relative(NOW.plus(hours(1)), NOW), "just now");
    }
}
