//! The secret of a private link: six words, and how they are read again from paper, from memory or by telephone.

use crate::digest::Digest;
use crate::private::Private;
use crate::words::{WORD_COUNT, index_of, is_word, near, word};
use std::fmt;

/// How many words a key has: six of 7,776 carry 77.5 bits of chance.
pub const KEY_WORDS: usize = 6;
/// Longest text of a typed key that is looked at, in bytes.
const TYPED_MAX: usize = 200;
/// Most words of the list that are offered for one that was mistyped; with more, nobody could tell which was meant.
const OFFERED_MAX: usize = 6;

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
        let words = split(typed)?;
        let mut key = [0; KEY_WORDS];
        for (slot, word) in key.iter_mut().zip(&words) {
            *slot = index_of(word)?;
        }
        Some(Self(key))
    }

    /// Whether somebody typed the word at this place, from 0; a slip is forgiven as in a whole key.
    pub fn has_word(&self, place: usize, typed: &str) -> bool {
        self.0.get(place).is_some_and(|index| index_of(typed) == Some(*index))
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

/// The six words of what somebody typed, whether the list has them or not.
fn split(typed: &str) -> Option<Vec<String>> {
    if typed.len() > TYPED_MAX {
        return None;
    }
    let parts: Vec<_> = typed.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_empty()).collect();
    join_hyphens(&parts)
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

/// What somebody typed for a key, as far as the list of words tells; whether there is such a report is another question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Six words.
    Key(ReporterKey),
    /// Six words, of which some may be one word or another of the list: the person says which.
    Unsure(Vec<MeantBy>),
    /// No key.
    Nothing,
}

/// One of the six words, as it may have been meant.
#[derive(Clone, PartialEq, Eq)]
pub struct MeantBy {
    /// The words of the list that lie near; one where it is sure.
    pub words: Vec<&'static str>,
}

impl fmt::Debug for MeantBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[private]")
    }
}

impl Typed {
    /// Reads what somebody typed. Where a word is near to several of the list, nothing is guessed.
    pub fn read(typed: &str) -> Self {
        if let Some(key) = ReporterKey::parse(typed) {
            return Self::Key(key);
        }
        let Some(words) = split(typed) else { return Self::Nothing };
        let meant: Option<Vec<_>> = words.iter().map(|typed| meant_by(typed)).collect();
        meant.map_or(Self::Nothing, Self::Unsure)
    }
}

fn meant_by(typed: &str) -> Option<MeantBy> {
    if let Some(sure) = index_of(typed) {
        return Some(MeantBy { words: vec![word(sure)] });
    }
    let words = near(typed, OFFERED_MAX + 1);
    (!words.is_empty() && words.len() <= OFFERED_MAX).then(|| MeantBy { words: words.into_iter().map(word).collect() })
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
    fn a_word_that_may_be_two_is_asked_about_and_not_guessed() {
        let Typed::Unsure(meant) = Typed::read("stak, Abacus abdomen abide ABILITY abaccus") else {
            panic!("three words are near the first")
        };
        assert_eq!(meant[0].words, ["stack", "stank", "stark"]);
        assert!(meant[1..].iter().all(|meant| meant.words.len() == 1), "the others are sure");
        assert_eq!(format!("{:?}", meant[0]), "[private]");
        for nothing in ["qqqqq abacus abdomen abide ability abacus", "abacus abdomen", ""] {
            assert_eq!(Typed::read(nothing), Typed::Nothing, "{nothing}");
        }
        assert!(matches!(Typed::read("abacus abdomen abide ability able abacus"), Typed::Key(_)));
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
