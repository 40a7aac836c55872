//! The reporter's private link: a key of six words, and what it tells.

use crate::digest::Digest;
use crate::ids::{IncidentId, ReporterLinkId};
use crate::private::Private;
use crate::time::{Span, Timestamp, minutes};
use crate::words::{WORD_COUNT, index_of, is_word, word};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How many words a key has: six of 7,776 carry 77.5 bits of chance.
pub const KEY_WORDS: usize = 6;
/// Longest text that a reporter may add at once, in characters.
pub const ADDITION_MAX: usize = 20_000;
/// Most additions through one link; beyond it the page names the other ways to reach the team.
pub const ADDITIONS_MAX: usize = 200;
/// Most additions through one link within [`ADDITIONS_WITHIN`]: more than somebody types, less than a program sends.
pub const ADDITIONS_AT_ONCE: usize = 12;
/// The time to which [`ADDITIONS_AT_ONCE`] applies.
pub const ADDITIONS_WITHIN: Span = minutes(5);
/// Longest text of a typed key that is looked at, in bytes.
const TYPED_MAX: usize = 200;

/// The secret of a private link. It can be minted without a network, shown as a QR code and written down as words.
#[derive(Clone, PartialEq, Eq)]
pub struct ReporterKey([u16; KEY_WORDS]);

impl ReporterKey {
    /// Mints a key from sixteen random bytes; the 2⁻⁵⁰ of bias that remains helps no guesser.
    pub fn mint(chance: [u8; 16]) -> Self {
        let mut number = u128::from_be_bytes(chance);
        Self(std::array::from_fn(|_| {
            let index = number % u128::from(WORD_COUNT);
            number /= u128::from(WORD_COUNT);
            // Two words of the list differ by a hyphen only; typed, they are the first of them, so minted they are too.
            u16::try_from(index).ok().and_then(|index| index_of(word(index))).unwrap_or(0)
        }))
    }

    /// The words to write down.
    pub fn reveal(&self) -> [&'static str; KEY_WORDS] {
        self.0.map(word)
    }

    /// The words as the part of the link behind `#`, which browsers never send.
    pub fn fragment(&self) -> Private<String> {
        Private::new(self.reveal().join("-"))
    }

    /// Reads a key as somebody typed it: any case, any separators, a slip in a word forgiven where only one word is near.
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > TYPED_MAX {
            return None;
        }
        let parts: Vec<_> = typed.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_empty()).collect();
        let words = join_hyphens(&parts)?;
        let mut key = [0; KEY_WORDS];
        for (slot, word) in key.iter_mut().zip(&words) {
            *slot = index_of(word)?;
        }
        Some(Self(key))
    }

    /// What the server keeps of it.
    pub fn digest(&self) -> Digest {
        let bytes: Vec<_> = self.0.iter().flat_map(|index| index.to_be_bytes()).collect();
        Digest::of("careline reporter key", &bytes)
    }
}

impl fmt::Debug for ReporterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[private]")
    }
}

/// A few words of the list have a hyphen; where splitting gave too many parts, neighbours that make such a word are one.
fn join_hyphens(parts: &[&str]) -> Option<Vec<String>> {
    let surplus = parts.len().checked_sub(KEY_WORDS)?;
    if surplus > KEY_WORDS {
        return None;
    }
    let mut words = Vec::with_capacity(KEY_WORDS);
    let mut rest = parts;
    let mut left = surplus;
    while let [first, behind @ ..] = rest {
        match behind {
            [second, further @ ..] if left > 0 && is_word(&format!("{first}{second}")) => {
                words.push(format!("{first}{second}"));
                left -= 1;
                rest = further;
            }
            _ => {
                words.push((*first).to_owned());
                rest = behind;
            }
        }
    }
    (left == 0).then_some(words)
}

/// A private link as the server knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReporterLink {
    /// Its id.
    pub id: ReporterLinkId,
    /// The incident that it tells about.
    pub incident: IncidentId,
    /// The digest of its key.
    pub key: Digest,
    /// When it came to life on the server.
    pub made_at: Timestamp,
}

/// A reporter's private link, as the CARE team may know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkView {
    /// Its id.
    pub link: ReporterLinkId,
    /// The incident whose reporter reads it.
    pub incident: IncidentId,
    /// When it came to life on the server.
    pub made_at: Timestamp,
    /// When it was opened last, if it was.
    pub looked_at: Option<Timestamp>,
}

/// What the private link tells. It never promises: it says what has been done, not what will be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReporterView {
    /// When the server recorded the report.
    pub received_at: Timestamp,
    /// Where it stands, in one of a few fixed words.
    pub status: ReporterStatus,
    /// The team's message that the report arrived, if there is one yet.
    pub confirmed: Option<Told>,
    /// What the team wrote to this reporter besides, oldest first; no member's name goes with it.
    pub messages: Vec<Told>,
    /// What the reporter has added, oldest first.
    pub additions: Vec<Told>,
}

/// Words and their time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The words.
    pub text: Private<String>,
    /// When.
    pub at: Timestamp,
}

/// Where a report stands, as its reporter may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReporterStatus {
    /// It has arrived; the team is being called.
    Received,
    /// A member of the team is looking at it.
    BeingLookedAt,
    /// The team has worked it to its end.
    Finished,
}

/// Why an addition is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdditionRefused {
    /// Nothing is written.
    Empty,
    /// More than [`ADDITION_MAX`] characters.
    TooLong,
    /// More than [`ADDITIONS_MAX`] additions.
    TooMany,
    /// More than [`ADDITIONS_AT_ONCE`] additions within [`ADDITIONS_WITHIN`].
    TooFast,
}

impl fmt::Display for AdditionRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "Nothing is written yet.",
            Self::TooLong => "This is longer than 20,000 characters. Send it in two parts.",
            Self::TooMany => "Too much has been added here. Please speak to the team in person or write to them.",
            Self::TooFast => {
                "Very much was added in the last five minutes. Your text is still here: wait five minutes, then send it."
            }
        })
    }
}

impl std::error::Error for AdditionRefused {}

/// Something that the reporter adds, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition(Private<String>);

impl Addition {
    /// Takes what the reporter wrote, kept word for word. `so_far` is when each of the earlier additions came.
    pub fn parse(
        text: Private<String>,
        so_far: impl ExactSizeIterator<Item = Timestamp>,
        now: Timestamp,
    ) -> Result<Self, AdditionRefused> {
        if text.is_blank() {
            Err(AdditionRefused::Empty)
        } else if text.reveal().chars().count() > ADDITION_MAX {
            Err(AdditionRefused::TooLong)
        } else if so_far.len() >= ADDITIONS_MAX {
            Err(AdditionRefused::TooMany)
        } else if so_far.filter(|at| now.since(*at) < ADDITIONS_WITHIN).count() >= ADDITIONS_AT_ONCE {
            Err(AdditionRefused::TooFast)
        } else {
            Ok(Self(text))
        }
    }

    /// The words.
    pub fn into_text(self) -> Private<String> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_key_carries_at_least_77_bits() {
        let keys = u128::from(WORD_COUNT - 1).pow(6);
        assert!(keys >= 1 << 77);
    }

    #[test]
    fn different_chance_gives_different_keys_and_digests() {
        let (one, other) = (ReporterKey::mint([1; 16]), ReporterKey::mint([2; 16]));
        assert_ne!(one.digest(), other.digest());
        assert_eq!(format!("{one:?}"), "[private]");
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let key = ReporterKey::mint([9; 16]).reveal();
        for typed in ["", "one", &key[..5].join(" "), &[key.join(" "), "zebra".into()].join(" "), &"word ".repeat(900)]
        {
            assert_eq!(ReporterKey::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn additions_are_bounded() {
        let now = Timestamp::from_millis(1_790_000_000_000);
        let just_now = |text: &str, count: usize| Addition::parse(text.into(), vec![now; count].into_iter(), now).err();
        assert_eq!(just_now("  ", 0), Some(AdditionRefused::Empty));
        assert_eq!(just_now(&"x".repeat(ADDITION_MAX + 1), 0), Some(AdditionRefused::TooLong));
        assert_eq!(just_now("x", ADDITIONS_MAX), Some(AdditionRefused::TooMany));
        assert_eq!(just_now("x", ADDITIONS_AT_ONCE), Some(AdditionRefused::TooFast));
        assert_eq!(just_now("x", ADDITIONS_AT_ONCE - 1), None);
        let long_ago = vec![now.minus(ADDITIONS_WITHIN); ADDITIONS_MAX - 1].into_iter();
        assert!(Addition::parse("x".into(), long_ago, now).is_ok(), "what came before counts no more");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_key_is_read_back_however_it_is_written(chance in any::<[u8; 16]>(), separator in 0_usize..5, upper in any::<bool>()) {
            let key = ReporterKey::mint(chance);
            let separator = [" ", "-", ", ", ".", "\n"][separator];
            let mut typed = key.reveal().join(separator);
            if upper {
                typed = typed.to_uppercase();
            }
            prop_assert_eq!(ReporterKey::parse(&typed), Some(key.clone()));
            prop_assert_eq!(ReporterKey::parse(key.fragment().reveal()), Some(key));
        }
    }
}
