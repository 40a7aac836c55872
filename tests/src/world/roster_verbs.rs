//! The roster: planning it, changing hands, and whether somebody can be reached.

use super::api::Reply;
use super::{Person, World};
use desk::clock::chance;
use domain::ids::{OverrideId, ShiftId};
use domain::roster::{Duty, NewOverride, Presence, Taker};
use domain::time::Timestamp;
use domain::view::{NewShift, RosterView};
use serde_json::json;

impl World {
    /// The organizer plans a shift.
    pub async fn plans(
        &self,
        member: &Person,
        (from, until): (Timestamp, Timestamp),
        (presence, duty): (Presence, Duty),
    ) -> ShiftId {
        let id = ShiftId::mint(self.now(), chance());
        let shift = NewShift { id, person: member.id(), from, until, presence, duty };
        let reply = self.organizer().asks("put_shifts", json!({ "shifts": [shift] })).await;
        assert_eq!(reply.status, 200, "the shift is on the roster: {}", reply.text());
        id
    }
}

/// A part of a shift, for offering or taking.
pub fn part(shift: ShiftId, from: Timestamp, until: Timestamp) -> NewOverride {
    NewOverride { id: OverrideId::mint(from, chance()), shift, from, until }
}

impl Person {
    /// What the roster shows them.
    ///
    /// # Panics
    /// When the server does not show it.
    pub async fn roster(&self) -> RosterView {
        let reply = self.asks("roster", json!({})).await;
        assert_eq!(reply.status, 200, "{} sees the roster: {}", self.name(), reply.text());
        reply.json()
    }

    /// Offers a part of a shift to the colleagues.
    pub async fn offers(&self, part: &NewOverride) -> Reply {
        self.asks("offer_shift", json!({ "offer": part })).await
    }

    /// Takes what a colleague offers, by phone.
    pub async fn takes(&self, offer: OverrideId) -> Reply {
        self.asks("take_shift", json!({ "offer": offer, "presence": Presence::Remote })).await
    }

    /// Takes an offer back.
    pub async fn withdraws(&self, offer: OverrideId) -> Reply {
        self.asks("withdraw_offer", json!({ "offer": offer })).await
    }

    /// Says that somebody has a part of a shift from now on.
    pub async fn arranges(&self, part: &NewOverride, whom: &Self) -> Reply {
        let taker = Taker { person: whom.id(), presence: Presence::OnSite };
        self.asks("arrange_override", json!({ "part": part, "taker": taker })).await
    }

    /// Makes a calendar feed: its address.
    ///
    /// # Panics
    /// When the server does not make one.
    pub async fn makes_a_feed(&self) -> String {
        let reply = self.asks("make_feed", json!({})).await;
        assert_eq!(reply.status, 200, "{} has a feed: {}", self.name(), reply.text());
        format!("/api/v1/calendar/{}", reply.json::<String>())
    }

    /// Whose duty has started without a word from them, by the roster that this person sees.
    pub async fn sees_unconfirmed(&self) -> Vec<domain::ids::PersonId> {
        let (roster, now) = (self.roster().await, self.phone().now());
        roster.checks.iter().filter_map(|check| check.unconfirmed(now)).map(|(person, _)| person).collect()
    }
}
