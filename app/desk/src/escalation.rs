//! The escalation policy of a conference: whom a page calls in which order.

use crate::{Desk, DeskError, by, refused_input};
use domain::audit::{AuditEvents, Did};
use domain::paging::Policies;
use domain::permission::{Act, Actor, Colleague};
use domain::view::EscalationView;

impl Desk {
    /// The ladders as they stand, and who can be an emergency contact.
    pub async fn escalation(&self, actor: &Actor) -> Result<EscalationView, DeskError> {
        actor.may(Act::SetUpConference)?;
        let mut read = self.store.read().await?;
        let written = read.policies(actor.conference).await?;
        let people = read.people(actor.conference).await?.into_iter().map(|person| Colleague {
            person: person.id,
            name: person.name,
            phone: person.phone,
            role: person.role,
        });
        let is_usual = written.is_none();
        let policies = written.unwrap_or_else(|| self.pager.policies.clone());
        Ok(EscalationView { policies, is_usual, people: people.collect() })
    }

    /// Writes the ladders, or goes back to the server's own; they count at once, for pages that call already too.
    pub async fn set_escalation(&self, actor: &Actor, policies: Option<Policies>) -> Result<EscalationView, DeskError> {
        actor.may(Act::SetUpConference)?;
        let policies = policies.map(|policies| policies.parse().map_err(refused_input)).transpose()?;
        let mut tx = self.store.begin().await?;
        for contact in policies.iter().flat_map(|policies| &policies.contacts) {
            let known = tx.person(*contact).await?.is_some_and(|person| person.conference == actor.conference);
            if !known {
                return Err(DeskError::Input("An emergency contact is somebody of this conference.".into()));
            }
        }
        tx.put_policies(actor.conference, policies.as_ref()).await?;
        let did = Did::PoliciesChanged;
        tx.commit(AuditEvents::of(actor.conference, self.clock.now(), by(actor), None, did)).await?;
        self.pages_due.notify_one();
        self.escalation(actor).await
    }
}
