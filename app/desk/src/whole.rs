//! A case with what was joined to it: each part keeps its own rows, and reading the case reads them all.
//!
//! Invariant: whoever is out of one part is out of the whole. `Read::conflicts` and `Read::conflicts_in` answer for all
//! parts, so nothing that asks who is kept out can forget one.

use crate::store::{Read, RecordedNote, Stored};
use domain::case::{Case, Homes};
use domain::ids::IncidentId;
use domain::incident::{Incident, Whole};
use domain::paging::Page;
use domain::reporter::ReporterLink;
use domain::work::report::ReportDeed;
use domain::work::{Deed, RecordedDeed};

/// The deeds of each part, in the order of their recording.
pub(crate) type Deeds = Vec<(IncidentId, Vec<RecordedDeed>)>;

/// The incident that goes on for this one, with everything that was joined to it; nothing for an unknown id.
pub(crate) async fn whole(read: &mut dyn Read, incident: IncidentId) -> Stored<Option<Whole>> {
    let Some(first) = first(read, incident).await? else { return Ok(None) };
    let joined = read.joined(first.id).await?;
    Ok(Whole::of(first, joined))
}

/// The incident that goes on for this one: the one to which it was joined, else itself.
pub(crate) async fn first(read: &mut dyn Read, incident: IncidentId) -> Stored<Option<Incident>> {
    let Some(found) = read.incident(incident).await? else { return Ok(None) };
    match found.joined_to {
        Some(first) => read.incident(first).await,
        None => Ok(Some(found)),
    }
}

/// The ids of all parts of which this incident is one, the one that goes on first.
pub(crate) async fn parts(read: &mut dyn Read, incident: IncidentId) -> Stored<Vec<IncidentId>> {
    let Some(first) = first(read, incident).await? else { return Ok(Vec::new()) };
    let joined = read.joined(first.id).await?;
    Ok(std::iter::once(first.id).chain(joined.into_iter().map(|part| part.id)).collect())
}

/// The deeds of these parts.
pub(crate) async fn deeds(read: &mut dyn Read, parts: &[IncidentId]) -> Stored<Deeds> {
    let mut deeds = Vec::with_capacity(parts.len());
    for part in parts {
        deeds.push((*part, read.deeds(*part).await?));
    }
    Ok(deeds)
}

/// The notes of these parts, by time of recording.
pub(crate) async fn notes(read: &mut dyn Read, parts: &[IncidentId]) -> Stored<Vec<RecordedNote>> {
    let mut notes = Vec::new();
    for part in parts {
        notes.append(&mut read.notes(*part).await?);
    }
    notes.sort_by_key(|note| note.recorded_at);
    Ok(notes)
}

/// The private links of these parts, the oldest first.
pub(crate) async fn links(read: &mut dyn Read, parts: &[IncidentId]) -> Stored<Vec<ReporterLink>> {
    let mut links = Vec::new();
    for part in parts {
        links.append(&mut read.links(*part).await?);
    }
    links.sort_by_key(|link| (link.made_at, link.id));
    Ok(links)
}

/// The pages of these parts.
pub(crate) async fn pages(read: &mut dyn Read, parts: &[IncidentId]) -> Stored<Vec<Page>> {
    let mut pages = Vec::new();
    for part in parts {
        pages.append(&mut read.pages_of(*part).await?);
    }
    Ok(pages)
}

/// The ids of a case's parts.
pub(crate) fn parts_of(case: &Case) -> Vec<IncidentId> {
    case.parts().map(|part| part.id).collect()
}

/// Takes up the work on a case, to go on with it by this deed if there is one.
pub(crate) async fn with_work(read: &mut dyn Read, case: Case, next: Option<&Deed>) -> Stored<Case> {
    let parts = parts_of(&case);
    let team = read.care_team(case.incident().conference).await?;
    let deeds = deeds(read, &parts).await?;
    let homes = if case.joined().is_empty() { Homes::default() } else { homes(read, &parts, next).await? };
    Ok(case.with_work(deeds, team).with_homes(homes))
}

async fn homes(read: &mut dyn Read, parts: &[IncidentId], next: Option<&Deed>) -> Stored<Homes> {
    let links = links(read, parts).await?.into_iter().map(|link| (link.id, link.incident)).collect();
    let mut homes = Homes { links, ..Homes::default() };
    if let Some(Deed::Report(ReportDeed::Intake { note, .. } | ReportDeed::Keep { note, .. })) = next {
        homes.notes = read.known_notes(&[*note]).await?.into_iter().map(|note| (note.id, note.incident)).collect();
    }
    Ok(homes)
}
