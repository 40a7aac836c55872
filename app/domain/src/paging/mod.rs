//! Paging: whom to call now, what becomes of the call, and when to look again.
//!
//! [`advance`] is pure: it takes the page, the policy, who can be called and the time, and says whom to call and when to
//! look again. An open page always has a next step. The edge saves the answer together with one waiting push per device,
//! in one transaction, and only then sends; so whatever is killed when, the page goes on.

use crate::ids::{AskId, ConferenceId, DeviceId, IncidentId, PageId, PersonId, PushId};
use crate::note::Urgency;
use crate::roster::DutyList;
use crate::sync::{ByWhom, Call};
use crate::time::{Span, Timestamp, hours, minutes, seconds};
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
    /// How many rungs of the ladder have been climbed.
    pub rung: u32,
    /// Everybody who has been called.
    pub called: BTreeSet<PersonId>,
    /// Who of them cannot come.
    pub declined: BTreeSet<PersonId>,
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

/// How long the ladder waits on each rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EscalationPolicy {
    /// From calling those on call to calling the whole team.
    pub team_after: Span,
    /// Between two calls to the whole team; it doubles with each, up to [`AGAIN_MAX`].
    pub again_after: Span,
    /// When an unanswered page gives up.
    pub exhausted_after: Span,
}

/// The shortest pause between two steps, whatever the policy says: a ladder without pauses would ring for ever.
pub const PAUSE_MIN: Span = seconds(1);
/// The longest pause between two calls to the whole team.
pub const AGAIN_MAX: Span = minutes(15);

impl Default for EscalationPolicy {
    fn default() -> Self {
        Self { team_after: minutes(2), again_after: minutes(3), exhausted_after: hours(12) }
    }
}

/// What to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advance {
    /// The page afterwards.
    pub page: Page,
    /// Whom to call now, on every device they have.
    pub call: BTreeSet<PersonId>,
}

/// Whom to call now, what the page becomes, and when to look again.
///
/// A page that is not due, has somebody or has ended stays as it is and calls nobody, so that a repeated wake-up is
/// harmless.
pub fn advance(page: &Page, policy: &EscalationPolicy, duty: &DutyList, now: Timestamp) -> Advance {
    let mut page = page.clone();
    let quiet = |page: Page| Advance { page, call: BTreeSet::new() };
    match page.state {
        PageState::Calling { next_at } if next_at <= now => {}
        PageState::Calling { .. } | PageState::Acknowledged { .. } | PageState::Exhausted { .. } => return quiet(page),
    }
    if now.since(page.started_at) >= policy.exhausted_after {
        page.state = PageState::Exhausted { at: now };
        return quiet(page);
    }
    let whole_team = page.rung > 0 || page.reason == PageReason::ActNow || duty.on_call().is_empty();
    let asked = if whole_team { duty.team() } else { duty.on_call() };
    let willing: BTreeSet<_> = asked.difference(&page.declined).copied().collect();
    // When everybody has said no, asking everybody again beats silence.
    let call = if willing.is_empty() { asked.clone() } else { willing };
    let pause = if whole_team { again(policy, page.rung) } else { policy.team_after };
    let ends_at = page.started_at.plus(policy.exhausted_after);
    page.rung = page.rung.saturating_add(if whole_team { 2 - page.rung.min(1) } else { 1 });
    page.called.extend(&call);
    page.state = PageState::Calling { next_at: now.plus(pause.max(PAUSE_MIN)).min(ends_at) };
    Advance { page, call }
}

fn again(policy: &EscalationPolicy, rung: u32) -> Span {
    policy.again_after.times(1_i64 << rung.saturating_sub(1).min(10)).min(AGAIN_MAX.max(policy.again_after))
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
            state: PageState::Calling { next_at: now },
        }
    }

    /// When the next step is due; nothing when somebody has it or it has ended.
    pub const fn next_at(&self) -> Option<Timestamp> {
        match self.state {
            PageState::Calling { next_at } => Some(next_at),
            PageState::Acknowledged { .. } | PageState::Exhausted { .. } => None,
        }
    }

    /// Takes an answer. The first "I have it" wins, and saying it twice is harmless; when everybody who was called has
    /// said no, the next step is due at once.
    pub fn answer(&mut self, person: PersonId, answer: PageAnswer, now: Timestamp) -> Answered {
        match (self.state, answer) {
            (PageState::Acknowledged { by, .. }, PageAnswer::Accept) if by == person => Answered::Yours,
            (PageState::Acknowledged { by, .. }, _) => Answered::TakenBy(by),
            (PageState::Calling { .. } | PageState::Exhausted { .. }, PageAnswer::Accept) => {
                self.state = PageState::Acknowledged { by: person, at: now };
                Answered::Yours
            }
            (PageState::Exhausted { .. }, PageAnswer::Decline | PageAnswer::CantNow) => Answered::Over,
            (PageState::Calling { .. }, PageAnswer::Decline | PageAnswer::CantNow) => {
                let fresh = self.declined.insert(person);
                if fresh && self.called.is_subset(&self.declined) {
                    self.state = PageState::Calling { next_at: now };
                }
                Answered::Noted
            }
        }
    }

    /// The member took the incident in hand without answering the page: it falls quiet just the same.
    pub const fn settle(&mut self, by: PersonId, now: Timestamp) {
        match self.state {
            PageState::Calling { .. } | PageState::Exhausted { .. } => {
                self.state = PageState::Acknowledged { by, at: now };
            }
            PageState::Acknowledged { .. } => {}
        }
    }

    /// How the call stands, as its raiser may know: truthfully, and without waiting too long to say "call a number".
    ///
    /// `people` is how many have a device that a push has reached or is on its way to; with none, nobody hears it.
    pub fn as_raiser_sees(&self, people: u32, name_of: impl FnOnce(PersonId) -> ByWhom) -> Call {
        match self.state {
            PageState::Acknowledged { by, .. } => Call::Taken(name_of(by)),
            PageState::Exhausted { at } => Call::Unanswered { since: at },
            PageState::Calling { next_at } => {
                let nobody_hears = self.rung > 0 && people == 0;
                let everybody_called_before = self.rung > 2;
                if nobody_hears || everybody_called_before {
                    Call::Unanswered { since: self.started_at }
                } else {
                    Call::Calling { since: self.started_at, people, next_at: Some(next_at) }
                }
            }
        }
    }
}

/// One push message to one device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Push {
    /// Its id.
    pub id: PushId,
    /// What it is for.
    pub about: PushAbout,
    /// Whose device.
    pub person: PersonId,
    /// Which device.
    pub device: DeviceId,
    /// When it was written down to be sent.
    pub queued_at: Timestamp,
    /// How far it has come.
    pub state: PushState,
}

/// What a push is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PushAbout {
    /// A page.
    Page(PageId),
    /// Something that the person is asked for.
    Ask(AskId),
    /// To see whether the device can be reached.
    Test,
}

/// How far a push has come. It only ever goes forward: a late answer of the push service does not unsee what was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PushState {
    /// Written down, to be sent.
    Queued,
    /// It could not be sent.
    Failed,
    /// The push service took it. This proves nothing about the device.
    Accepted,
    /// The device's worker has it and shows it.
    Received,
    /// The person opened it.
    Seen,
}

impl PushState {
    /// Every state, from first to last.
    pub const ALL: [Self; 5] = [Self::Queued, Self::Failed, Self::Accepted, Self::Received, Self::Seen];

    /// The word for storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Failed => "failed",
            Self::Accepted => "accepted",
            Self::Received => "received",
            Self::Seen => "seen",
        }
    }

    /// Reads the word from storage.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The state after the news: the further of the two.
    #[must_use]
    pub fn moved(self, news: Self) -> Self {
        self.max(news)
    }
}

#[cfg(test)]
mod tests;
