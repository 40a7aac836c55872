//! The reporter's private link: looking and adding, with the key and without an account.

use crate::clock::chance;
use crate::record_notes::digest_of;
use crate::store::{Author, NewRows, Read, RecordedNote};
use crate::{Changed, Desk, DeskError, whole};
use domain::audit::{AuditEvents, By, Did};
use domain::conference::Conference;
use domain::ids::{NoteId, PageId};
use domain::incident::{Incident, Stage};
use domain::note::NoteBody;
use domain::paging::{Page, PageReason};
use domain::private::Private;
use domain::reporter::{Addition, AdditionRefused, ReporterKey, ReporterLink, ReporterStatus, ReporterView, Told};
use domain::work::Work;

/// What the private link shows, and for which conference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReporterPage {
    /// The conference, for its name and time zone.
    pub conference: Conference,
    /// What the link tells.
    pub view: ReporterView,
}

/// What became of an addition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is on record, by this request or an earlier one.
    Recorded(ReporterPage),
    /// A rule refuses it; nothing was written.
    Refused(AdditionRefused, ReporterPage),
}

impl Desk {
    /// What became of the report. An unknown key is [`DeskError::NotFound`], whatever the reason.
    pub async fn reporter_looks(&self, key: &ReporterKey) -> Result<ReporterPage, DeskError> {
        let mut tx = self.store.begin().await?;
        let (link, incident) = linked(&mut *tx, key).await?;
        let page = page(&mut *tx, &link, &incident).await?;
        let did = Did::ReporterLooked { link: link.id };
        let now = self.clock.now();
        tx.commit(AuditEvents::of(incident.conference, now, By::Reporter, Some(incident.id), did)).await?;
        Ok(page)
    }

    /// Adds to the report, word for word, and calls the team. The id makes a repeat harmless.
    pub async fn reporter_adds(
        &self,
        key: &ReporterKey,
        id: NoteId,
        text: Private<String>,
    ) -> Result<Added, DeskError> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let (link, incident) = linked(&mut *tx, key).await?;
        let before = page(&mut *tx, &link, &incident).await?;
        let id = if tx.known_notes(&[id]).await?.is_empty() {
            id
        } else if before.view.additions.iter().any(|told| told.text == text) {
            return Ok(Added::Recorded(before));
        } else {
            // Somebody went back to a form that was sent before and wrote something else: these words count too.
            NoteId::mint(now, chance())
        };
        let text = match Addition::parse(text, before.view.additions.iter().map(|told| told.at), now) {
            Ok(addition) => addition.into_text(),
            Err(why) => return Ok(Added::Refused(why, before)),
        };
        let body = NoteBody { text, written_at: now, ..NoteBody::default() };
        let note = RecordedNote {
            id,
            incident: incident.id,
            author: Author::Reporter(link.id),
            digest: digest_of(&body),
            body,
            recorded_at: now,
            skew_ms: 0,
            struck: None,
        };
        let mut rows = NewRows { notes: vec![note], ..NewRows::default() };
        let mut events =
            AuditEvents::of(incident.conference, now, By::Reporter, Some(incident.id), Did::ReporterAdded { note: id });
        // Whoever looks after the case is called about it, else the team; once, as long as a page calls. What was joined to
        // another calls for that one.
        let parts = whole::parts(&mut *tx, incident.id).await?;
        let calling = whole::pages(&mut *tx, &parts).await?.iter().any(|page| page.next_at().is_some());
        let first = whole::first(&mut *tx, incident.id).await?.ok_or(DeskError::NotFound)?;
        if !calling {
            let page_id = PageId::mint(now, chance());
            let held = first.stage.accountable().is_some();
            let reason = if held { PageReason::Added } else { PageReason::Report };
            rows.pages.push(Page::start(page_id, first.conference, first.id, reason, first.urgency, now));
            events = events.and(By::System, Some(first.id), Did::PageStarted { page: page_id });
        }
        tx.add_rows(rows).await?;
        let page = page(&mut *tx, &link, &incident).await?;
        tx.commit(events).await?;
        self.pages_due.notify_one();
        self.tell(Changed { conference: incident.conference, incident: Some(incident.id) });
        Ok(Added::Recorded(page))
    }
}

async fn linked(read: &mut dyn Read, key: &ReporterKey) -> Result<(ReporterLink, Incident), DeskError> {
    let link = read.link_by_key(key.digest()).await?.ok_or(DeskError::NotFound)?;
    let incident = read.incident(link.incident).await?.ok_or(DeskError::NotFound)?;
    Ok((link, incident))
}

async fn page(read: &mut dyn Read, link: &ReporterLink, incident: &Incident) -> Result<ReporterPage, DeskError> {
    let conference = read.conference(incident.conference).await?.ok_or(DeskError::NotFound)?;
    let notes = read.notes(incident.id).await?;
    let told = |note: &RecordedNote| Told { text: note.body.text.clone(), at: note.recorded_at };
    // Where it was joined to another report of the same thing, it stands where that one does. What is kept with it is its
    // own: the words to another reporter, what they add, and that there is another at all are not told.
    let first = whole::first(read, incident.id).await?.ok_or(DeskError::NotFound)?;
    let work = Work::of(&read.deeds(incident.id).await?);
    let confirmed = incident.receipt_confirmed.and_then(|receipt| receipt.note);
    let sent = work.drafts.told(link.id);
    let view = ReporterView {
        received_at: incident.opened_at,
        status: match first.stage {
            Stage::Reported => ReporterStatus::Received,
            Stage::InHand { .. }
            | Stage::UnderReview { .. }
            | Stage::AwaitingInformation { .. }
            | Stage::Decided { .. }
            | Stage::Reopened { .. } => ReporterStatus::BeingLookedAt,
            Stage::Closed { .. } => ReporterStatus::Finished,
        },
        confirmed: confirmed.and_then(|words| notes.iter().find(|note| note.id == words)).map(told),
        messages: sent.map(|(at, message)| Told { text: message.text.clone(), at }).collect(),
        additions: notes.iter().filter(|note| note.author == Author::Reporter(link.id)).map(told).collect(),
    };
    Ok(ReporterPage { conference, view })
}
