//! Between two meetings: when the next one is, and how it begins.

use super::super::form::{opens, sheet as form};
use super::super::hand::{Doing, Hand};
use crate::device::device;
use crate::parts::live::{attr, live, on_edit};
use crate::parts::moment::when;
use crate::parts::toast;
use crate::signal::RwSignal;
use domain::ids::PersonId;
use domain::work::Deed;
use domain::work::meeting::MeetingDeed;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// What stands where no meeting is under way.
pub(super) fn between(hand: Hand) -> AnyView {
    let next = move || {
        let until = hand.work.with(|work| work.meetings.adjourned_until())?;
        Some(view! { <p><b>"You meet again "</b> {when(until)}</p> })
    };
    view! {
        <section class="stack tight" aria-labelledby="review-title">
            <h2 id="review-title">"Review"</h2>
            {live(next)}
            <p class="soft">"You meet, two or more of you, and find out four things: what happened, whether it is a violation, who did it, and what the right resolution is."</p>
            <p class="acts">{opens("review-start", "Start a review")}</p>
        </section>
    }
    .into_any()
}

/// Who is there, and whether everybody writes for themselves first.
pub(super) fn sheet(hand: Hand) -> AnyView {
    let (away, silent, doing) = (RwSignal::new(BTreeSet::new()), RwSignal::new(false), Doing::new());
    let fields = view! {
        <p class="soft">"For whoever is out, this meeting does not exist."</p>
        <fieldset class="field"><legend>"Who is there"</legend>{live(move || attendees(hand, away))}</fieldset>
        <label class="check">
            <input type="checkbox" prop:checked=attr(move || silent.get()) on:change=on_edit(move |event| silent.set(event_target_checked(&event)))/>
            <span>"First everybody writes for themselves, unseen by the others"</span>
        </label>
    }
    .into_any();
    let toast = toast::say();
    let send = move || {
        let there = |away: &BTreeSet<PersonId>| {
            let team = hand.team().into_iter().map(|member| member.person);
            team.filter(|person| !away.contains(person)).collect()
        };
        let deed = MeetingDeed::Start { attendees: away.with_untracked(there), silent: silent.get_untracked() };
        hand.does(doing, Deed::Meeting(deed), move || {
            device().close_dialog("review-start");
            away.set(BTreeSet::new());
            toast.word("The review has begun. First everybody says how they stand.");
        });
    };
    form("review-start", "Starting a review", fields, doing, "Start it", send)
}

/// A box for each of the team; everybody is there until somebody says otherwise.
fn attendees(hand: Hand, away: RwSignal<BTreeSet<PersonId>>) -> AnyView {
    let member = |(person, name): (PersonId, String)| {
        let there = move || away.with(|away| !away.contains(&person));
        let change = move |event| {
            let there = event_target_checked(&event);
            away.update(|away| {
                if there {
                    away.remove(&person)
                } else {
                    away.insert(person)
                };
            });
        };
        view! {
            <label class="check"><input type="checkbox" prop:checked=attr(there) on:change=on_edit(change)/> <span>{name}</span></label>
        }
    };
    let team = hand.team().into_iter().map(|known| (known.person, known.name.into_revealed()));
    team.map(member).collect_view().into_any()
}
