//! The work on a case: what the CARE team finds out, says, decides and does, from report to close.
//!
//! Each step is a [`Deed`], written once and never changed. [`Work`] is what the deeds amount to; it is worked out from
//! them anew wherever it is needed, on the server and on the screen, so that nothing is overwritten and nothing has to be
//! merged: deeds of two members commute, and where both write the same thing both [`versions`] stand.
//!
//! [`Work::check`] says what stands against a deed. A [`Refused`] is hard. A [`Rule`] can be passed with a reason, which
//! is recorded with the deed and stands before the next review (S02).
//!
//! What a deed began (a meeting, a draft, a task) is known by that deed's id.
//!
//! To add a kind of deed: a variant in its room below, its arm in that room's `check` and `fold`, a row in its tests.

pub mod ahead;
pub mod circle;
pub mod consult;
pub mod conversation;
pub mod course;
pub mod decision;
pub mod draft;
pub mod evidence;
pub mod fact;
pub mod home;
pub mod measure;
pub mod meeting;
pub mod people;
pub mod reminder;
pub mod report;
mod reviewed;
pub mod rule;
pub mod task;
pub mod telling;
pub mod template;
pub mod versions;

use crate::case::Refused;
use crate::ids::{DeedId, IncidentId, PersonId};
use crate::private::Private;
use crate::time::Timestamp;
use circle::Circle;
use rule::Rule;
use serde::{Deserialize, Serialize};

/// Longest text of a deed, in characters.
pub const WORDS_MAX: usize = 20_000;
/// Longest line of a deed (a name, a place, a reason), in characters.
pub const LINE_MAX: usize = 2_000;
/// Most people, versions or items that one deed lists.
pub const LISTED_MAX: usize = 50;
/// Most deeds of one case.
pub const DEEDS_MAX: usize = 5_000;

/// A step of the work on a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Where the reports of the incident came from.
    Report(report::ReportDeed),
    /// Somebody in it.
    Person(people::PersonDeed),
    /// What is known, in the team's own words.
    Fact(fact::FactDeed),
    /// Who looks after it, and its stage.
    Course(course::CourseDeed),
    /// Words or a decision that a second member agrees to.
    Draft(draft::DraftDeed),
    /// A review meeting.
    Meeting(meeting::MeetingDeed),
    /// A conversation with somebody in it.
    Conversation(conversation::ConversationDeed),
    /// Something to be done by somebody until some time.
    Task(task::TaskDeed),
    /// What holds for now, until there is a decision.
    Measure(measure::MeasureDeed),
    /// Something that shows what happened.
    Evidence(evidence::EvidenceDeed),
    /// A quick word with somebody.
    Consult(consult::ConsultDeed),
}

impl Deed {
    /// Whom it asks for something, who need not be of the CARE team.
    pub fn asked_of(&self) -> Vec<PersonId> {
        match self {
            Self::Task(task::TaskDeed::Give { owner, .. } | task::TaskDeed::Move { owner: Some(owner), .. }) => {
                vec![*owner]
            }
            Self::Consult(consult::ConsultDeed::Ask { whom }) => whom.clone(),
            Self::Task(_)
            | Self::Consult(_)
            | Self::Report(_)
            | Self::Person(_)
            | Self::Fact(_)
            | Self::Course(_)
            | Self::Draft(_)
            | Self::Meeting(_)
            | Self::Conversation(_)
            | Self::Measure(_)
            | Self::Evidence(_) => Vec::new(),
        }
    }
}

/// A deed as it comes from a phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDeed {
    /// Its id, minted on the phone so that a repeat is harmless.
    pub id: DeedId,
    /// What is done.
    pub deed: Deed,
    /// Why it is done although a rule stands against it, where one does.
    #[serde(default)]
    pub anyway: Option<Private<String>>,
}

/// A deed on the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedDeed {
    /// Its id.
    pub id: DeedId,
    /// Who.
    pub by: PersonId,
    /// When the server recorded it.
    pub at: Timestamp,
    /// What.
    pub deed: Deed,
    /// Whether it put a draft in force; worked out when it was recorded, because it depends on how the team stood then.
    #[serde(default)]
    pub settles: bool,
    /// The rules that were passed and why, if any were.
    #[serde(default)]
    pub passed: Option<Passed>,
    /// What was passed in other incidents that stood together with this one and that this deed, where it ends a review,
    /// has looked at. What was passed here before it needs no mention.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub looked_at: Vec<DeedId>,
}

/// That rules were passed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passed {
    /// Which; at least one.
    pub rules: Vec<Rule>,
    /// Why.
    pub why: Private<String>,
}

/// What the deeds of a case amount to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// The reports and where they came from.
    pub reports: report::Reports,
    /// Everybody in it.
    pub people: people::People,
    /// What is known.
    pub facts: fact::Facts,
    /// Hand-overs, closing and reopening.
    pub course: course::Course,
    /// Words and decisions.
    pub drafts: draft::Drafts,
    /// Review meetings.
    pub meetings: meeting::Meetings,
    /// Conversations.
    pub conversations: conversation::Conversations,
    /// Tasks.
    pub tasks: task::Tasks,
    /// Interim measures.
    pub measures: measure::Measures,
    /// Evidence.
    pub evidence: evidence::EvidenceItems,
    /// Quick words with others.
    pub consults: consult::Consults,
    /// The rules that were passed, in order.
    pub passed: Vec<PassedRule>,
    reviewed: reviewed::Reviewed,
    deeds: usize,
}

/// A deed that was done although a rule stood against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedRule {
    /// The deed.
    pub deed: DeedId,
    /// Who.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// Which rules and why.
    pub passed: Passed,
}

impl Work {
    /// What these deeds amount to, in the order of their recording.
    pub fn of<'a>(deeds: impl IntoIterator<Item = &'a RecordedDeed>) -> Self {
        let mut work = Self::default();
        for deed in deeds {
            work.fold(deed);
        }
        work
    }

    /// What the deeds of several incidents amount to together, each in the order of its recording.
    pub fn of_all(parts: &[(IncidentId, Vec<RecordedDeed>)]) -> Self {
        let mut work = Self::default();
        for (home, deed) in merged(parts) {
            work.fold_at(Some(home), deed);
        }
        work
    }

    /// How many deeds there are.
    pub const fn count(&self) -> usize {
        self.deeds
    }

    /// What stands against a deed: refused, or the rules that it would have to pass. An empty list means that nothing
    /// does.
    pub fn check(&self, new: &NewDeed, circle: &Circle<'_>, now: Timestamp) -> Result<Vec<Rule>, Refused> {
        if self.deeds >= DEEDS_MAX {
            return Err(Refused::TooMuch);
        }
        match &new.deed {
            Deed::Report(deed) => self.reports.check(deed),
            Deed::Person(deed) => self.people.check(deed),
            Deed::Fact(deed) => deed.check(),
            Deed::Course(deed) => self.check_course(deed, circle),
            Deed::Draft(deed) => {
                self.check_whom(deed)?;
                self.drafts.check(deed, circle)
            }
            Deed::Meeting(deed) => self.check_meeting(deed, circle, now),
            Deed::Conversation(deed) => self.check_conversation(deed, circle),
            Deed::Measure(deed) => self.check_measure(deed, circle, now),
            Deed::Task(deed) => self.tasks.check(deed, circle, now),
            Deed::Evidence(deed) => self.evidence.check(deed),
            Deed::Consult(deed) => self.consults.check(deed, circle),
        }
    }

    /// Adds a deed.
    pub fn fold(&mut self, recorded: &RecordedDeed) {
        self.fold_at(None, recorded);
    }

    /// Adds a deed that is kept with this incident, where several are joined.
    pub fn fold_at(&mut self, home: Option<IncidentId>, recorded: &RecordedDeed) {
        self.deeds += 1;
        self.reviewed.fold(home, recorded);
        if let Some(passed) = &recorded.passed {
            let (deed, by, at, passed) = (recorded.id, recorded.by, recorded.at, passed.clone());
            self.passed.push(PassedRule { deed, by, at, passed });
        }
        match &recorded.deed {
            Deed::Report(deed) => self.reports.fold(recorded, deed),
            Deed::Person(deed) => self.people.fold(recorded, deed),
            Deed::Fact(deed) => self.facts.fold(recorded, deed),
            Deed::Course(deed) => {
                self.course.fold(recorded, deed);
                if let course::CourseDeed::Close { .. } = deed {
                    self.meetings.show_all_notes();
                }
            }
            Deed::Draft(deed) => self.drafts.fold(recorded, deed),
            Deed::Meeting(deed) => {
                self.meetings.fold(recorded, deed);
                if let meeting::MeetingDeed::Close { outcome: meeting::Outcome::MoreInformation { what }, .. } = deed {
                    self.course.waits_for = Some(what.clone());
                }
            }
            Deed::Conversation(deed) => self.conversations.fold(recorded, deed),
            Deed::Task(deed) => self.tasks.fold(recorded, deed),
            Deed::Measure(deed) => self.measures.fold(recorded, deed),
            Deed::Evidence(deed) => self.evidence.fold(recorded, deed),
            Deed::Consult(deed) => self.consults.fold(recorded, deed),
        }
    }

    /// The rules that were passed and that no review has looked at yet (S02).
    pub fn unreviewed(&self) -> impl Iterator<Item = &PassedRule> {
        self.passed.iter().filter(|passed| !self.reviewed.is(passed.deed))
    }

    /// Those of them that are kept with other incidents than this one.
    pub(crate) fn unreviewed_outside(&self, home: IncidentId) -> Vec<DeedId> {
        self.reviewed.waiting_outside(home)
    }
}

/// The deeds of several incidents in one line of time, each with its own, in whatever order the incidents come. A clock
/// that was set back changes no order within one of them.
pub fn merged(parts: &[(IncidentId, Vec<RecordedDeed>)]) -> Vec<(IncidentId, &RecordedDeed)> {
    let mut rest: Vec<_> = parts.iter().map(|(home, deeds)| (*home, deeds.as_slice())).collect();
    let mut merged = Vec::with_capacity(rest.iter().map(|(_, deeds)| deeds.len()).sum());
    while let Some((home, next)) =
        rest.iter_mut().filter(|(_, deeds)| !deeds.is_empty()).min_by_key(|(home, deeds)| (deeds[0].at, *home))
    {
        merged.push((*home, &next[0]));
        *next = &next[1..];
    }
    merged
}

/// Nothing against it but its size and that something has to be written.
pub(crate) fn words(text: &Private<String>, max: usize) -> Result<(), Refused> {
    if text.is_blank() {
        return Err(Refused::Empty);
    }
    at_most(text, max)
}

/// Nothing against it but its size.
pub(crate) fn at_most(text: &Private<String>, max: usize) -> Result<(), Refused> {
    if text.reveal().chars().count() > max { Err(Refused::TooMuch) } else { Ok(()) }
}

/// Nothing against a list but its length.
pub(crate) fn listed<T>(items: &[T]) -> Result<(), Refused> {
    if items.len() > LISTED_MAX { Err(Refused::TooMuch) } else { Ok(()) }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn person(n: u8) -> PersonId {
        PersonId::from_bytes([n; 16])
    }

    pub(crate) fn id(n: u8) -> DeedId {
        DeedId::from_bytes([n; 16])
    }

    /// A deed of member `n` at minute `n`, of no consequence.
    pub(crate) fn deed(n: u8) -> RecordedDeed {
        recorded(n, n, Deed::Fact(fact::FactDeed { about: fact::About::Summary, text: "x".into(), over: Vec::new() }))
    }

    /// Deed number `n` by member `by`, recorded at minute `n`.
    pub(crate) fn recorded(n: u8, by: u8, deed: Deed) -> RecordedDeed {
        let at = Timestamp::from_millis(1_790_000_000_000 + i64::from(n) * 60_000);
        RecordedDeed { id: id(n), by: person(by), at, deed, settles: false, passed: None, looked_at: Vec::new() }
    }
}
