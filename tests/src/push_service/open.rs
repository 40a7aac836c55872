//! The phone's and the push service's side of the standards, written apart from what the server uses, so that a
//! mistake of the server cannot hide behind the same mistake here.

use aes_gcm::{Aes128Gcm, KeyInit as _, Nonce, aead::Aead as _};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hkdf::Hkdf;
use p256::ecdsa::{Signature, VerifyingKey, signature::Verifier as _};
use p256::elliptic_curve::sec1::ToEncodedPoint as _;
use serde::Deserialize;
use sha2::Sha256;

/// Salt, record size and the length of the key id (RFC 8188 §2.1).
const HEADER_BYTES: usize = 21;

/// An authentication tag of AES-GCM.
const TAG_BYTES: usize = 16;

/// What the sender says of itself in its token (RFC 8292 §2).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Claims {
    /// The origin of the push service.
    pub aud: String,
    /// When the token ends, in seconds since 1970.
    pub exp: i64,
    /// Whom the push service may write to.
    pub sub: String,
}

#[derive(Deserialize)]
struct Head {
    alg: String,
}

/// Opens a message (RFC 8291) as the device does: with its private key and the secret it shares with the server.
pub(super) fn open_message(body: &[u8], ua_private: &p256::SecretKey, auth: &[u8]) -> Result<Vec<u8>, &'static str> {
    let (header, rest) = body.split_at_checked(HEADER_BYTES).ok_or("no header")?;
    let (salt, sizes) = header.split_at(16);
    let record_size = u32::from_be_bytes([sizes[0], sizes[1], sizes[2], sizes[3]]) as usize;
    let (sender, record) = rest.split_at_checked(usize::from(sizes[4])).ok_or("no sender's key")?;
    if record.len() <= TAG_BYTES || record.len() > record_size {
        return Err("not exactly one record");
    }
    let as_public = p256::PublicKey::from_sec1_bytes(sender).map_err(|_| "bad sender's key")?;
    let shared = p256::ecdh::diffie_hellman(ua_private.to_nonzero_scalar(), as_public.as_affine());
    let ua_public = ua_private.public_key().to_encoded_point(false);
    let info = [b"WebPush: info\0", ua_public.as_bytes(), sender].concat();
    let input_key: [u8; 32] = derive(auth, shared.raw_secret_bytes(), &info)?;
    let key: [u8; 16] = derive(salt, &input_key, b"Content-Encoding: aes128gcm\0")?;
    let nonce: [u8; 12] = derive(salt, &input_key, b"Content-Encoding: nonce\0")?;
    let mut plain =
        Aes128Gcm::new(&key.into()).decrypt(Nonce::from_slice(&nonce), record).map_err(|_| "the seal is broken")?;
    let end = plain.iter().rposition(|byte| *byte != 0).ok_or("no delimiter")?;
    if plain[end] != 2 {
        return Err("not the last record");
    }
    plain.truncate(end);
    Ok(plain)
}

fn derive<const LENGTH: usize>(salt: &[u8], input: &[u8], info: &[u8]) -> Result<[u8; LENGTH], &'static str> {
    let mut output = [0; LENGTH];
    Hkdf::<Sha256>::new(Some(salt), input).expand(info, &mut output).map_err(|_| "too long a key")?;
    Ok(output)
}

/// Reads an `Authorization` header (RFC 8292 §3), checks the signature by the key in it, and gives back that key, in
/// base64url, and the claims.
pub(super) fn open_authorization(header: &str) -> Result<(String, Claims), &'static str> {
    let parameters = header.strip_prefix("vapid ").ok_or("another scheme")?;
    let parameter = |name: &str| parameters.split(',').find_map(|parameter| parameter.trim().strip_prefix(name));
    let token = parameter("t=").ok_or("no token")?;
    let key = parameter("k=").ok_or("no key")?;
    let [head, claims, signature] = token.split('.').collect::<Vec<_>>().try_into().map_err(|_| "not a token")?;
    let head: Head = serde_json::from_slice(&decode(head)?).map_err(|_| "bad head")?;
    if head.alg != "ES256" {
        return Err("another algorithm");
    }
    let verifier = VerifyingKey::from_sec1_bytes(&decode(key)?).map_err(|_| "bad key")?;
    let signature = Signature::from_slice(&decode(signature)?).map_err(|_| "bad signature")?;
    let signed = &token[..token.rfind('.').unwrap_or(0)];
    verifier.verify(signed.as_bytes(), &signature).map_err(|_| "the signature is another's")?;
    let claims = serde_json::from_slice(&decode(claims)?).map_err(|_| "bad claims")?;
    Ok((key.to_owned(), claims))
}

fn decode(text: &str) -> Result<Vec<u8>, &'static str> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| "not base64url")
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 8291, appendix A.
    const UA_PRIVATE: &str = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
    const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";
    const MESSAGE: &str = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    // RFC 8292, section 2.4.
    const AUTHORIZATION: &str = "vapid t=eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3NjgsInN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA, k=BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs";

    fn secret() -> p256::SecretKey {
        p256::SecretKey::from_slice(&decode(UA_PRIVATE).unwrap()).unwrap()
    }

    #[test]
    fn the_standards_own_message_opens() {
        let message = decode(MESSAGE).unwrap();
        let plain = open_message(&message, &secret(), &decode(AUTH).unwrap()).unwrap();
        assert_eq!(plain, b"When I grow up, I want to be a watermelon");
    }

    #[test]
    fn a_changed_or_cut_message_does_not_open() {
        let auth = decode(AUTH).unwrap();
        let whole = decode(MESSAGE).unwrap();
        for end in 0..whole.len() {
            assert!(open_message(&whole[..end], &secret(), &auth).is_err());
        }
        for at in (0..whole.len()).filter(|at| !(16..20).contains(at)) {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            assert!(open_message(&changed, &secret(), &auth).is_err(), "{at}");
        }
    }

    #[test]
    fn the_standards_own_token_is_accepted() {
        let (_, claims) = open_authorization(AUTHORIZATION).unwrap();
        let expected = Claims {
            aud: "https://push.example.net".into(),
            exp: 1_453_523_768,
            sub: "mailto:push@example.com".into(),
        };
        assert_eq!(claims, expected);
        let other = AUTHORIZATION.replace(".eyJhdWQ", ".eyJhdWR");
        assert!(open_authorization(&other).is_err());
    }
}
