//! Deliveries: one message to one person by one way, and how far it has come.

use crate::ids::{AskId, DeliveryId, DeviceId, HookId, PageId, PersonId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// One message to one person by one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its id.
    pub id: DeliveryId,
    /// What it is for.
    pub about: DeliveryAbout,
    /// Who is to be reached.
    pub person: PersonId,
    /// Where it goes.
    pub to: DeliveryTo,
    /// For which call of its page it was written down; 0 for what is no page.
    pub call: u32,
    /// Since when this way is tried without the person having been heard of: the time of the first of the calls in a row.
    pub since: Timestamp,
    /// When it was written down to be sent.
    pub queued_at: Timestamp,
    /// How often it was tried and its service asked for a pause.
    pub tries: u32,
    /// How far it has come.
    pub state: DeliveryState,
}

/// A way to reach a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// A push on each of their devices that take pushes.
    Push,
    /// A mail.
    Mail,
    /// A hook that the organizers have set up, such as one that sends text messages.
    Hook(HookId),
}

/// Where a delivery goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeliveryTo {
    /// To a device, as a push.
    Device(DeviceId),
    /// To the person's mail address.
    Mail,
    /// Through this hook.
    Hook(HookId),
}

impl DeliveryTo {
    /// The way that it goes.
    pub const fn way(self) -> Way {
        match self {
            Self::Device(_) => Way::Push,
            Self::Mail => Way::Mail,
            Self::Hook(hook) => Way::Hook(hook),
        }
    }

    /// The device, where it goes to one.
    pub const fn device(self) -> Option<DeviceId> {
        match self {
            Self::Device(device) => Some(device),
            Self::Mail | Self::Hook(_) => None,
        }
    }
}

/// What a delivery is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeliveryAbout {
    /// A page.
    Page(PageId),
    /// Something that the person is asked for.
    Ask(AskId),
    /// To see whether the device can be reached.
    Test,
    /// That a way to call the person leads to them no more.
    Stopped,
}

/// How far a delivery has come. It only ever goes forward: a late answer of a service does not unsee what was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// Written down, to be sent.
    Queued,
    /// It was not needed any more before it was sent.
    Expired,
    /// It could not be sent.
    Failed,
    /// The service took it. This proves nothing about the person.
    Accepted,
    /// The device's worker has it and shows it.
    Received,
    /// The person opened it.
    Seen,
    /// The person said that they cannot come.
    Declined,
    /// The person said that they have it.
    Taken,
}

impl DeliveryState {
    /// Every state, from first to last.
    pub const ALL: [Self; 8] = [
        Self::Queued,
        Self::Expired,
        Self::Failed,
        Self::Accepted,
        Self::Received,
        Self::Seen,
        Self::Declined,
        Self::Taken,
    ];

    /// The word for storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Expired => "expired",
            Self::Failed => "failed",
            Self::Accepted => "accepted",
            Self::Received => "received",
            Self::Seen => "seen",
            Self::Declined => "declined",
            Self::Taken => "taken",
        }
    }

    /// Reads the word from storage.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The state after the news: the further of the two.
    #[must_use]
    pub fn moved(self, news: Self) -> Self {
        self.max(news)
    }

    /// Whether it is proven that it reached the person's device.
    pub fn is_heard(self) -> bool {
        self >= Self::Received
    }
}
