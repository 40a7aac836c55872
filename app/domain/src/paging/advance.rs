//! The walk up the ladder, and along the ways of whoever was called.

use super::policy::Rung;
use super::{Delivery, DeliveryTo, EscalationPolicy, PAUSE_MIN, Page, PageState, Who};
use crate::ids::PersonId;
use crate::reach::{Next, Reach};
use crate::roster::DutyList;
use crate::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// From which call of the whole team on those who rest are called as well: everybody who is awake was called twice.
const WAKE_AT_CALL: u32 = 2;

/// Everything that a page goes by at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The ladder.
    pub policy: &'a EscalationPolicy,
    /// Who can be called: nobody who must not know of the incident is in it.
    pub duty: &'a DutyList,
    /// Who looks after the case, if somebody does.
    pub holder: Option<PersonId>,
    /// How each of them can be reached; whoever is missing cannot be.
    pub reach: &'a BTreeMap<PersonId, Reach>,
    /// What became of the last call of each person by this page.
    pub deliveries: &'a [Delivery],
    /// The time.
    pub now: Timestamp,
}

/// What to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advance {
    /// The page afterwards.
    pub page: Page,
    /// Whom a step of the ladder calls now.
    pub call: BTreeSet<PersonId>,
    /// Who of them no way leads to.
    pub unheard: BTreeSet<PersonId>,
    /// What to send now.
    pub start: Vec<Start>,
}

/// One message to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// To whom.
    pub person: PersonId,
    /// Where.
    pub to: DeliveryTo,
    /// For which call of the page.
    pub call: u32,
    /// Since when this way is tried in vain.
    pub since: Timestamp,
}

/// Whom to call now, by which ways, what the page becomes, and when to look again.
///
/// A page that is not due, has somebody or has ended stays as it is and calls nobody, so that a repeated wake-up is
/// harmless.
pub fn advance(page: &Page, situation: &Situation<'_>) -> Advance {
    let now = situation.now;
    let mut step = Advance { page: page.clone(), call: BTreeSet::new(), unheard: BTreeSet::new(), start: Vec::new() };
    let PageState::Calling { next_at } = page.state else { return step };
    if page.next_at().is_none_or(|at| at > now) {
        return step;
    }
    if now.since(page.started_at) >= situation.policy.expires_after {
        step.page.state = PageState::Expired { at: now };
        return step;
    }
    if next_at <= now && !step.climb(situation) {
        step.page.state = PageState::Exhausted { at: now };
        return step;
    }
    step.reach_out(situation);
    step
}

impl Advance {
    /// Takes the next step of the ladder; false when there is none.
    fn climb(&mut self, situation: &Situation<'_>) -> bool {
        let (now, page) = (situation.now, &mut self.page);
        let rungs = situation.policy.rungs(page.reason);
        let Some((at, call)) = Ladder { rungs: &rungs, page, situation }.next() else { return false };
        let rung = rungs[at];
        let before = rungs[..at].iter().any(|earlier| earlier.who == Who::Team);
        page.unanswered = page.unanswered || call.is_empty() || before;
        page.rung = u32::try_from(at).unwrap_or(u32::MAX).saturating_add(1);
        page.accepters = situation.policy.accepters;
        page.called.extend(&call);
        let ends_at = page.started_at.plus(situation.policy.expires_after);
        page.state = PageState::Calling { next_at: now.plus(rung.pause.max(PAUSE_MIN)).min(ends_at) };
        self.call = call;
        true
    }

    /// Sends to whoever is called now, goes on with the ways of whoever was called before, and says when to look again.
    fn reach_out(&mut self, situation: &Situation<'_>) {
        let now = situation.now;
        let nobody = Reach::default();
        let mut looks = None;
        for person in self.page.called.iter().filter(|person| may_be_called(situation, **person)) {
            let reach = situation.reach.get(person).unwrap_or(&nobody);
            let before: Vec<_> = situation.deliveries.iter().filter(|sent| sent.person == *person).collect();
            let answered = self.page.declined.contains(person) || self.page.accepted.contains(person);
            let (call, next) = if self.call.contains(person) {
                (self.page.rung, reach.called(&before, now))
            } else if answered {
                continue;
            } else {
                (before.iter().map(|sent| sent.call).max().unwrap_or(0), reach.goes_on(&before, now))
            };
            let Next { start, look_at } = next;
            if self.call.contains(person) && start.is_empty() {
                self.unheard.insert(*person);
            }
            self.start.extend(start.into_iter().map(|(to, since)| Start { person: *person, to, call, since }));
            looks = looks.into_iter().chain(look_at).min();
        }
        self.page.ways_at = looks;
    }
}

/// The rungs that are left to a page, and who can stand on them.
struct Ladder<'a> {
    rungs: &'a [Rung],
    page: &'a Page,
    situation: &'a Situation<'a>,
}

impl Ladder<'_> {
    /// The next rung with whom it calls; nothing when the ladder has ended.
    ///
    /// A step that has nobody to call is passed. Whoever rests is left in peace while somebody else may come; when everybody
    /// has said no, asking everybody again beats silence. Where nobody can be called at all, the page waits on the step of
    /// the whole team: somebody may join.
    fn next(&self) -> Option<(usize, BTreeSet<PersonId>)> {
        let from = usize::try_from(self.page.rung).unwrap_or(usize::MAX);
        let left = from..self.rungs.len();
        let first_of = |who: &dyn Fn(usize) -> BTreeSet<PersonId>| {
            let mut found = left.clone().map(|at| (at, who(at)));
            found.find(|(_, people)| !people.is_empty())
        };
        let awake = first_of(&|at| self.awake(at))
            .map(|(at, call)| (at, if self.is_late(at) { self.willing(at) } else { call }));
        let found = awake.or_else(|| first_of(&|at| self.willing(at)));
        if let Some((at, call)) = found {
            return Some((at, call));
        }
        let team = self.rungs.iter().position(|rung| rung.who == Who::Team).unwrap_or(0);
        let mut left = from.max(team)..self.rungs.len();
        let everybody = |at: usize| self.people(self.rungs[at].who);
        let at = left
            .clone()
            .find(|at| !everybody(*at).is_empty())
            .or_else(|| left.find(|at| self.rungs[*at].who == Who::Team))?;
        Some((at, &everybody(at) - &self.page.accepted))
    }

    fn people(&self, who: Who) -> BTreeSet<PersonId> {
        let duty = self.situation.duty;
        match who {
            Who::Holder => self.situation.holder.into_iter().filter(|holder| duty.team().contains(holder)).collect(),
            Who::OnDuty => duty.on_call().clone(),
            Who::Backup => duty.backup().clone(),
            Who::Team => duty.team().clone(),
            Who::Contacts => duty.contacts().clone(),
        }
    }

    /// Whoever of a rung has not answered yet.
    fn willing(&self, at: usize) -> BTreeSet<PersonId> {
        let mut people = self.people(self.rungs[at].who);
        people.retain(|person| !self.page.declined.contains(person) && !self.page.accepted.contains(person));
        people
    }

    /// Whoever of them may be called at this hour.
    fn awake(&self, at: usize) -> BTreeSet<PersonId> {
        let mut people = self.willing(at);
        people.retain(|person| self.page.is_loud() || !self.rests(*person));
        people
    }

    /// Whether everybody who is awake has been called so often that those who rest are called as well.
    fn is_late(&self, at: usize) -> bool {
        let calls_before = self.rungs[..at].iter().filter(|earlier| earlier.who == Who::Team).count();
        self.rungs[at].who == Who::Team && u32::try_from(calls_before).is_ok_and(|calls| calls >= WAKE_AT_CALL)
    }

    fn rests(&self, person: PersonId) -> bool {
        self.situation.duty.asleep().contains(&person)
            || self.situation.reach.get(&person).is_some_and(|reach| reach.resting)
    }
}

/// Whether the duty list knows of somebody: whoever was put out since they were called is left alone.
fn may_be_called(situation: &Situation<'_>, person: PersonId) -> bool {
    situation.duty.team().contains(&person) || situation.duty.contacts().contains(&person)
}
