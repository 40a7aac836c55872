//! The readiness board: what is still to be done, who a page would reach, and a test page to find out.

use crate::clock::chance;
use crate::conference::the_conference;
use crate::store::Read;
use crate::{Desk, DeskError, by};
use domain::audit::{AuditEvents, Did};
use domain::ids::{DeliveryId, DeviceId, PersonId};
use domain::paging::{Delivery, DeliveryAbout, DeliveryState, DeliveryTo, Way};
use domain::permission::{Act, Actor, Person};
use domain::reach::{Choices, ChosenWay, Signs};
use domain::readiness::{Facts, Member, MemberDevice, ReadinessView, todos};
use domain::roster::SHIFT_MAX;
use domain::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet, HashMap};

impl Desk {
    /// What is still to be done, and what is known of the ways to each of the CARE team.
    pub async fn readiness(&self, actor: &Actor) -> Result<ReadinessView, DeskError> {
        actor.may(Act::SeeRoster)?;
        let now = self.clock.now();
        let mut read = self.store.read().await?;
        let conference = the_conference(&mut *read, actor.conference).await?;
        let roster = read.roster(actor.conference).await?;
        let checks = read.duty_checks(actor.conference, now.minus(SHIFT_MAX)).await?;
        let sends_mail = self.outside.sends_mail();
        let people = Self::team(&mut *read, actor).await?;
        let mut team = members(&mut *read, actor, people, sends_mail, now).await?;
        team.sort_by(|one, other| one.name.reveal().cmp(other.name.reveal()));
        let kept = read.hooks(actor.conference).await?;
        let hooks: Vec<_> = kept.iter().map(|kept| (kept.hook.id(), kept.tried.map(|tried| tried.heard))).collect();
        let facts = Facts {
            settings: &conference.settings,
            roster: &roster,
            checks: &checks,
            team: &team,
            sends_mail,
            hooks: &hooks,
        };
        let todos = todos(&facts, now);
        let hooks = kept.iter().map(|kept| (kept.hook.id(), kept.hook.spec().name.clone())).collect();
        Ok(ReadinessView { todos, team, hooks })
    }

    /// Sends a test push to every device of the CARE team that takes pushes, or to those of one member. Whether they came
    /// shows on the board.
    pub async fn send_test_pages(&self, actor: &Actor, to: Option<PersonId>) -> Result<ReadinessView, DeskError> {
        actor.may(Act::SeeRoster)?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let team = tx.care_team(actor.conference).await?;
        let wanted: Vec<_> = team.into_iter().filter(|member| to.is_none_or(|to| to == *member)).collect();
        let devices = tx.push_devices(&wanted, now).await?;
        let tests: Vec<_> = devices.into_iter().map(|(person, device)| test(person, device, now)).collect();
        if tests.is_empty() {
            return Err(DeskError::Input("No device there takes pushes, so a test has nowhere to go.".into()));
        }
        tx.add_deliveries(&tests, self.claim(now)).await?;
        let events = tests
            .iter()
            .map(|test| AuditEvents::of(actor.conference, now, by(actor), None, Did::PushMoved { push: test.id }));
        if let Some(events) = events.reduce(AuditEvents::join) {
            tx.commit(events).await?;
        }
        self.pages_due.notify_one();
        self.readiness(actor).await
    }
}

fn test(person: PersonId, device: DeviceId, now: Timestamp) -> Delivery {
    Delivery {
        id: DeliveryId::mint(now, chance()),
        about: DeliveryAbout::Test,
        person,
        to: DeliveryTo::Device(device),
        call: 0,
        since: now,
        queued_at: now,
        tries: 0,
        state: DeliveryState::Queued,
    }
}

async fn members(
    read: &mut dyn Read,
    actor: &Actor,
    people: Vec<Person>,
    sends_mail: bool,
    now: Timestamp,
) -> Result<Vec<Member>, DeskError> {
    let ids: Vec<_> = people.iter().map(|person| person.id).collect();
    let devices = read.devices(actor.conference).await?.into_iter().filter(|device| device.is_signed_in(now));
    let devices: Vec<_> = devices.collect();
    let pushed: BTreeSet<_> = read.push_devices(&ids, now).await?.into_iter().map(|(_, device)| device).collect();
    let pushed_ids: Vec<_> = pushed.iter().copied().collect();
    // Of test pushes alone: what became of pages would tell whoever is out of an incident that one was called for.
    let tests = read.last_tests(&pushed_ids).await?;
    let signs: BTreeMap<_, _> = tests.iter().filter_map(|test| Some((test.to.device()?, signs_of(test)))).collect();
    let choices: HashMap<_, _> = read.choices(&ids).await?.into_iter().collect();
    let trust = |device| pushed.contains(&device).then(|| signs.get(&device).copied().unwrap_or_default().trust(now));
    let member = |person: Person| Member {
        devices: devices
            .iter()
            .filter(|device| device.person == person.id)
            .map(|device| MemberDevice { device: device.id, name: device.name.clone(), trust: trust(device.id) })
            .collect(),
        other_ways: choices.get(&person.id).map_or(0, |choices| other_ways(choices, sends_mail)),
        person: person.id,
        name: person.name,
    };
    Ok(people.into_iter().map(member).collect())
}

/// What the last test push of a device tells of it.
fn signs_of(test: &Delivery) -> Signs {
    match test.state {
        DeliveryState::Queued | DeliveryState::Expired | DeliveryState::Failed => Signs::default(),
        DeliveryState::Accepted => Signs { received: None, silent: Some(test.queued_at) },
        DeliveryState::Received | DeliveryState::Seen | DeliveryState::Declined | DeliveryState::Taken => {
            Signs { received: Some(test.queued_at), silent: None }
        }
    }
}

/// How many ways beside pushes somebody chose that may lead to them.
fn other_ways(choices: &Choices, sends_mail: bool) -> usize {
    let may_lead = |way: &Way| match way {
        Way::Push => false,
        Way::Mail => sends_mail && !choices.stopped.contains(way),
        Way::Hook(_) => !choices.stopped.contains(way),
    };
    choices.ways.iter().map(ChosenWay::way).filter(may_lead).count()
}
