//! My notes: the truth about each, and what can be done while one waits.

use crate::device::{Held, HeldKind, device, watched};
use crate::parts::frame::page;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{live, on_edit, on_tap};
use crate::parts::loading::{empty, skeleton};
use crate::parts::moment::{absolute, when};
use crate::parts::state::{stand, state_line};
use crate::parts::warning::{storage_warning, undelivered_warning};
use crate::signal::{Memo, RwSignal, StoredValue, spawn_local};
use domain::ids::NoteId;
use domain::private::Private;
use leptos::prelude::*;

/// Shortest passphrase of an export, in characters.
const PASSPHRASE_MIN: usize = 8;

/// All notes of this phone.
pub fn outbox() -> AnyView {
    let list = move || {
        let watched = watched();
        if !watched.loaded.get() {
            return skeleton();
        }
        let held = watched.outbox.get();
        if held.is_empty() {
            return nothing_yet();
        }
        let (here, there): (Vec<_>, Vec<_>) = held.into_iter().partition(|held| held.entry.is_only_here());
        view! {
            {section("Only on this phone", &here)}
            {section("On the server", &there)}
        }
        .into_any()
    };
    page(
        "My notes",
        view! {
            {storage_warning()}
            {undelivered_warning()}
            {drafts()}
            {live(list)}
            {waiting_actions()}
            <p class="soft">"Once a note is on the server, its text leaves this phone. Its receipt stays here."</p>
        },
    )
}

fn nothing_yet() -> AnyView {
    view! {
        {empty(Icon::Note, "No notes yet", "What you write stays on this phone until the server has it. Here you will see how far each note got.")}
        <a class="btn quiet wide" href="/app/note">"Write a note"</a>
    }
    .into_any()
}

fn section(title: &'static str, notes: &[Held]) -> AnyView {
    if notes.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="stack tight">
            <h2>{title}</h2>
            <ul class="rows">{notes.iter().map(row).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn row(held: &Held) -> AnyView {
    let href = format!("/app/outbox/{}", held.entry.id);
    view! {
        <li><a class="row" href=href>
            <span><b class="cut">{title(held)}</b>{state_line(&stand(held))}<small>{when(held.entry.saved_at)}</small></span>
            {icon(Icon::Next)}
        </a></li>
    }
    .into_any()
}

/// What a note is called: its first words while it is only here, its time afterwards.
pub fn title(held: &Held) -> String {
    if !held.title.is_blank() {
        return held.title.reveal().clone();
    }
    let kind = match held.kind {
        HeldKind::Account => "Note",
        HeldKind::ActNow => "Call for help",
        HeldKind::ActedAlone(_) => "What I did",
        HeldKind::Correction(_) => "Correction",
        HeldKind::Addition(_) => "Addition",
    };
    format!("{kind}, {}", absolute(held.entry.saved_at))
}

fn drafts() -> AnyView {
    let row = |key: String| {
        let (href, words) = draft_place(&key)?;
        Some(view! { <li><a class="row" href=href>{icon(Icon::Note)}<span>{words}</span>{icon(Icon::Next)}</a></li> })
    };
    let list = move || {
        let rows: Vec<_> = watched().drafts.get().into_iter().filter_map(row).collect();
        (!rows.is_empty()).then(|| {
            view! { <section class="stack tight"><h2>"Drafts"</h2><ul class="rows">{rows}</ul></section> }
        })
    };
    view! { {live(list)} }.into_any()
}

/// Where a draft is written on, by its key ([`crate::device::Draft::key`]).
fn draft_place(key: &str) -> Option<(String, &'static str)> {
    if key == "note" {
        return Some(("/app/note".into(), "A note that is not saved as one yet"));
    }
    #[cfg(feature = "desk-screens")]
    if key == "intake" {
        return Some(("/app/inbox/new".into(), "A report to write down"));
    }
    let (kind, id) = key.split_once('-')?;
    match kind {
        "correct" => Some((format!("/app/note/correct/{id}"), "A correction")),
        "add" => Some((format!("/app/note/add/{id}"), "An addition")),
        "case" => Some((format!("/app/i/{id}"), "A note for a case")),
        #[cfg(feature = "desk-screens")]
        "intake" => Some((format!("/app/inbox/new/{id}"), "One more account of a case")),
        "acted" => Some(("/app/act".into(), "What I did")),
        _ => None,
    }
}

fn waiting_actions() -> AnyView {
    let any = Memo::new(move || watched().only_here() > 0);
    let actions = move || {
        view! {
            <section class="stack tight">
                <button class="btn quiet wide" type="button" on:click=on_tap(|_| device().hurry())>{icon(Icon::Send)}"Send now"</button>
                {export_panel(Box::new(waiting_ids))}
            </section>
        }
    };
    view! { {live(move || any.get().then(actions))} }.into_any()
}

fn waiting_ids() -> Vec<NoteId> {
    watched().outbox.with_untracked(|outbox| {
        outbox.iter().filter(|held| held.entry.is_only_here()).map(|held| held.entry.id).collect()
    })
}

/// The way to save notes into an encrypted file.
pub fn export_panel(ids: Box<dyn Fn() -> Vec<NoteId> + Send + Sync>) -> AnyView {
    let passphrase = RwSignal::new(Private::<String>::default());
    let said = RwSignal::new(String::new());
    let ids = StoredValue::new(ids);
    let save = move |_| {
        let phrase = passphrase.get_untracked();
        if phrase.reveal().chars().count() < PASSPHRASE_MIN {
            said.set(format!("The passphrase needs at least {PASSPHRASE_MIN} characters; four words are good."));
            return;
        }
        let ids = ids.with_value(|ids| ids());
        said.set("Sealing the file, this takes a moment.".into());
        spawn_local(async move {
            let words = match device().export(ids, phrase).await {
                Ok(()) => "The file is in your downloads. The notes stay here as well.".to_owned(),
                Err(trouble) => trouble.to_string(),
            };
            said.set(words);
        });
    };
    view! {
        <details class="more">
            <summary>"Export to a file"</summary>
            <div>
                <p class="hint">"For handing over by hand when there will be no network for long. The file is sealed with a passphrase; tell it to the CARE team by voice, not with the file."</p>
                <div class="field">
                    <label for="export-phrase">"Passphrase"</label>
                    <input id="export-phrase" type="password" autocomplete="new-password"
                        on:input=on_edit(move |event| passphrase.set(event_target_value(&event).into()))/>
                </div>
                <button class="btn quiet" type="button" on:click=on_tap(save)>{icon(Icon::Export)}"Save the file"</button>
                <p class="hint" role="status">{live(move || said.get())}</p>
            </div>
        </details>
    }
    .into_any()
}
