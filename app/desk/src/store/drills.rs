//! The part of the door that drills need.
//!
//! While a drill runs, [`Tx::commit`](super::Tx::commit) writes what is done on its incident apart from the audit log, so
//! that it can go when the drill ends; the log itself never loses a line.

use super::Stored;
use async_trait::async_trait;
use domain::audit::AuditEvent;
use domain::drill::Drill;
use domain::ids::{ConferenceId, DrillId, IncidentId};

/// What can be asked of drills.
#[async_trait]
pub trait ReadDrills: Send {
    /// One drill.
    async fn drill(&mut self, id: DrillId) -> Stored<Option<Drill>>;
    /// The drills that run on this server, the oldest first; at most one of each conference.
    async fn running_drills(&mut self) -> Stored<Vec<Drill>>;
    /// The latest drill of a conference that has ended.
    async fn last_drill(&mut self, conference: ConferenceId) -> Stored<Option<Drill>>;
    /// What was done on the incident of a drill that runs, in order.
    async fn drill_events(&mut self, incident: IncidentId) -> Stored<Vec<AuditEvent>>;
    /// Whether nobody has written anything into a drill's incident: it has its own note and no other, no photo, link or deed,
    /// and is joined to nothing.
    async fn is_only_a_drill(&mut self, incident: IncidentId) -> Stored<bool>;
}

/// How drills change.
#[async_trait]
pub trait WriteDrills: ReadDrills {
    /// Writes a drill. From the commit on, what is done on the incident of one that runs is kept apart.
    async fn put_drill(&mut self, drill: &Drill) -> Stored<()>;
    /// Removes a drill's incident with everything that belongs to it, out of every table.
    async fn purge_drill(&mut self, incident: IncidentId) -> Stored<()>;
    /// Keeps a drill's incident because somebody has written into it: what was done on it goes into the audit log.
    async fn keep_drill(&mut self, incident: IncidentId) -> Stored<()>;
}
