//! Editing the guide's cards.

use crate::api;
use crate::device::device;
use crate::parts::asked::{Asked, ask, doing};
use crate::parts::frame::page_below;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_edit, on_send, on_tap};
use crate::parts::toast;
use crate::screens::guide::card_body;
use crate::signal::{RwSignal, spawn_local};
use domain::guide::{BODY_MAX, Card, Moment, TITLE_MAX, default_cards};
use leptos::prelude::*;

/// The moments, with what a screen calls them.
const MOMENTS: [(Moment, &str); 6] = [
    (Moment::Listening, "While somebody tells"),
    (Moment::Support, "When support is offered"),
    (Moment::ActingNow, "When it cannot wait"),
    (Moment::StoppingATalk, "When a talk may have to stop"),
    (Moment::ConfirmingReceipt, "When the reporter is told that it arrived"),
    (Moment::Reading, "Only in the guide"),
];

/// All cards, to choose one.
pub fn guide_edit() -> AnyView {
    let asked = ask(api::guide);
    let list = asked.show(|cards| {
        let rows = cards.into_iter().map(|card| {
            let changed = if card.changed_at.is_some() { "Your version" } else { "As it came" };
            view! {
                <li><a class="row" href=format!("/app/guide/edit/{}", card.id)>
                    <span><b>{card.title}</b><small>{changed} " · " {moment_words(card.moment)}</small></span>{icon(Icon::Next)}
                </a></li>
            }
        });
        view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any()
    });
    page_below(
        "/app/conference",
        "Conference",
        "Guide",
        view! {
            <p class="soft">"Phones get a changed card when they next have a network."</p>
            {list}
            <p class="acts"><a class="btn quiet" href="/app/guide/edit/new">{icon(Icon::Plus)} "Add a card"</a></p>
        },
    )
}

/// One card as it is written.
pub fn card_edit(id: &str) -> AnyView {
    let id = id.to_owned();
    let asked = ask(api::guide);
    let known = asked.is_known();
    // Built once: what is being typed must not be drawn over.
    let form = move || {
        known.get().then(|| {
            let card = asked.known.with_untracked(|cards| cards.as_ref()?.iter().find(|card| card.id == id).cloned());
            form(card, asked)
        })
    };
    page_below("/app/guide/edit", "Guide", "Card", view! { {asked.trouble()} {live(form)} })
}

fn moment_words(moment: Moment) -> &'static str {
    MOMENTS.iter().find(|(other, _)| *other == moment).map_or("", |(_, words)| *words)
}

/// A short name for a new card that no other has, so that it replaces none.
fn fresh_id(title: &str, cards: &[Card]) -> String {
    let mut id = id_of(title);
    while cards.iter().any(|card| card.id == id) {
        id = id_of(&format!("new {id}"));
        if id.len() >= 40 {
            // The rule refuses a blank one with a sentence.
            return String::new();
        }
    }
    id
}

/// A short name for links, made of a title: lower-case letters and dashes.
fn id_of(title: &str) -> String {
    let words = title.to_lowercase();
    let words = words.split(|c: char| !c.is_ascii_lowercase()).filter(|word| !word.is_empty());
    let mut id = words.collect::<Vec<_>>().join("-");
    id.truncate(40);
    id.trim_matches('-').to_owned()
}

fn form(card: Option<Card>, asked: Asked<Vec<Card>>) -> AnyView {
    let is_new = card.is_none();
    let card = card.unwrap_or_else(|| Card {
        id: String::new(),
        title: String::new(),
        body: String::new(),
        moment: Moment::Reading,
        changed_at: None,
    });
    let as_it_came = default_cards().into_iter().find(|default| default.id == card.id);
    let title = RwSignal::new(card.title.clone());
    let body = RwSignal::new(card.body.clone());
    let moment = RwSignal::new(card.moment);
    let others = asked.known.get_untracked().unwrap_or_default();
    let written = move || Card {
        id: if is_new { title.with(|title| fresh_id(title, &others)) } else { card.id.clone() },
        title: title.get(),
        body: body.get(),
        moment: moment.get(),
        changed_at: None,
    };
    let preview = written.clone();
    let work = doing();
    let toast = toast::say();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        work.start(api::put_card(untrack(&written)), move |cards| {
            asked.put(cards);
            toast.word("Saved on the server");
            spawn_local(async {
                // The phone's own copy follows; without a network it does so later by itself.
                let _later = device().refresh().await;
            });
            device().go("/app/guide/edit");
        });
    };
    let bring_back = as_it_came.map(|default| {
        let press = move |_| {
            let (before_title, before_body) = (title.get_untracked(), body.get_untracked());
            title.set(default.title.clone());
            body.set(default.body.clone());
            toast.with_undo("The text as it came", move || {
                title.set(before_title.clone());
                body.set(before_body.clone());
            });
        };
        view! { <button class="btn link" type="button" on:click=on_tap(press)>"Take the text as it came"</button> }
    });
    view! {
        <form class="stack" on:submit=on_send(save)>
            {fields(title, body, moment)}
            {work.error()}
            <p class="acts"><button class="btn" type="submit" aria-busy=attr(move || work.is_busy())>"Save the card"</button> {bring_back}</p>
            <h2>"As it will look"</h2>
            {live(move || card_body(&preview(), true))}
        </form>
    }
    .into_any()
}

fn fields(title: RwSignal<String>, body: RwSignal<String>, moment: RwSignal<Moment>) -> AnyView {
    let moments = MOMENTS.into_iter().enumerate().map(|(place, (one, words))| {
        view! { <option value=place.to_string() selected=moment.get_untracked() == one>{words}</option> }
    });
    let choose = move |event| {
        let chosen = event_target_value(&event).parse().ok().and_then(|place: usize| MOMENTS.get(place));
        moment.set(chosen.map_or(Moment::Reading, |(moment, _)| *moment));
    };
    view! {
        <div class="field">
            <label for="card-title">"Title"</label>
            <input id="card-title" autocomplete="off" maxlength=TITLE_MAX.to_string() prop:value=attr(move || title.get())
                on:input=on_edit(move |event| title.set(event_target_value(&event)))/>
        </div>
        <div class="field">
            <label for="card-moment">"Shown"</label>
            <select id="card-moment" on:change=on_edit(choose)>{moments.collect_view()}</select>
        </div>
        <div class="field">
            <label for="card-body">"Text"</label>
            <p class="hint" id="card-body-hint">
                "A line that starts with a dash is a point. A line in quotation marks stands large, to say aloud. An empty \
                 line starts a new paragraph."
            </p>
            <textarea id="card-body" class="big" aria-describedby="card-body-hint" maxlength=BODY_MAX.to_string()
                prop:value=attr(move || body.get()) on:input=on_edit(move |event| body.set(event_target_value(&event)))></textarea>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::Timestamp;

    #[test]
    fn a_title_gives_a_short_name_that_the_rule_takes() {
        let long = "word ".repeat(30);
        for (title, wanted) in [("Quiet room", "quiet-room"), ("  At the door, 24/7! ", "at-the-door")] {
            assert_eq!(id_of(title), wanted);
        }
        for title in ["Quiet room", &long] {
            let card = Card {
                id: id_of(title),
                title: "Title".into(),
                body: String::new(),
                moment: Moment::Reading,
                changed_at: None,
            };
            assert!(card.parse(Timestamp::default()).is_ok());
        }
    }

    #[test]
    fn a_new_card_replaces_none() {
        let cards = default_cards();
        let id = fresh_id("Listening", &cards);
        assert_eq!(id, "new-listening");
        assert!(cards.iter().all(|card| card.id != id));
    }

    #[test]
    fn every_moment_can_be_chosen() {
        for card in default_cards() {
            assert!(!moment_words(card.moment).is_empty(), "{}", card.id);
        }
    }
}
