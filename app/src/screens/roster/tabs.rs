//! The tabs of the roster: the days of the conference at the venue, and the weeks of the watch after it.

use crate::device::{device, watched};
use crate::parts::moment::day_of;
use domain::roster::plan::{Day, WallClock, days_between, weeks_after};
use domain::time::{Timestamp, hours};
use std::cmp::Ordering;

/// The wall clock of the venue, by its time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Venue(pub(super) String);

impl Venue {
    /// The clock of the conference, as this phone knows it.
    pub(super) fn here() -> Self {
        Self(watched().zone())
    }
}

impl WallClock for Venue {
    fn write(&self, at: Timestamp) -> String {
        device().write_input(at, &self.0)
    }

    fn read(&self, typed: &str) -> Option<Timestamp> {
        device().read_input(typed, &self.0)
    }
}

/// One tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tab {
    /// What it covers.
    pub(super) day: Day,
    /// Its words: "Thu 3 Jun".
    pub(super) label: String,
    /// Whether it is a week of the watch.
    pub(super) is_watch: bool,
}

/// The days of the conference, and the weeks after it until the watch ends, as far as that is known.
pub(super) fn tabs(zone: &str, watch_ends: Option<Timestamp>) -> Vec<Tab> {
    let span = watched().bundle.with(|bundle| {
        let settings = &bundle.as_ref()?.conference.settings;
        settings.is_set_up().then_some((settings.starts_at, settings.ends_at))
    });
    let Some((from, until)) = span else { return Vec::new() };
    let clock = Venue(zone.to_owned());
    let days = days_between(from, until, &clock);
    let last = days.last().map_or(until, |day| day.ends_at);
    let weeks = watch_ends.map(|ends| weeks_after(last, ends, &clock)).unwrap_or_default();
    let day = |day: Day| Tab { label: day_of(day.starts_at.plus(hours(12))), is_watch: false, day };
    let week = |day: Day| Tab { label: format!("Watch from {}", day_of(day.starts_at)), is_watch: true, day };
    days.into_iter().map(day).chain(weeks.into_iter().map(week)).collect()
}

/// The place of now among the tabs, or the first.
pub(super) fn today(tabs: &[Tab]) -> usize {
    let now = device().now();
    tabs.iter().position(|tab| tab.day.starts_at <= now && now < tab.day.ends_at).unwrap_or(0)
}

impl Tab {
    /// "13:00 to 18:00" on the tab's own day, with the days where one is another.
    pub(super) fn hours(&self, from: Timestamp, until: Timestamp) -> String {
        let clock = Venue::here();
        let time = |at: Timestamp| device().wall_clock(at, &clock.0).time;
        if self.is_watch {
            return format!("{} {} to {} {}", day_of(from), time(from), day_of(until), time(until));
        }
        let starts = if from < self.day.starts_at { format!("{} {}", day_of(from), time(from)) } else { time(from) };
        let ends = match until.cmp(&self.day.ends_at) {
            Ordering::Less => time(until),
            Ordering::Equal => "24:00".to_owned(),
            Ordering::Greater => format!("{} {}", day_of(until), time(until)),
        };
        format!("{starts} to {ends}")
    }
}
