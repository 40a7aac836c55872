//! Notes that everybody first writes for themselves: until they are shown, the others learn that somebody has written, and
//! neither what, nor on which question, nor how often.

use super::{MeetingDeed, Question};
use crate::ids::PersonId;
use crate::private::Private;
use crate::work::{Deed, RecordedDeed, Work};
use std::collections::BTreeSet;

/// The deeds as `reader` may read them. A note that is kept from them is left as one without words for each writer, and
/// always on the first question; whatever goes out of the server about a case has to come through here.
#[must_use]
pub fn as_read_by(reader: PersonId, deeds: Vec<RecordedDeed>) -> Vec<RecordedDeed> {
    let silent = |recorded: &RecordedDeed| matches!(recorded.deed, Deed::Meeting(MeetingDeed::SilentNote { .. }));
    if !deeds.iter().any(silent) {
        return deeds;
    }
    let meetings = Work::of(&deeds).meetings;
    let hidden: BTreeSet<_> = meetings.all().filter(|(_, meeting)| meeting.hides_notes()).map(|(id, _)| id).collect();
    let mut wrote = BTreeSet::new();
    let cut = |mut recorded: RecordedDeed| match &recorded.deed {
        Deed::Meeting(MeetingDeed::SilentNote { meeting, .. }) if recorded.by != reader && hidden.contains(meeting) => {
            let meeting = *meeting;
            let (question, text) = (Question::ALL[0], Private::default());
            recorded.deed = Deed::Meeting(MeetingDeed::SilentNote { meeting, question, text });
            wrote.insert((meeting, recorded.by)).then_some(recorded)
        }
        _ => Some(recorded),
    };
    deeds.into_iter().filter_map(cut).collect()
}
