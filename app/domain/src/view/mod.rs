//! What a screen is given: facts to show, already cut to what the person who asks may know.
//!
//! These types travel from the server to the signed-in app and hold no rule. Everything in them that a bystander must not
//! see is [`Private`].

mod case;

pub use crate::denied::Denied;
pub use crate::permission::Colleague;
pub use crate::record::{JoinedView, StruckView, Taken, Who};
pub use case::*;

use crate::conference::Conference;
use crate::guide::Card;
use crate::hook::OfferedHook;
use crate::ids::{DeviceId, IncidentId, PageId, PersonId};
use crate::invite::Invite;
use crate::note::Urgency;
use crate::paging::{DeliveryState, PageAnswer, PageReason, Policies};
use crate::permission::{Device, Person};
use crate::private::Private;
use crate::reach::Choices;
use crate::roster::Presence;
pub use crate::roster::view::{NewShift, RosterView};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

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
    /// Whether this server sends mail.
    pub sends_mail: bool,
    /// The services that the organizers have added.
    pub hooks: Vec<OfferedHook>,
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
