//! The conference: creating it, setting it up, and what phones keep of it for the times without a network.

use crate::clock::chance;
use crate::invites::add_invite;
use crate::store::{Read, Tx};
use crate::{Changed, Desk, DeskError, by, refused_input};
use domain::audit::{AuditEvents, By, Did};
use domain::conference::{Conference, Settings, SettingsRefused};
use domain::guide::{CARDS_MAX, Card, CardRefused, guide};
use domain::ids::ConferenceId;
use domain::invite::{LIFETIME_DEFAULT, NewInvite};
use domain::permission::{Act, Actor, Person, Role};
use domain::roster::Roster;
use domain::time::Timestamp;
use domain::view::{Bundle, CareContact, DutyTime, InviteMade};

impl Desk {
    /// Creates a conference that waits to be set up, with an invite for its first organizer. Only the command line and
    /// the first start of a server call this.
    pub async fn create_conference(&self) -> Result<InviteMade, DeskError> {
        let now = self.clock.now();
        let id = ConferenceId::mint(now, chance());
        let mut tx = self.store.begin().await?;
        tx.put_conference(&Conference { id, settings: Settings::default(), edition: 0 }).await?;
        let made = add_invite(&mut *tx, first_organizer(), id, now).await?;
        let events = AuditEvents::of(id, now, By::System, None, Did::ConferenceCreated);
        tx.commit(events.and(By::System, None, Did::InviteMade { invite: made.invite.id })).await?;
        Ok(made)
    }

    /// All conferences of this server, the oldest first.
    pub async fn conferences(&self) -> Result<Vec<Conference>, DeskError> {
        Ok(self.store.read().await?.conferences().await?)
    }

    /// The actor's conference.
    pub async fn conference(&self, actor: &Actor) -> Result<Conference, DeskError> {
        the_conference(&mut *self.store.read().await?, actor.conference).await
    }

    /// Changes the conference's settings. Devices that are signed in stay so until the new end and its grace.
    ///
    /// `knows_zone` says whether the server knows a time zone of that name.
    pub async fn set_up_conference(
        &self,
        actor: &Actor,
        settings: Settings,
        knows_zone: impl Fn(&str) -> bool + Send,
    ) -> Result<Conference, DeskError> {
        actor.may(Act::SetUpConference)?;
        self.set_up(actor.conference, settings, knows_zone, by(actor)).await
    }

    /// Changes a conference's settings from the command line, for somebody who has the machine.
    pub async fn set_up_conference_as_operator(
        &self,
        conference: ConferenceId,
        settings: Settings,
        knows_zone: impl Fn(&str) -> bool + Send,
    ) -> Result<Conference, DeskError> {
        self.set_up(conference, settings, knows_zone, By::System).await
    }

    async fn set_up(
        &self,
        id: ConferenceId,
        settings: Settings,
        knows_zone: impl Fn(&str) -> bool + Send,
        by: By,
    ) -> Result<Conference, DeskError> {
        let settings = settings.parse().map_err(refused_input)?;
        if !knows_zone(&settings.time_zone) {
            return Err(refused_input(SettingsRefused::UnknownTimeZone));
        }
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let mut conference = the_conference(&mut *tx, id).await?;
        let before = &conference.settings;
        let ends_before = before.is_set_up().then_some(before.ends_at);
        conference.settings = settings.unless_long_past(ends_before, now).map_err(refused_input)?;
        tx.put_conference(&conference).await?;
        let ends = conference.settings.sessions_end(now);
        for mut device in tx.devices(id).await? {
            if device.revoked_at.is_none() && device.expires_at != ends {
                device.expires_at = ends;
                tx.put_device(&device).await?;
            }
        }
        let conference = the_conference(&mut *tx, id).await?;
        tx.commit(AuditEvents::of(id, now, by, None, Did::ConferenceChanged)).await?;
        self.tell(Changed { conference: id, incident: None });
        Ok(conference)
    }

    /// The guide: the cards that come with every conference and what the organizers made of them.
    pub async fn guide(&self, actor: &Actor) -> Result<Vec<Card>, DeskError> {
        Ok(guide(self.store.read().await?.cards(actor.conference).await?))
    }

    /// Changes a card of the guide, or adds one.
    pub async fn put_card(&self, actor: &Actor, card: Card) -> Result<Vec<Card>, DeskError> {
        actor.may(Act::EditGuide)?;
        let now = self.clock.now();
        let card = card.parse(now).map_err(refused_input)?;
        let mut tx = self.store.begin().await?;
        let standing = guide(tx.cards(actor.conference).await?);
        if standing.len() >= CARDS_MAX && !standing.iter().any(|other| other.id == card.id) {
            return Err(refused_input(CardRefused::GuideFull));
        }
        tx.put_card(actor.conference, &card).await?;
        let cards = guide(tx.cards(actor.conference).await?);
        self.commit_edition(tx, actor, Did::CardChanged { card: card.id }, now).await?;
        Ok(cards)
    }

    /// What the actor's phone keeps for the times without a network.
    pub async fn bundle(&self, actor: &Actor, push_key: String) -> Result<Bundle, DeskError> {
        let now = self.clock.now();
        let mut read = self.store.read().await?;
        let people = read.people(actor.conference).await?;
        let roster = read.roster(actor.conference).await?;
        let me = people.iter().find(|person| person.id == actor.person).cloned().ok_or(DeskError::SignedOut)?;
        let device = read.device(actor.device).await?.ok_or(DeskError::SignedOut)?;
        let subscriptions = read.subscriptions(&[actor.person], now).await?;
        Ok(Bundle {
            made_at: now,
            conference: the_conference(&mut *read, actor.conference).await?,
            me,
            signed_in_until: device.expires_at,
            device: device.id,
            care_team: care_team(people, &roster, now),
            guide: guide(read.cards(actor.conference).await?),
            push_key,
            pushes: subscriptions.iter().any(|subscription| subscription.device == device.id),
        })
    }

    /// Counts the edition up and says so on the record and to open screens; every change of roster, people or guide ends
    /// like this.
    pub(crate) async fn commit_edition(
        &self,
        tx: Box<dyn Tx>,
        actor: &Actor,
        did: Did,
        now: Timestamp,
    ) -> Result<(), DeskError> {
        let events = AuditEvents::of(actor.conference, now, by(actor), None, did);
        self.commit_new_edition(tx, actor.conference, events).await
    }

    /// The same for several things that were done together.
    pub(crate) async fn commit_new_edition(
        &self,
        mut tx: Box<dyn Tx>,
        conference: ConferenceId,
        events: AuditEvents,
    ) -> Result<(), DeskError> {
        tx.new_edition(conference).await?;
        tx.commit(events).await?;
        self.tell(Changed { conference, incident: None });
        Ok(())
    }
}

fn first_organizer() -> NewInvite {
    NewInvite { role: Role::Organizer, name: "".into(), lifetime: LIFETIME_DEFAULT, uses: 1 }
}

pub(crate) async fn the_conference(read: &mut dyn Read, id: ConferenceId) -> Result<Conference, DeskError> {
    read.conference(id).await?.ok_or(DeskError::NotFound)
}

fn care_team(people: Vec<Person>, roster: &Roster, now: Timestamp) -> Vec<CareContact> {
    let members = people.into_iter().filter(|person| person.role == Role::CareMember);
    members
        .map(|person| CareContact {
            shifts: roster
                .standing()
                .iter()
                .filter(|shift| shift.person == person.id && shift.is_on_call() && shift.until > now)
                .map(|shift| DutyTime { from: shift.from, until: shift.until, presence: shift.presence })
                .collect(),
            person: person.id,
            name: person.name,
            phone: person.phone,
            languages: person.languages,
        })
        .collect()
}
