//! Joining another incident to a case, because it is the same thing, and parting it again (D03).

use crate::store::Tx;
use crate::{Changed, Desk, DeskError, whole};
use domain::case::{Action, Case};
use domain::ids::IncidentId;
use domain::permission::Actor;
use domain::work::NewDeed;

impl Desk {
    /// Joins another incident to this case. For whoever may not know of the other there is none. One that was joined to
    /// something else in the meantime is [`DeskError::Stale`].
    pub(crate) async fn join(
        &self,
        mut tx: Box<dyn Tx>,
        actor: &Actor,
        mut case: Case,
        from: IncidentId,
        new: NewDeed,
    ) -> Result<(), DeskError> {
        let other = self.case(&mut *tx, actor, from).await?;
        if other.incident().id != from && other.incident().id != case.incident().id {
            return Err(DeskError::Stale);
        }
        let other = whole::with_work(&mut *tx, other, None).await?;
        let new = Box::new(new);
        let events = case.apply(Action::Join { other: Box::new(other), new }, self.clock.now())?;
        if let Some(holder) = case.incident().stage.accountable() {
            self.settle_pages(&mut *tx, &case, holder).await?;
        }
        self.save_deed(tx, &case, events).await?;
        self.all_load_again(&case);
        Ok(())
    }

    /// Parts an incident that was joined to this case; it goes on by itself.
    pub(crate) async fn part(&self, mut tx: Box<dyn Tx>, mut case: Case, new: NewDeed) -> Result<(), DeskError> {
        let last_note = whole::notes(&mut *tx, &whole::parts_of(&case)).await?.last().map(|note| note.recorded_at);
        let events = case.apply(Action::Part { new: Box::new(new), last_note }, self.clock.now())?;
        self.save_deed(tx, &case, events).await?;
        self.all_load_again(&case);
        Ok(())
    }

    /// Whoever is out of one part, and so of all, must let go of what they may have on a screen; everybody loads again, so
    /// that nothing shows whom it was about.
    fn all_load_again(&self, case: &Case) {
        self.tell(Changed { conference: case.incident().conference, incident: None });
        self.pages_due.notify_one();
    }
}
