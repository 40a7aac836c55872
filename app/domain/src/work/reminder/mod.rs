//! Ageing: what of a case is overdue, since when, and when to look again (S23, S31, S34, S42).
//!
//! [`outlook`] is pure: it takes the incident, what its work amounts to, the team's targets and the time. Nothing here
//! closes or decides anything; what is overdue is said in plain words, and whoever looks after the case is asked.

use super::Work;
use crate::incident::{Incident, Stage};
use crate::note::Urgency;
use crate::time::{Span, Timestamp, days, hours, minutes};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The shortest target; a new incident is looked at after this, whatever the targets are.
pub const TARGET_MIN: Span = minutes(15);
/// The longest target.
pub const TARGET_MAX: Span = days(60);

/// How long the team wants to take at most, before somebody is reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Targets {
    /// Until the reporter is told that the report arrived.
    pub receipt: Span,
    /// The same, where somebody was needed now.
    pub receipt_now: Span,
    /// Until a review looks at what was done alone or against a rule.
    pub review: Span,
    /// Between two touches of a case that is not closed.
    pub untouched: Span,
    /// For information that the team has asked for.
    pub waiting: Span,
}

impl Default for Targets {
    fn default() -> Self {
        Self { receipt: hours(24), receipt_now: hours(1), review: hours(24), untouched: hours(26), waiting: days(3) }
    }
}

/// A target is shorter than [`TARGET_MIN`] or longer than [`TARGET_MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TargetsRefused;

impl fmt::Display for TargetsRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Each of these lies between a quarter of an hour and 60 days.")
    }
}

impl Targets {
    /// Takes the targets as somebody typed them.
    pub fn parse(self) -> Result<Self, TargetsRefused> {
        let Self { receipt, receipt_now, review, untouched, waiting } = self;
        let sound = |target: &Span| (TARGET_MIN..=TARGET_MAX).contains(target);
        if [receipt, receipt_now, review, untouched, waiting].iter().all(sound) {
            Ok(self)
        } else {
            Err(TargetsRefused)
        }
    }

    fn receipt_of(&self, urgency: Option<Urgency>) -> Span {
        if urgency == Some(Urgency::Now) { self.receipt_now } else { self.receipt }
    }
}

/// Something that can become overdue, the weightiest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// Telling the reporter that the report arrived.
    Receipt,
    /// Reviewing what was done alone or against a rule.
    Review,
    /// Going on with a meeting that was adjourned.
    Meeting,
    /// A task.
    Task,
    /// Looking again at what holds for now.
    Measure,
    /// The information that the case waits for.
    Waiting,
    /// Touching the case at all.
    Untouched,
}

/// Something that is overdue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Overdue {
    /// What.
    pub what: Due,
    /// Since when it waits: for a task, a meeting and a measure the time that was set, for the others when they began.
    pub since: Timestamp,
    /// Since when it is overdue.
    pub due: Timestamp,
}

/// What ageing goes by.
#[derive(Clone, Copy, Debug)]
pub struct Aging<'a> {
    /// The incident.
    pub incident: &'a Incident,
    /// What was joined to it: each has a reporter of its own to be told that the report arrived.
    pub joined: &'a [Incident],
    /// What its deeds amount to.
    pub work: &'a Work,
    /// When a note, a photo or a deed was last added.
    pub touched_at: Timestamp,
    /// Since when the incident needs a review because somebody acted alone.
    pub review_since: Option<Timestamp>,
}

/// What is overdue, and when something else becomes so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    /// What is overdue now: each thing once, since the earliest of its kind.
    pub overdue: Vec<Overdue>,
    /// When the next thing becomes overdue, if nobody does anything.
    pub next: Option<Timestamp>,
}

/// What of the case is overdue at `now`. A closed one is left in peace.
pub fn outlook(aging: &Aging<'_>, targets: &Targets, now: Timestamp) -> Outlook {
    if aging.incident.stage.is_closed() {
        return Outlook::default();
    }
    let mut outlook = Outlook::default();
    for later in aging.dues(targets) {
        if later.due > now {
            outlook.next = Some(outlook.next.map_or(later.due, |next| next.min(later.due)));
        } else {
            outlook.overdue.push(later);
        }
    }
    outlook.overdue.sort_unstable();
    outlook.overdue.dedup_by_key(|overdue| overdue.what);
    outlook
}

impl Aging<'_> {
    /// Everything that is or will be overdue.
    fn dues(&self, targets: &Targets) -> Vec<Overdue> {
        let Self { incident, work, .. } = self;
        let mut dues = Vec::new();
        let mut due = |what, since: Timestamp, after| dues.push(Overdue { what, since, due: since.plus(after) });
        for part in std::iter::once(*incident).chain(self.joined).filter(|part| part.receipt_confirmed.is_none()) {
            due(Due::Receipt, part.opened_at, targets.receipt_of(part.urgency));
        }
        if let Some(since) = self.review_since() {
            due(Due::Review, since, targets.review);
        }
        if let Some(until) = work.meetings.adjourned_until() {
            due(Due::Meeting, until, Span::default());
        }
        for until in work.tasks.open().filter_map(|(_, task)| task.due) {
            due(Due::Task, until, Span::default());
        }
        for until in work.measures.standing().filter_map(|(_, measure)| measure.until) {
            due(Due::Measure, until, Span::default());
        }
        match incident.stage {
            Stage::AwaitingInformation { at, .. } => due(Due::Waiting, at, targets.waiting),
            Stage::Reported => due(Due::Untouched, self.touched_at, targets.untouched),
            Stage::InHand { at, .. }
            | Stage::UnderReview { at, .. }
            | Stage::Decided { at, .. }
            | Stage::Reopened { at, .. } => due(Due::Untouched, self.touched_at.max(at), targets.untouched),
            Stage::Closed { .. } => {}
        }
        dues
    }

    fn review_since(&self) -> Option<Timestamp> {
        let passed = self.work.unreviewed().map(|passed| passed.at).min();
        let alone = self.incident.needs_review.then_some(self.review_since).flatten();
        match (passed, alone) {
            (None, None) => self.incident.needs_review.then_some(self.incident.opened_at),
            (passed, alone) => passed.into_iter().chain(alone).min(),
        }
    }
}

#[cfg(test)]
mod tests;
