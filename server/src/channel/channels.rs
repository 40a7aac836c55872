//! All channels of one server: picks the one that reaches the recipient.

use super::web_push::WebPush;
use super::{Channel as _, Outcome, Outgoing, Recipient};
use domain::time::Timestamp;

/// The channels of one server.
pub struct Channels {
    push: WebPush,
}

impl Channels {
    /// A server that reaches devices by Web Push.
    pub const fn new(push: WebPush) -> Self {
        Self { push }
    }

    /// Sends one message by the recipient's way and tells how it went; see [`Channel::send`](super::Channel::send).
    pub async fn send(&self, outgoing: &Outgoing, now: Timestamp) -> Outcome {
        let Outgoing { to, message } = outgoing;
        match to {
            Recipient::Device(device) => self.push.send(device, message, now).await,
            Recipient::Mail(_) => Outcome::NotSetUp,
        }
    }
}
