//! Nights of escalation, in tables and at random.

mod follow_ups;
mod ladder;
mod nights;
mod policies;
mod truth;

use super::*;
use crate::ids::{DeliveryId, DeviceId, HookId, ShiftId};
use crate::reach::Reach;
use crate::roster::{Duty, DutyList, Presence, Roster, Shift};
use crate::time::{Span, days, hours, minutes, seconds};
use std::collections::BTreeMap;

const START: Timestamp = Timestamp::from_millis(1_790_000_000_000);
const HOOK: HookId = HookId::from_bytes([200; 16]);

fn person(n: u8) -> PersonId {
    PersonId::from_bytes([n; 16])
}

fn people(numbers: &[u8]) -> BTreeSet<PersonId> {
    numbers.iter().copied().map(person).collect()
}

/// Who has which duty; everybody named is of the team.
#[derive(Clone, Debug, Default)]
struct Rota<'a> {
    on_call: &'a [u8],
    backup: &'a [u8],
    asleep: &'a [u8],
    team: &'a [u8],
    contacts: &'a [u8],
    out: &'a [u8],
}

impl Rota<'_> {
    fn list(&self) -> DutyList {
        let shift = |n: u8, duty, presence| Shift {
            id: ShiftId::from_bytes([n; 16]),
            conference: ConferenceId::from_bytes([0; 16]),
            person: person(n),
            from: START.minus(days(99)),
            until: START.plus(days(99)),
            presence,
            duty,
        };
        let on_call = self.on_call.iter().map(|n| shift(*n, Duty::OnDuty, Presence::OnSite));
        let backup = self.backup.iter().map(|n| shift(*n, Duty::Backup, Presence::OnSite));
        let asleep = self.asleep.iter().map(|n| shift(*n, Duty::OnDuty, Presence::Asleep));
        let shifts = on_call.chain(backup).chain(asleep).collect();
        DutyList::at(START, &Roster::new(shifts), people(self.team), &people(self.out))
            .with_contacts(people(self.contacts))
    }
}

fn page(reason: PageReason, urgency: Option<Urgency>) -> Page {
    let id = PageId::from_bytes([1; 16]);
    Page::start(id, ConferenceId::from_bytes([0; 16]), IncidentId::from_bytes([2; 16]), reason, urgency, START)
}

/// One device for everybody, and then these ways.
fn reach(numbers: &[u8], ways: &[Way]) -> BTreeMap<PersonId, Reach> {
    let of = |n: u8| Reach { ways: ways.to_vec(), devices: vec![DeviceId::from_bytes([n; 16])], resting: false };
    numbers.iter().map(|n| (person(*n), of(*n))).collect()
}

/// A page over time, with what the server would keep of it.
struct Night {
    page: Page,
    policy: EscalationPolicy,
    duty: DutyList,
    holder: Option<PersonId>,
    reach: BTreeMap<PersonId, Reach>,
    sent: Vec<Delivery>,
}

impl Night {
    fn of(page: Page, duty: DutyList) -> Self {
        let policy = Policies::default().ladder(page.reason, page.urgency).clone();
        let reach = reach(&[1, 2, 3, 4, 5, 6, 7, 8, 9], &[Way::Push]);
        Self { page, policy, duty, holder: None, reach, sent: Vec::new() }
    }

    /// What the last call of each person brought.
    fn latest(&self) -> Vec<Delivery> {
        let last = |of: &Delivery| self.sent.iter().filter(|d| d.person == of.person).map(|d| d.call).max();
        self.sent.iter().filter(|sent| last(sent) == Some(sent.call)).cloned().collect()
    }

    /// Takes a step at this time.
    fn step(&mut self, now: Timestamp) -> Advance {
        let deliveries = self.latest();
        let Self { policy, duty, holder, reach, .. } = self;
        let situation = Situation { policy, duty, holder: *holder, reach, deliveries: &deliveries, now };
        let step = advance(&self.page, &situation);
        self.page = step.page.clone();
        for start in &step.start {
            let id = u16::try_from(self.sent.len()).unwrap().to_be_bytes();
            self.sent.push(Delivery {
                id: DeliveryId::from_bytes([&[0; 14][..], &id].concat().try_into().unwrap()),
                about: DeliveryAbout::Page(self.page.id),
                person: start.person,
                to: start.to,
                call: start.call,
                since: start.since,
                queued_at: now,
                tries: 0,
                state: DeliveryState::Queued,
            });
        }
        step
    }

    /// Lets everything that was sent and has not come anywhere become this.
    fn all_become(&mut self, state: DeliveryState) {
        for sent in self.sent.iter_mut().filter(|sent| sent.state < state) {
            sent.state = state;
        }
    }

    /// Plays on until so long after the start, each step exactly when it is due, and tells when the ladder called whom:
    /// in seconds after the start. Whoever is called hears it.
    fn calls(&mut self, until: Span) -> Vec<(i64, BTreeSet<PersonId>)> {
        let mut calls = Vec::new();
        while let Some(next_at) = self.page.next_at().filter(|at| at.since(START) <= until) {
            let step = self.step(next_at);
            self.all_become(DeliveryState::Received);
            calls.extend(
                (!matches!(step.page.state, PageState::Expired { .. })).then_some((seconds_in(next_at), step.call)),
            );
        }
        calls
    }
}

fn seconds_in(at: Timestamp) -> i64 {
    at.since(START).millis() / 1_000
}
