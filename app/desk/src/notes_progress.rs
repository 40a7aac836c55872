//! What became of one's own notes, as their writer may know.

use crate::store::{Author, KnownNote, Read};
use crate::{Desk, DeskError};
use domain::conflict::kept_out;
use domain::ids::{IncidentId, NoteId, PersonId};
use domain::paging::PushState;
use domain::permission::{Act, Actor, Role};
use domain::private::Private;
use domain::sync::{ByWhom, Call, Progress, WATCH_MAX};
use std::collections::{BTreeMap, BTreeSet, HashMap};

impl Desk {
    /// How far these notes have come. Unknown notes, those of other people, and one's own whose incident one has
    /// stepped out of are left out.
    pub async fn progress(&self, actor: &Actor, notes: &[NoteId]) -> Result<Vec<Progress>, DeskError> {
        actor.may(Act::SeeOwnNotes)?;
        if notes.is_empty() {
            return Ok(Vec::new());
        }
        let mut read = self.store.read().await?;
        let watched = &notes[..notes.len().min(WATCH_MAX)];
        let mut mine: Vec<_> =
            read.known_notes(watched).await?.into_iter().filter(|note| is_mine(note, actor)).collect();
        let hidden = hidden(&mut *read, actor, &mine).await?;
        mine.retain(|note| !hidden.contains(&note.incident));
        let mut incidents: Vec<_> = mine.iter().map(|note| note.incident).collect();
        incidents.sort_unstable();
        incidents.dedup();
        let people = read.people(actor.conference).await?;
        let team: BTreeSet<_> =
            people.iter().filter(|person| person.role == Role::CareMember).map(|person| person.id).collect();
        let names = people.into_iter().map(|person| (person.id, person.name)).collect();
        let seen: HashMap<_, _> = read
            .first_opened(&incidents)
            .await?
            .into_iter()
            .map(|(incident, person, at)| (incident, ByWhom { name: name_of(&names, person), at }))
            .collect();
        let mut calls = BTreeMap::new();
        for incident in incidents {
            calls.insert(incident, call(&mut *read, incident, &names, &team).await?);
        }
        Ok(mine
            .into_iter()
            .map(|note| Progress {
                note: note.id,
                recorded_at: note.recorded_at,
                seen: seen.get(&note.incident).cloned(),
                call: calls.get(&note.incident).cloned().unwrap_or(Call::None),
            })
            .collect())
    }
}

/// The incidents of these notes that the actor must not know of any more.
async fn hidden(read: &mut dyn Read, actor: &Actor, notes: &[KnownNote]) -> Result<BTreeSet<IncidentId>, DeskError> {
    let mut hidden = BTreeSet::new();
    if actor.care_member().is_err() {
        return Ok(hidden);
    }
    let incidents: BTreeSet<_> = notes.iter().map(|note| note.incident).collect();
    for incident in incidents {
        if kept_out(&read.conflicts(incident).await?).contains(&actor.person) {
            hidden.insert(incident);
        }
    }
    Ok(hidden)
}

fn is_mine(note: &KnownNote, actor: &Actor) -> bool {
    matches!(note.author, Author::Person(person, _) if person == actor.person)
}

async fn call(
    read: &mut dyn Read,
    incident: IncidentId,
    names: &Names,
    team: &BTreeSet<PersonId>,
) -> Result<Call, DeskError> {
    let Some(page) = read.pages_of(incident).await?.pop() else {
        return Ok(Call::None);
    };
    let out = kept_out(&read.conflicts(incident).await?);
    if !team.is_empty() && team.is_subset(&out) {
        return Ok(Call::Outside { since: page.started_at });
    }
    let pushes = read.pushes_of(page.id).await?;
    let heard = pushes.iter().filter(|push| push.state != PushState::Failed).map(|push| push.person);
    let heard = heard.collect::<BTreeSet<_>>().len();
    let taken_at = match page.state {
        domain::paging::PageState::Acknowledged { at, .. } => at,
        domain::paging::PageState::Calling { .. } | domain::paging::PageState::Exhausted { .. } => page.started_at,
    };
    let people = u32::try_from(heard).unwrap_or(u32::MAX);
    Ok(page.as_raiser_sees(people, |person| ByWhom { name: name_of(names, person), at: taken_at }))
}

/// Everybody's name.
pub(crate) type Names = HashMap<PersonId, Private<String>>;

/// Everybody's name at the actor's conference.
pub(crate) async fn names(read: &mut dyn Read, actor: &Actor) -> Result<Names, DeskError> {
    let people = read.people(actor.conference).await?;
    Ok(people.into_iter().map(|person| (person.id, person.name)).collect())
}

/// A person's name; somebody who is not there any more is still somebody.
pub(crate) fn name_of(names: &Names, person: PersonId) -> Private<String> {
    names.get(&person).cloned().unwrap_or_else(|| "Somebody".into())
}
