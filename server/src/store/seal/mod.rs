//! Seals what is private before it reaches a row.
//!
//! Every incident has a [`DataKey`] of its own, which seals its texts and names. The data key itself is kept
//! beside them, wrapped by a [`MasterKey`] that never enters the database. So a stolen database file tells
//! nobody's story, and whoever destroys a wrapped data key destroys that incident in every backup. What belongs to
//! no incident (people's names, contacts, settings) is sealed by a key derived from the master key.
//!
//! Invariant: sealed bytes open only at the [`Place`] they were sealed for, so that nobody who can write to the
//! database can move a text to another row or column.
//!
//! Sealed bytes are: the format (1 byte), for wraps and master-sealed rows the master key's id (8 bytes), a random
//! nonce (24 bytes), the XChaCha20 ciphertext, the Poly1305 tag (16 bytes).

#[cfg(test)]
mod tests;

use std::fmt;

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// The first byte of everything sealed; another number means another layout or cipher.
const FORMAT: u8 = 1;
const NONCE_LEN: usize = 24;

/// Why something was not sealed or not opened; on purpose without any detail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The bytes were changed, cut, moved from another place, or sealed by a key that is not here.
    #[error("sealed data cannot be opened")]
    Unsealable,
    /// The operating system gave no random bytes.
    #[error("the system has no randomness")]
    NoRandomness,
}

/// Where sealed bytes are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The table's name.
    pub table: &'static str,
    /// The column's name.
    pub column: &'static str,
    /// The row's id.
    pub id: [u8; 16],
}

impl Place {
    /// Where the wrapped data key of an incident is kept.
    fn of_data_key(incident: [u8; 16]) -> Self {
        Place { table: "incident", column: "data_key", id: incident }
    }

    /// What is authenticated beside the sealed bytes: every part with its length, so that none can pass for another.
    fn authenticated(self, key: KeyId) -> Vec<u8> {
        let mut bytes = vec![FORMAT];
        for name in [self.table, self.column] {
            bytes.extend_from_slice(&(name.len() as u32).to_be_bytes());
            bytes.extend_from_slice(name.as_bytes());
        }
        bytes.extend_from_slice(&self.id);
        bytes.extend_from_slice(&key.0);
        bytes
    }
}

/// Which key sealed something: the first 8 bytes of SHA-256 over the key. Tells nothing about the key.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyId([u8; KeyId::LEN]);

impl KeyId {
    const LEN: usize = 8;

    fn of(secret: &[u8; 32]) -> Self {
        let mut id = [0; Self::LEN];
        id.copy_from_slice(&Sha256::digest(secret)[..Self::LEN]);
        KeyId(id)
    }
}

/// Sixteen hexadecimal digits.
impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

/// The key of one incident; 32 random bytes, wiped from memory when dropped.
#[derive(Clone)]
pub struct DataKey {
    secret: Zeroizing<[u8; 32]>,
    cipher: XChaCha20Poly1305,
    id: KeyId,
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[private]")
    }
}

impl DataKey {
    /// A new key from the system's randomness.
    pub fn random() -> Result<Self, SealError> {
        random_secret().map(Self::new)
    }

    fn new(secret: Zeroizing<[u8; 32]>) -> Self {
        DataKey { cipher: XChaCha20Poly1305::new((&*secret).into()), id: KeyId::of(&secret), secret }
    }

    /// Seals `plain` for one place. Sealing the same text twice gives different bytes.
    pub fn seal(&self, place: Place, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        seal(&self.cipher, self.id, &[FORMAT], place, plain)
    }

    /// Opens what was sealed by this key for this place.
    pub fn open(&self, place: Place, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let [FORMAT, rest @ ..] = sealed else {
            return Err(SealError::Unsealable);
        };
        open(&self.cipher, self.id, place, rest)
    }
}

/// A key that is kept outside the database; 32 bytes, wiped from memory when dropped.
///
/// It never encrypts by itself: data keys and rows have each a key derived from it, so that the bytes of one can
/// never be taken for the other's.
#[derive(Clone)]
pub struct MasterKey {
    secret: Zeroizing<[u8; 32]>,
    wraps: XChaCha20Poly1305,
    rows: XChaCha20Poly1305,
    id: KeyId,
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[private]")
    }
}

impl MasterKey {
    /// A new key from the system's randomness.
    pub fn random() -> Result<Self, SealError> {
        random_secret().map(Self::new)
    }

    /// The key with these bytes.
    pub fn new(secret: Zeroizing<[u8; 32]>) -> Self {
        MasterKey { wraps: subkey(&secret, "wraps"), rows: subkey(&secret, "rows"), id: KeyId::of(&secret), secret }
    }

    /// Which key this is; it may be shown and stored.
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// The key's bytes, for the key file alone.
    pub(crate) fn secret(&self) -> &[u8; 32] {
        &self.secret
    }

    /// Wraps the data key of an incident, to be stored beside it.
    pub fn wrap(&self, key: &DataKey, incident: [u8; 16]) -> Result<Vec<u8>, SealError> {
        let place = Place::of_data_key(incident);
        seal(&self.wraps, self.id, &self.header(), place, &*key.secret)
    }

    /// Unwraps the data key of an incident.
    pub fn unwrap(&self, wrapped: &[u8], incident: [u8; 16]) -> Result<DataKey, SealError> {
        let place = Place::of_data_key(incident);
        let plain = Zeroizing::new(open(&self.wraps, self.id, place, self.body(wrapped)?)?);
        let mut secret = Zeroizing::new([0; 32]);
        if plain.len() != secret.len() {
            return Err(SealError::Unsealable);
        }
        secret.copy_from_slice(&plain);
        Ok(DataKey::new(secret))
    }

    /// Seals a row that belongs to no incident.
    pub fn seal(&self, place: Place, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        seal(&self.rows, self.id, &self.header(), place, plain)
    }

    /// Opens a row that belongs to no incident.
    pub fn open(&self, place: Place, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        open(&self.rows, self.id, place, self.body(sealed)?)
    }

    fn header(&self) -> Vec<u8> {
        [&[FORMAT], &self.id.0[..]].concat()
    }

    /// What follows this key's header.
    fn body<'a>(&self, sealed: &'a [u8]) -> Result<&'a [u8], SealError> {
        let (id, rest) = named_key(sealed).ok_or(SealError::Unsealable)?;
        if id == self.id { Ok(rest) } else { Err(SealError::Unsealable) }
    }
}

/// The master keys that this server has, the newest first. The newest seals, every one opens.
#[derive(Clone, Debug)]
pub struct KeyRing {
    newest: MasterKey,
    older: Vec<MasterKey>,
}

impl KeyRing {
    /// A ring of one key or more.
    pub fn new(newest: MasterKey, older: Vec<MasterKey>) -> Self {
        KeyRing { newest, older }
    }

    /// The key that seals.
    pub fn newest(&self) -> &MasterKey {
        &self.newest
    }

    /// Every key, the newest first.
    pub fn keys(&self) -> impl Iterator<Item = &MasterKey> {
        std::iter::once(&self.newest).chain(&self.older)
    }

    /// Wraps the data key of an incident with the newest key.
    pub fn wrap(&self, key: &DataKey, incident: [u8; 16]) -> Result<Vec<u8>, SealError> {
        self.newest.wrap(key, incident)
    }

    /// Unwraps the data key of an incident, whichever key wrapped it.
    pub fn unwrap(&self, wrapped: &[u8], incident: [u8; 16]) -> Result<DataKey, SealError> {
        self.key_of(wrapped)?.unwrap(wrapped, incident)
    }

    /// Seals a row that belongs to no incident, with the newest key.
    pub fn seal(&self, place: Place, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        self.newest.seal(place, plain)
    }

    /// Opens a row that belongs to no incident, whichever key sealed it.
    pub fn open(&self, place: Place, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        self.key_of(sealed)?.open(place, sealed)
    }

    fn key_of(&self, sealed: &[u8]) -> Result<&MasterKey, SealError> {
        let (id, _) = named_key(sealed).ok_or(SealError::Unsealable)?;
        self.keys().find(|key| key.id == id).ok_or(SealError::Unsealable)
    }
}

/// The id of the master key in the header of sealed bytes, and what follows it.
fn named_key(sealed: &[u8]) -> Option<(KeyId, &[u8])> {
    let [FORMAT, rest @ ..] = sealed else {
        return None;
    };
    let (id, rest) = rest.split_first_chunk()?;
    Some((KeyId(*id), rest))
}

fn random_secret() -> Result<Zeroizing<[u8; 32]>, SealError> {
    let mut secret = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *secret).map_err(|_| SealError::NoRandomness)?;
    Ok(secret)
}

/// A key for one purpose. The secret has a fixed length and stands last, so no two inputs can be alike.
fn subkey(secret: &[u8; 32], purpose: &str) -> XChaCha20Poly1305 {
    let mut hash = Sha256::new();
    hash.update(b"careline subkey 1\0");
    hash.update(purpose.as_bytes());
    hash.update([0]);
    hash.update(secret);
    let key: Zeroizing<[u8; 32]> = Zeroizing::new(hash.finalize().into());
    XChaCha20Poly1305::new((&*key).into())
}

fn seal(
    cipher: &XChaCha20Poly1305,
    key: KeyId,
    header: &[u8],
    place: Place,
    plain: &[u8],
) -> Result<Vec<u8>, SealError> {
    let mut nonce = [0; NONCE_LEN];
    getrandom::fill(&mut nonce).map_err(|_| SealError::NoRandomness)?;
    let payload = Payload { msg: plain, aad: &place.authenticated(key) };
    let body = cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| SealError::Unsealable)?;
    Ok([header, &nonce, &body].concat())
}

fn open(cipher: &XChaCha20Poly1305, key: KeyId, place: Place, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
    let (nonce, body) = sealed.split_first_chunk::<NONCE_LEN>().ok_or(SealError::Unsealable)?;
    let payload = Payload { msg: body, aad: &place.authenticated(key) };
    cipher.decrypt(&XNonce::from(*nonce), payload).map_err(|_| SealError::Unsealable)
}
