//! The rules that can be passed with a reason (S02), each from the response guide.

use crate::case::Refused;
use serde::{Deserialize, Serialize};

/// A rule that stands against a deed until somebody says why it has to be passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// A second member agrees before words go out or a decision holds (S25, S26).
    SecondPerson,
    /// Two of the team hold a conversation: one talks, one takes notes (S43, S52).
    TwoTalk,
    /// Nobody with a conflict of interest talks with the people in it (S49).
    ImpartialTalk,
    /// Everybody at a meeting says how they stand before it ends (S44).
    RollCall,
    /// Two of the team or more hold a review (S25, S38).
    TwoMeet,
    /// A meeting that ends in a resolution has one to show (S41).
    ResolutionWritten,
    /// Nothing is closed that is not decided (S41).
    Decided,
    /// The reporter knows what was done and why before the case is closed (S57).
    ReporterInformed,
    /// Conversations that were planned have their notes before the case is closed (S52).
    NotesWritten,
    /// Interim measures are released before the case is closed (S51).
    MeasuresReleased,
    /// What was passed or done alone is looked at by a review before the case is closed (S02, S34).
    Reviewed,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 11] = [
        Self::SecondPerson,
        Self::TwoTalk,
        Self::ImpartialTalk,
        Self::RollCall,
        Self::TwoMeet,
        Self::ResolutionWritten,
        Self::Decided,
        Self::ReporterInformed,
        Self::NotesWritten,
        Self::MeasuresReleased,
        Self::Reviewed,
    ];

    /// What stands in the way, in a sentence.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::SecondPerson => "A second member of the team agrees first.",
            Self::TwoTalk => "Two of you hold a conversation: one talks, one takes notes.",
            Self::ImpartialTalk => "Somebody without a conflict of interest talks with the people in it.",
            Self::RollCall => "Not everybody at the meeting has said whether they have a conflict of interest.",
            Self::TwoMeet => "A review takes at least two of the team.",
            Self::ResolutionWritten => "No resolution has been written down since the meeting began.",
            Self::Decided => "Nothing is decided yet.",
            Self::ReporterInformed => "The reporter has not been told yet what was done and why.",
            Self::NotesWritten => "A conversation that was planned has no notes yet.",
            Self::MeasuresReleased => "Something that holds for now has not been released yet.",
            Self::Reviewed => "What was done alone or against a rule has not been reviewed yet.",
        }
    }
}

/// The rule, if it is broken.
pub(crate) fn unless(holds: bool, rule: Rule) -> Option<Rule> {
    (!holds).then_some(rule)
}

impl From<Rule> for Refused {
    fn from(rule: Rule) -> Self {
        Self::Rule(rule)
    }
}
