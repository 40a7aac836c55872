//! Pushes: a device's subscription, what is to be sent, and how far it came.

use crate::clock::chance;
use crate::pages::conflicts_by_incident;
use crate::store::{Read, Subscription};
use crate::{Desk, DeskError, by};
use domain::audit::{AuditEvents, By, Did};
use domain::conflict::kept_out;
use domain::ids::{DeviceId, PersonId, PushId};
use domain::paging::{Push, PushAbout, PushState};
use domain::permission::{Act, Actor};
use domain::view::NewSubscription;
use std::collections::{BTreeMap, BTreeSet};

/// Most pushes that one round of sending takes.
pub const ROUND_PUSHES_MAX: u32 = 256;

/// One push with where it goes; without a place to go when the device has turned pushes off meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outbound {
    /// The push.
    pub push: Push,
    /// Where it goes.
    pub to: Option<Subscription>,
}

/// News of a push.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PushNews {
    /// Which push.
    pub push: PushId,
    /// Of which device.
    pub device: DeviceId,
    /// How far it has come.
    pub state: PushState,
    /// The push service says that the subscription is no more.
    pub gone: bool,
}

impl Desk {
    /// Turns pushes on for the device that asks, in place of any earlier subscription.
    ///
    /// The caller has checked that the endpoint belongs to a push service.
    pub async fn turn_pushes_on(&self, actor: &Actor, to: NewSubscription, key_id: String) -> Result<(), DeskError> {
        actor.may(Act::ManageOwnDevices)?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let (device, person) = (actor.device, actor.person);
        tx.put_subscription(&Subscription { device, person, to, key_id, made_at: now }).await?;
        let did = Did::PushesOn { device };
        tx.commit(AuditEvents::of(actor.conference, now, by(actor), None, did)).await?;
        // A page may be waiting for somebody who could not be reached until now.
        self.pages_due.notify_one();
        Ok(())
    }

    /// Turns pushes off for the device that asks; harmless when they are off.
    pub async fn turn_pushes_off(&self, actor: &Actor) -> Result<(), DeskError> {
        actor.may(Act::ManageOwnDevices)?;
        let mut tx = self.store.begin().await?;
        if tx.remove_subscription(actor.device).await? {
            let did = Did::PushesOff { device: actor.device };
            tx.commit(AuditEvents::of(actor.conference, self.clock.now(), by(actor), None, did)).await?;
        }
        Ok(())
    }

    /// Sends a test push to the device that asks, through the same path as a page.
    pub async fn send_test_push(&self, actor: &Actor) -> Result<PushId, DeskError> {
        actor.may(Act::ManageOwnDevices)?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let subscriptions = tx.subscriptions(&[actor.person], now).await?;
        if !subscriptions.iter().any(|subscription| subscription.device == actor.device) {
            return Err(DeskError::Input("Turn pushes on for this device first.".into()));
        }
        let push = Push {
            id: PushId::mint(now, chance()),
            about: PushAbout::Test,
            person: actor.person,
            device: actor.device,
            queued_at: now,
            state: PushState::Queued,
        };
        tx.add_pushes(std::slice::from_ref(&push)).await?;
        let did = Did::PushMoved { push: push.id };
        tx.commit(AuditEvents::of(actor.conference, now, by(actor), None, did)).await?;
        self.pages_due.notify_one();
        Ok(push.id)
    }

    /// The pushes to send now, the oldest first. A push stays here until there is news of it; one whose page somebody
    /// has meanwhile, whose ask does not wait any more, or that must not be known to its person any more, goes nowhere.
    pub async fn outbound_pushes(&self) -> Result<Vec<Outbound>, DeskError> {
        let mut read = self.store.read().await?;
        let queued = read.queued_pushes(ROUND_PUSHES_MAX).await?;
        let mut people: Vec<_> = queued.iter().map(|push| push.person).collect();
        people.sort_unstable();
        people.dedup();
        let subscriptions = read.subscriptions(&people, self.clock.now()).await?;
        let calling = calling(&mut *read, &queued).await?;
        let find = |push: &Push| {
            let wanted = push.about == PushAbout::Test || calling.contains(&(push.about, push.person));
            let mine = subscriptions.iter().find(|subscription| subscription.device == push.device);
            mine.filter(|_| wanted).cloned()
        };
        Ok(queued.into_iter().map(|push| Outbound { to: find(&push), push }).collect())
    }

    /// Notes what the push services said. A subscription that is no more is removed.
    pub async fn pushes_moved(&self, news: &[PushNews]) -> Result<(), DeskError> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let mut events: Option<AuditEvents> = None;
        let devices: BTreeSet<_> = news.iter().map(|item| item.device).collect();
        let mut conferences = BTreeMap::new();
        for device in devices {
            conferences.insert(device, conference_of(&mut *tx, device).await?);
        }
        for item in news {
            let Some(conference) = conferences.get(&item.device).copied().flatten() else {
                continue;
            };
            let mut note = |did| {
                let event = AuditEvents::of(conference, now, By::System, None, did);
                events = Some(match events.take() {
                    Some(earlier) => earlier.join(event),
                    None => event,
                });
            };
            if tx.move_push(item.push, item.state).await? {
                note(Did::PushMoved { push: item.push });
            }
            if item.gone && tx.remove_subscription(item.device).await? {
                note(Did::PushesOff { device: item.device });
            }
        }
        match events {
            Some(events) => Ok(tx.commit(events).await?),
            None => Ok(()),
        }
    }

    /// Notes what a device's worker said of a push. An unknown push is ignored: a receipt is a courtesy.
    pub async fn push_receipt(&self, id: PushId, state: PushState) -> Result<(), DeskError> {
        let known = self.store.read().await?.push(id).await?;
        match known {
            Some(push) => {
                let device = push.device;
                self.pushes_moved(&[PushNews { push: id, device, state, gone: false }]).await
            }
            None => Ok(()),
        }
    }
}

/// Which of these pushes' pages still call and which of their asks still wait, and for whom.
async fn calling(read: &mut dyn Read, pushes: &[Push]) -> Result<BTreeSet<(PushAbout, PersonId)>, DeskError> {
    let of_pages = |push: &Push| match push.about {
        PushAbout::Page(page) => Some(page),
        PushAbout::Ask(_) | PushAbout::Test => None,
    };
    let of_asks = |push: &Push| match push.about {
        PushAbout::Ask(ask) => Some(ask),
        PushAbout::Page(_) | PushAbout::Test => None,
    };
    let ids: Vec<_> = pushes.iter().filter_map(of_pages).collect();
    let mut pages = read.pages(&ids).await?;
    pages.retain(|page| page.next_at().is_some());
    let conflicts = conflicts_by_incident(read, &pages).await?;
    let out: BTreeMap<_, _> =
        pages.iter().map(|page| (page.id, conflicts.get(&page.incident).map(kept_out).unwrap_or_default())).collect();
    // Whoever is out has no ask that waits: it ended in the change that put them out.
    let ids: Vec<_> = pushes.iter().filter_map(of_asks).collect();
    let asks: BTreeSet<_> =
        read.asks(&ids).await?.iter().filter(|ask| ask.is_open()).map(|ask| (ask.id, ask.person)).collect();
    let may_hear = |push: &Push| {
        let hears = match push.about {
            PushAbout::Page(page) => !out.get(&page)?.contains(&push.person),
            PushAbout::Ask(ask) => asks.contains(&(ask, push.person)),
            PushAbout::Test => false,
        };
        hears.then_some((push.about, push.person))
    };
    Ok(pushes.iter().filter_map(may_hear).collect())
}

async fn conference_of(read: &mut dyn Read, device: DeviceId) -> Result<Option<domain::ids::ConferenceId>, DeskError> {
    let Some(device) = read.device(device).await? else {
        return Ok(None);
    };
    Ok(read.person(device.person).await?.map(|person| person.conference))
}
