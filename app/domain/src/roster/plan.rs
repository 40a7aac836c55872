//! Making a roster for a whole conference in few taps: days and parts of days by the clock at the venue, and copying what
//! one day has to others.
//!
//! Days are counted by the wall clock, so a night in which the clocks change has an hour more or less and no gap.

use super::{Duty, Presence, Shift};
use crate::ids::PersonId;
use crate::time::{Timestamp, days, hours};

/// Most days that the roster shows.
pub const DAYS_MAX: usize = 60;
/// Most weeks after the last day that the roster shows.
pub const WEEKS_MAX: usize = 14;

/// The clock at the venue.
pub trait WallClock {
    /// A moment as inputs write it: `2027-06-03T09:00`.
    fn write(&self, at: Timestamp) -> String;
    /// The moment that an input says. A time that the clocks skip is one beside it, always the same.
    fn read(&self, typed: &str) -> Option<Timestamp>;
}

/// A part of a day. Together they follow each other without a gap, from morning to morning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartOfDay {
    /// 08:00 to 13:00.
    Morning,
    /// 13:00 to 18:00.
    Afternoon,
    /// 18:00 to 23:00.
    Evening,
    /// 23:00 to 08:00 on the next day.
    Night,
}

impl PartOfDay {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [Self::Morning, Self::Afternoon, Self::Evening, Self::Night];

    /// Its word on a screen.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Morning => "Morning",
            Self::Afternoon => "Afternoon",
            Self::Evening => "Evening",
            Self::Night => "Night",
        }
    }

    /// When it starts and ends by the clock; the night ends on the next day.
    pub const fn hours(self) -> (&'static str, &'static str) {
        match self {
            Self::Morning => ("08:00", "13:00"),
            Self::Afternoon => ("13:00", "18:00"),
            Self::Evening => ("18:00", "23:00"),
            Self::Night => ("23:00", "08:00"),
        }
    }
}

/// One day at the venue, or several that are planned as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// As inputs write it: `2027-06-03`.
    pub date: String,
    /// Its first moment.
    pub starts_at: Timestamp,
    /// The first moment after it.
    pub ends_at: Timestamp,
}

/// A shift to be, without an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Whose.
    pub person: PersonId,
    /// From.
    pub from: Timestamp,
    /// Until.
    pub until: Timestamp,
    /// Where they will be.
    pub presence: Presence,
    /// Called first, or next.
    pub duty: Duty,
}

impl Planned {
    /// Whether the shift says so of the person already: at the same time, whatever it is for.
    fn is_there(&self, shift: &Shift) -> bool {
        (self.person, self.from, self.until) == (shift.person, shift.from, shift.until)
    }
}

impl Day {
    /// The day that holds a moment.
    pub fn of(at: Timestamp, clock: &impl WallClock) -> Option<Self> {
        let date = date_of(at, clock);
        let starts_at = clock.read(&format!("{date}T00:00"))?;
        let ends_at = clock.read(&format!("{}T00:00", later(&date, 1, clock)?))?;
        (starts_at <= at && at < ends_at).then_some(Self { date, starts_at, ends_at })
    }

    /// When a part of this day starts and ends.
    pub fn part(&self, part: PartOfDay, clock: &impl WallClock) -> Option<(Timestamp, Timestamp)> {
        let (from, until) = part.hours();
        let last = if until > from { self.date.clone() } else { later(&self.date, 1, clock)? };
        Some((clock.read(&format!("{}T{from}", self.date))?, clock.read(&format!("{last}T{until}"))?))
    }

    /// Whether a shift covers something of this day.
    pub fn touches(&self, shift: &Shift) -> bool {
        shift.from < self.ends_at && shift.until > self.starts_at
    }

    /// Whether a shift starts on this day.
    fn begins(&self, shift: &Shift) -> bool {
        self.starts_at <= shift.from && shift.from < self.ends_at
    }
}

/// The days from one moment to another, at most [`DAYS_MAX`].
pub fn days_between(from: Timestamp, until: Timestamp, clock: &impl WallClock) -> Vec<Day> {
    let mut all: Vec<Day> = Vec::new();
    let mut at = from;
    while at < until && all.len() < DAYS_MAX {
        let Some(day) = Day::of(at, clock) else { break };
        at = day.ends_at;
        all.push(day);
    }
    all
}

/// The weeks of the watch after the last day: from its end to the end of the grace, each seven days long by the clock and
/// the last one shorter, at most [`WEEKS_MAX`].
pub fn weeks_after(last_day_ends: Timestamp, watch_ends: Timestamp, clock: &impl WallClock) -> Vec<Day> {
    let mut weeks = Vec::new();
    let mut at = last_day_ends;
    while at < watch_ends && weeks.len() < WEEKS_MAX {
        let written = clock.write(at);
        let Some((date, time)) = written.split_once('T') else { break };
        let next = later(date, 7, clock).and_then(|next| clock.read(&format!("{next}T{time}")));
        let Some(next) = next.filter(|next| *next > at) else { break };
        let ends_at = next.min(watch_ends);
        weeks.push(Day { date: date.to_owned(), starts_at: at, ends_at });
        at = ends_at;
    }
    weeks
}

/// The shifts that start on one day, on other days at the same time by the clock; of one person, or of everybody. Whoever
/// has a shift at just that time already keeps it, so that doing it twice does it once.
pub fn copied(
    shifts: &[Shift],
    whose: Option<PersonId>,
    from: &Day,
    to: &[Day],
    clock: &impl WallClock,
) -> Vec<Planned> {
    let chosen = |shift: &&Shift| from.begins(shift) && whose.is_none_or(|person| person == shift.person);
    let mut copies: Vec<Planned> = Vec::new();
    for day in to.iter().filter(|day| day.date != from.date) {
        for shift in shifts.iter().filter(chosen) {
            let copy = moved(shift, from, day, clock);
            copies.extend(copy.filter(|copy| !shifts.iter().any(|known| copy.is_there(known))));
        }
    }
    copies
}

fn moved(shift: &Shift, from: &Day, to: &Day, clock: &impl WallClock) -> Option<Planned> {
    let at = |moment: Timestamp| {
        let written = clock.write(moment);
        let (date, time) = written.split_once('T')?;
        // Noon to noon is whole days and an hour more or less, however the clocks change.
        let apart = clock.read(&noon(date))?.plus(hours(6)).since(clock.read(&noon(&from.date))?);
        clock.read(&format!("{}T{time}", later(&to.date, apart.millis() / days(1).millis(), clock)?))
    };
    let (starts, ends) = (at(shift.from)?, at(shift.until)?);
    let Shift { person, presence, duty, .. } = *shift;
    (ends > starts).then_some(Planned { person, from: starts, until: ends, presence, duty })
}

/// The date so many days after another. Counted from noon, so that no change of the clocks leads to another date.
fn later(date: &str, count: i64, clock: &impl WallClock) -> Option<String> {
    Some(date_of(clock.read(&noon(date))?.plus(days(count)), clock))
}

fn noon(date: &str) -> String {
    format!("{date}T12:00")
}

fn date_of(at: Timestamp, clock: &impl WallClock) -> String {
    clock.write(at).chars().take(10).collect()
}
