//! Whether pages go on, as seen from beside the pager: what is late, and when that is told to people.
//!
//! Everything here is pure. Whoever looks brings what the rows say ([`Progress`]) and keeps an [`Auditor`] from one look to
//! the next; what is told to whom is said in [`Advice`].

use crate::time::{Span, Timestamp, minutes, seconds};

/// How late a page's next step may be.
pub const STEP_LATE_MAX: Span = seconds(30);
/// How long a message that may be sent may wait for a server to send it: longer than a dead server's claim and one try
/// that hangs take together.
pub const UNSENT_MAX: Span = minutes(2);
/// After how many looks in a row with something late it is told, also when it is not the same thing each time: then pages
/// go on, and too slowly.
pub const LATE_LOOKS_MAX: u32 = 4;
/// The shortest pause between two alarms.
pub const ALARM_AGAIN: Span = minutes(10);
/// How often the server says outside that all is well.
pub const HEARTBEAT_EVERY: Span = minutes(1);

/// What the rows say of all pages and messages of a server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// How many open pages have no next step, which none may be without.
    pub stuck: u32,
    /// When the next step of any page is due.
    pub next_step: Option<Timestamp>,
    /// Since when the message that waits longest may be sent.
    pub unsent: Option<Timestamp>,
}

/// What is wrong with the pages of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Storage does not answer, so nobody knows how the pages stand.
    Storage,
    /// An open page has no next step.
    Stuck,
    /// A page's next step is more than [`STEP_LATE_MAX`] late.
    Step {
        /// When it was due.
        due: Timestamp,
    },
    /// Nobody sends a message that waits since more than [`UNSENT_MAX`].
    Unsent {
        /// Since when it may be sent.
        since: Timestamp,
    },
}

impl Trouble {
    /// What it is, in fixed words for the operator.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Storage => "storage does not answer",
            Self::Stuck => "an open page has no next step",
            Self::Step { .. } => "a page is late",
            Self::Unsent { .. } => "a message waits unsent",
        }
    }

    /// Whether starting the pager anew may help.
    const fn is_the_pagers(self) -> bool {
        match self {
            Self::Storage => false,
            Self::Stuck | Self::Step { .. } | Self::Unsent { .. } => true,
        }
    }
}

impl Progress {
    /// What is wrong at `now`, the worst first; nothing when all is well.
    pub fn trouble(self, now: Timestamp) -> Option<Trouble> {
        let step = self.next_step.filter(|due| now.since(*due) > STEP_LATE_MAX);
        let unsent = self.unsent.filter(|since| now.since(*since) > UNSENT_MAX);
        let stuck = (self.stuck > 0).then_some(Trouble::Stuck);
        stuck.or(step.map(|due| Trouble::Step { due })).or(unsent.map(|since| Trouble::Unsent { since }))
    }
}

/// What is kept from one look to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Auditor {
    found: Option<Trouble>,
    /// How many looks in a row found something.
    looks: u32,
    alarmed_at: Option<Timestamp>,
    /// People were told, and not yet that it is over.
    told: bool,
    beat_at: Option<Timestamp>,
}

/// What people are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// The team and the organizers, on every channel: pages may not get through.
    Alarm,
    /// Whoever was told so: they do again.
    Over,
}

/// What to do after a look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Advice {
    /// What to tell people, if anything.
    pub tell: Option<Told>,
    /// Start the pager anew: it may hang.
    pub restart: bool,
    /// Say outside that all is well.
    pub beat: bool,
}

impl Auditor {
    /// Takes what a look at `now` has found. A single look proves little, since the pager may be about to take the very
    /// step; so what is told is the same thing found twice, or something found [`LATE_LOOKS_MAX`] times.
    pub fn looked(&mut self, found: Option<Trouble>, now: Timestamp) -> Advice {
        let Some(trouble) = found else {
            let beat = is_due(self.beat_at, HEARTBEAT_EVERY, now);
            if beat {
                self.beat_at = Some(now);
            }
            (self.found, self.looks) = (None, 0);
            let over = std::mem::take(&mut self.told);
            return Advice { tell: over.then_some(Told::Over), restart: false, beat };
        };
        self.looks = self.looks.saturating_add(1);
        let lasts = self.found == Some(trouble) || self.looks >= LATE_LOOKS_MAX;
        self.found = found;
        if !(lasts && is_due(self.alarmed_at, ALARM_AGAIN, now)) {
            return Advice::default();
        }
        (self.alarmed_at, self.told) = (Some(now), true);
        Advice { tell: Some(Told::Alarm), restart: trouble.is_the_pagers(), beat: false }
    }
}

/// Whether what is done at most once in a span is due. A clock that was set back holds nothing up.
fn is_due(last: Option<Timestamp>, every: Span, now: Timestamp) -> bool {
    last.is_none_or(|last| last > now || now.since(last) >= every)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

    #[test]
    fn something_is_late_only_beyond_its_bound_and_the_worst_is_told() {
        let ago = |span| Some(NOW.minus(span));
        let (late, step) = (seconds(31), Trouble::Step { due: NOW.minus(seconds(31)) });
        let unsent = Trouble::Unsent { since: NOW.minus(seconds(121)) };
        let table = [
            (0, None, None, None),
            (0, Some(NOW.plus(seconds(5))), None, None),
            (0, ago(STEP_LATE_MAX), None, None),
            (0, ago(late), None, Some(step)),
            (0, None, ago(UNSENT_MAX), None),
            (0, None, ago(seconds(121)), Some(unsent)),
            (0, ago(late), ago(seconds(121)), Some(step)),
            (1, None, None, Some(Trouble::Stuck)),
            (1, ago(late), ago(seconds(121)), Some(Trouble::Stuck)),
        ];
        for (row, (stuck, next_step, unsent, wanted)) in table.into_iter().enumerate() {
            assert_eq!(Progress { stuck, next_step, unsent }.trouble(NOW), wanted, "row {row}");
        }
    }

    #[test]
    fn what_is_found_once_is_not_told_and_what_lasts_is() {
        let step = |n| Some(Trouble::Step { due: NOW.plus(seconds(n)) });
        let mut auditor = Auditor::default();
        assert_eq!(auditor.looked(step(1), NOW), Advice::default());
        assert_eq!(auditor.looked(None, NOW), Advice { beat: true, ..Advice::default() });
        assert_eq!(auditor.looked(step(1), NOW), Advice::default(), "in between all was well");
        let told = Advice { tell: Some(Told::Alarm), restart: true, beat: false };
        assert_eq!(auditor.looked(step(1), NOW), told);
        let later = NOW.plus(seconds(5));
        assert_eq!(
            auditor.looked(None, later),
            Advice { tell: Some(Told::Over), ..Advice::default() },
            "they hear that it is over"
        );
        assert_eq!(auditor.looked(None, later).tell, None, "once");
        let mut slow = Auditor::default();
        let looks = [1, 2, 3, 4].map(|n| slow.looked(step(n), NOW).tell == Some(Told::Alarm));
        assert_eq!(looks, [false, false, false, true], "pages go on, and too slowly");
    }

    #[test]
    fn an_alarm_is_repeated_while_it_lasts_and_not_at_each_look() {
        let mut auditor = Auditor::default();
        let mut alarms = Vec::new();
        for minute in 0..25 {
            if auditor.looked(Some(Trouble::Storage), NOW.plus(minutes(minute))).tell.is_some() {
                alarms.push(minute);
            }
        }
        assert_eq!(alarms, [1, 11, 21]);
        let back = NOW.minus(minutes(60));
        assert_eq!(auditor.looked(Some(Trouble::Storage), back).tell, Some(Told::Alarm), "the clock was set back");
    }

    #[test]
    fn a_dead_storage_is_no_reason_to_start_the_pager_anew() {
        for (trouble, restart) in [(Trouble::Storage, false), (Trouble::Stuck, true)] {
            let mut auditor = Auditor::default();
            auditor.looked(Some(trouble), NOW);
            assert_eq!(auditor.looked(Some(trouble), NOW), Advice { tell: Some(Told::Alarm), restart, beat: false });
        }
    }

    #[test]
    fn the_heart_beats_once_a_minute_and_only_while_all_is_well() {
        let mut auditor = Auditor::default();
        let look = |auditor: &mut Auditor, second, found| auditor.looked(found, NOW.plus(seconds(second))).beat;
        assert!(look(&mut auditor, 0, None));
        assert!(!look(&mut auditor, 59, None));
        assert!(look(&mut auditor, 60, None));
        assert!(!look(&mut auditor, 120, Some(Trouble::Storage)));
        assert!(!look(&mut auditor, 180, Some(Trouble::Storage)));
        assert!(look(&mut auditor, 190, None));
    }
}
