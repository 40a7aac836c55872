//! Tasks: who does what until when (S42), also somebody outside the CARE team, who is told no more than what to do (D06).

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
    /// It has another time.
    Move {
        /// The task.
        task: DeedId,
        /// Until when.
        due: Option<Timestamp>,
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
    /// Who ended it, when, and what came of it or why it was dropped.
    pub ended: Option<(PersonId, Timestamp, Private<String>)>,
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

    pub(super) fn check(&self, deed: &TaskDeed) -> Result<Vec<Rule>, Refused> {
        match deed {
            TaskDeed::Give { what, asks, .. } => {
                words(what, LINE_MAX)?;
                at_most(asks, LINE_MAX)?;
            }
            TaskDeed::Finish { task, result } => {
                self.under_way(*task)?;
                at_most(result, LINE_MAX)?;
            }
            TaskDeed::Move { task, .. } => self.under_way(*task)?,
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
            TaskDeed::Finish { task, result: words } | TaskDeed::Drop { task, why: words } => {
                if let Some(task) = self.0.get_mut(task) {
                    task.ended.get_or_insert_with(|| (recorded.by, recorded.at, words.clone()));
                }
            }
            TaskDeed::Move { task, due } => {
                if let Some(task) = self.0.get_mut(task) {
                    task.due = *due;
                }
            }
        }
    }
}
