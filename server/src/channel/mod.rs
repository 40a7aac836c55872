//! The channels: every way to call a person who does not have the app open.
//!
//! The door is [`Channel`]. Its invariant: what leaves through it says only that the app should be opened; ids and
//! fixed words, nothing of a note, a name or a place. To add a channel, write one file with one more `Channel`; the
//! pager does not change.

mod guard;
mod payload;
mod resolver;
mod target;
mod vapid;
mod web_push;

pub use guard::{AllowedOrigins, BadOrigin, ENDPOINT_CHARS_MAX, EXTRA_ORIGINS_MAX, Endpoint, Forged};
pub use payload::{OPAQUE_ID_CHARS_MAX, OpaqueId, PAYLOAD_BYTES, Payload, PayloadTooLong, TOPIC_CHARS, Topic, Words};
pub use target::{AUTH_BYTES, Target};
pub use vapid::{BadContact, BadVapidKey, Contact, Vapid, VapidKey};
pub use web_push::{SENDS_AT_ONCE_MAX, Timeouts, WebPush, install_tls_provider};

use async_trait::async_trait;
use domain::time::Timestamp;

/// The shortest time a message may wait for a phone, in seconds. Nothing waits zero seconds: that would drop the
/// message for every phone that sleeps at this moment.
pub const TTL_S_MIN: u32 = 30;

/// The longest time a message may wait for a phone, in seconds: one day.
pub const TTL_S_MAX: u32 = 86_400;

/// The longest pause that a channel may ask for, in seconds; a longer wish is cut to this.
pub const RETRY_AFTER_S_MAX: u64 = 3_600;

/// One way to reach a person. What is sent says only that the app should be opened.
#[async_trait]
pub trait Channel: Send + Sync {
    /// The channel's name in records and logs.
    fn name(&self) -> &'static str;

    /// Sends one message and tells how it went. It never panics and never takes longer than the channel's own
    /// limit; sending the same message again is harmless, because the phone knows the page by its id.
    async fn send(&self, message: &Outgoing, now: Timestamp) -> Outcome;
}

/// One message to one device.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// The device.
    pub target: Target,
    /// What the device gets to read.
    pub payload: Payload,
    /// How long the message may wait for the device: the time until the page's next step.
    pub ttl: Ttl,
    /// How hard the phone is woken.
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
    /// The device is known no more: forget it and ask its owner to sign up again.
    Gone,
    /// The service refuses us, not the device (a wrong key, a wrong clock, a mistake of ours): keep the device and
    /// alarm the operator.
    Refused {
        /// The answer's HTTP status.
        status: u16,
    },
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
    /// The service is in trouble itself.
    ServerError {
        /// The answer's HTTP status.
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
