//! What a CARE member does at the desk's screens.

use super::api::Reply;
use super::person::Person;
use desk::clock::chance;
use domain::conflict::{Line, Standing};
use domain::ids::{IncidentId, NoteId};
use domain::question::{CaseCard, CaseOpened};
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

    /// Opens a case; says first that there is no conflict of interest, unless that was answered before.
    ///
    /// # Panics
    /// When the server does not show it.
    pub async fn opens(&self, incident: IncidentId) -> CaseView {
        self.has_no_conflict(incident).await;
        let reply = self.tries_to_open(incident).await;
        assert_eq!(reply.status, 200, "{} opens the case: {}", self.name(), reply.text());
        match reply.json() {
            CaseOpened::Case(case) => *case,
            CaseOpened::Card(card) => panic!("{} is asked first: {card:?}", self.name()),
        }
    }

    /// Opens a case as if for the first time: the card that asks.
    ///
    /// # Panics
    /// When the server shows something else.
    pub async fn is_asked(&self, incident: IncidentId) -> CaseCard {
        let reply = self.tries_to_open(incident).await;
        assert_eq!(reply.status, 200, "{} is asked: {}", self.name(), reply.text());
        match reply.json() {
            CaseOpened::Card(card) => card,
            CaseOpened::Case(case) => panic!("{} is not asked: {case:?}", self.name()),
        }
    }

    /// Says how they stand to a case.
    pub async fn declares(&self, incident: IncidentId, standing: Standing, why: &str) -> Reply {
        self.asks("declare", json!({ "incident": incident, "standing": standing, "why": why })).await
    }

    /// Answers the question with "none", where it is still open.
    pub(super) async fn has_no_conflict(&self, incident: IncidentId) {
        // Whoever has answered otherwise before stays where they are: nobody moves in by themselves.
        let _reply = self.declares(incident, Standing::Clear, "").await;
    }

    /// Says for a colleague where the line is.
    pub async fn draws_the_line(&self, incident: IncidentId, of: &Self, line: Line, why: &str) -> Reply {
        let what = json!({ "incident": incident, "person": of.id(), "line": line, "why": why });
        self.asks("draw_line", what).await
    }

    /// Says that somebody is involved.
    pub async fn names(&self, incident: IncidentId, whom: &Self) -> Reply {
        self.asks("name_involved", json!({ "incident": incident, "person": whom.id(), "why": "" })).await
    }

    /// Opens a case, whatever comes of it.
    pub async fn tries_to_open(&self, incident: IncidentId) -> Reply {
        self.asks("open_case", json!({ "incident": incident })).await
    }

    /// Takes an incident in hand.
    pub async fn takes_in_hand(&self, incident: IncidentId) -> Reply {
        self.has_no_conflict(incident).await;
        self.asks("take_in_hand", json!({ "incident": incident })).await
    }

    /// Adds a note to a case.
    pub async fn adds_a_note(&self, incident: IncidentId, text: &str) -> NoteId {
        self.has_no_conflict(incident).await;
        let note = NoteId::mint(self.phone().now(), chance());
        let reply = self.asks("add_note", json!({ "incident": incident, "note": note, "text": text })).await;
        assert_eq!(reply.status, 200, "{} adds a note: {}", self.name(), reply.text());
        note
    }

    /// Strikes a note.
    pub async fn strikes(&self, incident: IncidentId, note: NoteId, why: &str) -> Reply {
        self.has_no_conflict(incident).await;
        self.asks("strike_note", json!({ "incident": incident, "note": note, "why": why })).await
    }

    /// Tells the reporter that the report arrived.
    pub async fn confirms_receipt(&self, incident: IncidentId, text: &str) -> Reply {
        self.has_no_conflict(incident).await;
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
            TimelineWhat::Deed(_)
            | TimelineWhat::Opened
            | TimelineWhat::Exported(_)
            | TimelineWhat::PageCalled { .. }
            | TimelineWhat::PageUnheard { .. }
            | TimelineWhat::PageAnswered { .. }
            | TimelineWhat::PageExhausted
            | TimelineWhat::TookInHand
            | TimelineWhat::ConfirmedReceipt
            | TimelineWhat::Stands(_)
            | TimelineWhat::HandedBack
            | TimelineWhat::LinkChanged
            | TimelineWhat::LinkGiven => None,
        })
        .collect()
}
