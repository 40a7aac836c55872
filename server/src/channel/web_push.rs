//! Web Push: an encrypted message (RFC 8291) in a signed request (RFC 8292) to the browser's push service (RFC 8030).
//!
//! It follows no redirect, uses no proxy, reads at most [`ANSWER_BYTES_MAX`] of an answer and waits only so long. What
//! it cannot rule out it calls [`Outcome::Later`]; sending again is harmless.

use super::cause::find_cause;
use super::guard::{AllowedOrigins, Forged};
use super::payload::Payload;
use super::resolver::GuardedResolver;
use super::target::Target;
use super::vapid::Vapid;
use super::{Channel, Device, Message, Outcome, RETRY_AFTER_S_MAX, Trouble};
use async_trait::async_trait;
use chrono::DateTime;
use domain::time::Timestamp;
use reqwest::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, RETRY_AFTER};
use reqwest::{RequestBuilder, Response, StatusCode};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The most requests under way at the same time; further messages wait for their turn.
pub const SENDS_AT_ONCE_MAX: usize = 64;

/// The most of an answer's body that is read.
const ANSWER_BYTES_MAX: usize = 4_096;

/// How long one request may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// To find the service and greet it.
    pub connect: Duration,
    /// From the start to the end of the answer.
    pub total: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(5), total: Duration::from_secs(10) }
    }
}

/// Chooses the one provider of TLS cryptography for the whole process. `main` calls it before anything opens a
/// connection; a second call changes nothing.
pub fn install_tls_provider() {
    // The only error is that a provider stands already, which is all that is wanted.
    drop(rustls::crypto::ring::default_provider().install_default());
}

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
        install_tls_provider();
        let client = reqwest::Client::builder()
            .connect_timeout(timeouts.connect)
            .timeout(timeouts.total)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .dns_resolver(GuardedResolver::new(allowed))
            .build()?;
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
            return later(Trouble::NotPrepared);
        };
        let Ok(turn) = Arc::clone(&self.sends).acquire_owned().await else {
            return later(Trouble::NotPrepared);
        };
        let response = match self.request(&to.target, message, body, now).send().await {
            Ok(response) => response,
            Err(error) => return judge_failure(&error),
        };
        let outcome = judge_answer(&response, now);
        if matches!(outcome, Outcome::Refused { .. }) {
            self.vapid.forget_token(to.target.endpoint());
        }
        // The status says everything, so the pager does not wait for the rest of the answer.
        tokio::spawn(read_to_end(response, turn));
        outcome
    }
}

/// Encrypts the message so that only the device can read it.
fn seal(target: &Target, payload: &Payload) -> Option<Vec<u8>> {
    let plain = payload.as_bytes().to_vec();
    web_push_native::encrypt(plain, &target.p256dh, &target.auth.into()).ok()
}

/// Reads a short rest, so that the connection can serve the next message too; a long one ends the connection.
async fn read_to_end(mut response: Response, turn: OwnedSemaphorePermit) {
    let mut left = ANSWER_BYTES_MAX;
    while let Ok(Some(chunk)) = response.chunk().await {
        match left.checked_sub(chunk.len()) {
            Some(rest) => left = rest,
            None => break,
        }
    }
    drop(turn);
}

fn judge_answer(response: &Response, now: Timestamp) -> Outcome {
    let status = response.status();
    let retry_after_s = || {
        let wish = response.headers().get(RETRY_AFTER)?.to_str().ok()?;
        parse_retry_after(wish, now)
    };
    match status {
        StatusCode::NOT_FOUND | StatusCode::GONE => Outcome::Gone,
        StatusCode::PAYLOAD_TOO_LARGE => Outcome::TooLarge,
        StatusCode::TOO_MANY_REQUESTS => Outcome::Later { why: Trouble::TooMany, retry_after_s: retry_after_s() },
        StatusCode::REQUEST_TIMEOUT => later(Trouble::TimedOut),
        _ if status.is_success() => Outcome::Accepted,
        _ if status.is_server_error() => {
            Outcome::Later { why: Trouble::ServerError { status: status.as_u16() }, retry_after_s: retry_after_s() }
        }
        // A redirect belongs here as well: known services send none, and following one would lead past the guard.
        _ => Outcome::Refused { status: status.as_u16() },
    }
}

/// Reads `Retry-After`, which is a number of seconds or a date (RFC 9110 §10.2.3).
fn parse_retry_after(wish: &str, now: Timestamp) -> Option<u64> {
    let wish = wish.trim();
    let seconds = match wish.parse::<u64>() {
        Ok(seconds) => seconds,
        Err(_) => seconds_until(DateTime::parse_from_rfc2822(wish).ok()?.timestamp_millis(), now)?,
    };
    Some(seconds.min(RETRY_AFTER_S_MAX))
}

/// Rounded up, so that nobody comes back too early; nothing for a time that has passed.
fn seconds_until(millis: i64, now: Timestamp) -> Option<u64> {
    let pause = Timestamp::from_millis(millis).since(now);
    Some(u64::try_from(pause.millis()).ok()?.div_ceil(1_000))
}

fn judge_failure(error: &reqwest::Error) -> Outcome {
    if let Some(forged) = find_cause::<Forged>(error) {
        return Outcome::Blocked(*forged);
    }
    if let Some(rustls::Error::InvalidCertificate(_)) = find_cause::<rustls::Error>(error) {
        return later(Trouble::BadCertificate);
    }
    if error.is_timeout() {
        return later(Trouble::TimedOut);
    }
    if error.is_connect() {
        return later(Trouble::Unreachable);
    }
    if error.is_builder() {
        return later(Trouble::NotPrepared);
    }
    later(Trouble::Cut)
}

const fn later(why: Trouble) -> Outcome {
    Outcome::Later { why, retry_after_s: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channel::{Contact, Endpoint, OpaqueId, Ttl, Urgency, VapidKey, Words};
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

    #[test]
    fn a_pause_is_read_as_seconds_or_as_a_date_and_is_bounded() {
        let table = [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("99999999", Some(RETRY_AFTER_S_MAX)),
            ("Fri, 15 Jan 2027 08:02:00 GMT", Some(120)),
            ("Fri, 15 Jan 2027 07:00:00 GMT", Some(0)),
            ("Fri, 15 Jan 2100 07:00:00 GMT", Some(RETRY_AFTER_S_MAX)),
            ("-1", None),
            ("soon", None),
            ("", None),
        ];
        for (wish, seconds) in table {
            assert_eq!(parse_retry_after(wish, NOW), seconds, "{wish:?}");
        }
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
        assert!(outcomes.iter().all(|outcome| *outcome == later(Trouble::Cut)), "{outcomes:?}");
    }
}
