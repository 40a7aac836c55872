//! What a CARE member does to a case.

use crate::record_notes::digest_of;
use crate::store::{Author, NewRows, RecordedNote, Strike, Tx};
use crate::{Desk, DeskError, refused_input};
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
        self.settle_pages(&mut *tx, actor, incident).await?;
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
        self.write_in_case(actor, incident, note, text, Action::AddNote { note }).await
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
        self.write_in_case(actor, incident, note, text, Action::ConfirmReceipt { note, words }).await
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
        let notes = tx.notes(incident).await?;
        let standing = notes.iter().find(|standing| standing.id == note).ok_or(DeskError::NotFound)?;
        let (already, on_a_page) = (standing.struck.is_some(), !tx.links(incident).await?.is_empty());
        let events = case.apply(Action::Strike { note, already, on_a_page }, now)?;
        tx.strike(note, incident, &Strike { by: actor.person, at: now, why }).await?;
        self.save(tx, &case, events).await
    }

    async fn write_in_case(
        &self,
        actor: &Actor,
        incident: IncidentId,
        id: NoteId,
        text: Private<String>,
        action: Action,
    ) -> Result<(), DeskError> {
        let now = self.clock.now();
        let body = NoteBody { text, written_at: now, ..NoteBody::default() };
        let note = NewNote::parse(body).map_err(refused_input)?;
        let mut tx = self.store.begin().await?;
        let mut case = self.case(&mut *tx, actor, incident).await?;
        case.contents()?;
        if tx.known_notes(&[id]).await?.pop().is_some() {
            let notes = tx.notes(incident).await?;
            let same = notes.iter().find(|known| known.id == id && known.body.text == note.body().text);
            let mine = same.is_some_and(|known| matches!(known.author, Author::Person(by, _) if by == actor.person));
            // Other words under a known id are not a repeat: whoever wrote them must hear that they are not recorded.
            return if mine { Ok(()) } else { Err(DeskError::Stale) };
        }
        let events = case.apply(action, now)?;
        save_note(&mut *tx, &case, id, note, now).await?;
        self.save(tx, &case, events).await
    }
}

pub(crate) async fn save_note(
    tx: &mut dyn Tx,
    case: &Case,
    id: NoteId,
    note: NewNote,
    now: Timestamp,
) -> Result<(), DeskError> {
    let actor = case.member().actor();
    let body = note.into_body();
    let note = RecordedNote {
        id,
        incident: case.incident().id,
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
