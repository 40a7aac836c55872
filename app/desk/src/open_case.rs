//! Opening a case, and the small steps that each action on a case shares.

use crate::aging::settle;
use crate::store::{Read, Stored, Tx};
use crate::{Changed, Desk, DeskError, by, standings, timeline, whole};
use domain::asks::{Ask, AskKind, AskState};
use domain::audit::{AuditEvent, AuditEvents, Did, goes_on_reading};
use domain::case::{Action, Case};
use domain::ids::{IncidentId, PersonId};
use domain::permission::{Act, Actor};
use domain::question::CaseOpened;
use domain::time::Timestamp;

impl Desk {
    /// Opens a case. Whoever has not yet said whether they have a conflict of interest is shown the card that asks;
    /// after that, the case. Both are on the record: the card once, reading once for some minutes.
    ///
    /// It is read outside of any change, so that looking keeps no phone's note waiting for its receipt; the answer leaves
    /// only once the reading is on the record, and only to whoever may still read it then.
    pub async fn open_case(&self, actor: &Actor, incident: IncidentId) -> Result<CaseOpened, DeskError> {
        let now = self.clock.now();
        let mut read = self.store.read().await?;
        let case = self.case(&mut *read, actor, incident).await?;
        // It may have been joined to another, which goes on for it.
        let incident = case.incident().id;
        let events = read.events_of(incident).await?;
        let Ok(contents) = case.contents() else {
            let card = standings::card(&mut *read, &case).await?;
            if !was_asked(&events, actor) {
                self.note_asked(actor, incident, now).await?;
            }
            return Ok(CaseOpened::Card(card));
        };
        let mut view = timeline::case_view(&mut *read, contents, &events).await?;
        view.writing = self.writing(&case, now);
        let handed = !hand_overs(&mut *read, &case).await?.is_empty();
        if handed || !goes_on_reading(&events, actor.person, now) {
            self.note_reading(actor, incident, now).await?;
        } else {
            // Whoever was put out while it was read gets what everybody gets who is out.
            self.case(&mut *read, actor, incident).await?.contents()?;
        }
        if view.timeline.iter().all(|entry| !timeline::is_opened(entry)) {
            self.tell(Changed { conference: actor.conference, incident: Some(incident) });
        }
        Ok(CaseOpened::Case(Box::new(view)))
    }

    async fn note_asked(&self, actor: &Actor, incident: IncidentId, now: Timestamp) -> Result<(), DeskError> {
        let mut tx = self.store.begin().await?;
        self.case(&mut *tx, actor, incident).await?;
        if !was_asked(&tx.events_of(incident).await?, actor) {
            tx.commit(AuditEvents::of(actor.conference, now, by(actor), Some(incident), Did::Asked)).await?;
        }
        Ok(())
    }

    /// Puts on the record that the case is read, and that whoever it was handed over to has taken note of it.
    async fn note_reading(&self, actor: &Actor, incident: IncidentId, now: Timestamp) -> Result<(), DeskError> {
        let mut tx = self.store.begin().await?;
        let mut case = self.case(&mut *tx, actor, incident).await?;
        let events = case.apply(Action::Open, now)?;
        let mut handed = hand_overs(&mut *tx, &case).await?;
        for ask in &mut handed {
            ask.state = AskState::Answered { at: now };
        }
        tx.put_asks(&handed).await?;
        if !handed.is_empty() || !goes_on_reading(&tx.events_of(incident).await?, actor.person, now) {
            tx.commit(events).await?;
        }
        Ok(())
    }

    /// The case, for a member who may know of it. Everything that touches an incident comes through here. For an incident
    /// that was joined to another it is that other's case.
    pub(crate) async fn case(
        &self,
        read: &mut dyn Read,
        actor: &Actor,
        incident: IncidentId,
    ) -> Result<Case, DeskError> {
        actor.may(Act::SeeIncidents)?;
        let member = actor.care_member()?;
        let whole = whole::whole(read, incident).await?.ok_or(DeskError::NotFound)?;
        let conflicts = read.conflicts(incident).await?;
        Ok(Case::open(whole, &conflicts, member)?)
    }

    /// Saves the case with what was done, then tells whoever has it on a screen.
    pub(crate) async fn save(&self, mut tx: Box<dyn Tx>, case: &Case, events: AuditEvents) -> Result<(), DeskError> {
        let incident = case.incident();
        let now = self.clock.now();
        tx.put_case(case).await?;
        let mut events = events;
        for id in std::iter::once(incident.id).chain(case.changed().iter().map(|other| other.id)) {
            let requested = settle(&mut *tx, id, now).await?;
            events = requested.into_iter().fold(events, AuditEvents::join);
        }
        tx.commit(events).await?;
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

    /// Lets every page of a case fall quiet, because somebody has it.
    pub(crate) async fn settle_pages(&self, tx: &mut dyn Tx, case: &Case, holder: PersonId) -> Result<(), DeskError> {
        for mut page in whole::pages(tx, &whole::parts_of(case)).await? {
            if page.next_at().is_some() {
                page.settle(holder, self.clock.now());
                tx.put_page(&page).await?;
            }
            if page.next_at().is_none() {
                tx.expire_deliveries(page.id).await?;
            }
        }
        Ok(())
    }
}

fn was_asked(events: &[AuditEvent], actor: &Actor) -> bool {
    events.iter().any(|event| event.did == Did::Asked && event.by.person() == Some(actor.person))
}

/// The hand-overs of the case that wait for its opener, where they look after it.
async fn hand_overs(read: &mut dyn Read, case: &Case) -> Stored<Vec<Ask>> {
    let (incident, me) = (case.incident(), case.member().person());
    if incident.stage.accountable() != Some(me) {
        return Ok(Vec::new());
    }
    let waits = |ask: &Ask| ask.is_open() && ask.kind == AskKind::HandOver && ask.person == me;
    Ok(read.asks_in(incident.id).await?.into_iter().filter(waits).collect())
}
