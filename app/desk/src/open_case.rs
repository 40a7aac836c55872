//! Opening a case, and the small steps that each action on a case shares.

use crate::store::{Read, Tx};
use crate::{Changed, Desk, DeskError, by, standings, timeline};
use domain::audit::{AuditEvent, AuditEvents, Did, goes_on_reading};
use domain::case::{Action, Case};
use domain::ids::IncidentId;
use domain::permission::{Act, Actor};
use domain::question::CaseOpened;

impl Desk {
    /// Opens a case. Whoever has not yet said whether they have a conflict of interest is shown the card that asks;
    /// after that, the case. Both are on the record: the card once, reading once for some minutes.
    pub async fn open_case(&self, actor: &Actor, incident: IncidentId) -> Result<CaseOpened, DeskError> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let mut case = self.case(&mut *tx, actor, incident).await?;
        let before = tx.events_of(incident).await?;
        let Ok(contents) = case.contents() else {
            let card = standings::card(&mut *tx, &case).await?;
            let asked = |event: &AuditEvent| event.did == Did::Asked && event.by.person() == Some(actor.person);
            if !before.iter().any(asked) {
                tx.commit(AuditEvents::of(actor.conference, now, by(actor), Some(incident), Did::Asked)).await?;
            }
            return Ok(CaseOpened::Card(card));
        };
        let mut view = timeline::case_view(&mut *tx, contents).await?;
        view.writing = self.writing(&case, now);
        let first_look = view.timeline.iter().all(|entry| !timeline::is_opened(entry));
        let events = case.apply(Action::Open, now)?;
        if !goes_on_reading(&before, actor.person, now) {
            tx.commit(events).await?;
        }
        if first_look {
            self.tell(Changed { conference: actor.conference, incident: Some(incident) });
        }
        Ok(CaseOpened::Case(Box::new(view)))
    }

    /// The case, for a member who may know of it. Everything that touches an incident comes through here.
    pub(crate) async fn case(
        &self,
        read: &mut dyn Read,
        actor: &Actor,
        incident: IncidentId,
    ) -> Result<Case, DeskError> {
        actor.may(Act::SeeIncidents)?;
        let member = actor.care_member()?;
        let incident = read.incident(incident).await?.ok_or(DeskError::NotFound)?;
        let conflicts = read.conflicts(incident.id).await?;
        Ok(Case::open(incident, &conflicts, member)?)
    }

    /// Saves the case with what was done, then tells whoever has it on a screen.
    pub(crate) async fn save(&self, mut tx: Box<dyn Tx>, case: &Case, events: AuditEvents) -> Result<(), DeskError> {
        tx.put_case(case).await?;
        tx.commit(events).await?;
        let incident = case.incident();
        self.tell(Changed { conference: incident.conference, incident: Some(incident.id) });
        Ok(())
    }

    /// Whether the actor may know of the incident; live updates ask this before they say anything.
    pub async fn may_know(&self, actor: &Actor, incident: IncidentId) -> Result<bool, DeskError> {
        let mut read = self.store.read().await?;
        match self.case(&mut *read, actor, incident).await {
            Ok(_) => Ok(true),
            Err(DeskError::NotFound | DeskError::NotAllowed) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Lets every page of an incident fall quiet, because the actor has the incident.
    pub(crate) async fn settle_pages(
        &self,
        tx: &mut dyn Tx,
        actor: &Actor,
        incident: IncidentId,
    ) -> Result<(), DeskError> {
        for mut page in tx.pages_of(incident).await? {
            if page.next_at().is_some() {
                page.settle(actor.person, self.clock.now());
                tx.put_page(&page).await?;
            }
        }
        Ok(())
    }
}
