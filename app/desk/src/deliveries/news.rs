//! What the news of deliveries brings about.

use super::{Became, TRIES_MAX, TRY_AGAIN, TRY_PAUSE_MAX, conference_of, is_of_drill};
use crate::DeskError;
use crate::clock::chance;
use crate::ladder::reach;
use crate::store::{Claim, Tx};
use domain::audit::{AuditEvents, By, Did};
use domain::ids::{ConferenceId, DeliveryId, IncidentId, PageId, PersonId};
use domain::paging::{Delivery, DeliveryAbout, DeliveryState, DeliveryTo};
use domain::time::{Span, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// What a batch of news brings about.
pub(super) struct Noted {
    now: Timestamp,
    claim: Claim,
    /// The pages of drills: what is heard of them goes on the record of their incident, which goes with the drill.
    drills: BTreeMap<PageId, IncidentId>,
    /// What goes on record.
    pub(super) events: Option<AuditEvents>,
    /// The pages of which somebody's next way may have to start.
    pub(super) look: BTreeSet<PageId>,
    /// Whether something new waits to be sent.
    pub(super) wake: bool,
}

impl Noted {
    /// Nothing yet.
    pub(super) const fn at(now: Timestamp, claim: Claim, drills: BTreeMap<PageId, IncidentId>) -> Self {
        Self { now, claim, drills, events: None, look: BTreeSet::new(), wake: false }
    }

    /// Notes one piece of news.
    pub(super) async fn note(&mut self, tx: &mut dyn Tx, delivery: &Delivery, became: Became) -> Result<(), DeskError> {
        let Some(conference) = conference_of(tx, delivery.person).await? else { return Ok(()) };
        let moved = match became {
            Became::Moved(state) => {
                let moved = self.moves(tx, delivery, state).await?;
                if moved && state == DeliveryState::Accepted && delivery.to.device().is_none() {
                    self.works(tx, conference, delivery).await?;
                }
                moved
            }
            Became::Later { pause } => self.waits(tx, delivery, pause).await?,
            Became::Gone => {
                let moved = self.moves(tx, delivery, DeliveryState::Failed).await?;
                self.goes(tx, conference, delivery).await?;
                moved
            }
        };
        if moved {
            let drill = is_of_drill(&self.drills, delivery);
            self.event_of(conference, drill, Did::PushMoved { push: delivery.id });
        }
        Ok(())
    }

    fn event(&mut self, conference: ConferenceId, did: Did) {
        self.event_of(conference, None, did);
    }

    fn event_of(&mut self, conference: ConferenceId, incident: Option<IncidentId>, did: Did) {
        let event = AuditEvents::of(conference, self.now, By::System, incident, did);
        self.events = Some(match self.events.take() {
            Some(earlier) => earlier.join(event),
            None => event,
        });
    }

    async fn moves(&mut self, tx: &mut dyn Tx, delivery: &Delivery, to: DeliveryState) -> Result<bool, DeskError> {
        let moved = tx.move_delivery(delivery.id, to).await?;
        if moved && to == DeliveryState::Failed {
            self.looks_at(delivery);
        }
        Ok(moved)
    }

    async fn waits(&mut self, tx: &mut dyn Tx, delivery: &Delivery, wanted: Option<Span>) -> Result<bool, DeskError> {
        let pause = TRY_AGAIN.times(1_i64 << delivery.tries.min(10)).max(wanted.unwrap_or_default());
        if delivery.tries + 1 >= TRIES_MAX || pause > TRY_PAUSE_MAX {
            return self.moves(tx, delivery, DeliveryState::Failed).await;
        }
        let not_before = self.now.plus(pause);
        let until = self.claim.until.plus(pause);
        let waits = tx.put_off(delivery.id, not_before, Claim { until, ..self.claim }).await?;
        if waits && delivery.tries == 0 {
            self.looks_at(delivery);
        }
        Ok(waits)
    }

    fn looks_at(&mut self, delivery: &Delivery) {
        match delivery.about {
            DeliveryAbout::Page(page) => {
                self.look.insert(page);
            }
            DeliveryAbout::Ask(_) | DeliveryAbout::Test | DeliveryAbout::Stopped => {}
        }
    }

    /// The device or the address is no more. A device is forgotten. An address is marked and tried all the same with the
    /// next call, because it is its person who chose it and the service may be wrong. The person is told otherwise, once.
    async fn goes(&mut self, tx: &mut dyn Tx, conference: ConferenceId, gone: &Delivery) -> Result<(), DeskError> {
        let is_news = match gone.to {
            DeliveryTo::Device(device) => {
                let is_news = tx.remove_subscription(device).await?;
                if is_news {
                    self.event(conference, Did::PushesOff { device });
                }
                is_news
            }
            DeliveryTo::Mail | DeliveryTo::Hook(_) => self.stops(tx, conference, gone).await?,
        };
        if is_news {
            let reach = reach(tx, &[gone.person], 0, self.now).await?.remove(&gone.person).unwrap_or_default();
            let told = stopped(gone.person, reach.told_otherwise(gone.to), self.now);
            tx.add_deliveries(&told, self.claim).await?;
            self.wake |= !told.is_empty();
        }
        Ok(())
    }

    async fn stops(&mut self, tx: &mut dyn Tx, conference: ConferenceId, gone: &Delivery) -> Result<bool, DeskError> {
        let (person, way) = (gone.person, gone.to.way());
        let Some((_, mut choices)) = tx.choices(&[person]).await?.pop() else { return Ok(false) };
        let is_news = choices.stops(way);
        if is_news {
            tx.put_choices(person, &choices, self.now).await?;
            self.event(conference, Did::WayStopped { person, way });
        }
        Ok(is_news)
    }

    async fn works(&mut self, tx: &mut dyn Tx, conference: ConferenceId, taken: &Delivery) -> Result<(), DeskError> {
        let (person, way) = (taken.person, taken.to.way());
        let Some((_, mut choices)) = tx.choices(&[person]).await?.pop() else { return Ok(()) };
        if choices.works(way) {
            tx.put_choices(person, &choices, self.now).await?;
            self.event(conference, Did::WayWorks { person, way });
        }
        Ok(())
    }
}

/// What tells somebody that a way to call them leads to them no more.
pub(crate) fn stopped(person: PersonId, to: Vec<DeliveryTo>, now: Timestamp) -> Vec<Delivery> {
    let told = to.into_iter().map(|to| Delivery {
        id: DeliveryId::mint(now, chance()),
        about: DeliveryAbout::Stopped,
        person,
        to,
        call: 0,
        since: now,
        queued_at: now,
        tries: 0,
        state: DeliveryState::Queued,
    });
    told.collect()
}
