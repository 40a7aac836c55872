//! You: this phone, whether pages reach it, whether it keeps what is written, and signing out.

use crate::api;
use crate::device::{Keeping, Pushes, SignIn, device, watched};
use crate::parts::asked::ask_often;
use crate::parts::frame::page;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{live, on_tap};
use crate::parts::moment::absolute;
use crate::parts::toast::say;
use crate::parts::warning::update_banner;
use crate::screens::devices::test_words;
use crate::signal::{RwSignal, spawn_local};
use leptos::prelude::*;

/// You and this phone.
pub fn me() -> AnyView {
    page(
        "You",
        view! {
            {update_banner()}
            {who()}
            {pushes()}
            {keeping()}
            <ul class="rows">
                <li><a class="row" href="/app/me/install">{icon(Icon::Phone)}<span>"Put the app on the home screen"</span>{icon(Icon::Next)}</a></li>
                {live(move || (watched().sign_in.get() == SignIn::SignedIn).then(|| view! {
                    <li><a class="row" href="/app/me/devices">{icon(Icon::Lock)}<span>"My devices and details"</span>{icon(Icon::Next)}</a></li>
                    <li><a class="row" href="/app/me/reach">{icon(Icon::Bell)}<span>"How you are called"</span>{icon(Icon::Next)}</a></li>
                }))}
            </ul>
            {public_row()}
            {sign_out()}
            <p class="soft">{format!("Version {}", device().version())}</p>
        },
    )
}

/// A CARE member says what of them the public sees.
#[cfg(feature = "desk-screens")]
fn public_row() -> AnyView {
    let row = move || {
        let care = watched().bundle.with(|bundle| {
            bundle.as_ref().is_some_and(|bundle| bundle.me.role == domain::permission::Role::CareMember)
        });
        care.then(|| view! {
            <ul class="rows">
                <li><a class="row" href="/app/conference/me">{icon(Icon::People)}<span><b>"What the public sees of me"</b><small>"Nothing, unless you write something"</small></span>{icon(Icon::Next)}</a></li>
            </ul>
        })
    };
    view! { {live(row)} }.into_any()
}

#[cfg(not(feature = "desk-screens"))]
fn public_row() -> AnyView {
    ().into_any()
}

fn who() -> AnyView {
    let content = move || {
        let bundle = watched().bundle.get();
        match (watched().sign_in.get(), bundle) {
            (SignIn::SignedIn, Some(bundle)) => {
                let until = absolute(bundle.signed_in_until);
                let conference = bundle.conference.settings.name.clone();
                view! {
                    <section class="card">
                        <h2>{bundle.me.name.reveal().clone()}</h2>
                        <p>{format!("{} · {conference}", bundle.me.role.label())}</p>
                        <p class="soft">{format!("This phone stays signed in until {until}.")}</p>
                    </section>
                }
                .into_any()
            }
            _ => view! {
                <section class="card">
                    <h2>"Not signed in"</h2>
                    <p>"You can write, read the guide and call. Notes wait on this phone until you sign in."</p>
                    <a class="btn wide" href="/app/join">{icon(Icon::SignIn)}"Sign in"</a>
                </section>
            }
            .into_any(),
        }
    };
    view! { {live(content)} }.into_any()
}

fn pushes() -> AnyView {
    let how = RwSignal::new(None::<Pushes>);
    let said = RwSignal::new(String::new());
    spawn_local(async move {
        let now = device().pushes().await;
        how.set(Some(now));
    });
    let switch = move |on: bool| {
        spawn_local(async move {
            let outcome = if on { device().pushes_on().await } else { device().pushes_off().await };
            let words = match outcome {
                Ok(now) => {
                    how.set(Some(now));
                    String::new()
                }
                Err(denied) => denied.to_string(),
            };
            said.set(words);
        });
    };
    let test = move |_| {
        said.set("The test page is on its way. It should show within some seconds, also with the screen off.".into());
        spawn_local(async move {
            if let Err(denied) = device().test_push().await {
                said.set(denied.to_string());
            }
        });
    };
    let content = move || {
        match how.get() {
        None => ().into_any(),
        Some(Pushes::On) => view! {
            <p class="state" data-state="server">{icon(Icon::Server)}<span>"Pages reach this phone"</span></p>
            <p class="acts">
                <button class="btn quiet" type="button" on:click=on_tap(test)>{icon(Icon::Bell)}"Send a test page"</button>
                <button class="btn link" type="button" on:click=on_tap(move |_| switch(false))>"Switch off"</button>
            </p>
            {last_test()}
        }
        .into_any(),
        Some(Pushes::Off) => view! {
            <p>"Pages do not reach this phone yet. A page says only that somebody is needed, never what happened."</p>
            <button class="btn wide" type="button" on:click=on_tap(move |_| switch(true))>{icon(Icon::Bell)}"Let pages reach this phone"</button>
        }
        .into_any(),
        Some(Pushes::Blocked) => view! {
            <p>"Pages do not reach this phone: notifications are switched off for this app. Open the phone's settings, then Notifications, then the browser or Careline, and allow them."</p>
        }
        .into_any(),
        Some(Pushes::InstallFirst) => view! {
            <p>"On an iPhone pages reach only the installed app."</p>
            <a class="btn quiet wide" href="/app/me/install">"How to install"</a>
        }
        .into_any(),
        Some(Pushes::Unsupported) => view! { <p>"This browser cannot be paged. Use Chrome, Edge, Firefox or Safari, not in a private window."</p> }.into_any(),
    }
    };
    let shown = move || {
        (watched().sign_in.get() == SignIn::SignedIn).then(|| {
            view! {
                <section class="stack" aria-labelledby="pages">
                    <h2 id="pages">"Pages"</h2>
                    {live(content)}
                    <p class="hint" role="status">{live(move || said.get())}</p>
                </section>
            }
        })
    };
    view! { {live(shown)} }.into_any()
}

/// How far the last test page came, as the server knows it; without a network nothing is said.
fn last_test() -> AnyView {
    let asked = ask_often(api::my_devices);
    let words = move || {
        let devices = asked.known.get()?;
        let (state, at) = devices.iter().find(|row| row.this_one)?.last_test?;
        Some(view! { <p role="status">{test_words(state, at)}</p> })
    };
    view! { {live(words)} }.into_any()
}

fn keeping() -> AnyView {
    let answer = RwSignal::new(None::<Keeping>);
    let ask = move || {
        spawn_local(async move {
            let now = device().keep_storage().await;
            answer.set(Some(now));
        });
    };
    ask();
    let words = move || match answer.get() {
        None => "Asking the browser whether it keeps your notes.",
        Some(Keeping::Promised) => "The browser has promised to keep what you write here.",
        Some(Keeping::MayClear) => {
            "The browser may clear what waits here when the phone runs out of space. Install the app, then it promises to keep it."
        }
        Some(Keeping::Unknown) => {
            "The browser does not say whether it keeps what waits here. Installing the app helps."
        }
    };
    let again = move || {
        (answer.get() == Some(Keeping::MayClear)).then(|| {
            view! { <button class="btn quiet" type="button" on:click=on_tap(move |_| ask())>"Ask again"</button> }
        })
    };
    view! {
        <section class="stack tight" aria-labelledby="keeping">
            <h2 id="keeping">"What waits on this phone"</h2>
            <p>{live(words)}</p>
            <p>{live(again)}</p>
        </section>
    }
    .into_any()
}

/// Signing out waits for what is only here; not because it would be lost, but because nobody would send it.
fn sign_out() -> AnyView {
    let say = say();
    let press = move |_| {
        spawn_local(async move {
            match device().sign_out().await {
                Ok(()) => say.word("This phone is signed out"),
                Err(denied) => say.word(denied.to_string()),
            }
        });
    };
    let button = move || {
        view! { <button class="btn quiet wide" type="button" on:click=on_tap(press)>"Sign out on this phone"</button> }
    };
    let content = move || {
        if watched().sign_in.get() != SignIn::SignedIn {
            return ().into_any();
        }
        match watched().only_here() {
            0 => button().into_any(),
            count => view! {
                <details class="more">
                    <summary>"Sign out on this phone"</summary>
                    <div>
                        <p>{format!("{count} of your notes are only on this phone. Signed out, they stay here and nobody gets them until somebody signs in again.")}</p>
                        <a class="btn wide" href="/app/outbox">"Send them first"</a>
                        {button()}
                    </div>
                </details>
            }
            .into_any(),
        }
    };
    view! { {live(content)} }.into_any()
}
