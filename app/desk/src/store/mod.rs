//! The door to storage.
//!
//! [`Store::begin`] gives a [`Tx`]: reads, writes, and one way to keep them, [`Tx::commit`], which takes the audit
//! events. Dropping a `Tx` undoes it. [`Store::read`] gives a [`Read`] without writes. Not found is `Ok(None)`. What is
//! private is sealed behind this door, and no text of an error repeats a value.
//!
//! A row of a list that one person must not know of is left out by the query's caller in this crate, which has the
//! conflicts; the lists here say whether they are already cut.

mod drills;
mod hooks;
mod paging;
mod roster;
mod rows;

pub use drills::{ReadDrills, WriteDrills};
pub use hooks::{KeptHook, ReadHooks, WriteHooks};
pub use paging::{Claim, ReadPaging, Waiting, WritePaging};
pub use roster::{Feed, ReadRoster, WriteRoster};
pub use rows::{
    Aged, Author, Findable, IncidentLine, KnownNote, NewRows, NoteBeside, Photo, RecordedNote, Session, Strike,
    Subscription,
};

use async_trait::async_trait;
use domain::asks::Ask;
use domain::audit::{AuditEvent, AuditEvents};
use domain::case::Case;
use domain::conference::Conference;
use domain::conflict::{Conflict, StandingChange, StandingRecord};
use domain::digest::Digest;
use domain::guide::Card;
use domain::ids::{AskId, ConferenceId, DeviceId, IncidentId, NoteId, PersonId, PhotoId};
use domain::incident::Incident;
use domain::invite::Invite;
use domain::permission::{Device, Person};
use domain::private::Private;
use domain::reporter::ReporterLink;
use domain::time::Timestamp;
use domain::work::RecordedDeed;
use domain::work::reminder::{Overdue, Targets};

/// Why storage did not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else changed the row since it was read.
    #[error("the row was changed by somebody else")]
    Stale,
    /// There is no room on the disk; nothing was written.
    #[error("the disk is full")]
    Full,
    /// Something with this id or name is there already.
    #[error("the row is there already")]
    Taken,
    /// Anything else, for the log.
    #[error("storage failed")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What storage answers.
pub type Stored<T> = Result<T, StoreError>;

/// Storage.
#[async_trait]
pub trait Store: Send + Sync {
    /// Reads that see one state of the database where the engine offers that cheaply.
    async fn read(&self) -> Stored<Box<dyn Read>>;
    /// Starts a change; writers wait for each other.
    async fn begin(&self) -> Stored<Box<dyn Tx>>;
    /// Says whether storage is well, for `careline doctor` and `/healthz`; the sentence is for the operator.
    async fn check(&self) -> Stored<String>;
}

/// What can be asked.
#[async_trait]
pub trait Read: ReadPaging + ReadHooks + ReadRoster + ReadDrills {
    /// All conferences, the oldest first.
    async fn conferences(&mut self) -> Stored<Vec<Conference>>;
    /// One conference.
    async fn conference(&mut self, id: ConferenceId) -> Stored<Option<Conference>>;
    /// One person.
    async fn person(&mut self, id: PersonId) -> Stored<Option<Person>>;
    /// Who is on the CARE team of a conference, in no order; no name is opened for it.
    async fn care_team(&mut self, conference: ConferenceId) -> Stored<Vec<PersonId>>;
    /// The names of these people, in no order; unknown ones are left out. Nothing else of them is opened.
    async fn names(&mut self, people: &[PersonId]) -> Stored<Vec<(PersonId, Private<String>)>>;
    /// Everybody of a conference.
    async fn people(&mut self, conference: ConferenceId) -> Stored<Vec<Person>>;
    /// One device.
    async fn device(&mut self, id: DeviceId) -> Stored<Option<Device>>;
    /// The sessions with these tokens, in no order, without unknown ones. Every request asks this, so nothing is opened.
    async fn sessions(&mut self, tokens: &[Digest]) -> Stored<Vec<Session>>;
    /// All devices of a conference's people.
    async fn devices(&mut self, conference: ConferenceId) -> Stored<Vec<Device>>;
    /// The invite with this code.
    async fn invite_by_code(&mut self, code: Digest) -> Stored<Option<Invite>>;
    /// All invites of a conference, the latest first.
    async fn invites(&mut self, conference: ConferenceId) -> Stored<Vec<Invite>>;
    /// The cards that the organizers changed or added.
    async fn cards(&mut self, conference: ConferenceId) -> Stored<Vec<Card>>;
    /// What is known of these note ids; unknown ones are left out.
    async fn known_notes(&mut self, ids: &[NoteId]) -> Stored<Vec<KnownNote>>;
    /// All notes of an incident, by time of recording.
    async fn notes(&mut self, incident: IncidentId) -> Stored<Vec<RecordedNote>>;
    /// The other texts under the ids of an incident's notes.
    async fn besides(&mut self, incident: IncidentId) -> Stored<Vec<NoteBeside>>;
    /// The ids of an incident's photos and the notes that they belong to.
    async fn photo_ids(&mut self, incident: IncidentId) -> Stored<Vec<(PhotoId, NoteId)>>;
    /// One photo.
    async fn photo(&mut self, id: PhotoId) -> Stored<Option<Photo>>;
    /// The incidents that were joined to this one, in no order.
    async fn joined(&mut self, incident: IncidentId) -> Stored<Vec<Incident>>;
    /// One incident.
    async fn incident(&mut self, id: IncidentId) -> Stored<Option<Incident>>;
    /// A conference's incidents without those that are hidden from `member` or were joined to another: what nobody has
    /// yet, then what somebody has, both the most recently touched first, of which the last may be left out.
    async fn incidents(&mut self, conference: ConferenceId, member: PersonId) -> Stored<Vec<IncidentLine>>;
    /// The same without those hidden from `member`, if one asks for one; the most recently touched first. Nothing is opened.
    async fn findable(&mut self, conference: ConferenceId, member: Option<PersonId>) -> Stored<Vec<Findable>>;
    /// The conflicts of interest in an incident and in whatever stands joined with it, each with its own incident.
    async fn conflicts(&mut self, incident: IncidentId) -> Stored<Vec<Conflict>>;
    /// How standings came about in an incident, in order.
    async fn standing_records(&mut self, incident: IncidentId) -> Stored<Vec<StandingRecord>>;
    /// The work on an incident, in the order of its recording.
    async fn deeds(&mut self, incident: IncidentId) -> Stored<Vec<RecordedDeed>>;
    /// These asks, by time; unknown ones are left out.
    async fn asks(&mut self, ids: &[AskId]) -> Stored<Vec<Ask>>;
    /// What is asked of somebody and waits for them, by time.
    async fn asks_of(&mut self, person: PersonId) -> Stored<Vec<Ask>>;
    /// Everything that was ever asked about an incident, by time.
    async fn asks_in(&mut self, incident: IncidentId) -> Stored<Vec<Ask>>;
    /// How an incident has aged.
    async fn aged(&mut self, incident: IncidentId) -> Stored<Option<Aged>>;
    /// The incidents at which it is time to look for what is overdue, the longest waiting first, at most `limit`.
    async fn due_looks(&mut self, now: Timestamp, limit: u32) -> Stored<Vec<IncidentId>>;
    /// When it is time for the next look at any incident.
    async fn next_look(&mut self) -> Stored<Option<Timestamp>>;
    /// When the team of a conference wants to be reminded.
    async fn targets(&mut self, conference: ConferenceId) -> Stored<Targets>;
    /// Whether the conference has an incident that is hidden from everybody of its CARE team, if it has a team.
    async fn is_anything_outside(&mut self, conference: ConferenceId) -> Stored<bool>;
    /// The same of these incidents, in no order, each with that of them for which it was asked.
    async fn conflicts_in(&mut self, incidents: &[IncidentId]) -> Stored<Vec<Conflict>>;
    /// The private link with this key.
    async fn link_by_key(&mut self, key: Digest) -> Stored<Option<ReporterLink>>;
    /// The private links of an incident.
    async fn links(&mut self, incident: IncidentId) -> Stored<Vec<ReporterLink>>;
    /// The number of the audit log's last line, 0 while there is none. Whatever changes adds a line, and the numbers grow in
    /// the order of the changes: what was read at a number holds as long as the log ends there.
    async fn log_end(&mut self) -> Stored<i64>;
    /// The audit events of an incident, by time.
    async fn events_of(&mut self, incident: IncidentId) -> Stored<Vec<AuditEvent>>;
    /// The first person other than `writer` who opened each of these incidents, and when.
    async fn first_opened(&mut self, incidents: &[IncidentId]) -> Stored<Vec<(IncidentId, PersonId, Timestamp)>>;
    /// A secret that the server keeps for itself, such as its push key.
    async fn secret(&mut self, name: &'static str) -> Stored<Option<Private<Vec<u8>>>>;
}

/// A change that is kept whole or not at all.
#[async_trait]
pub trait Tx: Read + WritePaging + WriteHooks + WriteRoster + WriteDrills {
    /// Writes a conference; its `edition` counts up.
    async fn put_conference(&mut self, conference: &Conference) -> Stored<()>;
    /// Counts the edition up, because what phones keep for offline use has changed.
    async fn new_edition(&mut self, conference: ConferenceId) -> Stored<()>;
    /// Writes a person.
    async fn put_person(&mut self, person: &Person) -> Stored<()>;
    /// Writes a new device with the digest of its session token.
    async fn add_device(&mut self, device: &Device, token: Digest) -> Stored<()>;
    /// Changes what is known of a device.
    async fn put_device(&mut self, device: &Device) -> Stored<()>;
    /// Writes a new invite with the digest of its code.
    async fn add_invite(&mut self, invite: &Invite, code: Digest) -> Stored<()>;
    /// Changes what is left of an invite.
    async fn put_invite(&mut self, invite: &Invite) -> Stored<()>;
    /// Writes a card.
    async fn put_card(&mut self, conference: ConferenceId, card: &Card) -> Stored<()>;
    /// Writes everything that a group of new notes brings.
    async fn add_rows(&mut self, rows: NewRows) -> Stored<()>;
    /// Strikes a note.
    async fn strike(&mut self, note: NoteId, incident: IncidentId, strike: &Strike) -> Stored<()>;
    /// Writes a photo; whether it was new.
    async fn add_photo(&mut self, photo: &Photo) -> Stored<bool>;
    /// Adds a deed to the work on an incident, or says [`StoreError::Taken`] when its id is.
    async fn add_deed(&mut self, incident: IncidentId, deed: &RecordedDeed) -> Stored<()>;
    /// Writes a case's incidents, the deed that was added and what changed in how somebody stands, or says [`StoreError::Stale`] when a version has moved.
    async fn put_case(&mut self, case: &Case) -> Stored<()>;
    /// Writes asks: new ones whole, of others when they are due and how they stand.
    async fn put_asks(&mut self, asks: &[Ask]) -> Stored<()>;
    /// Writes what of an incident is overdue and when to look again; never again for nothing.
    async fn put_look(&mut self, incident: IncidentId, overdue: &[Overdue], next: Option<Timestamp>) -> Stored<()>;
    /// Writes when the team wants to be reminded; every incident that is looked at at all is looked at anew.
    async fn put_targets(&mut self, conference: ConferenceId, targets: &Targets) -> Stored<()>;
    /// Writes how somebody stands, and adds the line to the record.
    async fn put_standing(&mut self, change: &StandingChange) -> Stored<()>;
    /// Takes an incident out of the hands of whoever is out of it; whether they had it.
    async fn take_from(&mut self, conflict: &Conflict) -> Stored<bool>;
    /// Keeps a secret, unless there is one of that name already, and returns the one that is kept.
    async fn keep_secret(&mut self, name: &'static str, secret: Private<Vec<u8>>) -> Stored<Private<Vec<u8>>>;
    /// Keeps everything, together with what was done. There is no other way to save.
    async fn commit(self: Box<Self>, events: AuditEvents) -> Stored<()>;
}
