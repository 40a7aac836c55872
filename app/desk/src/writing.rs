//! Who is writing just now, so that two members do not answer the same reporter.

use crate::{Changed, Desk, DeskError};
use domain::case::Case;
use domain::conflict::kept_out;
use domain::ids::{IncidentId, PersonId};
use domain::permission::Actor;
use domain::time::Timestamp;
use domain::writing::{Writers, Writes, Writing};
use std::sync::{MutexGuard, PoisonError};

impl Desk {
    /// Says that one is writing; it fades by itself. Nothing of it goes on the record.
    pub async fn i_am_writing(&self, actor: &Actor, incident: IncidentId, what: Writes) -> Result<(), DeskError> {
        let mut read = self.store.read().await?;
        let case = self.case(&mut *read, actor, incident).await?;
        case.contents()?;
        let news = self.writers().writes(case.incident().id, actor.person, what, self.clock.now());
        if news {
            self.tell(Changed { conference: actor.conference, incident: Some(incident) });
        }
        Ok(())
    }

    /// Which colleagues are writing, for the member who has the case open. Whoever is out by now writes nothing here.
    pub(crate) fn writing(&self, case: &Case, now: Timestamp) -> Vec<Writing> {
        let me = case.member().person();
        let out = kept_out(&case.conflicts());
        let mut writing = self.writers().of(case.incident().id, now);
        writing.retain(|writing| writing.person != me && !out.contains(&writing.person));
        writing
    }

    /// What was written is there now.
    pub(crate) fn stops_writing(&self, incident: IncidentId, person: PersonId) {
        self.writers().stops(incident, person);
    }

    /// Whoever panicked while holding it has left nothing half done: each change is one step.
    fn writers(&self) -> MutexGuard<'_, Writers> {
        self.writers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
