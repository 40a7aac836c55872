//! The reporter's side: reporting, looking and saying more, with the key of a private link and without an account.

mod links;
mod public;
mod report;
mod says;
mod told;

pub use public::PublicSite;
pub use report::{Filed, KeepOut};
pub use says::{Added, Saying};
pub(crate) use told::{AsTold, as_told};

use crate::store::{Author, Read, RecordedNote};
use crate::{Desk, DeskError, whole};
use domain::audit::{AuditEvents, By, Did};
use domain::conference::Conference;
use domain::ids::{NoteId, PhotoId};
use domain::incident::{Incident, Stage};
use domain::note::NoteKind;
use domain::reporter::said::{Said, Wishes};
use domain::reporter::{OwnWords, ReporterKey, ReporterLink, ReporterStatus, ReporterView, TeamWrote};
use domain::time::Timestamp;
use domain::work::Work;
use domain::work::draft::Purpose;

/// What the private link shows, and for which conference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReporterPage {
    /// The conference, for its name and time zone.
    pub conference: Conference,
    /// What the link tells.
    pub view: ReporterView,
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
}

impl Desk {
    /// When the report was received to which these words lead; nothing where they lead nowhere. Nothing else of it is told,
    /// and it does not count as looking.
    pub async fn reporter_received(&self, key: &ReporterKey) -> Result<Option<Timestamp>, DeskError> {
        match linked(&mut *self.store.read().await?, key).await {
            Ok((_, incident)) => Ok(Some(incident.opened_at)),
            Err(DeskError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

async fn linked(read: &mut dyn Read, key: &ReporterKey) -> Result<(ReporterLink, Incident), DeskError> {
    let link = read.link_by_key(key.digest()).await?.ok_or(DeskError::NotFound)?;
    let incident = read.incident(link.incident).await?.ok_or(DeskError::NotFound)?;
    Ok((link, incident))
}

async fn page(read: &mut dyn Read, link: &ReporterLink, incident: &Incident) -> Result<ReporterPage, DeskError> {
    let conference = read.conference(incident.conference).await?.ok_or(DeskError::NotFound)?;
    // Where it was joined to another report of the same thing, it stands where that one does. What is kept with it is its
    // own: the words to another reporter, what they add, and that there is another at all are not told.
    let first = whole::first(read, incident.id).await?.ok_or(DeskError::NotFound)?;
    let notes = read.notes(incident.id).await?;
    let photos = read.photo_ids(incident.id).await?;
    let work = Work::of(&read.deeds(incident.id).await?);
    let taken_back = told::taken_back_in(&notes, std::slice::from_ref(link));
    let own = notes.iter().filter(|note| note.author == Author::Reporter(link.id));
    let own: Vec<_> = own.map(|note| own_words(note, &photos, taken_back.get(&note.id).copied())).collect();
    let everything = own.iter().rev().find_map(|words| match words.said {
        Some(Said::TookBack { what: None }) => Some(Some(words.at)),
        Some(Said::GaveBack) => Some(None),
        Some(
            Said::Reported(_) | Said::Answered { .. } | Said::Thinks { .. } | Said::TookBack { .. } | Said::Wishes(_),
        )
        | None => None,
    });
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
        messages: messages(&work, link, incident, &notes),
        wishes: wishes(&own),
        taken_back: everything.flatten(),
        kept: taken_back.keys().find_map(|note| work.reports.kept.get(note).copied()),
        own,
    };
    Ok(ReporterPage { conference, view })
}

fn own_words(note: &RecordedNote, photos: &[(PhotoId, NoteId)], taken_back: Option<Timestamp>) -> OwnWords {
    OwnWords {
        note: note.id,
        text: note.body.text.clone(),
        at: note.recorded_at,
        said: note.said.clone(),
        corrects: match note.body.kind {
            NoteKind::Correction { corrects } => Some(corrects),
            NoteKind::Account | NoteKind::ActNow | NoteKind::ActedAlone { .. } | NoteKind::Addition { .. } => None,
        },
        photos: photos.iter().filter(|(_, of)| *of == note.id).count(),
        taken_back,
    }
}

/// What the team wrote to this reporter: that the report arrived, and what was sent through this link.
fn messages(work: &Work, link: &ReporterLink, incident: &Incident, notes: &[RecordedNote]) -> Vec<TeamWrote> {
    let confirmed = incident.receipt_confirmed.and_then(|receipt| receipt.note);
    let confirmed = confirmed.and_then(|words| notes.iter().find(|note| note.id == words)).map(|note| TeamWrote {
        id: None,
        purpose: Purpose::Confirm,
        text: note.body.text.clone(),
        at: note.recorded_at,
    });
    let sent = work.drafts.told(link.id).map(|(id, at, message)| TeamWrote {
        id: Some(id),
        purpose: message.purpose,
        text: message.text.clone(),
        at,
    });
    let mut messages: Vec<_> = confirmed.into_iter().chain(sent).collect();
    messages.sort_by_key(|message| message.at);
    messages
}

fn wishes(own: &[OwnWords]) -> Wishes {
    let said = own.iter().rev().find_map(|words| match &words.said {
        Some(Said::Wishes(wishes)) => Some(wishes.clone()),
        Some(Said::Reported(reported)) => Some(reported.wishes.clone()),
        Some(Said::Answered { .. } | Said::Thinks { .. } | Said::TookBack { .. } | Said::GaveBack) | None => None,
    });
    said.unwrap_or_default()
}
