//! The roster as screens are given it.

use super::{Duty, DutyCheck, Override, Presence, Shift};
use crate::ids::{PersonId, ShiftId};
use crate::permission::Person;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The roster as the CARE team and the organizers see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterView {
    /// All shifts as they were planned, by time.
    pub shifts: Vec<Shift>,
    /// The CARE team.
    pub team: Vec<Person>,
    /// Who is on call now.
    pub on_call: Vec<PersonId>,
    /// What stands because of what colleagues took over: each piece with whoever has it, by time.
    #[serde(default)]
    pub standing: Vec<Shift>,
    /// What was taken over, in the order in which it was arranged.
    #[serde(default)]
    pub taken: Vec<Override>,
    /// What is on offer and can still be taken, by time.
    #[serde(default)]
    pub offers: Vec<Override>,
    /// Who was asked whether they can be reached, of what is not over.
    #[serde(default)]
    pub checks: Vec<DutyCheck>,
    /// Until when shifts may lie: the last day and its grace.
    #[serde(default)]
    pub watch_ends: Timestamp,
    /// Whether whoever looks has a calendar feed.
    #[serde(default)]
    pub has_feed: bool,
}

/// What an organizer puts on the roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewShift {
    /// The shift's id, minted on the phone so that a repeat is harmless.
    pub id: ShiftId,
    /// Who.
    pub person: PersonId,
    /// From.
    pub from: Timestamp,
    /// Until.
    pub until: Timestamp,
    /// Where.
    pub presence: Presence,
    /// Called first, or next.
    #[serde(default)]
    pub duty: Duty,
}
