//! The part of the door that the roster needs: shifts, overrides, checks of who can be reached, and calendar feeds.
//!
//! Whatever changes the roster brings a look at who is to be asked whether they can be reached; nobody has to remember it.

use super::Stored;
use async_trait::async_trait;
use domain::digest::Digest;
use domain::ids::{AskId, ConferenceId, PersonId, ShiftId};
use domain::roster::{DutyCheck, Override, Roster, Shift};
use domain::time::Timestamp;

/// Whose shifts a calendar feed shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feed {
    /// The conference.
    pub conference: ConferenceId,
    /// Whose.
    pub person: PersonId,
    /// Since when.
    pub made_at: Timestamp,
}

/// What of the roster can be asked.
#[async_trait]
pub trait ReadRoster: Send {
    /// The roster of a conference: its shifts by start, and what was offered and taken over by time.
    async fn roster(&mut self, conference: ConferenceId) -> Stored<Roster>;
    /// The checks of a conference that are open, and those that began since a time, in the order in which they began.
    async fn duty_checks(&mut self, conference: ConferenceId, since: Timestamp) -> Stored<Vec<DutyCheck>>;
    /// The checks that wait for an answer of somebody.
    async fn duty_checks_of(&mut self, person: PersonId) -> Stored<Vec<DutyCheck>>;
    /// One check.
    async fn duty_check(&mut self, id: AskId) -> Stored<Option<DutyCheck>> {
        Ok(self.duty_checks_by_id(&[id]).await?.pop())
    }
    /// These checks, in no order; unknown ones are left out.
    async fn duty_checks_by_id(&mut self, ids: &[AskId]) -> Stored<Vec<DutyCheck>>;
    /// The conferences at whose roster it is time to look, at most some hundreds.
    async fn due_duty_looks(&mut self, now: Timestamp) -> Stored<Vec<ConferenceId>>;
    /// When it is time for the next look at any roster.
    async fn next_duty_look(&mut self) -> Stored<Option<Timestamp>>;
    /// The feed with this token.
    async fn feed(&mut self, token: Digest) -> Stored<Option<Feed>>;
    /// The feed of a person.
    async fn feed_of(&mut self, person: PersonId) -> Stored<Option<Feed>>;
}

/// What of the roster can be changed.
#[async_trait]
pub trait WriteRoster: ReadRoster {
    /// Writes a shift, or says [`super::StoreError::Stale`] when its id is another conference's.
    async fn put_shift(&mut self, shift: &Shift) -> Stored<()>;
    /// Removes a shift; whether there was one.
    async fn remove_shift(&mut self, conference: ConferenceId, id: ShiftId) -> Stored<bool>;
    /// Writes an override: a new one whole, of another how it stands and from when on; or says
    /// [`super::StoreError::Stale`] when its id is another conference's.
    async fn put_override(&mut self, one: &Override) -> Stored<()>;
    /// Writes checks: new ones whole, of others how they stand.
    async fn put_duty_checks(&mut self, checks: &[DutyCheck]) -> Stored<()>;
    /// Writes when to look at a roster again; not before it changes for nothing.
    async fn put_duty_look(&mut self, conference: ConferenceId, next: Option<Timestamp>) -> Stored<()>;
    /// Writes a person's feed with the digest of its token, in place of any earlier one.
    async fn put_feed(&mut self, feed: &Feed, token: Digest) -> Stored<()>;
    /// Removes a person's feed; whether there was one.
    async fn remove_feed(&mut self, person: PersonId) -> Stored<bool>;
}
