//! Conflicts of interest: who must not know of an incident.

use crate::ids::{IncidentId, PersonId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One member's conflict of interest in one incident (S44 to S47).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// The incident.
    pub incident: IncidentId,
    /// The member.
    pub person: PersonId,
    /// How far the member is out.
    pub standing: Standing,
    /// Since when.
    pub since: Timestamp,
}

/// How far a member with a conflict is out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Declared; takes part.
    Declared,
    /// Stepped out: for this member the incident does not exist any more.
    Recused,
}

impl Standing {
    /// The word for storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Declared => "declared",
            Self::Recused => "recused",
        }
    }

    /// Reads the word from storage.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Declared, Self::Recused].into_iter().find(|standing| standing.code() == code)
    }

    /// Whether the incident is hidden from the member.
    pub const fn hides(self) -> bool {
        match self {
            Self::Declared => false,
            Self::Recused => true,
        }
    }
}

/// Everybody from whom the incident is hidden.
pub fn kept_out<'a>(conflicts: impl IntoIterator<Item = &'a Conflict>) -> BTreeSet<PersonId> {
    conflicts.into_iter().filter(|conflict| conflict.standing.hides()).map(|conflict| conflict.person).collect()
}
