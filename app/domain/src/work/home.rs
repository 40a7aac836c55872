//! What a deed is about, which says where it is kept: when incidents are joined, what is done about something that began in
//! one of them stays with that one, and so do the words to its reporter. So parting takes along what belongs together.

use super::consult::ConsultDeed;
use super::conversation::ConversationDeed;
use super::draft::{DraftDeed, Message, Says};
use super::evidence::EvidenceDeed;
use super::measure::MeasureDeed;
use super::meeting::MeetingDeed;
use super::people::PersonDeed;
use super::report::ReportDeed;
use super::task::TaskDeed;
use super::{Deed, RecordedDeed};
use crate::ids::{DeedId, IncidentId, NoteId, ReporterLinkId};
use crate::view::{CaseView, TimelineWhat};

/// What a deed is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// The case as a whole, or something new.
    Whole,
    /// Something that an earlier deed began.
    Begun(DeedId),
    /// Whoever reads what goes to this private link.
    Link(ReporterLinkId),
    /// A note.
    Note(NoteId),
}

impl Deed {
    /// The incident that it joins to the case or parts from it: only for whoever may know of that one too.
    pub const fn joins(&self) -> Option<IncidentId> {
        match self {
            Self::Report(ReportDeed::Take { from } | ReportDeed::Part { from }) => Some(*from),
            Self::Report(ReportDeed::Intake { .. } | ReportDeed::Keep { .. })
            | Self::Person(_)
            | Self::Fact(_)
            | Self::Course(_)
            | Self::Draft(_)
            | Self::Meeting(_)
            | Self::Conversation(_)
            | Self::Task(_)
            | Self::Measure(_)
            | Self::Evidence(_)
            | Self::Consult(_) => None,
        }
    }

    /// What it is about.
    pub fn home(&self) -> Home {
        match self {
            Self::Report(deed) => match deed {
                ReportDeed::Intake { note, .. } | ReportDeed::Keep { note, .. } => Home::Note(*note),
                ReportDeed::Take { .. } | ReportDeed::Part { .. } => Home::Whole,
            },
            Self::Person(deed) => match deed {
                PersonDeed::Add { .. } => Home::Whole,
                PersonDeed::Becomes { person, .. } | PersonDeed::Write { person, .. } => Home::Begun(*person),
            },
            Self::Draft(deed) => draft(deed),
            Self::Meeting(deed) => match deed {
                MeetingDeed::Start { .. } => Home::Whole,
                MeetingDeed::Join { meeting, .. }
                | MeetingDeed::RollCall { meeting, .. }
                | MeetingDeed::SilentNote { meeting, .. }
                | MeetingDeed::ShowNotes { meeting }
                | MeetingDeed::Find { meeting, .. }
                | MeetingDeed::Close { meeting, .. } => Home::Begun(*meeting),
            },
            Self::Conversation(deed) => match deed {
                ConversationDeed::Plan(plan) => Home::Begun(plan.with),
                ConversationDeed::Hold { conversation, .. } | ConversationDeed::CallOff { conversation, .. } => {
                    Home::Begun(*conversation)
                }
            },
            Self::Task(deed) => match deed {
                TaskDeed::Give { .. } => Home::Whole,
                TaskDeed::Finish { task, .. } | TaskDeed::Move { task, .. } | TaskDeed::Drop { task, .. } => {
                    Home::Begun(*task)
                }
            },
            Self::Measure(deed) => match deed {
                MeasureDeed::Set { person, .. } => person.map_or(Home::Whole, Home::Begun),
                MeasureDeed::Release { measure, .. } => Home::Begun(*measure),
            },
            Self::Evidence(deed) => match deed {
                EvidenceDeed::Add(_) => Home::Whole,
                EvidenceDeed::Strike { evidence, .. } => Home::Begun(*evidence),
            },
            Self::Consult(deed) => match deed {
                ConsultDeed::Ask { .. } => Home::Whole,
                ConsultDeed::Answer { consult, .. } => Home::Begun(*consult),
            },
            Self::Fact(_) | Self::Course(_) => Home::Whole,
        }
    }
}

impl CaseView {
    /// The work on the case, in order.
    pub fn deeds(&self) -> impl Iterator<Item = &RecordedDeed> {
        self.deeds_at().map(|(_, deed)| deed)
    }

    /// The same, each with the incident with which it is kept.
    pub fn deeds_at(&self) -> impl Iterator<Item = (IncidentId, &RecordedDeed)> {
        let first = self.row.incident;
        self.timeline.iter().filter_map(move |entry| match &entry.what {
            TimelineWhat::Deed(deed) => Some((entry.part.unwrap_or(first), &**deed)),
            _ => None,
        })
    }
}

fn draft(deed: &DraftDeed) -> Home {
    match deed {
        DraftDeed::Write { draft: Some(draft), .. }
        | DraftDeed::Agree { draft, .. }
        | DraftDeed::Object { draft, .. }
        | DraftDeed::Withdraw { draft } => Home::Begun(*draft),
        DraftDeed::Write { draft: None, says: Says::Message(Message { to: Some(link), .. }), .. } => Home::Link(*link),
        DraftDeed::Write { draft: None, says: Says::Message(_) | Says::Decision(_) | Says::Statement(_), .. } => {
            Home::Whole
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work::draft::Purpose;
    use crate::work::tests::id;

    #[test]
    fn what_began_somewhere_stays_there_and_words_go_with_their_reader() {
        let link = ReporterLinkId::from_bytes([4; 16]);
        let message = |to| Says::Message(Message { to, purpose: Purpose::Ask, text: "x".into() });
        let write = |draft, to| Deed::Draft(DraftDeed::Write { draft, says: message(to), over: Vec::new() });
        assert_eq!(write(None, Some(link)).home(), Home::Link(link));
        assert_eq!(write(Some(id(3)), Some(link)).home(), Home::Begun(id(3)));
        assert_eq!(write(None, None).home(), Home::Whole);
        let measure = |person| Deed::Measure(MeasureDeed::Set { what: "x".into(), person, until: None });
        assert_eq!(measure(Some(id(5))).home(), Home::Begun(id(5)));
        assert_eq!(measure(None).home(), Home::Whole);
    }
}
