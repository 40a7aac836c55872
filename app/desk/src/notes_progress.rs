//! What became of one's own notes, as their writer may know.

use crate::store::{Author, KnownNote, Read};
use crate::{Desk, DeskError};
use domain::conflict::kept_out;
use domain::ids::{IncidentId, NoteId, PersonId};
use domain::paging::{DeliveryState, Heard, PageState};
use domain::permission::{Act, Actor};
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
        let team: BTreeSet<_> = read.care_team(actor.conference).await?.into_iter().collect();
        let opened = read.first_opened(&incidents).await?;
        let openers = names(&mut *read, opened.iter().map(|(_, person, _)| *person)).await?;
        let seen: HashMap<_, _> = opened
            .into_iter()
            .map(|(incident, person, at)| (incident, ByWhom { name: name_of(&openers, person), at }))
            .collect();
        let mut calls = BTreeMap::new();
        for incident in incidents {
            calls.insert(incident, call(&mut *read, incident, &team).await?);
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

async fn call(read: &mut dyn Read, incident: IncidentId, team: &BTreeSet<PersonId>) -> Result<Call, DeskError> {
    let Some(page) = read.pages_of(incident).await?.pop() else {
        return Ok(Call::None);
    };
    let out = kept_out(&read.conflicts(incident).await?);
    if !team.is_empty() && team.is_subset(&out) {
        return Ok(Call::Outside { since: page.started_at });
    }
    // The organizers' emergency contacts are told that nobody answers; they do not count as called.
    let people = read.reached_by(page.id).await?.into_iter().filter(|person| team.contains(person)).count();
    let mut shown = BTreeSet::new();
    if page.next_at().is_some() {
        let deliveries = read.deliveries_of(page.id).await?;
        shown.extend(deliveries.iter().filter(|one| one.state >= DeliveryState::Received).map(|one| one.person));
        shown.retain(|person| team.contains(person));
    }
    let (taken_by, taken_at) = match page.state {
        PageState::Acknowledged { by, at } => (Some(by), at),
        PageState::Calling { .. }
        | PageState::Exhausted { .. }
        | PageState::Expired { .. }
        | PageState::Over { .. } => (page.accepted.first().copied(), page.started_at),
    };
    let names = names(read, taken_by).await?;
    let count = |people: usize| u32::try_from(people).unwrap_or(u32::MAX);
    let heard = Heard { people: count(people), reached: count(shown.len()) };
    Ok(page.as_raiser_sees(heard, |person| ByWhom { name: name_of(&names, person), at: taken_at }))
}

/// The names of people.
pub(crate) type Names = HashMap<PersonId, Private<String>>;

/// The names of these people, and of nobody else.
pub(crate) async fn names(read: &mut dyn Read, people: impl IntoIterator<Item = PersonId>) -> Result<Names, DeskError> {
    let people: Vec<_> = people.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    Ok(read.names(&people).await?.into_iter().collect())
}

/// The name of one person.
pub(crate) async fn name(read: &mut dyn Read, person: PersonId) -> Result<Private<String>, DeskError> {
    Ok(name_of(&names(read, [person]).await?, person))
}

/// A person's name; somebody who is not there any more is still somebody.
pub(crate) fn name_of(names: &Names, person: PersonId) -> Private<String> {
    names.get(&person).cloned().unwrap_or_else(|| "Somebody".into())
}
