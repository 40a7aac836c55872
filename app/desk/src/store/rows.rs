//! What the door to storage hands in and out: rows with a meaning, which hold no rule.

use domain::conflict::Standing;
use domain::digest::Digest;
use domain::ids::{ConferenceId, DeviceId, IncidentId, NoteId, PageId, PersonId, PhotoId, ReporterLinkId};
use domain::incident::{Incident, Stage};
use domain::note::{NoteBody, Urgency};
use domain::paging::Page;
use domain::permission::{Device, Role};
use domain::private::Private;
use domain::reporter::ReporterLink;
use domain::reporter::said::Said;
use domain::time::Timestamp;
use domain::view::NewSubscription;
use domain::work::reminder::Overdue;

/// Who wrote a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Author {
    /// A signed-in person on a device.
    Person(PersonId, DeviceId),
    /// The reporter, through this private link: another reporter of the same incident does not see it.
    Reporter(ReporterLinkId),
}

/// A note as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedNote {
    /// Its id.
    pub id: NoteId,
    /// The incident that it belongs to.
    pub incident: IncidentId,
    /// Who wrote it.
    pub author: Author,
    /// What was written; sealed at rest.
    pub body: NoteBody,
    /// Digest of the body, to tell a repeat from another text.
    pub digest: Digest,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// By how much the phone's clock was ahead, in milliseconds.
    pub skew_ms: i64,
    /// Whether somebody struck it.
    pub struck: Option<Strike>,
    /// What it is besides words, where a reporter wrote it; sealed at rest.
    pub said: Option<Said>,
}

/// That a note was struck.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strike {
    /// Who.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// Why; sealed at rest.
    pub why: Private<String>,
}

/// What is known of a note id without opening its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownNote {
    /// Its id.
    pub id: NoteId,
    /// The incident.
    pub incident: IncidentId,
    /// Who wrote it.
    pub author: Author,
    /// Digest of the body.
    pub digest: Digest,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

/// Another text that came under the id of a recorded note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteBeside {
    /// The id.
    pub note: NoteId,
    /// The incident.
    pub incident: IncidentId,
    /// Digest of this text.
    pub digest: Digest,
    /// The text; sealed at rest.
    pub body: NoteBody,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

/// Everything that a group of new notes writes, in one go.
#[derive(Clone, Debug, Default)]
pub struct NewRows {
    /// New incidents, each gets its data key.
    pub incidents: Vec<Incident>,
    /// New notes, of these incidents or of older ones.
    pub notes: Vec<RecordedNote>,
    /// Other texts under known ids; a repeat of the same text writes nothing.
    pub besides: Vec<NoteBeside>,
    /// New pages.
    pub pages: Vec<Page>,
    /// New private links; a key that is there already writes nothing.
    pub links: Vec<ReporterLink>,
    /// Incidents that now need a review because somebody acted alone.
    pub needs_review: Vec<IncidentId>,
}

/// A photo as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// Its id.
    pub id: PhotoId,
    /// The note that it belongs to.
    pub note: NoteId,
    /// The incident.
    pub incident: IncidentId,
    /// `image/jpeg`, `image/png` or `image/webp`.
    pub media_type: String,
    /// The bytes; sealed at rest.
    pub bytes: Private<Vec<u8>>,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

/// A device with its session, as a request finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Digest of its token.
    pub token: Digest,
    /// The device.
    pub device: Device,
    /// The conference of its person.
    pub conference: ConferenceId,
    /// The role of its person.
    pub role: Role,
    /// How often what phones keep of the conference has changed.
    pub edition: i64,
}

/// A device's push subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// The device.
    pub device: DeviceId,
    /// The person.
    pub person: PersonId,
    /// Where and with which keys; sealed at rest.
    pub to: NewSubscription,
    /// Which of the server's keys it was made for.
    pub key_id: String,
    /// Since when.
    pub made_at: Timestamp,
}

/// One line of the inbox before it is cut to who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentLine {
    /// The incident.
    pub incident: Incident,
    /// How many notes it has.
    pub notes: u32,
    /// When something was last added.
    pub touched_at: Timestamp,
    /// The first of its pages that is calling, if one is.
    pub calling: Option<PageId>,
    /// What was overdue at the last look.
    pub overdue: Vec<Overdue>,
}

/// How an incident has aged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aged {
    /// When something was last added.
    pub touched_at: Timestamp,
    /// Since when it needs a review because somebody acted alone.
    pub review_since: Option<Timestamp>,
    /// What was overdue at the last look.
    pub overdue: Vec<Overdue>,
}

/// An incident as search looks at it: how far its record has come, and how one member stands to it. A search reads one of
/// these for every incident, so it holds nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findable {
    /// The incident.
    pub incident: IncidentId,
    /// Its two words.
    pub code_name: String,
    /// How soon somebody is needed.
    pub urgency: Option<Urgency>,
    /// Where it stands.
    pub stage: Stage,
    /// Its version.
    pub version: i64,
    /// How many notes it has.
    pub notes: u32,
    /// When something was last added.
    pub touched_at: Timestamp,
    /// How the member stands; nothing while the question is open.
    pub standing: Option<Standing>,
}
