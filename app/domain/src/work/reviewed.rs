//! Which of the rules that were passed a review has looked at (S02). A review looks at what stood together with it at that
//! time: of incidents that were joined later, each waits for a review of its own or of both.

use super::RecordedDeed;
use super::meeting::settles_review;
use super::report::ReportDeed;
use crate::ids::{DeedId, IncidentId};
use crate::work::Deed;
use std::collections::{BTreeMap, BTreeSet};

/// What waits for a review, what a review has looked at, and what stands together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reviewed {
    waiting: Vec<(Option<IncidentId>, DeedId)>,
    done: BTreeSet<DeedId>,
    /// The incident that goes on for each that was joined.
    first_of: BTreeMap<IncidentId, IncidentId>,
}

impl Reviewed {
    /// Whether a review has looked at what this deed passed.
    pub(super) fn is(&self, deed: DeedId) -> bool {
        self.done.contains(&deed)
    }

    /// Adds a deed that is kept with this incident. What it passes itself stands before the next review.
    pub(super) fn fold(&mut self, home: Option<IncidentId>, recorded: &RecordedDeed) {
        let first = home.map(|home| self.first(home));
        if settles_review(recorded) {
            let (looked_at, waiting): (Vec<_>, Vec<_>) = std::mem::take(&mut self.waiting)
                .into_iter()
                .partition(|(home, _)| home.map(|home| self.first(home)) == first);
            self.done.extend(looked_at.into_iter().map(|(_, deed)| deed));
            self.waiting = waiting;
        }
        if recorded.passed.is_some() {
            self.waiting.push((home, recorded.id));
        }
        match (&recorded.deed, first) {
            (Deed::Report(ReportDeed::Take { from }), Some(first)) => {
                let before = self.first(*from);
                for of in self.first_of.values_mut().filter(|of| **of == before) {
                    *of = first;
                }
                self.first_of.insert(before, first);
            }
            (Deed::Report(ReportDeed::Part { from }), Some(_)) => {
                self.first_of.remove(from);
            }
            _ => {}
        }
    }

    fn first(&self, home: IncidentId) -> IncidentId {
        self.first_of.get(&home).copied().unwrap_or(home)
    }
}
