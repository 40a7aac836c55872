//! What the written record says between the lines: what came late, whose clock was wrong, and which lines repeat.

use crate::parts::moment::length;
use domain::note::NoteBody;
use domain::time::{Timestamp, hours, minutes};
use domain::view::{TimelineEntry, TimelineWhat, Who};

/// From how much later on a note was written late, for the order of memories matters.
const LATE: i64 = hours(1).millis();
/// From how long on a note was held up on its way.
const HELD_UP: i64 = minutes(15).millis();
/// From how much on a phone's clock counts as wrong.
const SKEW: i64 = minutes(2).millis();

/// The record without the lines that only repeat: that somebody opened the case is said once for each person.
pub(super) fn readable(timeline: &[TimelineEntry]) -> Vec<TimelineEntry> {
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
pub(super) fn marks(body: &NoteBody, skew_ms: i64, recorded_at: Timestamp) -> Vec<String> {
    let mut marks = Vec::new();
    let written = Timestamp::from_millis(body.written_at.millis().saturating_sub(skew_ms));
    if let Some(heard) = body.told_at.or(body.happened_at) {
        let heard = Timestamp::from_millis(heard.millis().saturating_sub(skew_ms));
        let late = written.since(heard).millis();
        if late >= LATE {
            marks.push(format!("Written {} later", length(late)));
        }
    }
    let held_up = recorded_at.since(written).millis();
    if body.written_at != Timestamp::default() && held_up >= HELD_UP {
        marks.push(format!("Arrived {} after it was written", length(held_up)));
    }
    if skew_ms.abs() >= SKEW {
        let way = if skew_ms > 0 { "fast" } else { "slow" };
        marks.push(format!("The phone's clock was {} {way}", length(skew_ms.abs())));
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::permission::Role;
    use domain::time::Span;

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
            let marks = marks(&body, skew_ms, NOW);
            let found: Vec<_> = marks.iter().map(String::as_str).collect();
            assert_eq!(found, wanted);
        }
    }

    #[test]
    fn opening_is_said_once_for_each_person() {
        let who = |name: &str| Who::Person { name: name.into(), role: Role::CareMember };
        let line = |name, what| TimelineEntry { at: NOW, who: who(name), what };
        let timeline = [
            line("Ana", TimelineWhat::Opened),
            line("Ben", TimelineWhat::Opened),
            line("Ana", TimelineWhat::TookInHand),
            line("Ana", TimelineWhat::Opened),
        ];
        assert_eq!(readable(&timeline).len(), 3);
    }
}
