//! Write a note: one big box first, everything else offered below it, nothing required.

mod details;
mod form;
pub mod link;
mod photos;
mod prompts;

pub use form::{Form, Kept, keep_typed_early};

use crate::device::{device, watched};
use crate::parts::frame::page_below;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_edit, on_tap};
use crate::parts::toast::say;
use crate::parts::warning::storage_warning;
use crate::screens::guide::{card_body, cards_for};
use crate::screens::lost::lost;
use crate::signal::{Memo, RwSignal, spawn_local};
use domain::guide::Moment;
use domain::ids::NoteId;
use domain::note::{NoteKind, TEXT_MAX};
use domain::outbox::{EntryState, has_room};
use domain::private::Private;
use leptos::prelude::*;

/// How near the bound a text must be before its length is told, in characters.
const NEAR_THE_BOUND: usize = 1_000;
/// How long after a tap what it opens is surely on the screen, in milliseconds.
const SHOWN_MILLIS: u32 = 60;

/// A new note.
pub fn note() -> AnyView {
    page_below("/app/", "Home", "Write a note", body(Form::open(NoteKind::Account, None)))
}

/// A better version of an earlier note. A note that the server refused is replaced; every other stays readable.
pub fn correct(id: &str) -> AnyView {
    let Ok(corrects) = NoteId::parse(id) else { return lost() };
    let refused = watched().outbox.with_untracked(|outbox| {
        outbox.iter().any(|held| held.entry.id == corrects && matches!(held.entry.state, EntryState::Refused { .. }))
    });
    let form = Form::open(NoteKind::Correction { corrects }, refused.then_some(corrects));
    form.fill_from(corrects);
    let hint =
        view! { <p class="hint">"Write it as it should be. The first version stays readable for the CARE team."</p> };
    page_below(
        format!("/app/outbox/{corrects}"),
        "Back",
        "Correct a note",
        view! { {(!refused).then_some(hint)} {body(form)} },
    )
}

/// More about an earlier note.
pub fn add(id: &str) -> AnyView {
    let Ok(to) = NoteId::parse(id) else { return lost() };
    let form = Form::open(NoteKind::Addition { to }, None);
    page_below(format!("/app/outbox/{to}"), "Back", "Add to a note", body(form))
}

fn body(form: Form) -> AnyView {
    let refused = RwSignal::new(String::new());
    view! {
        {storage_warning()}
        {full_warning()}
        {big_box(form)}
        {guide_chips()}
        {details::urgency(form)}
        {prompts::prompts(form)}
        {details::hand_over(form)}
        {details::keep_out(form)}
        {details::provenance(form)}
        {details::support(form)}
        {details::times(form)}
        {photos::photos(form)}
        {link::reporter_link(form)}
        {discard_button(form)}
        {save_bar(form, refused)}
    }
    .into_any()
}

fn big_box(form: Form) -> AnyView {
    let text = move || form.body.with(|body| body.text.reveal().clone());
    let typed = move |event| form.change(|body| body.text = Private::new(event_target_value(&event)));
    let left = move || {
        let count = form.body.with(|body| body.text.reveal().chars().count());
        (count + NEAR_THE_BOUND > TEXT_MAX).then(|| match TEXT_MAX.checked_sub(count) {
            Some(left) => format!("{left} characters left. The rest can go into a second note."),
            None => format!("{} characters too many. Put the rest into a second note.", count - TEXT_MAX),
        })
    };
    view! {
        <div class="field">
            <label class="title" for="note-text">"What happened?"</label>
            <p class="hint" id="note-hint">"A few words are enough. You can add more later."</p>
            <textarea id="note-text" class="big" aria-describedby="note-hint note-left" autocomplete="off"
                prop:value=attr(text) on:input=on_edit(typed)></textarea>
            <p class="hint" id="note-left">{live(left)}</p>
            {kept_line(form)}
        </div>
    }
    .into_any()
}

/// Whether the phone has what stands in the box; the word comes out of the proof.
fn kept_line(form: Form) -> AnyView {
    let line = move || match form.kept.get() {
        Kept::Nothing => ().into_any(),
        Kept::Typing => state("unsaved", Icon::Unsaved, "Not saved yet".to_owned()),
        Kept::Kept(durable) => state("phone", Icon::Phone, format!("{}, not sent yet", durable.words())),
        Kept::Trouble(trouble) => state("unsaved", Icon::Unsaved, format!("Not saved. {trouble}")),
    };
    view! { <div role="status">{live(line)}</div> }.into_any()
}

fn state(code: &'static str, picture: Icon, words: String) -> AnyView {
    view! { <p class="state" data-state=code>{icon(picture)}<span>{words}</span></p> }.into_any()
}

fn full_warning() -> AnyView {
    let full = Memo::new(move || {
        let entries: Vec<_> = watched().outbox.with(|outbox| outbox.iter().map(|held| held.entry.clone()).collect());
        !has_room(&entries)
    });
    let banner = || {
        view! {
            <div class="banner warn" role="alert">
                {icon(Icon::Act)}
                <div><p>"500 notes wait on this phone, and it holds no more. Get a network, or export some of them under "<a href="/app/outbox">"My notes"</a>"."</p></div>
            </div>
        }
    };
    view! { {live(move || full.get().then(banner))} }.into_any()
}

/// The cards on listening and on support, one tap away from the box and then one swipe from each other.
fn guide_chips() -> AnyView {
    let open = RwSignal::new(false);
    let press = move |_| {
        open.update(|open| *open = !*open);
        spawn_local(async {
            // Once they are there; the focus also brings them into sight.
            device().sleep(SHOWN_MILLIS).await;
            device().focus("guide-cards");
        });
    };
    let cards = move || {
        let cards = cards_for(Moment::Listening).into_iter().chain(cards_for(Moment::Support));
        let cards = cards.map(|card| card_body(&card, true)).collect_view();
        view! { <div class="cards" id="guide-cards" tabindex="0" role="region" aria-label="Guide cards">{cards}</div> }
    };
    view! {
        <p class="chips">
            <button class="chip" type="button" aria-pressed=attr(move || open.get().to_string()) on:click=on_tap(press)>
                {icon(Icon::Say)}"What to say"
            </button>
            <a class="chip" href="/app/care">{icon(Icon::Find)}"Find CARE"</a>
        </p>
        {live(move || open.get().then(cards))}
    }
    .into_any()
}

fn discard_button(form: Form) -> AnyView {
    let say = say();
    let written = Memo::new(move || form.kept.get() != Kept::Nothing);
    let button = move || {
        view! { <button class="btn link" type="button" on:click=on_tap(move |_| form.start_over(say))>"Discard this draft"</button> }
    };
    view! { {live(move || written.get().then(button))} }.into_any()
}

fn save_bar(form: Form, refused: RwSignal<String>) -> AnyView {
    let say = say();
    let saving = RwSignal::new(false);
    let press = move |_| {
        if saving.get_untracked() {
            return;
        }
        saving.set(true);
        spawn_local(async move {
            match form.save().await {
                Ok((id, durable)) => {
                    say.word(durable.words());
                    device().go(&format!("/app/outbox/{id}"));
                }
                Err(why) => {
                    refused.set(why);
                }
            }
            saving.set(false);
        });
    };
    let why = move || {
        let words = refused.get();
        (!words.is_empty()).then(|| view! { <p class="error" role="alert">{icon(Icon::Info)}{words}</p> })
    };
    view! {
        <div class="bar">
            {live(why)}
            <button class="btn wide" type="button" aria-busy=attr(move || saving.get().to_string()) on:click=on_tap(press)>"Save the note"</button>
        </div>
    }
    .into_any()
}
