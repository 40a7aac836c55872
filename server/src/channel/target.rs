//! One device's push subscription.

use super::guard::{AllowedOrigins, Endpoint, Forged};
use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, general_purpose::NO_PAD},
};
use std::fmt;

/// The length of a subscription's shared secret in bytes (RFC 8291 §3.2).
pub const AUTH_BYTES: usize = 16;

/// The length of a subscription's public key in bytes: an uncompressed point on P-256.
const P256DH_BYTES: usize = 65;

/// The longest key or secret that is decoded at all, in characters.
const KEY_CHARS_MAX: usize = 128;

/// Browsers write keys in the URL alphabet, some of them with padding.
const BASE64URL: GeneralPurpose =
    GeneralPurpose::new(&alphabet::URL_SAFE, NO_PAD.with_decode_padding_mode(DecodePaddingMode::Indifferent));

/// One device's push subscription, checked: where to send, and the keys with which only that device can read.
#[derive(Clone, PartialEq, Eq)]
pub struct Target {
    pub(super) endpoint: Endpoint,
    pub(super) p256dh: p256::PublicKey,
    pub(super) auth: [u8; AUTH_BYTES],
}

impl Target {
    /// Checks a subscription as the browser gives it: the address, and both keys in base64url. The subscription route
    /// calls this before storing, the pager calls it again with what was stored, so that an origin which the operator
    /// took back is served no longer.
    pub fn parse(endpoint: &str, p256dh: &str, auth: &str, allowed: &AllowedOrigins) -> Result<Self, Forged> {
        let endpoint = Endpoint::parse(endpoint, allowed)?;
        let point = decode(p256dh).filter(|bytes| bytes.len() == P256DH_BYTES).ok_or(Forged::BadKey)?;
        let p256dh = p256::PublicKey::from_sec1_bytes(&point).map_err(|_| Forged::BadKey)?;
        let auth = decode(auth).and_then(|bytes| bytes.try_into().ok()).ok_or(Forged::BadAuth)?;
        Ok(Self { endpoint, p256dh, auth })
    }

    /// The subscription's address.
    pub const fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }
}

fn decode(text: &str) -> Option<Vec<u8>> {
    (text.len() <= KEY_CHARS_MAX).then(|| BASE64URL.decode(text).ok()).flatten()
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Target").field(&self.endpoint).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const P256DH: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";
    const FCM: &str = "https://fcm.googleapis.com/fcm/send/dXyz:APA91bF_-9";

    #[test]
    fn keys_are_checked() {
        let parse = |p256dh: &str, auth: &str| Target::parse(FCM, p256dh, auth, &AllowedOrigins::default()).map(|_| ());
        assert_eq!(parse(P256DH, AUTH), Ok(()));
        assert_eq!(parse(&format!("{P256DH}="), &format!("{AUTH}==")), Ok(()));
        let off_the_curve = format!("{}A", &P256DH[..P256DH.len() - 1]);
        let compressed = "AiVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcx";
        for bad in ["", "!", compressed, &P256DH[..80], &off_the_curve, &P256DH.repeat(9)] {
            assert_eq!(parse(bad, AUTH), Err(Forged::BadKey), "{bad}");
        }
        for bad in ["", "!", "BTBZMqHH6r4Tts7J", P256DH] {
            assert_eq!(parse(P256DH, bad), Err(Forged::BadAuth), "{bad}");
        }
    }

    #[test]
    fn printing_shows_the_origin_only() {
        let target = Target::parse(FCM, P256DH, AUTH, &AllowedOrigins::default()).unwrap();
        let printed = format!("{target:?}");
        assert_eq!(printed, "Target(Endpoint(https://fcm.googleapis.com/[private]))");
    }
}
