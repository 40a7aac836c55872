//! The roster: who is on duty when, and whom a page may call.
//!
//! A [`Shift`] is what was planned, an [`Override`] that a colleague has a part of one. A [`Roster`] holds all of them and
//! says what stands. [`DutyList::at`] is the door of the pager: the people to call at one moment, without everybody who
//! must not know. [`checks`] asks who is on duty soon whether they can be reached.

mod calendar;
mod check;
mod duty_list;
mod feed;
mod gaps;
mod overrides;
pub mod plan;
mod standing;
mod tree;
pub mod view;

pub use calendar::calendar;
pub use check::{
    ASK_AGAIN_BEFORE, ASK_BEFORE, CheckAbout, CheckState, Checked, DutyCheck, STAND_IN_AGAIN, Stretch, checks,
    stretches,
};
pub use duty_list::DutyList;
pub use feed::FeedToken;
pub use gaps::{Gap, gaps};
pub use overrides::{NewOverride, OVERRIDES_MAX, Override, OverrideRefused, OverrideState, Taker};
pub use standing::Roster;
pub use tree::{CALLS_EACH, TreeCall, phone_tree};

use crate::ids::{ConferenceId, PersonId, ShiftId};
use crate::time::{Span, Timestamp, days};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The longest span of duty.
pub const SHIFT_MAX: Span = days(31);
/// Most shifts that are put on a roster in one go.
pub const SHIFTS_AT_ONCE_MAX: usize = 500;
/// Most shifts of one conference.
pub const SHIFTS_MAX: usize = 2_000;

/// Where somebody is during a shift, and so how quickly they come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// At the venue.
    OnSite,
    /// Reachable by phone, elsewhere.
    Remote,
    /// Asleep: called only when it must be.
    Asleep,
}

impl Presence {
    /// All of them, the nearest first.
    pub const ALL: [Self; 3] = [Self::OnSite, Self::Remote, Self::Asleep];

    /// The word for storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OnSite => "on_site",
            Self::Remote => "remote",
            Self::Asleep => "asleep",
        }
    }

    /// Reads the word from storage.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|presence| presence.code() == code)
    }

    /// Whether a page may come at any moment of the shift.
    pub const fn is_awake(self) -> bool {
        match self {
            Self::OnSite | Self::Remote => true,
            Self::Asleep => false,
        }
    }
}

/// What somebody is on the roster for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// Called first.
    #[default]
    OnDuty,
    /// Called when nobody on duty has answered.
    Backup,
}

impl Duty {
    /// Both of them, whoever is called first first.
    pub const ALL: [Self; 2] = [Self::OnDuty, Self::Backup];

    /// The word for storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OnDuty => "on_duty",
            Self::Backup => "backup",
        }
    }

    /// Reads the word from storage.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|duty| duty.code() == code)
    }
}

/// One span of duty of one person: from its first millisecond to before its last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// Its id.
    pub id: ShiftId,
    /// The conference that it belongs to.
    pub conference: ConferenceId,
    /// Whose it is.
    pub person: PersonId,
    /// When it starts.
    pub from: Timestamp,
    /// When it ends; at this moment the person is off.
    pub until: Timestamp,
    /// Where the person will be.
    pub presence: Presence,
    /// Whether they are called first or next.
    #[serde(default)]
    pub duty: Duty,
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
    /// It ends after the phones are signed out: the last day and its grace.
    AfterTheWatch,
    /// More shifts at once than [`SHIFTS_AT_ONCE_MAX`].
    TooManyAtOnce,
}

impl fmt::Display for ShiftRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EndsBeforeItStarts => "A shift ends after it starts.",
            Self::TooLong => "A shift lasts at most 31 days.",
            Self::RosterFull => "The roster holds 2,000 shifts.",
            Self::NotACareMember => "Only members of the CARE team are on call.",
            Self::AfterTheWatch => "Phones are signed out before this shift ends. Choose an earlier end.",
            Self::TooManyAtOnce => "At most 500 shifts are planned in one go.",
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

    /// Whether its person is called first while it lasts.
    pub const fn is_on_call(&self) -> bool {
        match self.duty {
            Duty::OnDuty => self.presence.is_awake(),
            Duty::Backup => false,
        }
    }
}

#[cfg(test)]
mod tests;
