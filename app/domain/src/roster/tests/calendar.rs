//! The calendar feed, read back line by line.

use super::*;

/// The lines as they were before folding.
fn unfolded(calendar: &str) -> Vec<String> {
    assert!(calendar.ends_with("\r\n") && !calendar.replace("\r\n", "").contains(['\r', '\n']), "lines end in CRLF");
    assert!(calendar.split("\r\n").all(|line| line.len() <= 75), "no line is longer than 75 bytes: {calendar}");
    calendar.replace("\r\n ", "").lines().map(str::to_owned).collect()
}

#[test]
fn a_shift_is_an_event_in_utc_that_names_the_conference() {
    let shift = Shift { from: Timestamp::from_millis(1_812_096_120_000), ..shift(1, 0, 24 * 365) };
    let lines = unfolded(&calendar("Example Days", [&shift], at(0)));
    for wanted in [
        "BEGIN:VCALENDAR",
        "UID:01010101-0101-0101-0101-010101010101-1812096120000@careline",
        "DTSTAMP:20260921T141320Z",
        "DTSTART:20270604T080200Z",
        "DTEND:20270921T141320Z",
        "SUMMARY:On duty · Example Days",
        "END:VCALENDAR",
    ] {
        assert!(lines.iter().any(|line| line == wanted), "{wanted} in {lines:#?}");
    }
}

#[test]
fn words_are_escaped_and_long_lines_folded_between_characters() {
    let name = format!("Tage, Nächte; \\ \n{}\u{7}", "ü🚪".repeat(60));
    let shift = Shift { duty: Duty::Backup, presence: Presence::Asleep, ..shift(1, 0, 1) };
    let lines = unfolded(&calendar(&name, [&shift], at(0)));
    let summary = format!("SUMMARY:Backup, asleep · Tage\\, Nächte\\; \\\\ \\n{}", "ü🚪".repeat(60));
    assert!(lines.contains(&summary), "{lines:#?}");
}

#[test]
fn a_calendar_without_shifts_holds_a_component_that_shows_nothing() {
    let lines = unfolded(&calendar("Example Days", [], at(0)));
    assert!(lines.contains(&"BEGIN:VTIMEZONE".to_owned()) && !lines.contains(&"BEGIN:VEVENT".to_owned()));
}

#[test]
fn dates_are_right_around_leap_days_and_centuries() {
    let table =
        [(0, "19700101"), (951_782_400_000, "20000229"), (951_868_800_000, "20000301"), (-86_400_000, "19691231")];
    for (millis, date) in table {
        let at = Timestamp::from_millis(millis);
        let shift = Shift { from: at, until: at.plus(hours(1)), ..shift(1, 0, 1) };
        let lines = unfolded(&calendar("", [&shift], NOW));
        assert!(lines.contains(&format!("DTSTART:{date}T000000Z")), "{date}");
    }
}

#[test]
fn a_feeds_secret_survives_its_address_and_is_not_what_is_stored() {
    let token = FeedToken::mint([7; 32]);
    assert_eq!(FeedToken::parse(&token.reveal()), Some(token.clone()));
    assert_ne!(format!("{}.ics", token.digest()), token.reveal());
    let bare = token.reveal().replace(".ics", "");
    for spoiled in ["07.ics", ".ics", bare.as_str()] {
        assert_eq!(FeedToken::parse(spoiled), None);
    }
}
