//! The people around a case: the team, and how each of them stands.

use crate::case::Refused;
use crate::conflict::Standing;
use crate::ids::PersonId;
use crate::incident::Stage;
use std::collections::BTreeMap;

/// Who acts, among whom, and where the case stands.
#[derive(Clone, Debug)]
pub struct Circle<'a> {
    /// The member who acts.
    pub by: PersonId,
    /// Everybody of the CARE team.
    pub team: &'a [PersonId],
    /// How they stand, as far as anybody was asked, named or decided about.
    pub standings: BTreeMap<PersonId, Standing>,
    /// Where the case stands before the deed.
    pub stage: &'a Stage,
}

impl Circle<'_> {
    /// How somebody stands; nothing while they have not answered.
    pub fn standing(&self, person: PersonId) -> Option<Standing> {
        self.standings.get(&person).copied()
    }

    /// Whether the incident does not exist for them.
    pub fn is_out(&self, person: PersonId) -> bool {
        self.standing(person).is_some_and(Standing::hides)
    }

    /// Whether somebody of the team takes part.
    pub fn takes_part(&self, person: PersonId) -> bool {
        self.team.contains(&person) && !self.is_out(person)
    }

    /// Whether there is nothing known against their judging it (S49).
    pub fn is_impartial(&self, person: PersonId) -> bool {
        self.team.contains(&person) && self.standing(person).is_none_or(Standing::is_clear)
    }

    /// Whether somebody of the team may decide and speak for it (S46).
    pub fn decides(&self, person: PersonId) -> bool {
        self.takes_part(person) && self.standing(person).is_none_or(Standing::may_speak)
    }

    /// Whether somebody of the team was asked and has no conflict of interest: who can be the second person (S25).
    pub fn is_clear(&self, person: PersonId) -> bool {
        self.team.contains(&person) && self.standing(person).is_some_and(Standing::is_clear)
    }

    /// Those of the team who may decide together without a conflict of interest (S60).
    pub fn impartial(&self) -> impl Iterator<Item = PersonId> + '_ {
        self.team.iter().copied().filter(|person| self.is_impartial(*person))
    }

    /// Refuses whoever decides nothing here and talks with nobody for the team (S46).
    pub fn may_speak(&self) -> Result<(), Refused> {
        if self.standing(self.by).is_none_or(Standing::may_speak) { Ok(()) } else { Err(Refused::Limited) }
    }
}
