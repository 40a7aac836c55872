//! The phone's outbox: what waits, what may be sent now, and what an answer means.
//!
//! Pure: the edge on the phone stores what stands here and carries the bytes. The invariant of `docs/sync-protocol.md`
//! hangs on two rules of this room: only a [`Receipt`] that names the entry delivers it ([`after_reply`]), and no other
//! event ever does.

use crate::ids::NoteId;
use crate::sync::{BATCH_MAX, EntryRefused, Outcome, Receipt, SyncRefused};
use crate::time::{Span, Timestamp, minutes, seconds};
use serde::{Deserialize, Serialize};

/// Most entries that wait on one phone; the person is told before the bound bites.
pub const ENTRIES_MAX: usize = 500;
/// How long something may stay undelivered before the app warns and names other ways.
pub const UNDELIVERED_WARNING: Span = minutes(5);
/// The first pause after a failed try.
pub const PAUSE_FIRST: Span = seconds(2);
/// The longest pause between two tries.
pub const PAUSE_MAX: Span = minutes(5);

/// One entry as the outbox knows it; what was written lies sealed beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxEntry {
    /// The note's id.
    pub id: NoteId,
    /// When it was saved on this phone, by the phone's clock.
    pub saved_at: Timestamp,
    /// Where it stands.
    pub state: EntryState,
}

/// Where an entry stands. "Being sent" is deliberately absent: it is never written down, so a phone that dies while
/// sending finds the entry waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryState {
    /// Only on this phone, to be sent at `not_before`.
    Waiting {
        /// When the next try may be made.
        not_before: Timestamp,
        /// How many tries have failed.
        tries: u32,
        /// Why the last try failed, if one did.
        #[serde(default)]
        trouble: Option<Trouble>,
    },
    /// Only on this phone until somebody signs in.
    NeedsSignIn,
    /// The server did not take it; the person edits, exports or discards it.
    Refused {
        /// Why.
        why: EntryRefused,
    },
    /// On the server. The text has left the phone.
    Delivered {
        /// When, by the server's clock.
        at: Timestamp,
        /// Another text was recorded under the same id; both are kept.
        beside: bool,
    },
}

/// Why a try brought no answer that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// No network, or the connection broke.
    NoConnection,
    /// Something answered that is not Careline: a captive portal asks for its own sign-in.
    NotCareline,
    /// The server could not take it just now.
    ServerBusy,
    /// The app and the server do not speak the same protocol.
    NeedsUpdate,
    /// The server could not read the request.
    NotUnderstood,
}

/// What came of one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Careline answered with receipts.
    Receipts(Vec<Receipt>),
    /// Careline took nothing.
    Refused(SyncRefused),
    /// No answer that counts.
    None(Trouble),
}

impl OutboxEntry {
    /// A fresh entry, which may be sent at once.
    pub const fn saved(id: NoteId, now: Timestamp) -> Self {
        Self { id, saved_at: now, state: EntryState::Waiting { not_before: now, tries: 0, trouble: None } }
    }

    /// Whether the note exists only on this phone.
    pub const fn is_only_here(&self) -> bool {
        !matches!(self.state, EntryState::Delivered { .. })
    }

    /// The person signed in: what waited for it may be sent at once.
    #[must_use]
    pub const fn signed_in(mut self, now: Timestamp) -> Self {
        if matches!(self.state, EntryState::NeedsSignIn) {
            self.state = EntryState::Waiting { not_before: now, tries: 0, trouble: None };
        }
        self
    }

    /// The person pressed "Send now": no pause, and a refused entry gets another try.
    #[must_use]
    pub const fn hurried(mut self, now: Timestamp) -> Self {
        match self.state {
            EntryState::Waiting { .. } | EntryState::NeedsSignIn | EntryState::Refused { .. } => {
                self.state = EntryState::Waiting { not_before: now, tries: 0, trouble: None };
            }
            EntryState::Delivered { .. } => {}
        }
        self
    }

    /// The network is back, or the person looks: what waited for a connection may be sent at once.
    #[must_use]
    pub const fn reconnected(mut self, now: Timestamp) -> Self {
        if let EntryState::Waiting { not_before, trouble: Some(Trouble::NoConnection), .. } = &mut self.state {
            *not_before = now;
        }
        self
    }

    const fn tries(&self) -> u32 {
        match self.state {
            EntryState::Waiting { tries, .. } => tries,
            EntryState::NeedsSignIn | EntryState::Refused { .. } | EntryState::Delivered { .. } => 0,
        }
    }

    const fn may_be_sent(&self, now: Timestamp) -> bool {
        match self.state {
            EntryState::Waiting { not_before, .. } => {
                // No pause is that long: the phone's clock was fast and has been set right since.
                let clock_was_set_back = not_before.millis().saturating_sub(now.millis()) > PAUSE_MAX.millis() * 2;
                not_before.millis() <= now.millis() || clock_was_set_back
            }
            EntryState::NeedsSignIn | EntryState::Refused { .. } | EntryState::Delivered { .. } => false,
        }
    }

    fn tried_in_vain(&mut self, trouble: Trouble, now: Timestamp, chance: u8) {
        let tries = self.tries().saturating_add(1);
        let not_before = now.plus(pause(tries, chance));
        self.state = EntryState::Waiting { not_before, tries, trouble: Some(trouble) };
    }
}

/// The pause after so many failed tries: doubling from [`PAUSE_FIRST`] to [`PAUSE_MAX`], plus up to a quarter by chance
/// so that a thousand phones do not come back in the same second.
pub fn pause(tries: u32, chance: u8) -> Span {
    let doubled = PAUSE_FIRST.times(1_i64 << tries.saturating_sub(1).min(20)).min(PAUSE_MAX);
    Span::from_millis(doubled.millis() + doubled.millis() / 4 * i64::from(chance) / 255)
}

/// The entries to send now, oldest first: at most [`BATCH_MAX`], and a single one while the server cannot read or hold a
/// batch, so that one bad entry does not hold back the others.
pub fn next_batch(entries: &[OutboxEntry], now: Timestamp) -> Vec<NoteId> {
    // Put in order one by one: the list is short, and a sort weighs more than its worth in the browser.
    let mut ready: Vec<&OutboxEntry> = Vec::new();
    for entry in entries.iter().filter(|entry| entry.may_be_sent(now)) {
        let before = ready.partition_point(|one| (one.saved_at, one.id) <= (entry.saved_at, entry.id));
        ready.insert(before, entry);
    }
    let alone = |entry: &&&OutboxEntry| {
        matches!(entry.state, EntryState::Waiting { trouble: Some(Trouble::NotUnderstood), .. })
    };
    match ready.first() {
        Some(first) if alone(&first) => vec![first.id],
        _ => ready.iter().take_while(|entry| !alone(entry)).take(BATCH_MAX).map(|entry| entry.id).collect(),
    }
}

/// Applies what came of a request to the entries that were sent. Whatever the answer does not name stays waiting.
pub fn after_reply(entries: &mut [OutboxEntry], sent: &[NoteId], answer: &Answer, now: Timestamp, chance: u8) {
    let mine = entries.iter_mut().filter(|entry| entry.is_only_here() && sent.contains(&entry.id));
    for entry in mine {
        match answer {
            Answer::Receipts(receipts) => match receipts.iter().find(|receipt| receipt.id == entry.id) {
                Some(receipt) => entry.state = settled(receipt.outcome),
                None => entry.tried_in_vain(Trouble::ServerBusy, now, chance),
            },
            Answer::Refused(SyncRefused::SignedOut) => entry.state = EntryState::NeedsSignIn,
            Answer::Refused(why) => entry.tried_in_vain(trouble_of(*why), now, chance),
            Answer::None(trouble) => entry.tried_in_vain(*trouble, now, chance),
        }
    }
}

const fn settled(outcome: Outcome) -> EntryState {
    match outcome {
        Outcome::Recorded { at } | Outcome::AlreadyRecorded { at } => EntryState::Delivered { at, beside: false },
        Outcome::KeptBeside { at } => EntryState::Delivered { at, beside: true },
        Outcome::Refused { why } => EntryState::Refused { why },
    }
}

const fn trouble_of(why: SyncRefused) -> Trouble {
    match why {
        SyncRefused::ProtocolUnknown => Trouble::NeedsUpdate,
        SyncRefused::NotUnderstood | SyncRefused::TooMany | SyncRefused::TooLarge => Trouble::NotUnderstood,
        SyncRefused::SignedOut | SyncRefused::Unavailable => Trouble::ServerBusy,
    }
}

/// When the flusher should look again: nothing while nothing waits for time alone.
pub fn wake_at(entries: &[OutboxEntry]) -> Option<Timestamp> {
    entries
        .iter()
        .filter_map(|entry| match entry.state {
            EntryState::Waiting { not_before, .. } => Some(not_before),
            EntryState::NeedsSignIn | EntryState::Refused { .. } | EntryState::Delivered { .. } => None,
        })
        .min()
}

/// The standing warning: how many notes are only on this phone for too long, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undelivered {
    /// How many.
    pub count: usize,
    /// Since when the oldest waits.
    pub since: Timestamp,
}

/// Whether to warn, and of what. A clock that was set back counts as no time passed.
pub fn undelivered(entries: &[OutboxEntry], now: Timestamp, after: Span) -> Option<Undelivered> {
    let late = entries.iter().filter(|entry| entry.is_only_here() && now.since(entry.saved_at) >= after);
    let since = late.clone().map(|entry| entry.saved_at).min()?;
    Some(Undelivered { count: late.count(), since })
}

/// Whether one more note fits.
pub fn has_room(entries: &[OutboxEntry]) -> bool {
    entries.iter().filter(|entry| entry.is_only_here()).count() < ENTRIES_MAX
}

/// Whether a refusal can be mended by editing the note.
pub const fn can_be_mended(why: EntryRefused) -> bool {
    match why {
        EntryRefused::TooLarge | EntryRefused::NotYours | EntryRefused::Note(_) => true,
        EntryRefused::NotUnderstood => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

    fn id(n: u8) -> NoteId {
        NoteId::from_bytes([n; 16])
    }

    fn waiting(n: u8) -> OutboxEntry {
        OutboxEntry::saved(id(n), NOW.plus(seconds(i64::from(n))))
    }

    fn recorded(n: u8) -> Receipt {
        Receipt { id: id(n), outcome: Outcome::Recorded { at: NOW } }
    }

    type Check = fn(&EntryState) -> bool;

    #[test]
    fn every_answer_has_its_state() {
        let later = NOW.plus(hours());
        let table: [(Answer, Check); 7] = [
            (Answer::Receipts(vec![recorded(1)]), |s| matches!(s, EntryState::Delivered { beside: false, .. })),
            (Answer::Receipts(vec![recorded(9)]), |s| matches!(s, EntryState::Waiting { tries: 1, .. })),
            (Answer::Receipts(vec![]), |s| matches!(s, EntryState::Waiting { tries: 1, .. })),
            (Answer::Refused(SyncRefused::SignedOut), |s| matches!(s, EntryState::NeedsSignIn)),
            (Answer::Refused(SyncRefused::ProtocolUnknown), |s| {
                matches!(s, EntryState::Waiting { trouble: Some(Trouble::NeedsUpdate), .. })
            }),
            (Answer::None(Trouble::NotCareline), |s| {
                matches!(s, EntryState::Waiting { trouble: Some(Trouble::NotCareline), .. })
            }),
            (
                Answer::Receipts(vec![Receipt {
                    id: id(1),
                    outcome: Outcome::Refused { why: EntryRefused::NotUnderstood },
                }]),
                |s| matches!(s, EntryState::Refused { why: EntryRefused::NotUnderstood }),
            ),
        ];
        for (answer, wanted) in table {
            let mut entries = [waiting(1)];
            after_reply(&mut entries, &[id(1)], &answer, later, 0);
            assert!(wanted(&entries[0].state), "{answer:?} gave {:?}", entries[0].state);
        }
    }

    fn hours() -> Span {
        minutes(120)
    }

    #[test]
    fn a_bad_entry_holds_nobody_back() {
        let mut entries = [waiting(1), waiting(2), waiting(3)];
        let later = NOW.plus(minutes(1));
        let batch = next_batch(&entries, later);
        assert_eq!(batch, [id(1), id(2), id(3)]);
        after_reply(&mut entries, &batch, &Answer::Refused(SyncRefused::NotUnderstood), later, 0);
        let retry = later.plus(minutes(1));
        assert_eq!(next_batch(&entries, retry), [id(1)], "one at a time until the bad one is known");
        let bad = Receipt { id: id(1), outcome: Outcome::Refused { why: EntryRefused::TooLarge } };
        after_reply(&mut entries, &[id(1)], &Answer::Receipts(vec![bad]), retry, 0);
        assert_eq!(next_batch(&entries, retry), [id(2)]);
        after_reply(&mut entries, &[id(2)], &Answer::Receipts(vec![recorded(2)]), retry, 0);
        assert_eq!(next_batch(&entries, retry), [id(3)]);
    }

    #[test]
    fn pauses_grow_and_end_and_hurry_skips_them() {
        assert_eq!(pause(1, 0), seconds(2));
        assert_eq!(pause(3, 0), seconds(8));
        assert_eq!(pause(u32::MAX, 0), PAUSE_MAX);
        assert!(pause(50, 255) <= Span::from_millis(PAUSE_MAX.millis() * 5 / 4));
        let mut entries = [waiting(1)];
        after_reply(&mut entries, &[id(1)], &Answer::None(Trouble::NoConnection), NOW, 0);
        assert_eq!(next_batch(&entries, NOW), []);
        assert_eq!(wake_at(&entries), Some(NOW.plus(seconds(2))));
        let hurried = [entries[0].clone().hurried(NOW)];
        assert_eq!(next_batch(&hurried, NOW), [id(1)]);
        let reconnected = [entries[0].clone().reconnected(NOW)];
        assert_eq!(next_batch(&reconnected, NOW), [id(1)]);
        after_reply(&mut entries, &[id(1)], &Answer::None(Trouble::ServerBusy), NOW, 0);
        assert_eq!(next_batch(&[entries[0].clone().reconnected(NOW)], NOW), [], "a busy server is left its pause");
    }

    #[test]
    fn a_clock_that_is_set_back_holds_no_note() {
        let written_by_a_fast_clock = [OutboxEntry::saved(id(1), NOW.plus(minutes(24 * 60)))];
        assert_eq!(next_batch(&written_by_a_fast_clock, NOW), [id(1)]);
    }

    #[test]
    fn the_warning_stands_while_something_is_only_here() {
        let mut entries = [waiting(0), waiting(60)];
        assert_eq!(undelivered(&entries, NOW.plus(minutes(4)), UNDELIVERED_WARNING), None);
        let after = NOW.plus(minutes(5));
        assert_eq!(undelivered(&entries, after, UNDELIVERED_WARNING), Some(Undelivered { count: 1, since: NOW }));
        entries[0].state = EntryState::NeedsSignIn;
        assert!(undelivered(&entries, after, UNDELIVERED_WARNING).is_some());
        after_reply(&mut entries, &[id(0)], &Answer::Receipts(vec![recorded(0)]), after, 0);
        assert_eq!(undelivered(&entries, after, UNDELIVERED_WARNING), None);
        assert_eq!(undelivered(&entries, NOW.minus(minutes(9)), UNDELIVERED_WARNING), None, "a clock set back");
    }

    proptest! {
        #[test]
        fn nothing_but_a_receipt_delivers(
            answers in proptest::collection::vec((0_u8..6, any::<u8>(), any::<bool>()), 1..60),
        ) {
            let mut entries: Vec<_> = (0..5).map(waiting).collect();
            let mut receipted = std::collections::BTreeSet::new();
            let mut now = NOW;
            for (kind, chance, sign_in) in answers {
                now = now.plus(minutes(6));
                let batch = next_batch(&entries, now);
                let answer = match kind {
                    0 => Answer::None(Trouble::NoConnection),
                    1 => Answer::None(Trouble::NotCareline),
                    2 => Answer::Refused(SyncRefused::SignedOut),
                    3 => Answer::Refused(SyncRefused::TooLarge),
                    4 => Answer::Receipts(vec![]),
                    _ => Answer::Receipts(batch.iter().take(1).map(|id| {
                        receipted.insert(*id);
                        Receipt { id: *id, outcome: Outcome::Recorded { at: now } }
                    }).collect()),
                };
                after_reply(&mut entries, &batch, &answer, now, chance);
                if sign_in {
                    entries = entries.into_iter().map(|entry| entry.signed_in(now)).collect();
                }
                prop_assert_eq!(entries.len(), 5);
                for entry in &entries {
                    prop_assert_eq!(!entry.is_only_here(), receipted.contains(&entry.id));
                }
            }
        }
    }
}
