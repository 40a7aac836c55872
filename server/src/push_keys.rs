//! The server's keys for pushes: what signs them, and what makes a worker's receipt unforgeable.

use crate::channel::{OpaqueId, Vapid, VapidKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::DeliveryId;
use sha2::{Digest as _, Sha256};
use std::fmt;

/// How many bytes of the check a receipt token carries.
const CHECK_BYTES: usize = 16;

/// The keys, made once per database.
pub struct PushKeys {
    public_key: String,
    key_id: String,
    receipts: [u8; 32],
}

impl fmt::Debug for PushKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PushKeys({})", self.key_id)
    }
}

impl PushKeys {
    /// Holds the public half of the signing key and the secret of receipts.
    pub fn new(key: &VapidKey, receipts: [u8; 32]) -> Self {
        Self { public_key: key.public_key_base64url(), key_id: key.key_id(), receipts }
    }

    /// The keys that this signer signs with.
    pub fn of(vapid: &Vapid, receipts: [u8; 32]) -> Self {
        Self::new(vapid.key(), receipts)
    }

    /// The public key, as browsers want it for a subscription.
    pub fn public_key(&self) -> String {
        self.public_key.clone()
    }

    /// Which key it is.
    pub fn key_id(&self) -> String {
        self.key_id.clone()
    }

    /// The token that travels in a push, with which its worker says that it came.
    pub fn receipt_token(&self, push: DeliveryId) -> Option<OpaqueId> {
        let mut bytes = push.to_bytes().to_vec();
        bytes.extend_from_slice(&self.check(push));
        OpaqueId::parse(&URL_SAFE_NO_PAD.encode(bytes))
    }

    /// The push that a token speaks of, if the token is one of ours.
    pub fn push_of(&self, token: &str) -> Option<DeliveryId> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (id, check) = bytes.split_at_checked(16)?;
        let push = DeliveryId::from_bytes(id.try_into().ok()?);
        // A digest of a secret and an id: a guesser gains nothing from how long the comparison takes, since the other
        // bytes stay unknown, and a forged receipt would only say that a push has come.
        (check == self.check(push)).then_some(push)
    }

    fn check(&self, push: DeliveryId) -> [u8; CHECK_BYTES] {
        let mut hasher = Sha256::new();
        hasher.update(b"careline push receipt");
        hasher.update(self.receipts);
        hasher.update(push.to_bytes());
        let digest = hasher.finalize();
        std::array::from_fn(|index| digest[index])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_speaks_of_its_push_and_cannot_be_made_up() {
        let keys = PushKeys::new(&VapidKey::generate([1; 32]), [2; 32]);
        let others = PushKeys::new(&VapidKey::generate([1; 32]), [3; 32]);
        let push = DeliveryId::from_bytes([7; 16]);
        let token = keys.receipt_token(push).unwrap();
        assert_eq!(keys.push_of(token.as_str()), Some(push));
        assert_eq!(others.push_of(token.as_str()), None);
        assert_eq!(keys.push_of(""), None);
        assert_eq!(keys.push_of(&token.as_str()[..22]), None, "the id alone is not enough");
        assert_eq!(keys.push_of("not base64!"), None);
    }
}
