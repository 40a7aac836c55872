//! Quick consult: a brief word with somebody before acting (S22, S36). Who is asked learns that somebody needs a second
//! pair of eyes, and nothing of the case.

use super::circle::Circle;
use super::rule::Rule;
use super::{RecordedDeed, listed};
use crate::case::Refused;
use crate::ids::{DeedId, PersonId};
use crate::time::{Span, Timestamp, hours};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How long somebody is asked for a quick word; after that nobody needs it any more.
pub const CONSULT_LASTS: Span = hours(24);

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

    /// Whether somebody may answer: they were asked.
    pub fn check_answer(&self, consult: DeedId, by: PersonId) -> Result<(), Refused> {
        let consult = self.get(consult).ok_or(Refused::Unknown)?;
        if consult.whom.contains(&by) { Ok(()) } else { Err(Refused::Unknown) }
    }

    pub(super) fn check(&self, deed: &ConsultDeed, circle: &Circle<'_>) -> Result<Vec<Rule>, Refused> {
        match deed {
            ConsultDeed::Ask { whom } => {
                listed(whom)?;
                if whom.iter().any(|person| circle.is_out(*person)) {
                    return Err(Refused::Unknown);
                }
                if whom.iter().all(|person| *person == circle.by) {
                    return Err(Refused::Empty);
                }
            }
            ConsultDeed::Answer { consult, .. } => self.check_answer(*consult, circle.by)?,
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

impl Consult {
    /// Whose answer is still waited for.
    pub fn unanswered(&self) -> impl Iterator<Item = PersonId> + '_ {
        self.whom.iter().copied().filter(|person| *person != self.by && !self.answers.contains_key(person))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conflict::Standing;
    use crate::incident::Stage;
    use crate::work::tests::{id, person, recorded};
    use crate::work::{Deed, NewDeed, Work};
    use std::collections::BTreeMap;

    fn ask(whom: &[u8]) -> Deed {
        Deed::Consult(ConsultDeed::Ask { whom: whom.iter().map(|n| person(*n)).collect() })
    }

    fn answer(answer: ConsultAnswer) -> Deed {
        Deed::Consult(ConsultDeed::Answer { consult: id(1), answer })
    }

    #[test]
    fn whom_one_may_ask_and_who_may_answer() {
        let work = Work::of(&[recorded(1, 1, ask(&[2, 3]))]);
        let standings = BTreeMap::from([(person(4), Standing::Recused)]);
        let table = [
            (1, ask(&[2]), Ok(())),
            (1, ask(&[1, 9]), Ok(())),
            (1, ask(&[]), Err(Refused::Empty)),
            (1, ask(&[1]), Err(Refused::Empty)),
            (1, ask(&[2, 4]), Err(Refused::Unknown)),
            (1, ask(&[2; 51]), Err(Refused::TooMuch)),
            (2, answer(ConsultAnswer::Yes), Ok(())),
            (4, answer(ConsultAnswer::Yes), Err(Refused::Unknown)),
            (1, answer(ConsultAnswer::Yes), Err(Refused::Unknown)),
        ];
        for (by, deed, wanted) in table {
            let circle = Circle { by: person(by), team: &[], standings: standings.clone(), stage: &Stage::Reported };
            let new = NewDeed { id: id(99), deed, anyway: None };
            let said = work.check(&new, &circle, Timestamp::default());
            assert_eq!(said.map(|rules| assert!(rules.is_empty())), wanted, "{new:?}");
        }
    }

    #[test]
    fn the_last_answer_of_each_counts_and_only_of_those_who_were_asked() {
        let work = Work::of(&[
            recorded(1, 1, ask(&[2, 3])),
            recorded(2, 2, answer(ConsultAnswer::No)),
            recorded(3, 2, answer(ConsultAnswer::CallMe)),
            recorded(4, 9, answer(ConsultAnswer::Yes)),
        ]);
        let consult = work.consults.get(id(1)).unwrap();
        let answers: Vec<_> = consult.answers.iter().map(|(person, (answer, _))| (*person, *answer)).collect();
        assert_eq!(answers, [(person(2), ConsultAnswer::CallMe)]);
        assert_eq!(consult.unanswered().collect::<Vec<_>>(), [person(3)]);
    }
}
