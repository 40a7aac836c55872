//! How a try of a way went, in words for whoever pressed the button.

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What came of one message, as far as whoever tried the way has to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Heard {
    /// The service took it.
    Taken,
    /// The service does not know the address.
    Gone,
    /// The service refuses us, with that answer.
    Refused(u16),
    /// The message is too large for the service.
    TooLarge,
    /// Nobody has set this way up on the server.
    NotSetUp,
    /// The server does not call that address.
    Blocked,
    /// The service takes no more for now.
    TooMany,
    /// Our own limit is reached for now.
    Throttled,
    /// The service is in trouble itself, with that answer.
    ServerError(u16),
    /// No answer came in time.
    TimedOut,
    /// No connection came about.
    Unreachable,
    /// The connection ended before the answer.
    Cut,
    /// The service could not prove who it is.
    BadCertificate,
    /// The message could not be made ready.
    NotPrepared,
}

impl Heard {
    /// Whether the service took the message.
    pub const fn is_taken(self) -> bool {
        matches!(self, Self::Taken)
    }

    /// What happened and what to look at.
    pub fn sentence(self) -> String {
        match self {
            Self::Taken => "The service took the message. Look whether it arrived: only a person can see that.".into(),
            Self::Gone => "The service does not know this address (404, 410 or no such mailbox). Look at the address for a slip.".into(),
            Self::Refused(status) => format!("The service refuses the message with {status}. Look at the secret and the template."),
            Self::TooLarge => "The message is too large for the service. Make the template shorter.".into(),
            Self::NotSetUp => "This server has no such way: whoever runs it has to set it up first.".into(),
            Self::Blocked => "This server does not call that address, because it leads into a private network. Whoever runs it can allow it.".into(),
            Self::TooMany => "The service takes no more messages for now (429). Try again in some minutes.".into(),
            Self::Throttled => "This address has had as many messages as it may within a quarter of an hour. Try again later.".into(),
            Self::ServerError(status) => format!("The service is in trouble itself ({status}). Try again later."),
            Self::TimedOut => "No answer came in time. The message may have arrived all the same.".into(),
            Self::Unreachable => "Nothing answers at this address. Look at it for a slip.".into(),
            Self::Cut => "The connection ended before there was an answer. The message may have arrived all the same.".into(),
            Self::BadCertificate => "The service could not prove who it is: its certificate is not valid. Nothing was sent.".into(),
            Self::NotPrepared => "The message could not be made ready on this server. Nothing was sent.".into(),
        }
    }
}

/// The last try of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    /// When.
    pub at: Timestamp,
    /// How it went.
    pub heard: Heard,
}
