//! The roster: who is on call when.

use crate::ids::{ConferenceId, PersonId, ShiftId};
use crate::time::{Span, Timestamp, days};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// The longest span of duty.
pub const SHIFT_MAX: Span = days(31);
/// Most shifts of one conference.
pub const SHIFTS_MAX: usize = 2_000;

/// Where somebody on call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// At the venue.
    OnSite,
    /// Reachable by phone, elsewhere.
    Remote,
}

impl Presence {
    /// The word for storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OnSite => "on_site",
            Self::Remote => "remote",
        }
    }

    /// Reads the word from storage.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::OnSite, Self::Remote].into_iter().find(|presence| presence.code() == code)
    }
}

/// One span of duty of one person: from its first millisecond to before its last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// Its id.
    pub id: ShiftId,
    /// The conference that it belongs to.
    pub conference: ConferenceId,
    /// Who is on call.
    pub person: PersonId,
    /// When it starts.
    pub from: Timestamp,
    /// When it ends; at this moment the person is off.
    pub until: Timestamp,
    /// Where the person will be.
    pub presence: Presence,
}

/// Why a shift is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShiftRefused {
    /// It ends before or when it starts.
    EndsBeforeItStarts,
    /// It is longer than [`SHIFT_MAX`].
    TooLong,
    /// The roster is full ([`SHIFTS_MAX`]).
    RosterFull,
    /// Only CARE members are on call.
    NotACareMember,
}

impl fmt::Display for ShiftRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EndsBeforeItStarts => "A shift ends after it starts.",
            Self::TooLong => "A shift lasts at most 31 days.",
            Self::RosterFull => "The roster holds 2,000 shifts.",
            Self::NotACareMember => "Only members of the CARE team are on call.",
        })
    }
}

impl std::error::Error for ShiftRefused {}

impl Shift {
    /// Checks the span.
    pub fn parse(self) -> Result<Self, ShiftRefused> {
        if self.until <= self.from {
            Err(ShiftRefused::EndsBeforeItStarts)
        } else if self.until.since(self.from) > SHIFT_MAX {
            Err(ShiftRefused::TooLong)
        } else {
            Ok(self)
        }
    }

    /// Whether the shift covers `now`.
    pub fn covers(&self, now: Timestamp) -> bool {
        self.from <= now && now < self.until
    }
}

/// Who can be paged about one incident at one moment: the roster without everybody who must not know of it.
///
/// Only [`DutyList::at`] makes one, so the ladder cannot reach somebody who is recused, named or excluded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyList {
    on_call: BTreeSet<PersonId>,
    team: BTreeSet<PersonId>,
}

impl DutyList {
    /// The roster at `now` for a team, without those who must not know.
    pub fn at<'a>(
        now: Timestamp,
        shifts: impl IntoIterator<Item = &'a Shift>,
        team: impl IntoIterator<Item = PersonId>,
        kept_out: &BTreeSet<PersonId>,
    ) -> Self {
        let team: BTreeSet<_> = team.into_iter().filter(|person| !kept_out.contains(person)).collect();
        let on_call = on_call(shifts, now).filter(|person| team.contains(person)).collect();
        Self { on_call, team }
    }

    /// The members on call.
    pub const fn on_call(&self) -> &BTreeSet<PersonId> {
        &self.on_call
    }

    /// The whole team, on call or not.
    pub const fn team(&self) -> &BTreeSet<PersonId> {
        &self.team
    }
}

/// Everybody whose shift covers `now`.
pub fn on_call<'a>(shifts: impl IntoIterator<Item = &'a Shift>, now: Timestamp) -> impl Iterator<Item = PersonId> {
    shifts.into_iter().filter(move |shift| shift.covers(now)).map(|shift| shift.person)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::hours;

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

    fn person(n: u8) -> PersonId {
        PersonId::from_bytes([n; 16])
    }

    fn shift(n: u8, from: Timestamp, until: Timestamp) -> Shift {
        Shift {
            id: ShiftId::from_bytes([n; 16]),
            conference: ConferenceId::from_bytes([0; 16]),
            person: person(n),
            from,
            until,
            presence: Presence::OnSite,
        }
    }

    #[test]
    fn a_shift_covers_its_start_and_not_its_end() {
        let shift = shift(1, NOW, NOW.plus(hours(4)));
        for (at, covered) in [(NOW.minus(hours(1)), false), (NOW, true), (NOW.plus(hours(4)), false)] {
            assert_eq!(shift.covers(at), covered);
        }
    }

    #[test]
    fn whoever_must_not_know_is_on_neither_list() {
        let shifts =
            [shift(1, NOW, NOW.plus(hours(1))), shift(2, NOW, NOW.plus(hours(1))), shift(9, NOW, NOW.plus(hours(1)))];
        let list = DutyList::at(NOW, &shifts, [person(1), person(2), person(3)], &BTreeSet::from([person(2)]));
        assert_eq!(list.on_call(), &BTreeSet::from([person(1)]), "9 has a shift but is not of the team");
        assert_eq!(list.team(), &BTreeSet::from([person(1), person(3)]));
    }

    #[test]
    fn shifts_have_bounds() {
        assert_eq!(shift(1, NOW, NOW).parse(), Err(ShiftRefused::EndsBeforeItStarts));
        assert_eq!(shift(1, NOW, NOW.plus(days(32))).parse(), Err(ShiftRefused::TooLong));
        assert!(shift(1, NOW, NOW.plus(days(31))).parse().is_ok());
    }
}
