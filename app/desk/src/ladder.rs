//! The step that the pager takes: whom the pages that are due call now, and by which ways.

use crate::clock::chance;
use crate::pages::conflicts_by_incident;
use crate::store::Tx;
use crate::{Changed, Desk, DeskError, PagerSetup, whole};
use domain::audit::{AuditEvents, By, Did};
use domain::conflict::{Conflict, kept_out};
use domain::ids::{ConferenceId, DeliveryId, DeviceId, IncidentId, PageId, PersonId};
use domain::paging::{
    Advance, Delivery, DeliveryAbout, DeliveryState, Page, PageState, Policies, Situation, Start, advance,
};
use domain::reach::{Choices, Reach};
use domain::roster::{DutyList, Roster};
use domain::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Most pages that one step advances in one transaction.
const STEP_PAGES_MAX: u32 = 100;

impl Desk {
    /// Takes every step that is due and writes down the deliveries to send; says when to come back at the latest.
    ///
    /// Whom a page calls and that it has called them is saved together, so that a page whose server is killed goes on
    /// where it was. Several servers may take steps at once: each step is read and saved in one change, and changes wait for
    /// each other.
    pub async fn advance_pages(&self) -> Result<Option<Timestamp>, DeskError> {
        loop {
            let now = self.clock.now();
            let next = self.store.read().await?.next_page_step().await?;
            if next.is_none_or(|next| next > now) {
                return Ok(next);
            }
            let mut tx = self.store.begin().await?;
            // Read inside the change: somebody may have answered meanwhile, or another server may have been quicker.
            let due = tx.due_pages(now, STEP_PAGES_MAX).await?;
            let mut round = Round::load(&mut *tx, &due, &self.pager, now).await?;
            for page in &due {
                round.step(page);
            }
            tx.put_pages(&round.pages).await?;
            tx.supersede(&round.superseded).await?;
            tx.add_deliveries(&round.deliveries, self.claim(now)).await?;
            for ended in &round.ended {
                tx.expire_deliveries(*ended).await?;
            }
            if let Some(events) = round.events {
                tx.commit(events).await?;
            }
            for page in due {
                self.tell(Changed { conference: page.conference, incident: Some(page.incident) });
            }
        }
    }
}

/// Many pages that take a step together: what is known of who can be called and how, and what the steps have brought.
///
/// Who can be called is loaded once for all of them, so that a thousand notes at once cost no thousand look-ups of the
/// same roster.
struct Round {
    now: Timestamp,
    teams: BTreeMap<ConferenceId, Team>,
    conflicts: BTreeMap<IncidentId, Vec<Conflict>>,
    holders: BTreeMap<IncidentId, PersonId>,
    reach: BTreeMap<PersonId, Reach>,
    latest: HashMap<PageId, Vec<Delivery>>,
    pages: Vec<Page>,
    ended: Vec<PageId>,
    superseded: Vec<DeliveryId>,
    deliveries: Vec<Delivery>,
    events: Option<AuditEvents>,
}

/// Whom the pages of one conference may call, and in which order.
struct Team {
    members: Vec<PersonId>,
    roster: Roster,
    policies: Policies,
}

impl Round {
    async fn load(tx: &mut dyn Tx, due: &[Page], setup: &PagerSetup, now: Timestamp) -> Result<Self, DeskError> {
        let mut round = Self {
            now,
            teams: BTreeMap::new(),
            conflicts: conflicts_by_incident(tx, due).await?,
            holders: BTreeMap::new(),
            reach: BTreeMap::new(),
            latest: HashMap::new(),
            pages: Vec::new(),
            ended: Vec::new(),
            superseded: Vec::new(),
            deliveries: Vec::new(),
            events: None,
        };
        let conferences: BTreeSet<_> = due.iter().map(|page| page.conference).collect();
        for conference in conferences {
            round.load_team(tx, conference, setup).await?;
        }
        let ids: Vec<_> = due.iter().map(|page| page.id).collect();
        for sent in tx.last_calls(&ids).await? {
            if let DeliveryAbout::Page(page) = sent.about {
                round.latest.entry(page).or_default().push(sent);
            }
        }
        for page in due.iter().filter(|page| page.reason.is_about_a_case()) {
            // What was joined to another is in the hands of whoever has that one.
            let first = whole::first(tx, page.incident).await?;
            let holder = first.and_then(|incident| incident.stage.accountable());
            round.holders.extend(holder.map(|holder| (page.incident, holder)));
        }
        Ok(round)
    }

    async fn load_team(
        &mut self,
        tx: &mut dyn Tx,
        conference: ConferenceId,
        setup: &PagerSetup,
    ) -> Result<(), DeskError> {
        let members = tx.care_team(conference).await?;
        let policies = tx.policies(conference).await?.unwrap_or_else(|| setup.policies.clone());
        let zone = tx.conference(conference).await?.map(|conference| conference.settings.time_zone).unwrap_or_default();
        let people: Vec<_> = members.iter().chain(&policies.contacts).copied().collect();
        self.reach.extend(reach(tx, &people, (setup.minute_of_day)(&zone, self.now), self.now).await?);
        let roster = tx.roster(conference).await?;
        self.teams.insert(conference, Team { members, roster, policies });
        Ok(())
    }

    fn step(&mut self, page: &Page) {
        let Some(team) = self.teams.get(&page.conference) else { return };
        let out = self.conflicts.get(&page.incident).map(kept_out).unwrap_or_default();
        let duty = DutyList::at(self.now, &team.roster, team.members.iter().copied(), &out)
            .with_contacts(team.policies.contacts.iter().copied());
        let latest = self.latest.remove(&page.id).unwrap_or_default();
        let situation = Situation {
            policy: team.policies.ladder(page.reason, page.urgency),
            duty: &duty,
            holder: self.holders.get(&page.incident).copied(),
            reach: &self.reach,
            deliveries: &latest,
            now: self.now,
        };
        let step = advance(page, &situation);
        let again = latest.iter().filter(|sent| step.call.contains(&sent.person));
        self.superseded.extend(again.map(|sent| sent.id));
        self.note(&step);
        self.deliveries.extend(step.start.iter().map(|start| delivery(&step.page, start, self.now)));
        self.pages.push(step.page);
    }

    /// What of a step goes on record.
    fn note(&mut self, step: &Advance) {
        let page = &step.page;
        let mut did = Vec::new();
        match page.state {
            PageState::Exhausted { .. } | PageState::Expired { .. } => {
                self.ended.push(page.id);
                did.push(Did::PageExhausted { page: page.id });
            }
            PageState::Calling { .. } | PageState::Acknowledged { .. } | PageState::Over { .. } => {}
        }
        if !step.call.is_empty() {
            // Whoever no way leads to was not called, and the record must not say so.
            let (people, unheard): (Vec<_>, Vec<_>) =
                step.call.iter().partition(|person| !step.unheard.contains(*person));
            did.push(Did::PageCalled { page: page.id, people });
            if !unheard.is_empty() {
                did.push(Did::PageUnheard { page: page.id, people: unheard });
            }
        }
        let further: BTreeSet<_> = step.start.iter().map(|start| start.person).collect();
        let further: Vec<_> = further.difference(&step.call).copied().collect();
        if !further.is_empty() || did.is_empty() {
            did.push(Did::PageWentOn { page: page.id, people: further });
        }
        for did in did {
            let event = AuditEvents::of(page.conference, self.now, By::System, Some(page.incident), did);
            self.events = Some(match self.events.take() {
                Some(earlier) => earlier.join(event),
                None => event,
            });
        }
    }
}

fn delivery(page: &Page, start: &Start, now: Timestamp) -> Delivery {
    Delivery {
        id: DeliveryId::mint(now, chance()),
        about: DeliveryAbout::Page(page.id),
        person: start.person,
        to: start.to,
        call: start.call,
        since: start.since,
        queued_at: now,
        tries: 0,
        state: DeliveryState::Queued,
    }
}

/// How these people can be reached now, at this minute of the day.
pub(crate) async fn reach(
    tx: &mut dyn Tx,
    people: &[PersonId],
    minute: u16,
    now: Timestamp,
) -> Result<BTreeMap<PersonId, Reach>, DeskError> {
    let mut devices: HashMap<_, Vec<DeviceId>> = HashMap::new();
    for (person, device) in tx.push_devices(people, now).await? {
        devices.entry(person).or_default().push(device);
    }
    let choices: HashMap<_, _> = tx.choices(people).await?.into_iter().collect();
    let usual = Choices::default();
    let of = |person: &PersonId| {
        let devices = devices.remove(person).unwrap_or_default();
        (*person, Reach::of(choices.get(person).unwrap_or(&usual), devices, minute))
    };
    Ok(people.iter().map(of).collect())
}
