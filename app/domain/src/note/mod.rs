//! A note: what a volunteer or a CARE member wrote down. Append-only; nothing in it is required.
//!
//! The form on the phone and the server both go through [`NewNote::parse`], so what the screen accepts the server
//! accepts. Sources of the questions: the response guide's list for staff who cannot find a CARE member (requirements
//! S05, S09, S10, S13, S18, S40 of the product's requirements table).

use crate::digest::Digest;
use crate::ids::{NoteId, PersonId, PhotoId};
use crate::private::Private;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Longest text of a note, in characters.
pub const TEXT_MAX: usize = 20_000;
/// Longest answer to one of the questions, in characters.
pub const ANSWER_MAX: usize = 2_000;
/// Most photos of one note.
pub const PHOTOS_MAX: usize = 4;
/// Most people that one note keeps out of its incident, in each of the two lists.
pub const KEPT_OUT_MAX: usize = 50;
/// Largest photo after the phone has shrunk it, in bytes.
pub const PHOTO_BYTES_MAX: usize = 1_500_000;

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// What a phone sends and what the store seals.
///
/// Every field has a default and a field at its default is not written, so that a body reads the same to releases
/// before and after a field was added, and its digest stays the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NoteBody {
    /// What the note is to other notes.
    #[serde(skip_serializing_if = "is_default")]
    pub kind: NoteKind,
    /// The one big box.
    #[serde(skip_serializing_if = "is_default")]
    pub text: Private<String>,
    /// The optional questions.
    #[serde(skip_serializing_if = "is_default")]
    pub answers: Answers,
    /// How the writer knows.
    #[serde(skip_serializing_if = "is_default")]
    pub provenance: Option<Provenance>,
    /// How soon somebody is needed; unset unless the writer said so.
    #[serde(skip_serializing_if = "is_default")]
    pub urgency: Option<Urgency>,
    /// What support the reporter was offered and wanted.
    #[serde(skip_serializing_if = "is_default")]
    pub support: Support,
    /// When it happened, as far as known.
    #[serde(skip_serializing_if = "is_default")]
    pub happened_at: Option<Timestamp>,
    /// When the writer was told.
    #[serde(skip_serializing_if = "is_default")]
    pub told_at: Option<Timestamp>,
    /// When it was written, by the phone's clock: a claim.
    #[serde(skip_serializing_if = "is_default")]
    pub written_at: Timestamp,
    /// Digest of the key of the reporter's private link, when one was handed over.
    #[serde(skip_serializing_if = "is_default")]
    pub reporter_key: Option<Digest>,
    /// The CARE member to whom the writer handed it over in person; blank when not.
    #[serde(skip_serializing_if = "is_default")]
    pub handed_over_to: Private<String>,
    /// The writer was a witness and may be asked later.
    #[serde(skip_serializing_if = "is_default")]
    pub ask_me_later: bool,
    /// The photos that belong to it; each travels apart.
    #[serde(skip_serializing_if = "is_default")]
    pub photos: Vec<PhotoId>,
    /// People of the conference who are involved; those of the CARE team are out before anybody is called (S24).
    #[serde(skip_serializing_if = "is_default")]
    pub involves: Vec<PersonId>,
    /// People whom the reporter wants kept out, for whatever reason (S24).
    #[serde(skip_serializing_if = "is_default")]
    pub excludes: Vec<PersonId>,
}

/// What a note is to other notes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// A first account; it opens an incident.
    #[default]
    Account,
    /// "I must act now": nothing else is asked; it pages the whole team and opens an incident.
    ActNow,
    /// What was done alone, written afterwards.
    ActedAlone {
        /// The note that it belongs to.
        about: NoteId,
        /// The four lines.
        record: UnilateralRecord,
    },
    /// A better version of an earlier note; both stay readable.
    Correction {
        /// The note that it corrects.
        corrects: NoteId,
    },
    /// More about an earlier note.
    Addition {
        /// The note that it adds to.
        to: NoteId,
    },
}

/// The four lines after acting alone; each may stay empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UnilateralRecord {
    /// What I did.
    pub did: Private<String>,
    /// Why it could not wait.
    #[serde(skip_serializing_if = "is_default")]
    pub ground: Option<Ground>,
    /// Whom I tried to reach.
    pub tried: Private<String>,
    /// Whom I consulted; blank when nobody was near.
    pub consulted: Private<String>,
}

/// Why it could not wait (S18 to S20).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// Waiting would probably have brought unacceptable further harm.
    FurtherHarm,
    /// Somebody was in physical danger.
    PhysicalDanger,
    /// A presentation broke the Code of Conduct repeatedly or very seriously.
    Presentation,
}

/// How the writer knows (S05).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provenance {
    /// The writer saw or heard it.
    Observed,
    /// Somebody who was there told the writer.
    Told,
    /// Somebody passed it on from somebody else.
    PassedOn,
}

/// How soon somebody is needed (S03).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// It can wait until the team meets.
    CanWait,
    /// Today.
    Today,
    /// Now.
    Now,
}

/// The guide's questions (S09), each of which may be left, or answered with why it is not answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answers {
    /// What happened.
    #[serde(skip_serializing_if = "is_default")]
    pub what: Answer<Private<String>>,
    /// Who was involved.
    #[serde(skip_serializing_if = "is_default")]
    pub who: Answer<Private<String>>,
    /// When it happened, in words.
    #[serde(skip_serializing_if = "is_default")]
    pub when: Answer<Private<String>>,
    /// Where it happened.
    #[serde(skip_serializing_if = "is_default")]
    pub place: Answer<Private<String>>,
    /// Whether it is still going on.
    #[serde(skip_serializing_if = "is_default")]
    pub ongoing: Answer<Ongoing>,
    /// How the reporter can be reached.
    #[serde(skip_serializing_if = "is_default")]
    pub contact: Answer<Private<String>>,
}

/// An answer, or why there is none; not asking, not knowing and not wanting to say are three things (S10).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer<T> {
    /// The question was left alone.
    #[default]
    Left,
    /// The answer.
    Given(T),
    /// The reporter does not know.
    DoesNotKnow,
    /// The reporter prefers not to say.
    PrefersNotToSay,
    /// The writer did not ask.
    DidNotAsk,
}

/// Whether it is still going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ongoing {
    /// It goes on.
    Yes,
    /// It is over.
    No,
    /// Nobody can tell.
    Unclear,
}

/// What support was offered, and only done if the reporter wants it (S13).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Support {
    /// Somebody walks with them.
    #[serde(skip_serializing_if = "is_default")]
    pub escort: Option<SupportState>,
    /// Help to reach a friend.
    #[serde(skip_serializing_if = "is_default")]
    pub friend: Option<SupportState>,
    /// Help to reach the police.
    #[serde(skip_serializing_if = "is_default")]
    pub police: Option<SupportState>,
}

/// Where one kind of support stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SupportState {
    /// It was offered.
    Offered,
    /// The reporter wants it.
    Wanted,
    /// The reporter does not want it.
    Declined,
    /// It was done.
    Done,
}

/// Why a note cannot be taken as it is. It stays on the phone with the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteRefused {
    /// There is nothing in it at all.
    Empty,
    /// The text has more than [`TEXT_MAX`] characters.
    TextTooLong,
    /// An answer has more than [`ANSWER_MAX`] characters.
    AnswerTooLong,
    /// More than [`PHOTOS_MAX`] photos.
    TooManyPhotos,
    /// More than [`KEPT_OUT_MAX`] people kept out.
    TooManyKeptOut,
}

impl fmt::Display for NoteRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "Nothing is written yet.",
            Self::TextTooLong => "The text is longer than 20,000 characters. Put the rest into a second note.",
            Self::AnswerTooLong => "One answer is longer than 2,000 characters. Put it into the text instead.",
            Self::TooManyPhotos => "A note holds four photos. Put the others into a second note.",
            Self::TooManyKeptOut => "A note keeps at most 50 people out. Name the others in the text.",
        })
    }
}

impl std::error::Error for NoteRefused {}

/// A note that has passed the rule; the only kind that the outbox queues and the store records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNote(NoteBody);

impl NewNote {
    /// Takes a note, or says why not. Nothing is required; only a note without anything in it is refused.
    pub fn parse(body: NoteBody) -> Result<Self, NoteRefused> {
        if body.text.reveal().chars().count() > TEXT_MAX {
            return Err(NoteRefused::TextTooLong);
        }
        if body.lines().any(|line| line.reveal().chars().count() > ANSWER_MAX) {
            return Err(NoteRefused::AnswerTooLong);
        }
        if body.photos.len() > PHOTOS_MAX {
            return Err(NoteRefused::TooManyPhotos);
        }
        if body.involves.len().max(body.excludes.len()) > KEPT_OUT_MAX {
            return Err(NoteRefused::TooManyKeptOut);
        }
        if body.is_empty() {
            return Err(NoteRefused::Empty);
        }
        Ok(Self(body))
    }

    /// What was written.
    pub const fn body(&self) -> &NoteBody {
        &self.0
    }

    /// What was written, by value.
    pub fn into_body(self) -> NoteBody {
        self.0
    }
}

impl NoteBody {
    /// Whether nothing has been written, chosen or attached yet. "I must act now" is never empty: pressing it says enough.
    pub fn is_empty(&self) -> bool {
        let nothing_chosen = self.provenance.is_none()
            && self.urgency.is_none()
            && is_default(&self.support)
            && self.answers == Answers::default()
            && self.happened_at.is_none()
            && self.reporter_key.is_none()
            && self.photos.is_empty()
            && self.involves.is_empty()
            && self.excludes.is_empty()
            && !self.ask_me_later;
        match self.kind {
            NoteKind::ActNow | NoteKind::ActedAlone { .. } => false,
            NoteKind::Account | NoteKind::Correction { .. } | NoteKind::Addition { .. } => {
                nothing_chosen && self.text.is_blank() && self.handed_over_to.is_blank()
            }
        }
    }

    /// The earlier note that this one belongs to.
    pub const fn about(&self) -> Option<NoteId> {
        match &self.kind {
            NoteKind::Account | NoteKind::ActNow => None,
            NoteKind::ActedAlone { about, .. } => Some(*about),
            NoteKind::Correction { corrects } => Some(*corrects),
            NoteKind::Addition { to } => Some(*to),
        }
    }

    /// How soon somebody is needed: what the writer said, and now when the writer must act.
    pub const fn needs(&self) -> Option<Urgency> {
        match &self.kind {
            NoteKind::ActNow => Some(Urgency::Now),
            NoteKind::Account
            | NoteKind::ActedAlone { .. }
            | NoteKind::Correction { .. }
            | NoteKind::Addition { .. } => self.urgency,
        }
    }

    fn lines(&self) -> impl Iterator<Item = &Private<String>> {
        let answers = &self.answers;
        let given = [&answers.what, &answers.who, &answers.when, &answers.place, &answers.contact];
        let record = match &self.kind {
            NoteKind::ActedAlone { record, .. } => [Some(&record.did), Some(&record.tried), Some(&record.consulted)],
            NoteKind::Account | NoteKind::ActNow | NoteKind::Correction { .. } | NoteKind::Addition { .. } => [None; 3],
        };
        given
            .into_iter()
            .filter_map(|answer| match answer {
                Answer::Given(text) => Some(text),
                Answer::Left | Answer::DoesNotKnow | Answer::PrefersNotToSay | Answer::DidNotAsk => None,
            })
            .chain(record.into_iter().flatten())
            .chain(std::iter::once(&self.handed_over_to))
    }
}

#[cfg(test)]
mod tests;
