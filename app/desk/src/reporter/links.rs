//! A new key for a private link: the reporter changes it, or the team gives one in person.

use super::{ReporterPage, linked, page};
use crate::clock::chance;
use crate::store::NewRows;
use crate::{Changed, Desk, DeskError, whole};
use domain::audit::{AuditEvents, By, Did};
use domain::digest::Digest;
use domain::ids::{IncidentId, ReporterLinkId};
use domain::permission::Actor;
use domain::reporter::{ReporterKey, ReporterLink};

impl Desk {
    /// The reporter gives the link new words, and the old ones lead nowhere. Done twice it is done once: then the new ones
    /// lead here already.
    pub async fn reporter_changes_key(&self, key: &ReporterKey, new: &ReporterKey) -> Result<ReporterPage, DeskError> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        if tx.link_by_key(new.digest()).await?.is_some() {
            // Whoever has the new words may read the page; whoever has the old ones too, and chose them.
            drop(tx);
            return self.reporter_looks(new).await;
        }
        let (link, incident) = linked(&mut *tx, key).await?;
        tx.change_link(link.id, new.digest()).await?;
        let page = page(&mut *tx, &link, &incident).await?;
        let did = Did::LinkChanged { link: link.id };
        tx.commit(AuditEvents::of(incident.conference, now, By::Reporter, Some(incident.id), did)).await?;
        self.tell(Changed { conference: incident.conference, incident: Some(incident.id) });
        Ok(page)
    }

    /// A member gives the reporter a private link in person: a first one, or new words for one that was lost. The key is
    /// minted on the member's device, and its digest makes a repeat harmless.
    pub async fn give_link(
        &self,
        actor: &Actor,
        incident: IncidentId,
        lost: Option<ReporterLinkId>,
        key: Digest,
    ) -> Result<(), DeskError> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let case = self.case(&mut *tx, actor, incident).await?;
        case.contents()?;
        if let Some(known) = tx.link_by_key(key).await? {
            return if case.is_part(known.incident) { Ok(()) } else { Err(DeskError::Stale) };
        }
        // A link stays with the report whose reporter reads it, whatever that was joined to.
        let (part, id) = match lost {
            Some(lost) => {
                let links = whole::links(&mut *tx, &whole::parts_of(&case)).await?;
                let link = links.iter().find(|link| link.id == lost).ok_or(DeskError::NotFound)?;
                (link.incident, link.id)
            }
            None => (incident, ReporterLinkId::mint(now, chance())),
        };
        let events = case.give_link(part, id, now)?;
        if lost.is_some() {
            tx.change_link(id, key).await?;
        } else {
            let link = ReporterLink { id, incident: part, key, made_at: now, note: None };
            tx.add_rows(NewRows { links: vec![link], ..NewRows::default() }).await?;
        }
        tx.commit(events).await?;
        self.tell(Changed { conference: actor.conference, incident: Some(case.incident().id) });
        Ok(())
    }
}
