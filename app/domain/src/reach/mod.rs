//! Reach: how one person is reached, in which order, and when their next way is tried.
//!
//! A person chooses ways in an order and hours in which only what is urgent may wake them ([`Choices`]). What of that works
//! at one moment is a [`Reach`]. A call begins with the first way; the next one starts at once when the earlier failed, was
//! refused or asks for a pause, and when nobody has been heard of for [`heard_within`]. Everything here is pure.

mod choices;
mod trust;

pub use choices::{Choices, ChoicesRefused, ChosenWay, QuietHours, WAYS_MAX};
pub use trust::{DOUBT_AFTER, RECEIPT_AGE_MAX, Signs, Trust};

use crate::ids::DeviceId;
use crate::paging::{Delivery, DeliveryState, DeliveryTo, Way};
use crate::time::{Span, Timestamp, minutes, seconds};

/// How long a device may take to say that a push came, before the person's next way is tried.
pub const RECEIPT_WITHIN: Span = seconds(60);
/// How long a mail may be without an answer: a mail says nothing of itself, and mail servers take their time.
pub const MAIL_HEARD_WITHIN: Span = minutes(5);
/// How long a message through a hook may be without an answer.
pub const HOOK_HEARD_WITHIN: Span = minutes(2);

/// How long a way is given before it counts as unheard.
pub const fn heard_within(way: Way) -> Span {
    match way {
        Way::Push => RECEIPT_WITHIN,
        Way::Mail => MAIL_HEARD_WITHIN,
        Way::Hook(_) => HOOK_HEARD_WITHIN,
    }
}

/// How one person can be reached at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// The ways, the first one first.
    pub ways: Vec<Way>,
    /// The devices that take pushes.
    pub devices: Vec<DeviceId>,
    /// Whether only what is urgent may wake them.
    pub resting: bool,
}

/// What of a person's ways is to be started, and when to look again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Next {
    /// Where something is sent now, and since when that way has been tried in vain.
    pub start: Vec<(DeliveryTo, Timestamp)>,
    /// When the way after that is tried, if nobody is heard of until then.
    pub look_at: Option<Timestamp>,
}

impl Reach {
    /// How somebody can be reached who chose this and has these devices, at this minute of the day (from 0, in the
    /// conference's time zone).
    pub fn of(choices: &Choices, devices: Vec<DeviceId>, minute: u16) -> Self {
        let ways = choices.ways.iter().map(ChosenWay::way).collect();
        Self { ways, devices, resting: choices.quiet.is_some_and(|quiet| quiet.covers(minute)) }
    }

    /// Whether any way leads to them.
    pub fn is_reachable(&self) -> bool {
        self.usable(0).is_some()
    }

    /// Where one way goes: nowhere, where they have no device.
    fn targets(&self, way: Way) -> Vec<DeliveryTo> {
        match way {
            Way::Push => self.devices.iter().copied().map(DeliveryTo::Device).collect(),
            Way::Mail => vec![DeliveryTo::Mail],
            Way::Hook(hook) => vec![DeliveryTo::Hook(hook)],
        }
    }

    /// The first way from the one at `from` that leads somewhere.
    fn usable(&self, from: usize) -> Option<usize> {
        (from..self.ways.len()).find(|at| !self.targets(self.ways[*at]).is_empty())
    }

    /// A call reaches out to this person: by the first way, and by each further one that it had come to before, as long as
    /// nobody was heard of. `before` are the deliveries of their last call by the same page.
    pub fn called(&self, before: &[&Delivery], now: Timestamp) -> Next {
        let heard = before.iter().any(|delivery| delivery.state.is_heard());
        let mut started = Next::default();
        let first = self.usable(0);
        let mut last = None;
        for (at, way) in self.ways.iter().enumerate() {
            let earlier = before.iter().filter(|delivery| delivery.to.way() == *way);
            let since = earlier.map(|delivery| delivery.since).min().filter(|_| !heard);
            if first == Some(at) || since.is_some() {
                let since = since.unwrap_or(now);
                let targets = self.targets(*way);
                last = if targets.is_empty() { last } else { Some((at, since)) };
                started.start.extend(targets.into_iter().map(|to| (to, since)));
            }
        }
        if let Some((at, since)) = last {
            self.after(at, since, now, &mut started);
        }
        started
    }

    /// Goes on with what a call began: starts the next way when the last one is of no use, and the first one when none of
    /// those that were tried is there any more. Whoever chose no pushes and whose last way failed is pushed all the same.
    /// `latest` are the deliveries of their last call by one page.
    pub fn goes_on(&self, latest: &[&Delivery], now: Timestamp) -> Next {
        let mut next = Next::default();
        if latest.iter().any(|delivery| delivery.state.is_heard()) {
            return next;
        }
        let of = |way: Way| latest.iter().filter(move |delivery| delivery.to.way() == way);
        let Some(at) = self.ways.iter().rposition(|way| of(*way).next().is_some()) else {
            if let Some(first) = self.usable(0).filter(|_| !latest.is_empty()) {
                self.begin(first, now, &mut next);
            }
            return next;
        };
        let way = self.ways[at];
        let under_way = of(way).any(|delivery| match delivery.state {
            DeliveryState::Queued => delivery.tries == 0,
            DeliveryState::Accepted => true,
            DeliveryState::Expired
            | DeliveryState::Failed
            | DeliveryState::Received
            | DeliveryState::Seen
            | DeliveryState::Declined
            | DeliveryState::Taken => false,
        });
        if under_way {
            let since = of(way).map(|delivery| delivery.since).min().unwrap_or(now);
            self.after(at, since, now, &mut next);
        } else if let Some(at) = self.usable(at + 1) {
            self.begin(at, now, &mut next);
        } else if !self.ways.contains(&Way::Push) && of(Way::Push).next().is_none() {
            // Rather a push that they did not choose than a page that nobody hears.
            next.start.extend(self.targets(Way::Push).into_iter().map(|to| (to, now)));
        }
        next
    }

    /// Waits for what the way at `at` brings, or begins the next when it has had its time.
    fn after(&self, at: usize, since: Timestamp, now: Timestamp, next: &mut Next) {
        let Some(following) = self.usable(at + 1) else { return };
        let until = since.plus(heard_within(self.ways[at]));
        if until > now {
            next.look_at = Some(until);
        } else {
            self.begin(following, now, next);
        }
    }

    fn begin(&self, at: usize, now: Timestamp, next: &mut Next) {
        next.start.extend(self.targets(self.ways[at]).into_iter().map(|to| (to, now)));
        next.look_at = self.usable(at + 1).map(|_| now.plus(heard_within(self.ways[at])));
    }

    /// How somebody is told that a way does not lead to them any more: on their devices, and by the first way beside pushes,
    /// without the one that is gone.
    pub fn told_otherwise(&self, gone: DeliveryTo) -> Vec<DeliveryTo> {
        let devices = self.devices.iter().copied().map(DeliveryTo::Device).filter(|to| *to != gone);
        let mut beside = self.ways.iter().filter_map(|way| match way {
            Way::Push => None,
            Way::Mail => Some(DeliveryTo::Mail),
            Way::Hook(hook) => Some(DeliveryTo::Hook(*hook)),
        });
        devices.chain(beside.find(|to| *to != gone)).collect()
    }
}

#[cfg(test)]
mod tests;
