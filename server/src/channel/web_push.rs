//! Web Push: an encrypted message (RFC 8291) in a signed request (RFC 8292) to the browser's push service (RFC 8030).
//!
//! What it cannot rule out it calls [`Outcome::Later`]; sending again is harmless.

use super::guard::AllowedOrigins;
use super::http::{self, Timeouts};
use super::payload::Payload;
use super::resolver::GuardedResolver;
use super::target::Target;
use super::vapid::Vapid;
use super::{Channel, Device, Message, Outcome, Trouble};
use async_trait::async_trait;
use domain::time::Timestamp;
use reqwest::RequestBuilder;
use reqwest::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The most requests under way at the same time; further messages wait for their turn.
pub const SENDS_AT_ONCE_MAX: usize = 64;

/// The channel to browsers and installed apps.
pub struct WebPush {
    client: reqwest::Client,
    vapid: Vapid,
    sends: Arc<Semaphore>,
}

impl WebPush {
    /// Makes the channel. It fails when the machine has no root certificates, since then no push service could
    /// prove who it is.
    pub fn new(vapid: Vapid, allowed: &AllowedOrigins, timeouts: Timeouts) -> Result<Self, reqwest::Error> {
        let client = http::client(timeouts, GuardedResolver::new(allowed))?;
        Ok(Self { client, vapid, sends: Arc::new(Semaphore::new(SENDS_AT_ONCE_MAX)) })
    }

    /// The signer, whose public key browsers subscribe with.
    pub const fn vapid(&self) -> &Vapid {
        &self.vapid
    }

    fn request(&self, target: &Target, message: &Message, body: Vec<u8>, now: Timestamp) -> RequestBuilder {
        let endpoint = target.endpoint();
        let request = self
            .client
            .post(endpoint.url().clone())
            .header(AUTHORIZATION, self.vapid.authorization(endpoint, now))
            .header(CONTENT_ENCODING, "aes128gcm")
            .header(CONTENT_TYPE, "application/octet-stream")
            .header("TTL", message.ttl.as_seconds())
            .header("Urgency", message.urgency.as_str())
            .body(body);
        match &message.topic {
            Some(topic) => request.header("Topic", topic.as_str()),
            None => request,
        }
    }
}

#[async_trait]
impl Channel for WebPush {
    type To = Device;

    fn name(&self) -> &'static str {
        "web_push"
    }

    async fn send(&self, to: &Device, message: &Message, now: Timestamp) -> Outcome {
        let Ok(payload) = Payload::new(message.words, &message.link, &message.about, &to.receipt) else {
            return Outcome::TooLarge;
        };
        let Some(body) = seal(&to.target, &payload) else {
            return http::later(Trouble::NotPrepared);
        };
        let Ok(turn) = Arc::clone(&self.sends).acquire_owned().await else {
            return http::later(Trouble::NotPrepared);
        };
        let response = match self.request(&to.target, message, body, now).send().await {
            Ok(response) => response,
            Err(error) => return http::judge_failure(&error),
        };
        let outcome = http::judge_answer(&response, now);
        if matches!(outcome, Outcome::Refused { .. }) {
            self.vapid.forget_token(to.target.endpoint());
        }
        // The status says everything, so the pager does not wait for the rest of the answer.
        tokio::spawn(http::read_to_end(response, turn));
        outcome
    }
}

/// Encrypts the message so that only the device can read it.
fn seal(target: &Target, payload: &Payload) -> Option<Vec<u8>> {
    let plain = payload.as_bytes().to_vec();
    web_push_native::encrypt(plain, &target.p256dh, &target.auth.into()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channel::{Contact, Endpoint, Forged, OpaqueId, Ttl, Urgency, VapidKey, Words};
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    use url::Url;

    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    // RFC 8291, appendix A.
    const UA_PRIVATE: &str = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
    const UA_PUBLIC: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";
    const MESSAGE: &str = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    fn decode(text: &str) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(text).unwrap()
    }

    fn open(message: Vec<u8>) -> Vec<u8> {
        let secret = p256::SecretKey::from_slice(&decode(UA_PRIVATE)).unwrap();
        let auth: [u8; 16] = decode(AUTH).try_into().unwrap();
        web_push_native::decrypt(message, &secret, &auth.into()).unwrap()
    }

    fn target(endpoint: &str) -> Target {
        Target {
            endpoint: Endpoint::unguarded(endpoint),
            p256dh: p256::PublicKey::from_sec1_bytes(&decode(UA_PUBLIC)).unwrap(),
            auth: decode(AUTH).try_into().unwrap(),
        }
    }

    fn id() -> OpaqueId {
        OpaqueId::parse("1").unwrap()
    }

    fn page() -> Message {
        Message {
            delivery: id(),
            about: id(),
            words: Words::PAGE,
            link: Words::PAGE.link(&Url::parse("https://care.example").unwrap(), &id()),
            ttl: Ttl::seconds(60),
            urgency: Urgency::High,
            topic: None,
        }
    }

    fn payload() -> Payload {
        Payload::new(Words::PAGE, &page().link, &id(), &id()).unwrap()
    }

    #[test]
    fn the_standards_own_message_opens() {
        let plain = open(decode(MESSAGE));
        assert_eq!(plain, b"When I grow up, I want to be a watermelon");
    }

    #[test]
    fn a_sealed_message_opens_with_the_devices_key_and_is_never_the_same_twice() {
        let target = target("https://push.example/1");
        let sealed = seal(&target, &payload()).unwrap();
        assert_ne!(sealed, seal(&target, &payload()).unwrap());
        assert!(sealed.len() < 3_072);
        assert_eq!(open(sealed), payload().as_bytes());
    }

    fn channel() -> WebPush {
        let contact = Contact::parse("mailto:care@conference.example").unwrap();
        let vapid = Vapid::new(VapidKey::generate([7; 32]), contact);
        WebPush::new(vapid, &AllowedOrigins::default(), Timeouts::default()).unwrap()
    }

    fn device(endpoint: &str) -> Device {
        Device { target: target(endpoint), receipt: id() }
    }

    #[tokio::test]
    async fn a_name_that_leads_into_a_private_network_is_blocked_before_a_connection() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (channel, page, device) = (channel(), page(), device(&format!("http://localhost:{port}/1")));
        tokio::select! {
            outcome = channel.send(&device, &page, NOW) => assert_eq!(outcome, Outcome::Blocked(Forged::PrivateAddress)),
            _ = listener.accept() => panic!("a connection was opened"),
        }
    }

    #[tokio::test]
    async fn no_more_than_the_limit_is_under_way_and_the_rest_gets_its_turn() {
        const WAITING: usize = 3;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (channel, device, page) = (channel(), device(&format!("http://{address}/1")), page());
        let sends = (0..SENDS_AT_ONCE_MAX + WAITING).map(|_| channel.send(&device, &page, NOW));
        let service = async {
            let mut held = Vec::new();
            for _ in 0..SENDS_AT_ONCE_MAX {
                held.push(listener.accept().await.unwrap());
            }
            assert_eq!(channel.sends.available_permits(), 0);
            held.clear();
            for _ in 0..WAITING {
                listener.accept().await.unwrap();
            }
        };
        let (outcomes, ()) = tokio::join!(futures::future::join_all(sends), service);
        assert!(outcomes.iter().all(|outcome| *outcome == http::later(Trouble::Cut)), "{outcomes:?}");
    }
}
