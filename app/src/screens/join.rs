//! Sign in: a code from an invite, typed or taken from the link, and a name where the invite leaves it open.

use crate::device::{SignIn, device, watched};
use crate::parts::frame::page_below;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_edit, on_send};
use crate::parts::toast::say;
use crate::signal::{RwSignal, spawn_local};
use domain::invite::{InviteCode, NAME_MAX};
use domain::permission::Role;
use domain::private::Private;
use domain::view::{Denied, SignedIn};
use leptos::prelude::*;

/// The way in.
pub fn join() -> AnyView {
    let from_link = device().take_fragment();
    let code = RwSignal::new(from_link);
    let name = RwSignal::new(Private::<String>::default());
    let why = RwSignal::new(String::new());
    let working = RwSignal::new(false);
    let say = say();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if working.get_untracked() {
            return;
        }
        if InviteCode::parse(code.get_untracked().reveal()).is_none() {
            why.set(
                "A code has twelve letters and digits, such as 7KQ2-M4XW-9PTB. Look again, or ask for a new one."
                    .into(),
            );
            device().focus("join-code");
            return;
        }
        working.set(true);
        spawn_local(async move {
            match device().sign_in(code.get_untracked(), name.get_untracked()).await {
                Ok(signed_in) => {
                    say.word("This phone is signed in");
                    device().go(onwards(&signed_in));
                }
                Err(denied) => {
                    why.set(words(&denied));
                }
            }
            working.set(false);
        });
    };
    let sentence = move || {
        let words = why.get();
        (!words.is_empty())
            .then(|| view! { <p class="error" id="join-error" role="alert">{icon(Icon::Info)}{words}</p> })
    };
    page_below(
        "/app/",
        "Home",
        "Sign in",
        view! {
            {already()}
            <form class="stack" on:submit=on_send(submit)>
                <div class="field">
                    <label for="join-code">"Code"</label>
                    <p class="hint" id="join-code-hint">"From the invite that an organizer gave you. Capital letters and dashes do not matter."</p>
                    <input id="join-code" class="code-in" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false"
                        maxlength="24" aria-describedby="join-code-hint join-error"
                        aria-invalid=attr(move || (!why.get().is_empty()).to_string())
                        prop:value=attr(move || code.get().into_revealed())
                        on:input=on_edit(move |event| code.set(event_target_value(&event).into()))/>
                </div>
                <div class="field">
                    <label for="join-name">"Your name"</label>
                    <p class="hint" id="join-name-hint">"As colleagues call you. Leave it empty if the invite was made out to you."</p>
                    <input id="join-name" autocomplete="name" maxlength=NAME_MAX.to_string() aria-describedby="join-name-hint"
                        on:input=on_edit(move |event| name.set(event_target_value(&event).into()))/>
                </div>
                {live(sentence)}
                <button class="btn wide" aria-busy=attr(move || working.get().to_string())>"Sign in"</button>
            </form>
            <p class="soft">"On an iPhone, put the app on the home screen first and sign in there: the app and the browser do not share what they keep. "<a href="/app/me/install">"How to install"</a></p>
        },
    )
}

/// Somebody is signed in here already.
fn already() -> AnyView {
    let banner = move || {
        (watched().sign_in.get() == SignIn::SignedIn).then(|| {
            let who = watched().bundle.with(|bundle| bundle.as_ref().map(|b| b.me.name.reveal().clone()).unwrap_or_default());
            view! { <div class="banner">{icon(Icon::Info)}<div><p>{format!("This phone is signed in as {who}. A new code replaces that.")}</p></div></div> }
        })
    };
    view! { {live(banner)} }.into_any()
}

/// Where a fresh sign-in goes on.
fn onwards(signed_in: &SignedIn) -> &'static str {
    match signed_in.person.role {
        Role::Organizer if signed_in.needs_set_up => "/app/setup",
        Role::CareMember => "/app/me",
        Role::Organizer | Role::Volunteer => "/app/",
    }
}

fn words(denied: &Denied) -> String {
    match denied {
        Denied::NotFound | Denied::SignedOut => "This code is not good, or not any more. Ask for a new one.".into(),
        Denied::Offline => {
            "Signing in needs a connection. Everything else works without; notes wait on this phone.".into()
        }
        Denied::NotAllowed
        | Denied::Stale
        | Denied::Case(_)
        | Denied::Input(_)
        | Denied::Slow
        | Denied::Unavailable => denied.to_string(),
    }
}
