//! The guide: cards to read at the moment of need, offline, signed in or not.

use crate::device::watched;
use crate::parts::call::{address, emergency_numbers};
use crate::parts::frame::{page, page_below};
use crate::parts::icon::{Icon, icon};
use crate::parts::live::live;
use crate::parts::moment::absolute;
use crate::signal::Memo;
use domain::guide::{Card, Moment, default_cards};
use leptos::prelude::*;

/// The cards that this phone has: the conference's, or those that come with the app.
pub fn cards() -> Vec<Card> {
    watched().bundle.with(|bundle| bundle.as_ref().map_or_else(default_cards, |bundle| bundle.guide.clone()))
}

/// The cards for one moment.
pub fn cards_for(moment: Moment) -> Vec<Card> {
    cards().into_iter().filter(|card| card.moment == moment).collect()
}

/// All cards.
pub fn guide() -> AnyView {
    let row = |card: Card| {
        view! {
            <li><a class="row" href=format!("/app/guide/{}", card.id)>
                <span><b>{card.title.clone()}</b></span>{icon(Icon::Next)}
            </a></li>
        }
    };
    let rows = move || cards().into_iter().map(row).collect_view();
    page(
        "Guide",
        view! {
            <p class="soft">"Short cards for the moment. All of them work without a network."</p>
            <a class="btn alert wide" href="/app/guide/emergency">{icon(Icon::Act)}"Emergency card"</a>
            <ul class="rows">{live(rows)}</ul>
        },
    )
}

/// One card.
pub fn card(id: &str) -> AnyView {
    let id = id.to_owned();
    let found = Memo::new(move || cards().into_iter().find(|card| card.id == id));
    let content = move || match found.get() {
        Some(card) => view! { <h2>{card.title.clone()}</h2>{card_body(&card, false)} }.into_any(),
        None => view! { <p>"This card is not in the guide any more."</p> }.into_any(),
    };
    page_below("/app/guide", "Guide", "Guide", content)
}

/// A card's content; with its title where it stands among others.
pub fn card_body(card: &Card, titled: bool) -> AnyView {
    let title = titled.then(|| view! { <h2>{card.title.clone()}</h2> });
    let changed = card
        .changed_at
        .map(|at| view! { <footer>{live(move || format!("Changed by the organizers, {}", absolute(at)))}</footer> });
    view! { <article class="card guide">{title}{lines(&card.body)}{changed}</article> }.into_any()
}

/// The lines of a card: points, paragraphs, and what to say aloud.
fn lines(body: &str) -> Vec<AnyView> {
    let mut views = Vec::new();
    let mut points: Vec<String> = Vec::new();
    for line in body.lines().map(str::trim).chain(std::iter::once("")) {
        if let Some(point) = line.strip_prefix("- ") {
            points.push(point.to_owned());
            continue;
        }
        if !points.is_empty() {
            let list = points.drain(..).map(|point| view! { <li>{point}</li> }).collect_view();
            views.push(view! { <ul>{list}</ul> }.into_any());
        }
        if line.starts_with('"') {
            views.push(view! { <p class="spoken">{line.to_owned()}</p> }.into_any());
        } else if !line.is_empty() {
            views.push(view! { <p>{line.to_owned()}</p> }.into_any());
        }
    }
    views
}

/// The emergency card: numbers and the address, and how to stop a talk.
pub fn emergency() -> AnyView {
    let stopping = move || cards_for(Moment::StoppingATalk).iter().map(|card| card_body(card, true)).collect_view();
    page_below(
        "/app/guide",
        "Guide",
        "Emergency",
        view! {
            {emergency_numbers()}
            {address()}
            <a class="btn alert wide" href="/app/act">{icon(Icon::Bell)}"Call the CARE team"</a>
            {live(stopping)}
        },
    )
}
