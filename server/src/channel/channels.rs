//! All channels of one server: picks the one that reaches the recipient, and keeps to the recipient's limit.

use super::hook::Hooks;
use super::mail::Mail;
use super::used::Used;
use super::web_push::WebPush;
use super::{Channel as _, Outcome, Outgoing, Recipient, Trouble};
use domain::time::Timestamp;

/// The channels of one server.
pub struct Channels {
    push: WebPush,
    mail: Option<Mail>,
    hooks: Hooks,
    used: Used,
}

impl Channels {
    /// A server that reaches devices by Web Push, services by hooks, and people by mail where the operator has named a
    /// mail server.
    pub fn new(push: WebPush, mail: Option<Mail>, hooks: Hooks) -> Self {
        Self { push, mail, hooks, used: Used::default() }
    }

    /// The hooks, to ask whether an address may be called.
    pub const fn hooks(&self) -> &Hooks {
        &self.hooks
    }

    /// Whether mails can be sent.
    pub const fn sends_mail(&self) -> bool {
        self.mail.is_some()
    }

    /// Sends one message by the recipient's way and tells how it went; see [`Channel::send`](super::Channel::send).
    pub async fn send(&self, outgoing: &Outgoing, now: Timestamp) -> Outcome {
        if outgoing.message.words.is_drill() {
            // It takes no place that a real page may need; one drill at a time calls each person as often as the ladder says.
            return self.send_now(outgoing, now).await;
        }
        let place = match self.used.take(&outgoing.to, now) {
            Ok(place) => place,
            Err(free_at) => return throttled(free_at, now),
        };
        let outcome = self.send_now(outgoing, now).await;
        if let Some(place) = place
            && !may_have_arrived(outcome)
        {
            self.used.give_back(place);
        }
        outcome
    }

    async fn send_now(&self, Outgoing { to, message }: &Outgoing, now: Timestamp) -> Outcome {
        match to {
            Recipient::Device(device) => self.push.send(device, message, now).await,
            Recipient::Mail(address) => match &self.mail {
                Some(mail) => mail.send(address, message, now).await,
                None => Outcome::NotSetUp,
            },
            Recipient::Hook(to) => self.hooks.send(to, message, now).await,
        }
    }
}

fn throttled(free_at: Timestamp, now: Timestamp) -> Outcome {
    let pause_ms = u64::try_from(free_at.since(now).millis()).unwrap_or(0);
    Outcome::Later { why: Trouble::Throttled, retry_after_s: Some(pause_ms.div_ceil(1_000)) }
}

/// Whether somebody may have got the message.
const fn may_have_arrived(outcome: Outcome) -> bool {
    match outcome {
        Outcome::Accepted => true,
        Outcome::Later { why, .. } => match why {
            Trouble::TimedOut | Trouble::Cut => true,
            Trouble::TooMany
            | Trouble::Throttled
            | Trouble::ServerError { .. }
            | Trouble::Unreachable
            | Trouble::BadCertificate
            | Trouble::NotPrepared => false,
        },
        Outcome::Gone | Outcome::Refused { .. } | Outcome::TooLarge | Outcome::NotSetUp | Outcome::Blocked(_) => false,
    }
}
