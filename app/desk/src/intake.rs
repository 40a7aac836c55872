//! Intake: a member writes down a report as it came, with where it came from.

use crate::cases::save_note;
use crate::clock::chance;
use crate::conflicts::put_out_named;
use crate::record_notes::digest_of;
use crate::store::{Author, NewRows, RecordedNote, Tx};
use crate::{Changed, Desk, DeskError, by, refused_input, whole};
use domain::audit::{AuditEvents, Did};
use domain::case::Action;
use domain::conflict::kept_out;
use domain::ids::{IncidentId, NoteId, PageId, ReporterLinkId};
use domain::incident::{Minted, open_in_hand};
use domain::note::{NewNote, NoteBody};
use domain::permission::{Act, Actor};
use domain::reporter::ReporterLink;
use domain::time::Timestamp;
use domain::work::report::NewReport;
use domain::work::{Deed, NewDeed};

/// A report about whoever writes it down is for their colleagues.
const ABOUT_YOU: &str = "A report that names you is for your colleagues: write it as a note, and they are called.";

impl Desk {
    /// Writes down a report: as a new incident, which is in the hands of whoever writes it and rings nobody; or as one more
    /// account of an incident. The incident. The note's id makes a repeat harmless.
    pub async fn write_down(
        &self,
        actor: &Actor,
        incident: Option<IncidentId>,
        report: NewReport,
    ) -> Result<IncidentId, DeskError> {
        actor.may(Act::SeeIncidents)?;
        actor.care_member()?;
        report.check().map_err(refused_input)?;
        let mut body = report.body.clone();
        body.provenance = Some(report.origin.provenance());
        if body.involves.contains(&actor.person) || body.excludes.contains(&actor.person) {
            return Err(DeskError::Input(ABOUT_YOU.into()));
        }
        let note = NewNote::parse(body).map_err(refused_input)?;
        let mut tx = self.store.begin().await?;
        match incident {
            None => self.opens_by(tx, actor, &report, note).await,
            Some(incident) => {
                let mut case = self.case(&mut *tx, actor, incident).await?;
                case.contents()?;
                // It may have been joined to another, which goes on for it.
                let incident = case.incident().id;
                if let Some(known) = known(&mut *tx, actor, report.note, note.body()).await? {
                    return if case.is_part(known) { Ok(incident) } else { Err(DeskError::Stale) };
                }
                let now = self.clock.now();
                case = whole::with_work(&mut *tx, case, None).await?;
                let events = case.apply(Action::AddNote { note: report.note }, now)?;
                let intake = NewDeed { id: report.deed, deed: Deed::Report(report.intake()), anyway: None };
                let events = events.join(case.apply(Action::Work(Box::new(intake)), now)?);
                let body = note.body().clone();
                tx.put_case(&case).await?;
                save_note(&mut *tx, &case, incident, report.note, note, now).await?;
                let link = link(&body, report.note, incident, now);
                let events = link.iter().fold(events, |events, link| made(events, actor, link));
                tx.add_rows(NewRows { links: link.into_iter().collect(), ..NewRows::default() }).await?;
                self.ends(tx, actor, incident, &body, events).await?;
                if names(&body) {
                    // Whoever is out of it must let go of what they may have on a screen, and is not told of the incident.
                    self.tell(Changed { conference: actor.conference, incident: None });
                }
                Ok(incident)
            }
        }
    }

    async fn opens_by(
        &self,
        mut tx: Box<dyn Tx>,
        actor: &Actor,
        report: &NewReport,
        note: NewNote,
    ) -> Result<IncidentId, DeskError> {
        if let Some(known) = known(&mut *tx, actor, report.note, note.body()).await? {
            return Ok(known);
        }
        let now = self.clock.now();
        let minted =
            Minted { incident: IncidentId::mint(now, chance()), page: PageId::mint(now, chance()), chance: chance() };
        let opened = open_in_hand(actor, report, &note, minted, now);
        let id = opened.incident.id;
        let body = note.into_body();
        let link = link(&body, report.note, id, now);
        let events = link.iter().fold(opened.events, |events, link| made(events, actor, link));
        let recorded = RecordedNote {
            id: report.note,
            incident: id,
            author: Author::Person(actor.person, actor.device),
            digest: digest_of(&body),
            body: body.clone(),
            recorded_at: now,
            skew_ms: 0,
            struck: None,
            said: None,
        };
        let (incidents, links) = (vec![opened.incident], link.into_iter().collect());
        tx.add_rows(NewRows { incidents, notes: vec![recorded], links, ..NewRows::default() }).await?;
        tx.add_deed(id, &opened.intake).await?;
        self.ends(tx, actor, id, &body, events).await
    }

    /// Puts out whom the words name, keeps everything, and lets the screens of those who may know of it load again.
    async fn ends(
        &self,
        mut tx: Box<dyn Tx>,
        actor: &Actor,
        incident: IncidentId,
        body: &NoteBody,
        events: AuditEvents,
    ) -> Result<IncidentId, DeskError> {
        let named = put_out_named(&mut *tx, by(actor), (actor.conference, incident), body, self.clock.now()).await?;
        tx.commit(named.into_iter().fold(events, AuditEvents::join)).await?;
        self.tell(Changed { conference: actor.conference, incident: Some(incident) });
        if names(body) {
            self.pages_due.notify_one();
        }
        Ok(incident)
    }
}

/// Whether the words put somebody out.
const fn names(body: &NoteBody) -> bool {
    !body.involves.is_empty() || !body.excludes.is_empty()
}

fn link(body: &NoteBody, note: NoteId, incident: IncidentId, now: Timestamp) -> Option<ReporterLink> {
    let id = ReporterLinkId::mint(now, chance());
    body.reporter_key.map(|key| ReporterLink { id, incident, key, made_at: now, note: Some(note) })
}

fn made(events: AuditEvents, actor: &Actor, link: &ReporterLink) -> AuditEvents {
    events.and(by(actor), Some(link.incident), Did::LinkMade { link: link.id })
}

/// The incident of a report that was written down before; an id with other words or of somebody else is stale.
async fn known(tx: &mut dyn Tx, actor: &Actor, note: NoteId, body: &NoteBody) -> Result<Option<IncidentId>, DeskError> {
    let Some(known) = tx.known_notes(&[note]).await?.pop() else { return Ok(None) };
    let mine = matches!(known.author, Author::Person(person, _) if person == actor.person);
    // Whoever is out of it by now learns nothing of it, not even that they wrote it.
    if mine && kept_out(&tx.conflicts(known.incident).await?).contains(&actor.person) {
        return Err(DeskError::NotFound);
    }
    let same = |there: &RecordedNote| there.id == note && there.body.text == body.text;
    if mine && tx.notes(known.incident).await?.iter().any(same) {
        Ok(Some(known.incident))
    } else {
        Err(DeskError::Stale)
    }
}
