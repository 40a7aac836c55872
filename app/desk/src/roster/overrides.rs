//! Offering a shift, taking it, taking the offer back, and arranging that somebody has it.

use crate::{Desk, DeskError, refused_input};
use domain::audit::Did;
use domain::ids::OverrideId;
use domain::permission::{Act, Actor};
use domain::roster::{NewOverride, Override, OverrideState, Presence, Roster, ShiftRefused, Taker};
use domain::view::RosterView;

impl Desk {
    /// Offers a part of one's own shift to the colleagues; until one of them takes it, it stays one's own.
    pub async fn offer_shift(&self, actor: &Actor, offer: NewOverride) -> Result<RosterView, DeskError> {
        actor.may(Act::SwapShifts)?;
        let mut tx = self.store.begin().await?;
        let roster = tx.roster(actor.conference).await?;
        if let Some(known) = known(&roster, offer.id) {
            let repeated = known.is_repeat_of(&offer, actor.person);
            return if repeated { self.roster(actor).await } else { Err(DeskError::Stale) };
        }
        let one = roster.offer(&offer, actor.person, self.clock.now()).map_err(refused_input)?;
        tx.put_override(&one).await?;
        self.roster_changed(tx, actor, [Did::ShiftOffered { id: one.id }].into_iter()).await
    }

    /// Takes what a colleague offers. The first one has it; the others hear that it is not on offer any more.
    pub async fn take_shift(
        &self,
        actor: &Actor,
        offer: OverrideId,
        presence: Presence,
    ) -> Result<RosterView, DeskError> {
        actor.may(Act::SwapShifts)?;
        let mut tx = self.store.begin().await?;
        let roster = tx.roster(actor.conference).await?;
        let offer = known(&roster, offer).ok_or(DeskError::NotFound)?;
        let taker = Taker { person: actor.person, presence };
        let theirs = roster.take(offer, taker, self.clock.now()).map_err(refused_input)?;
        if theirs == *offer {
            return self.roster(actor).await;
        }
        tx.put_override(&theirs).await?;
        let did = Did::ShiftTaken { id: theirs.id, person: actor.person };
        self.roster_changed(tx, actor, [did].into_iter()).await
    }

    /// Takes an offer back: one's own, or anybody's for an organizer. Harmless when it is taken back already.
    pub async fn withdraw_offer(&self, actor: &Actor, offer: OverrideId) -> Result<RosterView, DeskError> {
        actor.may(Act::SeeRoster)?;
        let mut tx = self.store.begin().await?;
        let roster = tx.roster(actor.conference).await?;
        let offer = known(&roster, offer).ok_or(DeskError::NotFound)?;
        if offer.by != actor.person {
            actor.may(Act::KeepRoster)?;
        }
        let withdrawn = offer.withdrawn(self.clock.now()).map_err(refused_input)?;
        if withdrawn == *offer {
            return self.roster(actor).await;
        }
        tx.put_override(&withdrawn).await?;
        self.roster_changed(tx, actor, [Did::OfferWithdrawn { id: withdrawn.id }].into_iter()).await
    }

    /// Arranges that somebody has a part of a shift: an organizer for anybody of the team, a CARE member for themselves,
    /// as when a colleague has fallen ill and cannot offer it.
    pub async fn arrange_override(
        &self,
        actor: &Actor,
        new: NewOverride,
        taker: Taker,
    ) -> Result<RosterView, DeskError> {
        actor.may(if taker.person == actor.person { Act::SwapShifts } else { Act::KeepRoster })?;
        let mut tx = self.store.begin().await?;
        if !Self::team(&mut *tx, actor).await?.iter().any(|member| member.id == taker.person) {
            return Err(refused_input(ShiftRefused::NotACareMember));
        }
        let roster = tx.roster(actor.conference).await?;
        if let Some(known) = known(&roster, new.id) {
            let same = matches!(known.state, OverrideState::Taken { by, .. } if by == taker.person);
            let repeated = same && known.is_repeat_of(&new, actor.person);
            return if repeated { self.roster(actor).await } else { Err(DeskError::Stale) };
        }
        let one = roster.arrange(&new, taker, actor.person, self.clock.now()).map_err(refused_input)?;
        tx.put_override(&one).await?;
        let did = Did::ShiftTaken { id: one.id, person: taker.person };
        self.roster_changed(tx, actor, [did].into_iter()).await
    }
}

fn known(roster: &Roster, id: OverrideId) -> Option<&Override> {
    roster.overrides().iter().find(|one| one.id == id)
}
