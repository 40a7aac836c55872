//! The reporter: the private link with its key of six words, what it tells, and what a reporter can say and do.
//!
//! What a reporter does is a note that is written by the link ([`crate::note`]), with [`said::Said`] beside it where it is
//! more than words. So it has its place on the timeline, its times and its id, and is never changed.

pub mod form;
mod key;
pub mod rush;
pub mod said;
pub mod team;

pub use key::{KEY_WORDS, MeantBy, ReporterKey, Typed};

use crate::digest::Digest;
use crate::ids::{DeedId, IncidentId, NoteId, ReporterLinkId};
use crate::private::Private;
use crate::time::{Span, Timestamp, minutes};
use crate::work::draft::Purpose;
use crate::work::report::KeptBecause;
use said::{Said, Wishes};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Longest text that a reporter may add at once, in characters.
pub const ADDITION_MAX: usize = 20_000;
/// Most additions through one link; beyond it the page names the other ways to reach the team.
pub const ADDITIONS_MAX: usize = 200;
/// Most additions through one link within [`ADDITIONS_WITHIN`]: more than somebody types, less than a program sends.
pub const ADDITIONS_AT_ONCE: usize = 12;
/// The time to which [`ADDITIONS_AT_ONCE`] applies.
pub const ADDITIONS_WITHIN: Span = minutes(5);
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
    /// The note that brought it; nothing where it was given for a case later, or before that was written down.
    pub note: Option<NoteId>,
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReporterView {
    /// When the server recorded the report.
    pub received_at: Timestamp,
    /// Where it stands, in one of a few fixed words.
    pub status: ReporterStatus,
    /// What the team wrote to this reporter, oldest first; no member's name goes with it.
    pub messages: Vec<TeamWrote>,
    /// What the reporter wrote through this link, oldest first.
    pub own: Vec<OwnWords>,
    /// What the reporter wishes, as they said it last.
    pub wishes: Wishes,
    /// Since when everything is taken back, if it is.
    pub taken_back: Option<Timestamp>,
    /// Why the team reads something all the same, if it does.
    pub kept: Option<KeptBecause>,
}

/// Words of the team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamWrote {
    /// By what an answer refers to it; nothing where nobody asked for one.
    pub id: Option<DeedId>,
    /// What it is for.
    pub purpose: Purpose,
    /// The words.
    pub text: Private<String>,
    /// When they went out.
    pub at: Timestamp,
}

/// Words of the reporter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnWords {
    /// The note.
    pub note: NoteId,
    /// The words; blank where something was done without any.
    pub text: Private<String>,
    /// When the server recorded them.
    pub at: Timestamp,
    /// What it was besides words.
    pub said: Option<Said>,
    /// The earlier words that these correct.
    pub corrects: Option<NoteId>,
    /// How many photos came with it.
    pub photos: usize,
    /// Since when they are taken back, if they are.
    pub taken_back: Option<Timestamp>,
}

impl ReporterView {
    /// Whether what somebody does is about something of theirs.
    pub fn admits(&self, said: Option<&Said>, corrects: Option<NoteId>) -> Result<(), AdditionRefused> {
        let own = |note: &NoteId| self.own.iter().any(|words| words.note == *note);
        let told = |id: &DeedId| self.messages.iter().any(|message| message.id.as_ref() == Some(id));
        let known = match said {
            Some(Said::Answered { to }) => told(to),
            Some(Said::Thinks { of, .. }) => told(of),
            Some(Said::TookBack { what: Some(note) }) => own(note),
            Some(Said::Wishes(wishes)) if !wishes.fits() => return Err(AdditionRefused::TooLong),
            // A second report is a report of its own.
            Some(Said::Reported(_)) => false,
            Some(Said::TookBack { what: None } | Said::GaveBack | Said::Wishes(_)) | None => true,
        };
        if known && corrects.as_ref().is_none_or(own) { Ok(()) } else { Err(AdditionRefused::Unknown) }
    }
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
    /// A photo is none, or too large.
    Photo,
    /// What it is about is not there, or not this reporter's.
    Unknown,
}

impl fmt::Display for AdditionRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "Nothing is written yet.",
            Self::TooLong => "This is longer than 20,000 characters. Send it in two parts.",
            Self::TooMany => "Too much has been added here. Please speak to the team in person or write to them.",
            Self::Photo => "A photo is too large or of a kind that is not taken.",
            Self::Unknown => "What this is about is not there any more.",
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
    /// Takes what the reporter wrote, kept word for word. With `more` than words (a photo, a wish) the words may be blank.
    /// `so_far` is when each of the earlier additions came.
    pub fn parse(
        text: Private<String>,
        more: bool,
        so_far: impl ExactSizeIterator<Item = Timestamp>,
        now: Timestamp,
    ) -> Result<Self, AdditionRefused> {
        if text.is_blank() && !more {
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

    #[test]
    fn additions_are_bounded() {
        let now = Timestamp::from_millis(1_790_000_000_000);
        let just_now =
            |text: &str, count: usize| Addition::parse(text.into(), false, vec![now; count].into_iter(), now).err();
        assert_eq!(just_now("  ", 0), Some(AdditionRefused::Empty));
        assert_eq!(just_now(&"x".repeat(ADDITION_MAX + 1), 0), Some(AdditionRefused::TooLong));
        assert_eq!(just_now("x", ADDITIONS_MAX), Some(AdditionRefused::TooMany));
        assert_eq!(just_now("x", ADDITIONS_AT_ONCE), Some(AdditionRefused::TooFast));
        assert_eq!(just_now("x", ADDITIONS_AT_ONCE - 1), None);
        let long_ago = vec![now.minus(ADDITIONS_WITHIN); ADDITIONS_MAX - 1].into_iter();
        assert!(Addition::parse("x".into(), false, long_ago, now).is_ok(), "what came before counts no more");
        let nothing = std::iter::empty::<Timestamp>().collect::<Vec<_>>().into_iter();
        assert!(Addition::parse("".into(), true, nothing, now).is_ok(), "a wish needs no words");
    }
}
