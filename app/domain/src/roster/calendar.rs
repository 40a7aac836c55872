//! The calendar feed: somebody's own shifts as an iCalendar object (RFC 5545), and nothing else.
//!
//! It names the shift and the conference. No place, no colleague and nothing of any incident goes into it, because a
//! calendar is shown on lock screens and kept by others than us.

use super::{Duty, Shift};
use crate::time::{Timestamp, days, hours, minutes, seconds};
use std::fmt::Write;

/// The longest line, in bytes without its end (RFC 5545 §3.1).
const LINE_MAX: usize = 75;

/// A calendar of these shifts of one person, for a conference of this name, as it is at `now`.
pub fn calendar<'a>(conference: &str, shifts: impl IntoIterator<Item = &'a Shift>, now: Timestamp) -> String {
    let mut out = String::new();
    for fixed in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Careline//Roster//EN", "CALSCALE:GREGORIAN"] {
        line(&mut out, fixed);
    }
    line(&mut out, &format!("X-WR-CALNAME:{}", text(conference)));
    let mut any = false;
    for shift in shifts {
        any = true;
        event(&mut out, conference, shift, now);
    }
    if !any {
        // A calendar holds at least one component; a time zone shows nothing.
        for fixed in ["BEGIN:VTIMEZONE", "TZID:UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000"] {
            line(&mut out, fixed);
        }
        for fixed in ["TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE"] {
            line(&mut out, fixed);
        }
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn event(out: &mut String, conference: &str, shift: &Shift, now: Timestamp) {
    let what = match (shift.duty, shift.presence.is_awake()) {
        (Duty::OnDuty, true) => "On duty",
        (Duty::OnDuty, false) => "On duty, asleep",
        (Duty::Backup, true) => "Backup",
        (Duty::Backup, false) => "Backup, asleep",
    };
    line(out, "BEGIN:VEVENT");
    // Pieces of one shift share its id; together with the start it is one event.
    line(out, &format!("UID:{}-{}@careline", shift.id, shift.from.millis()));
    line(out, &format!("DTSTAMP:{}", utc(now)));
    line(out, &format!("DTSTART:{}", utc(shift.from)));
    line(out, &format!("DTEND:{}", utc(shift.until)));
    line(out, &format!("SUMMARY:{} · {}", what, text(conference)));
    line(out, "CLASS:PRIVATE");
    line(out, "END:VEVENT");
}

/// One content line: folded so that none is longer than [`LINE_MAX`], never within a character.
fn line(out: &mut String, content: &str) {
    let mut room = LINE_MAX;
    for c in content.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = LINE_MAX - 1;
        }
        out.push(c);
        room -= c.len_utf8();
    }
    out.push_str("\r\n");
}

/// A text value (RFC 5545 §3.3.11): what has a meaning is escaped, other control characters are left out.
fn text(value: &str) -> String {
    let mut escaped = String::new();
    for c in value.chars() {
        match c {
            '\\' | ',' | ';' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            _ if c.is_control() => {}
            _ => escaped.push(c),
        }
    }
    escaped
}

/// A moment in UTC: `20270603T070000Z`.
fn utc(at: Timestamp) -> String {
    let (day, in_day) = (at.millis().div_euclid(days(1).millis()), at.millis().rem_euclid(days(1).millis()));
    let (year, month, date) = civil(day);
    let part = |span: crate::time::Span, of: i64| in_day / span.millis() % of;
    let mut written = String::new();
    let (hour, minute, second) = (part(hours(1), 24), part(minutes(1), 60), part(seconds(1), 60));
    let _infallible = write!(written, "{year:04}{month:02}{date:02}T{hour:02}{minute:02}{second:02}Z");
    written
}

/// Year, month and day of a number of days since 1970, by the calendar of RFC 5545. The year is counted from March, so
/// that the leap day is its last.
const fn civil(day: i64) -> (i64, i64, i64) {
    /// Days from 1 March of the year 0 until 1970.
    const BEFORE_1970: i64 = 719_468;
    /// Days of 400 years.
    const ERA: i64 = 146_097;
    let since = day.saturating_add(BEFORE_1970);
    let (era, of_era) = (since.div_euclid(ERA), since.rem_euclid(ERA));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let date = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (year_of_era + era * 400 + if month <= 2 { 1 } else { 0 }, month, date)
}
