//! Times for people: in the venue's time zone, named, relative and absolute.

use super::Frame;
use super::lang::Unit;
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

/// Both, for a public page, in its language.
pub(crate) fn both(at: Timestamp, frame: &Frame<'_>) -> impl IntoView + use<> {
    let words = &frame.words().common;
    let minutes = frame.now.since(at).millis() / 60_000;
    let ago = match minutes {
        0 => words.just_now.to_owned(),
        1..60 => (words.ago)(minutes, Unit::Minutes),
        60..1_440 => (words.ago)(minutes / 60, Unit::Hours),
        _ => (words.ago)(minutes / 1_440, Unit::Days),
    };
    let date = told(at, frame);
    view! { <time datetime=machine(at)>{format!("{ago} · {date}")}</time> }
}

/// `3 June 2027, 14:02` in the venue's time zone, as the page's language writes it.
pub(crate) fn told(at: Timestamp, frame: &Frame<'_>) -> String {
    let words = &frame.words().common;
    let Some(utc) = utc(at) else { return words.unknown_time.into() };
    let local = utc.with_timezone(&zone(frame.settings));
    let time = format!("{:02}:{:02}", local.hour(), local.minute());
    (words.date)(local.day(), words.months[local.month0() as usize % 12], local.year(), &time)
}

/// When the night ends at the venue, by night: from ten in the evening to seven in the morning nobody is woken for what can
/// wait.
pub fn morning(now: Timestamp, settings: &Settings) -> Option<Timestamp> {
    let local = utc(now)?.with_timezone(&zone(settings));
    let hours = i64::from(local.hour());
    let hours_left = if hours >= 22 { 24 - hours + 7 } else { 7 - hours };
    let past = domain::time::Span::from_millis(i64::from(local.minute()) * 60_000);
    (!(7..22).contains(&hours)).then(|| now.plus(domain::time::hours(hours_left)).minus(past))
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
    use super::super::lang::Lang;
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
        let settings = settings("UTC");
        let frame = super::super::tests::frame(&settings);
        let table = [
            (seconds(59), "just now", "gerade eben"),
            (minutes(1), "1 minute ago", "vor 1 Minute"),
            (minutes(59), "59 minutes ago", "vor 59 Minuten"),
            (hours(23), "23 hours ago", "vor 23 Stunden"),
            (days(1), "1 day ago", "vor 1 Tag"),
            (days(40), "40 days ago", "vor 40 Tagen"),
        ];
        for (span, english, german) in table {
            let at = frame.now.minus(span);
            assert!(both(at, &frame).to_html().contains(english));
            let german_frame = Frame { lang: Lang::German, ..frame };
            assert!(both(at, &german_frame).to_html().contains(german));
        }
        assert!(both(frame.now.plus(hours(1)), &frame).to_html().contains("just now"), "a slip of a clock");
    }

    #[test]
    fn a_night_ends_at_seven() {
        let at = |hour: i64, minute: i64| Timestamp::from_millis((hour * 60 + minute) * 60_000);
        let settings = settings("UTC");
        for (now, wanted) in [
            (at(21, 59), None),
            (at(22, 0), Some(at(31, 0))),
            (at(2, 30), Some(at(7, 0))),
            (at(6, 59), Some(at(7, 0))),
            (at(7, 0), None),
            (at(14, 0), None),
        ] {
            assert_eq!(morning(now, &settings), wanted);
        }
    }
}
