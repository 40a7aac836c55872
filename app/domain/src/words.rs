//! Words that people can read aloud, write on paper and type again: reporter keys and code names.
//!
//! Reporter keys draw from a public list of 7,776 short, inoffensive English words, six dice rolls' worth each. Code
//! names draw from two small lists of our own, chosen so that no pair says anything about a person or an event.

use std::sync::LazyLock;

/// The list as `build.rs` packs it.
const PACKED: &str = include_str!(concat!(env!("OUT_DIR"), "/words.txt"));

/// The list, unpacked at its first use.
static WORDS: LazyLock<Words> = LazyLock::new(|| unpack(PACKED));

/// How many words the list has: 6⁵.
pub const WORD_COUNT: u16 = 7_776;

/// The word at an index of the list; the index is taken modulo [`WORD_COUNT`].
pub fn word(index: u16) -> &'static str {
    WORDS.at(usize::from(index % WORD_COUNT))
}

/// The index of a word, as a person may have typed it: any case, with or without its hyphen, at most one slip.
///
/// A slip (a letter wrong, missing, doubled or two swapped) is forgiven only when exactly one word of the list lies that
/// near.
pub fn index_of(typed: &str) -> Option<u16> {
    let wanted: Vec<char> = letters(typed);
    if wanted.is_empty() || wanted.len() > 12 {
        return None;
    }
    if let Some(index) = WORDS.iter().position(|word| is_spelled(word, &wanted)) {
        return u16::try_from(index).ok();
    }
    let mut near = one_slip_from(&wanted);
    match (near.next(), near.next()) {
        (Some(index), None) => Some(index),
        _ => None,
    }
}

/// The words that lie one slip from what somebody typed, by their index; at most `limit`.
pub(crate) fn near(typed: &str, limit: usize) -> Vec<u16> {
    let wanted = letters(typed);
    if wanted.is_empty() || wanted.len() > 12 {
        return Vec::new();
    }
    one_slip_from(&wanted).take(limit).collect()
}

fn one_slip_from(wanted: &[char]) -> impl Iterator<Item = u16> {
    let about_as_long = |word: &str| word.len().abs_diff(wanted.len()) <= 2;
    let near = WORDS.iter().enumerate().filter(move |(_, word)| about_as_long(word));
    let near = near.filter(|(_, word)| one_slip_apart(&letters(word), wanted));
    near.filter_map(|(index, _)| u16::try_from(index).ok())
}

/// Whether the list has exactly this word, hyphens and case aside.
pub(crate) fn is_word(typed: &str) -> bool {
    let wanted = letters(typed);
    !wanted.is_empty() && WORDS.iter().any(|word| is_spelled(word, &wanted))
}

/// Whether a word of the list has these letters. The list is in lower case, and this runs some ten thousand times for
/// each guess at a key, so it takes nothing from memory.
fn is_spelled(word: &str, wanted: &[char]) -> bool {
    word.len() >= wanted.len() && word.chars().filter(|c| c.is_alphabetic()).eq(wanted.iter().copied())
}

/// The letters of a text in lower case. The list has those of ASCII alone, so nothing else needs a case: the tables for
/// all scripts would be a tenth of what a phone loads first.
fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphabetic()).map(|c| c.to_ascii_lowercase()).collect()
}

fn one_slip_apart(one: &[char], other: &[char]) -> bool {
    let start = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[start..], &other[start..]);
    match (one, other) {
        ([_, rest @ ..], other) if rest == other => true,
        (one, [_, rest @ ..]) if rest == one => true,
        ([a, x, one @ ..], [b, y, other @ ..]) if a == y && b == x && one == other => true,
        ([_, one @ ..], [_, other @ ..]) => one == other,
        _ => false,
    }
}

/// All words in one text, one after the other.
struct Words {
    letters: String,
    /// Where each word ends in `letters`.
    ends: Vec<usize>,
}

impl Words {
    fn at(&self, index: usize) -> &str {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.letters[start..self.ends[index]]
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|index| self.at(index))
    }
}

fn unpack(packed: &str) -> Words {
    let mut words = Words { letters: String::new(), ends: Vec::new() };
    let mut start = 0;
    for letter in packed.chars() {
        if letter.is_ascii_uppercase() {
            let end = words.letters.len();
            if end > 0 {
                words.ends.push(end);
            }
            let shared = usize::from(letter as u8 - b'A');
            words.letters.extend_from_within(start..start + shared);
            start = end;
        } else {
            words.letters.push(letter);
        }
    }
    words.ends.push(words.letters.len());
    words
}

const QUALITIES: [&str; 64] = [
    "amber", "autumn", "blue", "brass", "bright", "broad", "calm", "cedar", "chalk", "clear", "clover", "copper",
    "coral", "cotton", "crisp", "dawn", "distant", "early", "eastern", "even", "fern", "first", "flint", "garden",
    "gentle", "glass", "golden", "green", "harbor", "hazel", "high", "indigo", "inland", "ivory", "jade", "lasting",
    "level", "light", "lilac", "linen", "little", "lunar", "maple", "marble", "meadow", "mellow", "mild", "morning",
    "narrow", "northern", "olive", "opal", "open", "paper", "pearl", "plain", "polar", "quiet", "round", "sandy",
    "silver", "southern", "steady", "western",
];

const THINGS: [&str; 128] = [
    "acorn", "almond", "anchor", "apple", "arch", "atlas", "badger", "balcony", "barley", "basket", "beacon", "beech",
    "bell", "birch", "boat", "bottle", "branch", "bridge", "brook", "button", "cabin", "candle", "canoe", "canyon",
    "carpet", "castle", "cello", "chapel", "cherry", "cloud", "comet", "compass", "cove", "cricket", "crystal",
    "curtain", "cypress", "delta", "desk", "drum", "dune", "easel", "elm", "ember", "falcon", "feather", "fiddle",
    "finch", "fjord", "flute", "forest", "fountain", "gable", "gallery", "garnet", "glacier", "grove", "hammock",
    "heron", "hill", "hollow", "island", "jetty", "juniper", "kettle", "kite", "ladder", "lagoon", "lantern", "larch",
    "lark", "ledge", "lemon", "library", "lichen", "linden", "magnet", "mango", "marsh", "mast", "mill", "mirror",
    "moss", "mountain", "nutmeg", "oak", "oar", "orchard", "otter", "owl", "parcel", "pasture", "path", "pebble",
    "pepper", "piano", "pillow", "pine", "planet", "plum", "pond", "poplar", "prairie", "quartz", "quilt", "raft",
    "reef", "ribbon", "river", "robin", "rocket", "saddle", "sail", "signal", "slate", "sparrow", "spruce", "stone",
    "summit", "swallow", "teapot", "thimble", "tower", "tulip", "valley", "walnut", "willow", "window",
];

/// Two random words that stand for an incident wherever a bystander could look.
///
/// Two incidents may bear the same name: it is a name to say aloud, not a key.
pub fn code_name(chance: [u8; 2]) -> String {
    let quality = QUALITIES[usize::from(chance[0]) % QUALITIES.len()];
    let thing = THINGS[usize::from(chance[1]) % THINGS.len()];
    format!("{quality} {thing}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_has_6_to_the_5_words_and_one_pair_that_differs_by_a_hyphen_only() {
        assert!(WORDS.iter().eq(diceware_wordlists::EFF_LONG_WORDLIST.into_iter()), "unpacked as it was packed");
        assert_eq!(WORDS.iter().count(), usize::from(WORD_COUNT));
        let mut words: Vec<_> = WORDS.iter().map(letters).collect();
        words.sort();
        words.dedup();
        assert_eq!(words.len(), usize::from(WORD_COUNT) - 1);
    }

    #[test]
    fn every_word_is_found_again() {
        for index in (0..WORD_COUNT).step_by(97) {
            assert_eq!(index_of(&word(index).to_uppercase()), Some(index), "{}", word(index));
        }
    }

    #[test]
    fn one_slip_is_forgiven_when_only_one_word_is_near() {
        let index = index_of("zipfile");
        assert!(index.is_some());
        for typed in ["zipfle", "zipffile", "zipfiel", "zipfike", " Zipfile "] {
            assert_eq!(index_of(typed), index, "{typed}");
        }
        assert_eq!(index_of("zipfefi"), None, "two slips");
        assert_eq!(index_of(""), None);
        assert_eq!(index_of(&"a".repeat(5_000)), None);
    }

    #[test]
    fn code_names_are_two_words_from_our_own_lists() {
        let names: std::collections::BTreeSet<_> = QUALITIES.iter().chain(THINGS.iter()).collect();
        assert_eq!(names.len(), QUALITIES.len() + THINGS.len(), "no word stands twice");
        assert_eq!(code_name([57, 58]), "quiet heron");
    }
}
