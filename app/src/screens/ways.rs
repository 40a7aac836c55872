//! The ways to reach people beside pushes, for organizers: mail, and the services that hooks call.

use crate::api::ways as api;
use crate::parts::asked::{ask, doing};
use crate::parts::frame::page_below;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_edit, on_send};
use crate::parts::loading::empty;
use crate::parts::moment::when;
use crate::signal::RwSignal;
use domain::hook::{Heard, HookRow, Tried};
use domain::mail::MAIL_ADDRESS_BYTES_MAX;
use leptos::prelude::*;

/// Mail and all services.
pub fn ways() -> AnyView {
    let asked = ask(api::ways);
    let sends_mail = move || asked.known.with(|ways| ways.as_ref().map(|ways| ways.sends_mail));
    let services = asked.show(|ways| {
        if ways.hooks.is_empty() {
            return empty(
                Icon::Bell,
                "No service yet",
                "Text messages, phone calls, ntfy or a chat appear here once you add them.",
            );
        }
        view! { <ul class="rows">{ways.hooks.iter().map(row).collect_view()}</ul> }.into_any()
    });
    // Built once: what is being typed must not be drawn over when a try is noted.
    let mail = mail_form();
    let no_mail = move || {
        (sends_mail() == Some(false)).then(|| {
            view! {
                <p class="soft">
                    "This server sends no mail. Whoever runs it names a mail server when it is started (--smtp-url)."
                </p>
            }
        })
    };
    page_below(
        "/app/conference",
        "Conference",
        "Ways to reach people",
        view! {
            <p>"A call goes to people's devices first. Here is what else can reach them. Each of the CARE team says for \
                themselves by which of it they want to be called. What goes out says only that the app should be opened."</p>
            <h2>"Services"</h2>
            {services}
            <p class="acts"><a class="btn quiet" href="/app/conference/hook-new">{icon(Icon::Plus)} "Add a service"</a></p>
            <h2>"Mail"</h2>
            {live(no_mail)}
            <div hidden=attr(move || sends_mail() != Some(true))>{mail}</div>
        },
    )
}

fn row(hook: &HookRow) -> AnyView {
    let tried = hook.tried.map_or_else(
        || view! { <small>"Not tried yet"</small> }.into_any(),
        |Tried { at, heard }| view! { <small>{tried_words(heard)} " " {when(at)}</small> }.into_any(),
    );
    view! {
        <li><a class="row" href=format!("/app/conference/hook-{}", hook.id)>
            <span><b>{hook.name.clone()}</b><small>{hook.preset.label()} " · " {hook.origin.clone()}</small>{tried}</span>
            {icon(Icon::Next)}
        </a></li>
    }
    .into_any()
}

const fn tried_words(heard: Heard) -> &'static str {
    if heard.is_taken() { "The last try was taken" } else { "The last try failed" }
}

fn mail_form() -> AnyView {
    let (to, work, heard) = (RwSignal::new(String::new()), doing(), RwSignal::new(None::<Heard>));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        heard.set(None);
        work.start(api::try_mail(to.get_untracked().into()), move |answer| heard.set(Some(answer)));
    };
    view! {
        <form class="stack tight" on:submit=on_send(send)>
            <div class="field">
                <label for="mail-to">"Mail address to try it with"</label>
                <input id="mail-to" type="email" inputmode="email" autocomplete="email" maxlength=MAIL_ADDRESS_BYTES_MAX.to_string()
                    prop:value=attr(move || to.get()) on:input=on_edit(move |event| to.set(event_target_value(&event)))/>
            </div>
            {work.error()}
            {told(heard)}
            <p class="acts"><button class="btn quiet" type="submit" aria-busy=attr(move || work.is_busy())>"Try it"</button></p>
        </form>
    }
    .into_any()
}

/// How a try went, in words.
pub fn told(heard: RwSignal<Option<Heard>>) -> AnyView {
    let sentence = move || {
        heard.get().map(|heard| {
            let picture = if heard.is_taken() { Icon::Check } else { Icon::Info };
            view! { <p>{icon(picture)} " " {heard.sentence()}</p> }
        })
    };
    view! { <div role="status">{live(sentence)}</div> }.into_any()
}
