//! What CARE members do at a review: meeting, answering, deciding, saying what holds for now.

use super::api::Reply;
use super::person::Person;
use desk::clock::chance;
use domain::ids::{DeedId, IncidentId};
use domain::view::CaseView;
use domain::work::decision::{Decision, Intent, Resolution, ResolutionKind, Violation};
use domain::work::draft::{DraftDeed, Says};
use domain::work::meeting::{Finding, MeetingDeed, Outcome, Question, RollAnswer};
use domain::work::people::{Part, PersonDeed};
use domain::work::{Deed, NewDeed, Work};
use serde_json::json;

impl Person {
    /// Goes on with a case, with a reason where a rule stands against it; whatever comes of it.
    pub async fn tries_deed(&self, incident: IncidentId, deed: Deed, anyway: Option<&str>) -> (DeedId, Reply) {
        let id = DeedId::mint(self.phone().now(), chance());
        let deed = NewDeed { id, deed, anyway: anyway.map(Into::into) };
        (id, self.asks("work_on", json!({ "incident": incident, "deed": deed })).await)
    }

    /// Goes on with a case.
    ///
    /// # Panics
    /// When the server does not take it.
    pub async fn does_deed(&self, incident: IncidentId, deed: Deed) -> DeedId {
        let (id, reply) = self.tries_deed(incident, deed.clone(), None).await;
        assert_eq!(reply.status, 200, "{} does {deed:?}: {}", self.name(), reply.text());
        id
    }

    /// Goes on with a case although a rule stands against it.
    ///
    /// # Panics
    /// When the server takes it without a reason, or not with one.
    pub async fn does_deed_anyway(&self, incident: IncidentId, deed: Deed, why: &str) -> DeedId {
        let (_, refused) = self.tries_deed(incident, deed.clone(), None).await;
        assert_eq!(refused.status, 409, "{} is told of the rule: {}", self.name(), refused.text());
        let (id, reply) = self.tries_deed(incident, deed, Some(why)).await;
        assert_eq!(reply.status, 200, "{} does it anyway: {}", self.name(), reply.text());
        id
    }

    /// Begins a review with these others.
    pub async fn begins_a_review(&self, incident: IncidentId, others: &[&Self], silent: bool) -> DeedId {
        let attendees = [self].into_iter().chain(others.iter().copied()).map(Self::id).collect();
        self.does_deed(incident, Deed::Meeting(MeetingDeed::Start { attendees, silent })).await
    }

    /// Says at the roll-call that there is nothing new.
    pub async fn says_nothing_new(&self, incident: IncidentId, meeting: DeedId) {
        self.writes_down_the_answer_of(incident, meeting, self, RollAnswer::NothingNew).await;
    }

    /// Writes down what somebody says at the roll-call.
    pub async fn writes_down_the_answer_of(
        &self,
        incident: IncidentId,
        meeting: DeedId,
        of: &Self,
        answer: RollAnswer,
    ) {
        self.does_deed(incident, Deed::Meeting(MeetingDeed::RollCall { meeting, person: of.id(), answer })).await;
    }

    /// Writes the answer to a question, over these versions.
    pub async fn answers_a_question(
        &self,
        incident: IncidentId,
        meeting: DeedId,
        question: Question,
        finding: Finding,
        over: &[DeedId],
    ) -> DeedId {
        let over = over.to_vec();
        self.does_deed(incident, Deed::Meeting(MeetingDeed::Find { meeting, question, finding, over })).await
    }

    /// Drafts a decision.
    pub async fn drafts_a_decision(&self, incident: IncidentId, decision: Decision) -> DeedId {
        let says = Says::Decision(Box::new(decision));
        self.does_deed(incident, Deed::Draft(DraftDeed::Write { draft: None, says, over: Vec::new() })).await
    }

    /// Writes down that somebody is in it.
    pub async fn adds_somebody(&self, incident: IncidentId, part: Part) -> DeedId {
        self.does_deed(incident, Deed::Person(PersonDeed::Add { part })).await
    }
}

/// The end of a meeting.
pub fn ends(meeting: DeedId, outcome: Outcome) -> Deed {
    Deed::Meeting(MeetingDeed::Close { meeting, outcome })
}

/// Agreeing to a draft that has one version.
pub fn agrees(draft: DeedId) -> Deed {
    Deed::Draft(DraftDeed::Agree { draft, version: draft })
}

/// A decision about a violation, that does this.
pub fn decision(resolutions: Vec<Resolution>, intent: Intent) -> Decision {
    Decision {
        violation: Violation::Yes,
        resolutions,
        intent,
        addresses: "The talk is not repeated in public.".into(),
        reduces: "They know where the line is.".into(),
        reasons: "Three people told the same.".into(),
    }
}

/// One thing that is done, to or for somebody or nobody in particular.
pub fn resolution(kind: ResolutionKind, person: Option<DeedId>, words: &str) -> Resolution {
    Resolution { kind, person, words: words.into() }
}

/// What the work on a case amounts to, as a screen works it out.
pub fn work(case: &CaseView) -> Work {
    Work::of(case.deeds())
}
