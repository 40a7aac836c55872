//! Which of the rules that were passed a review has looked at (S02). A review looks at what stood together with it at that
//! time, and its end says so: of incidents that were joined later, each waits for a review of its own or of both.

use super::RecordedDeed;
use super::meeting::settles_review;
use crate::ids::{DeedId, IncidentId};
use std::collections::BTreeSet;

/// What was passed and where, and what a review has looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reviewed {
    passed: Vec<(Option<IncidentId>, DeedId)>,
    done: BTreeSet<DeedId>,
}

impl Reviewed {
    /// Whether a review has looked at what this deed passed.
    pub(super) fn is(&self, deed: DeedId) -> bool {
        self.done.contains(&deed)
    }

    /// What no review has looked at yet and is kept with another incident than this one.
    pub(super) fn waiting_outside(&self, home: IncidentId) -> Vec<DeedId> {
        let outside = self.passed.iter().filter(|(of, deed)| *of != Some(home) && !self.is(*deed));
        outside.map(|(_, deed)| *deed).collect()
    }

    /// Adds a deed that is kept with this incident. What it passes itself stands before the next review.
    pub(super) fn fold(&mut self, home: Option<IncidentId>, recorded: &RecordedDeed) {
        if settles_review(recorded) {
            let here = self.passed.iter().filter(|(of, _)| *of == home).map(|(_, deed)| *deed);
            self.done.extend(here.chain(recorded.looked_at.iter().copied()));
        }
        if recorded.passed.is_some() {
            self.passed.push((home, recorded.id));
        }
    }
}
