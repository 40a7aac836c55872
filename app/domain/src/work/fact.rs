//! What is known, in the team's own words: one text for each of the things that a reporting guide asks for (S30), all of
//! them optional. What people told stays as they told it, in the notes.

use super::versions::Versions;
use super::{RecordedDeed, WORDS_MAX, at_most, listed};
use crate::case::Refused;
use crate::ids::DeedId;
use crate::private::Private;
use crate::work::rule::Rule;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One of the things that are good to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// The incident in some sentences.
    Summary,
    /// When it happened.
    When,
    /// Where it happened.
    Place,
    /// Whether it goes on.
    Ongoing,
    /// What led to it.
    Context,
    /// A written or recorded trace of it, and where that is.
    Trace,
    /// Anything else.
    Other,
}

impl About {
    /// All of them, in the order of the screen.
    pub const ALL: [Self; 7] =
        [Self::Summary, Self::When, Self::Place, Self::Ongoing, Self::Context, Self::Trace, Self::Other];
}

/// Writes one of them; blank text takes back what was there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactDeed {
    /// Which.
    pub about: About,
    /// What is known.
    pub text: Private<String>,
    /// The versions that the writer had before them.
    pub over: Vec<DeedId>,
}

impl FactDeed {
    pub(super) fn check(&self) -> Result<Vec<Rule>, Refused> {
        at_most(&self.text, WORDS_MAX)?;
        listed(&self.over)?;
        Ok(Vec::new())
    }
}

/// What is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts(BTreeMap<About, Versions<Private<String>>>);

impl Facts {
    /// What is written about one thing.
    pub fn about(&self, about: About) -> Option<&Versions<Private<String>>> {
        self.0.get(&about)
    }

    pub(super) fn fold(&mut self, recorded: &RecordedDeed, deed: &FactDeed) {
        self.0.entry(deed.about).or_default().write(recorded, deed.text.clone(), &deed.over);
    }
}
