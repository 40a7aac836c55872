//! Pushes: a device's subscription, and trying it.

use crate::clock::chance;
use crate::store::Subscription;
use crate::{Desk, DeskError, by};
use domain::audit::{AuditEvents, Did};
use domain::ids::DeliveryId;
use domain::paging::{Delivery, DeliveryAbout, DeliveryState, DeliveryTo};
use domain::permission::{Act, Actor};
use domain::view::NewSubscription;

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
    pub async fn send_test_push(&self, actor: &Actor) -> Result<DeliveryId, DeskError> {
        actor.may(Act::ManageOwnDevices)?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let subscriptions = tx.subscriptions(&[actor.person], now).await?;
        if !subscriptions.iter().any(|subscription| subscription.device == actor.device) {
            return Err(DeskError::Input("Turn pushes on for this device first.".into()));
        }
        let push = Delivery {
            id: DeliveryId::mint(now, chance()),
            about: DeliveryAbout::Test,
            person: actor.person,
            to: DeliveryTo::Device(actor.device),
            call: 0,
            since: now,
            queued_at: now,
            tries: 0,
            state: DeliveryState::Queued,
        };
        tx.add_deliveries(std::slice::from_ref(&push), self.claim(now)).await?;
        let did = Did::PushMoved { push: push.id };
        tx.commit(AuditEvents::of(actor.conference, now, by(actor), None, did)).await?;
        self.pages_due.notify_one();
        Ok(push.id)
    }
}
