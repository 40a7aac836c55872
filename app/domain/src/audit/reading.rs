//! When opening a case again is the same reading.

use super::{AuditEvent, By, Did};
use crate::ids::PersonId;
use crate::time::{Span, Timestamp, minutes};

/// For how long opening a case again is the same reading: a screen that reloads itself on news opens the case each time.
pub const SAME_READING: Span = minutes(10);

/// Whether opening a case now goes on with a reading that is on record: by the same person, shortly before.
pub fn goes_on_reading<'a>(events: impl IntoIterator<Item = &'a AuditEvent>, reader: PersonId, now: Timestamp) -> bool {
    events.into_iter().any(|event| {
        let mine = matches!(event.by, By::Person { person, .. } if person == reader);
        // An event of a later time was written before the clock was set back; it says nothing of this reading.
        mine && event.did == Did::Opened && event.at <= now && now.since(event.at) < SAME_READING
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{ConferenceId, DeviceId, NoteId};

    #[test]
    fn a_reading_goes_on_for_some_minutes_and_for_its_reader_only() {
        let [one, other] = [1, 2].map(|n| PersonId::from_bytes([n; 16]));
        let start = Timestamp::from_millis(1_790_000_000_000);
        let event = |did| {
            let by = By::Person { person: one, device: DeviceId::from_bytes([1; 16]) };
            AuditEvent { conference: ConferenceId::from_bytes([1; 16]), at: start, by, incident: None, did }
        };
        let (opened, else_done) = (event(Did::Opened), event(Did::Recorded { note: NoteId::from_bytes([1; 16]) }));
        for (event, reader, now, goes_on) in [
            (&opened, one, start, true),
            (&opened, one, start.plus(minutes(9)), true),
            (&opened, one, start.plus(SAME_READING), false),
            (&opened, one, start.minus(minutes(1)), false),
            (&opened, other, start, false),
            (&else_done, one, start, false),
        ] {
            assert_eq!(goes_on_reading([event], reader, now), goes_on, "{reader:?} {now:?}");
        }
    }
}
