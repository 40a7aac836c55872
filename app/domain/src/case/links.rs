//! Giving a reporter a private link in person: a first one, or a new key for one that was lost.

use super::{Case, Refused};
use crate::audit::{AuditEvents, Did};
use crate::conflict::Standing;
use crate::ids::ReporterLinkId;
use crate::time::Timestamp;

impl Case {
    /// The member gives the reporter a link. Who talks with nobody for the team gives none.
    pub fn give_link(&self, link: ReporterLinkId, now: Timestamp) -> Result<AuditEvents, Refused> {
        self.contents()?;
        if !self.standing().is_none_or(Standing::may_speak) {
            return Err(Refused::Limited);
        }
        Ok(self.event(now, Did::LinkGiven { link }))
    }
}
