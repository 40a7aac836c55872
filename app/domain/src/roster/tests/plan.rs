//! Days by the wall clock and copying them, over the nights in which the clocks change.

use super::*;
use crate::roster::plan::*;
use crate::time::minutes;

/// A clock an hour ahead of UTC, which goes another hour ahead and back again at two moments.
struct Venue {
    forward: Timestamp,
    back: Timestamp,
}

/// Days since 1970 of a date, by the proleptic calendar.
fn day_number(date: &str) -> i64 {
    let parts: Vec<i64> = date.split('-').map(|part| part.parse().unwrap()).collect();
    let (year, month) = if parts[1] > 2 { (parts[0], parts[1] - 3) } else { (parts[0] - 1, parts[1] + 9) };
    365 * year + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + parts[2] - 1 - 719_468
}

fn utc(typed: &str) -> i64 {
    let (date, time) = typed.split_once('T').unwrap();
    let (hour, minute) = time.split_once(':').unwrap();
    (day_number(date) * 24 + hour.parse::<i64>().unwrap()) * 60 + minute.parse::<i64>().unwrap()
}

fn moment(typed: &str) -> Timestamp {
    Timestamp::from_millis(utc(typed) * minutes(1).millis())
}

impl WallClock for Venue {
    fn write(&self, at: Timestamp) -> String {
        let ahead = if self.forward <= at && at < self.back { 2 } else { 1 };
        let minute = at.millis().div_euclid(minutes(1).millis()) + ahead * 60;
        let (mut number, minute) = (minute.div_euclid(24 * 60), minute.rem_euclid(24 * 60));
        let year = (1970..2100).find(|year| day_number(&format!("{}-01-01", year + 1)) > number).unwrap();
        let month = (1..=12).rev().find(|month| day_number(&format!("{year}-{month:02}-01")) <= number).unwrap();
        number -= day_number(&format!("{year}-{month:02}-01"));
        format!("{year}-{month:02}-{:02}T{:02}:{:02}", number + 1, minute / 60, minute % 60)
    }

    fn read(&self, typed: &str) -> Option<Timestamp> {
        let mut at = utc(typed);
        for _ in 0..2 {
            at += utc(typed) - utc(&self.write(Timestamp::from_millis(at * minutes(1).millis())));
        }
        Some(Timestamp::from_millis(at * minutes(1).millis()))
    }
}

/// The clocks go forward in the night to 28 March and back in that to 31 October.
fn venue() -> Venue {
    Venue { forward: moment("2027-03-28T01:00"), back: moment("2027-10-31T01:00") }
}

fn day(date: &str) -> Day {
    Day::of(venue().read(&format!("{date}T15:00")).unwrap(), &venue()).unwrap()
}

fn by_the_clock(person: u8, from: &str, until: &str) -> Shift {
    let read = |typed| venue().read(typed).unwrap();
    Shift { from: read(from), until: read(until), ..shift(person, 0, 1) }
}

#[test]
fn days_are_as_long_as_the_clock_says() {
    for (date, length) in [("2027-03-27", 24), ("2027-03-28", 23), ("2027-10-31", 25), ("2028-02-29", 24)] {
        let day = day(date);
        assert_eq!((day.date.as_str(), day.ends_at.since(day.starts_at)), (date, hours(length)));
    }
}

#[test]
fn the_parts_of_days_follow_each_other_without_a_gap() {
    for start in ["2027-03-25T00:00", "2027-10-28T00:00", "2027-12-29T00:00"] {
        let from = venue().read(start).unwrap();
        let days = days_between(from, from.plus(days(7)), &venue());
        assert_eq!(days.len(), if start.starts_with("2027-10") { 7 } else { days.len() });
        let parts = days.iter().flat_map(|day| PartOfDay::ALL.map(|part| day.part(part, &venue()).unwrap()));
        let parts: Vec<_> = parts.collect();
        assert!(parts.iter().all(|(from, until)| from < until));
        for pair in parts.windows(2) {
            assert_eq!(pair[0].1, pair[1].0, "{start}");
        }
    }
}

#[test]
fn a_day_is_copied_by_the_clock_and_once() {
    let plan = vec![
        by_the_clock(1, "2027-03-26T08:00", "2027-03-26T13:00"),
        by_the_clock(2, "2027-03-26T23:00", "2027-03-27T08:00"),
        by_the_clock(3, "2027-03-25T23:00", "2027-03-26T08:00"),
    ];
    let to = [day("2027-03-26"), day("2027-03-27"), day("2027-03-28")];
    let copies = copied(&plan, None, &day("2027-03-26"), &to, &venue());
    let written = |copy: &Planned| (copy.person.to_bytes()[0], venue().write(copy.from), venue().write(copy.until));
    let row = |person: u8, from: &str, until: &str| (person, from.to_owned(), until.to_owned());
    assert_eq!(
        copies.iter().map(written).collect::<Vec<_>>(),
        [
            row(1, "2027-03-27T08:00", "2027-03-27T13:00"),
            row(2, "2027-03-27T23:00", "2027-03-28T08:00"),
            row(1, "2027-03-28T08:00", "2027-03-28T13:00"),
            row(2, "2027-03-28T23:00", "2027-03-29T08:00"),
        ],
        "what began the day before is not this day's"
    );
    assert_eq!(copies[1].until.since(copies[1].from), hours(8), "the clocks go forward in that night");
    let mut all = plan.clone();
    all.extend(copies.iter().map(|copy| Shift {
        person: copy.person,
        from: copy.from,
        until: copy.until,
        ..plan[0].clone()
    }));
    assert_eq!(copied(&all, None, &day("2027-03-26"), &to, &venue()), [], "twice is once");
    let ones = copied(&plan, Some(person(2)), &day("2027-03-26"), &to, &venue());
    assert_eq!(ones.iter().map(|copy| copy.person).collect::<Vec<_>>(), [person(2), person(2)]);
}

#[test]
fn the_weeks_after_the_last_day_reach_to_the_end_of_the_grace() {
    let ends = venue().read("2027-10-20T18:00").unwrap();
    let weeks = weeks_after(ends, ends.plus(days(30)), &venue());
    assert_eq!(weeks.len(), 5);
    assert_eq!(weeks[1].ends_at.since(weeks[1].starts_at), hours(7 * 24 + 1), "the clocks go back in that week");
    assert_eq!((weeks[0].starts_at, weeks[4].ends_at), (ends, ends.plus(days(30))));
    for pair in weeks.windows(2) {
        assert_eq!(pair[0].ends_at, pair[1].starts_at);
    }
    assert_eq!(weeks_after(ends, ends, &venue()), []);
}
