//! What the report form asks for under a rush: some work that a script does by itself, or half a minute without one.
//!
//! The form gets a proof to give back: when it was made and for which note, signed by this server alone. Waiting is enough,
//! but only so many who waited are let in at a time; whoever lets the browser work is let in at once. So a program pays for
//! each report, and somebody without scripts waits a little.

use domain::digest::Digest;
use domain::ids::NoteId;
use domain::time::{Span, Timestamp, hours, seconds};
use governor::clock::DefaultClock;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use std::num::NonZeroU32;

/// How long somebody without scripts waits.
const WAIT: Span = seconds(30);
/// After how long a proof is worth nothing any more.
const LIFE: Span = hours(6);
/// How many zero bits the work has to find: some seconds for a phone.
const WORK_BITS: u32 = 17;
/// How many who only waited are let in per minute.
const WAITED_PER_MINUTE: NonZeroU32 = NonZeroU32::new(10).expect("not zero");

/// Asks for patience, and checks that somebody had it.
pub(crate) struct Patience {
    /// Known to this process alone; a restart only makes a form ask once more.
    secret: [u8; 32],
    waited: RateLimiter<NotKeyed, InMemoryState, DefaultClock>,
}

impl Patience {
    /// With this secret.
    pub(crate) fn new(secret: [u8; 32]) -> Self {
        Self { secret, waited: RateLimiter::direct(Quota::per_minute(WAITED_PER_MINUTE)) }
    }

    /// What a form gives back.
    pub(super) fn proof(&self, note: NoteId, now: Timestamp) -> String {
        format!("{}.{}", now.millis(), self.sign(note, now.millis()))
    }

    /// Whether this form was patient enough: `given` is the proof, and behind a colon the work, if a script did it.
    pub(super) fn is_enough(&self, note: NoteId, given: &str, now: Timestamp) -> bool {
        let (proof, work) = given.split_once(':').unwrap_or((given, ""));
        let Some((at, signed)) = proof.split_once('.') else { return false };
        let Ok(at) = at.parse::<i64>() else { return false };
        if signed != self.sign(note, at) {
            return false;
        }
        let age = now.since(Timestamp::from_millis(at));
        if age > LIFE {
            return false;
        }
        is_work(proof, work) || (age >= WAIT && self.waited.check().is_ok())
    }

    fn sign(&self, note: NoteId, at: i64) -> String {
        let said = [self.secret.as_slice(), &note.to_bytes(), &at.to_be_bytes()].concat();
        hex::encode(Digest::of("careline patience", &said).to_bytes())
    }
}

/// Whether somebody searched for this: SHA-256 of the proof, a colon and the work begins with [`WORK_BITS`] zero bits.
fn is_work(proof: &str, work: &str) -> bool {
    use sha2::Digest as _;
    if work.is_empty() || work.len() > 20 {
        return false;
    }
    let hash = sha2::Sha256::digest(format!("{proof}:{work}"));
    let start = u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]);
    start.leading_zeros() >= WORK_BITS
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);
    const NOTE: NoteId = NoteId::from_bytes([1; 16]);

    #[test]
    fn waiting_is_enough_and_only_for_this_note_and_this_server() {
        let patience = Patience::new([7; 32]);
        let proof = patience.proof(NOTE, NOW);
        let later = NOW.plus(WAIT);
        assert!(!patience.is_enough(NOTE, &proof, NOW), "too early");
        assert!(patience.is_enough(NOTE, &proof, later));
        assert!(!patience.is_enough(NoteId::from_bytes([2; 16]), &proof, later));
        assert!(!Patience::new([8; 32]).is_enough(NOTE, &proof, later));
        assert!(!patience.is_enough(NOTE, &proof, NOW.plus(LIFE).plus(seconds(1))));
        for nonsense in ["", ".", "1.", "x.y:z", ":"] {
            assert!(!patience.is_enough(NOTE, nonsense, later));
        }
    }

    #[test]
    fn work_is_enough_at_once_and_those_who_only_wait_take_turns() {
        let patience = Patience::new([7; 32]);
        let proof = patience.proof(NOTE, NOW);
        let work = (0_u64..1 << 24).find(|work| is_work(&proof, &work.to_string())).expect("there is some");
        assert!(patience.is_enough(NOTE, &format!("{proof}:{work}"), NOW));
        assert!(!patience.is_enough(NOTE, &format!("{proof}:{}", work + 1), NOW));
        let let_in = (0..100).filter(|_| patience.is_enough(NOTE, &proof, NOW.plus(WAIT))).count();
        assert!((1..=15).contains(&let_in), "{let_in}");
    }
}
