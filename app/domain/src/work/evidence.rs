//! Evidence: what shows what happened, where it is from, and who captured it when (S56). Struck, never removed.

use super::rule::Rule;
use super::{LINE_MAX, RecordedDeed, WORDS_MAX, at_most, words};
use crate::case::Refused;
use crate::ids::{DeedId, PersonId};
use crate::private::Private;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A step about evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceDeed {
    /// Adds an item, which is known by this deed's id.
    Add(Item),
    /// Marks an item as wrong; it stays readable.
    Strike {
        /// The item.
        evidence: DeedId,
        /// Why.
        why: Private<String>,
    },
}

/// Where evidence is from (S56).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A social network.
    SocialMedia,
    /// The conference's chat.
    Chat,
    /// A mail.
    Mail,
    /// A photo, a recording or a paper.
    Document,
    /// What somebody of the team saw themselves.
    Seen,
    /// What somebody of the team knows of the people in it; a reason to think about a conflict of interest.
    PersonalKnowledge,
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 6] =
        [Self::SocialMedia, Self::Chat, Self::Mail, Self::Document, Self::Seen, Self::PersonalKnowledge];

    /// Whether whoever adds it should think about a conflict of interest (S56): they know somebody in it.
    pub const fn hints_at_conflict(self) -> bool {
        match self {
            Self::PersonalKnowledge => true,
            Self::SocialMedia | Self::Chat | Self::Mail | Self::Document | Self::Seen => false,
        }
    }
}

/// An item of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Where it is from.
    pub source: Source,
    /// What it shows, or the words themselves.
    pub what: Private<String>,
    /// Where it can be found; may be blank.
    pub link: Private<String>,
    /// Who captured it, in words where it was nobody of the team; blank for whoever adds it.
    pub captured_by: Private<String>,
    /// When it was captured.
    pub captured_at: Timestamp,
}

/// An item and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The item.
    pub item: Item,
    /// Who added it.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// Who struck it, when and why.
    pub struck: Option<(PersonId, Timestamp, Private<String>)>,
}

/// All items, by the deed that added them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EvidenceItems(BTreeMap<DeedId, Evidence>);

impl EvidenceItems {
    /// All of them, the oldest first.
    pub fn all(&self) -> impl Iterator<Item = (DeedId, &Evidence)> {
        self.0.iter().map(|(id, evidence)| (*id, evidence))
    }

    pub(super) fn check(&self, deed: &EvidenceDeed) -> Result<Vec<Rule>, Refused> {
        match deed {
            EvidenceDeed::Add(item) => {
                words(&item.what, WORDS_MAX)?;
                at_most(&item.link, LINE_MAX)?;
                at_most(&item.captured_by, LINE_MAX)?;
            }
            EvidenceDeed::Strike { evidence, why } => {
                let evidence = self.0.get(evidence).ok_or(Refused::Unknown)?;
                if evidence.struck.is_some() {
                    return Err(Refused::AlreadyStruck);
                }
                words(why, LINE_MAX)?;
            }
        }
        Ok(Vec::new())
    }

    pub(super) fn fold(&mut self, recorded: &RecordedDeed, deed: &EvidenceDeed) {
        let (by, at) = (recorded.by, recorded.at);
        match deed {
            EvidenceDeed::Add(item) => {
                self.0.entry(recorded.id).or_insert(Evidence { item: item.clone(), by, at, struck: None });
            }
            EvidenceDeed::Strike { evidence, why } => {
                if let Some(evidence) = self.0.get_mut(evidence) {
                    evidence.struck.get_or_insert_with(|| (by, at, why.clone()));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work::Deed;
    use crate::work::tests::{id, recorded};

    fn item(what: &str, link: &str) -> EvidenceDeed {
        let captured_at = Timestamp::from_millis(1_790_000_000_000);
        let (what, link, captured_by) = (what.into(), link.into(), Private::default());
        EvidenceDeed::Add(Item { source: Source::Chat, what, link, captured_by, captured_at })
    }

    fn strike(n: u8, why: &str) -> EvidenceDeed {
        EvidenceDeed::Strike { evidence: id(n), why: why.into() }
    }

    fn after(deeds: &[EvidenceDeed]) -> EvidenceItems {
        let mut items = EvidenceItems::default();
        for (deed, n) in deeds.iter().zip(1..) {
            items.fold(&recorded(n, n, Deed::Evidence(deed.clone())), deed);
        }
        items
    }

    #[test]
    fn evidence_is_added_struck_once_and_never_removed() {
        let none = after(&[]);
        let added = after(&[item("“Go home”", "")]);
        let struck = after(&[item("“Go home”", ""), strike(1, "Another chat."), strike(1, "Again.")]);
        let table = [
            (&none, item("“Go home”", "https://chat.example/1"), Ok(vec![])),
            (&none, item(" ", "https://chat.example/1"), Err(Refused::Empty)),
            (&none, item("x", &"x".repeat(LINE_MAX + 1)), Err(Refused::TooMuch)),
            (&none, strike(1, "Why not."), Err(Refused::Unknown)),
            (&added, strike(1, ""), Err(Refused::Empty)),
            (&added, strike(1, "Another chat."), Ok(vec![])),
            (&struck, strike(1, "Once more."), Err(Refused::AlreadyStruck)),
        ];
        for (items, deed, wanted) in table {
            assert_eq!(items.check(&deed), wanted, "{deed:?}");
        }
        let kept: Vec<_> = struck.all().filter_map(|(_, item)| item.struck.as_ref()).collect();
        assert_eq!(kept.len(), 1);
        assert_eq!(kept[0].2.reveal(), "Another chat.", "the first reason stands");
    }

    #[test]
    fn what_one_knows_of_people_hints_at_a_conflict() {
        let hints: Vec<_> = Source::ALL.into_iter().filter(|source| source.hints_at_conflict()).collect();
        assert_eq!(hints, [Source::PersonalKnowledge]);
    }
}
