//! A reporter's browser: no account, no JavaScript, nothing kept but what the page's own form holds.

use super::api::Reply;
use super::town::Town;
use domain::reporter::ReporterKey;
use std::sync::Arc;

/// Somebody who has a private link, or guesses at one.
pub struct Visitor {
    town: Arc<Town>,
}

impl Visitor {
    pub(super) fn new(town: &Arc<Town>) -> Self {
        Self { town: Arc::clone(town) }
    }

    /// Opens the page where a private link leads.
    pub async fn opens_the_page(&self) -> Reply {
        self.town.send(self.town.request("GET", "/r")).await.expect("an answer")
    }

    /// Types the words.
    pub async fn types(&self, words: &str) -> Reply {
        self.posts("/r", &[("words", words)]).await
    }

    /// Types words that lead nowhere, and gets the page that says so.
    pub async fn types_in_vain(&self) -> Reply {
        self.types("no such words as these at all").await
    }

    /// Types the words of this key, as they stand on paper.
    pub async fn looks(&self, key: &ReporterKey) -> Reply {
        self.types(&key.reveal().join(" ")).await
    }

    /// Adds to the report through the form on the page, whose note id makes a repeat harmless.
    pub async fn adds(&self, key: &ReporterKey, note: &str, text: &str) -> Reply {
        self.posts("/r/add", &[("words", &key.reveal().join(" ")), ("note", note), ("text", text)]).await
    }

    /// Posts a form.
    pub async fn posts(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.town.request("POST", path).header("content-type", "application/x-www-form-urlencoded");
        self.town.send(request.body(body)).await.expect("an answer")
    }
}
