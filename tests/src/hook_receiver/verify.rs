//! How a receiver checks a signed request, written after `docs/hooks.md` and apart from what signs.

use super::Came;
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use sha2::{Digest as _, Sha256};

/// SHA-256 works on blocks of so many bytes.
const BLOCK: usize = 64;

/// How far the sender's clock may be from ours, in seconds.
const SKEW_S_MAX: i64 = 300;

/// Whether a request was signed with this secret within the last minutes.
pub fn verify(came: &Came, secret: &[u8], now_s: i64) -> bool {
    let head = |name: &str| came.headers.get(name).map_or("", String::as_str);
    let at_s: i64 = head("webhook-timestamp").parse().unwrap_or(0);
    let signed = format!("{}.{at_s}.{}", head("webhook-id"), came.body);
    let wanted = format!("v1,{}", BASE64.encode(hmac(secret, signed.as_bytes())));
    (now_s - at_s).abs() <= SKEW_S_MAX && head("webhook-signature").split(' ').any(|one| one == wanted)
}

/// HMAC with SHA-256 (RFC 2104).
fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut block = [0; BLOCK];
    if key.len() > BLOCK {
        let digest = Sha256::digest(key);
        block[..digest.len()].copy_from_slice(&digest);
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let padded = |pad: u8| block.map(|byte| byte ^ pad);
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(text).finalize();
    Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_own_cases_come_out() {
        // RFC 4231 §4.3 and §4.7, the first four bytes of each.
        let cases: [(&[u8], &[u8], [u8; 4]); 2] = [
            (b"Jefe", b"what do ya want for nothing?", [0x5b, 0xdc, 0xc1, 0x46]),
            (&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First", [0x60, 0xe4, 0x31, 0x59]),
        ];
        for (key, text, begins) in cases {
            assert_eq!(hmac(key, text)[..4], begins);
        }
    }
}
