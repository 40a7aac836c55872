//! What may be done at a meeting, and what stands against its end.

use super::{Finding, Meeting, MeetingDeed, Outcome};
use crate::case::Refused;
use crate::ids::PersonId;
use crate::time::Timestamp;
use crate::work::circle::Circle;
use crate::work::rule::{Rule, unless};
use crate::work::{LINE_MAX, WORDS_MAX, Work, at_most, listed, words};

impl Work {
    pub(in crate::work) fn check_meeting(
        &self,
        deed: &MeetingDeed,
        circle: &Circle<'_>,
        now: Timestamp,
    ) -> Result<Vec<Rule>, Refused> {
        match deed {
            MeetingDeed::Start { attendees, .. } => self.check_start(attendees, circle)?,
            MeetingDeed::Join { meeting, person } => {
                let known = self.meetings.under_way(*meeting)?.attendees.contains(person);
                takes_part(*person, circle)?;
                if known {
                    return Err(Refused::AlreadySo);
                }
            }
            MeetingDeed::RollCall { meeting, person, .. } => {
                self.meetings.under_way(*meeting)?;
                takes_part(*person, circle)?;
            }
            MeetingDeed::SilentNote { meeting, text, .. } => {
                // Once the notes are shown, whoever still writes one must not find it read by everybody.
                if !self.meetings.under_way(*meeting)?.hides_notes() {
                    return Err(Refused::Over);
                }
                words(text, WORDS_MAX)?;
            }
            MeetingDeed::ShowNotes { meeting } => {
                if !self.meetings.under_way(*meeting)?.hides_notes() {
                    return Err(Refused::AlreadySo);
                }
            }
            MeetingDeed::Find { meeting, finding, over, .. } => {
                self.meetings.under_way(*meeting)?;
                circle.may_speak()?;
                listed(over)?;
                if let Finding::Found { text } = finding {
                    at_most(text, WORDS_MAX)?;
                }
            }
            MeetingDeed::Close { meeting, outcome } => {
                let meeting = self.meetings.under_way(*meeting)?;
                circle.may_speak()?;
                return self.check_end(meeting, outcome, circle, now);
            }
        }
        Ok(Vec::new())
    }

    /// One meeting at a time, of people for whom the case exists.
    fn check_start(&self, attendees: &[PersonId], circle: &Circle<'_>) -> Result<(), Refused> {
        if self.meetings.open().is_some() {
            return Err(Refused::AlreadySo);
        }
        if attendees.is_empty() {
            return Err(Refused::Empty);
        }
        listed(attendees)?;
        attendees.iter().try_for_each(|person| takes_part(*person, circle))
    }

    fn check_end(
        &self,
        meeting: &Meeting,
        outcome: &Outcome,
        circle: &Circle<'_>,
        now: Timestamp,
    ) -> Result<Vec<Rule>, Refused> {
        let written = match outcome {
            Outcome::Resolution => self.drafts.has_decision_since(meeting.started_at),
            Outcome::MoreInformation { what } => words(what, LINE_MAX).map(|()| true)?,
            Outcome::Adjourned { until } if *until <= now => return Err(Refused::Past),
            // They meet again, so nothing has to be complete yet.
            Outcome::Adjourned { .. } => return Ok(Vec::new()),
        };
        let two = meeting.present(circle).filter(|person| circle.decides(*person)).count() >= 2;
        let broken = [
            unless(two, Rule::TwoMeet),
            unless(meeting.unanswered(circle).next().is_none(), Rule::RollCall),
            unless(written, Rule::ResolutionWritten),
        ];
        Ok(broken.into_iter().flatten().collect())
    }
}

fn takes_part(person: PersonId, circle: &Circle<'_>) -> Result<(), Refused> {
    if circle.takes_part(person) { Ok(()) } else { Err(Refused::Unknown) }
}
