//! The search box on top of the inbox: what it finds takes the list's place as long as something is typed.
//!
//! What is searched for goes in the body of a question, never in an address, and is kept in memory alone so that opening
//! what was found does not lose it. An answer says where the words are; reading them is opening the case.

use crate::api;
use crate::device::device;
use crate::parts::asked::ask;
use crate::parts::icon::Icon;
use crate::parts::live::{attr, live, on_edit, on_send};
use crate::parts::loading::empty;
use crate::parts::moment::when;
use crate::screens::inbox::code_name;
use crate::signal::{Memo, RwSignal, StoredValue, follow, spawn_local};
use domain::found::{Found, HITS_MAX, Hit, Place, PlaceKind, SEARCH_MAX};
use domain::incident::Stage;
use leptos::ev;
use leptos::prelude::*;
use std::cell::RefCell;

/// The pause in typing after which it is searched, in milliseconds.
const PAUSE_MILLIS: u32 = 250;
/// The id of the box; the key `/` leads to it (`frontend/src/address.rs`).
const BOX: &str = "search";

thread_local! {
    /// What was searched for when a case was opened beside or instead of the list.
    static LAST: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The box over a list, and what it finds in the list's place.
pub(crate) fn over(list: AnyView) -> AnyView {
    let typed = RwSignal::new(LAST.with_borrow(Clone::clone));
    let settled = RwSignal::new(typed.get_untracked());
    let asked = ask(move || {
        let words = settled.get();
        async move {
            let nothing = words.trim().is_empty();
            let found = if nothing { Found::default() } else { api::search(words.as_str().into()).await? };
            Ok((words, found))
        }
    });
    let searching = Memo::new(move || typed.with(|typed| !typed.trim().is_empty()));
    follow(move || {
        let refused = asked.refused.with(Option::is_some) && !asked.known.with(Option::is_some);
        LAST.set(if refused { String::new() } else { settled.get() });
    });
    let waits = Memo::new(move || {
        let answered = asked.known.with(|known| known.as_ref().map(|(words, _)| words.clone()));
        searching.get() && asked.refused.with(Option::is_none) && answered != Some(typed.get())
    });
    let found = asked.show(|(words, found)| if words.trim().is_empty() { ().into_any() } else { hits(&found) });
    view! {
        <form role="search" class="field no-print" on:submit=on_send(|event| event.prevent_default())>
            <label for=BOX class="sr">"Search the cases"</label>
            <input id=BOX type="search" autocomplete="off" placeholder="Search the cases" enterkeyhint="search"
                maxlength=SEARCH_MAX.to_string() prop:value=attr(move || typed.get())
                on:input=on_edit(settles(typed, settled))/>
        </form>
        <div class="found" hidden=attr(move || !searching.get())>
            <p class="soft" role="status">{live(move || waits.get().then_some("Searching"))}</p>
            {found}
        </div>
        <div class="found" hidden=attr(move || searching.get())>{list}</div>
    }
    .into_any()
}

/// What is typed is searched for after a pause.
fn settles(typed: RwSignal<String>, settled: RwSignal<String>) -> impl Fn(ev::Event) {
    let turn = StoredValue::new(0_u32);
    move |event| {
        typed.set(event_target_value(&event));
        let mine = turn.get_value().wrapping_add(1);
        turn.set_value(mine);
        spawn_local(async move {
            device().sleep(PAUSE_MILLIS).await;
            if turn.try_get_value() == Some(mine)
                && let Some(words) = typed.try_get_untracked()
            {
                settled.set(words);
            }
        });
    }
}

fn hits(found: &Found) -> AnyView {
    let reading = found.reading.then(|| {
        view! { <p class="soft">"The server has just started and is still reading. Search again in a moment to find more."</p> }
    });
    if found.hits.is_empty() {
        let nothing = empty(
            Icon::Desk,
            "Nothing has all of these words",
            "Cases in which you have not yet said whether you have a conflict of interest are found by their code names only.",
        );
        return view! { {reading} {nothing} }.into_any();
    }
    let count = match (found.hits.len(), found.more) {
        (_, true) => format!("More than {HITS_MAX} cases. Another word narrows it down."),
        (1, false) => "1 case".to_owned(),
        (count, false) => format!("{count} cases"),
    };
    let in_part = found.in_part.then(|| {
        view! { <p class="soft">"Some records are too large to be looked through; only their code names were."</p> }
    });
    let lines = found.hits.iter().map(hit).collect_view();
    view! { <p role="status">{count}</p> {in_part} {reading} <ul class="rows">{lines}</ul> }.into_any()
}

fn hit(hit: &Hit) -> AnyView {
    let to = format!("/app/i/{}", hit.incident);
    let places = hit.places.iter().map(place).collect_view();
    let more = hit.more_places.then(|| view! { <small>"And in more places"</small> });
    view! {
        <li><a class="row" href=to>
            <span>
                <span class="acts"><b>{code_name(&hit.code_name)}</b> <span class="tag">{stage(hit.stage)}</span></span>
                {places} {more}
                <small>"Last added to " {when(hit.touched_at)}</small>
            </span>
        </a></li>
    }
    .into_any()
}

fn place(place: &Place) -> AnyView {
    let what = match place.kind {
        PlaceKind::Note => "In a note, ",
        PlaceKind::Deed => "In the work on it, ",
    };
    view! { <small>{what} {when(place.at)}</small> }.into_any()
}

const fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Reported => "Nobody has it yet",
        Stage::InHand { .. } => "In hand",
        Stage::UnderReview { .. } => "Under review",
        Stage::AwaitingInformation { .. } => "Waits",
        Stage::Decided { .. } => "Decided",
        Stage::Closed { .. } => "Closed",
        Stage::Reopened { .. } => "Reopened",
    }
}
