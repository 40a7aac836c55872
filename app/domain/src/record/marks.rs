//! What the written record says between the lines (S40): what came late, whose clock was wrong, and which lines repeat.

use crate::note::NoteBody;
use crate::time::{Timestamp, hours, length, minutes};
use crate::view::{TimelineEntry, TimelineWhat, Who};
use crate::work::conversation::ConversationDeed;
use crate::work::evidence::EvidenceDeed;
use crate::work::report::ReportDeed;
use crate::work::{Deed, RecordedDeed, Work};
use serde::Serialize;
use std::fmt;

/// From how much later on something was written late, for the order of memories matters.
const LATE: i64 = hours(1).millis();
/// From how long on a note was held up on its way.
const HELD_UP: i64 = minutes(15).millis();
/// From how much on a phone's clock counts as wrong.
const SKEW: i64 = minutes(2).millis();

/// Something to be known about the times of an entry; each length in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "mark", content = "by_ms", rename_all = "snake_case")]
pub enum Mark {
    /// Written so long after it happened or was told.
    WrittenLater(i64),
    /// On the record so long after the words were said or sent.
    TakenInLater(i64),
    /// On the record so long after it was captured.
    AddedLater(i64),
    /// Noted so long after the conversation was to take place.
    NotedLater(i64),
    /// Recorded so long after it was written.
    HeldUp(i64),
    /// The phone's clock was ahead by so much.
    ClockFast(i64),
    /// The phone's clock was behind by so much.
    ClockSlow(i64),
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrittenLater(by) => write!(f, "Written {} later", length(*by)),
            Self::TakenInLater(by) => write!(f, "Put on the record {} after it was said or sent", length(*by)),
            Self::AddedLater(by) => write!(f, "Added {} after it was captured", length(*by)),
            Self::NotedLater(by) => write!(f, "Noted {} after the time that was planned", length(*by)),
            Self::HeldUp(by) => write!(f, "Arrived {} after it was written", length(*by)),
            Self::ClockFast(by) => write!(f, "The phone's clock was {} fast", length(*by)),
            Self::ClockSlow(by) => write!(f, "The phone's clock was {} slow", length(*by)),
        }
    }
}

/// The record without the lines that only repeat: that somebody opened the case is said once for each person.
pub fn readable(timeline: &[TimelineEntry]) -> Vec<TimelineEntry> {
    let mut seen: Vec<&Who> = Vec::new();
    let mut lines = Vec::with_capacity(timeline.len());
    for entry in timeline {
        if matches!(entry.what, TimelineWhat::Opened) {
            if seen.contains(&&entry.who) {
                continue;
            }
            seen.push(&entry.who);
        }
        lines.push(entry.clone());
    }
    lines
}

/// What is to be known about a note's times.
pub fn of_note(body: &NoteBody, skew_ms: i64, recorded_at: Timestamp) -> Vec<Mark> {
    let mut marks = Vec::new();
    let by_our_clock = |claim: Timestamp| Timestamp::from_millis(claim.millis().saturating_sub(skew_ms));
    let written = by_our_clock(body.written_at);
    if let Some(heard) = body.told_at.or(body.happened_at) {
        marks.extend(late(Some(by_our_clock(heard)), written, Mark::WrittenLater));
    }
    let held_up = recorded_at.since(written).millis();
    if body.written_at != Timestamp::default() && held_up >= HELD_UP {
        marks.push(Mark::HeldUp(held_up));
    }
    if skew_ms >= SKEW {
        marks.push(Mark::ClockFast(skew_ms));
    } else if skew_ms <= -SKEW {
        marks.push(Mark::ClockSlow(skew_ms.saturating_neg()));
    }
    marks
}

/// What is to be known about a deed's times: words that reached the team long before they were put on the record,
/// evidence that was captured long before, notes of a conversation that were written long after it.
pub fn of_deed(recorded: &RecordedDeed, work: &Work) -> Option<Mark> {
    match &recorded.deed {
        Deed::Report(ReportDeed::Intake { origin, .. }) => late(origin.told_at, recorded.at, Mark::TakenInLater),
        Deed::Evidence(EvidenceDeed::Add(item)) => late(Some(item.captured_at), recorded.at, Mark::AddedLater),
        Deed::Conversation(ConversationDeed::Hold { conversation, .. }) => {
            let planned =
                work.conversations.all().find(|(id, _)| id == conversation).and_then(|(_, held)| held.plan.at);
            late(planned, recorded.at, Mark::NotedLater)
        }
        Deed::Report(ReportDeed::Take { .. } | ReportDeed::Part { .. } | ReportDeed::Keep { .. })
        | Deed::Evidence(EvidenceDeed::Strike { .. })
        | Deed::Conversation(ConversationDeed::Plan(_) | ConversationDeed::CallOff { .. })
        | Deed::Person(_)
        | Deed::Fact(_)
        | Deed::Course(_)
        | Deed::Draft(_)
        | Deed::Meeting(_)
        | Deed::Task(_)
        | Deed::Measure(_)
        | Deed::Consult(_) => None,
    }
}

fn late(first: Option<Timestamp>, then: Timestamp, mark: impl FnOnce(i64) -> Mark) -> Option<Mark> {
    let by = then.since(first?).millis();
    (by >= LATE).then(|| mark(by))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{DeedId, NoteId, PersonId};
    use crate::permission::Role;
    use crate::private::Private;
    use crate::time::Span;
    use crate::work::conversation::Plan;
    use crate::work::evidence::{Item, Source};
    use crate::work::report::{Account, Origin, Via};

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

    fn body(written_before: Span, told_before: Option<Span>) -> NoteBody {
        NoteBody {
            written_at: NOW.minus(written_before),
            told_at: told_before.map(|span| NOW.minus(span)),
            ..NoteBody::default()
        }
    }

    #[test]
    fn late_held_up_and_skewed_notes_are_marked() {
        let none: &[&str] = &[];
        let table = [
            (body(minutes(1), Some(minutes(20))), 0, none),
            (body(minutes(1), Some(hours(9))), 0, &["Written 8 h later"]),
            (body(minutes(40), None), 0, &["Arrived 40 min after it was written"]),
            (body(minutes(1), None), 5 * 60_000, &["The phone's clock was 5 min fast"]),
            (body(hours(3), None), -3 * 3_600_000, &["The phone's clock was 3 h slow"]),
            (NoteBody::default(), 0, none),
        ];
        for (body, skew_ms, wanted) in table {
            let marks = of_note(&body, skew_ms, NOW);
            assert_eq!(marks.iter().map(ToString::to_string).collect::<Vec<_>>(), wanted);
        }
    }

    fn recorded(deed: Deed) -> RecordedDeed {
        let (id, by) = (DeedId::from_bytes([2; 16]), PersonId::from_bytes([1; 16]));
        RecordedDeed { id, by, at: NOW, deed, settles: false, passed: None, looked_at: Vec::new() }
    }

    fn intake(told_at: Option<Timestamp>) -> Deed {
        let (author, passed_on_by) = (Private::default(), Private::default());
        let origin = Origin { via: Via::Mail, author, passed_on_by, told_at, account: Account::FirstHand };
        Deed::Report(ReportDeed::Intake { note: NoteId::from_bytes([1; 16]), origin, over: Vec::new() })
    }

    fn captured(captured_at: Timestamp) -> Deed {
        let (link, captured_by) = (Private::default(), Private::default());
        let item = Item { source: Source::Chat, what: "x".into(), link, captured_by, captured_at };
        Deed::Evidence(EvidenceDeed::Add(item))
    }

    #[test]
    fn deeds_that_came_late_are_marked() {
        let plan = |at| {
            let (with, talks) = (DeedId::from_bytes([9; 16]), PersonId::from_bytes([1; 16]));
            let (purpose, place) = (Private::default(), Private::default());
            let deed =
                Deed::Conversation(ConversationDeed::Plan(Plan { with, purpose, place, at, talks, notes: None }));
            Work::of(&[RecordedDeed { id: DeedId::from_bytes([3; 16]), ..recorded(deed) }])
        };
        let conversation = DeedId::from_bytes([3; 16]);
        let hold = || Deed::Conversation(ConversationDeed::Hold { conversation, notes: "x".into() });
        let before = |span| NOW.minus(span);
        let table = [
            (intake(None), Work::default(), None),
            (intake(Some(before(minutes(59)))), Work::default(), None),
            (intake(Some(before(hours(9)))), Work::default(), Some(Mark::TakenInLater(hours(9).millis()))),
            (captured(before(hours(2))), Work::default(), Some(Mark::AddedLater(hours(2).millis()))),
            (captured(NOW.plus(hours(2))), Work::default(), None),
            (hold(), plan(None), None),
            (hold(), plan(Some(before(minutes(30)))), None),
            (hold(), plan(Some(before(hours(14)))), Some(Mark::NotedLater(hours(14).millis()))),
        ];
        for (deed, work, wanted) in table {
            assert_eq!(of_deed(&recorded(deed.clone()), &work), wanted, "{deed:?}");
        }
    }

    #[test]
    fn opening_is_said_once_for_each_person() {
        let who = |name: &str| Who::Person { name: name.into(), role: Role::CareMember };
        let line = |name, what| TimelineEntry { part: None, at: NOW, who: who(name), what };
        let timeline = [
            line("Ana", TimelineWhat::Opened),
            line("Ben", TimelineWhat::Opened),
            line("Ana", TimelineWhat::TookInHand),
            line("Ana", TimelineWhat::Opened),
        ];
        assert_eq!(readable(&timeline).len(), 3);
    }
}
