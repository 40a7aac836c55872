//! What was told, without what its reporter has taken back (D01).

use crate::store::{Author, Read, RecordedNote};
use crate::{DeskError, whole};
use domain::ids::{IncidentId, NoteId};
use domain::note::{NoteBody, Provenance};
use domain::private::Private;
use domain::reporter::ReporterLink;
use domain::reporter::said::{Line, Said, taken_back};
use domain::time::Timestamp;
use domain::work::Work;
use std::collections::BTreeMap;

/// Notes as the team reads them, and those of which the words were taken back, with the time.
pub(crate) type AsTold = (Vec<RecordedNote>, BTreeMap<NoteId, Timestamp>);

/// The notes of these parts as the team reads them, by time of recording.
pub(crate) async fn as_told(read: &mut dyn Read, parts: &[IncidentId]) -> Result<AsTold, DeskError> {
    let mut notes = whole::notes(read, parts).await?;
    // Most records have none, and need nothing else to be read.
    if !notes.iter().any(|note| matches!(note.said, Some(Said::TookBack { .. }))) {
        return Ok((notes, BTreeMap::new()));
    }
    let mut gone = taken_back_in(&notes, &whole::links(read, parts).await?);
    let work = Work::of_all(&whole::deeds(read, parts).await?);
    gone.retain(|note, _| !work.reports.kept.contains_key(note));
    for note in notes.iter_mut().filter(|note| gone.contains_key(&note.id)) {
        note.body = without_words(std::mem::take(&mut note.body));
        note.said = None;
    }
    Ok((notes, gone))
}

pub(super) fn taken_back_in(notes: &[RecordedNote], links: &[ReporterLink]) -> BTreeMap<NoteId, Timestamp> {
    let told: Vec<_> = notes.iter().map(line).collect();
    taken_back(&told, links)
}

fn line(note: &RecordedNote) -> Line<'_> {
    let by = match note.author {
        Author::Reporter(link) => Some(link),
        Author::Person(..) => None,
    };
    let observed = note.body.provenance == Some(Provenance::Observed);
    Line { note: note.id, by, observed, said: note.said.as_ref(), at: note.recorded_at }
}

/// What stays of a note: that there was one, when, and whom it keeps out.
fn without_words(body: NoteBody) -> NoteBody {
    NoteBody {
        text: Private::default(),
        answers: domain::note::Answers::default(),
        handed_over_to: Private::default(),
        photos: Vec::new(),
        ..body
    }
}
