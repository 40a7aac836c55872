//! What is searched for.

use super::fold::words;
use domain::found::{SEARCH_MAX, SEARCH_WORDS_MAX};

/// The words of a search; the last may be the beginning of one. Never printed.
pub(super) struct Query(Vec<String>);

impl Query {
    /// Reads what somebody typed; nothing when it is too long.
    pub(super) fn parse(typed: &str) -> Option<Self> {
        let fits = typed.chars().count() <= SEARCH_MAX;
        fits.then(|| Self(words(typed).take(SEARCH_WORDS_MAX).collect()))
    }

    /// The words, in order.
    pub(super) fn words(&self) -> &[String] {
        &self.0
    }

    /// Whether there is nothing to search for.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A bit for each word.
    pub(super) fn all(&self) -> u8 {
        self.0.iter().enumerate().fold(0, |all, (number, _)| all | 1 << number)
    }

    /// Which of the words are in this short text.
    pub(super) fn bits_in(&self, text: &str) -> u8 {
        let known: Vec<_> = words(text).collect();
        let last = self.0.len().saturating_sub(1);
        let fits = |number: usize, word: &String| {
            known.iter().any(|known| if number == last { known.starts_with(word) } else { known == word })
        };
        let found = self.0.iter().enumerate().filter(|(number, word)| fits(*number, word));
        found.fold(0, |bits, (number, _)| bits | 1 << number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_may_be_a_beginning() {
        let table = [("quiet heron", 0b11), ("quiet her", 0b11), ("qui heron", 0b10), ("herons", 0), ("HERON", 0b1)];
        for (typed, wanted) in table {
            let query = Query::parse(typed).unwrap();
            assert_eq!(query.bits_in("quiet heron"), wanted, "{typed}");
        }
    }

    #[test]
    fn a_search_is_bounded() {
        assert!(Query::parse(&"x".repeat(SEARCH_MAX)).is_some());
        assert!(Query::parse(&"x".repeat(SEARCH_MAX + 1)).is_none());
        let many = Query::parse("a b c d e f g h i j").unwrap();
        assert_eq!((many.words().len(), many.all()), (SEARCH_WORDS_MAX, u8::MAX));
        assert!(Query::parse(" - ").unwrap().is_empty());
    }
}
