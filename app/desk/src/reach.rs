//! How one is called: the ways in their order, and quiet hours.

use crate::{Desk, DeskError, by, refused_input};
use domain::audit::{AuditEvents, Did};
use domain::hook::OfferedHook;
use domain::permission::{Act, Actor};
use domain::reach::Choices;
use domain::view::MyReach;

impl Desk {
    /// How the actor wants to be called, and what there is to choose from.
    pub async fn my_reach(&self, actor: &Actor) -> Result<MyReach, DeskError> {
        actor.may(Act::ManageOwnDevices)?;
        let mut read = self.store.read().await?;
        let devices = read.push_devices(&[actor.person], self.clock.now()).await?.len();
        let chosen = read.choices(&[actor.person]).await?.pop().map(|(_, choices)| choices);
        let choices = chosen.unwrap_or_default();
        let hooks = read.hooks(actor.conference).await?;
        let hooks = hooks.iter().map(|kept| OfferedHook::of(&kept.hook)).collect();
        let devices = u32::try_from(devices).unwrap_or(u32::MAX);
        Ok(MyReach { choices, devices, sends_mail: self.outside.sends_mail(), hooks })
    }

    /// Says how the actor wants to be called; it counts from the next call on.
    pub async fn set_my_reach(&self, actor: &Actor, choices: Choices) -> Result<MyReach, DeskError> {
        actor.may(Act::ManageOwnDevices)?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let hooks = tx.hooks(actor.conference).await?;
        let offered: Vec<_> = hooks.iter().map(|kept| OfferedHook::of(&kept.hook)).collect();
        let old = tx.choices(&[actor.person]).await?.pop().map(|(_, choices)| choices).unwrap_or_default();
        let choices = choices.parse(&offered).map_err(refused_input)?.after(&old);
        tx.put_choices(actor.person, &choices, now).await?;
        tx.commit(AuditEvents::of(actor.conference, now, by(actor), None, Did::ReachChanged)).await?;
        self.my_reach(actor).await
    }
}
