//! Conflicts of interest: answering the question, stepping out, drawing the line for a colleague, naming one as involved.

use crate::aging::settle;
use crate::store::Tx;
use crate::{Changed, Desk, DeskError, whole};
use domain::audit::{AuditEvents, By, Did};
use domain::case::{Action, Case};
use domain::conflict::{Line, Standing, StandingChange, THE_REPORTER, WHY_MAX, named_in};
use domain::ids::{ConferenceId, IncidentId, PersonId};
use domain::note::NoteBody;
use domain::paging::{Page, PageAnswer};
use domain::permission::{Act, Actor};
use domain::private::Private;
use domain::time::Timestamp;

impl Desk {
    /// Says how one stands oneself: the answer to the question, or stepping further out later. The same answer twice
    /// changes nothing.
    pub async fn declare(
        &self,
        actor: &Actor,
        incident: IncidentId,
        standing: Standing,
        why: Private<String>,
    ) -> Result<(), DeskError> {
        let why = reason(why)?;
        let mut tx = self.store.begin().await?;
        let mut case = self.case(&mut *tx, actor, incident).await?;
        if case.standing() == Some(standing) {
            return Ok(());
        }
        let events = case.apply(Action::Declare { standing, why }, self.clock.now())?;
        self.save_standing(tx, &case, events).await
    }

    /// Steps out: from now on the incident does not exist for this member. What they had in hand calls for somebody
    /// else, and a page that has called nobody else goes on, both at once.
    pub async fn recuse(&self, actor: &Actor, incident: IncidentId) -> Result<(), DeskError> {
        self.declare(actor, incident, Standing::Recused, Private::default()).await
    }

    /// Says for a colleague where the line is, with a reason.
    pub async fn draw_line(
        &self,
        actor: &Actor,
        incident: IncidentId,
        person: PersonId,
        line: Line,
        why: Private<String>,
    ) -> Result<(), DeskError> {
        if why.is_blank() {
            return Err(DeskError::Input("Say why in a sentence.".into()));
        }
        self.about_colleague(actor, incident, person, Action::DrawLine { person, line, why: reason(why)? }).await
    }

    /// Says that somebody of the conference is involved: whoever of the CARE team it is, is out at once.
    pub async fn name_involved(
        &self,
        actor: &Actor,
        incident: IncidentId,
        person: PersonId,
        why: Private<String>,
    ) -> Result<(), DeskError> {
        self.about_colleague(actor, incident, person, Action::Name { person, why: reason(why)? }).await
    }

    async fn about_colleague(
        &self,
        actor: &Actor,
        incident: IncidentId,
        person: PersonId,
        action: Action,
    ) -> Result<(), DeskError> {
        let mut tx = self.store.begin().await?;
        let mut case = self.case(&mut *tx, actor, incident).await?;
        case.contents()?;
        let known = tx.person(person).await?.filter(|known| known.conference == actor.conference);
        known.ok_or(DeskError::NotFound)?;
        let events = case.apply(action, self.clock.now())?;
        self.save_standing(tx, &case, events).await
    }

    /// Saves the case, and lets its pages leave out whoever is out.
    async fn save_standing(&self, mut tx: Box<dyn Tx>, case: &Case, events: AuditEvents) -> Result<(), DeskError> {
        let out = case.change().filter(|change| change.conflict.standing.hides());
        let events = match out {
            Some(change) => {
                let now = self.clock.now();
                let called = leaves(&mut *tx, change, case.is_handed_back(), now).await?;
                called.into_iter().fold(events, AuditEvents::join)
            }
            None => events,
        };
        let conference = case.incident().conference;
        let hides = out.is_some();
        self.save(tx, case, events).await?;
        if hides {
            // Whoever is out must not be told of this incident any more, and their screens must let go of it: everybody
            // loads again, so that nothing shows whom it is about.
            self.tell(Changed { conference, incident: None });
            self.pages_due.notify_one();
        }
        Ok(())
    }

    /// Whether a report waits that nobody of the CARE team may know of. Nothing else of it is told: an organizer turns
    /// to the outside contact, or invites somebody who is not involved into the team.
    pub async fn is_anything_outside(&self, actor: &Actor) -> Result<bool, DeskError> {
        actor.may(Act::SetUpConference)?;
        Ok(self.store.read().await?.is_anything_outside(actor.conference).await?)
    }
}

fn reason(why: Private<String>) -> Result<Private<String>, DeskError> {
    if why.reveal().chars().count() > WHY_MAX {
        return Err(DeskError::Input("A reason has at most 2,000 characters.".into()));
    }
    Ok(why)
}

/// No page waits for whoever is out. What they had in hand calls again by the page that called for it, so that nobody who
/// still has it on a screen is told that somebody is coming.
async fn leaves(
    tx: &mut dyn Tx,
    change: &StandingChange,
    handed_back: bool,
    now: Timestamp,
) -> Result<Option<AuditEvents>, crate::store::StoreError> {
    let person = change.conflict.person;
    let mut events: Option<AuditEvents> = None;
    let parts = whole::parts(tx, change.conflict.incident).await?;
    let pages = whole::pages(tx, &parts).await?;
    let calls = pages.iter().any(|page| page.next_at().is_some());
    for (at, mut page) in pages.into_iter().enumerate() {
        if page.next_at().is_some() {
            page.answer(person, PageAnswer::Decline, now);
        } else if handed_back && !calls && at == 0 {
            page = Page::start(page.id, page.conference, page.incident, page.reason, page.urgency, now);
            let did = Did::PageStarted { page: page.id };
            let started = AuditEvents::of(page.conference, now, By::System, Some(page.incident), did);
            events = Some(events.into_iter().fold(started, |later, earlier| earlier.join(later)));
        }
        tx.put_page(&page).await?;
    }
    Ok(events)
}

/// Puts out whom a note names, before anybody is called about it or asked for anything.
pub(crate) async fn put_out_named(
    tx: &mut dyn Tx,
    by: By,
    (conference, incident): (ConferenceId, IncidentId),
    body: &NoteBody,
    now: Timestamp,
) -> Result<Option<AuditEvents>, crate::store::StoreError> {
    let conflicts = tx.conflicts(incident).await?;
    let mut events: Option<AuditEvents> = None;
    let who = by.person().unwrap_or(THE_REPORTER);
    for change in named_in(body, &conflicts, incident, who, now) {
        tx.put_standing(&change).await?;
        let handed_back = tx.take_from(&change.conflict).await?;
        let (person, standing, source) = (change.record.person, change.record.standing, change.record.source);
        let did = Did::Stands { person, standing, source };
        let mut named = AuditEvents::of(conference, now, by, Some(incident), did);
        if handed_back {
            named = named.and(by, Some(incident), Did::HandedBack);
        }
        let called = leaves(tx, &change, handed_back, now).await?;
        let named = called.into_iter().fold(named, AuditEvents::join);
        events = Some(events.into_iter().fold(named, |later, earlier| earlier.join(later)));
    }
    // What they were asked ends in the same change.
    let Some(named) = events else { return Ok(None) };
    let requested = settle(tx, incident, now).await?;
    Ok(Some(requested.into_iter().fold(named, AuditEvents::join)))
}
