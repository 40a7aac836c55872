//! What is asked of somebody, and how they answer.

use super::api::Reply;
use super::person::Person;
use desk::clock::chance;
use domain::asks::{AskAnswer, AskKind, AskView};
use domain::ids::{AskId, DeedId, IncidentId};
use domain::work::{Deed, NewDeed};
use serde_json::json;

impl Person {
    /// Goes on with the work on a case by one deed; answers the question about conflicts first, where it is open.
    pub async fn works(&self, incident: IncidentId, deed: Deed) -> (DeedId, Reply) {
        self.has_no_conflict(incident).await;
        let id = DeedId::mint(self.phone().now(), chance());
        (id, self.sends_deed(incident, &NewDeed { id, deed, anyway: None }).await)
    }

    /// Does a deed that nothing stands against.
    ///
    /// # Panics
    /// When something does.
    pub async fn does(&self, incident: IncidentId, deed: Deed) -> DeedId {
        let (id, reply) = self.works(incident, deed).await;
        assert_eq!(reply.status, 200, "{} goes on with the work: {}", self.name(), reply.text());
        id
    }

    /// What waits on the screen *Asked of you*.
    ///
    /// # Panics
    /// When the server does not show it.
    pub async fn is_asked_for(&self) -> Vec<AskView> {
        let reply = self.asks("asks", json!({})).await;
        assert_eq!(reply.status, 200, "{} sees what is asked: {}", self.name(), reply.text());
        reply.json()
    }

    /// The one thing of this kind that is asked.
    ///
    /// # Panics
    /// When there is none or more.
    pub async fn is_asked_once_for(&self, kind: AskKind) -> AskView {
        let mut asks = self.is_asked_for().await;
        asks.retain(|ask| ask.kind == kind);
        assert_eq!(asks.len(), 1, "{} is asked once for {kind:?}", self.name());
        asks.remove(0)
    }

    /// Opens what a push leads to.
    pub async fn opens_the_ask(&self, ask: AskId) -> Reply {
        self.asks("ask", json!({ "ask": ask })).await
    }

    /// Answers what is asked.
    pub async fn answers_the_ask(&self, ask: AskId, answer: AskAnswer) -> Reply {
        let deed = DeedId::mint(self.phone().now(), chance());
        self.answers_the_ask_as(ask, deed, answer).await
    }

    /// Answers what is asked by a deed of this id.
    pub async fn answers_the_ask_as(&self, ask: AskId, deed: DeedId, answer: AskAnswer) -> Reply {
        self.asks("answer_ask", json!({ "ask": ask, "deed": deed, "answer": answer })).await
    }

    /// Waits for a push that asks for something, and opens it: the ask that it leads to.
    ///
    /// # Panics
    /// When none comes, or it is no ask.
    pub async fn is_pushed_an_ask(&self) -> AskId {
        let message = self.phone().next_message().await.payload_json;
        assert_eq!(message["t"], "ask", "{message}");
        let shown = &message["notification"];
        assert_eq!((&shown["title"], &shown["body"]), (&json!("You are asked for something"), &json!("Open the app.")));
        let id = message["p"].as_str().and_then(|id| AskId::parse(id).ok()).expect("the push names an ask");
        assert_eq!(shown["navigate"], format!("http://localhost:3000/app/asks/{id}"));
        id
    }
}
