//! What each member may find, kept for as long as nothing changes.
//!
//! Invariant: what is answered is at least as new as the audit log was when it was asked. The log's end is looked up at each
//! search, and every change of an incident or of how somebody stands to it adds a line to the log in the same transaction.

use crate::DeskError;
use crate::store::{Findable, Read};
use domain::ids::{ConferenceId, PersonId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Members for whom lines are kept at a time; a team is far smaller.
const MEMBERS_MAX: usize = 64;

/// The lines of the members who have searched since the audit log last grew.
#[derive(Default)]
pub(super) struct Known(Mutex<Lines>);

#[derive(Default)]
struct Lines {
    log_end: i64,
    of: HashMap<(ConferenceId, PersonId), Arc<[Findable]>>,
}

impl Known {
    /// The incidents of the conference without those that are hidden from the member, the most recently touched first.
    pub(super) async fn lines(
        &self,
        read: &mut dyn Read,
        conference: ConferenceId,
        member: PersonId,
    ) -> Result<Arc<[Findable]>, DeskError> {
        // Before the lines, so that these are never older than what they are kept for.
        let log_end = read.log_end().await?;
        if let Some(lines) = self.at(log_end, |lines| lines.get(&(conference, member)).cloned()) {
            return Ok(lines);
        }
        let lines: Arc<[Findable]> = read.findable(conference, Some(member)).await?.into();
        self.at(log_end, |known| {
            if known.len() >= MEMBERS_MAX {
                known.clear();
            }
            known.insert((conference, member), Arc::clone(&lines))
        });
        Ok(lines)
    }

    /// Works with what is known at this end of the log; what belongs to another is forgotten.
    fn at<T>(
        &self,
        log_end: i64,
        work: impl FnOnce(&mut HashMap<(ConferenceId, PersonId), Arc<[Findable]>>) -> T,
    ) -> T {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.log_end != log_end {
            *lines = Lines { log_end, of: HashMap::new() };
        }
        work(&mut lines.of)
    }
}
