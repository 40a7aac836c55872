//! A reporter's browser: no account, no JavaScript, nothing kept but what the page's own form holds.

use super::api::Reply;
use super::town::Town;
use domain::reporter::ReporterKey;
use domain::time::seconds;
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
        self.says(key, &[("do", "add"), ("note", note), ("text", text)]).await
    }

    /// Sends one of the forms of their page.
    pub async fn says(&self, key: &ReporterKey, fields: &[(&str, &str)]) -> Reply {
        self.takes_a_moment();
        let words = key.reveal().join(" ");
        let fields: Vec<_> = std::iter::once(("words", words.as_str())).chain(fields.iter().copied()).collect();
        self.posts("/r/say", &fields).await
    }

    /// Opens a page.
    pub async fn opens(&self, path: &str) -> Reply {
        self.town.send(self.town.request("GET", path)).await.expect("an answer")
    }

    /// Opens the report form, fills these fields in and sends it; the words of the link and what came back.
    pub async fn reports(&self, fields: &[(&str, &str)]) -> (ReporterKey, Reply) {
        let form = ReportForm::of(&self.opens("/report").await.text());
        (form.key.clone(), self.sends(&form, fields).await)
    }

    /// Sends a report form that was opened before.
    pub async fn sends(&self, form: &ReportForm, fields: &[(&str, &str)]) -> Reply {
        self.takes_a_moment();
        let words = form.key.fragment().into_revealed();
        let carried = [("words", words.as_str()), ("note", form.note.as_str()), ("proof", form.proof.as_str())];
        let fields: Vec<_> = carried.into_iter().chain(fields.iter().copied()).collect();
        self.posts("/report", &fields).await
    }

    /// Nobody does two things in the same instant.
    fn takes_a_moment(&self) {
        self.town.passes(seconds(1));
    }

    /// Posts a form.
    pub async fn posts(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.town.request("POST", path).header("content-type", "application/x-www-form-urlencoded");
        self.town.send(request.body(body)).await.expect("an answer")
    }
}

/// A report form as somebody has it open.
pub struct ReportForm {
    /// The key that the report gets.
    pub key: ReporterKey,
    /// The id of its note.
    pub note: String,
    /// What it gives back under a rush; blank where it does not.
    pub proof: String,
}

impl ReportForm {
    /// Reads the form of a page.
    pub fn of(html: &str) -> Self {
        let hidden = |name: &str| hidden(html, name).unwrap_or_default();
        Self {
            key: ReporterKey::parse(&hidden("words")).expect("the form carries a key"),
            note: hidden("note"),
            proof: hidden("proof"),
        }
    }
}

/// The value of the first hidden field of this name.
pub fn hidden(html: &str, name: &str) -> Option<String> {
    let (_, rest) = html.split_once(&format!("name=\"{name}\" value=\""))?;
    Some(rest.split_once('"')?.0.to_owned())
}
