//! Interim measures: what holds for now, until there is a decision, and is released in so many words (S51, D06).

use super::circle::Circle;
use super::rule::Rule;
use super::{LINE_MAX, RecordedDeed, words};
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

    pub(super) fn check(&self, deed: &MeasureDeed, circle: &Circle<'_>) -> Result<Vec<Rule>, Refused> {
        circle.may_speak()?;
        match deed {
            MeasureDeed::Set { what, .. } => words(what, LINE_MAX)?,
            MeasureDeed::Release { measure, why } => {
                let measure = self.0.get(measure).ok_or(Refused::Unknown)?;
                if measure.released.is_some() {
                    return Err(Refused::Over);
                }
                words(why, LINE_MAX)?;
            }
        }
        Ok(Vec::new())
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
