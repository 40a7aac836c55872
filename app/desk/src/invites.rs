//! Invites: making, withdrawing and using them.

use crate::clock::chance;
use crate::conference::the_conference;
use crate::store::Tx;
use crate::{Desk, DeskError, by, refused_input};
use domain::audit::{AuditEvents, By, Did};
use domain::ids::{ConferenceId, DeviceId, InviteId, PersonId};
use domain::invite::{Invite, InviteCode, InviteRefused, NewInvite};
use domain::permission::{Act, Actor, Device, Person};
use domain::private::Private;
use domain::session::SessionToken;
use domain::time::Timestamp;
use domain::view::{InviteMade, SignedIn};

/// Longest name of a device that is kept, in characters.
const DEVICE_NAME_MAX: usize = 80;

impl Desk {
    /// Makes an invite. Its code is in the answer and nowhere else.
    pub async fn make_invite(&self, actor: &Actor, wanted: NewInvite) -> Result<InviteMade, DeskError> {
        actor.may(Act::Invite)?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let made = add_invite(&mut *tx, wanted, actor.conference, now).await?;
        let did = Did::InviteMade { invite: made.invite.id };
        tx.commit(AuditEvents::of(actor.conference, now, by(actor), None, did)).await?;
        Ok(made)
    }

    /// Makes an invite from the command line, for somebody who has the machine.
    pub async fn make_invite_as_operator(
        &self,
        conference: ConferenceId,
        wanted: NewInvite,
    ) -> Result<InviteMade, DeskError> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        the_conference(&mut *tx, conference).await?;
        let made = add_invite(&mut *tx, wanted, conference, now).await?;
        let did = Did::InviteMade { invite: made.invite.id };
        tx.commit(AuditEvents::of(conference, now, By::System, None, did)).await?;
        Ok(made)
    }

    /// All invites of the conference, the latest first.
    pub async fn invites(&self, actor: &Actor) -> Result<Vec<Invite>, DeskError> {
        actor.may(Act::Invite)?;
        Ok(self.store.read().await?.invites(actor.conference).await?)
    }

    /// Withdraws an invite; harmless when it is withdrawn already.
    pub async fn withdraw_invite(&self, actor: &Actor, id: InviteId) -> Result<Vec<Invite>, DeskError> {
        actor.may(Act::Invite)?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let mut invites = tx.invites(actor.conference).await?;
        let invite = invites.iter_mut().find(|invite| invite.id == id).ok_or(DeskError::NotFound)?;
        if invite.withdrawn_at.is_none() {
            invite.withdrawn_at = Some(now);
            tx.put_invite(invite).await?;
            let did = Did::InviteWithdrawn { invite: id };
            tx.commit(AuditEvents::of(actor.conference, now, by(actor), None, did)).await?;
        }
        Ok(invites)
    }

    /// Signs a device in with an invite's code. A code that does not work is refused in one sentence, whatever the
    /// reason.
    pub async fn redeem_invite(
        &self,
        typed: &str,
        name: &Private<String>,
        device_name: &str,
    ) -> Result<(SessionToken, SignedIn), DeskError> {
        let not_good = || refused_input(InviteRefused::NotGood);
        let code = InviteCode::parse(typed).ok_or_else(not_good)?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let mut invite = tx.invite_by_code(code.digest()).await?.ok_or_else(not_good)?;
        let name = invite.redeem(name, now).map_err(refused_input)?;
        tx.put_invite(&invite).await?;
        let person = the_person(&mut *tx, &invite, name, now).await?;
        let conference = the_conference(&mut *tx, invite.conference).await?;
        let token = SessionToken::mint(chance());
        let device = Device {
            id: DeviceId::mint(now, chance()),
            person: person.id,
            name: device_name.trim().chars().take(DEVICE_NAME_MAX).collect(),
            signed_in_at: now,
            seen_at: now,
            expires_at: conference.settings.sessions_end(now),
            revoked_at: None,
        };
        tx.add_device(&device, token.digest()).await?;
        tx.new_edition(conference.id).await?;
        let signed_in = SignedIn {
            device: device.id,
            until: device.expires_at,
            needs_set_up: !conference.settings.is_set_up(),
            person,
        };
        let by = By::Person { person: signed_in.person.id, device: device.id };
        let did = Did::SignedIn { device: device.id };
        tx.commit(AuditEvents::of(conference.id, now, by, None, did)).await?;
        Ok((token, signed_in))
    }
}

pub(crate) async fn add_invite(
    tx: &mut dyn Tx,
    wanted: NewInvite,
    conference: ConferenceId,
    now: Timestamp,
) -> Result<InviteMade, DeskError> {
    let invite = wanted.parse(InviteId::mint(now, chance()), conference, now).map_err(refused_input)?;
    let code = InviteCode::mint(chance());
    tx.add_invite(&invite, code.digest()).await?;
    Ok(InviteMade { invite, code: code.reveal().into() })
}

/// Whoever signs in: a named invite brings the same person in again on another device, a shared one a new person each
/// time.
async fn the_person(
    tx: &mut dyn Tx,
    invite: &Invite,
    name: Private<String>,
    now: Timestamp,
) -> Result<Person, DeskError> {
    if !invite.name.is_blank() {
        let people = tx.people(invite.conference).await?;
        let same = |person: &Person| person.role == invite.role && person.name == name;
        if let Some(person) = people.into_iter().find(same) {
            return Ok(person);
        }
    }
    let person = Person {
        id: PersonId::mint(now, chance()),
        conference: invite.conference,
        name,
        phone: Private::default(),
        languages: String::new(),
        role: invite.role,
    };
    tx.put_person(&person).await?;
    Ok(person)
}
