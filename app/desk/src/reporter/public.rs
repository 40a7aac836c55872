//! What the public pages show, and what members and organizers let them show.

use crate::{Desk, DeskError, by, refused_input};
use domain::audit::{AuditEvents, Did};
use domain::conference::Conference;
use domain::permission::{Act, Actor};
use domain::reporter::team::{Member, PublicCard, PublicPages, Shown, members};

/// What the public pages show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicSite {
    /// The conference that this server shows: the one that was created last.
    pub conference: Conference,
    /// What the organizers say about the pages.
    pub pages: PublicPages,
    /// The team as the public may know it.
    pub team: Vec<Member>,
}

impl Desk {
    /// What the public pages show; nothing before there is a conference.
    pub async fn public_site(&self) -> Result<Option<PublicSite>, DeskError> {
        let mut read = self.store.read().await?;
        let Some(conference) = read.conferences().await?.pop() else { return Ok(None) };
        let pages = read.public_pages(conference.id).await?;
        let cards = read.public_cards(conference.id).await?;
        let team = members(read.care_team(conference.id).await?, &cards, pages.shows_team);
        Ok(Some(PublicSite { conference, pages, team }))
    }

    /// What of oneself the public sees.
    pub async fn my_public_card(&self, actor: &Actor) -> Result<Shown, DeskError> {
        actor.care_member()?;
        let mut read = self.store.read().await?;
        let shown = read.public_pages(actor.conference).await?.shows_team;
        let cards = read.public_cards(actor.conference).await?;
        let team = members(read.care_team(actor.conference).await?, &cards, true);
        let me = team.into_iter().find(|member| member.person == actor.person).ok_or(DeskError::NotFound)?;
        Ok(Shown { card: me.card, number: me.number, shown })
    }

    /// Says what of oneself the public sees.
    pub async fn set_my_public_card(&self, actor: &Actor, card: PublicCard) -> Result<Shown, DeskError> {
        actor.care_member()?;
        let card = card.parse().map_err(refused_input)?;
        let mut tx = self.store.begin().await?;
        let person = tx.person(actor.person).await?.ok_or(DeskError::NotFound)?;
        tx.put_public_card(&person, &card).await?;
        let did = Did::PersonChanged { person: actor.person };
        tx.commit(AuditEvents::of(actor.conference, self.clock.now(), by(actor), None, did)).await?;
        self.my_public_card(actor).await
    }

    /// What the organizers say about the public pages.
    pub async fn public_pages(&self, actor: &Actor) -> Result<PublicPages, DeskError> {
        actor.may(Act::SetUpConference)?;
        Ok(self.store.read().await?.public_pages(actor.conference).await?)
    }

    /// Says what the public pages show.
    pub async fn set_public_pages(&self, actor: &Actor, pages: PublicPages) -> Result<PublicPages, DeskError> {
        actor.may(Act::SetUpConference)?;
        let pages = pages.parse().map_err(refused_input)?;
        let mut tx = self.store.begin().await?;
        tx.put_public_pages(actor.conference, &pages).await?;
        let events = AuditEvents::of(actor.conference, self.clock.now(), by(actor), None, Did::PublicPagesChanged);
        tx.commit(events).await?;
        Ok(pages)
    }
}
