//! The work on a case: one deed at a time.

use crate::store::{Read, StoreError, Tx};
use crate::{Desk, DeskError, whole};
use domain::audit::AuditEvents;
use domain::case::{Action, Case, Refused};
use domain::ids::IncidentId;
use domain::permission::Actor;
use domain::work::draft::{DraftDeed, Says};
use domain::work::report::ReportDeed;
use domain::work::{Deed, NewDeed};

impl Desk {
    /// Goes on with the work on a case. The id makes a repeat harmless; something else under a known id is
    /// [`DeskError::Stale`].
    pub async fn work_on(&self, actor: &Actor, incident: IncidentId, new: NewDeed) -> Result<(), DeskError> {
        let mut tx = self.store.begin().await?;
        let case = self.case(&mut *tx, actor, incident).await?;
        case.contents()?;
        let mut case = whole::with_work(&mut *tx, case, Some(&new.deed)).await?;
        if let Some(known) = case.deeds().find(|known| known.id == new.id) {
            let repeat = known.by == actor.person && known.deed == new.deed;
            return if repeat { Ok(()) } else { Err(DeskError::Stale) };
        }
        match new.deed {
            Deed::Report(ReportDeed::Take { from }) => return self.join(tx, actor, case, from, new).await,
            Deed::Report(ReportDeed::Part { .. }) => return self.part(tx, case, new).await,
            _ => {}
        }
        self.only_known_people(&mut *tx, actor, &new).await?;
        only_own_reports(&mut *tx, &case, &new).await?;
        only_own_links(&mut *tx, &case, &new).await?;
        let events = case.apply(Action::Work(Box::new(new)), self.clock.now())?;
        self.stops_writing(case.incident().id, actor.person);
        self.save_deed(tx, &case, events).await
    }

    /// Saves a case with the deed that was added to it.
    pub(crate) async fn save_deed(&self, tx: Box<dyn Tx>, case: &Case, events: AuditEvents) -> Result<(), DeskError> {
        match self.save(tx, case, events).await {
            // The id is another case's.
            Err(DeskError::Storage(StoreError::Taken)) => Err(DeskError::Stale),
            saved => saved,
        }
    }

    /// Whom a deed gives something to do is somebody of this conference.
    async fn only_known_people(&self, read: &mut dyn Read, actor: &Actor, new: &NewDeed) -> Result<(), DeskError> {
        for person in new.deed.asked_of() {
            let known = read.person(person).await?.filter(|known| known.conference == actor.conference);
            known.ok_or(DeskError::NotFound)?;
        }
        Ok(())
    }
}

/// Words to a reporter go to a link of the case itself; through any other they would never be read.
async fn only_own_links(read: &mut dyn Read, case: &Case, new: &NewDeed) -> Result<(), DeskError> {
    let Deed::Draft(DraftDeed::Write { says: Says::Message(message), .. }) = &new.deed else { return Ok(()) };
    let Some(to) = message.to else { return Ok(()) };
    let own = whole::links(read, &whole::parts_of(case)).await?;
    own.iter().any(|link| link.id == to).then_some(()).ok_or(Refused::Unknown.into())
}

/// What is said of a report is about a note of this very case.
async fn only_own_reports(read: &mut dyn Read, case: &Case, new: &NewDeed) -> Result<(), DeskError> {
    let Deed::Report(ReportDeed::Intake { note, .. } | ReportDeed::Keep { note, .. }) = &new.deed else {
        return Ok(());
    };
    let own = read.known_notes(&[*note]).await?.iter().any(|note| case.is_part(note.incident));
    if own { Ok(()) } else { Err(DeskError::NotFound) }
}
