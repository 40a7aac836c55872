//! Signing of requests, as the Standard Webhooks specification has it, so that receivers find a library that checks it.

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

/// What a secret begins with that is written in base64.
const BASE64_PREFIX: &str = "whsec_";

/// The signature over the delivery's id, the time and the body.
pub(super) fn signature(secret: &str, id: &str, at_s: i64, body: &str) -> String {
    let key = match secret.strip_prefix(BASE64_PREFIX).map(|text| BASE64.decode(text)) {
        Some(Ok(key)) => key,
        Some(Err(_)) | None => secret.as_bytes().to_vec(),
    };
    // A key of any length is taken: a long one is digested first (RFC 2104 §2).
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap_or_else(|_| unreachable!("any length is a key"));
    mac.update(format!("{id}.{at_s}.{body}").as_bytes());
    format!("v1,{}", BASE64.encode(mac.finalize().into_bytes()))
}
