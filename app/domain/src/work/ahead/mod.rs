//! What is ahead in a case: the one step that comes next, and what waits for one member.
//!
//! Both are worked out from the deeds, so that a case can say at first sight what to do with it. They only point: every
//! other step stays as near as before, and nothing has to be done in this order (S02).

use super::Work;
use super::circle::Circle;
use super::draft::{Draft, Purpose, Says};
use super::meeting::Outcome;
use crate::ids::DeedId;
use crate::incident::Stage;
use crate::time::Timestamp;

/// What of a case stands outside of its deeds and still says what comes next.
#[derive(Clone, Copy, Debug)]
pub struct Besides<'a> {
    /// Where it stands.
    pub stage: &'a Stage,
    /// Whether the reporter was told that the report arrived.
    pub receipt_confirmed: bool,
    /// Whether it came through somebody else than whoever reported it first.
    pub passed_on: bool,
    /// Whether a review has to look at something that was done alone or against a rule.
    pub needs_review: bool,
}

/// The step that comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Somebody takes it.
    Take,
    /// Telling the reporter that the report arrived (S31).
    Confirm,
    /// A second member agrees to words or a decision (S25).
    Agree(DeedId),
    /// Talking with whoever reported it first (S29).
    MeetReporter,
    /// Writing the notes of a conversation, or calling it off (S52).
    Notes,
    /// Going on once the information has come (S42).
    Resume,
    /// The review is under way (S38).
    Meeting,
    /// Meeting again, as was agreed (S41).
    MeetAgain(Timestamp),
    /// Meeting for a review (S38).
    Meet,
    /// Writing down the resolution that the review came to (S41).
    Decide,
    /// Looking at what was done alone or against a rule, before the case is closed (S02, S34).
    Review,
    /// Telling the reporter what was done and why (S57).
    Inform,
    /// Releasing what holds for now (S51).
    Release,
    /// Closing the case.
    Close,
    /// Nothing: it is closed.
    Closed,
}

/// Something that waits for one member of the team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Waits {
    /// Saying at the review how they stand.
    RollCall,
    /// Agreeing to words or a decision, or having them different.
    Agree(DeedId),
    /// Writing the next version of their own words: a colleague would have them different.
    Rewrite(DeedId),
    /// Making one of two versions, one of which is theirs.
    MakeOne(DeedId),
    /// Writing the notes of a conversation in which they took part.
    Notes(DeedId),
    /// Doing a task.
    Task(DeedId),
}

impl Work {
    /// The one step that comes next.
    pub fn next_step(&self, besides: Besides<'_>) -> Next {
        match besides.stage {
            Stage::Closed { .. } => return Next::Closed,
            Stage::Reported => return Next::Take,
            Stage::InHand { .. }
            | Stage::UnderReview { .. }
            | Stage::AwaitingInformation { .. }
            | Stage::Decided { .. }
            | Stage::Reopened { .. } => {}
        }
        if self.meetings.open().is_some() {
            return Next::Meeting;
        }
        if !besides.receipt_confirmed {
            return self.open_draft(|says| matches!(says, Says::Message(_))).map_or(Next::Confirm, Next::Agree);
        }
        if matches!(besides.stage, Stage::AwaitingInformation { .. }) {
            return Next::Resume;
        }
        if self.decided_since_the_last_closing() { self.to_the_end(besides) } else { self.to_a_decision(besides) }
    }

    /// What waits for the one who acts, the most pressing first.
    pub fn waits_for(&self, circle: &Circle<'_>) -> Vec<Waits> {
        let me = circle.by;
        let mut waits = Vec::new();
        if self.meetings.open().is_some_and(|(_, meeting)| meeting.unanswered(circle).any(|person| person == me)) {
            waits.push(Waits::RollCall);
        }
        if circle.decides(me) {
            waits.extend(self.drafts.waiting().filter_map(|(id, draft)| draft.wants_of(id, circle)));
        }
        let mine = |talks, notes| talks == me || notes == Some(me);
        let planned = self.conversations.planned();
        waits.extend(planned.filter(|(_, one)| mine(one.plan.talks, one.plan.notes)).map(|(id, _)| Waits::Notes(id)));
        waits.extend(self.tasks.open().filter(|(_, task)| task.owner == me).map(|(id, _)| Waits::Task(id)));
        waits.sort();
        waits
    }

    fn to_a_decision(&self, besides: Besides<'_>) -> Next {
        if let Some(draft) = self.open_draft(|says| matches!(says, Says::Decision(_))) {
            return Next::Agree(draft);
        }
        if self.conversations.planned().next().is_some() {
            return Next::Notes;
        }
        if let Some(at) = self.meetings.adjourned_until() {
            return Next::MeetAgain(at);
        }
        match self.last_outcome() {
            Some(Outcome::Resolution) => Next::Decide,
            None if self.reporter_not_met(besides.passed_on) => Next::MeetReporter,
            Some(Outcome::MoreInformation { .. } | Outcome::Adjourned { .. }) | None => Next::Meet,
        }
    }

    fn to_the_end(&self, besides: Besides<'_>) -> Next {
        if self.conversations.planned().next().is_some() {
            return Next::Notes;
        }
        if besides.needs_review || self.unreviewed().next().is_some() {
            return Next::Review;
        }
        if self.informed().is_none() {
            let informs = |says: &Says| matches!(says, Says::Message(message) if message.purpose == Purpose::Inform);
            return self.open_draft(informs).map_or(Next::Inform, Next::Agree);
        }
        if self.measures.standing().next().is_some() {
            return Next::Release;
        }
        Next::Close
    }

    /// What was decided before the case was closed and reopened was decided about less.
    fn decided_since_the_last_closing(&self) -> bool {
        let decided = self.drafts.decision().and_then(|draft| self.drafts.get(draft)?.in_force());
        decided.is_some_and(|said| self.is_since_the_last_closing(said.at))
    }

    fn is_since_the_last_closing(&self, at: Timestamp) -> bool {
        self.course.closings.last().is_none_or(|closing| at > closing.at)
    }

    fn last_outcome(&self) -> Option<&Outcome> {
        let ended = self.meetings.all().filter_map(|(_, meeting)| meeting.closed.as_ref());
        let ended = ended.filter(|end| self.is_since_the_last_closing(end.at));
        ended.max_by_key(|end| end.at).map(|end| &end.outcome)
    }

    /// The oldest draft of its kind that waits for somebody to agree.
    fn open_draft(&self, kind: impl Fn(&Says) -> bool) -> Option<DeedId> {
        let is_kind = |draft: &Draft| draft.versions.latest().is_some_and(|version| kind(&version.value));
        self.drafts.waiting().find(|(_, draft)| is_kind(draft)).map(|(id, _)| id)
    }
}

impl Draft {
    /// What this draft wants of the one who acts, as long as it waits.
    fn wants_of(&self, id: DeedId, circle: &Circle<'_>) -> Option<Waits> {
        let me = circle.by;
        let objects = |mine: bool| self.open_objections().any(|objection| (objection.by == me) == mine);
        match self.versions.only() {
            None if self.versions.all().iter().any(|version| version.by == me) => Some(Waits::MakeOne(id)),
            None => None,
            Some(version) if version.by == me => objects(false).then_some(Waits::Rewrite(id)),
            Some(version) => {
                let agreed = self.agreed.contains(&(me, version.deed));
                (!agreed && !objects(true)).then_some(Waits::Agree(id))
            }
        }
    }
}

#[cfg(test)]
mod tests;
