//! What a reporter can do besides writing words: answer, say what they think, take back, say what they wish.

use crate::ids::{DeedId, NoteId, ReporterLinkId};
use crate::note::{ANSWER_MAX, Answer};
use crate::private::Private;
use crate::reporter::ReporterLink;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a note of a reporter is besides its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// It came by the report form, with these answers.
    Reported(Box<Reported>),
    /// It answers words of the team.
    Answered {
        /// The draft that holds them.
        to: DeedId,
    },
    /// What the reporter thinks of a resolution that the team proposes.
    Thinks {
        /// The draft that proposes it.
        of: DeedId,
        /// In one word.
        opinion: Opinion,
    },
    /// Takes back words (D01).
    TookBack {
        /// Which; nothing for everything so far.
        what: Option<NoteId>,
    },
    /// Gives back what was taken back.
    GaveBack,
    /// Says how to reach them and what may be told.
    Wishes(Wishes),
}

/// What the report form asks besides what happened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reported {
    /// Whether they report for themselves or for somebody else (D02).
    pub whom: Answer<Whom>,
    /// How to reach the one they report for, apart from their own contact; may be blank.
    pub theirs: Private<String>,
    /// Whom they want kept out, in their own words; may be blank (S24).
    pub keep_out: Private<String>,
    /// Whether everybody of the team was to be kept out.
    pub everybody_out: bool,
    /// How to reach them and what may be told.
    pub wishes: Wishes,
    /// The language of the page, by its code, so that the team can answer in it.
    pub language: String,
}

/// For whom somebody reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// It happened to them.
    Myself,
    /// It happened to somebody for whom they speak.
    SomebodyElse,
    /// They saw or heard it.
    Witness,
}

/// What a reporter wishes. Each may be left unsaid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wishes {
    /// How they may be reached.
    pub reach: Option<Reach>,
    /// Where: a number, an address, a place and a time; may be blank.
    pub contact: Private<String>,
    /// How they want to hear what the team decides.
    pub hear: Option<Hear>,
    /// What others may be told.
    pub share: Option<Share>,
}

/// How a reporter may be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// By the page of the private link, and not otherwise.
    Here,
    /// By what they wrote.
    Contact,
    /// In person, at the venue.
    InPerson,
    /// Not at all.
    NotAtAll,
}

/// How a reporter wants to hear what the team decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hear {
    /// On the page of the private link.
    Here,
    /// In person.
    InPerson,
    /// Not at all.
    NotAtAll,
}

/// What others may be told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Share {
    /// What was done may be told.
    Yes,
    /// It may be told as long as nothing points at the reporter.
    WithoutMe,
    /// Nothing of it.
    No,
}

/// What a reporter thinks of a proposed resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opinion {
    /// It fits.
    Fits,
    /// Something of it should be different.
    Differently,
    /// It does not fit.
    DoesNotFit,
    /// They would rather not say.
    NoOpinion,
}

impl Wishes {
    /// Whether nothing is said.
    pub fn is_unsaid(&self) -> bool {
        self.reach.is_none() && self.hear.is_none() && self.share.is_none() && self.contact.is_blank()
    }

    /// Whether its line is short enough.
    pub fn fits(&self) -> bool {
        self.contact.reveal().chars().count() <= ANSWER_MAX
    }
}

/// A note, as far as taking back is concerned.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The note.
    pub note: NoteId,
    /// The private link that wrote it; nothing for the staff's notes.
    pub by: Option<ReporterLinkId>,
    /// Whether its writer saw it themselves: that is theirs, and no reporter takes it back.
    pub observed: bool,
    /// What it was besides words.
    pub said: Option<&'a Said>,
    /// When it was recorded.
    pub at: Timestamp,
}

impl Line<'_> {
    fn is_of(&self, link: &ReporterLink) -> bool {
        self.by == Some(link.id) || (self.by.is_none() && link.note == Some(self.note) && !self.observed)
    }
}

/// Which notes their reporters have taken back, and since when. `notes` are those of an incident in the order of their
/// recording.
///
/// Everything means what had been told by then: through the link, and the account that somebody of the staff wrote down
/// when they gave it. What staff saw themselves stays theirs, and what a reporter says later is new.
pub fn taken_back(notes: &[Line<'_>], links: &[ReporterLink]) -> BTreeMap<NoteId, Timestamp> {
    let mut gone = BTreeMap::new();
    for link in links {
        let mut so_far: Vec<NoteId> =
            notes.iter().filter(|line| line.by.is_none() && line.is_of(link)).map(|line| line.note).collect();
        for line in notes.iter().filter(|line| line.by == Some(link.id)) {
            match line.said {
                Some(Said::TookBack { what: None }) => gone.extend(so_far.iter().map(|note| (*note, line.at))),
                Some(Said::TookBack { what: Some(one) }) if so_far.contains(one) => {
                    gone.insert(*one, line.at);
                }
                Some(Said::GaveBack) => gone.retain(|note, _| !so_far.contains(note)),
                Some(Said::TookBack { .. } | Said::Wishes(_)) => {}
                Some(Said::Reported(_) | Said::Answered { .. } | Said::Thinks { .. }) | None => so_far.push(line.note),
            }
        }
    }
    gone
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::Digest;
    use crate::ids::IncidentId;

    const fn note(n: u8) -> NoteId {
        NoteId::from_bytes([n; 16])
    }

    fn link(n: u8, brought: Option<u8>) -> ReporterLink {
        let (id, incident) = (ReporterLinkId::from_bytes([n; 16]), IncidentId::from_bytes([1; 16]));
        ReporterLink {
            id,
            incident,
            key: Digest::of("k", &[n]),
            made_at: Timestamp::default(),
            note: brought.map(note),
        }
    }

    fn line(n: u8, by: Option<u8>, said: Option<&Said>) -> Line<'_> {
        let by = by.map(|by| ReporterLinkId::from_bytes([by; 16]));
        Line { note: note(n), by, observed: false, said, at: Timestamp::from_millis(i64::from(n)) }
    }

    fn gone(notes: &[Line<'_>], links: &[ReporterLink]) -> Vec<u8> {
        taken_back(notes, links).into_keys().map(|note| note.to_bytes()[0]).collect()
    }

    #[test]
    fn everything_so_far_goes_and_what_comes_later_stays() {
        let all = Said::TookBack { what: None };
        let notes = [
            line(1, None, None),
            line(2, Some(7), None),
            line(3, Some(8), None),
            line(4, Some(7), Some(&all)),
            line(5, Some(7), None),
        ];
        let links = [link(7, Some(1)), link(8, None)];
        assert_eq!(
            gone(&notes, &links),
            [1, 2],
            "not another reporter's words, not the words with which they were taken back"
        );
        let seen = [Line { observed: true, ..notes[0] }, notes[1], notes[3]];
        assert_eq!(gone(&seen, &links), [2], "what staff saw is theirs");
    }

    #[test]
    fn one_of_their_own_goes_alone_and_comes_back() {
        let (one, others, back) =
            (Said::TookBack { what: Some(note(2)) }, Said::TookBack { what: Some(note(3)) }, Said::GaveBack);
        let notes = [
            line(2, Some(7), None),
            line(3, Some(8), None),
            line(4, Some(7), Some(&one)),
            line(5, Some(7), Some(&others)),
        ];
        let links = [link(7, None), link(8, None)];
        assert_eq!(gone(&notes, &links), [2], "nobody takes back what another wrote");
        let returned = [notes[0], notes[2], line(6, Some(7), Some(&back))];
        assert!(gone(&returned, &links).is_empty());
    }

    #[test]
    fn wishes_may_be_left_unsaid() {
        assert!(Wishes::default().is_unsaid() && Wishes::default().fits());
        let said = Wishes { contact: "x".repeat(ANSWER_MAX + 1).into(), ..Wishes::default() };
        assert!(!said.is_unsaid() && !said.fits());
    }
}
