//! The days of a conference and the parts of a day, at the venue.

use crate::device::{device, watched};
use domain::roster::Shift;
use domain::time::{Timestamp, days as span_of_days, hours, minutes};

/// Most days that the roster shows.
const DAYS_MAX: usize = 60;

/// A part of a day, as one shift covers it.
pub(super) struct Part {
    /// What it is called.
    pub(super) name: &'static str,
    /// When it starts.
    pub(super) from: &'static str,
    /// When it ends; on the next day where that is earlier.
    pub(super) until: &'static str,
}

/// The parts of a day, from morning to morning without a gap.
pub(super) const PARTS: [Part; 3] = [
    Part { name: "Morning", from: "06:00", until: "14:00" },
    Part { name: "Afternoon", from: "14:00", until: "22:00" },
    Part { name: "Night", from: "22:00", until: "06:00" },
];

/// One day at the venue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Day {
    /// As inputs write it: `2027-06-03`.
    pub(super) date: String,
    /// As people read it: "Thu 3 Jun".
    pub(super) label: String,
    /// Its first moment.
    pub(super) starts_at: Timestamp,
    /// The first moment of the next day.
    pub(super) ends_at: Timestamp,
    zone: String,
}

/// The days of the conference, as its settings on this phone say.
pub(super) fn days(zone: &str) -> Vec<Day> {
    let span = watched().bundle.with(|bundle| {
        let settings = &bundle.as_ref()?.conference.settings;
        settings.is_set_up().then_some((settings.starts_at, settings.ends_at))
    });
    let Some((from, until)) = span else { return Vec::new() };
    let mut days = Vec::new();
    let mut at = from;
    while at < until && days.len() < DAYS_MAX {
        let Some(day) = Day::of(at, zone) else { break };
        at = day.ends_at;
        days.push(day);
    }
    days
}

/// The place of today among the days, or the first.
pub(super) fn today(days: &[Day]) -> usize {
    let now = device().now();
    days.iter().position(|day| day.starts_at <= now && now < day.ends_at).unwrap_or(0)
}

impl Day {
    /// The day that holds a moment.
    fn of(at: Timestamp, zone: &str) -> Option<Self> {
        let date = |at| device().write_input(at, zone).chars().take(10).collect::<String>();
        let this = date(at);
        let starts_at = device().read_input(&format!("{this}T00:00"), zone)?;
        // A day may have 23 or 25 hours; its afternoon on the next day is on the next day in any case.
        let next = date(starts_at.plus(span_of_days(1)).plus(hours(3)));
        let ends_at = device().read_input(&format!("{next}T00:00"), zone)?;
        let label = device().wall_clock(starts_at.plus(hours(12)), zone).day;
        (ends_at > starts_at).then_some(Self { date: this, label, starts_at, ends_at, zone: zone.to_owned() })
    }

    /// When a part of this day starts and ends.
    pub(super) fn part(&self, part: &Part) -> Option<(Timestamp, Timestamp)> {
        let from = device().read_input(&format!("{}T{}", self.date, part.from), &self.zone)?;
        let until_date = if part.until > part.from {
            self.date.clone()
        } else {
            device().write_input(self.ends_at.plus(minutes(1)), &self.zone).chars().take(10).collect()
        };
        let until = device().read_input(&format!("{until_date}T{}", part.until), &self.zone)?;
        Some((from, until))
    }

    /// Whether a shift is just one of the parts of this day.
    pub(super) fn is_a_part(&self, shift: &Shift) -> bool {
        PARTS.iter().filter_map(|part| self.part(part)).any(|(from, until)| shift.from == from && shift.until == until)
    }

    /// Whether a shift covers something of this day.
    pub(super) fn touches(&self, shift: &Shift) -> bool {
        shift.from < self.ends_at && shift.until > self.starts_at
    }

    /// A moment of the day as a clock says it.
    pub(super) fn clock(&self, at: Timestamp) -> String {
        if at == self.ends_at { "24:00".into() } else { device().wall_clock(at, &self.zone).time }
    }
}

#[cfg(test)]
mod tests {
    use super::PARTS;

    #[test]
    fn the_parts_of_a_day_leave_no_gap() {
        for (part, next) in PARTS.iter().zip(PARTS.iter().cycle().skip(1)) {
            assert_eq!(part.until, next.from);
        }
    }
}
