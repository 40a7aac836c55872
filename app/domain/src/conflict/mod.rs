//! Conflicts of interest: how a member stands to one incident, who may change that, and who must not know of it.
//!
//! A member says it themselves, before anything is shown (S44 to S46); the team draws the line (S48); a report names
//! somebody, or its reporter asks that somebody be kept out (S24). Moving further out is anybody's own to do and takes
//! effect at once; moving back in is the team's. Whoever is out finds nothing (S47).

use crate::case::Refused;
use crate::ids::{IncidentId, PersonId};
use crate::note::NoteBody;
use crate::private::Private;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Longest reason that goes with a standing, in characters.
pub const WHY_MAX: usize = 2_000;

/// Who said it where a reporter did: nobody of the conference has this id.
pub const THE_REPORTER: PersonId = PersonId::from_bytes([0; 16]);

/// How one member stands to one incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// The incident.
    pub incident: IncidentId,
    /// The member.
    pub person: PersonId,
    /// How far the member is out.
    pub standing: Standing,
    /// How that came about.
    pub source: Source,
    /// Who said or decided it; the member, where they said it themselves; [`THE_REPORTER`] where a reporter did.
    pub by: PersonId,
    /// Since when.
    pub since: Timestamp,
    /// The colleague who would let a named member in again, as long as no second one has agreed.
    pub return_proposed_by: Option<PersonId>,
}

/// How a member stands to an incident: each further out than the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Asked, and there is no conflict.
    Clear,
    /// Not sure: takes part until the team has said where the line is.
    Unsure,
    /// There is a conflict; the member takes part.
    Declared,
    /// There is a conflict; the member decides nothing and talks with nobody for the team.
    Limited,
    /// Out: for this member the incident does not exist any more.
    Recused,
}

impl Standing {
    /// Every standing, the furthest in first.
    pub const ALL: [Self; 5] = [Self::Clear, Self::Unsure, Self::Declared, Self::Limited, Self::Recused];

    /// The word for storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Unsure => "unsure",
            Self::Declared => "declared",
            Self::Limited => "limited",
            Self::Recused => "recused",
        }
    }

    /// Reads the word from storage.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.code() == code)
    }

    /// Whether the incident is hidden from the member.
    pub const fn hides(self) -> bool {
        match self {
            Self::Clear | Self::Unsure | Self::Declared | Self::Limited => false,
            Self::Recused => true,
        }
    }

    /// Whether the member may speak and write for the team.
    pub const fn may_speak(self) -> bool {
        match self {
            Self::Clear | Self::Unsure | Self::Declared => true,
            Self::Limited | Self::Recused => false,
        }
    }

    /// Whether the member may say where the line is for somebody else, and read why others have a conflict.
    pub const fn is_clear(self) -> bool {
        matches!(self, Self::Clear)
    }
}

/// How a standing came about: each harder to undo than the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The member said it.
    Said,
    /// The team decided it.
    Decided,
    /// A report or a colleague says that the member is involved.
    Named,
    /// The reporter asked that the member be kept out.
    Excluded,
}

impl Source {
    const ALL: [Self; 4] = [Self::Said, Self::Decided, Self::Named, Self::Excluded];

    /// The word for storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Said => "said",
            Self::Decided => "decided",
            Self::Named => "named",
            Self::Excluded => "excluded",
        }
    }

    /// Reads the word from storage.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.code() == code)
    }
}

/// Where the team draws the line for a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// It is no conflict.
    NoConflict,
    /// Takes part, and everybody knows of the conflict.
    TakesPart,
    /// Decides nothing and talks with nobody for the team.
    Limited,
    /// Out.
    Out,
}

impl Line {
    /// The standing that follows from it.
    pub const fn standing(self) -> Standing {
        match self {
            Self::NoConflict => Standing::Clear,
            Self::TakesPart => Standing::Declared,
            Self::Limited => Standing::Limited,
            Self::Out => Standing::Recused,
        }
    }
}

/// One line of how standings came about: added to, never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingRecord {
    /// The incident.
    pub incident: IncidentId,
    /// The member.
    pub person: PersonId,
    /// The standing that was said, decided or proposed.
    pub standing: Standing,
    /// How this came about.
    pub source: Source,
    /// Who.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// Whether a second colleague has yet to agree.
    pub proposed: bool,
    /// Why; blank where nobody asked or said. For members without a conflict, and for whoever wrote it.
    pub why: Private<String>,
}

/// A change of how somebody stands, with its line on the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingChange {
    /// How the member stands from now on.
    pub conflict: Conflict,
    /// The line.
    pub record: StandingRecord,
}

impl StandingChange {
    fn of(conflict: Conflict, standing: Standing, source: Source, by: PersonId, at: Timestamp) -> Self {
        let (incident, person) = (conflict.incident, conflict.person);
        let proposed = standing != conflict.standing;
        let why = Private::default();
        Self { conflict, record: StandingRecord { incident, person, standing, source, by, at, proposed, why } }
    }

    /// The same with its reason.
    #[must_use]
    pub fn because(mut self, why: Private<String>) -> Self {
        self.record.why = why;
        self
    }
}

/// Everybody from whom the incident is hidden.
pub fn kept_out<'a>(conflicts: impl IntoIterator<Item = &'a Conflict>) -> BTreeSet<PersonId> {
    conflicts.into_iter().filter(|conflict| conflict.standing.hides()).map(|conflict| conflict.person).collect()
}

/// How everybody stands to these incidents together, which were joined, the first of them going on: as far out as to the
/// furthest of them. Of those that hide it the one that is hardest to undo counts, so that nobody comes in again before all
/// are undone. Whoever has yet to answer for one of them is not known to have no conflict of interest, and is left out.
pub fn together(conflicts: &[Conflict], parts: &[IncidentId]) -> Vec<Conflict> {
    let Some(first) = parts.first() else { return Vec::new() };
    let firmness = |conflict: &Conflict| {
        let source = conflict.standing.hides().then_some(conflict.source);
        (conflict.standing, source, conflict.return_proposed_by.is_none())
    };
    let mut together: Vec<(usize, Conflict)> = Vec::new();
    for conflict in conflicts.iter().filter(|conflict| parts.contains(&conflict.incident)) {
        match together.iter_mut().find(|(_, known)| known.person == conflict.person) {
            None => together.push((1, Conflict { incident: *first, ..conflict.clone() })),
            Some((count, known)) => {
                *count += 1;
                if firmness(conflict) > firmness(known) {
                    *known = Conflict { incident: *first, ..conflict.clone() };
                }
            }
        }
    }
    let told =
        |(count, known): (usize, Conflict)| (count == parts.len() || !known.standing.is_clear()).then_some(known);
    together.into_iter().filter_map(told).collect()
}

/// A member says how they stand. Nobody lets themselves in again, and the same answer twice changes nothing.
pub fn says(
    now: Option<&Conflict>,
    incident: IncidentId,
    person: PersonId,
    standing: Standing,
    at: Timestamp,
) -> Result<Option<StandingChange>, Refused> {
    match now {
        Some(now) if now.standing == standing => return Ok(None),
        Some(now) if now.standing > standing => return Err(Refused::TeamDecides),
        Some(_) | None => {}
    }
    let source = Source::Said;
    let conflict = Conflict { incident, person, standing, source, by: person, since: at, return_proposed_by: None };
    Ok(Some(StandingChange::of(conflict, standing, source, person, at)))
}

/// A member without a conflict draws the line for a colleague. Whoever was named comes in again when two agree; whom the
/// reporter wants kept out stays out.
pub fn draws_line(
    now: Option<&Conflict>,
    incident: IncidentId,
    person: PersonId,
    line: Line,
    by: PersonId,
    at: Timestamp,
) -> Result<StandingChange, Refused> {
    let standing = line.standing();
    let source = Source::Decided;
    let decided = Conflict { incident, person, standing, source, by, since: at, return_proposed_by: None };
    let Some(now) = now else { return Ok(StandingChange::of(decided, standing, source, by, at)) };
    if now.standing == standing && now.return_proposed_by.is_none() {
        return Err(Refused::AlreadySo);
    }
    if !now.standing.hides() {
        return Ok(StandingChange::of(decided, standing, source, by, at));
    }
    if standing.hides() {
        // It stays as hard to undo as it was; what one colleague proposed is off.
        let stays = Conflict { return_proposed_by: None, ..now.clone() };
        return Ok(StandingChange::of(stays, standing, source, by, at));
    }
    match (now.source, now.return_proposed_by) {
        (Source::Excluded, _) => Err(Refused::ReportersWish),
        (Source::Named, Some(first)) if first == by => Err(Refused::SecondMustAgree),
        (Source::Named, None) => {
            let proposed = Conflict { return_proposed_by: Some(by), ..now.clone() };
            Ok(StandingChange::of(proposed, standing, source, by, at))
        }
        (Source::Named, Some(_)) | (Source::Said | Source::Decided, _) => {
            Ok(StandingChange::of(decided, standing, source, by, at))
        }
    }
}

/// Somebody is named as involved, or the reporter asks that they be kept out: out at once. Nothing when they are already,
/// at least as firmly.
pub fn names(
    now: Option<&Conflict>,
    incident: IncidentId,
    person: PersonId,
    source: Source,
    by: PersonId,
    at: Timestamp,
) -> Option<StandingChange> {
    if now.is_some_and(|now| now.standing.hides() && now.source >= source && now.return_proposed_by.is_none()) {
        return None;
    }
    let source = now.filter(|now| now.standing.hides()).map_or(source, |now| now.source.max(source));
    let standing = Standing::Recused;
    let conflict = Conflict { incident, person, standing, source, by, since: at, return_proposed_by: None };
    Some(StandingChange::of(conflict, standing, source, by, at))
}

/// Whom a note newly puts out of its incident; the reporter's wish counts more where it is both.
pub fn named_in(
    body: &NoteBody,
    conflicts: &[Conflict],
    incident: IncidentId,
    by: PersonId,
    at: Timestamp,
) -> Vec<StandingChange> {
    let excluded: BTreeSet<_> = body.excludes.iter().copied().collect();
    let involved: BTreeSet<_> = body.involves.iter().copied().filter(|person| !excluded.contains(person)).collect();
    let now = |person| conflicts.iter().find(|now| now.incident == incident && now.person == person);
    let change = |person, source| names(now(person), incident, person, source, by, at);
    let excluded = excluded.into_iter().filter_map(|person| change(person, Source::Excluded));
    excluded.chain(involved.into_iter().filter_map(|person| change(person, Source::Named))).collect()
}

#[cfg(test)]
mod tests;
