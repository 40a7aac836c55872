//! Tasks: who does what until when (S42), also somebody outside the CARE team, who is told no more than what to do (D06).

use super::circle::Circle;
use super::rule::Rule;
use super::{LINE_MAX, RecordedDeed, at_most, words};
use crate::case::Refused;
use crate::ids::{DeedId, PersonId};
use crate::private::Private;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A step of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskDeed {
    /// Gives a task, which is known by this deed's id.
    Give {
        /// What is to be done. A helper outside the team reads this and nothing else.
        what: Private<String>,
        /// Who does it.
        owner: PersonId,
        /// Who will be asked, if it is about finding something out; for the team alone, may be blank.
        asks: Private<String>,
        /// Until when.
        due: Option<Timestamp>,
    },
    /// It is done.
    Finish {
        /// The task.
        task: DeedId,
        /// What came of it; may be blank.
        result: Private<String>,
    },
    /// It has another time, or somebody else does it.
    Move {
        /// The task.
        task: DeedId,
        /// Until when.
        due: Option<Timestamp>,
        /// Who does it from now on; nothing for whoever does it already.
        #[serde(default)]
        owner: Option<PersonId>,
    },
    /// It is not needed any more.
    Drop {
        /// The task.
        task: DeedId,
        /// Why.
        why: Private<String>,
    },
}

/// A task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// What is to be done.
    pub what: Private<String>,
    /// Who does it.
    pub owner: PersonId,
    /// Who will be asked.
    pub asks: Private<String>,
    /// Until when.
    pub due: Option<Timestamp>,
    /// Who gave it.
    pub by: PersonId,
    /// How it ended, if it has.
    pub ended: Option<TaskEnd>,
}

/// How a task ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskEnd {
    /// Who ended it.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// Whether it was done; else it was not needed any more.
    pub done: bool,
    /// What came of it, or why it was dropped; may be blank.
    pub words: Private<String>,
}

/// All tasks, by the deed that gave them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tasks(BTreeMap<DeedId, Task>);

impl Tasks {
    /// All of them, the oldest first.
    pub fn all(&self) -> impl Iterator<Item = (DeedId, &Task)> {
        self.0.iter().map(|(id, task)| (*id, task))
    }

    /// One of them.
    pub fn get(&self, task: DeedId) -> Option<&Task> {
        self.0.get(&task)
    }

    /// Those that are to be done.
    pub fn open(&self) -> impl Iterator<Item = (DeedId, &Task)> {
        self.all().filter(|(_, task)| task.ended.is_none())
    }

    fn under_way(&self, task: DeedId) -> Result<(), Refused> {
        match self.get(task) {
            None => Err(Refused::Unknown),
            Some(task) if task.ended.is_some() => Err(Refused::Over),
            Some(_) => Ok(()),
        }
    }

    /// Whether a task can be finished with this result.
    pub fn check_finish(&self, task: DeedId, result: &Private<String>) -> Result<(), Refused> {
        self.under_way(task)?;
        at_most(result, LINE_MAX)
    }

    pub(super) fn check(&self, deed: &TaskDeed, circle: &Circle<'_>, now: Timestamp) -> Result<Vec<Rule>, Refused> {
        let ahead =
            |due: &Option<Timestamp>| if due.is_some_and(|due| due <= now) { Err(Refused::Past) } else { Ok(()) };
        // For whoever is out there is no case, and so no task of it.
        let may_do = |owner: &PersonId| if circle.is_out(*owner) { Err(Refused::Unknown) } else { Ok(()) };
        match deed {
            TaskDeed::Give { what, owner, asks, due } => {
                words(what, LINE_MAX)?;
                at_most(asks, LINE_MAX)?;
                may_do(owner)?;
                ahead(due)?;
            }
            TaskDeed::Finish { task, result } => self.check_finish(*task, result)?,
            TaskDeed::Move { task, due, owner } => {
                self.under_way(*task)?;
                owner.iter().try_for_each(may_do)?;
                ahead(due)?;
            }
            TaskDeed::Drop { task, why } => {
                self.under_way(*task)?;
                words(why, LINE_MAX)?;
            }
        }
        Ok(Vec::new())
    }

    pub(super) fn fold(&mut self, recorded: &RecordedDeed, deed: &TaskDeed) {
        match deed {
            TaskDeed::Give { what, owner, asks, due } => {
                let (what, asks) = (what.clone(), asks.clone());
                let task = Task { what, owner: *owner, asks, due: *due, by: recorded.by, ended: None };
                self.0.entry(recorded.id).or_insert(task);
            }
            TaskDeed::Finish { task, result } => self.end(*task, recorded, true, result),
            TaskDeed::Drop { task, why } => self.end(*task, recorded, false, why),
            TaskDeed::Move { task, due, owner } => {
                if let Some(task) = self.0.get_mut(task) {
                    task.due = *due;
                    task.owner = owner.unwrap_or(task.owner);
                }
            }
        }
    }

    fn end(&mut self, task: DeedId, recorded: &RecordedDeed, done: bool, words: &Private<String>) {
        if let Some(task) = self.0.get_mut(&task) {
            let (by, at, words) = (recorded.by, recorded.at, words.clone());
            task.ended.get_or_insert(TaskEnd { by, at, done, words });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conflict::Standing;
    use crate::incident::Stage;
    use crate::work::tests::{id, person, recorded};
    use crate::work::{Deed, NewDeed, Work};

    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    fn give(owner: u8, due: Option<Timestamp>) -> Deed {
        Deed::Task(TaskDeed::Give { what: "Hold the video".into(), owner: person(owner), asks: "".into(), due })
    }

    fn moved(owner: Option<u8>, due: Option<Timestamp>) -> Deed {
        Deed::Task(TaskDeed::Move { task: id(1), due, owner: owner.map(person) })
    }

    fn finish(task: u8) -> Deed {
        Deed::Task(TaskDeed::Finish { task: id(task), result: "".into() })
    }

    fn dropped(why: &str) -> Deed {
        Deed::Task(TaskDeed::Drop { task: id(1), why: why.into() })
    }

    #[test]
    fn a_task_is_given_moved_finished_or_dropped_once() {
        let open = [recorded(1, 1, give(2, None))];
        let over = [recorded(1, 1, give(2, None)), recorded(2, 2, finish(1))];
        let (ahead, past) = (NOW.plus(crate::time::hours(1)), NOW);
        let table = [
            (&open[..], give(9, Some(ahead)), Ok(())),
            (&open, give(4, None), Err(Refused::Unknown)),
            (&open, give(2, Some(past)), Err(Refused::Past)),
            (&open, moved(None, Some(ahead)), Ok(())),
            (&open, moved(Some(3), None), Ok(())),
            (&open, moved(Some(4), None), Err(Refused::Unknown)),
            (&open, moved(None, Some(past)), Err(Refused::Past)),
            (&open, finish(1), Ok(())),
            (&open, finish(7), Err(Refused::Unknown)),
            (&open, dropped("Not needed."), Ok(())),
            (&open, dropped(" "), Err(Refused::Empty)),
            (&over, finish(1), Err(Refused::Over)),
            (&over, dropped("x"), Err(Refused::Over)),
            (&over, moved(None, None), Err(Refused::Over)),
        ];
        for (deeds, deed, wanted) in table {
            let standings = BTreeMap::from([(person(4), Standing::Recused)]);
            let circle = Circle { by: person(1), team: &[], standings, stage: &Stage::Reported };
            let new = NewDeed { id: id(99), deed, anyway: None };
            let said = Work::of(deeds).check(&new, &circle, NOW);
            assert_eq!(said.map(|rules| assert!(rules.is_empty())), wanted, "{new:?}");
        }
    }

    #[test]
    fn the_first_end_counts_and_a_task_keeps_its_owner_unless_another_is_named() {
        let due = Some(NOW);
        let work = Work::of(&[
            recorded(1, 1, give(2, None)),
            recorded(2, 1, moved(None, due)),
            recorded(3, 1, moved(Some(3), due)),
            recorded(4, 1, moved(None, None)),
            recorded(5, 3, finish(1)),
            recorded(6, 1, dropped("Too late.")),
        ]);
        let task = work.tasks.get(id(1)).unwrap();
        assert_eq!((task.owner, task.due), (person(3), None));
        assert!(task.ended.as_ref().is_some_and(|end| end.done && end.by == person(3)));
        assert_eq!(work.tasks.open().count(), 0);
    }
}
