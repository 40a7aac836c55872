//! Deliveries on their way out: which to send now, and what became of them.
//!
//! What waits is claimed by one server at a time. What this server wrote down is its own from the start; what another one
//! left behind when its claim ran out is taken over here, in a change of its own, before anything is sent.

mod news;

pub(crate) use news::stopped;

use crate::drill::drill_pages;
use crate::pages::conflicts_by_incident;
use crate::store::{Claim, Read, Subscription, Waiting};
use crate::{Desk, DeskError};
use domain::asks::Ask;
use domain::audit::{AuditEvents, By, Did};
use domain::conflict::kept_out;
use domain::hook::Hook;
use domain::ids::{ConferenceId, DeliveryId, HookId, IncidentId, PageId, PersonId};
use domain::paging::{Delivery, DeliveryAbout, DeliveryState, DeliveryTo};
use domain::private::Private;
use domain::roster::DutyCheck;
use domain::time::{Span, Timestamp, minutes, seconds};
use news::Noted;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Most deliveries that one round of sending takes.
pub const ROUND_MAX: u32 = 256;
/// How long a server may take for one delivery once it has begun to send it.
pub const SEND_WITHIN: Span = seconds(20);
/// How long what a server has claimed belongs to it; after that another one may send it.
pub const CLAIM_LASTS: Span = seconds(45);
/// How often a delivery is tried before it counts as failed; the ladder and the person's other ways go on meanwhile.
pub const TRIES_MAX: u32 = 5;
/// The longest pause between two tries; whoever asks for more cannot be reached with this delivery.
pub const TRY_PAUSE_MAX: Span = minutes(1);
/// The pause before the second try; it doubles with each.
const TRY_AGAIN: Span = seconds(2);

/// One delivery with where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outbound {
    /// The delivery.
    pub delivery: Delivery,
    /// Where it goes.
    pub goes: Goes,
    /// Whether it is a page to one of the organizers' emergency contacts, who are told that nobody of the team answers.
    pub to_contact: bool,
    /// Whether its page is that of a drill, which has to be said.
    pub is_drill: bool,
}

/// Where a delivery goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goes {
    /// To this device.
    Push(Subscription),
    /// To this mail address.
    Mail(Private<String>),
    /// Through this hook, which is told this about where to send it.
    Hook(Arc<Hook>, Private<String>),
    /// Nowhere: the way is gone.
    Nowhere,
    /// Nowhere: somebody has its page meanwhile, its ask does not wait any more, or its person must not know of it.
    NotNeeded,
}

/// News of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeliveryNews {
    /// Which.
    pub delivery: DeliveryId,
    /// What became of it.
    pub became: Became,
}

/// What became of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// It has come so far.
    Moved(DeliveryState),
    /// Its device or address is no more.
    Gone,
    /// It did not work this time. The service may want a pause.
    Later {
        /// The pause that it asks for.
        pause: Option<Span>,
    },
}

impl Desk {
    /// The claim of this server on what it writes down or takes over at `now`.
    pub(crate) fn claim(&self, now: Timestamp) -> Claim {
        Claim { owner: self.pager.server, until: now.plus(CLAIM_LASTS) }
    }

    /// The deliveries to send now, the oldest first; `under_way` are those that this server is sending already. A delivery
    /// stays here until there is news of it. None of them is sent by another server for [`SEND_WITHIN`] from now.
    pub async fn outbound(&self, under_way: &BTreeSet<DeliveryId>) -> Result<Vec<Outbound>, DeskError> {
        let now = self.clock.now();
        let mut read = self.store.read().await?;
        let mut waiting = read.waiting(self.pager.server, now, ROUND_MAX).await?;
        waiting.retain(|waiting| !under_way.contains(&waiting.delivery.id));
        let safe = |waiting: &Waiting| {
            let mine = waiting.claim.owner == self.pager.server && waiting.claim.until >= now.plus(SEND_WITHIN);
            mine || self.pager.is_sole
        };
        if !waiting.iter().all(safe) {
            let ids: Vec<_> = waiting.iter().filter(|it| !safe(it)).map(|it| it.delivery.id).collect();
            let mine = self.take_over(&ids, now).await?;
            waiting.retain(|it| safe(it) || mine.contains(&it.delivery.id));
        }
        let waiting: Vec<_> = waiting.into_iter().map(|waiting| waiting.delivery).collect();
        addressed(&mut *read, waiting, now).await
    }

    /// When this server may send or take over something that has to wait until then.
    pub async fn next_outbound(&self) -> Result<Option<Timestamp>, DeskError> {
        Ok(self.store.read().await?.next_waiting(self.pager.server, self.clock.now()).await?)
    }

    async fn take_over(&self, ids: &[DeliveryId], now: Timestamp) -> Result<BTreeSet<DeliveryId>, DeskError> {
        let mut tx = self.store.begin().await?;
        let mine = tx.claim(ids, self.claim(now), now).await?;
        let first = match mine.first() {
            Some(first) => tx.delivery(*first).await?,
            None => None,
        };
        let Some(first) = first else { return Ok(BTreeSet::new()) };
        if let Some(conference) = conference_of(&mut *tx, first.person).await? {
            let did = Did::DeliveriesTakenOver { count: u32::try_from(mine.len()).unwrap_or(u32::MAX) };
            tx.commit(AuditEvents::of(conference, now, By::System, None, did)).await?;
        }
        Ok(mine.into_iter().collect())
    }

    /// Notes what the services and the devices said. A subscription that is no more is removed, an address that is no more
    /// is marked, and its person is told by another way; whoever's page did not get through is tried by the next way at
    /// once.
    pub async fn deliveries_moved(&self, news: &[DeliveryNews]) -> Result<(), DeskError> {
        if news.is_empty() {
            return Ok(());
        }
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let mut noted = Noted::at(now, self.claim(now), drill_pages(&mut *tx).await?);
        for item in news {
            if let Some(delivery) = tx.delivery(item.delivery).await? {
                noted.note(&mut *tx, &delivery, item.became).await?;
            }
        }
        let ids: Vec<_> = noted.look.iter().copied().collect();
        let mut pages = tx.pages(&ids).await?;
        for page in &mut pages {
            page.look_at_ways(now);
        }
        tx.put_pages(&pages).await?;
        if let Some(events) = noted.events {
            tx.commit(events).await?;
        }
        if noted.wake || !pages.is_empty() {
            self.pages_due.notify_one();
        }
        Ok(())
    }

    /// Notes what a device's worker said of a push. An unknown push is ignored: a receipt is a courtesy.
    pub async fn push_receipt(&self, delivery: DeliveryId, state: DeliveryState) -> Result<(), DeskError> {
        self.deliveries_moved(&[DeliveryNews { delivery, became: Became::Moved(state) }]).await
    }
}

/// Puts the address on each delivery.
async fn addressed(read: &mut dyn Read, waiting: Vec<Delivery>, now: Timestamp) -> Result<Vec<Outbound>, DeskError> {
    // First of all: a drill that ends meanwhile must not turn into a real page.
    let drills = drill_pages(read).await?;
    let people: BTreeSet<_> = waiting.iter().map(|sent| sent.person).collect();
    let people: Vec<_> = people.into_iter().collect();
    let subscriptions = read.subscriptions(&people, now).await?;
    let choices: HashMap<_, _> = read.choices(&people).await?.into_iter().collect();
    let wanted = wanted(read, &waiting).await?;
    let hooks = hooks_of(read, &waiting).await?;
    let address = |sent: &Delivery| match sent.to {
        DeliveryTo::Device(device) => subscriptions.iter().find(|one| one.device == device).cloned().map(Goes::Push),
        DeliveryTo::Mail => choices.get(&sent.person)?.mail().cloned().map(Goes::Mail),
        DeliveryTo::Hook(hook) => {
            let to = choices.get(&sent.person)?.hook_to(hook).cloned()?;
            Some(Goes::Hook(hooks.get(&hook)?.clone(), to))
        }
    };
    let outbound = waiting.into_iter().map(|delivery| {
        let needed = wanted.get(&(delivery.about, delivery.person));
        let goes = match needed {
            Some(_) => address(&delivery).unwrap_or(Goes::Nowhere),
            None => Goes::NotNeeded,
        };
        let is_drill = is_of_drill(&drills, &delivery).is_some();
        Outbound { goes, to_contact: needed.copied().unwrap_or(false), is_drill, delivery }
    });
    Ok(outbound.collect())
}

/// The incident of the drill whose page this delivery is for, if it is for one.
fn is_of_drill(drills: &BTreeMap<PageId, IncidentId>, delivery: &Delivery) -> Option<IncidentId> {
    match delivery.about {
        DeliveryAbout::Page(page) => drills.get(&page).copied(),
        DeliveryAbout::Ask(_) | DeliveryAbout::Test | DeliveryAbout::Stopped => None,
    }
}

/// The hooks that these go through; one that the organizers have removed is left out.
async fn hooks_of(read: &mut dyn Read, waiting: &[Delivery]) -> Result<HashMap<HookId, Arc<Hook>>, DeskError> {
    let by_hook = waiting.iter().filter(|sent| matches!(sent.to, DeliveryTo::Hook(_)));
    let people: BTreeSet<_> = by_hook.map(|sent| sent.person).collect();
    let mut conferences = BTreeSet::new();
    for person in people {
        conferences.extend(conference_of(read, person).await?);
    }
    let mut hooks = HashMap::new();
    for conference in conferences {
        let kept = read.hooks(conference).await?;
        hooks.extend(kept.into_iter().map(|kept| (kept.hook.id(), Arc::new(kept.hook))));
    }
    Ok(hooks)
}

/// Which of these are still needed: of a page that calls and does not wait for this person's answer, of an ask that waits,
/// and nothing that its person must not know of. The truth beside it says that they are an emergency contact.
async fn wanted(
    read: &mut dyn Read,
    waiting: &[Delivery],
) -> Result<BTreeMap<(DeliveryAbout, PersonId), bool>, DeskError> {
    let of_page = |sent: &Delivery| match sent.about {
        DeliveryAbout::Page(page) => Some(page),
        DeliveryAbout::Ask(_) | DeliveryAbout::Test | DeliveryAbout::Stopped => None,
    };
    let of_ask = |sent: &Delivery| match sent.about {
        DeliveryAbout::Ask(ask) => Some(ask),
        DeliveryAbout::Page(_) | DeliveryAbout::Test | DeliveryAbout::Stopped => None,
    };
    let ids: Vec<_> = waiting.iter().filter_map(of_page).collect();
    let mut pages = read.pages(&ids).await?;
    pages.retain(|page| page.next_at().is_some());
    let conflicts = conflicts_by_incident(read, &pages).await?;
    let mut teams = BTreeMap::new();
    for conference in pages.iter().map(|page| page.conference).collect::<BTreeSet<_>>() {
        teams.insert(conference, read.care_team(conference).await?);
    }
    let pages: BTreeMap<_, _> = pages.into_iter().map(|page| (page.id, page)).collect();
    // Whoever is out has no ask that waits: it ended in the change that put them out.
    let ids: Vec<_> = waiting.iter().filter_map(of_ask).collect();
    let mut asks: BTreeSet<_> =
        read.asks(&ids).await?.into_iter().filter(Ask::is_open).map(|ask| (ask.id, ask.person)).collect();
    let checks = read.duty_checks_by_id(&ids).await?.into_iter().filter(DutyCheck::is_open);
    asks.extend(checks.map(|check| (check.id, check.person)));
    let needed = |sent: &Delivery| match sent.about {
        DeliveryAbout::Page(page) => {
            let page = pages.get(&page)?;
            let out = conflicts.get(&page.incident).map(kept_out).unwrap_or_default();
            let answered = page.accepted.contains(&sent.person) || out.contains(&sent.person);
            (!answered).then(|| teams.get(&page.conference).is_none_or(|team| !team.contains(&sent.person)))
        }
        DeliveryAbout::Ask(ask) => asks.contains(&(ask, sent.person)).then_some(false),
        DeliveryAbout::Test | DeliveryAbout::Stopped => Some(false),
    };
    Ok(waiting.iter().filter_map(|sent| Some(((sent.about, sent.person), needed(sent)?))).collect())
}

async fn conference_of(read: &mut (impl Read + ?Sized), person: PersonId) -> Result<Option<ConferenceId>, DeskError> {
    Ok(read.person(person).await?.map(|person| person.conference))
}
