//! Many reports at once: everything is recorded and stands in the inbox, and nobody is woken for each of them.
//!
//! Somebody may fill the public form by a program, at night. The first reports call as always; of the rest each calls
//! later, one after the other, unless somebody takes them before. So a real report among them is heard, though not at once.

use crate::note::Urgency;
use crate::time::{Span, Timestamp, hours, minutes};
use std::collections::VecDeque;

/// How many reports by the form call at once within [`CALLS_WITHIN`].
pub const CALLS_AT_ONCE: usize = 3;
/// The time to which [`CALLS_AT_ONCE`] applies, and the pause between two calls that were put off.
pub const CALLS_WITHIN: Span = minutes(15);
/// The longest time for which a call is put off by day.
pub const PUT_OFF_MAX: Span = hours(2);
/// Reports by the form within [`CALLS_WITHIN`] from which on the form asks for some patience or some work.
pub const RUSH_FROM: usize = 8;

/// The reports by the form of late, in the memory of one server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rush {
    came: VecDeque<Timestamp>,
    last_put_off: Option<Timestamp>,
}

impl Rush {
    /// One more report; when its call is to begin. `morning` is when the night ends, by night: then nothing but what needs
    /// somebody now wakes people beyond the first calls.
    pub fn comes(&mut self, urgency: Option<Urgency>, morning: Option<Timestamp>, now: Timestamp) -> Timestamp {
        self.forget(now);
        self.came.push_back(now);
        if self.came.len() <= CALLS_AT_ONCE {
            return now;
        }
        let turn = self.last_put_off.map_or(now, |last| last.max(now)).plus(CALLS_WITHIN).min(now.plus(PUT_OFF_MAX));
        self.last_put_off = Some(turn);
        match (morning, urgency) {
            (Some(morning), Some(Urgency::Today | Urgency::CanWait) | None) => turn.max(morning),
            (Some(_), Some(Urgency::Now)) | (None, _) => turn,
        }
    }

    /// Whether so many come that the form should ask for some work first.
    pub fn is_on(&mut self, now: Timestamp) -> bool {
        self.forget(now);
        self.came.len() >= RUSH_FROM
    }

    fn forget(&mut self, now: Timestamp) {
        while self.came.front().is_some_and(|came| now.since(*came) >= CALLS_WITHIN) {
            self.came.pop_front();
        }
        // What is beyond the bound says nothing more.
        self.came.truncate(RUSH_FROM * 16);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

    #[test]
    fn a_few_reports_call_at_once() {
        let mut rush = Rush::default();
        for _ in 0..CALLS_AT_ONCE {
            assert_eq!(rush.comes(None, Some(NOW.plus(hours(6))), NOW), NOW);
        }
        let later = NOW.plus(CALLS_WITHIN);
        assert_eq!(rush.comes(None, None, later), later, "and again a while later");
    }

    #[test]
    fn by_night_the_rest_waits_for_the_morning_unless_somebody_is_needed_now() {
        let (mut rush, morning) = (Rush::default(), NOW.plus(hours(6)));
        let calls: Vec<_> = (0..200).map(|_| rush.comes(None, Some(morning), NOW)).collect();
        assert_eq!(calls.iter().filter(|at| **at == NOW).count(), CALLS_AT_ONCE);
        assert!(calls[CALLS_AT_ONCE..].iter().all(|at| *at >= morning), "spam wakes nobody twice");
        let urgent = rush.comes(Some(Urgency::Now), Some(morning), NOW);
        assert!(urgent > NOW && urgent <= NOW.plus(PUT_OFF_MAX), "and whoever is in need is heard");
    }

    #[test]
    fn by_day_they_call_one_after_the_other_and_all_are_heard() {
        let mut rush = Rush::default();
        let calls: Vec<_> = (0..200).map(|_| rush.comes(None, None, NOW)).collect();
        assert!(calls.windows(2).all(|two| two[0] <= two[1]));
        assert!(calls.iter().all(|at| *at <= NOW.plus(PUT_OFF_MAX)));
        assert_eq!(calls[CALLS_AT_ONCE], NOW.plus(CALLS_WITHIN));
        assert!(rush.is_on(NOW) && !rush.is_on(NOW.plus(CALLS_WITHIN)), "and it is over when it is over");
    }
}
