//! The case file: the whole record, for the printer, for a file, for whoever goes on with it elsewhere.
//!
//! It holds what the case shows to whoever takes it out and no more, and that it was taken out stands on the record in the
//! same transaction in which it was read. [`json`] is its form for other programs; the page is rendered in `app`.

mod json;

use crate::store::Read;
use crate::timeline::case_view;
use crate::{Changed, Desk, DeskError};
use domain::case::Action;
use domain::conference::Conference;
use domain::export::{EXPORT_PHOTOS_BYTES_MAX, Export};
use domain::ids::{IncidentId, PersonId, PhotoId};
use domain::permission::Actor;
use domain::private::Private;
use domain::time::Timestamp;
use domain::view::{CaseView, NoteView, TimelineWhat};

/// A case as it is taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFile {
    /// The conference.
    pub conference: Conference,
    /// The case as it stood.
    pub case: CaseView,
    /// When.
    pub made_at: Timestamp,
    /// The name of whoever took it out.
    pub made_by: Private<String>,
    /// The photos that it carries, by the order of their notes.
    pub photos: Vec<FilePhoto>,
}

/// A photo of the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilePhoto {
    /// Its id.
    pub id: PhotoId,
    /// `image/jpeg`, `image/png` or `image/webp`.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Private<Vec<u8>>,
}

impl CaseFile {
    /// A photo, if the file carries it.
    pub fn photo(&self, id: PhotoId) -> Option<&FilePhoto> {
        self.photos.iter().find(|photo| photo.id == id)
    }

    /// What somebody of the conference is called.
    pub fn name(&self, person: PersonId) -> &str {
        let known = self.case.people.iter().find(|known| known.person == person);
        known.map_or("Somebody", |known| known.name.reveal())
    }
}

impl Desk {
    /// Takes a case out, for whoever may read it; the others get the answers that opening it gives them. It goes on the
    /// record.
    pub async fn export_case(
        &self,
        actor: &Actor,
        incident: IncidentId,
        export: Export,
    ) -> Result<CaseFile, DeskError> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let mut case = self.case(&mut *tx, actor, incident).await?;
        let log = tx.events_of(case.incident().id).await?;
        let view = case_view(&mut *tx, case.contents()?, &log).await?;
        let conference = tx.conference(actor.conference).await?.ok_or(DeskError::NotFound)?;
        let me = view.people.iter().find(|colleague| colleague.person == actor.person);
        let made_by = me.map(|colleague| colleague.name.clone()).unwrap_or_default();
        let photos = if export.photos { photos(&mut *tx, &view).await? } else { Vec::new() };
        let events = case.apply(Action::Export(export), now)?;
        tx.commit(events).await?;
        self.tell(Changed { conference: actor.conference, incident: Some(incident) });
        Ok(CaseFile { conference, case: view, made_at: now, made_by, photos })
    }
}

/// As many photos as there is room for, those of the oldest notes first.
async fn photos(read: &mut dyn Read, case: &CaseView) -> Result<Vec<FilePhoto>, DeskError> {
    let ids: Vec<_> = notes(case).flat_map(|note| note.photos.iter().copied()).collect();
    let mut photos = Vec::new();
    let mut room = EXPORT_PHOTOS_BYTES_MAX;
    for id in ids {
        let Some(photo) = read.photo(id).await? else { continue };
        let Some(left) = room.checked_sub(photo.bytes.reveal().len()) else { break };
        room = left;
        photos.push(FilePhoto { id, media_type: photo.media_type, bytes: photo.bytes });
    }
    Ok(photos)
}

fn notes(case: &CaseView) -> impl Iterator<Item = &NoteView> {
    case.timeline
        .iter()
        .filter_map(|entry| if let TimelineWhat::Note(note) = &entry.what { Some(&**note) } else { None })
}
