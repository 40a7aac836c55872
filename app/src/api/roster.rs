//! The roster: planning it, offering and taking shifts, and the calendar feed.

use super::Answer;
use crate::lean::Lean;
use domain::ids::{OverrideId, ShiftId};
use domain::private::Private;
use domain::roster::{NewOverride, Presence, Taker};
use domain::view::{NewShift, RosterView};
use leptos::prelude::*;
use leptos::server_fn::codec::Post;

/// The roster with the CARE team.
#[server(prefix = "/api/desk", endpoint = "roster", input = Post<Lean>, output = Post<Lean>)]
pub async fn roster() -> Answer<RosterView> {
    ask!(roster())
}

/// Puts a shift on the roster. Its id is minted on the phone, so that sending it twice adds it once.
#[server(prefix = "/api/desk", endpoint = "put_shift", input = Post<Lean>, output = Post<Lean>)]
pub async fn put_shift(shift: NewShift) -> Answer<RosterView> {
    ask!(put_shift(shift))
}

/// Takes a shift off the roster.
#[server(prefix = "/api/desk", endpoint = "remove_shift", input = Post<Lean>, output = Post<Lean>)]
pub async fn remove_shift(shift: ShiftId) -> Answer<RosterView> {
    ask!(remove_shift(shift))
}

/// Puts many shifts on the roster, all of them or none.
#[server(prefix = "/api/desk", endpoint = "put_shifts", input = Post<Lean>, output = Post<Lean>)]
pub async fn put_shifts(shifts: Vec<NewShift>) -> Answer<RosterView> {
    ask!(put_shifts(&shifts))
}

/// Takes many shifts off the roster.
#[server(prefix = "/api/desk", endpoint = "remove_shifts", input = Post<Lean>, output = Post<Lean>)]
pub async fn remove_shifts(shifts: Vec<ShiftId>) -> Answer<RosterView> {
    ask!(remove_shifts(&shifts))
}

/// Offers a part of one's own shift to the colleagues.
#[server(prefix = "/api/desk", endpoint = "offer_shift", input = Post<Lean>, output = Post<Lean>)]
pub async fn offer_shift(offer: NewOverride) -> Answer<RosterView> {
    ask!(offer_shift(offer))
}

/// Takes what a colleague offers.
#[server(prefix = "/api/desk", endpoint = "take_shift", input = Post<Lean>, output = Post<Lean>)]
pub async fn take_shift(offer: OverrideId, presence: Presence) -> Answer<RosterView> {
    ask!(take_shift(offer, presence))
}

/// Takes an offer back.
#[server(prefix = "/api/desk", endpoint = "withdraw_offer", input = Post<Lean>, output = Post<Lean>)]
pub async fn withdraw_offer(offer: OverrideId) -> Answer<RosterView> {
    ask!(withdraw_offer(offer))
}

/// Arranges that somebody has a part of a shift.
#[server(prefix = "/api/desk", endpoint = "arrange_override", input = Post<Lean>, output = Post<Lean>)]
pub async fn arrange_override(part: NewOverride, taker: Taker) -> Answer<RosterView> {
    ask!(arrange_override(part, taker))
}

/// Makes the address of one's calendar feed: its last part, shown once.
#[server(prefix = "/api/desk", endpoint = "make_feed", input = Post<Lean>, output = Post<Lean>)]
pub async fn make_feed() -> Answer<Private<String>> {
    ask!(make_feed())
}

/// Ends one's calendar feed.
#[server(prefix = "/api/desk", endpoint = "end_feed", input = Post<Lean>, output = Post<Lean>)]
pub async fn end_feed() -> Answer<()> {
    ask!(end_feed())
}
