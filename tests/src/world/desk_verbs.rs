//! What a CARE member does at the desk's screens.

use super::api::Reply;
use super::person::Person;
use desk::clock::chance;
use domain::ids::{IncidentId, NoteId};
use domain::view::{CaseView, InboxRow, NoteView, TimelineWhat};
use serde_json::json;

impl Person {
    /// The inbox.
    ///
    /// # Panics
    /// When the server does not show it.
    pub async fn inbox(&self) -> Vec<InboxRow> {
        let reply = self.asks("inbox", json!({})).await;
        assert_eq!(reply.status, 200, "{} sees the inbox: {}", self.name(), reply.text());
        reply.json()
    }

    /// The one incident in the inbox.
    ///
    /// # Panics
    /// When there are none or more.
    pub async fn finds_the_incident(&self) -> IncidentId {
        match self.inbox().await.as_slice() {
            [row] => row.incident,
            rows => panic!("one incident, not {}", rows.len()),
        }
    }

    /// Opens a case.
    ///
    /// # Panics
    /// When the server does not show it.
    pub async fn opens(&self, incident: IncidentId) -> CaseView {
        let reply = self.tries_to_open(incident).await;
        assert_eq!(reply.status, 200, "{} opens the case: {}", self.name(), reply.text());
        reply.json()
    }

    /// Opens a case, whatever comes of it.
    pub async fn tries_to_open(&self, incident: IncidentId) -> Reply {
        self.asks("open_case", json!({ "incident": incident })).await
    }

    /// Takes an incident in hand.
    pub async fn takes_in_hand(&self, incident: IncidentId) -> Reply {
        self.asks("take_in_hand", json!({ "incident": incident })).await
    }

    /// Adds a note to a case.
    pub async fn adds_a_note(&self, incident: IncidentId, text: &str) -> NoteId {
        let note = NoteId::mint(self.phone().now(), chance());
        let reply = self.asks("add_note", json!({ "incident": incident, "note": note, "text": text })).await;
        assert_eq!(reply.status, 200, "{} adds a note: {}", self.name(), reply.text());
        note
    }

    /// Strikes a note.
    pub async fn strikes(&self, incident: IncidentId, note: NoteId, why: &str) -> Reply {
        self.asks("strike_note", json!({ "incident": incident, "note": note, "why": why })).await
    }

    /// Tells the reporter that the report arrived.
    pub async fn confirms_receipt(&self, incident: IncidentId, text: &str) -> Reply {
        let note = NoteId::mint(self.phone().now(), chance());
        self.asks("confirm_receipt", json!({ "incident": incident, "note": note, "text": text })).await
    }

    /// Steps out because of a conflict of interest.
    ///
    /// # Panics
    /// When the server does not take it.
    pub async fn steps_out(&self, incident: IncidentId) {
        let reply = self.asks("recuse", json!({ "incident": incident })).await;
        assert_eq!(reply.status, 200, "{} steps out: {}", self.name(), reply.text());
    }
}

/// The notes of a case, oldest first.
pub fn notes_of(case: &CaseView) -> Vec<&NoteView> {
    case.timeline
        .iter()
        .filter_map(|entry| match &entry.what {
            TimelineWhat::Note(note) => Some(note.as_ref()),
            TimelineWhat::Opened
            | TimelineWhat::PageCalled { .. }
            | TimelineWhat::PageAnswered { .. }
            | TimelineWhat::PageExhausted
            | TimelineWhat::TookInHand
            | TimelineWhat::ConfirmedReceipt
            | TimelineWhat::Recused => None,
        })
        .collect()
}
