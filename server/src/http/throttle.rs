//! Slowing guessers down without locking a venue out: nothing here is keyed on an address, because a whole conference
//! comes from one.

use domain::ids::DeviceId;
use governor::clock::DefaultClock;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::sync::Semaphore;

/// How many wrong tries are answered at once.
const WRONG_AT_ONCE: usize = 32;
/// How long each of them waits for its answer.
const WRONG_PAUSE: Duration = Duration::from_millis(100);
/// How many wrong tries may wait; beyond it they are sent away at once.
const WRONG_WAITING_MAX: usize = 512;

/// Holds wrong codes and keys back: at most 320 a second get an answer, whoever asks. A right one never waits.
///
/// A code has 60 bits and lives for days, a key has 77 bits: at this rate neither is found in the age of the universe.
#[derive(Debug)]
pub(crate) struct WrongTries {
    slots: Semaphore,
    waiting: Semaphore,
}

impl Default for WrongTries {
    fn default() -> Self {
        Self { slots: Semaphore::new(WRONG_AT_ONCE), waiting: Semaphore::new(WRONG_WAITING_MAX) }
    }
}

/// Too many wrong tries are waiting already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooManyTries;

impl WrongTries {
    /// Lets a wrong try wait for its answer, or says that too many wait.
    pub(crate) async fn wait(&self) -> Result<(), TooManyTries> {
        let _waiting = self.waiting.try_acquire().map_err(|_| TooManyTries)?;
        let _slot = self.slots.acquire().await.map_err(|_| TooManyTries)?;
        tokio::time::sleep(WRONG_PAUSE).await;
        Ok(())
    }
}

/// Requests that one device may make each second in the long run. The most that a phone sends is the photos of a full
/// outbox, one after the other: over a good wireless network some dozens a second.
const DEVICE_PER_S: NonZeroU32 = NonZeroU32::new(100).expect("not zero");
/// Requests that one device may make in a burst. A full outbox is ten requests of notes and, with four photos to each
/// note, two thousand of photos; a phone that meets the limit keeps what is left and comes back after its pause.
const DEVICE_BURST: NonZeroU32 = NonZeroU32::new(1_000).expect("not zero");
/// After how many checks devices that have been quiet are forgotten.
const FORGET_EVERY: u32 = 10_000;

/// Bounds what one signed-in device can ask of the server.
#[derive(Debug)]
pub(crate) struct DeviceRate {
    limiter: RateLimiter<DeviceId, HashMapStateStore<DeviceId>, DefaultClock>,
    checks: AtomicU32,
}

impl Default for DeviceRate {
    fn default() -> Self {
        let limiter = RateLimiter::hashmap(Quota::per_second(DEVICE_PER_S).allow_burst(DEVICE_BURST));
        Self { limiter, checks: AtomicU32::new(0) }
    }
}

impl DeviceRate {
    /// Whether the device may ask one more thing now.
    pub(crate) fn allows(&self, device: DeviceId) -> bool {
        if self.checks.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(&device).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_busy_device_does_not_slow_another() {
        let rate = DeviceRate::default();
        let (busy, other) = (DeviceId::from_bytes([1; 16]), DeviceId::from_bytes([2; 16]));
        let taken = (0..5_000).filter(|_| rate.allows(busy)).count();
        assert!((1_000..5_000).contains(&taken), "{taken}");
        assert!(rate.allows(other));
    }

    #[tokio::test(start_paused = true)]
    async fn wrong_tries_wait_and_then_are_sent_away() {
        let tries = std::sync::Arc::new(WrongTries::default());
        let waiting: Vec<_> = (0..WRONG_WAITING_MAX)
            .map(|_| {
                let tries = tries.clone();
                tokio::spawn(async move { tries.wait().await })
            })
            .collect();
        // One turn of the runtime does not reach so many tasks.
        while tries.waiting.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(tries.wait().await, Err(TooManyTries));
        for try_ in waiting {
            assert_eq!(try_.await.unwrap(), Ok(()));
        }
        assert_eq!(tries.wait().await, Ok(()));
    }
}
