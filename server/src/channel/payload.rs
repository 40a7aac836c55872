//! A push as a phone gets to read it: opaque ids and fixed words, always the same number of bytes.

use super::words::{OpaqueId, Words};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::fmt;
use url::Url;

/// The size of every message before encryption, so that its length tells nothing. Push services take up to 4,096
/// bytes after encryption, which adds about a hundred.
pub const PAYLOAD_BYTES: usize = 1_024;

/// The length of every topic; RFC 8030 §5.4 allows no more.
pub const TOPIC_CHARS: usize = 32;

/// The ids and words do not fit into [`PAYLOAD_BYTES`]: the server's own address is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the server's public URL is too long for a push message")]
pub struct PayloadTooLong;

/// What a phone gets to read. It serves the service worker and, where a browser shows notifications without one,
/// the browser itself (Declarative Web Push).
#[derive(Clone, PartialEq, Eq)]
pub struct Payload(Vec<u8>);

impl Payload {
    /// Makes the message: `words` to show, `link` as what a tap opens, `page` as the id of the page or ask, `receipt` as
    /// the token with which the phone says that the message came.
    pub fn new(words: Words, link: &Url, page: &OpaqueId, receipt: &OpaqueId) -> Result<Self, PayloadTooLong> {
        let message = json!({
            "web_push": 8030,
            "notification": {
                "title": words.title,
                "body": words.body,
                "navigate": link.as_str(),
                "tag": page.as_str(),
                // A browser that reads this by itself may hand the worker the notification and not the message.
                "data": { "p": page.as_str(), "r": receipt.as_str(), "t": words.kind },
            },
            "mutable": true,
            "p": page.as_str(),
            "r": receipt.as_str(),
            "t": words.kind,
        });
        let mut bytes = message.to_string().into_bytes();
        if bytes.len() > PAYLOAD_BYTES {
            return Err(PayloadTooLong);
        }
        // Spaces after the closing brace are JSON too, so the phone needs no rule for the padding.
        bytes.resize(PAYLOAD_BYTES, b' ');
        Ok(Self(bytes))
    }

    /// The padded JSON.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Payload {
    /// The receipt token is a secret between the phone and the server.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Payload([private])")
    }
}

/// While a message waits for a phone, a newer one of the same topic takes its place: [`TOPIC_CHARS`] URL-safe
/// characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic(String);

impl Topic {
    /// The topic of one page or ask. It is a digest, because the push service reads topics and has no need of our ids.
    pub fn of(page: &OpaqueId) -> Self {
        let digest = Sha256::digest(page.as_str());
        let mut topic = URL_SAFE_NO_PAD.encode(digest);
        topic.truncate(TOPIC_CHARS);
        Self(topic)
    }

    /// The topic as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channel::OPAQUE_ID_CHARS_MAX;
    use serde_json::Value;

    fn id(text: &str) -> OpaqueId {
        OpaqueId::parse(text).unwrap()
    }

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn every_message_has_the_same_length() {
        let short = Payload::new(Words::PAGE, &url("http://a"), &id("1"), &id("2")).unwrap();
        let long = Payload::new(
            Words::PAGE,
            &url("https://care.conference.example:8443/"),
            &id(&"p".repeat(OPAQUE_ID_CHARS_MAX)),
            &id(&"r".repeat(OPAQUE_ID_CHARS_MAX)),
        )
        .unwrap();
        assert_eq!(short.as_bytes().len(), PAYLOAD_BYTES);
        assert_eq!(long.as_bytes().len(), PAYLOAD_BYTES);
    }

    #[test]
    fn a_message_holds_ids_and_fixed_words_only() {
        let link = url("https://care.example/app/p/page-1");
        let payload = Payload::new(Words::PAGE, &link, &id("page-1"), &id("receipt_1")).unwrap();
        let read: Value = serde_json::from_slice(payload.as_bytes()).unwrap();
        let expected = json!({
            "web_push": 8030,
            "notification": {
                "title": "You are needed",
                "body": "Open the app.",
                "navigate": "https://care.example/app/p/page-1",
                "tag": "page-1",
                "data": { "p": "page-1", "r": "receipt_1", "t": "page" },
            },
            "mutable": true,
            "t": "page",
            "p": "page-1",
            "r": "receipt_1",
        });
        assert_eq!(read, expected);
        assert_eq!(format!("{payload:?}"), "Payload([private])");
    }

    #[test]
    fn a_message_that_does_not_fit_is_refused() {
        let base = url(&format!("https://{}example/", "care.".repeat(200)));
        let made = Payload::new(Words::PAGE, &base, &id("1"), &id("2"));
        assert_eq!(made, Err(PayloadTooLong));
    }

    #[test]
    fn a_topic_is_stable_and_does_not_show_the_page() {
        let topic = Topic::of(&id("page-1"));
        assert_eq!(topic, Topic::of(&id("page-1")));
        assert_ne!(topic, Topic::of(&id("page-2")));
        assert_eq!(topic.as_str().len(), TOPIC_CHARS);
        assert!(OpaqueId::parse(topic.as_str()).is_some());
        assert!(!topic.as_str().contains("page"));
    }
}
