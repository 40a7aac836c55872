//! A value that several people write, at once and without a network, and of which nothing is overwritten.
//!
//! Whoever writes names the versions that they had before them. What they did not have stays beside theirs, until somebody
//! who has seen both writes one.

use super::RecordedDeed;
use crate::ids::{DeedId, PersonId};
use crate::time::Timestamp;

/// What is written in one place: nothing, one version, or several that were written without knowing of each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versions<T>(Vec<Version<T>>);

/// One version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version<T> {
    /// The deed that wrote it.
    pub deed: DeedId,
    /// Who wrote it.
    pub by: PersonId,
    /// When it was recorded.
    pub at: Timestamp,
    /// What was written.
    pub value: T,
}

impl<T> Default for Versions<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Versions<T> {
    /// Writes a version in place of those that its writer had before them.
    pub fn write(&mut self, by: &RecordedDeed, value: T, over: &[DeedId]) {
        self.0.retain(|version| !over.contains(&version.deed));
        self.0.push(Version { deed: by.id, by: by.by, at: by.at, value });
    }

    /// All versions that stand, in the order in which they arrived.
    pub fn all(&self) -> &[Version<T>] {
        &self.0
    }

    /// The version, where there is exactly one.
    pub fn only(&self) -> Option<&Version<T>> {
        match self.0.as_slice() {
            [only] => Some(only),
            [] | [_, _, ..] => None,
        }
    }

    /// The version that arrived last, for where a list has room for one.
    pub fn latest(&self) -> Option<&Version<T>> {
        self.0.last()
    }

    /// Whether different versions stand beside each other and somebody has to make one of them. Two who wrote the same
    /// agree.
    pub fn disagree(&self) -> bool
    where
        T: PartialEq,
    {
        match self.0.as_slice() {
            [] => false,
            [first, others @ ..] => others.iter().any(|other| other.value != first.value),
        }
    }

    /// What a writer who sees all of this names as seen.
    pub fn seen(&self) -> Vec<DeedId> {
        self.0.iter().map(|version| version.deed).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work::tests::deed;

    #[test]
    fn what_was_not_seen_is_not_replaced() {
        let mut words = Versions::default();
        words.write(&deed(1), "first", &[]);
        let seen = words.seen();
        words.write(&deed(2), "by Ana", &seen);
        words.write(&deed(3), "by Ben, offline", &seen);
        assert!(words.disagree() && words.only().is_none());
        assert_eq!(words.all().iter().map(|version| version.value).collect::<Vec<_>>(), ["by Ana", "by Ben, offline"]);
        words.write(&deed(4), "both", &words.seen());
        assert_eq!(words.only().map(|version| version.value), Some("both"));
    }

    #[test]
    fn two_who_wrote_the_same_agree() {
        let mut words = Versions::default();
        assert!(!words.disagree());
        words.write(&deed(1), "the foyer", &[]);
        words.write(&deed(2), "the foyer", &[]);
        assert!(!words.disagree() && words.all().len() == 2, "and neither of them is taken away");
        words.write(&deed(3), "the bar", &[]);
        assert!(words.disagree());
    }
}
