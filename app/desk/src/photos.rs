//! Photos: each belongs to a note and travels apart from it, so that it never holds the text up.

use crate::reporter::as_told;
use crate::store::{Author, Photo};
use crate::{Changed, Desk, DeskError, by};
use domain::audit::{AuditEvents, Did};
use domain::ids::{IncidentId, NoteId, PhotoId};
use domain::note::{PHOTO_BYTES_MAX, PHOTOS_MAX};
use domain::permission::{Act, Actor};
use domain::picture::Kind;
use domain::private::Private;

/// Whether a photo was new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoTaken {
    /// Recorded by this request.
    Recorded,
    /// Recorded by an earlier one.
    AlreadyRecorded,
}

impl Desk {
    /// Records a photo of one's own note; a repeat changes nothing.
    ///
    /// A photo of an unknown note is [`DeskError::NotFound`]: the phone sends the text first and tries again.
    pub async fn record_photo(
        &self,
        actor: &Actor,
        note: NoteId,
        id: PhotoId,
        bytes: Vec<u8>,
    ) -> Result<PhotoTaken, DeskError> {
        actor.may(Act::WriteNotes)?;
        let kind = Kind::of(&bytes).ok_or_else(|| DeskError::Input("This is not a photo.".into()))?;
        if bytes.len() > PHOTO_BYTES_MAX {
            return Err(DeskError::Input("This photo is too large.".into()));
        }
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let known = tx.known_notes(&[note]).await?.pop().ok_or(DeskError::NotFound)?;
        if !matches!(known.author, Author::Person(person, _) if person == actor.person) {
            return Err(DeskError::NotFound);
        }
        let siblings = tx.photo_ids(known.incident).await?;
        if siblings.iter().any(|(photo, of)| *photo == id && *of == note) {
            return Ok(PhotoTaken::AlreadyRecorded);
        }
        if siblings.iter().filter(|(_, of)| *of == note).count() >= PHOTOS_MAX {
            return Err(DeskError::Input("This note has four photos already.".into()));
        }
        let photo = Photo {
            id,
            note,
            incident: known.incident,
            media_type: kind.media_type().to_owned(),
            bytes: Private::new(bytes),
            recorded_at: now,
        };
        if !tx.add_photo(&photo).await? {
            return Err(DeskError::Input("This photo's number is taken.".into()));
        }
        let did = Did::RecordedPhoto { photo: id };
        tx.commit(AuditEvents::of(actor.conference, now, by(actor), Some(known.incident), did)).await?;
        self.tell(Changed { conference: actor.conference, incident: Some(known.incident) });
        Ok(PhotoTaken::Recorded)
    }

    /// A photo of an incident that the member may see.
    pub async fn photo(&self, actor: &Actor, incident: IncidentId, id: PhotoId) -> Result<Photo, DeskError> {
        let mut read = self.store.read().await?;
        let case = self.case(&mut *read, actor, incident).await?;
        case.contents()?;
        let photo = read.photo(id).await?.filter(|photo| case.is_part(photo.incident));
        let photo = photo.ok_or(DeskError::NotFound)?;
        let (_, taken_back) = as_told(&mut *read, &[photo.incident]).await?;
        if taken_back.contains_key(&photo.note) { Err(DeskError::NotFound) } else { Ok(photo) }
    }
}
