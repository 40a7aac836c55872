//! What a CARE member does about the people of a case, what is known, evidence and conversations.

use super::api::Reply;
use super::person::Person;
use desk::clock::chance;
use domain::ids::{DeedId, IncidentId};
use domain::private::Private;
use domain::work::conversation::{ConversationDeed, Plan};
use domain::work::fact::{About, FactDeed};
use domain::work::people::{PersonDeed, Trait};
use domain::work::{Deed, NewDeed};
use serde_json::json;

impl Person {
    /// Takes one step in the work on a case, whatever comes of it.
    pub async fn takes_a_step(&self, incident: IncidentId, deed: Deed) -> Reply {
        let id = DeedId::mint(self.phone().now(), chance());
        self.sends_deed(incident, &NewDeed { id, deed, anyway: None }).await
    }

    /// Takes a step although a rule stands against it.
    pub async fn takes_a_step_anyway(&self, incident: IncidentId, deed: Deed, why: &str) -> Reply {
        let id = DeedId::mint(self.phone().now(), chance());
        self.sends_deed(incident, &NewDeed { id, deed, anyway: Some(why.into()) }).await
    }

    /// Sends a deed as a phone does, once more if need be.
    pub async fn sends_deed(&self, incident: IncidentId, deed: &NewDeed) -> Reply {
        self.asks("work_on", json!({ "incident": incident, "deed": deed })).await
    }

    /// Writes what is known of somebody.
    pub async fn writes_of(&self, incident: IncidentId, person: DeedId, trait_: Trait, text: &str) -> DeedId {
        let (text, over) = (text.into(), Vec::new());
        self.does_deed(incident, Deed::Person(PersonDeed::Write { person, trait_, text, over })).await
    }

    /// Writes what is known, having seen these versions.
    pub async fn writes_fact(&self, incident: IncidentId, about: About, text: &str, over: &[DeedId]) -> DeedId {
        let (text, over) = (text.into(), over.to_vec());
        self.does_deed(incident, Deed::Fact(FactDeed { about, text, over })).await
    }
}

/// A conversation with somebody, between these.
pub fn conversation(with: DeedId, talks: &Person, notes: Option<&Person>) -> Deed {
    let (purpose, place) = ("To hear their side".into(), Private::default());
    let (talks, notes) = (talks.id(), notes.map(Person::id));
    Deed::Conversation(ConversationDeed::Plan(Plan { with, purpose, place, at: None, talks, notes }))
}
