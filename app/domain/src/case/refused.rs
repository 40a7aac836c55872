//! What refuses an action on a case, each with its sentence.

use crate::work::rule::Rule;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The rule that refuses an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    /// The note is struck already.
    AlreadyStruck,
    /// These words went out to the reporter; striking them here would not take them back there.
    WentOut,
    /// The reporter was told already.
    AlreadyConfirmed,
    /// The question about conflicts of interest comes before the content.
    AnswerFirst,
    /// The member decides nothing here and talks with nobody for the team.
    Limited,
    /// Somebody was chosen to talk who talks with nobody for the team.
    CannotTalk,
    /// Moving back in is for the team to decide.
    TeamDecides,
    /// Nobody draws their own line.
    NotYourself,
    /// Only somebody without a conflict draws the line.
    ClearOnly,
    /// The reporter asked that this member be kept out.
    ReportersWish,
    /// A second colleague has to agree before a named member is let in again.
    SecondMustAgree,
    /// The line is drawn there already; the case stands there already.
    AlreadySo,
    /// Nothing is written.
    Empty,
    /// More than there is room for.
    TooMuch,
    /// What it is about is not there, or not for the people it names.
    Unknown,
    /// What it is about has ended.
    Over,
    /// The time has passed.
    Past,
    /// The case is closed.
    Closed,
    /// There is a newer version than the one that was agreed to.
    NewerVersion,
    /// Two versions stand beside each other; somebody has to make one of them.
    TwoVersions,
    /// One does not agree to one's own words to the public, nor twice.
    NotAlone,
    /// A template still has a gap that nobody has filled.
    GapLeft,
    /// A rule that can be passed with a reason.
    Rule(Rule),
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AlreadyStruck => "This note is struck already.",
            Self::WentOut => {
                "These words stand on the reporter's page and cannot be taken back. Write to the reporter what was wrong with them."
            }
            Self::AlreadyConfirmed => "The reporter has been told already that the report arrived.",
            Self::AnswerFirst => "First say whether you have a conflict of interest. Open the case to answer.",
            Self::Limited => {
                "In this one you decide nothing and talk with nobody for the team. Ask a colleague to do it."
            }
            Self::CannotTalk => {
                "Somebody whom you chose decides nothing in this one and talks with nobody for the team. Choose another."
            }
            Self::TeamDecides => {
                "You have stepped back from this one. Your colleagues decide whether you come closer again."
            }
            Self::NotYourself => "Nobody draws the line for themselves. Say how you stand instead, or ask a colleague.",
            Self::ClearOnly => "Only somebody without a conflict of interest in it decides where the line is.",
            Self::ReportersWish => "The reporter asked that this person be kept out. That stands.",
            Self::SecondMustAgree => "You have proposed it. It takes effect when a second colleague agrees.",
            Self::AlreadySo => "That is how it stands already.",
            Self::Empty => "Nothing is written yet.",
            Self::TooMuch => "This is more than there is room for. Do it in two parts.",
            Self::Unknown => "Something that this is about is not there any more. It has been loaded again.",
            Self::Over => "This has ended in the meantime.",
            Self::Past => "This time has passed already. Choose a later one.",
            Self::Closed => "The case is closed. Reopen it first.",
            Self::NewerVersion => "Somebody has written a newer version. Read it first.",
            Self::TwoVersions => "Two versions stand beside each other. Make one of them first.",
            Self::NotAlone => "Somebody else has to agree to this as well.",
            Self::GapLeft => "There is still a gap in square brackets to fill. Write these words anew first.",
            Self::Rule(rule) => rule.sentence(),
        })
    }
}

impl std::error::Error for Refused {}
