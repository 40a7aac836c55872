//! What was done on a case and is only on this phone: what waits for a network, and what the server did not take.

use super::hand::{Doing, Hand, as_recorded};
use crate::device::{HeldDeed, HeldState, device, watched};
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{live, on_tap};
use crate::parts::moment::when;
use crate::signal::{Memo, spawn_local};
use domain::case::Refused;
use domain::view::Denied;
use domain::work::NewDeed;
use domain::work::circle::Circle;
use domain::work::telling::tell;
use leptos::prelude::*;

/// The list, where there is something on it. It stands above the case, also while the case itself cannot be loaded.
pub(super) fn only_here(hand: Hand) -> AnyView {
    let shown = Memo::new(move || {
        let mut held = hand.held.get();
        held.retain(|one| match one.state {
            HeldState::Waiting | HeldState::Refused(_) => true,
            HeldState::Typed => has_no_place(hand, &one.deed),
            HeldState::Sent(_) => false,
        });
        held
    });
    let doing = Doing::new();
    let list = move || {
        let held = shown.get();
        let waits = held.iter().any(HeldDeed::waits);
        let rows = held.iter().filter_map(|one| row(hand, doing, one)).collect_view();
        let send = waits.then(|| {
            view! { <button class="btn quiet" type="button" on:click=on_tap(move |_| device().hurry())>"Send now"</button> }
        });
        (!held.is_empty()).then(|| {
            view! {
                <section class="stack tight no-print" aria-labelledby="only-here-title">
                    <h2 id="only-here-title">"Only on this phone"</h2>
                    <ul class="rows">{rows}</ul>
                    <p class="acts">{send}</p>
                </section>
            }
        })
    };
    view! { {live(list)} {doing.error()} }.into_any()
}

/// Whether what it was typed for is not there any more, so that no box will bring it back: a meeting that has ended, a
/// draft that counts by now.
fn has_no_place(hand: Hand, typed: &NewDeed) -> bool {
    let check = |circle: &Circle<'_>| hand.work.with(|work| work.check(typed, circle, watched().now.get_untracked()));
    matches!(hand.with_circle(check), Some(Err(Refused::Over | Refused::Unknown | Refused::Closed)))
}

fn row(hand: Hand, doing: Doing, held: &HeldDeed) -> Option<AnyView> {
    let telling = tell(&as_recorded(held)?, &|person| hand.name(person));
    let words =
        telling.words.into_iter().map(|text| view! { <blockquote class="said">{text.into_revealed()}</blockquote> });
    let words = words.collect::<Vec<_>>();
    // Folded, because a bystander may look.
    let words = (!words.is_empty()).then(|| view! { <details><summary>"The words"</summary>{words}</details> });
    let state = match &held.state {
        HeldState::Refused(why) => {
            let why = why.to_string();
            view! { <span class="state" data-state="refused">{icon(Icon::Refused)} <span>"Not taken: " {why}</span></span> }.into_any()
        }
        HeldState::Typed => {
            let words = "Not saved: what you wrote it for has ended in the meantime";
            view! { <span class="state" data-state="refused">{icon(Icon::Refused)} <span>{words}</span></span> }.into_any()
        }
        HeldState::Waiting | HeldState::Sent(_) => {
            view! { <span class="state" data-state="phone">{icon(Icon::Phone)} <span>"Waits for a network"</span></span> }.into_any()
        }
    };
    let id = held.deed.id;
    let discard = move |_| {
        spawn_local(async move {
            // What could not be taken off the disk stays in the list.
            let _dropped = device().drop_deeds(vec![id]).await;
        });
    };
    Some(
        view! {
            <li class="stack tight">
                <span>"You " {telling.did} " · " {when(held.saved_at)}</span>
                {state}
                {words}
                <p class="acts">
                    {again(hand, doing, held)}
                    <button class="btn link" type="button" on:click=on_tap(discard)>"Discard"</button>
                </p>
            </li>
        }
        .into_any(),
    )
}

/// The way to try once more what the server did not take; with a reason where a rule stands against it.
fn again(hand: Hand, doing: Doing, held: &HeldDeed) -> Option<AnyView> {
    let HeldState::Refused(why) = &held.state else { return None };
    let (incident, deed) = (held.incident, held.deed.clone());
    let button = match why {
        Denied::Case(Refused::Rule(rule)) => {
            let rule = *rule;
            let press = move |_| {
                let gone = deed.id;
                let then = Callback::new(move |()| {
                    // Without a network it waits again, now with its reason.
                    if hand.is_only_here(gone) {
                        return;
                    }
                    spawn_local(async move {
                        let _dropped = device().drop_deeds(vec![gone]).await;
                    });
                });
                hand.asks_why(rule, deed.clone(), doing, then);
            };
            view! { <button class="btn quiet" type="button" on:click=on_tap(press)>"Do it anyway"</button> }.into_any()
        }
        Denied::NotFound
        | Denied::SignedOut
        | Denied::NotAllowed
        | Denied::Stale
        | Denied::Case(_)
        | Denied::Input(_)
        | Denied::Slow
        | Denied::Unavailable
        | Denied::Offline => {
            let press = move |_| keep(incident, deed.clone());
            view! { <button class="btn quiet" type="button" on:click=on_tap(press)>"Try again"</button> }.into_any()
        }
    };
    Some(button)
}

fn keep(incident: domain::ids::IncidentId, deed: NewDeed) {
    spawn_local(async move {
        // It stays in the list as it is when the phone cannot write.
        let _kept = device().keep_deed(incident, deed, false).await;
    });
}
