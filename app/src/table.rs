//! The frame of the signed-in app and the table of its screens.
//!
//! The app is built twice from one source. Every phone has the phone build: whatever a volunteer needs in a hallway,
//! light enough for a venue's network. The screens of the CARE team and of organizers come with feature `desk-screens`;
//! the desk build has them and everything else, and only devices that need one of them load it.

use crate::device::{device, watched};
#[cfg(feature = "desk-screens")]
use crate::parts::alarm;
use crate::parts::live::live;
use crate::parts::{frame, toast};
use crate::screens;
use crate::signal::{StoredValue, follow};
use leptos::prelude::*;

/// The table of screens: what each address below `/app` shows.
pub fn screen(path: &[&str]) -> AnyView {
    match path {
        [] => screens::home::home(),
        ["note"] => screens::note::note(),
        ["note", "correct", id] => screens::note::correct(id),
        ["note", "add", id] => screens::note::add(id),
        ["act"] => screens::act::act(),
        ["care"] => screens::care::care(),
        ["outbox"] => screens::outbox::outbox(),
        ["outbox", id] => screens::entry::entry(id),
        ["outbox", id, "show"] => screens::entry::show(id),
        ["join"] => screens::join::join(),
        ["me"] => screens::me::me(),
        ["me", "devices"] => screens::devices::devices(),
        ["me", "install"] => screens::install::install(),
        ["guide"] => screens::guide::guide(),
        ["guide", "emergency"] => screens::guide::emergency(),
        ["inbox" | "asks" | "conference" | "setup" | "people" | "invites" | "roster"]
        | ["i" | "p" | "asks" | "conference", _]
        | ["inbox", "new"]
        | ["inbox", "new", _]
        | ["me", "reach"]
        | ["i", _, _]
        | ["guide", "edit"]
        | ["guide", "edit", _] => of_the_desk(path),
        ["guide", card] => screens::guide::card(card),
        _ => screens::lost::lost(),
    }
}

/// What stands above every screen.
#[cfg(feature = "desk-screens")]
fn over_screens() -> AnyView {
    alarm::alarm()
}

#[cfg(not(feature = "desk-screens"))]
const fn over_screens() {}

/// The screens of the CARE team and of organizers.
#[cfg(feature = "desk-screens")]
fn of_the_desk(path: &[&str]) -> AnyView {
    match path {
        ["inbox"] => screens::inbox::inbox(),
        ["inbox", "new"] => screens::intake::intake(None),
        ["inbox", "new", incident] => screens::intake::account(incident),
        ["i", incident] => screens::inbox::opened(incident, ""),
        ["i", incident, side] => screens::inbox::opened(incident, side),
        ["asks"] => screens::asks::asks(),
        ["asks", ask] => screens::asks::ask(ask),
        ["p", page] => screens::page::page(page),
        ["conference"] => screens::conference::conference(),
        ["conference", "drill"] => screens::drill::drill(),
        ["conference", "escalation"] => screens::escalation::escalation(),
        ["conference", "readiness"] => screens::readiness::readiness(),
        ["conference", "reminders"] => screens::reminders::reminders(),
        ["conference", "tree"] => screens::tree::tree(),
        ["conference", "ways"] => screens::ways::ways(),
        ["conference", one] => match one.strip_prefix("hook-") {
            Some(hook) => screens::hook::hook(hook),
            None => screens::lost::lost(),
        },
        ["me", "reach"] => screens::reach::reach(),
        ["setup"] => screens::setup::setup(),
        ["people"] => screens::people::people(),
        ["invites"] => screens::invites::invites(),
        ["roster"] => screens::roster::roster(),
        ["guide", "edit"] => screens::guide_edit::guide_edit(),
        ["guide", "edit", card] => screens::guide_edit::card_edit(card),
        _ => screens::lost::lost(),
    }
}

#[cfg(not(feature = "desk-screens"))]
fn of_the_desk(_path: &[&str]) -> AnyView {
    screens::not_here::not_here()
}

/// The signed-in app. Expects the phone ([`crate::device::enter`]) to be in place.
#[component]
pub fn App() -> impl IntoView {
    toast::provide();
    #[cfg(feature = "desk-screens")]
    alarm::provide();
    let path = watched().path;
    if !path.get_untracked().starts_with("/app/note") {
        screens::note::keep_typed_early();
    }
    let first = StoredValue::new(true);
    follow(move || {
        path.track();
        if !first.get_value() {
            device().focus("main");
        }
        first.set_value(false);
    });
    view! {
        <div class="app">
            <a class="skip" href="#main">"Skip to the content"</a>
            {over_screens()}
            {live(move || current(&path.get()))}
            {frame::navigation()}
            {toast::toasts()}
        </div>
    }
}

/// The screen of an address.
fn current(path: &str) -> AnyView {
    let segments: Vec<&str> =
        path.split('/').filter(|segment| !segment.is_empty()).skip_while(|segment| *segment == "app").collect();
    // What a screen reads while it is built must not build it again.
    untrack(|| screen(&segments))
}
