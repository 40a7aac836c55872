//! Review meetings: who is there, how they stand, the four questions, and an end that leads somewhere (S38 to S42, S44).

use super::circle::Circle;
use super::rule::{Rule, unless};
use super::versions::Versions;
use super::{LINE_MAX, RecordedDeed, WORDS_MAX, Work, at_most, listed, words};
use crate::case::Refused;
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
    /// When it ended and where it led.
    pub closed: Option<(Timestamp, Outcome)>,
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

    /// Until when a review has looked at what was passed or done alone.
    pub fn reviewed_until(&self) -> Option<Timestamp> {
        let ended = |meeting: &Meeting| match &meeting.closed {
            Some((at, Outcome::Resolution | Outcome::MoreInformation { .. })) => Some(*at),
            Some((_, Outcome::Adjourned { .. })) | None => None,
        };
        self.0.values().filter_map(ended).max()
    }

    /// The time of the meeting to which the last one was adjourned, as long as there was none after it.
    pub fn adjourned_until(&self) -> Option<Timestamp> {
        let latest = self.0.values().max_by_key(|meeting| meeting.started_at)?;
        match &latest.closed {
            Some((_, Outcome::Adjourned { until })) => Some(*until),
            Some((_, Outcome::Resolution | Outcome::MoreInformation { .. })) | None => None,
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

    /// Whose answer the roll-call still waits for.
    pub fn unanswered<'a>(&'a self, circle: &'a Circle<'_>) -> impl Iterator<Item = PersonId> + 'a {
        self.present(circle).filter(|person| !self.roll.contains_key(person))
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
                self.roll.insert(*person, *answer);
            }
            MeetingDeed::SilentNote { question, text, .. } => {
                self.notes.push(SilentNote { by: recorded.by, question: *question, text: text.clone() });
            }
            MeetingDeed::ShowNotes { .. } => self.silent = false,
            MeetingDeed::Find { question, finding, over, .. } => {
                self.findings.entry(*question).or_default().write(recorded, finding.clone(), over);
            }
            MeetingDeed::Close { outcome, .. } => {
                self.closed.get_or_insert((recorded.at, outcome.clone()));
            }
        }
    }
}

impl Work {
    pub(super) fn check_meeting(
        &self,
        deed: &MeetingDeed,
        circle: &Circle<'_>,
        now: Timestamp,
    ) -> Result<Vec<Rule>, Refused> {
        let takes_part = |person: PersonId| if circle.takes_part(person) { Ok(()) } else { Err(Refused::Unknown) };
        match deed {
            MeetingDeed::Start { attendees, .. } => {
                listed(attendees)?;
                attendees.iter().try_for_each(|person| takes_part(*person))?;
                return if self.meetings.open().is_some() { Err(Refused::AlreadySo) } else { Ok(Vec::new()) };
            }
            MeetingDeed::Join { meeting, person } | MeetingDeed::RollCall { meeting, person, .. } => {
                self.meetings.under_way(*meeting)?;
                takes_part(*person)?;
            }
            MeetingDeed::SilentNote { meeting, text, .. } => {
                self.meetings.under_way(*meeting)?;
                words(text, WORDS_MAX)?;
            }
            MeetingDeed::ShowNotes { meeting } => {
                self.meetings.under_way(*meeting)?;
            }
            MeetingDeed::Find { meeting, finding, over, .. } => {
                self.meetings.under_way(*meeting)?;
                circle.may_speak()?;
                listed(over)?;
                if let Finding::Found { text } = finding {
                    at_most(text, WORDS_MAX)?;
                }
            }
            MeetingDeed::Close { meeting, outcome } => {
                let meeting = self.meetings.under_way(*meeting)?;
                return self.check_end(meeting, outcome, circle, now);
            }
        }
        Ok(Vec::new())
    }

    fn check_end(
        &self,
        meeting: &Meeting,
        outcome: &Outcome,
        circle: &Circle<'_>,
        now: Timestamp,
    ) -> Result<Vec<Rule>, Refused> {
        let written = match outcome {
            Outcome::Resolution => self.drafts.has_decision_since(meeting.started_at),
            Outcome::MoreInformation { what } => words(what, LINE_MAX).map(|()| true)?,
            Outcome::Adjourned { until } if *until <= now => return Err(Refused::Past),
            Outcome::Adjourned { .. } => true,
        };
        let adjourned = matches!(outcome, Outcome::Adjourned { .. });
        let broken = [
            unless(adjourned || meeting.present(circle).count() >= 2, Rule::TwoMeet),
            unless(adjourned || meeting.unanswered(circle).next().is_none(), Rule::RollCall),
            unless(written, Rule::ResolutionWritten),
        ];
        Ok(broken.into_iter().flatten().collect())
    }
}
