//! A person of the conference, who does things with the phone in the pocket.

use super::api::{NoAnswer, Reply};
use super::phone::Phone;
use super::town::Town;
use domain::ids::{NoteId, PageId, PersonId};
use domain::note::{NoteBody, NoteKind, Urgency};
use domain::paging::PageAnswer;
use domain::permission::Role;
use domain::reporter::ReporterKey;
use domain::sync::Call;
use domain::time::Span;
use domain::view::PageView;
use serde_json::{Value, json};
use std::sync::Arc;

/// A person with one phone.
pub struct Person {
    id: PersonId,
    name: String,
    phone: Phone,
}

impl Person {
    /// Somebody uses an invite on a new phone.
    ///
    /// # Panics
    /// When the invite does not work, or brings another role.
    pub async fn signs_in(town: &Arc<Town>, name: &str, role: Role, code: &str) -> Self {
        let phone = Phone::new(town);
        let signed_in = phone.signs_in(code, name).await.expect("the invite works");
        assert_eq!(signed_in.person.role, role);
        Self { id: signed_in.person.id, name: name.to_owned(), phone }
    }

    /// Who it is.
    pub const fn id(&self) -> PersonId {
        self.id
    }

    /// The name that colleagues call.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The phone.
    pub const fn phone(&self) -> &Phone {
        &self.phone
    }

    /// Walks into a corner without a network.
    pub fn goes_offline(&self) {
        self.phone.goes_offline();
    }

    /// Has a network again; the phone sends what waits.
    pub async fn comes_online(&self) {
        self.phone.comes_online();
        self.phone.flushes().await;
    }

    /// Writes a note where there is no network.
    pub fn writes_a_note_offline(&self, text: &str) -> NoteId {
        self.goes_offline();
        self.saves(note(text))
    }

    /// Writes a note; the phone sends it at once if it can.
    pub async fn writes_a_note(&self, text: &str) -> NoteId {
        self.writes(note(text)).await
    }

    /// Writes this note; the phone sends it at once if it can.
    pub async fn writes(&self, body: NoteBody) -> NoteId {
        let id = self.saves(body);
        self.phone.flushes().await;
        id
    }

    /// Saves a note on the phone.
    pub fn saves(&self, body: NoteBody) -> NoteId {
        self.phone.saves(body)
    }

    /// Presses "I must act now".
    pub async fn must_act_now(&self) -> NoteId {
        self.writes(NoteBody { kind: NoteKind::ActNow, ..note("") }).await
    }

    /// Writes a note with a private link for its reporter, offline; the link is minted on the phone.
    pub fn hands_a_link_over_offline(&self, text: &str) -> (NoteId, ReporterKey) {
        self.goes_offline();
        let key = ReporterKey::mint(desk::clock::chance());
        (self.saves(NoteBody { reporter_key: Some(key.digest()), ..note(text) }), key)
    }

    /// What the phone shows of the call for a note.
    ///
    /// # Panics
    /// When the server tells nothing of the note.
    pub async fn sees_the_call(&self, note: NoteId) -> Call {
        self.phone.polls().await;
        self.phone.progress(note).expect("progress of the note").call
    }

    /// Who is coming, by name, or nobody.
    pub async fn sees_who_comes(&self, note: NoteId) -> Option<String> {
        match self.sees_the_call(note).await {
            Call::Taken(by) => Some(by.name.into_revealed()),
            Call::Calling { .. } | Call::Unanswered { .. } | Call::Outside { .. } | Call::None => None,
        }
    }

    /// Taps "I have it" on the latest page.
    pub async fn accepts(&self) -> PageView {
        self.answers(PageAnswer::Accept).await
    }

    /// Taps "Not me" on the latest page.
    pub async fn declines(&self) -> PageView {
        self.answers(PageAnswer::Decline).await
    }

    /// Taps "Can't now" on the latest page.
    pub async fn cannot_now(&self) -> PageView {
        self.answers(PageAnswer::CantNow).await
    }

    /// Answers the latest page on the phone.
    ///
    /// # Panics
    /// When the phone shows no page, or the server does not take the answer.
    pub async fn answers(&self, answer: PageAnswer) -> PageView {
        let page = self.phone.latest_page().expect("a page on the phone");
        let reply = self.answers_page(page, answer).await;
        assert_eq!(reply.status, 200, "{} answers: {}", self.name, reply.text());
        let reply = self.asks("page", json!({ "page": page })).await;
        assert_eq!(reply.status, 200, "{} sees the page: {}", self.name, reply.text());
        reply.json()
    }

    /// Answers a page, whatever comes of it.
    pub async fn answers_page(&self, page: PageId, answer: PageAnswer) -> Reply {
        let body = json!({ "answer": answer });
        self.calls("POST", &format!("/api/v1/pages/{page}/answer"), Some(body)).await
    }

    /// Asks the desk, as a screen does.
    pub async fn asks(&self, endpoint: &str, what: Value) -> Reply {
        self.calls("POST", &format!("/api/desk/{endpoint}"), Some(what)).await
    }

    /// Calls a route with this person's session.
    ///
    /// # Panics
    /// When nobody answers.
    pub async fn calls(&self, method: &str, path: &str, json: Option<Value>) -> Reply {
        self.tries(method, path, json).await.expect("an answer")
    }

    /// Calls a route with this person's session; perhaps nobody answers.
    pub async fn tries(&self, method: &str, path: &str, json: Option<Value>) -> Result<Reply, NoAnswer> {
        let mut request = self.phone.request(method, path);
        if let Some(json) = json {
            request = request.header("content-type", "application/json").body(json.to_string());
        }
        self.phone.town().send(request).await
    }

    /// Lets the phone's own clock run ahead of the server's.
    pub fn has_a_clock_ahead_by(&self, span: Span) {
        self.phone.is_ahead_by(span);
    }
}

/// A plain note.
pub(super) fn note(text: &str) -> NoteBody {
    NoteBody { text: text.into(), ..NoteBody::default() }
}

impl Person {
    /// Writes a note that says how soon somebody is needed.
    pub async fn writes_urgently(&self, text: &str, urgency: Urgency) -> NoteId {
        self.writes(NoteBody { urgency: Some(urgency), ..note(text) }).await
    }
}
