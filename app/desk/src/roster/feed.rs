//! The calendar feed: making its address, ending it, and reading one's own shifts through it.

use crate::clock::chance;
use crate::conference::the_conference;
use crate::store::Feed;
use crate::{Desk, DeskError, by};
use domain::audit::{AuditEvents, Did};
use domain::permission::{Act, Actor, Role};
use domain::private::Private;
use domain::roster::{FeedToken, calendar};

impl Desk {
    /// Makes the address of one's calendar feed, in place of any earlier one: the last part of it, shown once.
    pub async fn make_feed(&self, actor: &Actor) -> Result<Private<String>, DeskError> {
        actor.may(Act::SwapShifts)?;
        let now = self.clock.now();
        let token = FeedToken::mint(chance());
        let mut tx = self.store.begin().await?;
        let feed = Feed { conference: actor.conference, person: actor.person, made_at: now };
        tx.put_feed(&feed, token.digest()).await?;
        tx.commit(AuditEvents::of(actor.conference, now, by(actor), None, Did::FeedMade)).await?;
        Ok(token.reveal().into())
    }

    /// Ends one's calendar feed; harmless when there is none.
    pub async fn end_feed(&self, actor: &Actor) -> Result<(), DeskError> {
        actor.may(Act::SwapShifts)?;
        let mut tx = self.store.begin().await?;
        if tx.remove_feed(actor.person).await? {
            tx.commit(AuditEvents::of(actor.conference, self.clock.now(), by(actor), None, Did::FeedEnded)).await?;
        }
        Ok(())
    }

    /// The shifts of whoever made this address, as an iCalendar object. It ends with its owner's place on the team and
    /// with the conference's grace; an address that leads nowhere is not found, whatever the reason.
    pub async fn calendar(&self, file: &str) -> Result<Private<String>, DeskError> {
        let token = FeedToken::parse(file).ok_or(DeskError::NotFound)?;
        let now = self.clock.now();
        let mut read = self.store.read().await?;
        let feed = read.feed(token.digest()).await?.ok_or(DeskError::NotFound)?;
        let owner = read.person(feed.person).await?.filter(|person| person.role == Role::CareMember);
        let conference = the_conference(&mut *read, feed.conference).await?;
        let over =
            conference.settings.is_set_up() && conference.settings.ends_at.plus(conference.settings.grace) <= now;
        let owner = owner.filter(|_| !over).ok_or(DeskError::NotFound)?;
        let roster = read.roster(feed.conference).await?;
        let theirs = roster.standing().iter().filter(|shift| shift.person == owner.id);
        Ok(calendar(&conference.settings.name, theirs, now).into())
    }
}
