//! What a CARE member does to a case.

use crate::record_notes::digest_of;
use crate::store::{Author, NewRows, RecordedNote, Strike, Tx};
use crate::{Desk, DeskError, refused_input, whole};
use domain::case::{Action, Case};
use domain::ids::{IncidentId, NoteId};
use domain::note::{ANSWER_MAX, NewNote, NoteBody};
use domain::permission::Actor;
use domain::private::Private;
use domain::time::Timestamp;

impl Desk {
    /// Looks after the incident from now on; its pages fall quiet. Whoever has it already keeps it as it is.
    pub async fn take_in_hand(&self, actor: &Actor, incident: IncidentId) -> Result<(), DeskError> {
        let mut tx = self.store.begin().await?;
        let mut case = self.case(&mut *tx, actor, incident).await?;
        if case.incident().stage.accountable() == Some(actor.person) {
            return Ok(());
        }
        let events = case.apply(Action::TakeInHand, self.clock.now())?;
        self.settle_pages(&mut *tx, &case, actor.person).await?;
        self.save(tx, &case, events).await
    }

    /// Adds a note to the case. The id makes a repeat harmless.
    pub async fn add_note(
        &self,
        actor: &Actor,
        incident: IncidentId,
        note: NoteId,
        text: Private<String>,
    ) -> Result<(), DeskError> {
        self.write_in_case(actor, incident, note, text, |case| (case.incident().id, Action::AddNote { note })).await
    }

    /// Tells the reporter that the report arrived, in vetted words; any others are a draft. The id makes a repeat
    /// harmless.
    pub async fn confirm_receipt(
        &self,
        actor: &Actor,
        incident: IncidentId,
        note: NoteId,
        text: Private<String>,
    ) -> Result<(), DeskError> {
        let words = text.clone();
        // The words are kept with the incident whose reporter they are for.
        let confirms = |_: &Case| (incident, Action::ConfirmReceipt { of: incident, note, words });
        self.write_in_case(actor, incident, note, text, confirms).await
    }

    /// Marks a note as wrong; it stays readable with who, when and why.
    pub async fn strike_note(
        &self,
        actor: &Actor,
        incident: IncidentId,
        note: NoteId,
        why: Private<String>,
    ) -> Result<(), DeskError> {
        if why.is_blank() || why.reveal().chars().count() > ANSWER_MAX {
            return Err(DeskError::Input("Say why in a sentence of at most 2,000 characters.".into()));
        }
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let mut case = self.case(&mut *tx, actor, incident).await?;
        case.contents()?;
        let notes = whole::notes(&mut *tx, &whole::parts_of(&case)).await?;
        let standing = notes.iter().find(|standing| standing.id == note).ok_or(DeskError::NotFound)?;
        // The words stand on the page of the reporter of the part with which the note is kept.
        let (already, part) = (standing.struck.is_some(), standing.incident);
        let on_a_page = !tx.links(part).await?.is_empty();
        let events = case.apply(Action::Strike { note, already, on_a_page }, now)?;
        tx.strike(note, part, &Strike { by: actor.person, at: now, why }).await?;
        self.save(tx, &case, events).await
    }

    async fn write_in_case(
        &self,
        actor: &Actor,
        incident: IncidentId,
        id: NoteId,
        text: Private<String>,
        writes: impl FnOnce(&Case) -> (IncidentId, Action),
    ) -> Result<(), DeskError> {
        let now = self.clock.now();
        let body = NoteBody { text, written_at: now, ..NoteBody::default() };
        let note = NewNote::parse(body).map_err(refused_input)?;
        let mut tx = self.store.begin().await?;
        let mut case = self.case(&mut *tx, actor, incident).await?;
        case.contents()?;
        if tx.known_notes(&[id]).await?.pop().is_some() {
            let notes = whole::notes(&mut *tx, &whole::parts_of(&case)).await?;
            let same = notes.iter().find(|known| known.id == id && known.body.text == note.body().text);
            let mine = same.is_some_and(|known| matches!(known.author, Author::Person(by, _) if by == actor.person));
            // Other words under a known id are not a repeat: whoever wrote them must hear that they are not recorded.
            return if mine { Ok(()) } else { Err(DeskError::Stale) };
        }
        let (part, action) = writes(&case);
        let events = case.apply(action, now)?;
        save_note(&mut *tx, &case, part, id, note, now).await?;
        self.save(tx, &case, events).await
    }
}

/// Writes a member's note with this part of a case.
pub(crate) async fn save_note(
    tx: &mut dyn Tx,
    case: &Case,
    part: IncidentId,
    id: NoteId,
    note: NewNote,
    now: Timestamp,
) -> Result<(), DeskError> {
    let actor = case.member().actor();
    let body = note.into_body();
    let note = RecordedNote {
        id,
        incident: part,
        author: Author::Person(actor.person, actor.device),
        digest: digest_of(&body),
        body,
        recorded_at: now,
        skew_ms: 0,
        struck: None,
        said: None,
    };
    Ok(tx.add_rows(NewRows { notes: vec![note], ..NewRows::default() }).await?)
}
