//! What a member of the CARE team is shown of an incident: its line in the inbox, the case, and what stands on its record.

use crate::conflict::Standing;
use crate::export::Export;
use crate::ids::{IncidentId, NoteId, PageId, PhotoId};
use crate::incident::Stage;
use crate::note::{NoteBody, Urgency};
use crate::paging::PageAnswer;
use crate::permission::Colleague;
use crate::private::Private;
use crate::question::{StandingRow, StandsView};
use crate::record::{JoinedView, StruckView, Who};
use crate::reporter::LinkView;
use crate::reporter::said::Said;
use crate::time::Timestamp;
use crate::work::RecordedDeed;
use crate::work::reminder::Overdue;
use crate::writing::Writing;
use serde::{Deserialize, Serialize};

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
    /// What was joined to it, in the order in which it was reported.
    #[serde(default)]
    pub joined: Vec<JoinedView>,
    /// Which colleagues are writing just now.
    #[serde(default)]
    pub writing: Vec<Writing>,
    /// Everybody of the conference, for the names of those whom deeds speak of.
    pub people: Vec<Colleague>,
    /// Notes and what was done, oldest first.
    pub timeline: Vec<TimelineEntry>,
}

/// One entry of the written record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// The incident that was joined to this one and from which it comes; nothing for what is of this one.
    #[serde(default)]
    pub part: Option<IncidentId>,
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
