//! The roster: who is on call when.

use crate::{Desk, DeskError, refused_input};
use domain::audit::Did;
use domain::ids::ShiftId;
use domain::permission::{Act, Actor};
use domain::roster::{SHIFTS_MAX, Shift, ShiftRefused};
use domain::view::{NewShift, RosterView};

impl Desk {
    /// The whole roster.
    pub async fn roster(&self, actor: &Actor) -> Result<RosterView, DeskError> {
        actor.may(Act::KeepRoster)?;
        let mut read = self.store.read().await?;
        let roster = read.roster(actor.conference).await?;
        Ok(RosterView {
            shifts: roster.planned().to_vec(),
            team: Self::team(&mut *read, actor).await?,
            on_call: roster.on_call(self.clock.now()).into_iter().collect(),
        })
    }

    /// Puts a shift on the roster, or changes the one with this id.
    pub async fn put_shift(&self, actor: &Actor, wanted: NewShift) -> Result<RosterView, DeskError> {
        actor.may(Act::KeepRoster)?;
        let NewShift { id, person, from, until, presence, duty } = wanted;
        let shift = Shift { id, conference: actor.conference, person, from, until, presence, duty };
        let shift = shift.parse().map_err(refused_input)?;
        let mut tx = self.store.begin().await?;
        if !Self::team(&mut *tx, actor).await?.iter().any(|member| member.id == person) {
            return Err(refused_input(ShiftRefused::NotACareMember));
        }
        let roster = tx.roster(actor.conference).await?;
        let standing = roster.planned();
        if standing.len() >= SHIFTS_MAX && !standing.iter().any(|other| other.id == id) {
            return Err(refused_input(ShiftRefused::RosterFull));
        }
        tx.put_shift(&shift).await?;
        self.commit_edition(tx, actor, Did::ShiftPut { shift: id }, self.clock.now()).await?;
        self.roster(actor).await
    }

    /// Takes a shift off the roster; harmless when it is off already.
    pub async fn remove_shift(&self, actor: &Actor, id: ShiftId) -> Result<RosterView, DeskError> {
        actor.may(Act::KeepRoster)?;
        let mut tx = self.store.begin().await?;
        if tx.remove_shift(actor.conference, id).await? {
            self.commit_edition(tx, actor, Did::ShiftRemoved { shift: id }, self.clock.now()).await?;
        }
        self.roster(actor).await
    }
}
