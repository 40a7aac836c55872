//! One edition of a conference: when, where, and the numbers that save somebody.

use crate::ids::ConferenceId;
use crate::time::{Span, Timestamp, days};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Longest name, venue, label or number, in characters.
pub const LINE_MAX: usize = 200;
/// Most emergency numbers of one conference.
pub const EMERGENCY_NUMBERS_MAX: usize = 12;
/// How long a device stays signed in after the conference's last day, unless the organizers say otherwise.
pub const GRACE_DEFAULT: Span = days(30);
/// How long ago a conference's last day may be when somebody sets it.
pub const PAST_MAX: Span = days(90);
/// The shortest time for which a device stays signed in, whatever the conference's dates say.
pub const SESSION_MIN: Span = days(1);

/// A conference as its people see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conference {
    /// Its id; every row of the database belongs to one.
    pub id: ConferenceId,
    /// What the organizers have said about it; nothing until the first of them has set it up.
    pub settings: Settings,
    /// Counts up with each change of what phones keep for offline use, so that they know when to fetch it.
    pub edition: i64,
}

/// What the organizers say about their conference.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The name, as on the badge.
    pub name: String,
    /// The venue's name.
    pub venue: String,
    /// The venue's address as one reads it out to an ambulance.
    pub address: String,
    /// IANA name of the venue's time zone; every time is shown in it.
    pub time_zone: String,
    /// Start of the first day.
    pub starts_at: Timestamp,
    /// End of the last day.
    pub ends_at: Timestamp,
    /// Whom to call when somebody is in danger, most urgent first.
    pub emergency: Vec<EmergencyNumber>,
    /// The address that reporters may write to; empty where there is none.
    pub conduct_address: String,
    /// Whom to turn to when everybody of the CARE team is out of a report: a name and how to reach them; empty where
    /// there is nobody.
    pub outside_contact: String,
    /// How long devices stay signed in after the last day.
    pub grace: Span,
}

/// A number to tap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmergencyNumber {
    /// Who answers: "Ambulance and police", "Venue security".
    pub label: String,
    /// The number as one dials it.
    pub number: String,
}

/// Why the settings are not taken; each names the field that the screen should point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingsRefused {
    /// The conference needs a name that people recognize.
    NeedsName,
    /// A line is longer than [`LINE_MAX`] characters.
    TooLong,
    /// The last day lies before the first.
    EndsBeforeItStarts,
    /// It lasts longer than sixty days, which is surely a slip of the year.
    TooManyDays,
    /// The last day is more than [`PAST_MAX`] ago.
    LongPast,
    /// More numbers than [`EMERGENCY_NUMBERS_MAX`].
    TooManyNumbers,
    /// A number without a digit.
    NotANumber,
    /// The time zone is not one that the server knows.
    UnknownTimeZone,
}

impl fmt::Display for SettingsRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NeedsName => "The conference needs a name.",
            Self::TooLong => "One of the lines is longer than 200 characters.",
            Self::EndsBeforeItStarts => "The last day lies before the first day.",
            Self::TooManyDays => "The conference would last longer than 60 days. Check the years.",
            Self::LongPast => "The last day is long past. Check the year.",
            Self::TooManyNumbers => "There is room for 12 emergency numbers.",
            Self::NotANumber => "An emergency number needs at least one digit.",
            Self::UnknownTimeZone => "This time zone is not known. Choose one such as Europe/Paris.",
        })
    }
}

impl Settings {
    /// Takes the settings as the organizers typed them, tidied, or says what is in the way.
    ///
    /// Whether the time zone exists is for the caller to check, who has the table of zones.
    pub fn parse(mut self) -> Result<Self, SettingsRefused> {
        let Self { name, venue, address, time_zone, conduct_address, outside_contact, .. } = &mut self;
        for line in [name, venue, address, time_zone, conduct_address, outside_contact] {
            tidy(line)?;
        }
        if self.name.is_empty() {
            return Err(SettingsRefused::NeedsName);
        }
        if self.ends_at < self.starts_at {
            return Err(SettingsRefused::EndsBeforeItStarts);
        }
        if self.ends_at.since(self.starts_at) > days(60) {
            return Err(SettingsRefused::TooManyDays);
        }
        if self.emergency.len() > EMERGENCY_NUMBERS_MAX {
            return Err(SettingsRefused::TooManyNumbers);
        }
        for number in &mut self.emergency {
            tidy(&mut number.label)?;
            tidy(&mut number.number)?;
            if !number.number.chars().any(|c| c.is_ascii_digit()) {
                return Err(SettingsRefused::NotANumber);
            }
        }
        if self.grace == Span::default() {
            self.grace = GRACE_DEFAULT;
        }
        Ok(self)
    }

    /// The same settings, unless their last day is new (`ends_before` is the one that stood, if any) and more than
    /// [`PAST_MAX`] ago, which is surely a slip. What stands may be long past: its other lines can still be changed.
    pub fn unless_long_past(self, ends_before: Option<Timestamp>, now: Timestamp) -> Result<Self, SettingsRefused> {
        let long_past = self.ends_at.plus(PAST_MAX) < now;
        if long_past && ends_before != Some(self.ends_at) { Err(SettingsRefused::LongPast) } else { Ok(self) }
    }

    /// Whether an organizer has set the conference up.
    pub fn is_set_up(&self) -> bool {
        !self.name.is_empty()
    }

    /// Until when devices stay signed in; a conference that is not set up yet gives its organizers the grace from `now`.
    ///
    /// A sign-in lasts [`SESSION_MIN`] at least: with dates that lie behind, by a slip or because the conference is over,
    /// nobody could come in any more to mend them or to send the notes that still wait on a phone.
    pub fn sessions_end(&self, now: Timestamp) -> Timestamp {
        let ends = if self.is_set_up() { self.ends_at.plus(self.grace) } else { now.plus(GRACE_DEFAULT) };
        ends.max(now.plus(SESSION_MIN))
    }
}

fn tidy(line: &mut String) -> Result<(), SettingsRefused> {
    *line = line.trim().to_owned();
    if line.chars().count() > LINE_MAX { Err(SettingsRefused::TooLong) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::hours;

    fn settings() -> Settings {
        Settings {
            name: " Example Days ".into(),
            starts_at: Timestamp::from_millis(0),
            ends_at: Timestamp::from_millis(0).plus(days(3)),
            emergency: vec![EmergencyNumber { label: "Ambulance".into(), number: " 112 ".into() }],
            ..Settings::default()
        }
    }

    type Spoil = fn(&mut Settings);

    #[test]
    fn settings_are_tidied_or_refused_with_the_reason() {
        let taken = settings().parse().unwrap();
        assert_eq!((taken.name.as_str(), taken.emergency[0].number.as_str()), ("Example Days", "112"));
        assert_eq!(taken.grace, GRACE_DEFAULT);
        let table: [(SettingsRefused, Spoil); 6] = [
            (SettingsRefused::NeedsName, |s| s.name = "  ".into()),
            (SettingsRefused::TooLong, |s| s.venue = "v".repeat(201)),
            (SettingsRefused::EndsBeforeItStarts, |s| s.ends_at = s.starts_at.minus(hours(1))),
            (SettingsRefused::TooManyDays, |s| s.ends_at = s.starts_at.plus(days(61))),
            (SettingsRefused::TooManyNumbers, |s| s.emergency = vec![s.emergency[0].clone(); 13]),
            (SettingsRefused::NotANumber, |s| s.emergency[0].number = "call us".into()),
        ];
        for (why, spoil) in table {
            let mut spoiled = settings();
            spoil(&mut spoiled);
            assert_eq!(spoiled.parse(), Err(why), "{why:?}");
        }
    }

    #[test]
    fn nobody_is_locked_out_by_dates_that_lie_behind() {
        let set_up = settings().parse().unwrap();
        let end = Timestamp::from_millis(0).plus(days(3 + 30));
        assert_eq!(set_up.sessions_end(Timestamp::from_millis(0)), end);
        let later = end.plus(days(100));
        assert_eq!(set_up.sessions_end(later), later.plus(SESSION_MIN));
        assert_eq!(Settings::default().sessions_end(later), later.plus(GRACE_DEFAULT));
    }
}
