//! Paging: whom to call now, what becomes of the call, and when to look again.
//!
//! [`advance`] is pure: it takes the page, the policy, who can be called and the time, and says whom to call and when to
//! look again. An open page always has a next step. The edge saves the answer together with one waiting push per device,
//! in one transaction, and only then sends; so whatever is killed when, the page goes on.

use crate::ids::{ConferenceId, DeviceId, IncidentId, PageId, PersonId, PushId};
use crate::note::Urgency;
use crate::roster::DutyList;
use crate::sync::{ByWhom, Call};
use crate::time::{Span, Timestamp, hours, minutes};
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
#[serde(tag = "state", rename_all = "snake_case")]
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
    page.state = PageState::Calling { next_at: now.plus(pause).min(ends_at) };
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
    /// `devices` is how many devices a push has been accepted for or is on its way to; with none, nobody hears it.
    pub fn as_raiser_sees(&self, devices: u32, name_of: impl FnOnce(PersonId) -> ByWhom) -> Call {
        match self.state {
            PageState::Acknowledged { by, .. } => Call::Taken(name_of(by)),
            PageState::Exhausted { at } => Call::Unanswered { since: at },
            PageState::Calling { next_at } => {
                let nobody_hears = self.rung > 0 && devices == 0;
                let everybody_called_before = self.rung > 2;
                if nobody_hears || everybody_called_before {
                    Call::Unanswered { since: self.started_at }
                } else {
                    let people = u32::try_from(self.called.len()).unwrap_or(u32::MAX);
                    Call::Calling { since: self.started_at, people, next_at: Some(next_at) }
                }
            }
        }
    }
}

/// One push message: a page, or a test, to one device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Push {
    /// Its id.
    pub id: PushId,
    /// The page; none for a test.
    pub page: Option<PageId>,
    /// Whose device.
    pub person: PersonId,
    /// Which device.
    pub device: DeviceId,
    /// When it was written down to be sent.
    pub queued_at: Timestamp,
    /// How far it has come.
    pub state: PushState,
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
mod tests {
    use super::*;
    use crate::ids::ShiftId;
    use crate::roster::{Presence, Shift};
    use crate::time::{days, seconds};
    use proptest::prelude::*;

    const START: Timestamp = Timestamp::from_millis(1_790_000_000_000);
    const POLICY: EscalationPolicy =
        EscalationPolicy { team_after: minutes(2), again_after: minutes(3), exhausted_after: hours(12) };

    fn person(n: u8) -> PersonId {
        PersonId::from_bytes([n; 16])
    }

    fn people(numbers: &[u8]) -> BTreeSet<PersonId> {
        numbers.iter().copied().map(person).collect()
    }

    fn duty(on_call: &[u8], team: &[u8], out: &[u8]) -> DutyList {
        let shifts: Vec<_> = on_call
            .iter()
            .map(|n| Shift {
                id: ShiftId::from_bytes([*n; 16]),
                conference: ConferenceId::from_bytes([0; 16]),
                person: person(*n),
                from: START.minus(days(9)),
                until: START.plus(days(9)),
                presence: Presence::OnSite,
            })
            .collect();
        DutyList::at(START, &shifts, people(team), &people(out))
    }

    fn page(reason: PageReason) -> Page {
        let id = PageId::from_bytes([1; 16]);
        Page::start(id, ConferenceId::from_bytes([0; 16]), IncidentId::from_bytes([2; 16]), reason, None, START)
    }

    /// Plays an unanswered page and returns who is called at which minute.
    fn night(reason: PageReason, duty: &DutyList, until: i64) -> Vec<(i64, BTreeSet<PersonId>)> {
        let mut page = page(reason);
        let mut calls = Vec::new();
        while let Some(next_at) = page.next_at().filter(|at| at.since(START) <= minutes(until)) {
            let step = advance(&page, &POLICY, duty, next_at);
            calls.push((next_at.since(START).millis() / 60_000, step.call));
            page = step.page;
        }
        calls
    }

    #[test]
    fn a_night_in_which_nobody_answers() {
        let duty = duty(&[1, 2], &[1, 2, 3, 4, 5], &[]);
        let all = people(&[1, 2, 3, 4, 5]);
        assert_eq!(
            night(PageReason::Report, &duty, 45),
            [
                (0, people(&[1, 2])),
                (2, all.clone()),
                (5, all.clone()),
                (11, all.clone()),
                (23, all.clone()),
                (38, all.clone())
            ]
        );
        assert_eq!(night(PageReason::ActNow, &duty, 4), [(0, all.clone()), (3, all)]);
    }

    #[test]
    fn nobody_on_call_means_everybody_at_once() {
        assert_eq!(night(PageReason::Report, &duty(&[], &[1, 2], &[]), 1), [(0, people(&[1, 2]))]);
        assert_eq!(night(PageReason::Report, &duty(&[1], &[1, 2], &[1]), 1), [(0, people(&[2]))]);
        assert_eq!(night(PageReason::Report, &duty(&[], &[], &[]), 1), [(0, people(&[]))]);
    }

    #[test]
    fn an_early_or_late_wake_up_is_harmless() {
        let duty = duty(&[1], &[1, 2], &[]);
        let first = advance(&page(PageReason::Report), &POLICY, &duty, START);
        let early = advance(&first.page, &POLICY, &duty, START.plus(seconds(119)));
        assert_eq!((early.page, early.call), (first.page.clone(), people(&[])));
        let late = advance(&first.page, &POLICY, &duty, START.plus(hours(5)));
        assert_eq!(late.call, people(&[1, 2]));
        assert_eq!(late.page.next_at(), Some(START.plus(hours(5)).plus(minutes(3))));
    }

    #[test]
    fn the_first_to_accept_has_it_and_then_it_is_quiet() {
        let duty = duty(&[1], &[1, 2], &[]);
        let mut page = advance(&page(PageReason::Report), &POLICY, &duty, START).page;
        assert_eq!(page.answer(person(2), PageAnswer::Accept, START), Answered::Yours);
        assert_eq!(page.answer(person(2), PageAnswer::Accept, START), Answered::Yours, "twice is harmless");
        assert_eq!(page.answer(person(1), PageAnswer::Accept, START), Answered::TakenBy(person(2)));
        assert_eq!(page.next_at(), None);
        assert_eq!(advance(&page, &POLICY, &duty, START.plus(days(1))).call, people(&[]));
    }

    #[test]
    fn a_no_from_everybody_called_hurries_the_next_step() {
        let duty = duty(&[1], &[1, 2], &[]);
        let mut page = advance(&page(PageReason::Report), &POLICY, &duty, START).page;
        let soon = START.plus(seconds(5));
        assert_eq!(page.answer(person(1), PageAnswer::CantNow, soon), Answered::Noted);
        assert_eq!(page.next_at(), Some(soon));
        let step = advance(&page, &POLICY, &duty, soon);
        assert_eq!(step.call, people(&[2]), "whoever said no is left in peace while somebody else may come");
        page = step.page;
        page.answer(person(1), PageAnswer::CantNow, soon);
        assert_ne!(page.next_at(), Some(soon), "saying no twice does not ring twice");
        page.answer(person(2), PageAnswer::Decline, soon);
        assert_eq!(advance(&page, &POLICY, &duty, soon).call, people(&[1, 2]), "everybody said no: ask everybody");
    }

    #[test]
    fn an_exhausted_page_can_still_be_taken() {
        let duty = duty(&[1], &[1], &[]);
        let mut page = advance(&page(PageReason::Report), &POLICY, &duty, START.plus(hours(12))).page;
        assert_eq!(page.state, PageState::Exhausted { at: START.plus(hours(12)) });
        assert_eq!(page.answer(person(1), PageAnswer::Decline, START), Answered::Over);
        assert_eq!(page.answer(person(1), PageAnswer::Accept, START.plus(hours(13))), Answered::Yours);
    }

    #[test]
    fn the_raiser_hears_the_truth() {
        let name = |_| ByWhom { name: "Ana".into(), at: START };
        let duty = duty(&[1], &[1, 2], &[]);
        let fresh = page(PageReason::Report);
        assert!(matches!(fresh.as_raiser_sees(0, name), Call::Calling { people: 0, .. }));
        let first = advance(&fresh, &POLICY, &duty, START).page;
        assert!(matches!(first.as_raiser_sees(1, name), Call::Calling { people: 1, .. }));
        assert!(matches!(first.as_raiser_sees(0, name), Call::Unanswered { .. }), "no device hears it");
        let team = advance(&first, &POLICY, &duty, START.plus(minutes(2))).page;
        assert!(matches!(team.as_raiser_sees(2, name), Call::Calling { people: 2, .. }));
        let again = advance(&team, &POLICY, &duty, START.plus(minutes(5))).page;
        assert!(matches!(again.as_raiser_sees(2, name), Call::Unanswered { .. }), "everybody was called and is silent");
        let mut taken = again;
        taken.settle(person(1), START);
        assert!(matches!(taken.as_raiser_sees(2, name), Call::Taken(_)));
    }

    #[test]
    fn a_push_only_goes_forward() {
        assert_eq!(PushState::Received.moved(PushState::Accepted), PushState::Received);
        assert_eq!(PushState::Failed.moved(PushState::Received), PushState::Received);
        assert_eq!(PushState::Queued.moved(PushState::Failed), PushState::Failed);
        for state in PushState::ALL {
            assert_eq!(PushState::from_code(state.code()), Some(state));
        }
    }

    proptest! {
        #[test]
        fn an_open_page_always_has_a_next_step_and_nobody_kept_out_is_called(
            on_call in proptest::collection::vec(0_u8..6, 0..4),
            team in proptest::collection::vec(0_u8..6, 0..6),
            out in proptest::collection::vec(0_u8..6, 0..3),
            act_now in any::<bool>(),
            steps in proptest::collection::vec((0_i64..2_000, 0_u8..6, 0_u8..8), 1..80),
        ) {
            let duty = duty(&on_call, &team, &out);
            let kept_out = people(&out);
            let mut now = START;
            let mut page = page(if act_now { PageReason::ActNow } else { PageReason::Report });
            for (pause_s, who, answer) in steps {
                now = now.plus(seconds(pause_s));
                let step = advance(&page, &POLICY, &duty, now);
                prop_assert!(step.call.is_disjoint(&kept_out));
                prop_assert!(step.call.is_empty() || page.next_at().is_some_and(|at| at <= now));
                page = step.page;
                match answer {
                    0 => { page.answer(person(who), PageAnswer::Accept, now); }
                    1..=3 => { page.answer(person(who), PageAnswer::Decline, now); }
                    _ => {}
                }
                match page.state {
                    PageState::Calling { next_at } => {
                        prop_assert!(next_at.since(now) <= AGAIN_MAX);
                        prop_assert!(now.since(page.started_at) < POLICY.exhausted_after);
                    }
                    PageState::Acknowledged { .. } | PageState::Exhausted { .. } => {
                        prop_assert_eq!(page.next_at(), None);
                    }
                }
            }
        }
    }
}
