//! The review: meetings with their roll-call, the four questions and an end that leads somewhere; decisions; what holds
//! for now; and what the next review has to look at.

mod answers;
mod decide;
mod decision;
mod ending;
mod measures;
mod meeting;
mod roll;
mod start;
mod waiting;

use super::hand::Hand;
use super::standings;
use crate::parts::live::live;
use crate::signal::Memo;
use leptos::prelude::*;

/// The side of the case on which the team meets and decides.
pub(super) fn review(hand: Hand) -> AnyView {
    // A meeting is built once, so that nothing is drawn over that somebody types.
    let open = Memo::new(move || hand.work.with(|work| work.meetings.open().map(|(id, _)| id)));
    let under_way = move || match open.get() {
        Some(meeting) => meeting::meeting(hand, meeting),
        None => start::between(hand),
    };
    view! {
        {live(under_way)}
        {waiting::waiting(hand)}
        {decision::decisions(hand)}
        {measures::measures(hand)}
        {live(move || meeting::earlier(hand))}
        {standings::standings(hand.asked, hand.incident)}
        {start::sheet(hand)}
    }
    .into_any()
}
