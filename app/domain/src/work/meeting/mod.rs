//! Review meetings: who is there, how they stand, the four questions, and an end that leads somewhere (S38 to S42, S44).
//!
//! Whoever writes at a meeting is at it, and the roll-call waits for their word too. A meeting of two or more that comes
//! to an end has looked at everything that was passed or done alone until then (S02, S34); an adjourned one has not.
//!
//! What may be done at a meeting is in `rules`; who reads a note that was written in silence, in [`silence`].

mod rules;
pub mod silence;

use super::circle::Circle;
use super::rule::Rule;
use super::versions::Versions;
use super::{Deed, RecordedDeed};
use crate::case::Refused;
use crate::conflict::Standing;
use crate::ids::{DeedId, PersonId};
use crate::private::Private;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A step of a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingDeed {
    /// Begins a meeting, which is known by this deed's id.
    Start {
        /// Who is there.
        attendees: Vec<PersonId>,
        /// Whether everybody first writes for themselves, unseen by the others.
        silent: bool,
    },
    /// Somebody comes as well.
    Join {
        /// The meeting.
        meeting: DeedId,
        /// Who.
        person: PersonId,
    },
    /// Somebody has said at the meeting how they stand. Whoever has a conflict says it on the case as well.
    RollCall {
        /// The meeting.
        meeting: DeedId,
        /// Who.
        person: PersonId,
        /// What.
        answer: RollAnswer,
    },
    /// Writes for oneself first; nobody else reads it before the notes are shown.
    SilentNote {
        /// The meeting.
        meeting: DeedId,
        /// On which question.
        question: Question,
        /// What.
        text: Private<String>,
    },
    /// Shows everybody's notes to everybody.
    ShowNotes {
        /// The meeting.
        meeting: DeedId,
    },
    /// Writes down the answer to a question.
    Find {
        /// The meeting.
        meeting: DeedId,
        /// The question.
        question: Question,
        /// The answer.
        finding: Finding,
        /// The versions that the writer had before them.
        over: Vec<DeedId>,
    },
    /// Ends the meeting.
    Close {
        /// The meeting.
        meeting: DeedId,
        /// Where it leads.
        outcome: Outcome,
    },
}

/// What somebody says at the roll-call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RollAnswer {
    /// Nothing besides what is on record.
    NothingNew,
    /// There is a conflict of interest.
    HasConflict,
}

/// The four things that a review determines (S38).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// What happened.
    WhatHappened,
    /// Whether it is a violation.
    IsViolation,
    /// Who, if anybody, did it.
    Who,
    /// What the resolution is.
    WhatNow,
}

impl Question {
    /// All four, in the guide's order.
    pub const ALL: [Self; 4] = [Self::WhatHappened, Self::IsViolation, Self::Who, Self::WhatNow];
}

/// An answer to one of the four questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// It could not be determined.
    NotDetermined,
    /// In words.
    Found {
        /// The words.
        text: Private<String>,
    },
}

/// Where a meeting leads (S41).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// To a resolution.
    Resolution,
    /// More has to be found out first.
    MoreInformation {
        /// What.
        what: Private<String>,
    },
    /// To another meeting.
    Adjourned {
        /// When.
        until: Timestamp,
    },
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// When it began.
    pub started_at: Timestamp,
    /// Who is there.
    pub attendees: BTreeSet<PersonId>,
    /// What they said at the roll-call.
    pub roll: BTreeMap<PersonId, RollAnswer>,
    /// Whether notes are kept unseen.
    pub silent: bool,
    /// What everybody wrote for themselves.
    pub notes: Vec<SilentNote>,
    /// The answers.
    pub findings: BTreeMap<Question, Versions<Finding>>,
    /// How it ended, once it has.
    pub closed: Option<Ending>,
}

/// The end of a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// When.
    pub at: Timestamp,
    /// Who ended it.
    pub by: PersonId,
    /// Where it led.
    pub outcome: Outcome,
}

/// What somebody wrote for themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SilentNote {
    /// Who.
    pub by: PersonId,
    /// On which question.
    pub question: Question,
    /// What.
    pub text: Private<String>,
}

/// All meetings, by the deed that began them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meetings(BTreeMap<DeedId, Meeting>);

impl Meetings {
    /// All of them, the oldest first.
    pub fn all(&self) -> impl Iterator<Item = (DeedId, &Meeting)> {
        self.0.iter().map(|(id, meeting)| (*id, meeting))
    }

    /// One of them.
    pub fn get(&self, meeting: DeedId) -> Option<&Meeting> {
        self.0.get(&meeting)
    }

    /// The meeting that is under way.
    pub fn open(&self) -> Option<(DeedId, &Meeting)> {
        self.all().find(|(_, meeting)| meeting.closed.is_none())
    }

    /// The time of the meeting to which the last one was adjourned, as long as there was none after it.
    pub fn adjourned_until(&self) -> Option<Timestamp> {
        let latest = self.0.values().max_by_key(|meeting| meeting.started_at)?;
        match &latest.closed.as_ref()?.outcome {
            Outcome::Adjourned { until } => Some(*until),
            Outcome::Resolution | Outcome::MoreInformation { .. } => None,
        }
    }

    /// Lets everybody read what was written in silence: a closed case leaves nothing unread behind.
    pub(super) fn show_all_notes(&mut self) {
        for meeting in self.0.values_mut() {
            meeting.silent = false;
        }
    }

    fn under_way(&self, meeting: DeedId) -> Result<&Meeting, Refused> {
        match self.get(meeting) {
            None => Err(Refused::Unknown),
            Some(meeting) if meeting.closed.is_some() => Err(Refused::Over),
            Some(meeting) => Ok(meeting),
        }
    }

    pub(super) fn fold(&mut self, recorded: &RecordedDeed, deed: &MeetingDeed) {
        let (id, started_at) = (recorded.id, recorded.at);
        match deed {
            MeetingDeed::Start { attendees, silent } => {
                self.0.entry(id).or_insert_with(|| Meeting::starts(started_at, attendees, *silent));
            }
            MeetingDeed::Join { meeting, .. }
            | MeetingDeed::RollCall { meeting, .. }
            | MeetingDeed::SilentNote { meeting, .. }
            | MeetingDeed::ShowNotes { meeting }
            | MeetingDeed::Find { meeting, .. }
            | MeetingDeed::Close { meeting, .. } => {
                if let Some(meeting) = self.0.get_mut(meeting) {
                    meeting.fold(recorded, deed);
                }
            }
        }
    }
}

impl Meeting {
    fn starts(started_at: Timestamp, attendees: &[PersonId], silent: bool) -> Self {
        Self {
            started_at,
            attendees: attendees.iter().copied().collect(),
            roll: BTreeMap::new(),
            silent,
            notes: Vec::new(),
            findings: BTreeMap::new(),
            closed: None,
        }
    }

    /// Those at the meeting for whom the case exists.
    pub fn present<'a>(&'a self, circle: &'a Circle<'_>) -> impl Iterator<Item = PersonId> + 'a {
        self.attendees.iter().copied().filter(|person| circle.takes_part(*person))
    }

    /// Whose answer the roll-call still waits for: those who have said nothing, and those who have said that there is a
    /// conflict and of whom the case does not know it yet.
    pub fn unanswered<'a>(&'a self, circle: &'a Circle<'_>) -> impl Iterator<Item = PersonId> + 'a {
        self.present(circle).filter(|person| match self.roll.get(person) {
            None => true,
            Some(RollAnswer::NothingNew) => false,
            Some(RollAnswer::HasConflict) => circle.standing(*person).is_none_or(Standing::is_clear),
        })
    }

    /// Whether a note of this meeting is kept from everybody but its writer.
    pub const fn hides_notes(&self) -> bool {
        self.silent && self.closed.is_none()
    }

    fn fold(&mut self, recorded: &RecordedDeed, deed: &MeetingDeed) {
        match deed {
            MeetingDeed::Start { .. } => {}
            MeetingDeed::Join { person, .. } => {
                self.attendees.insert(*person);
            }
            MeetingDeed::RollCall { person, answer, .. } => {
                self.attendees.insert(*person);
                self.roll.insert(*person, *answer);
            }
            MeetingDeed::SilentNote { question, text, .. } => {
                self.attendees.insert(recorded.by);
                self.notes.push(SilentNote { by: recorded.by, question: *question, text: text.clone() });
            }
            MeetingDeed::ShowNotes { .. } => self.silent = false,
            MeetingDeed::Find { question, finding, over, .. } => {
                self.attendees.insert(recorded.by);
                self.findings.entry(*question).or_default().write(recorded, finding.clone(), over);
            }
            MeetingDeed::Close { outcome, .. } => {
                let (at, by) = (recorded.at, recorded.by);
                self.closed.get_or_insert_with(|| Ending { at, by, outcome: outcome.clone() });
            }
        }
    }
}

/// Whether with this deed a review has looked at what was passed or done alone: two or more have met, and they have come
/// to an end.
pub fn settles_review(recorded: &RecordedDeed) -> bool {
    let Deed::Meeting(MeetingDeed::Close { outcome, .. }) = &recorded.deed else { return false };
    let alone = recorded.passed.as_ref().is_some_and(|passed| passed.rules.contains(&Rule::TwoMeet));
    match outcome {
        Outcome::Resolution | Outcome::MoreInformation { .. } => !alone,
        Outcome::Adjourned { .. } => false,
    }
}

#[cfg(test)]
mod tests;
