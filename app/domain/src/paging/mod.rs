//! Paging: whom to call now, by which ways, what becomes of the call, and when to look again.
//!
//! [`advance`] is pure: it takes the page and everything that it goes by ([`Situation`]), and says whom to call, which
//! deliveries to start and when to look again. An open page always has a next step. The edge saves the answer together with
//! the waiting deliveries, in one transaction, and only then sends; so whatever is killed when, the page goes on.

mod advance;
mod auditor;
mod delivery;
mod follow_up;
mod policy;

pub use advance::{Advance, Situation, Start, advance};
pub use auditor::{
    ALARM_AGAIN, Advice, Auditor, HEARTBEAT_EVERY, LATE_LOOKS_MAX, Progress, STEP_LATE_MAX, Told, Trouble, UNSENT_MAX,
};
pub use delivery::{Delivery, DeliveryAbout, DeliveryState, DeliveryTo, Way};
pub use follow_up::{FollowUp, UNTOUCHED_PAGES_MAX, follow_up};
pub use policy::{
    AGAIN_MAX, Accepters, CALLS_MAX, CONTACTS_MAX, EXPIRES_MAX, EscalationPolicy, LadderTimes, PAUSE_MAX, PAUSE_MIN,
    Policies, PolicyRefused, STEPS_MAX, Step, UNTOUCHED, Who,
};

use crate::ids::{ConferenceId, IncidentId, PageId, PersonId};
use crate::note::Urgency;
use crate::sync::{ByWhom, Call};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A call for attention: repeated until somebody has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Its id: the only thing of it that a push carries.
    pub id: PageId,
    /// The conference.
    pub conference: ConferenceId,
    /// The incident that needs somebody.
    pub incident: IncidentId,
    /// Why it calls.
    pub reason: PageReason,
    /// How soon somebody is needed, if the raiser said so.
    pub urgency: Option<Urgency>,
    /// When it started.
    pub started_at: Timestamp,
    /// How many rungs of the ladder have been climbed or passed: each call of each step is one.
    pub rung: u32,
    /// Everybody who has been called.
    pub called: BTreeSet<PersonId>,
    /// Who of them cannot come.
    pub declined: BTreeSet<PersonId>,
    /// Who has said "I have it" while the ladder wants somebody else as well.
    pub accepted: BTreeSet<PersonId>,
    /// How many have to accept, as the ladder had it at the last step.
    pub accepters: Accepters,
    /// When the next way of somebody who was called is tried, if that is waited for.
    pub ways_at: Option<Timestamp>,
    /// Whether everybody was called before and nobody has answered, so that its raiser is told not to wait.
    pub unanswered: bool,
    /// Where it stands.
    pub state: PageState,
}

/// Why a page calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageReason {
    /// A note opened an incident.
    Report,
    /// Somebody must act now: the whole team is called at once (S17).
    ActNow,
    /// Somebody took the case and has not touched it since.
    Untouched,
    /// The reporter added something to a case that somebody has.
    Added,
    /// The reporter was not told that the report arrived, and the reminder went unheeded (S31).
    OverdueReceipt,
    /// What was done alone or against a rule was not reviewed, and the reminder went unheeded (S23).
    OverdueReview,
}

impl PageReason {
    /// Whether it is about a case that somebody may look after already: then they are called first.
    pub const fn is_about_a_case(self) -> bool {
        match self {
            Self::Report | Self::ActNow => false,
            Self::Untouched | Self::Added | Self::OverdueReceipt | Self::OverdueReview => true,
        }
    }
}

/// Where a page stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageState {
    /// It calls; the next step is due at `next_at`.
    Calling {
        /// When to look again.
        next_at: Timestamp,
    },
    /// Somebody has it; everybody else is left in peace.
    Acknowledged {
        /// Who.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// The ladder ended and nobody answered.
    Exhausted {
        /// When.
        at: Timestamp,
    },
    /// Its time was up and nobody had answered.
    Expired {
        /// When.
        at: Timestamp,
    },
    /// What it called for was done or is not needed any more.
    Over {
        /// When.
        at: Timestamp,
    },
}

/// What a called person says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageAnswer {
    /// "I have it."
    Accept,
    /// "Not me."
    Decline,
    /// "I can't now."
    CantNow,
}

/// What came of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    /// It is yours.
    Yours,
    /// A colleague has it already.
    TakenBy(PersonId),
    /// Noted; the page goes on without you.
    Noted,
    /// The page has ended.
    Over,
}

impl Page {
    /// Starts a page: nobody has been called, and its first step is due at once.
    pub const fn start(
        id: PageId,
        conference: ConferenceId,
        incident: IncidentId,
        reason: PageReason,
        urgency: Option<Urgency>,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            conference,
            incident,
            reason,
            urgency,
            started_at: now,
            rung: 0,
            called: BTreeSet::new(),
            declined: BTreeSet::new(),
            accepted: BTreeSet::new(),
            accepters: Accepters::One,
            ways_at: None,
            unanswered: false,
            state: PageState::Calling { next_at: now },
        }
    }

    /// When the next step is due, of the ladder or of somebody's ways; nothing when somebody has it or it has ended.
    pub fn next_at(&self) -> Option<Timestamp> {
        match self.state {
            PageState::Calling { next_at } => Some(self.ways_at.map_or(next_at, |ways_at| ways_at.min(next_at))),
            PageState::Acknowledged { .. }
            | PageState::Exhausted { .. }
            | PageState::Expired { .. }
            | PageState::Over { .. } => None,
        }
    }

    /// Whether it may break quiet hours and wake who is asleep: somebody is needed now.
    pub fn is_loud(&self) -> bool {
        match self.reason {
            PageReason::ActNow => true,
            PageReason::Report | PageReason::Untouched | PageReason::Added => self.urgency == Some(Urgency::Now),
            PageReason::OverdueReceipt | PageReason::OverdueReview => false,
        }
    }

    /// Something became of a delivery: whose next way it is, is looked at once.
    pub fn look_at_ways(&mut self, now: Timestamp) {
        if self.next_at().is_some() {
            self.ways_at = Some(now);
        }
    }

    /// What it calls for is not needed any more.
    pub fn is_over(&mut self, now: Timestamp) {
        if self.next_at().is_some() {
            self.state = PageState::Over { at: now };
        }
    }

    /// Takes an answer. The first "I have it" looks after the case, and saying it twice is harmless; where the ladder wants
    /// two, it goes on until the second. When everybody who was called has said no, the next step is due at once.
    pub fn answer(&mut self, person: PersonId, answer: PageAnswer, now: Timestamp) -> Answered {
        match (self.state, answer) {
            (PageState::Acknowledged { by, .. }, PageAnswer::Accept)
                if by == person || self.accepted.contains(&person) =>
            {
                Answered::Yours
            }
            (PageState::Acknowledged { by, .. }, _) => Answered::TakenBy(by),
            (
                PageState::Calling { .. }
                | PageState::Exhausted { .. }
                | PageState::Expired { .. }
                | PageState::Over { .. },
                PageAnswer::Accept,
            ) => {
                self.accept(person, now);
                Answered::Yours
            }
            (
                PageState::Exhausted { .. } | PageState::Expired { .. } | PageState::Over { .. },
                PageAnswer::Decline | PageAnswer::CantNow,
            ) => Answered::Over,
            (PageState::Calling { .. }, PageAnswer::Decline | PageAnswer::CantNow) => {
                let fresh = self.declined.insert(person) | self.accepted.remove(&person);
                if fresh && self.called.iter().all(|person| self.declined.contains(person)) {
                    self.state = PageState::Calling { next_at: now };
                }
                Answered::Noted
            }
        }
    }

    /// One more has it; whoever said so first is who has the page when enough have.
    fn accept(&mut self, person: PersonId, now: Timestamp) {
        self.declined.remove(&person);
        let first = self.accepted.first().copied();
        self.accepted.insert(person);
        let enough = self.accepted.len() >= self.accepters.count() || !matches!(self.state, PageState::Calling { .. });
        if enough {
            let by = first.filter(|first| *first != person).unwrap_or(person);
            self.state = PageState::Acknowledged { by, at: now };
        }
    }

    /// The member took the incident in hand without answering the page: that says "I have it" just the same.
    pub fn settle(&mut self, by: PersonId, now: Timestamp) {
        if !matches!(self.state, PageState::Acknowledged { .. }) {
            self.accept(by, now);
        }
    }

    /// How the call stands, as its raiser may know: truthfully, and without waiting too long to say "call a number".
    ///
    /// With nobody who could hear it, nobody hears it.
    pub fn as_raiser_sees(&self, heard: Heard, name_of: impl FnOnce(PersonId) -> ByWhom) -> Call {
        let Heard { people, reached } = heard;
        match self.state {
            PageState::Acknowledged { by, .. } => Call::Taken(name_of(by)),
            PageState::Exhausted { at } | PageState::Expired { at } => Call::Unanswered { since: at, next_at: None },
            PageState::Over { .. } => Call::None,
            PageState::Calling { next_at } => match self.accepted.first() {
                // Somebody comes; that the ladder looks for a second one is the team's matter.
                Some(first) => Call::Taken(name_of(*first)),
                None if self.unanswered || (self.rung > 0 && people == 0) => {
                    Call::Unanswered { since: self.started_at, next_at: Some(next_at) }
                }
                None => Call::Calling { since: self.started_at, people, reached, next_at: Some(next_at) },
            },
        }
    }

    /// Whether it calls this person and waits for their answer: their phone may ring.
    pub fn waits_for(&self, person: PersonId) -> bool {
        let answered = self.declined.contains(&person) || self.accepted.contains(&person);
        self.next_at().is_some() && self.called.contains(&person) && !answered
    }
}

/// How many of the team a page has got to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// How many have a way on which something has reached them or is under way.
    pub people: u32,
    /// How many of them have a device that has said that it shows the page, or have answered.
    pub reached: u32,
}

#[cfg(test)]
mod tests;
