//! Chance out of one number, so that a history that fails can be told again.

use crate::ids::{DeedId, PersonId};
use crate::private::Private;

/// A stream of chance (by the steps of `SplitMix64`).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `sides`.
    pub(super) fn roll(&mut self, sides: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(sides).unwrap()).unwrap()
    }

    /// True once in `sides` times.
    pub(super) fn one_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == 0
    }

    /// One of these.
    pub(super) fn of<T: Copy>(&mut self, these: &[T]) -> T {
        these[self.roll(these.len())]
    }

    /// One of the right things as a rule, else any, or one that is not there.
    pub(super) fn refer(&mut self, right: &[DeedId], any: &[DeedId]) -> DeedId {
        match self.roll(8) {
            0 => DeedId::from_bytes([0xee; 16]),
            1 if !any.is_empty() => self.of(any),
            _ if !right.is_empty() => self.of(right),
            _ => self.id(),
        }
    }

    /// An id that nothing else has.
    pub(super) fn id(&mut self) -> DeedId {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.next().to_be_bytes());
        bytes[8..].copy_from_slice(&self.next().to_be_bytes());
        DeedId::from_bytes(bytes)
    }

    /// Somebody of the team as a rule, else a stranger.
    pub(super) fn person(&mut self) -> PersonId {
        let n = if self.one_in(20) { 9 } else { 1 + self.roll(super::TEAM.into()) };
        super::person(u8::try_from(n).unwrap())
    }

    /// Words as a rule, else nothing, else far too many.
    pub(super) fn words(&mut self) -> Private<String> {
        match self.roll(60) {
            0 => " ".into(),
            1 => "x".repeat(crate::work::WORDS_MAX + 1).into(),
            _ => format!("words {}", self.roll(1_000)).into(),
        }
    }
}
