//! The ways to reach people beside pushes: the organizers' hooks, and trying them.

use crate::deliveries::stopped;
use crate::ladder::reach;
use crate::store::{KeptHook, Read, Tx};
use crate::{Desk, DeskError, by, refused_input};
use domain::audit::{AuditEvents, Did};
use domain::hook::{BadHook, HOOKS_MAX, Heard, HookAddress, HookRow, NewHook, Tried, WaysView};
use domain::ids::{ConferenceId, HookId, PersonId};
use domain::mail::MailAddress;
use domain::paging::{DeliveryTo, Way};
use domain::permission::{Act, Actor};
use domain::private::Private;
use domain::time::Timestamp;
use std::sync::Arc;

impl Desk {
    /// The ways beside pushes, for whoever keeps them.
    pub async fn ways(&self, actor: &Actor) -> Result<WaysView, DeskError> {
        actor.may(Act::KeepWays)?;
        let mut read = self.store.read().await?;
        self.seen_ways(&mut *read, actor).await
    }

    /// Adds a hook, or changes the one with this id.
    pub async fn put_hook(&self, actor: &Actor, wanted: NewHook) -> Result<WaysView, DeskError> {
        actor.may(Act::KeepWays)?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let standing = tx.hooks(actor.conference).await?;
        let old = standing.iter().find(|kept| kept.hook.id() == wanted.id);
        if old.is_none() && standing.len() >= HOOKS_MAX {
            return Err(refused_input(BadHook::TooMany));
        }
        let hook = wanted.over(old.map(|kept| &kept.hook)).map_err(refused_input)?;
        self.outside.may_call(&hook).map_err(DeskError::Input)?;
        tx.put_hook(actor.conference, &hook, now).await?;
        let did = Did::HookPut { hook: hook.id() };
        tx.commit(AuditEvents::of(actor.conference, now, by(actor), None, did)).await?;
        self.ways(actor).await
    }

    /// Removes a hook; harmless when it is gone already. Whoever is called by it is called by what else they chose, or
    /// pushed where that was all, and is told.
    pub async fn remove_hook(&self, actor: &Actor, id: HookId) -> Result<WaysView, DeskError> {
        actor.may(Act::KeepWays)?;
        let mut tx = self.store.begin().await?;
        if tx.remove_hook(actor.conference, id).await? {
            let now = self.clock.now();
            let did = Did::HookRemoved { hook: id };
            let mut events = AuditEvents::of(actor.conference, now, by(actor), None, did);
            let people = unchoose(&mut *tx, actor.conference, Way::Hook(id), now).await?;
            let reach = reach(&mut *tx, &people, 0, now).await?;
            let mut told = Vec::new();
            for (person, reach) in reach {
                events = events.and(by(actor), None, Did::WayStopped { person, way: Way::Hook(id) });
                told.extend(stopped(person, reach.told_otherwise(DeliveryTo::Hook(id)), now));
            }
            tx.add_deliveries(&told, self.claim(now)).await?;
            tx.commit(events).await?;
            self.wake_pager();
        }
        self.ways(actor).await
    }

    /// Sends a test by a hook to this address and says how it went. The try is on record with the hook.
    pub async fn try_hook(&self, actor: &Actor, id: HookId, to: Private<String>) -> Result<Heard, DeskError> {
        actor.may(Act::KeepWays)?;
        let hooks = self.store.read().await?.hooks(actor.conference).await?;
        let hook = hooks.into_iter().map(|kept| kept.hook).find(|hook| hook.id() == id);
        let hook = Arc::new(hook.ok_or(DeskError::NotFound)?);
        let to = if hook.needs_address() {
            Some(HookAddress::parse(hook.spec().preset, to.reveal()).map_err(refused_input)?)
        } else {
            None
        };
        // Before the change begins: a service that hangs must not hold the only writer.
        let heard = self.outside.try_hook(hook, to, self.clock.now()).await;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        tx.hook_tried(actor.conference, id, Tried { at: now, heard }).await?;
        let did = Did::HookTried { hook: id };
        tx.commit(AuditEvents::of(actor.conference, now, by(actor), None, did)).await?;
        Ok(heard)
    }

    /// Sends a test by mail to this address and says how it went.
    pub async fn try_mail(&self, actor: &Actor, to: Private<String>) -> Result<Heard, DeskError> {
        actor.may(Act::KeepWays)?;
        let to = MailAddress::parse(to.reveal()).map_err(refused_input)?;
        let heard = self.outside.try_mail(to, self.clock.now()).await;
        let tx = self.store.begin().await?;
        tx.commit(AuditEvents::of(actor.conference, self.clock.now(), by(actor), None, Did::MailTried)).await?;
        Ok(heard)
    }

    async fn seen_ways(&self, read: &mut dyn Read, actor: &Actor) -> Result<WaysView, DeskError> {
        let kept = read.hooks(actor.conference).await?;
        let mut hooks: Vec<_> = kept.iter().map(|KeptHook { hook, tried }| HookRow::of(hook, *tried)).collect();
        hooks.sort_by(|one, other| one.name.cmp(&other.name).then(one.id.cmp(&other.id)));
        Ok(WaysView { sends_mail: self.outside.sends_mail(), hooks })
    }
}

/// Takes a way that is no more out of what people chose, and says who had chosen it.
async fn unchoose(
    tx: &mut dyn Tx,
    conference: ConferenceId,
    way: Way,
    now: Timestamp,
) -> Result<Vec<PersonId>, DeskError> {
    let people: Vec<_> = tx.people(conference).await?.into_iter().map(|person| person.id).collect();
    let mut chosen = tx.choices(&people).await?;
    chosen.retain(|(_, choices)| choices.ways.iter().any(|one| one.way() == way));
    for (person, choices) in &chosen {
        tx.put_choices(*person, &choices.clone().without(way), now).await?;
    }
    Ok(chosen.into_iter().map(|(person, _)| person).collect())
}
