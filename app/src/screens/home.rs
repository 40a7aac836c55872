//! Home: three doors, and the truth about what has not left this phone yet.

use crate::parts::frame::page;
use crate::parts::icon::{Icon, icon};
use leptos::prelude::*;

/// The first screen.
pub fn home() -> AnyView {
    page("Careline", doors())
}

fn doors() -> AnyView {
    view! {
        <nav class="doors" aria-label="Start here">
            {door("/app/care", "door", Icon::Find, "Find CARE now", "Who is on duty and how to reach them")}
            {door("/app/note", "door", Icon::Note, "Write a note", "A few words are enough")}
            {door("/app/act", "door alert", Icon::Act, "I must act now", "Calls the whole CARE team")}
        </nav>
    }
    .into_any()
}

fn door(href: &'static str, class: &'static str, picture: Icon, title: &'static str, hint: &'static str) -> AnyView {
    view! { <a class=class href=href>{icon(picture)}<span><b>{title}</b><small>{hint}</small></span></a> }.into_any()
}
