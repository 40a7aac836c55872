//! The desk's door outwards: tries a way through the very channels that pages take.

use crate::channel::{
    Channels, Forged, HookTo, Message, OpaqueId, Outcome, Outgoing, Recipient, Trouble, Ttl, Urgency, Words,
};
use async_trait::async_trait;
use desk::clock::chance;
use desk::outside::Outside;
use domain::hook::{Heard, Hook, HookAddress};
use domain::ids::DeliveryId;
use domain::mail::MailAddress;
use domain::time::Timestamp;
use std::sync::Arc;
use url::Url;

/// How long a test may wait for a phone, in seconds.
const TEST_TTL_S: u32 = 600;

/// The channels, for the desk.
pub(crate) struct Outward {
    pub(crate) channels: Arc<Channels>,
    pub(crate) public_url: Url,
}

impl Outward {
    async fn send(&self, to: Recipient, now: Timestamp) -> Heard {
        match test_of_way(&self.public_url, now) {
            Some(message) => heard(self.channels.send(&Outgoing { to, message }, now).await),
            None => Heard::NotPrepared,
        }
    }
}

/// A test of a way that is no device; nothing when it cannot be written.
pub(crate) fn test_of_way(public_url: &Url, now: Timestamp) -> Option<Message> {
    let id = OpaqueId::parse(&DeliveryId::mint(now, chance()).to_string())?;
    let words = Words::TEST_OF_WAY;
    Some(Message {
        delivery: id.clone(),
        words,
        link: words.link(public_url, &id),
        about: id,
        ttl: Ttl::seconds(TEST_TTL_S),
        urgency: Urgency::High,
        topic: None,
    })
}

#[async_trait]
impl Outside for Outward {
    fn may_call(&self, hook: &Hook) -> Result<(), String> {
        self.channels.hooks().may_call(hook).map_err(|forged| may_not(forged).to_owned())
    }

    fn sends_mail(&self) -> bool {
        self.channels.sends_mail()
    }

    async fn try_hook(&self, hook: Arc<Hook>, to: Option<HookAddress>, now: Timestamp) -> Heard {
        self.send(Recipient::Hook(HookTo { hook, to }), now).await
    }

    async fn try_mail(&self, to: MailAddress, now: Timestamp) -> Heard {
        self.send(Recipient::Mail(to), now).await
    }
}

/// Why a hook's address is not called, for whoever typed it.
const fn may_not(forged: Forged) -> &'static str {
    match forged {
        Forged::NotHttps => "The address must begin with https, unless whoever runs the server allows it.",
        Forged::PrivateAddress => {
            "The address leads into a private network. Whoever runs the server can allow it with --allow-hook-origin."
        }
        Forged::TooLong
        | Forged::NotAUrl
        | Forged::HasUserInfo
        | Forged::HasFragment
        | Forged::UnknownService
        | Forged::BadKey
        | Forged::BadAuth => "The address is not one that can be called.",
    }
}

/// What came of it, for whoever tried.
pub(crate) const fn heard(outcome: Outcome) -> Heard {
    match outcome {
        Outcome::Accepted => Heard::Taken,
        Outcome::Gone => Heard::Gone,
        Outcome::Refused { status } => Heard::Refused(status),
        Outcome::TooLarge => Heard::TooLarge,
        Outcome::NotSetUp => Heard::NotSetUp,
        Outcome::Blocked(_) => Heard::Blocked,
        Outcome::Later { why, .. } => match why {
            Trouble::TooMany => Heard::TooMany,
            Trouble::Throttled => Heard::Throttled,
            Trouble::ServerError { status } => Heard::ServerError(status),
            Trouble::TimedOut => Heard::TimedOut,
            Trouble::Unreachable => Heard::Unreachable,
            Trouble::Cut => Heard::Cut,
            Trouble::BadCertificate => Heard::BadCertificate,
            Trouble::NotPrepared => Heard::NotPrepared,
        },
    }
}
