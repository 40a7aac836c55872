//! Quick consult: a brief word with somebody before acting (S22, S36). Who is asked learns that somebody needs a second
//! pair of eyes, and nothing of the case.

use super::rule::Rule;
use super::{RecordedDeed, listed};
use crate::case::Refused;
use crate::ids::{DeedId, PersonId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A step of a quick consult.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsultDeed {
    /// Asks people for a word. The consult is known by this deed's id.
    Ask {
        /// Whom; at least one.
        whom: Vec<PersonId>,
    },
    /// Answers. Whoever was asked may answer anew.
    Answer {
        /// The consult.
        consult: DeedId,
        /// What.
        answer: ConsultAnswer,
    },
}

/// What somebody answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsultAnswer {
    /// Comes or agrees.
    Yes,
    /// Does not.
    No,
    /// Wants to be called.
    CallMe,
}

/// A quick consult.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consult {
    /// Who asks.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// Whom.
    pub whom: Vec<PersonId>,
    /// The last answer of each who answered.
    pub answers: BTreeMap<PersonId, (ConsultAnswer, Timestamp)>,
}

/// All consults, by the deed that asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consults(BTreeMap<DeedId, Consult>);

impl Consults {
    /// All of them, the oldest first.
    pub fn all(&self) -> impl Iterator<Item = (DeedId, &Consult)> {
        self.0.iter().map(|(id, consult)| (*id, consult))
    }

    /// One of them.
    pub fn get(&self, consult: DeedId) -> Option<&Consult> {
        self.0.get(&consult)
    }

    pub(super) fn check(&self, deed: &ConsultDeed) -> Result<Vec<Rule>, Refused> {
        match deed {
            ConsultDeed::Ask { whom } if whom.is_empty() => return Err(Refused::Empty),
            ConsultDeed::Ask { whom } => listed(whom)?,
            ConsultDeed::Answer { consult, .. } => {
                self.get(*consult).ok_or(Refused::Unknown)?;
            }
        }
        Ok(Vec::new())
    }

    pub(super) fn fold(&mut self, recorded: &RecordedDeed, deed: &ConsultDeed) {
        let (by, at) = (recorded.by, recorded.at);
        match deed {
            ConsultDeed::Ask { whom } => {
                let consult = Consult { by, at, whom: whom.clone(), answers: BTreeMap::new() };
                self.0.entry(recorded.id).or_insert(consult);
            }
            ConsultDeed::Answer { consult, answer } => {
                if let Some(consult) = self.0.get_mut(consult).filter(|consult| consult.whom.contains(&by)) {
                    consult.answers.insert(by, (*answer, at));
                }
            }
        }
    }
}
