//! The channels: every way to call a person who does not have the app open.
//!
//! The door is [`Channels`], which has one [`Channel`] for each kind of [`Recipient`]. Its invariant: what leaves through
//! it says only that the app should be opened; ids and fixed words, nothing of a note, a name or a place. To add a
//! channel, write one file with one more `Channel` and give its recipients a variant; what an [`Outcome`] means to the
//! pager does not change.

mod cause;
mod channels;
mod guard;
mod hook;
mod http;
mod mail;
mod payload;
mod resolver;
mod target;
mod used;
mod vapid;
mod web_push;
mod words;

pub use channels::Channels;
pub use guard::{AllowedOrigins, BadOrigin, ENDPOINT_CHARS_MAX, EXTRA_ORIGINS_MAX, Endpoint, Forged};
pub use hook::{HookTo, Hooks};
pub use http::{Timeouts, install_tls_provider};
pub use mail::{
    BadMailFrom, BadMailServer, MAILS_AT_ONCE_MAX, Mail, MailFrom, MailServer, MailTimeouts, NoTls, Security,
};
pub use payload::{PAYLOAD_BYTES, Payload, PayloadTooLong, TOPIC_CHARS, Topic};
pub use target::{AUTH_BYTES, Target};
pub use vapid::{BadContact, BadVapidKey, Contact, Vapid, VapidKey};
pub use web_push::{SENDS_AT_ONCE_MAX, WebPush};
pub use words::{OPAQUE_ID_CHARS_MAX, OpaqueId, Words};

use async_trait::async_trait;
use domain::mail::MailAddress;
use domain::time::Timestamp;
use url::Url;

/// The shortest time a message may wait for a phone, in seconds. Nothing waits zero seconds: that would drop the
/// message for every phone that sleeps at this moment.
pub const TTL_S_MIN: u32 = 30;

/// The longest time a message may wait for a phone, in seconds: one day.
pub const TTL_S_MAX: u32 = 86_400;

/// The longest pause that a channel may ask for, in seconds; a longer wish is cut to this.
pub const RETRY_AFTER_S_MAX: u64 = 3_600;

/// One way to reach people. What is sent says only that the app should be opened.
#[async_trait]
pub trait Channel: Send + Sync {
    /// Whom it reaches.
    type To;

    /// The channel's name in records and logs.
    fn name(&self) -> &'static str;

    /// Sends one message and tells how it went. It never panics and never takes longer than the channel's own
    /// limit; sending the same message again is harmless, because whoever gets it knows it by its ids.
    async fn send(&self, to: &Self::To, message: &Message, now: Timestamp) -> Outcome;
}

/// One message to one recipient.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Who gets it, and by which way.
    pub to: Recipient,
    /// What it says.
    pub message: Message,
}

/// Who gets a message, and by which way.
#[derive(Clone, Debug)]
pub enum Recipient {
    /// A browser or an installed app, by Web Push.
    Device(Device),
    /// A person, by mail.
    Mail(MailAddress),
    /// A person or a room, by a service that an organizer has added.
    Hook(HookTo),
}

/// A device that takes pushes.
#[derive(Clone, Debug)]
pub struct Device {
    /// Its subscription.
    pub target: Target,
    /// The token with which it says that this push came.
    pub receipt: OpaqueId,
}

/// What a message says, and how it should be treated on its way.
#[derive(Clone, Debug)]
pub struct Message {
    /// Which delivery this is. A repeat carries the same id, so that a service may recognize it.
    pub delivery: OpaqueId,
    /// The page or ask that it is about.
    pub about: OpaqueId,
    /// The words.
    pub words: Words,
    /// What a tap opens; [`Words::link`] makes it.
    pub link: Url,
    /// How long the message may wait for a device: the time until the page's next step.
    pub ttl: Ttl,
    /// How hard a phone is woken.
    pub urgency: Urgency,
    /// Messages of one topic replace each other while they wait.
    pub topic: Option<Topic>,
}

/// How long a message may wait for a phone, in seconds, between [`TTL_S_MIN`] and [`TTL_S_MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ttl(u32);

impl Ttl {
    /// Takes the nearest time within the bounds.
    pub fn seconds(seconds: u32) -> Self {
        Self(seconds.clamp(TTL_S_MIN, TTL_S_MAX))
    }

    /// Seconds.
    pub const fn as_seconds(self) -> u32 {
        self.0
    }
}

/// How hard a phone is woken (RFC 8030 §5.3). Pages are `High`; the others wait for a phone that sleeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// On power and a free network only.
    VeryLow,
    /// On power or a free network.
    Low,
    /// When the phone wakes anyway.
    Normal,
    /// At once, also from sleep.
    High,
}

impl Urgency {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::VeryLow => "very-low",
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
        }
    }
}

/// How sending went, told apart by what the pager does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The service took the message. It is no proof that the phone got it: only the phone's receipt is.
    Accepted,
    /// The device or address is known no more: forget this way, and tell its owner by another one.
    Gone,
    /// The service refuses us, not the recipient (a wrong key, a wrong clock, a mistake of ours): keep the way and
    /// alarm the operator.
    Refused {
        /// The answer's HTTP status or SMTP code.
        status: u16,
    },
    /// This server does not have that way: nobody has set it up.
    NotSetUp,
    /// The message is too large for the service.
    TooLarge,
    /// It did not work this time: try again, and page by another way meanwhile.
    Later {
        /// What went wrong.
        why: Trouble,
        /// The pause that the service asks for, at most [`RETRY_AFTER_S_MAX`].
        retry_after_s: Option<u64>,
    },
    /// Our own guard refused: nothing was sent.
    Blocked(Forged),
}

impl From<Forged> for Outcome {
    fn from(forged: Forged) -> Self {
        Self::Blocked(forged)
    }
}

/// What kept a message from being taken this time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The service takes no more messages for now (429).
    TooMany,
    /// Our own limit for this recipient is reached; nothing was sent ([`domain::throttle`]).
    Throttled,
    /// The service is in trouble itself.
    ServerError {
        /// The answer's HTTP status or SMTP code.
        status: u16,
    },
    /// No answer came in time. The message may have arrived.
    TimedOut,
    /// No connection came about: no network, no such name, or nobody listens.
    Unreachable,
    /// The connection ended before the answer. The message may have arrived.
    Cut,
    /// The service could not prove who it is, so nothing was sent.
    BadCertificate,
    /// The message could not be made ready on our side.
    NotPrepared,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_never_waits_zero_seconds() {
        assert_eq!(Ttl::seconds(0).as_seconds(), TTL_S_MIN);
        assert_eq!(Ttl::seconds(300).as_seconds(), 300);
        assert_eq!(Ttl::seconds(u32::MAX).as_seconds(), TTL_S_MAX);
    }
}
