//! What members do to the team's words: draft, agree, object, rewrite, take back.

use super::api::Reply;
use super::person::Person;
use desk::clock::chance;
use domain::ids::{DeedId, IncidentId, ReporterLinkId};
use domain::view::CaseView;
use domain::work::draft::{Draft, DraftDeed, Message, Purpose, Says, Statement};
use domain::work::{Deed, NewDeed, Work};
use domain::writing::Writes;
use serde_json::json;

/// Words to a reporter.
pub fn message(to: Option<ReporterLinkId>, purpose: Purpose, text: &str) -> Says {
    Says::Message(Message { to, purpose, text: text.into() })
}

/// Words to the public.
pub fn statement(text: &str) -> Says {
    let (public_because, audience) = ("It was said on stage.".into(), "Everybody at the conference".into());
    Says::Statement(Statement { public_because, audience, text: text.into() })
}

/// A draft of a case, as it stands.
///
/// # Panics
/// When there is none of this id.
pub fn draft(case: &CaseView, draft: DeedId) -> Draft {
    Work::of(case.deeds()).drafts.get(draft).expect("a draft").clone()
}

impl Person {
    /// Drafts words; the draft, which is also the id of its first version.
    ///
    /// # Panics
    /// When the server does not take it.
    pub async fn drafts(&self, incident: IncidentId, says: Says) -> DeedId {
        self.opens(incident).await;
        let (id, reply) =
            self.does_to_words(incident, DraftDeed::Write { draft: None, says, over: vec![] }, None).await;
        assert_eq!(reply.status, 200, "{} drafts: {}", self.name(), reply.text());
        id
    }

    /// Writes another version in place of those that they have read.
    ///
    /// # Panics
    /// When the server does not take it.
    pub async fn rewrites(&self, incident: IncidentId, draft: DeedId, says: Says, over: &[DeedId]) -> DeedId {
        self.opens(incident).await;
        let deed = DraftDeed::Write { draft: Some(draft), says, over: over.to_vec() };
        let (id, reply) = self.does_to_words(incident, deed, None).await;
        assert_eq!(reply.status, 200, "{} rewrites: {}", self.name(), reply.text());
        id
    }

    /// Agrees to a version.
    pub async fn agrees(&self, incident: IncidentId, draft: DeedId, version: DeedId) -> Reply {
        self.opens(incident).await;
        self.does_to_words(incident, DraftDeed::Agree { draft, version }, None).await.1
    }

    /// Agrees to a version although a rule stands against it.
    pub async fn agrees_anyway(&self, incident: IncidentId, draft: DeedId, version: DeedId, why: &str) -> Reply {
        self.does_to_words(incident, DraftDeed::Agree { draft, version }, Some(why)).await.1
    }

    /// Would have a draft different.
    pub async fn would_have_it_different(&self, incident: IncidentId, draft: DeedId, why: &str) -> Reply {
        self.opens(incident).await;
        self.does_to_words(incident, DraftDeed::Object { draft, why: why.into() }, None).await.1
    }

    /// Takes a draft back.
    pub async fn takes_back(&self, incident: IncidentId, draft: DeedId) -> Reply {
        self.does_to_words(incident, DraftDeed::Withdraw { draft }, None).await.1
    }

    /// Is writing just now.
    pub async fn is_writing(&self, incident: IncidentId, what: Writes) -> Reply {
        self.asks("i_am_writing", json!({ "incident": incident, "what": what })).await
    }

    async fn does_to_words(&self, incident: IncidentId, deed: DraftDeed, why: Option<&str>) -> (DeedId, Reply) {
        let id = DeedId::mint(self.phone().now(), chance());
        let deed = NewDeed { id, deed: Deed::Draft(deed), anyway: why.map(Into::into) };
        (id, self.asks("work_on", json!({ "incident": incident, "deed": deed })).await)
    }
}
