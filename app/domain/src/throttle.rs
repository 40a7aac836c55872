//! How often one way of one person may be used, so that no mistake of ours rings a phone all night or empties an account.
//!
//! A limit delays its own way alone. Whoever asks gets the time at which the way is free again, and goes on by another one
//! meanwhile.

use crate::hook::Preset;
use crate::time::{Span, Timestamp, minutes};

/// The span that every limit counts over.
const WITHIN: Span = minutes(15);

/// The most messages of one kind to one address within a quarter of an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttle {
    most: usize,
    within: Span,
}

impl Throttle {
    /// Text messages and calls: each costs money, and a phone that keeps ringing is switched off.
    pub const NUMBER: Self = Self { most: 5, within: WITHIN };
    /// Chats, where one address may be a room in which many are called.
    pub const CHAT: Self = Self { most: 30, within: WITHIN };
    /// Mail.
    pub const MAIL: Self = Self { most: 20, within: WITHIN };

    /// The limit for a hook of this kind.
    pub const fn of(preset: Preset) -> Self {
        match preset {
            Preset::Sms | Preset::Voice => Self::NUMBER,
            Preset::Json | Preset::Ntfy | Preset::Slack | Preset::Mattermost | Preset::Matrix => Self::CHAT,
        }
    }

    /// The most messages within [`within`](Self::within).
    pub const fn most(self) -> usize {
        self.most
    }

    /// The span that is counted over.
    pub const fn within(self) -> Span {
        self.within
    }

    /// When the way is free, given when it was used before; nothing when it is free now. The times are in order, the
    /// oldest first, and those older than the span may be left out.
    pub fn free_at(self, used: &[Timestamp], now: Timestamp) -> Option<Timestamp> {
        let counted = used.iter().filter(|at| at.plus(self.within) > now);
        let over = counted.clone().count().checked_sub(self.most)?;
        // Once as many as are over the limit have passed out of the span, and one more, there is room.
        counted.clone().nth(over).map(|at| at.plus(self.within))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::seconds;

    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    fn ago(minutes: i64) -> Timestamp {
        Timestamp::from_millis(NOW.millis() - minutes * 60_000)
    }

    #[test]
    fn a_phone_rings_five_times_in_a_quarter_of_an_hour() {
        let mut used = Vec::new();
        for _ in 0..5 {
            assert_eq!(Throttle::NUMBER.free_at(&used, NOW), None);
            used.push(NOW);
        }
        assert_eq!(Throttle::NUMBER.free_at(&used, NOW), Some(NOW.plus(minutes(15))));
        assert_eq!(Throttle::NUMBER.free_at(&used, NOW.plus(minutes(15))), None);
    }

    #[test]
    fn room_comes_back_one_by_one() {
        let used = [14, 10, 8, 4, 1].map(ago);
        assert_eq!(Throttle::NUMBER.free_at(&used, NOW), Some(ago(14).plus(minutes(15))));
        assert_eq!(Throttle::NUMBER.free_at(&used, NOW.plus(minutes(1))), None);
        let with_old = [20, 16, 15, 10, 8, 4, 1].map(ago);
        assert_eq!(Throttle::NUMBER.free_at(&with_old, NOW), None, "what is older does not count");
        let over = [14, 13, 12, 8, 4, 1].map(ago);
        assert_eq!(Throttle::NUMBER.free_at(&over, NOW), Some(ago(13).plus(minutes(15))));
    }

    #[test]
    fn mail_and_chats_may_do_more_and_numbers_less() {
        assert_eq!(Throttle::of(Preset::Sms), Throttle::NUMBER);
        assert_eq!(Throttle::of(Preset::Voice), Throttle::NUMBER);
        assert_eq!(Throttle::of(Preset::Slack), Throttle::CHAT);
        assert!(Throttle::MAIL.most() > Throttle::NUMBER.most());
        assert!(Throttle::NUMBER.within() > seconds(0));
    }
}
