//! Devices: who is asking, and who may not ask any more.

use crate::sessions::Caller;
use crate::store::{Read, Session};
use crate::{Desk, DeskError, by};
use domain::audit::{AuditEvents, Did};
use domain::ids::DeviceId;
use domain::permission::{Act, Actor, Device, Person, Role};
use domain::session::SessionToken;
use domain::time::{Span, hours};
use domain::view::{DeviceRow, PersonRow};
use std::collections::HashSet;

/// How often at most it is noted that a device was heard of.
const SEEN_EVERY: Span = hours(1);

impl Desk {
    /// Who holds this token, if the session is alive.
    pub async fn actor_of(&self, token: &SessionToken) -> Result<Actor, DeskError> {
        Ok(self.caller(token).await?.actor)
    }

    /// Who holds this token, if the session is alive, and what their phone should know in every answer.
    pub async fn caller(&self, token: &SessionToken) -> Result<Caller, DeskError> {
        let now = self.clock.now();
        let session = self.sessions.find(token.digest()).await?;
        let Session { mut device, conference, role, edition, .. } =
            session.filter(|session| session.device.is_signed_in(now)).ok_or(DeskError::SignedOut)?;
        let actor = Actor { person: device.person, device: device.id, conference, role };
        if now.since(device.seen_at) >= SEEN_EVERY {
            device.seen_at = now;
            let mut tx = self.store.begin().await?;
            tx.put_device(&device).await?;
            let did = Did::DeviceSeen { device: device.id };
            tx.commit(AuditEvents::of(actor.conference, now, by(&actor), None, did)).await?;
        }
        Ok(Caller { actor, edition })
    }

    /// One's own devices, the latest first.
    pub async fn my_devices(&self, actor: &Actor) -> Result<Vec<DeviceRow>, DeskError> {
        actor.may(Act::ManageOwnDevices)?;
        let mut read = self.store.read().await?;
        let mine: Vec<_> =
            read.devices(actor.conference).await?.into_iter().filter(|device| device.person == actor.person).collect();
        rows(&mut *read, actor, mine, self.clock.now()).await
    }

    /// Everybody of the conference with their devices.
    pub async fn people(&self, actor: &Actor) -> Result<Vec<PersonRow>, DeskError> {
        actor.may(Act::ManagePeople)?;
        let mut read = self.store.read().await?;
        let people = read.people(actor.conference).await?;
        let devices = read.devices(actor.conference).await?;
        let rows = rows(&mut *read, actor, devices, self.clock.now()).await?;
        let of = |person: &Person| rows.iter().filter(|row| row.device.person == person.id).cloned().collect();
        Ok(people.into_iter().map(|person| PersonRow { devices: of(&person), person }).collect())
    }

    /// Signs a device out: one's own, or anybody's for an organizer. Harmless when it is signed out already; a device
    /// that is neither is not found.
    pub async fn revoke_device(&self, actor: &Actor, id: DeviceId) -> Result<(), DeskError> {
        actor.may(Act::ManageOwnDevices)?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let devices = tx.devices(actor.conference).await?;
        let mut device = devices.into_iter().find(|device| device.id == id).ok_or(DeskError::NotFound)?;
        if device.person != actor.person && actor.may(Act::ManagePeople).is_err() {
            return Err(DeskError::NotFound);
        }
        if device.revoked_at.is_none() {
            device.revoked_at = Some(now);
            tx.put_device(&device).await?;
            tx.remove_subscription(id).await?;
            let did = Did::DeviceRevoked { device: id };
            tx.commit(AuditEvents::of(actor.conference, now, by(actor), None, did)).await?;
        }
        Ok(())
    }

    /// Changes how colleagues reach the actor.
    pub async fn change_my_details(
        &self,
        actor: &Actor,
        phone: domain::private::Private<String>,
        languages: String,
    ) -> Result<Person, DeskError> {
        let too_long = phone.reveal().chars().count() > 40 || languages.chars().count() > 200;
        if too_long {
            return Err(DeskError::Input("A number has at most 40 characters, the languages at most 200.".into()));
        }
        let mut tx = self.store.begin().await?;
        let mut person = tx.person(actor.person).await?.ok_or(DeskError::SignedOut)?;
        person.phone = phone.reveal().trim().into();
        person.languages = languages.trim().to_owned();
        tx.put_person(&person).await?;
        self.commit_edition(tx, actor, Did::PersonChanged { person: person.id }, self.clock.now()).await?;
        Ok(person)
    }

    /// The CARE team, for whoever keeps the roster.
    pub(crate) async fn team(read: &mut dyn Read, actor: &Actor) -> Result<Vec<Person>, DeskError> {
        let people = read.people(actor.conference).await?;
        Ok(people.into_iter().filter(|person| person.role == Role::CareMember).collect())
    }
}

async fn rows(
    read: &mut dyn Read,
    actor: &Actor,
    mut devices: Vec<Device>,
    now: domain::time::Timestamp,
) -> Result<Vec<DeviceRow>, DeskError> {
    devices.sort_by_key(|device| std::cmp::Reverse((device.signed_in_at, device.id)));
    let ids: Vec<_> = devices.iter().map(|device| device.id).collect();
    let mut people: Vec<_> = devices.iter().map(|device| device.person).collect();
    people.sort_unstable();
    people.dedup();
    let tests = read.last_tests(&ids).await?;
    let pushes: HashSet<_> =
        read.subscriptions(&people, now).await?.into_iter().map(|subscription| subscription.device).collect();
    Ok(devices
        .into_iter()
        .map(|device| DeviceRow {
            this_one: device.id == actor.device,
            pushes: pushes.contains(&device.id),
            last_test: tests
                .iter()
                .find(|push| push.to.device() == Some(device.id))
                .map(|push| (push.state, push.queued_at)),
            device,
        })
        .collect())
}
