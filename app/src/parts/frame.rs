//! The frame of a screen: its top, its main part, and the navigation below.

use crate::device::watched;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live};
use crate::signal::Memo;
use domain::permission::Role;
use leptos::prelude::*;

/// A screen without a way back: one that the navigation leads to.
pub fn page(title: impl Into<String>, body: impl IntoView + 'static) -> AnyView {
    view! {
        <header class="top"><h1>{title.into()}</h1></header>
        <main class="main" id="main" tabindex="-1">{body.into_any()}</main>
    }
    .into_any()
}

/// A screen with a way back to the one above it.
pub fn page_below(
    href: impl Into<String>,
    back: &'static str,
    title: impl Into<String>,
    body: impl IntoView + 'static,
) -> AnyView {
    view! {
        <header class="top"><a class="back" href=href.into()>{icon(Icon::Back)}{back}</a><h1>{title.into()}</h1></header>
        <main class="main" id="main" tabindex="-1">{body.into_any()}</main>
    }
    .into_any()
}

/// The role of whoever is signed in; nothing when nobody is.
pub fn role() -> Option<Role> {
    watched().bundle.with(|bundle| bundle.as_ref().map(|bundle| bundle.me.role))
}

/// The bottom navigation, the same on every screen of a role.
pub fn navigation() -> AnyView {
    let path = watched().path;
    let role = Memo::new(role);
    let link = move |href: &'static str, label: &'static str, picture: Icon, count: fn() -> usize| {
        let here = move || {
            let path = path.get();
            let path = path.trim_end_matches('/');
            let current = if href == "/app/" { path == "/app" } else { path.starts_with(href) };
            current.then_some("page")
        };
        let count = move || match count() {
            0 => None,
            count => Some(view! { <span class="count"><span class="sr">"waiting: "</span>{count}</span> }),
        };
        view! { <a href=href aria-current=attr(here)>{icon(picture)}{label}{live(count)}</a> }.into_any()
    };
    let middle = move || match role.get() {
        Some(Role::CareMember) => link("/app/inbox", "Inbox", Icon::Desk, || 0),
        Some(Role::Organizer) => link("/app/conference", "Conference", Icon::Settings, || 0),
        Some(Role::Volunteer) | None => link("/app/care", "CARE", Icon::Find, || 0),
    };
    view! {
        <nav class="nav" aria-label="Main">
            {link("/app/", "Home", Icon::Home, || 0)}
            {live(middle)}
            {link("/app/outbox", "Notes", Icon::Note, || watched().only_here())}
            {link("/app/guide", "Guide", Icon::Guide, || 0)}
            {link("/app/me", "You", Icon::Person, || 0)}
        </nav>
    }
    .into_any()
}
