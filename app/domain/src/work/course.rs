//! The course of a case: who looks after it, what it waits for, how it ends.
//!
//! Nothing closes by itself (S23). Closing asks whether it is decided, whether the reporter knows (S57), and what is still
//! open; each of these can be passed with a reason.

use super::circle::Circle;
use super::draft::{Draft, DraftDeed, Message, Purpose, Says};
use super::meeting::{MeetingDeed, Outcome};
use super::rule::{Rule, unless};
use super::{Deed, LINE_MAX, RecordedDeed, Work, at_most, words};
use crate::case::Refused;
use crate::ids::{DeedId, PersonId, ReporterLinkId};
use crate::incident::Stage;
use crate::private::Private;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A step in the course of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CourseDeed {
    /// Somebody else looks after it from now on.
    HandOver {
        /// Who.
        to: PersonId,
        /// What they should know; may be blank.
        words: Private<String>,
    },
    /// It waits for something that the team has asked for.
    Await {
        /// For what.
        what: Private<String>,
    },
    /// What it waited for has come.
    Resume,
    /// It is worked to its end.
    Close {
        /// What the reporter knows; nothing while nobody has told them.
        informed: Option<Informed>,
    },
    /// It goes on.
    Reopen {
        /// Why.
        why: Private<String>,
    },
}

/// What a reporter knows when a case is closed (S57).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Informed {
    /// They were told what was done and why, in these words, to which two members agreed.
    Told {
        /// The draft.
        message: DeedId,
    },
    /// They cannot be reached.
    CannotBeReached {
        /// What was tried.
        tried: Private<String>,
    },
    /// They asked not to be told.
    AskedNotTo,
}

/// That a case was closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// Who closed it.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// What the reporter knew.
    pub informed: Option<Informed>,
}

/// What has happened in the course of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// Each closing.
    pub closings: Vec<Closing>,
    /// What it waits for, while it does.
    pub waits_for: Option<Private<String>>,
}

impl Course {
    pub(super) fn fold(&mut self, recorded: &RecordedDeed, deed: &CourseDeed) {
        match deed {
            CourseDeed::HandOver { .. } | CourseDeed::Reopen { .. } => {}
            CourseDeed::Await { what } => self.waits_for = Some(what.clone()),
            CourseDeed::Resume => self.waits_for = None,
            CourseDeed::Close { informed } => {
                self.waits_for = None;
                self.closings.push(Closing { by: recorded.by, at: recorded.at, informed: informed.clone() });
            }
        }
    }
}

impl Work {
    pub(super) fn check_course(&self, deed: &CourseDeed, circle: &Circle<'_>) -> Result<Vec<Rule>, Refused> {
        match deed {
            CourseDeed::HandOver { to, words } => {
                at_most(words, LINE_MAX)?;
                if !circle.takes_part(*to) {
                    return Err(Refused::Unknown);
                }
                if circle.stage.accountable() == Some(*to) {
                    return Err(Refused::AlreadySo);
                }
                Ok(Vec::new())
            }
            CourseDeed::Await { what } => words(what, LINE_MAX).map(|()| Vec::new()),
            CourseDeed::Resume => match circle.stage {
                Stage::AwaitingInformation { .. } => Ok(Vec::new()),
                Stage::Reported
                | Stage::InHand { .. }
                | Stage::UnderReview { .. }
                | Stage::Decided { .. }
                | Stage::Closed { .. }
                | Stage::Reopened { .. } => Err(Refused::AlreadySo),
            },
            CourseDeed::Close { informed } => self.check_close(informed.as_ref(), circle),
            CourseDeed::Reopen { why } => {
                words(why, LINE_MAX)?;
                if circle.stage.is_closed() { Ok(Vec::new()) } else { Err(Refused::AlreadySo) }
            }
        }
    }

    fn check_close(&self, informed: Option<&Informed>, circle: &Circle<'_>) -> Result<Vec<Rule>, Refused> {
        circle.may_speak()?;
        match informed {
            Some(Informed::Told { message }) if !self.has_informed(*message) => return Err(Refused::Unknown),
            Some(Informed::CannotBeReached { tried }) => words(tried, LINE_MAX)?,
            Some(Informed::Told { .. } | Informed::AskedNotTo) | None => {}
        }
        let broken = [
            unless(self.drafts.decision().is_some(), Rule::Decided),
            unless(informed.is_some(), Rule::ReporterInformed),
            unless(self.conversations.planned().next().is_none(), Rule::NotesWritten),
            unless(self.measures.standing().next().is_none(), Rule::MeasuresReleased),
            unless(self.unreviewed().next().is_none(), Rule::Reviewed),
        ];
        Ok(broken.into_iter().flatten().collect())
    }

    /// Whether these words told the reporter what was done and why, since the case was closed last: after it was reopened
    /// they know less than the team does.
    fn has_informed(&self, message: DeedId) -> bool {
        let said = self.drafts.get(message).and_then(Draft::in_force);
        let closed = self.course.closings.last().map(|closing| closing.at);
        said.is_some_and(|said| {
            let informs = matches!(&said.says, Says::Message(message) if message.purpose == Purpose::Inform);
            informs && closed.is_none_or(|closed| said.at > closed)
        })
    }

    /// Whether whoever has this private link was told through it what was done and why, since the case was closed last.
    pub fn has_informed_through(&self, link: ReporterLinkId) -> bool {
        let closed = self.course.closings.last().map(|closing| closing.at);
        let informs = |at: Timestamp, message: &Message| {
            message.purpose == Purpose::Inform && closed.is_none_or(|closed| at > closed)
        };
        self.drafts.told(link).any(|(_, at, message)| informs(at, message))
    }

    /// The latest words that told the reporter what was done and why, as closing asks for them (S57).
    pub fn informed(&self) -> Option<DeedId> {
        let told = self.drafts.all().filter(|(id, _)| self.has_informed(*id));
        told.max_by_key(|(_, draft)| draft.in_force().map(|said| said.at)).map(|(id, _)| id)
    }

    /// Where the case stands after a deed that has just been added.
    pub fn stage_after(&self, before: Stage, recorded: &RecordedDeed) -> Stage {
        let (by, at) = (before.accountable().unwrap_or(recorded.by), recorded.at);
        match &recorded.deed {
            Deed::Course(CourseDeed::HandOver { to, .. }) => before.taken_by(*to, at),
            Deed::Course(CourseDeed::Await { .. }) => Stage::AwaitingInformation { by, at },
            Deed::Course(CourseDeed::Resume) => Stage::InHand { by, at },
            Deed::Course(CourseDeed::Close { .. }) => Stage::Closed { by: recorded.by, at },
            Deed::Course(CourseDeed::Reopen { .. }) => Stage::Reopened { by: recorded.by, at },
            Deed::Meeting(MeetingDeed::Start { .. }) => Stage::UnderReview { by, at, meeting: recorded.id },
            Deed::Meeting(MeetingDeed::Close { outcome, .. }) => match outcome {
                Outcome::MoreInformation { .. } => Stage::AwaitingInformation { by, at },
                Outcome::Resolution | Outcome::Adjourned { .. } => self.decided(before, recorded),
            },
            Deed::Draft(DraftDeed::Agree { draft, .. })
                if recorded.settles && self.drafts.decision() == Some(*draft) =>
            {
                self.decided(before, recorded)
            }
            Deed::Draft(_)
            | Deed::Meeting(_)
            | Deed::Report(_)
            | Deed::Person(_)
            | Deed::Fact(_)
            | Deed::Conversation(_)
            | Deed::Task(_)
            | Deed::Measure(_)
            | Deed::Evidence(_)
            | Deed::Consult(_) => before,
        }
    }

    /// Decided, as soon as a decision is in force and no meeting is under way.
    fn decided(&self, before: Stage, recorded: &RecordedDeed) -> Stage {
        let (by, at) = (before.accountable().unwrap_or(recorded.by), recorded.at);
        match self.drafts.decision() {
            Some(decision) if self.meetings.open().is_none() && !before.is_closed() => {
                Stage::Decided { by, at, decision }
            }
            Some(_) | None => before,
        }
    }
}
