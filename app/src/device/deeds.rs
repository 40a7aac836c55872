//! Deeds that are only on this phone: what a member did on a case without a network, and what stands in a box that has
//! not been left yet.
//!
//! A deed is kept sealed, sent in order, and taken away when the server has it; its id makes sending it twice harmless.

use super::device;
use crate::api::{self, Refusal};
use domain::ids::{DeedId, IncidentId};
use domain::time::Timestamp;
use domain::view::Denied;
use domain::work::NewDeed;
use serde::{Deserialize, Serialize};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

/// How long a deed may be on its way before it counts as not sent, in milliseconds. It may have arrived; sending it again
/// is harmless.
const ON_THE_WAY_MILLIS: u32 = 10_000;
/// How often a deed is sent again when colleagues were quicker.
const STALE_TRIES: u32 = 3;

/// A deed that lies on this phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldDeed {
    /// The case.
    pub incident: IncidentId,
    /// The deed.
    pub deed: NewDeed,
    /// When it was kept, by this phone's clock.
    pub saved_at: Timestamp,
    /// Its place in the order.
    pub number: u32,
    /// Where it stands.
    pub state: HeldState,
}

/// Where a deed stands that lies on this phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeldState {
    /// Somebody is writing it and has not left the box; it is not sent.
    Typed,
    /// It is sent when there is a network.
    Waiting,
    /// The server did not take it; the member does it anew or discards it.
    Refused(Denied),
    /// The server has it, and the screen has yet to hear of it. Never written down.
    Sent(Timestamp),
}

impl HeldDeed {
    /// Whether it counts as done, as far as this phone knows.
    pub const fn counts(&self) -> bool {
        match self.state {
            HeldState::Waiting | HeldState::Sent(_) => true,
            HeldState::Typed | HeldState::Refused(_) => false,
        }
    }

    /// Whether it waits to be sent.
    pub const fn waits(&self) -> bool {
        matches!(self.state, HeldState::Waiting)
    }

    /// Whether this is its id.
    pub fn is(&self, id: DeedId) -> bool {
        self.deed.id == id
    }
}

/// Sends a deed. No answer within some seconds is no network.
pub async fn send_deed(incident: IncidentId, deed: &NewDeed) -> Result<(), Denied> {
    let mut answer = Err(Denied::Stale);
    for _ in 0..STALE_TRIES {
        answer = match within(ON_THE_WAY_MILLIS, api::work_on(incident, deed.clone())).await {
            None => Err(Denied::Offline),
            Some(answer) => answer.map_err(|Refusal(denied)| denied),
        };
        if answer != Err(Denied::Stale) {
            break;
        }
    }
    answer
}

/// Whether a deed is kept on the phone when this is the answer: it may go another time.
pub const fn goes_later(denied: &Denied) -> bool {
    match denied {
        Denied::Offline | Denied::Unavailable | Denied::Slow | Denied::SignedOut => true,
        Denied::NotFound | Denied::NotAllowed | Denied::Stale | Denied::Case(_) | Denied::Input(_) => false,
    }
}

/// What the work gives, if it gives it in time.
async fn within<T>(millis: u32, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut late = pin!(device().sleep(millis));
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending => late.as_mut().poll(context).map(|()| None),
    })
    .await
}
