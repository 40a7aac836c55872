//! The roster: seeing it, and planning it.

mod checks;
mod feed;
mod overrides;

pub(crate) use checks::check_views;

use crate::conference::the_conference;
use crate::store::Tx;
use crate::{Desk, DeskError, by, refused_input};
use domain::audit::{AuditEvents, Did};
use domain::ids::ShiftId;
use domain::permission::{Act, Actor};
use domain::roster::{CheckState, OverrideState, SHIFTS_AT_ONCE_MAX, SHIFTS_MAX, Shift, ShiftRefused};
use domain::view::{NewShift, RosterView};
use std::collections::BTreeSet;

impl Desk {
    /// The whole roster, for the CARE team and the organizers.
    pub async fn roster(&self, actor: &Actor) -> Result<RosterView, DeskError> {
        actor.may(Act::SeeRoster)?;
        let now = self.clock.now();
        let mut read = self.store.read().await?;
        let roster = read.roster(actor.conference).await?;
        let checks = read.duty_checks(actor.conference, checks::known_since(now)).await?;
        let conference = the_conference(&mut *read, actor.conference).await?;
        Ok(RosterView {
            shifts: roster.planned().to_vec(),
            team: Self::team(&mut *read, actor).await?,
            on_call: roster.on_call(now).into_iter().collect(),
            standing: roster.standing().to_vec(),
            taken: roster
                .overrides()
                .iter()
                .filter(|one| matches!(one.state, OverrideState::Taken { .. }))
                .cloned()
                .collect(),
            offers: roster.offers(now),
            checks: checks.into_iter().filter(|check| !matches!(check.state, CheckState::Over { .. })).collect(),
            watch_ends: conference.settings.sessions_end(now),
            has_feed: read.feed_of(actor.person).await?.is_some(),
        })
    }

    /// Puts a shift on the roster, or changes the one with this id.
    pub async fn put_shift(&self, actor: &Actor, wanted: NewShift) -> Result<RosterView, DeskError> {
        self.put_shifts(actor, &[wanted]).await
    }

    /// Puts shifts on the roster, all of them or none; those with a known id are changed.
    pub async fn put_shifts(&self, actor: &Actor, wanted: &[NewShift]) -> Result<RosterView, DeskError> {
        actor.may(Act::KeepRoster)?;
        if wanted.len() > SHIFTS_AT_ONCE_MAX {
            return Err(refused_input(ShiftRefused::TooManyAtOnce));
        }
        let now = self.clock.now();
        let shifts = wanted.iter().map(|shift| planned(actor, shift)).collect::<Result<Vec<_>, _>>();
        let shifts = shifts.map_err(refused_input)?;
        let mut tx = self.store.begin().await?;
        let watch_ends = the_conference(&mut *tx, actor.conference).await?.settings.sessions_end(now);
        let team: BTreeSet<_> = Self::team(&mut *tx, actor).await?.into_iter().map(|member| member.id).collect();
        if shifts.iter().any(|shift| !team.contains(&shift.person)) {
            return Err(refused_input(ShiftRefused::NotACareMember));
        }
        if shifts.iter().any(|shift| shift.until > watch_ends) {
            return Err(refused_input(ShiftRefused::AfterTheWatch));
        }
        let known: BTreeSet<_> = tx.roster(actor.conference).await?.planned().iter().map(|shift| shift.id).collect();
        if known.len() + shifts.iter().filter(|shift| !known.contains(&shift.id)).count() > SHIFTS_MAX {
            return Err(refused_input(ShiftRefused::RosterFull));
        }
        for shift in &shifts {
            tx.put_shift(shift).await?;
        }
        self.roster_changed(tx, actor, shifts.iter().map(|shift| Did::ShiftPut { shift: shift.id })).await
    }

    /// Takes a shift off the roster; harmless when it is off already.
    pub async fn remove_shift(&self, actor: &Actor, id: ShiftId) -> Result<RosterView, DeskError> {
        self.remove_shifts(actor, &[id]).await
    }

    /// Takes shifts off the roster; harmless for those that are off already.
    pub async fn remove_shifts(&self, actor: &Actor, ids: &[ShiftId]) -> Result<RosterView, DeskError> {
        actor.may(Act::KeepRoster)?;
        if ids.len() > SHIFTS_AT_ONCE_MAX {
            return Err(refused_input(ShiftRefused::TooManyAtOnce));
        }
        let mut tx = self.store.begin().await?;
        let mut removed = Vec::new();
        for id in ids {
            if tx.remove_shift(actor.conference, *id).await? {
                removed.push(Did::ShiftRemoved { shift: *id });
            }
        }
        self.roster_changed(tx, actor, removed.into_iter()).await
    }

    /// Keeps what was changed, tells phones and open screens, and has the pager look at who is on duty soon. Nothing done
    /// is nothing kept.
    async fn roster_changed(
        &self,
        tx: Box<dyn Tx>,
        actor: &Actor,
        done: impl Iterator<Item = Did> + Send,
    ) -> Result<RosterView, DeskError> {
        let now = self.clock.now();
        let events = done.map(|did| AuditEvents::of(actor.conference, now, by(actor), None, did));
        if let Some(events) = events.reduce(AuditEvents::join) {
            self.commit_new_edition(tx, actor.conference, events).await?;
            self.pages_due.notify_one();
        }
        self.roster(actor).await
    }
}

fn planned(actor: &Actor, wanted: &NewShift) -> Result<Shift, ShiftRefused> {
    let NewShift { id, person, from, until, presence, duty } = *wanted;
    Shift { id, conference: actor.conference, person, from, until, presence, duty }.parse()
}
