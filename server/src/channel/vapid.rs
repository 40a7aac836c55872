//! VAPID (RFC 8292): how the server proves to a push service that it is the one the browser subscribed to.
//!
//! Browsers tie each subscription to this key. With another key every device must subscribe again, so the key belongs
//! into the backup, and its id is stored with each subscription.

use super::guard::Endpoint;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::time::{Span, Timestamp, hours};
use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use p256::elliptic_curve::ops::Reduce as _;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How long a token is valid. RFC 8292 allows a day; half of it leaves room for clocks that are wrong.
const TOKEN_LIFE: Span = hours(12);

/// A token is made anew when less than this is left.
const TOKEN_LEFT_MIN: Span = hours(1);

/// The most tokens that are kept, one per origin.
const TOKENS_MAX: usize = 64;

/// The longest contact in characters.
const CONTACT_CHARS_MAX: usize = 256;

/// The bytes are no private key on P-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the stored push key is not a valid P-256 key")]
pub struct BadVapidKey;

/// The contact is neither a mail address nor a web page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the push contact must be mailto:NAME@HOST or https://HOST/…")]
pub struct BadContact;

/// The server's key pair for Web Push. It prints only its id.
#[derive(Clone)]
pub struct VapidKey {
    signing: SigningKey,
}

impl VapidKey {
    /// Makes a key from 32 random bytes; each value gives a valid key.
    pub fn generate(random: [u8; 32]) -> Self {
        let scalar = p256::NonZeroScalar::reduce_bytes(&random.into());
        Self { signing: SigningKey::from(scalar) }
    }

    /// Reads a stored key.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BadVapidKey> {
        // The library would take a shorter key as well and fill it up with zeros.
        let bytes: [u8; 32] = bytes.try_into().map_err(|_| BadVapidKey)?;
        let signing = SigningKey::from_bytes(&bytes.into()).map_err(|_| BadVapidKey)?;
        Ok(Self { signing })
    }

    /// The private key, to be stored sealed.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.signing.to_bytes().into()
    }

    /// The public key as browsers take it for `applicationServerKey`.
    pub fn public_key_base64url(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.public_point())
    }

    /// A short name of the key, to be stored with each subscription: 16 hexadecimal digits.
    pub fn key_id(&self) -> String {
        let digest = Sha256::digest(self.public_point());
        hex::encode(&digest[..8])
    }

    fn public_point(&self) -> Vec<u8> {
        let point = self.signing.verifying_key().to_encoded_point(false);
        point.as_bytes().to_vec()
    }
}

impl fmt::Debug for VapidKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VapidKey({})", self.key_id())
    }
}

/// Whom a push service writes to when something is wrong with our messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact(String);

impl Contact {
    /// Reads `mailto:NAME@HOST` or `https://HOST/…`.
    pub fn parse(text: &str) -> Result<Self, BadContact> {
        // Some services refuse the angle brackets that mail programs put round an address.
        let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"' | b'\\'));
        if !plain || text.len() > CONTACT_CHARS_MAX {
            return Err(BadContact);
        }
        let reachable = match text.strip_prefix("mailto:") {
            Some(address) => address.split_once('@').is_some_and(|(name, host)| is_mail_address(name, host)),
            None => url::Url::parse(text).is_ok_and(|url| url.scheme() == "https" && url.host_str().is_some()),
        };
        reachable.then(|| Self(text.to_owned())).ok_or(BadContact)
    }
}

fn is_mail_address(name: &str, host: &str) -> bool {
    !name.is_empty() && !host.is_empty() && !host.contains('@')
}

struct Token {
    signed_at: Timestamp,
    expires_at: Timestamp,
    header: String,
}

impl Token {
    /// A clock that was set back makes a token too young to use: it would expire too far in the future.
    fn is_fresh(&self, now: Timestamp) -> bool {
        self.signed_at <= now && now <= self.expires_at.minus(TOKEN_LEFT_MIN)
    }
}

/// Signs requests to push services, and keeps one token per service so that a burst of pages signs once.
pub struct Vapid {
    key: VapidKey,
    contact: Contact,
    tokens: Mutex<BTreeMap<String, Token>>,
}

impl Vapid {
    /// A signer with this key, for this contact.
    pub const fn new(key: VapidKey, contact: Contact) -> Self {
        Self { key, contact, tokens: Mutex::new(BTreeMap::new()) }
    }

    /// The key.
    pub const fn key(&self) -> &VapidKey {
        &self.key
    }

    /// The `Authorization` header for a request to this address.
    pub(super) fn authorization(&self, endpoint: &Endpoint, now: Timestamp) -> String {
        let origin = endpoint.origin();
        let mut tokens = self.tokens();
        if let Some(token) = tokens.get(&origin).filter(|token| token.is_fresh(now)) {
            return token.header.clone();
        }
        if tokens.len() >= TOKENS_MAX {
            tokens.clear();
        }
        let token = self.sign(&origin, now);
        let header = token.header.clone();
        tokens.insert(origin, token);
        header
    }

    /// Drops the token for this address, for the case that the service refused it: after the server's clock was
    /// set right, the next one is signed with the right time.
    pub(super) fn forget_token(&self, endpoint: &Endpoint) {
        self.tokens().remove(&endpoint.origin());
    }

    fn tokens(&self) -> MutexGuard<'_, BTreeMap<String, Token>> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sign(&self, origin: &str, now: Timestamp) -> Token {
        let expires_at = now.plus(TOKEN_LIFE);
        let head = json!({ "typ": "JWT", "alg": "ES256" }).to_string();
        let claims = json!({
            "aud": origin,
            "exp": expires_at.millis() / 1_000,
            "sub": self.contact.0,
        })
        .to_string();
        let head = URL_SAFE_NO_PAD.encode(head);
        let signed = format!("{head}.{}", URL_SAFE_NO_PAD.encode(claims));
        let signature: Signature = self.key.signing.sign(signed.as_bytes());
        let signature = URL_SAFE_NO_PAD.encode(signature.to_bytes());
        let public_key = self.key.public_key_base64url();
        Token { signed_at: now, expires_at, header: format!("vapid t={signed}.{signature}, k={public_key}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use p256::ecdsa::{VerifyingKey, signature::Verifier as _};
    use serde_json::Value;

    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_500);

    fn vapid() -> Vapid {
        let contact = Contact::parse("mailto:care@conference.example").unwrap();
        Vapid::new(VapidKey::generate([7; 32]), contact)
    }

    fn at(address: &str) -> Endpoint {
        Endpoint::unguarded(address)
    }

    /// Checks the signature by the header's own key and gives back head and claims.
    fn read(header: &str, key: &VapidKey) -> (Value, Value) {
        let (token, k) = header.strip_prefix("vapid t=").and_then(|rest| rest.split_once(", k=")).unwrap();
        assert_eq!(k, key.public_key_base64url());
        let point = URL_SAFE_NO_PAD.decode(k).unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
        VerifyingKey::from_sec1_bytes(&point)
            .unwrap()
            .verify(signed.as_bytes(), &Signature::from_slice(&signature).unwrap())
            .unwrap();
        let (head, claims) = signed.split_once('.').unwrap();
        let parse = |part| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
        (parse(head), parse(claims))
    }

    #[test]
    fn a_token_names_the_service_with_its_port_and_lives_twelve_hours() {
        let vapid = vapid();
        for (address, audience) in [
            ("https://push.example:8443/a?b", "https://push.example:8443"),
            ("https://push.example/a", "https://push.example"),
            ("https://push.example:443/a", "https://push.example"),
            ("http://127.0.0.1:8123/a", "http://127.0.0.1:8123"),
        ] {
            let (head, claims) = read(&vapid.authorization(&at(address), NOW), vapid.key());
            assert_eq!(head, json!({ "typ": "JWT", "alg": "ES256" }));
            let expected = json!({
                "aud": audience,
                "exp": 1_800_043_200,
                "sub": "mailto:care@conference.example",
            });
            assert_eq!(claims, expected, "{address}");
        }
    }

    #[test]
    fn a_token_is_kept_per_service_while_it_is_fresh() {
        let vapid = vapid();
        let here = at("https://push.example/1");
        let first = vapid.authorization(&here, NOW);
        let same = vapid.authorization(&at("https://push.example/2"), NOW.plus(hours(11)));
        assert_eq!(first, same);
        assert_ne!(first, vapid.authorization(&at("https://b.example/1"), NOW));
        assert_ne!(first, vapid.authorization(&here, NOW.plus(hours(12))));
    }

    #[test]
    fn a_token_from_the_future_is_not_used() {
        let vapid = vapid();
        let here = at("https://push.example/1");
        vapid.authorization(&here, NOW.plus(hours(48)));
        let (_, claims) = read(&vapid.authorization(&here, NOW), vapid.key());
        assert_eq!(claims["exp"], 1_800_043_200);
    }

    #[test]
    fn a_forgotten_token_is_signed_anew() {
        let vapid = vapid();
        let here = at("https://push.example/1");
        let first = vapid.authorization(&here, NOW);
        vapid.forget_token(&here);
        assert_ne!(first, vapid.authorization(&here, NOW.plus(hours(1))));
    }

    #[test]
    fn tokens_are_bounded() {
        let vapid = vapid();
        for number in 0..TOKENS_MAX * 3 {
            vapid.authorization(&at(&format!("https://{number}.push.example/")), NOW);
        }
        assert!(vapid.tokens().len() <= TOKENS_MAX);
    }

    #[test]
    fn a_key_comes_back_from_storage() {
        let key = VapidKey::generate([9; 32]);
        let again = VapidKey::from_bytes(&key.to_bytes()).unwrap();
        assert_eq!(again.public_key_base64url(), key.public_key_base64url());
        assert_eq!(again.key_id(), key.key_id());
        assert_eq!(key.key_id().len(), 16);
        assert_ne!(key.key_id(), VapidKey::generate([8; 32]).key_id());
        assert_eq!(format!("{key:?}"), format!("VapidKey({})", key.key_id()));
        assert_eq!(key.public_key_base64url().len(), 87);
    }

    #[test]
    fn every_random_value_makes_a_key_and_bad_stored_bytes_do_not() {
        for extreme in [[0; 32], [255; 32]] {
            let key = VapidKey::generate(extreme);
            assert!(VapidKey::from_bytes(&key.to_bytes()).is_ok());
        }
        for bad in [&[][..], &[1; 31], &[1; 33], &[0; 32], &[255; 32]] {
            assert_eq!(VapidKey::from_bytes(bad).unwrap_err(), BadVapidKey);
        }
    }

    #[test]
    fn a_contact_is_a_mail_address_or_a_page() {
        for good in ["mailto:care@conference.example", "https://conference.example/care"] {
            assert!(Contact::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "care@conference.example",
            "mailto:",
            "mailto:care",
            "mailto:@conference.example",
            "mailto:a@b@c",
            "mailto:<care@conference.example>",
            "mailto:care @conference.example",
            "http://conference.example",
            "https://",
            "ftp://conference.example",
        ] {
            assert_eq!(Contact::parse(bad), Err(BadContact), "{bad}");
        }
        let over_long = format!("mailto:{}@a", "x".repeat(CONTACT_CHARS_MAX));
        assert_eq!(Contact::parse(&over_long), Err(BadContact));
    }
}
