//! Home: three doors, and the truth about what has not left this phone yet.

use crate::device::{SignIn, watched};
use crate::parts::frame::page;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::live;
use crate::parts::warning::{storage_warning, undelivered_warning, update_banner};
use leptos::prelude::*;

/// The first screen.
pub fn home() -> AnyView {
    page(
        "Careline",
        view! {
            {update_banner()}
            {storage_warning()}
            {undelivered_warning()}
            {nobody_has_it()}
            {asked_of_you()}
            {next_duty()}
            {beside()}
            {doors()}
        },
    )
}

fn doors() -> AnyView {
    view! {
        <nav class="doors" aria-label="Start here">
            {door("/app/care", "door", Icon::Find, "Find CARE now", "Who is on duty and how to reach them")}
            {door("/app/note", "door", Icon::Note, "Write a note", "A few words are enough")}
            {door("/app/act", "door alert", Icon::Act, "I must act now", "When it cannot wait")}
        </nav>
    }
    .into_any()
}

fn door(href: &'static str, class: &'static str, picture: Icon, title: &'static str, hint: &'static str) -> AnyView {
    view! { <a class=class href=href>{icon(picture)}<span><b>{title}</b><small>{hint}</small></span></a> }.into_any()
}

/// For a CARE member: the incidents that nobody has yet.
#[cfg(feature = "desk-screens")]
fn nobody_has_it() -> AnyView {
    use crate::parts::frame::role;
    let is_care = crate::signal::Memo::new(|| role() == Some(domain::permission::Role::CareMember));
    view! { {live(move || is_care.get().then(crate::screens::inbox::waiting))} }.into_any()
}

#[cfg(not(feature = "desk-screens"))]
const fn nobody_has_it() {}

/// What is asked of whoever is signed in.
#[cfg(feature = "desk-screens")]
fn asked_of_you() -> AnyView {
    let signed_in = crate::signal::Memo::new(|| crate::parts::frame::role().is_some());
    view! { {live(move || signed_in.get().then(crate::screens::asks::waiting))} }.into_any()
}

#[cfg(not(feature = "desk-screens"))]
const fn asked_of_you() {}

/// When a CARE member is on duty next.
#[cfg(feature = "desk-screens")]
use crate::screens::roster::next_duty;

#[cfg(not(feature = "desk-screens"))]
const fn next_duty() {}

/// What waits beside the doors: a draft, notes only on this phone.
fn beside() -> AnyView {
    let row = |href: &'static str, picture: Icon, words: String| {
        view! { <li><a class="row" href=href>{icon(picture)}<span>{words}</span>{icon(Icon::Next)}</a></li> }.into_any()
    };
    let rows = move || {
        let mut rows = Vec::new();
        // Signed out, everything here works; only sending waits.
        match watched().sign_in.get() {
            SignIn::SignedOut => rows.push(row("/app/join", Icon::SignIn, "Sign in, so that notes can be sent".into())),
            SignIn::Ended => {
                rows.push(row("/app/join", Icon::SignIn, "This phone was signed out. Sign in again".into()));
            }
            SignIn::Unknown | SignIn::SignedIn => {}
        }
        if watched().drafts.with(|drafts| drafts.iter().any(|key| key == "note")) {
            rows.push(row("/app/note", Icon::Note, "You have a draft. Go on writing".into()));
        }
        match watched().only_here() {
            0 => {}
            1 => rows.push(row("/app/outbox", Icon::Phone, "1 note is only on this phone".into())),
            more => rows.push(row("/app/outbox", Icon::Phone, format!("{more} notes are only on this phone"))),
        }
        (!rows.is_empty()).then(|| view! { <ul class="rows">{rows}</ul> })
    };
    view! { {live(rows)} }.into_any()
}
