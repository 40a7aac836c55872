//! What a reporter says and does through the private link: one note each, in one transaction with what comes with it.

use super::{ReporterPage, linked, page};
use crate::clock::chance;
use crate::record_notes::digest_of;
use crate::store::{Author, NewRows, Photo, Read, RecordedNote, Tx};
use crate::{Changed, Desk, DeskError, whole};
use domain::audit::{AuditEvents, By, Did};
use domain::ids::{IncidentId, NoteId, PageId, PhotoId};
use domain::incident::Incident;
use domain::note::{NoteBody, NoteKind, PHOTOS_MAX};
use domain::paging::{Page, PageReason};
use domain::picture::{Kind, bare};
use domain::private::Private;
use domain::reporter::said::Said;
use domain::reporter::{Addition, AdditionRefused, ReporterKey, ReporterLink};
use domain::time::Timestamp;

/// What a reporter sends at once.
#[derive(Clone, Debug)]
pub struct Saying {
    /// The id of its note, minted with the form, so that a repeat is harmless.
    pub note: NoteId,
    /// The words; may be blank where something else is said.
    pub text: Private<String>,
    /// Which of their earlier words it corrects.
    pub corrects: Option<NoteId>,
    /// What it is besides words.
    pub said: Option<Said>,
    /// Photos as they came.
    pub photos: Vec<Private<Vec<u8>>>,
}

impl Saying {
    /// Words and nothing else.
    pub fn words(note: NoteId, text: impl Into<Private<String>>) -> Self {
        Self { note, text: text.into(), corrects: None, said: None, photos: Vec::new() }
    }
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is on record, by this request or an earlier one.
    Recorded(ReporterPage),
    /// A rule refuses it; nothing was written.
    Refused(AdditionRefused, ReporterPage),
}

impl Desk {
    /// Records what a reporter says, word for word, and calls the team. The id makes a repeat harmless.
    pub async fn reporter_says(&self, key: &ReporterKey, saying: Saying) -> Result<Added, DeskError> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let (link, incident) = linked(&mut *tx, key).await?;
        let before = page(&mut *tx, &link, &incident).await?;
        let same = |own: &domain::reporter::OwnWords| own.text == saying.text && own.said == saying.said;
        let id = if tx.known_notes(&[saying.note]).await?.is_empty() {
            saying.note
        } else if before.view.own.iter().any(same) {
            return Ok(Added::Recorded(before));
        } else {
            // Somebody went back to a form that was sent before and wrote something else: these words count too.
            NoteId::mint(now, chance())
        };
        let (text, photos) = match taken(&before, &saying, now) {
            Ok(taken) => taken,
            Err(why) => return Ok(Added::Refused(why, before)),
        };
        let kind = saying.corrects.map_or(NoteKind::Account, |corrects| NoteKind::Correction { corrects });
        let body = NoteBody { kind, text, written_at: now, ..NoteBody::default() };
        let note = by_reporter(&link, id, body, saying.said, now);
        let mut rows = NewRows { notes: vec![note], ..NewRows::default() };
        let did = Did::ReporterAdded { note: id };
        let mut events = AuditEvents::of(incident.conference, now, By::Reporter, Some(incident.id), did);
        if let Some(page) = call(&mut *tx, &incident, now).await? {
            events = events.and(By::System, Some(page.incident), Did::PageStarted { page: page.id });
            rows.pages.push(page);
        }
        tx.add_rows(rows).await?;
        events = add_photos(&mut *tx, incident.id, id, photos, events, now).await?;
        let page = page(&mut *tx, &link, &incident).await?;
        tx.commit(events).await?;
        self.pages_due.notify_one();
        self.tell(Changed { conference: incident.conference, incident: Some(incident.id) });
        Ok(Added::Recorded(page))
    }
}

type Taken = (Private<String>, Vec<Vec<u8>>);

fn taken(before: &ReporterPage, saying: &Saying, now: Timestamp) -> Result<Taken, AdditionRefused> {
    before.view.admits(saying.said.as_ref(), saying.corrects)?;
    let more = saying.said.is_some() || !saying.photos.is_empty();
    let so_far = before.view.own.iter().map(|own| own.at);
    let text = Addition::parse(saying.text.clone(), more, so_far, now)?.into_text();
    let photos = bare_photos(&saying.photos).ok_or(AdditionRefused::Photo)?;
    Ok((text, photos))
}

/// The photos without what a camera wrote into them; nothing where one is none or there are too many.
pub(super) fn bare_photos(photos: &[Private<Vec<u8>>]) -> Option<Vec<Vec<u8>>> {
    if photos.len() > PHOTOS_MAX {
        return None;
    }
    photos.iter().map(|photo| bare(photo.reveal())).collect()
}

/// Keeps photos that have been freed of everything else.
pub(super) async fn add_photos(
    tx: &mut dyn Tx,
    incident: IncidentId,
    note: NoteId,
    photos: Vec<Vec<u8>>,
    mut events: AuditEvents,
    now: Timestamp,
) -> Result<AuditEvents, DeskError> {
    for bytes in photos {
        let id = PhotoId::mint(now, chance());
        let media_type = Kind::of(&bytes).map_or("", Kind::media_type).to_owned();
        let photo = Photo { id, note, incident, media_type, bytes: Private::new(bytes), recorded_at: now };
        tx.add_photo(&photo).await?;
        events = events.and(By::Reporter, Some(incident), Did::RecordedPhoto { photo: id });
    }
    Ok(events)
}

/// A note that the reporter wrote.
pub(super) fn by_reporter(
    link: &ReporterLink,
    id: NoteId,
    body: NoteBody,
    said: Option<Said>,
    now: Timestamp,
) -> RecordedNote {
    RecordedNote {
        id,
        incident: link.incident,
        author: Author::Reporter(link.id),
        digest: digest_of(&body),
        body,
        recorded_at: now,
        skew_ms: 0,
        struck: None,
        said,
    }
}

/// Whoever looks after the case is called about it, else the team; once, as long as a page calls. What was joined to another
/// calls for that one.
async fn call(read: &mut dyn Read, incident: &Incident, now: Timestamp) -> Result<Option<Page>, DeskError> {
    let parts = whole::parts(read, incident.id).await?;
    if whole::pages(read, &parts).await?.iter().any(|page| page.next_at().is_some()) {
        return Ok(None);
    }
    let first = whole::first(read, incident.id).await?.ok_or(DeskError::NotFound)?;
    let held = first.stage.accountable().is_some();
    let reason = if held { PageReason::Added } else { PageReason::Report };
    let id = PageId::mint(now, chance());
    Ok(Some(Page::start(id, first.conference, first.id, reason, first.urgency, now)))
}
