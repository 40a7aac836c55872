//! What the auditor asks: whether pages go on, and whom to tell when they do not.
//!
//! It stands beside the pager and shares nothing with it but the rows, so that what stops the pager does not stop it.

use crate::deliveries::Goes;
use crate::store::{Read, StoreError};
use crate::{Desk, DeskError};
use domain::audit::{AuditEvents, By, Did};
use domain::ids::{ConferenceId, PersonId};
use domain::paging::Trouble;
use domain::permission::Role;
use domain::reach::{Choices, ChosenWay};
use domain::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Somebody who is told when pages do not go on, and one way to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarmed {
    /// Their conference.
    pub conference: ConferenceId,
    /// Who.
    pub person: PersonId,
    /// One of their ways; somebody with several stands here several times.
    pub goes: Goes,
}

impl Desk {
    /// What is wrong with the pages just now; an error when storage does not answer or takes no change.
    pub async fn trouble(&self) -> Result<Option<Trouble>, StoreError> {
        self.store.check().await?;
        let progress = self.store.read().await?.progress().await?;
        Ok(progress.trouble(self.clock.now()))
    }

    /// The CARE team and the organizers of every conference, by every way that leads to them.
    pub async fn whom_to_alarm(&self) -> Result<Vec<Alarmed>, DeskError> {
        let now = self.clock.now();
        let mut read = self.store.read().await?;
        let mut alarmed = Vec::new();
        for conference in read.conferences().await? {
            alarmed.extend(alarmed_of(&mut *read, conference.id, now).await?);
        }
        Ok(alarmed)
    }

    /// Puts on record that these were told.
    pub async fn alarm_raised(&self, told: &[Alarmed]) -> Result<(), DeskError> {
        let now = self.clock.now();
        let mut by_conference: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for one in told {
            by_conference.entry(one.conference).or_default().insert(one.person);
        }
        for (conference, people) in by_conference {
            let did = Did::AlarmRaised { people: people.into_iter().collect() };
            let tx = self.store.begin().await?;
            tx.commit(AuditEvents::of(conference, now, By::System, None, did)).await?;
        }
        Ok(())
    }
}

async fn alarmed_of(read: &mut dyn Read, conference: ConferenceId, now: Timestamp) -> Result<Vec<Alarmed>, DeskError> {
    let is_told = |role: Role| match role {
        Role::CareMember | Role::Organizer => true,
        Role::Volunteer => false,
    };
    let people = read.people(conference).await?.into_iter().filter(|person| is_told(person.role));
    let people: Vec<_> = people.map(|person| person.id).collect();
    let choices: HashMap<_, _> = read.choices(&people).await?.into_iter().collect();
    let hooks = read.hooks(conference).await?.into_iter().map(|kept| (kept.hook.id(), Arc::new(kept.hook)));
    let hooks: HashMap<_, _> = hooks.collect();
    // A push is tried also for whoever would rather be called otherwise, and so is every further way.
    let pushes = read.subscriptions(&people, now).await?.into_iter();
    let mut alarmed: Vec<_> =
        pushes.map(|to| Alarmed { conference, person: to.person, goes: Goes::Push(to) }).collect();
    let usual = Choices::default();
    for person in people {
        let ways = &choices.get(&person).unwrap_or(&usual).ways;
        let goes = ways.iter().filter_map(|way| match way {
            ChosenWay::Push => None,
            ChosenWay::Mail { address } => Some(Goes::Mail(address.clone())),
            ChosenWay::Hook { hook, to } => Some(Goes::Hook(hooks.get(hook)?.clone(), to.clone())),
        });
        alarmed.extend(goes.map(|goes| Alarmed { conference, person, goes }));
    }
    Ok(alarmed)
}
