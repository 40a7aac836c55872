//! The standing warning: something has been only on this phone for too long.

use crate::device::{StoreTrouble, device, watched};
use crate::parts::call::call_care;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{live, on_tap};
use crate::parts::moment::length;
use crate::signal::Memo;
use domain::outbox::{OutboxEntry, UNDELIVERED_WARNING, undelivered};
use leptos::prelude::*;

/// Warns while notes stay undelivered, with the ways that need no network.
pub fn undelivered_warning() -> AnyView {
    let late = Memo::new(move || {
        let watched = watched();
        let now = watched.now.get();
        let entries: Vec<OutboxEntry> =
            watched.outbox.with(|outbox| outbox.iter().map(|held| held.entry.clone()).collect());
        undelivered(&entries, now, UNDELIVERED_WARNING).map(|late| (late.count, now.since(late.since).millis()))
    });
    let banner = move |(count, millis): (usize, i64)| {
        let words = match count {
            1 => format!("1 note has been only on this phone for {}.", length(millis)),
            more => format!("{more} notes have been only on this phone, the oldest for {}.", length(millis)),
        };
        view! {
            <div class="banner warn" role="alert">
                {icon(Icon::Act)}
                <div>
                    <p><b>{words}</b>" Do not wait for the network: tell somebody of the CARE team."</p>
                    <p class="acts">
                        {call_care(1)}
                        <a class="btn quiet" href="/app/outbox">{icon(Icon::Say)}"Show it to CARE"</a>
                    </p>
                </div>
            </div>
        }
    };
    view! { {live(move || late.get().map(banner))} }.into_any()
}

/// The phone does not keep what is typed: says so on every screen.
pub fn storage_warning() -> AnyView {
    let banner = |trouble: StoreTrouble| {
        view! { <div class="banner warn" role="alert">{icon(Icon::Act)}<div><p>{trouble.to_string()}</p></div></div> }
    };
    view! { {live(move || watched().trouble.get().map(banner))} }.into_any()
}

/// A newer version waits.
pub fn update_banner() -> AnyView {
    let banner = || {
        view! {
            <div class="banner update" role="status">
                {icon(Icon::Update)}
                <div><p>"An update is ready."</p></div>
                <button class="btn" type="button" on:click=on_tap(|_| device().apply_update())>"Update"</button>
            </div>
        }
    };
    view! { {live(move || watched().update.get().then(banner))} }.into_any()
}
