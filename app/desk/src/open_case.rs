//! Opening a case, and the small steps that each action on a case shares.

use crate::aging::settle;
use crate::store::{Read, Stored, Tx};
use crate::{Changed, Desk, DeskError, by, standings, timeline};
use domain::asks::{Ask, AskKind, AskState};
use domain::audit::{AuditEvent, AuditEvents, Did, goes_on_reading};
use domain::case::{Action, Case};
use domain::ids::IncidentId;
use domain::permission::{Act, Actor};
use domain::question::CaseOpened;
use domain::time::Timestamp;

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
        let handed = case.incident().stage.accountable() == Some(actor.person)
            && note_hand_over(&mut *tx, actor, incident, now).await?;
        if handed || !goes_on_reading(&before, actor.person, now) {
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
        let incident = case.incident();
        tx.put_case(case).await?;
        let requested = settle(&mut *tx, incident.id, self.clock.now()).await?;
        tx.commit(requested.into_iter().fold(events, AuditEvents::join)).await?;
        // Somebody may have to be pushed, and the next look may have become earlier.
        self.pages_due.notify_one();
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

/// Whoever opens a case that was handed over to them has taken note of it; whether it was waiting for that.
async fn note_hand_over(tx: &mut dyn Tx, actor: &Actor, incident: IncidentId, now: Timestamp) -> Stored<bool> {
    let asks = tx.asks_in(incident).await?.into_iter();
    let waits = |ask: &Ask| ask.is_open() && ask.kind == AskKind::HandOver && ask.person == actor.person;
    let seen: Vec<_> = asks.filter(waits).map(|ask| Ask { state: AskState::Answered { at: now }, ..ask }).collect();
    tx.put_asks(&seen).await?;
    Ok(!seen.is_empty())
}
