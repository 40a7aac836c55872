//! One's own shifts in one's calendar: an address that is shown once.

use super::Desk;
use crate::api;
use crate::device::device;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{live, on_tap};
use crate::signal::{Memo, RwSignal, spawn_local};
use domain::private::Private;
use leptos::prelude::*;

/// Making the address, and ending it.
pub(super) fn feed(desk: Desk) -> AnyView {
    let fresh = RwSignal::new(None::<Private<String>>);
    let has = Memo::new(move || desk.asked.known.with(|known| known.as_ref().is_some_and(|roster| roster.has_feed)));
    let make = move |_| {
        desk.work.start(api::make_feed(), move |file: Private<String>| {
            fresh.set(Some(format!("{}/api/v1/calendar/{}", device().origin(), file.reveal()).into()));
            desk.asked.again();
        });
    };
    let end = move |_| {
        desk.work.start(api::end_feed(), move |()| {
            fresh.set(None);
            desk.asked.again();
        });
    };
    let address = move || fresh.get().map(|address| shown(&address, desk));
    let buttons = move || {
        let label = if has.get() { "Make a new address" } else { "Make the address" };
        let ending = has.get().then(|| {
            view! { <button class="btn quiet" type="button" on:click=on_tap(end)>"End it"</button> }
        });
        view! { <button class="btn quiet" type="button" on:click=on_tap(make)>{label}</button> {ending} }
    };
    let stands = move || has.get().then_some("Your calendar has an address already. A new one ends it.");
    view! {
        <details class="more">
            <summary>"Your shifts in your calendar"</summary>
            <p class="hint">"Your calendar fetches when you are on duty, and the conference's name; nothing else. Whoever has the address can read that, so keep it to yourself."</p>
            <p class="hint">{live(stands)}</p>
            {live(address)}
            <p class="acts">{live(buttons)}</p>
        </details>
    }
    .into_any()
}

fn shown(address: &Private<String>, desk: Desk) -> AnyView {
    let text = address.clone();
    let copy = move |_| {
        let text = text.clone();
        spawn_local(async move {
            let copied = device().copy(text).await;
            desk.toast.word(if copied {
                "Copied"
            } else {
                "This browser does not let us copy. Select the address instead."
            });
        });
    };
    let to_calendar = address.reveal().replacen("https://", "webcal://", 1).replacen("http://", "webcal://", 1);
    view! {
        <p>"This is the address. It is shown once; add it to your calendar now."</p>
        <p><code class="address">{address.reveal().clone()}</code></p>
        <p class="acts">
            <a class="btn" href=to_calendar>{icon(Icon::Roster)} "Add to my calendar"</a>
            <button class="btn quiet" type="button" on:click=on_tap(copy)>"Copy the address"</button>
        </p>
    }
    .into_any()
}
