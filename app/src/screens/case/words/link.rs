//! Giving the reporter a private link in person: a first one, or new words where the old ones are lost.

use super::super::hand::Hand;
use super::super::of_case;
use super::says;
use crate::api;
use crate::device::{device, watched};
use crate::parts::asked::doing;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_tap};
use crate::screens::note::link::link_card;
use crate::signal::RwSignal;
use domain::ids::ReporterLinkId;
use domain::private::Private;
use domain::reporter::ReporterKey;
use leptos::prelude::*;

/// The way to a private link, or the one that was just given.
pub(super) fn give(hand: Hand) -> AnyView {
    let given = RwSignal::new(None::<Private<String>>);
    let done = RwSignal::new(false);
    let work = doing();
    let make = move |lost: Option<ReporterLinkId>| {
        let key = ReporterKey::mint(device().chance());
        let link = key.fragment();
        work.start(api::give_link(hand.incident, lost, key.digest()), move |()| {
            done.set(false);
            given.set(Some(link));
        });
    };
    let button = move |lost: Option<ReporterLinkId>, words: String| {
        view! {
            <button class="btn quiet" type="button" aria-busy=attr(move || work.is_busy())
                disabled=attr(move || !watched().online.get()) on:click=on_tap(move |_| make(lost))>
                {icon(Icon::Link)} {words}
            </button>
        }
    };
    let ways = move || {
        of_case(hand.asked, |case| {
            let lost = case.links.iter().map(|known| {
                button(Some(known.link), format!("New words for: {}", says::link(case, known.link))).into_any()
            });
            let lost: Vec<_> = lost.collect();
            let first = button(None, "A private link for one more reporter".to_owned());
            view! { {lost} {first} }
        })
    };
    let shown = move || {
        given.get().map(|link| {
            let words = link.reveal().clone();
            view! {
                {link_card(&link, done)}
                <form method="post" action="/r/card" target="_blank">
                    <input type="hidden" name="words" value=words/>
                    <p class="acts"><button class="btn quiet" type="submit">{icon(Icon::Print)} "Show the card to print"</button></p>
                </form>
            }
        })
    };
    view! {
        <details class="more no-print">
            <summary>"Give the reporter a private link in person"</summary>
            <div class="stack">
                <p>
                    "Only when they stand before you, or you know their voice. New words end the old ones at once. \
                     Both facts go on the record."
                </p>
                <p class="acts">{live(ways)}</p>
                {work.error()}
            </div>
        </details>
        {live(shown)}
    }
    .into_any()
}
