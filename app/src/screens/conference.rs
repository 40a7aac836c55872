//! What organizers look after, each on a screen of its own.

use crate::api;
use crate::device::watched;
use crate::parts::asked::ask;
use crate::parts::frame::page;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::live;
use crate::parts::loading::banner;
use leptos::prelude::*;

/// The organizers' start.
pub fn conference() -> AnyView {
    let name = move || {
        watched().bundle.with(|bundle| {
            let settings = &bundle.as_ref()?.conference.settings;
            settings.is_set_up().then(|| settings.name.clone())
        })
    };
    let waits = move || {
        watched()
            .bundle
            .with(|bundle| bundle.as_ref().is_some_and(|bundle| !bundle.conference.settings.is_set_up()))
            .then(|| {
                view! {
                    <div class="banner">
                        {icon(Icon::Info)}
                        <div>
                            <p>"The conference has no name and no numbers yet. Everything else waits for that."</p>
                            <p class="acts"><a class="btn" href="/app/setup">"Set it up"</a></p>
                        </div>
                    </div>
                }
            })
    };
    page(
        "Conference",
        view! {
            {live(move || name().map(|name| view! { <h2>{name}</h2> }))}
            {live(waits)}
            {outside()}
            <ul class="rows">
                {row("/app/setup", Icon::Settings, "Settings", "Name, days, venue, numbers to call")}
                {row("/app/invites", Icon::Code, "Invites", "Bring people in with a code")}
                {row("/app/people", Icon::People, "People", "Who is here, and on which devices")}
                {row("/app/roster", Icon::Roster, "Roster", "Who of the CARE team is on call when")}
                {row("/app/conference/escalation", Icon::Call, "Calling order", "Whom a page calls, and when it calls the next")}
                {row("/app/conference/ways", Icon::Send, "Ways to reach people", "Mail, text messages, chats beside pushes")}
                {row("/app/conference/readiness", Icon::Seen, "Ready?", "What is still to be done before the doors open")}
                {row("/app/conference/drill", Icon::Check, "Drill", "Find out who hears a page before one counts")}
                {row("/app/conference/reminders", Icon::Bell, "Reminders", "When the CARE team hears of what is overdue")}
                {row("/app/guide/edit", Icon::Guide, "Guide", "What the cards say")}
            </ul>
            <p class="soft">"Organizers see no report. Those are for the CARE team alone."</p>
        },
    )
}

/// A report waits that nobody of the CARE team may know of: that much and no more is for the organizers.
fn outside() -> AnyView {
    let asked = ask(api::is_anything_outside);
    let contact = move || {
        let settings = watched().bundle.with(|bundle| Some(bundle.as_ref()?.conference.settings.clone()))?;
        Some(settings.outside_contact).filter(|contact| !contact.is_empty())
    };
    let shown = move || {
        asked.known.get()?.then(|| {
            let next = match contact() {
                Some(contact) => format!("Ask {contact} to look after it."),
                None => "Ask somebody from outside to look after it.".to_owned(),
            };
            let words = "A report waits that everybody of the CARE team is kept out of.";
            let how = "Invite them as a CARE member: they are called, and find it in their inbox. Say nothing of it to the team.";
            banner(true, Icon::Act, view! { <p><b>{words}</b> " " {next} " " {how}</p> })
        })
    };
    live(shown)
}

fn row(href: &'static str, picture: Icon, title: &'static str, what: &'static str) -> AnyView {
    view! {
        <li><a class="row" href=href>{icon(picture)}<span><b>{title}</b><small>{what}</small></span>{icon(Icon::Next)}</a></li>
    }
    .into_any()
}
