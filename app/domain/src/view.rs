//! What a screen is given: facts to show, already cut to what the person who asks may know.
//!
//! These types travel from the server to the signed-in app and hold no rule. Everything in them that a bystander must not
//! see is [`Private`].

use crate::conference::Conference;
use crate::conflict::Standing;
use crate::export::Export;
use crate::guide::Card;
use crate::ids::{DeviceId, IncidentId, NoteId, PageId, PersonId, PhotoId, ShiftId};
use crate::incident::Stage;
use crate::invite::Invite;
use crate::note::{NoteBody, Urgency};
use crate::paging::{DeliveryState, PageAnswer, PageReason, Policies};
pub use crate::permission::Colleague;
use crate::permission::{Device, Person};
use crate::private::Private;
use crate::question::{StandingRow, StandsView};
use crate::reach::Choices;
use crate::reporter::{LinkView, said::Said};
use crate::roster::{Duty, Presence, Shift};
use crate::time::Timestamp;
use crate::work::RecordedDeed;
use crate::work::reminder::Overdue;
use crate::writing::Writing;
use serde::{Deserialize, Serialize};

pub use crate::denied::Denied;
pub use crate::record::Who;

/// What a phone keeps for the times without a network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundle {
    /// When the server made it.
    pub made_at: Timestamp,
    /// The conference.
    pub conference: Conference,
    /// Who is signed in on this phone.
    pub me: Person,
    /// Until when this phone stays signed in.
    pub signed_in_until: Timestamp,
    /// This phone's device.
    pub device: DeviceId,
    /// The CARE team with their coming shifts, so that the phone can tell offline who is on call.
    pub care_team: Vec<CareContact>,
    /// The guide.
    pub guide: Vec<Card>,
    /// The server's public key for pushes, base64url without padding.
    pub push_key: String,
    /// Whether the server sends pushes to this device. A phone that differs subscribes anew or says that it cannot be
    /// reached; for a server that does not tell, it is taken to.
    #[serde(default = "yes")]
    pub pushes: bool,
}

const fn yes() -> bool {
    true
}

/// A CARE member as staff may reach them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CareContact {
    /// Who.
    pub person: PersonId,
    /// The name.
    pub name: Private<String>,
    /// The number to call; blank where not given.
    pub phone: Private<String>,
    /// Languages spoken; empty where not given.
    pub languages: String,
    /// When they are called first, awake and on duty, from now on.
    pub shifts: Vec<DutyTime>,
}

/// One span in which a contact is on duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyTime {
    /// From.
    pub from: Timestamp,
    /// Until.
    pub until: Timestamp,
    /// Where.
    pub presence: Presence,
}

impl DutyTime {
    /// Whether it covers `now`.
    pub fn covers(&self, now: Timestamp) -> bool {
        self.from <= now && now < self.until
    }
}

/// What a fresh sign-in is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// Who signed in.
    pub person: Person,
    /// The new device.
    pub device: DeviceId,
    /// Until when it stays signed in.
    pub until: Timestamp,
    /// Whether the conference still waits to be set up.
    pub needs_set_up: bool,
}

/// A fresh invite with its code, which is shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteMade {
    /// The invite.
    pub invite: Invite,
    /// The code in three groups.
    pub code: Private<String>,
}

/// A person as the organizers see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    /// The person.
    pub person: Person,
    /// The person's devices, the latest first.
    pub devices: Vec<DeviceRow>,
}

/// A device as its owner or an organizer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRow {
    /// The device.
    pub device: Device,
    /// Whether it is the one that asks.
    pub this_one: bool,
    /// Whether pushes are on.
    pub pushes: bool,
    /// How far the last test push came, if there was one.
    pub last_test: Option<(DeliveryState, Timestamp)>,
}

/// The roster as its keepers see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterView {
    /// All shifts, by time.
    pub shifts: Vec<Shift>,
    /// The CARE team.
    pub team: Vec<Person>,
    /// Who is on call now.
    pub on_call: Vec<PersonId>,
}

/// What an organizer puts on the roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewShift {
    /// The shift's id, minted on the phone so that a repeat is harmless.
    pub id: ShiftId,
    /// Who.
    pub person: PersonId,
    /// From.
    pub from: Timestamp,
    /// Until.
    pub until: Timestamp,
    /// Where.
    pub presence: Presence,
    /// Called first, or next.
    #[serde(default)]
    pub duty: Duty,
}

/// The most lines of an inbox about what somebody has; what was touched least recently is left out.
pub const INBOX_MAX: usize = 500;

/// One line of the inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxRow {
    /// The incident.
    pub incident: IncidentId,
    /// Its two words.
    pub code_name: String,
    /// How soon somebody is needed.
    pub urgency: Option<Urgency>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When something was last added.
    pub touched_at: Timestamp,
    /// Where it stands.
    pub stage: Stage,
    /// The name of whoever has it.
    pub accountable: Option<Private<String>>,
    /// The page that is calling for it, if one does; its screen asks before it shows any content.
    pub calling: Option<PageId>,
    /// Whether somebody acted alone and the team has yet to review it.
    pub needs_review: bool,
    /// Whether the reporter was told that the report arrived.
    pub receipt_confirmed: bool,
    /// How many notes it has.
    pub notes: u32,
    /// What was overdue at the last look.
    pub overdue: Vec<Overdue>,
}

/// A case as the screen shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseView {
    /// The line of the inbox.
    pub row: InboxRow,
    /// The version that was read.
    pub version: i64,
    /// The page that calls for it, if one does.
    pub page: Option<PageId>,
    /// How the one who asks stands; nothing while the question about conflicts is open.
    pub my_standing: Option<Standing>,
    /// How everybody stands who was asked, named or decided about, by name.
    pub standings: Vec<StandingRow>,
    /// Whether the reporter has a private link.
    pub has_link: bool,
    /// When the reporter last opened the link.
    pub reporter_looked_at: Option<Timestamp>,
    /// The private links, the oldest first: each is one reporter's, and words go to one of them.
    #[serde(default)]
    pub links: Vec<LinkView>,
    /// Which colleagues are writing just now.
    #[serde(default)]
    pub writing: Vec<Writing>,
    /// Everybody of the conference, for the names of those whom deeds speak of.
    pub people: Vec<Colleague>,
    /// Notes and what was done, oldest first.
    pub timeline: Vec<TimelineEntry>,
}

impl CaseView {
    /// The work on the case, in order.
    pub fn deeds(&self) -> impl Iterator<Item = &RecordedDeed> {
        self.timeline.iter().filter_map(|entry| match &entry.what {
            TimelineWhat::Deed(deed) => Some(&**deed),
            _ => None,
        })
    }
}

/// One entry of the written record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// When the server recorded it.
    pub at: Timestamp,
    /// Who: a name, "the reporter" or Careline itself.
    pub who: Who,
    /// What.
    pub what: TimelineWhat,
}

/// What stands on the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimelineWhat {
    /// A note.
    Note(Box<NoteView>),
    /// A step of the work on the case.
    Deed(Box<RecordedDeed>),
    /// A CARE member read the case.
    Opened,
    /// A CARE member took the whole record out.
    Exported(Export),
    /// A page called so many people.
    PageCalled {
        /// Whom.
        people: Vec<Private<String>>,
    },
    /// A page would have called these, and pages reach none of their devices.
    PageUnheard {
        /// Whom.
        people: Vec<Private<String>>,
    },
    /// A page was answered.
    PageAnswered {
        /// How.
        answer: PageAnswer,
    },
    /// A page ended unanswered.
    PageExhausted,
    /// Somebody took it in hand.
    TookInHand,
    /// The reporter was told that the report arrived.
    ConfirmedReceipt,
    /// How a member stands: said, decided, proposed, or because somebody named them.
    Stands(Box<StandsView>),
    /// Whoever had it is out, so nobody has it any more.
    HandedBack,
    /// The reporter gave the private link new words.
    LinkChanged,
    /// A member gave the reporter a private link in person.
    LinkGiven,
}

/// A note as the CARE team sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteView {
    /// Its id.
    pub id: NoteId,
    /// What was written.
    pub body: NoteBody,
    /// The photos that have arrived.
    pub photos: Vec<PhotoId>,
    /// Another text that came under the same id, if one did.
    pub beside: Option<Box<NoteBody>>,
    /// By how much the phone's clock was ahead of the server's, in milliseconds.
    pub skew_ms: i64,
    /// Who struck it and why, if somebody did.
    pub struck: Option<StruckView>,
    /// What a reporter said there besides words.
    pub said: Option<Said>,
    /// Since when its reporter has taken the words back, which are not here then.
    pub taken_back: Option<Timestamp>,
}

/// A strike as the screen shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StruckView {
    /// Who.
    pub by: Private<String>,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub why: Private<String>,
}

/// A page before it is accepted: enough to decide, nothing of the content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageView {
    /// The page.
    pub page: PageId,
    /// The incident's two words.
    pub code_name: String,
    /// Why it calls.
    pub reason: PageReason,
    /// How soon somebody is needed.
    pub urgency: Option<Urgency>,
    /// When it started.
    pub started_at: Timestamp,
    /// The incident, for whoever may open it.
    pub incident: IncidentId,
    /// Who has it, if somebody does, and whether that is the one who asks.
    pub taken: Option<Taken>,
    /// Whether nobody answered in time.
    pub exhausted: bool,
    /// What the one who asks has answered, if anything.
    pub my_answer: Option<PageAnswer>,
}

/// How somebody is called, and what there is to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyReach {
    /// What they chose, or what holds for whoever chose nothing.
    pub choices: Choices,
    /// On how many of their devices pushes are on.
    pub devices: u32,
}

/// Whom a page calls in which order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EscalationView {
    /// The ladders.
    pub policies: Policies,
    /// Whether they are the server's own: nobody has written any.
    pub is_usual: bool,
    /// Everybody of the conference, of whom some may be emergency contacts.
    pub people: Vec<Colleague>,
}

/// Who has a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The name.
    pub by: Private<String>,
    /// Whether that is you.
    pub you: bool,
    /// When.
    pub at: Timestamp,
}

/// A browser's push subscription, as the browser gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSubscription {
    /// Where the push service listens: a capability.
    pub endpoint: Private<String>,
    /// The browser's public key, base64url.
    pub p256dh: String,
    /// The browser's secret, base64url.
    pub auth: Private<String>,
}
