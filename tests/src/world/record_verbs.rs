//! What a CARE member does with the written record: searching it, taking it out.

use super::api::Reply;
use super::person::Person;
use domain::found::Found;
use domain::ids::IncidentId;
use serde_json::{Value, json};

impl Person {
    /// Searches.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn searches(&self, words: &str) -> Found {
        let reply = self.asks("search", json!({ "words": words })).await;
        assert_eq!(reply.status, 200, "{} searches: {}", self.name(), reply.text());
        reply.json()
    }

    /// The code names of what a search finds.
    pub async fn finds(&self, words: &str) -> Vec<String> {
        self.searches(words).await.hits.into_iter().map(|hit| hit.code_name).collect()
    }

    /// Takes a case out in this form, whatever comes of it.
    pub async fn exports(&self, incident: IncidentId, wanted: Value) -> Reply {
        self.calls("POST", &format!("/api/v1/cases/{incident}/export"), Some(wanted)).await
    }
}
