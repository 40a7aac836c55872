//! Sealing a file with a passphrase in the age format (<https://age-encryption.org/v1>), which tools everywhere open.
//!
//! Only what a case file needs: one passphrase, sealing, all in memory. The format is a header that says how the file's key
//! is wrapped, and the content in chunks of 64 KiB that can neither be cut nor put in another order.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chacha20poly1305::aead::Aead;
use chacha20poly1305::{ChaCha20Poly1305, Key, KeyInit, Nonce};
use domain::private::Private;
use hkdf::Hkdf;
use hkdf::hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// Work to try one passphrase: 2 to this power blocks, so 128 MiB and some tenths of a second each.
pub(crate) const WORK: u8 = 17;
const VERSION_LINE: &str = "age-encryption.org/v1";
const SALT_LABEL: &[u8] = b"age-encryption.org/v1/scrypt";
const CHUNK_BYTES: usize = 64 * 1024;

/// Why a file was not sealed; on purpose without any detail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file could not be sealed")]
pub(crate) struct NotSealed;

/// What chance a file needs: its own key, and the salts of its two keys.
struct Chance {
    file_key: Zeroizing<[u8; 16]>,
    salt: [u8; 16],
    nonce: [u8; 16],
}

impl Chance {
    fn of_the_system() -> Result<Self, NotSealed> {
        let mut chance = Self { file_key: Zeroizing::default(), salt: [0; 16], nonce: [0; 16] };
        for bytes in [&mut *chance.file_key, &mut chance.salt, &mut chance.nonce] {
            getrandom::fill(bytes).map_err(|_| NotSealed)?;
        }
        Ok(chance)
    }
}

/// Seals a file. It takes some tenths of a second and 128 MiB on purpose: not for the threads that answer requests.
pub(crate) fn seal(plain: &[u8], passphrase: &Private<String>, work: u8) -> Result<Vec<u8>, NotSealed> {
    let Chance { file_key, salt, nonce } = Chance::of_the_system()?;
    let wrapped = cipher(&*wrapping_key(passphrase, &salt, work)?)
        .encrypt(&Nonce::default(), &file_key[..])
        .map_err(|_| NotSealed)?;
    let (salt, wrapped) = (STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(wrapped));
    let header = format!("{VERSION_LINE}\n-> scrypt {salt} {work}\n{wrapped}\n---");
    let mac = STANDARD_NO_PAD.encode(header_mac(&file_key, header.as_bytes())?);
    let mut sealed = Vec::with_capacity(plain.len() + plain.len() / CHUNK_BYTES * 16 + 256);
    sealed.extend_from_slice(header.as_bytes());
    sealed.extend_from_slice(format!(" {mac}\n").as_bytes());
    sealed.extend_from_slice(&nonce);
    let content = cipher(&*derived(&file_key, Some(&nonce), b"payload")?);
    // An empty file is one empty chunk; any other ends with a chunk that holds something.
    let chunks = plain.len().div_ceil(CHUNK_BYTES).max(1);
    for number in 0..chunks {
        let begin = number * CHUNK_BYTES;
        let chunk = &plain[begin..plain.len().min(begin + CHUNK_BYTES)];
        let place = chunk_nonce(number as u64, number + 1 == chunks);
        sealed.append(&mut content.encrypt(&place, chunk).map_err(|_| NotSealed)?);
    }
    Ok(sealed)
}

fn cipher(key: &[u8; 32]) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(&Key::from(*key))
}

/// The key that the passphrase makes.
fn wrapping_key(passphrase: &Private<String>, salt: &[u8; 16], work: u8) -> Result<Zeroizing<[u8; 32]>, NotSealed> {
    let mut key = Zeroizing::new([0; 32]);
    let params = scrypt::Params::new(work, 8, 1).map_err(|_| NotSealed)?;
    let salt = [SALT_LABEL, salt].concat();
    scrypt::scrypt(passphrase.reveal().as_bytes(), &salt, &params, &mut *key).map_err(|_| NotSealed)?;
    Ok(key)
}

fn derived(file_key: &[u8; 16], salt: Option<&[u8]>, info: &[u8]) -> Result<Zeroizing<[u8; 32]>, NotSealed> {
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(salt, file_key).expand(info, &mut *key).map_err(|_| NotSealed)?;
    Ok(key)
}

fn header_mac(file_key: &[u8; 16], header: &[u8]) -> Result<[u8; 32], NotSealed> {
    let key = derived(file_key, None, b"header")?;
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&*key).map_err(|_| NotSealed)?;
    mac.update(header);
    Ok(mac.finalize().into_bytes().into())
}

/// A chunk's number and whether it is the last.
fn chunk_nonce(number: u64, last: bool) -> Nonce {
    let mut nonce = [0; 12];
    nonce[3..11].copy_from_slice(&number.to_be_bytes());
    nonce[11] = u8::from(last);
    Nonce::from(nonce)
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::STANDARD;

    /// Opens a file as the format says; nothing when anything in it is not as it should be.
    fn open(sealed: &[u8], passphrase: &str) -> Option<Vec<u8>> {
        let after = sealed.windows(4).position(|bytes| bytes == b"--- ")? + 3;
        let header = str::from_utf8(&sealed[..after]).ok()?;
        let mut lines = header.lines();
        assert_eq!(lines.next(), Some(VERSION_LINE));
        let [salt, work] = lines.next()?.strip_prefix("-> scrypt ")?.split(' ').collect::<Vec<_>>().try_into().ok()?;
        let wrapped = STANDARD_NO_PAD.decode(lines.next()?).ok()?;
        assert_eq!(lines.next(), Some("---"));
        let salt: [u8; 16] = STANDARD_NO_PAD.decode(salt).ok()?.try_into().ok()?;
        let key = wrapping_key(&passphrase.into(), &salt, work.parse().ok()?).ok()?;
        let file_key = cipher(&key).decrypt(&Nonce::default(), &wrapped[..]).ok()?;
        let file_key: [u8; 16] = file_key.try_into().ok()?;
        let line = sealed[after..].iter().position(|byte| *byte == b'\n')? + after;
        let mac = STANDARD_NO_PAD.decode(&sealed[after + 1..line]).ok()?;
        assert_eq!(mac, header_mac(&file_key, header.as_bytes()).ok()?);
        let (nonce, mut rest) = sealed[line + 1..].split_at(16);
        let content = cipher(&*derived(&file_key, Some(nonce), b"payload").ok()?);
        let mut plain = Vec::new();
        for number in 0.. {
            let (chunk, behind) = rest.split_at(rest.len().min(CHUNK_BYTES + 16));
            plain.append(&mut content.decrypt(&chunk_nonce(number, behind.is_empty()), chunk).ok()?);
            rest = behind;
            if rest.is_empty() {
                break;
            }
        }
        Some(plain)
    }

    /// A file that the format's own tool (age 1.1.1) has sealed: what opens it opens ours, so that ours can be trusted to
    /// be in the same format.
    #[test]
    fn the_opener_of_these_tests_opens_a_file_of_the_formats_own_tool() {
        let sealed = "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBQNXRHVUxBTlVnaWZ0V1ZTYmwrVllRIDE4Cjh6T2VRYzZDWm5BU1d2\
                      WGg3dzMwOW04R1JoMUdySXhpN1ZpY1d3cXBUdVUKLS0tIEZOVjA1Q1hrZHc5S3ZVQ2lhcGgxeGNGK1V2UFFJMTc1MXA3YnFU\
                      TE9tYmsKwXRpdb8Ntb27sP4zd1gCjgIFTwh2tyNO1GWvnZBI7R1VxeKE7HADyuEiAt45jg==";
        let sealed = STANDARD.decode(sealed).unwrap();
        assert_eq!(open(&sealed, "eleven green lanterns").as_deref(), Some(&b"What was told."[..]));
        assert_eq!(open(&sealed, "eleven green lantern"), None);
    }

    #[test]
    fn what_is_sealed_opens_with_its_passphrase_alone_whatever_its_size() {
        for size in [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES] {
            let plain: Vec<u8> = (0..size).map(|place| (place % 251) as u8).collect();
            let sealed = seal(&plain, &"a long passphrase".into(), 4).unwrap();
            assert!(open(&sealed, "a long passphrase").is_some_and(|opened| opened == plain), "{size} bytes");
            assert_eq!(open(&sealed, "another passphrase"), None);
            let cut = &sealed[..sealed.len() - 1];
            assert_eq!(open(cut, "a long passphrase"), None, "{size} bytes, cut");
        }
    }

    #[test]
    fn nothing_can_be_read_in_it_and_no_two_are_alike() {
        let seal = || seal(b"a red scarf", &"a long passphrase".into(), 4).unwrap();
        assert!(!seal().windows(5).any(|bytes| bytes == b"scarf"));
        assert_ne!(seal(), seal());
    }
}
