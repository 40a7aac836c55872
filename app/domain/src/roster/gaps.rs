//! When nobody is on duty.

use super::Shift;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A time in which nobody is on duty and awake: a page then goes on to whoever comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// From.
    pub from: Timestamp,
    /// Until.
    pub until: Timestamp,
}

/// When nobody is on call between two times, by start; what touches is one gap.
///
/// `shifts` are those that stand ([`super::Roster::standing`]), in any order. Backup and sleep close no gap.
pub fn gaps<'a>(shifts: impl IntoIterator<Item = &'a Shift>, from: Timestamp, until: Timestamp) -> Vec<Gap> {
    let on_call = shifts.into_iter().filter(|shift| shift.is_on_call());
    uncovered(on_call.map(|shift| (shift.from, shift.until)), from, until)
}

/// What of the time between `from` and `until` none of the spans covers.
pub(super) fn uncovered(
    spans: impl Iterator<Item = (Timestamp, Timestamp)>,
    from: Timestamp,
    until: Timestamp,
) -> Vec<Gap> {
    let mut covered: Vec<_> = spans.filter(|(starts, ends)| *starts < until && *ends > from).collect();
    covered.sort_unstable();
    let mut gaps = Vec::new();
    let mut at = from;
    for (starts, ends) in covered {
        if starts > at {
            gaps.push(Gap { from: at, until: starts });
        }
        at = at.max(ends);
    }
    if at < until {
        gaps.push(Gap { from: at, until });
    }
    gaps
}
