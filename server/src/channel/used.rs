//! How often each address was written to lately, to keep to the limits of [`domain::throttle`].
//!
//! It lives in memory alone: after a restart, and beside a second server on the same database, the limits are looser by
//! that much. They are there to keep a mistake from ringing a phone all night, and not to count money.

use super::Recipient;
use domain::hook::HookAddress;
use domain::ids::HookId;
use domain::mail::MailAddress;
use domain::throttle::Throttle;
use domain::time::Timestamp;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The most addresses that are remembered. A conference has some hundreds of people; beyond this the oldest go.
const ADDRESSES_MAX: usize = 10_000;

/// An address that has a limit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Address {
    Mail(MailAddress),
    Hook(HookId, Option<HookAddress>),
}

/// Which addresses were written to, and when.
#[derive(Default)]
pub(super) struct Used(Mutex<BTreeMap<Address, Vec<Timestamp>>>);

/// One message that counts as under way.
pub(super) struct Place {
    address: Address,
    at: Timestamp,
}

impl Used {
    /// Takes a place for one message, or says when there is one. A push has no limit: it costs nothing, and the pager's
    /// own ladder is the limit.
    pub(super) fn take(&self, to: &Recipient, now: Timestamp) -> Result<Option<Place>, Timestamp> {
        let (address, throttle) = match to {
            Recipient::Device(_) => return Ok(None),
            Recipient::Mail(address) => (Address::Mail(address.clone()), Throttle::MAIL),
            Recipient::Hook(to) => (Address::Hook(to.hook.id(), to.to.clone()), Throttle::of(to.hook.spec().preset)),
        };
        let mut used = self.lock();
        make_room(&mut used);
        let times = used.entry(address.clone()).or_default();
        times.retain(|at| at.plus(throttle.within()) > now);
        if let Some(free_at) = throttle.free_at(times, now) {
            return Err(free_at);
        }
        times.push(now);
        Ok(Some(Place { address, at: now }))
    }

    /// Gives a place back: the message surely did not arrive.
    pub(super) fn give_back(&self, place: Place) {
        let Place { address, at: taken_at } = place;
        let mut used = self.lock();
        if let Some(times) = used.get_mut(&address)
            && let Some(index) = times.iter().position(|at| *at == taken_at)
        {
            times.remove(index);
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Address, Vec<Timestamp>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Forgets the half that was used longest ago, when there are too many.
fn make_room(used: &mut BTreeMap<Address, Vec<Timestamp>>) {
    if used.len() < ADDRESSES_MAX {
        return;
    }
    let mut last: Vec<_> = used.values().map(|times| times.last().copied()).collect();
    last.sort_unstable();
    let middle = last[last.len() / 2];
    used.retain(|_, times| times.last().copied() > middle);
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::minutes;

    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    fn mail(n: usize) -> Recipient {
        Recipient::Mail(MailAddress::parse(&format!("a{n}@example.org")).unwrap())
    }

    #[test]
    fn an_address_has_its_limit_and_delays_no_other() {
        let used = Used::default();
        for _ in 0..Throttle::MAIL.most() {
            assert!(used.take(&mail(1), NOW).is_ok_and(|place| place.is_some()));
        }
        assert_eq!(used.take(&mail(1), NOW).err(), Some(NOW.plus(minutes(15))));
        assert!(used.take(&mail(2), NOW).is_ok());
        assert!(used.take(&mail(1), NOW.plus(minutes(15))).is_ok());
    }

    #[test]
    fn what_did_not_arrive_does_not_count() {
        let used = Used::default();
        for _ in 0..Throttle::MAIL.most() * 2 {
            let place = used.take(&mail(1), NOW).unwrap().unwrap();
            used.give_back(place);
        }
        assert!(used.take(&mail(1), NOW).is_ok());
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let used = Used::default();
        for n in 0..ADDRESSES_MAX * 2 {
            let at = NOW.plus(domain::time::Span::from_millis(i64::try_from(n).unwrap()));
            assert!(used.take(&mail(n), at).is_ok());
            assert!(used.lock().len() <= ADDRESSES_MAX);
        }
    }
}
