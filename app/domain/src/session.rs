//! The secret that keeps a device signed in.

use crate::digest::Digest;
use std::fmt;

/// 256 bits of chance, kept by the device in a cookie and by the server only as a digest.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken([u8; 32]);

impl SessionToken {
    /// Mints a token from random bytes.
    pub const fn mint(chance: [u8; 32]) -> Self {
        Self(chance)
    }

    /// Reads a token from a cookie: 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        Digest::from_hex(text).map(|digits| Self(digits.to_bytes()))
    }

    /// The text for the cookie.
    pub fn reveal(&self) -> String {
        Digest::from_bytes(self.0).to_string()
    }

    /// What the database keeps of it.
    pub fn digest(&self) -> Digest {
        Digest::of("careline session", &self.0)
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[private]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_its_cookie_and_is_not_what_is_stored() {
        let token = SessionToken::mint([7; 32]);
        assert_eq!(SessionToken::parse(&token.reveal()), Some(token.clone()));
        assert_ne!(token.digest().to_string(), token.reveal());
        assert_eq!(SessionToken::parse("07"), None);
    }
}
