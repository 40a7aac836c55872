//! The secret in the address of a calendar feed.

use crate::digest::Digest;
use std::fmt;

/// 256 bits of chance. A calendar can show no cookie, so they stand in the address; the server keeps only a digest.
#[derive(Clone, PartialEq, Eq)]
pub struct FeedToken([u8; 32]);

impl FeedToken {
    /// Mints a token from random bytes.
    pub const fn mint(chance: [u8; 32]) -> Self {
        Self(chance)
    }

    /// Reads a token from an address: 64 hexadecimal digits and `.ics`.
    pub fn parse(file: &str) -> Option<Self> {
        Digest::from_hex(file.strip_suffix(".ics")?).map(|digits| Self(digits.to_bytes()))
    }

    /// The last part of the address.
    pub fn reveal(&self) -> String {
        format!("{}.ics", Digest::from_bytes(self.0))
    }

    /// What the database keeps of it.
    pub fn digest(&self) -> Digest {
        Digest::of("careline calendar feed", &self.0)
    }
}

impl fmt::Debug for FeedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[private]")
    }
}
