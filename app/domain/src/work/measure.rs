//! Interim measures: what holds for now, until there is a decision, and is released in so many words (S51, D06).

use super::circle::Circle;
use super::rule::Rule;
use super::{LINE_MAX, RecordedDeed, Work, words};
use crate::case::Refused;
use crate::ids::{DeedId, PersonId};
use crate::private::Private;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A step of an interim measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasureDeed {
    /// Something holds from now on. The measure is known by this deed's id.
    Set {
        /// What.
        what: Private<String>,
        /// To whom it applies; nobody for nobody in particular.
        person: Option<DeedId>,
        /// When to look at it again.
        until: Option<Timestamp>,
    },
    /// It holds no longer.
    Release {
        /// The measure.
        measure: DeedId,
        /// Why.
        why: Private<String>,
    },
}

/// An interim measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// What holds.
    pub what: Private<String>,
    /// To whom it applies.
    pub person: Option<DeedId>,
    /// When to look at it again.
    pub until: Option<Timestamp>,
    /// Who set it.
    pub by: PersonId,
    /// Since when.
    pub at: Timestamp,
    /// Who released it, when and why.
    pub released: Option<(PersonId, Timestamp, Private<String>)>,
}

/// All interim measures, by the deed that set them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measures(BTreeMap<DeedId, Measure>);

impl Measures {
    /// All of them, the oldest first.
    pub fn all(&self) -> impl Iterator<Item = (DeedId, &Measure)> {
        self.0.iter().map(|(id, measure)| (*id, measure))
    }

    /// Those that hold.
    pub fn standing(&self) -> impl Iterator<Item = (DeedId, &Measure)> {
        self.all().filter(|(_, measure)| measure.released.is_none())
    }

    pub(super) fn fold(&mut self, recorded: &RecordedDeed, deed: &MeasureDeed) {
        let (by, at) = (recorded.by, recorded.at);
        match deed {
            MeasureDeed::Set { what, person, until } => {
                let measure = Measure { what: what.clone(), person: *person, until: *until, by, at, released: None };
                self.0.entry(recorded.id).or_insert(measure);
            }
            MeasureDeed::Release { measure, why } => {
                if let Some(measure) = self.0.get_mut(measure) {
                    measure.released.get_or_insert_with(|| (by, at, why.clone()));
                }
            }
        }
    }
}

impl Work {
    pub(super) fn check_measure(
        &self,
        deed: &MeasureDeed,
        circle: &Circle<'_>,
        now: Timestamp,
    ) -> Result<Vec<Rule>, Refused> {
        circle.may_speak()?;
        match deed {
            MeasureDeed::Set { what, person, until } => {
                words(what, LINE_MAX)?;
                person.map_or(Ok(()), |person| self.people.known(person))?;
                if until.is_some_and(|until| until <= now) {
                    return Err(Refused::Past);
                }
            }
            MeasureDeed::Release { measure, why } => {
                let measure = self.measures.0.get(measure).ok_or(Refused::Unknown)?;
                if measure.released.is_some() {
                    return Err(Refused::Over);
                }
                words(why, LINE_MAX)?;
            }
        }
        Ok(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conflict::Standing;
    use crate::incident::Stage;
    use crate::time::minutes;
    use crate::work::people::{Part, PersonDeed};
    use crate::work::tests::{id, person, recorded};
    use crate::work::{Deed, NewDeed};

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

    fn set(person: Option<DeedId>, until: Option<Timestamp>) -> MeasureDeed {
        MeasureDeed::Set { what: "Does not go on stage until we have talked.".into(), person, until }
    }

    fn release(measure: u8, why: &str) -> MeasureDeed {
        MeasureDeed::Release { measure: id(measure), why: why.into() }
    }

    #[test]
    fn what_holds_for_now_is_set_for_somebody_in_it_and_released_once() {
        let somebody = recorded(1, 1, Deed::Person(PersonDeed::Add { part: Part::Reported }));
        let holds = recorded(2, 1, Deed::Measure(set(Some(id(1)), None)));
        let over = [recorded(3, 1, Deed::Measure(set(None, None))), recorded(4, 2, Deed::Measure(release(3, "Done.")))];
        let work = Work::of([&somebody, &holds].into_iter().chain(&over));
        assert_eq!(work.measures.standing().map(|(id, _)| id).collect::<Vec<_>>(), [id(2)]);
        let later = Some(NOW.plus(minutes(30)));
        let table = [
            (set(Some(id(1)), later), Ok(())),
            (set(None, None), Ok(())),
            (set(Some(id(2)), None), Err(Refused::Unknown)),
            (set(None, Some(NOW)), Err(Refused::Past)),
            (MeasureDeed::Set { what: " ".into(), person: None, until: None }, Err(Refused::Empty)),
            (release(2, "They have talked."), Ok(())),
            (release(2, ""), Err(Refused::Empty)),
            (release(3, "Again."), Err(Refused::Over)),
            (release(9, "Of nothing."), Err(Refused::Unknown)),
        ];
        let team = [person(1)];
        for (standing, limited) in [(Standing::Declared, false), (Standing::Limited, true)] {
            let standings = [(person(1), standing)].into();
            let circle = Circle { by: person(1), team: &team, standings, stage: &Stage::Reported };
            for (deed, wanted) in &table {
                let new = NewDeed { id: id(9), deed: Deed::Measure(deed.clone()), anyway: None };
                let wanted = if limited { Err(Refused::Limited) } else { *wanted };
                assert_eq!(work.check(&new, &circle, NOW).map(|_| ()), wanted, "{deed:?}");
            }
        }
    }
}
