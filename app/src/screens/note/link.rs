//! The reporter's private link, minted on this phone without a network: a QR code to scan and six words to write down.

use super::form::Form;
use crate::device::device;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{live, on_tap};
use crate::qr::qr;
use crate::signal::RwSignal;
use domain::private::Private;
use domain::reporter::ReporterKey;
use leptos::prelude::*;

/// The way to a private link, or the link.
pub fn reporter_link(form: Form) -> AnyView {
    let mint = move |_| {
        let key = ReporterKey::mint(device().chance());
        form.link.set(Some(key.fragment()));
        form.change(|body| body.reporter_key = Some(key.digest()));
    };
    let none_yet = move || {
        view! {
            <p>"With a private link the reporter can see how it goes and add to it, without an account and without a name. It works as soon as this note is on the server."</p>
            <button class="btn quiet" type="button" on:click=on_tap(mint)>{icon(Icon::Link)}"Make a private link"</button>
        }
        .into_any()
    };
    let shown = move || form.link.get().map_or_else(none_yet, |link| link_card(&link, form.given));
    view! {
        <details class="more">
            <summary>"A private link for the reporter"</summary>
            <div>{live(shown)}</div>
        </details>
    }
    .into_any()
}

/// The link as a QR code and as words, with the step of writing them down: `done` says that the reporter has them.
pub fn link_card(link: &Private<String>, done: RwSignal<bool>) -> AnyView {
    let address = format!("{}/r#{}", device().origin(), link.reveal());
    let place = format!("{}/r", device().origin());
    // Some words have a hyphen of their own, so the key is read and not cut at hyphens.
    let words = ReporterKey::parse(link.reveal())
        .map(|key| key.reveal().into_iter().map(|word| view! { <li>{word}</li> }).collect_view());
    let written_down = move || {
        if done.get() {
            return view! { <p class="state" data-state="server">{icon(Icon::Check)}<span>"The reporter has it"</span></p> }.into_any();
        }
        view! {
            <button class="btn quiet wide" type="button" on:click=on_tap(move |_| done.set(true))>"It is scanned or written down"</button>
        }
        .into_any()
    };
    view! {
        <div class="stack">
            <p>"Let the reporter scan this, or write down the six words. Nobody can look them up again, not even the CARE team."</p>
            {qr(&address, "QR code of the private link", "Scan with the phone's camera")}
            <ol class="words">{words}</ol>
            <p class="hint">{format!("The words work at {place}")}</p>
            {live(written_down)}
        </div>
    }
    .into_any()
}
