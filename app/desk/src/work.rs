//! The work on a case: one deed at a time.

use crate::store::{Read, StoreError};
use crate::{Desk, DeskError, timeline};
use domain::case::{Action, Refused};
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
        let deeds = tx.deeds(incident).await?;
        if let Some(known) = deeds.iter().find(|known| known.id == new.id) {
            let repeat = known.by == actor.person && known.deed == new.deed;
            return if repeat { Ok(()) } else { Err(DeskError::Stale) };
        }
        let team = tx.care_team(actor.conference).await?;
        let mut case = case.with_work(&deeds, team);
        self.only_known_people(&mut *tx, actor, &new).await?;
        only_own_reports(&mut *tx, incident, &new).await?;
        only_own_links(&mut *tx, incident, &new).await?;
        let events = case.apply(Action::Work(Box::new(new)), self.clock.now())?;
        self.stops_writing(incident, actor.person);
        match self.save(tx, &case, events).await {
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

/// Words to a reporter go to a link of the incident itself; through any other they would never be read.
async fn only_own_links(read: &mut dyn Read, incident: IncidentId, new: &NewDeed) -> Result<(), DeskError> {
    let Deed::Draft(DraftDeed::Write { says: Says::Message(message), .. }) = &new.deed else { return Ok(()) };
    let Some(to) = message.to else { return Ok(()) };
    let own = timeline::links(read, incident).await?;
    own.iter().any(|link| link.id == to).then_some(()).ok_or(Refused::Unknown.into())
}

/// What is said of a report is about a note of this very incident. Incidents are not joined: nothing would be shown of it.
async fn only_own_reports(read: &mut dyn Read, incident: IncidentId, new: &NewDeed) -> Result<(), DeskError> {
    let Deed::Report(deed) = &new.deed else { return Ok(()) };
    let own = match deed {
        ReportDeed::Intake { note, .. } | ReportDeed::Keep { note, .. } => {
            read.known_notes(&[*note]).await?.iter().any(|note| note.incident == incident)
        }
        ReportDeed::Take { .. } | ReportDeed::Part { .. } => false,
    };
    if own { Ok(()) } else { Err(DeskError::NotFound) }
}
