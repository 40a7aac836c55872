//! Photos of a note: at most four, shrunk on the phone, each with a life of its own.

use super::form::Form;
use crate::device::device;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_edit, on_tap};
use crate::signal::{Memo, RwSignal, spawn_local};
use domain::ids::PhotoId;
use domain::note::PHOTOS_MAX;
use leptos::prelude::*;

const INPUT: &str = "note-photos";

/// The photos, and the way to add one.
pub(super) fn photos(form: Form) -> AnyView {
    let trouble = RwSignal::new(String::new());
    let working = RwSignal::new(false);
    let list = Memo::new(move || form.body.with(|body| body.photos.clone()));
    let add = move |_| {
        let room = PHOTOS_MAX - form.body.with_untracked(|body| body.photos.len()).min(PHOTOS_MAX);
        working.set(true);
        spawn_local(async move {
            let (kept, why) = device().add_photos(form.id.get_untracked(), INPUT, room).await;
            working.set(false);
            trouble.set(why.map(|why| why.to_string()).unwrap_or_default());
            if !kept.is_empty() {
                form.change(|body| body.photos.extend(kept));
            }
        });
    };
    let picker = move || {
        (list.with(Vec::len) < PHOTOS_MAX).then(|| {
            view! {
                <div class="field">
                    <label for=INPUT>"Add photos"</label>
                    <p class="hint">"Up to four. Place and camera data are taken out. They follow after the text."</p>
                    <input id=INPUT type="file" accept="image/*" multiple on:change=on_edit(add) aria-busy=attr(move || working.get().to_string())/>
                </div>
            }
        })
    };
    let sentence = move || {
        let words = trouble.get();
        (!words.is_empty()).then(|| view! { <p class="error" role="alert">{icon(Icon::Info)}{words}</p> })
    };
    view! {
        <details class="more">
            <summary>{live(move || match list.with(Vec::len) { 0 => "Photos".to_owned(), count => format!("Photos ({count})") })}</summary>
            <div>
                <ul class="photos">{live(move || list.get().into_iter().enumerate().map(|(at, id)| photo(form, at + 1, id)).collect_view())}</ul>
                {live(picker)}
                {live(sentence)}
            </div>
        </details>
    }
    .into_any()
}

fn photo(form: Form, number: usize, id: PhotoId) -> AnyView {
    let address = RwSignal::new(None);
    spawn_local(async move {
        let found = device().photo_url(id).await;
        address.set(found);
    });
    let remove = move |_| {
        form.change(|body| body.photos.retain(|one| *one != id));
        spawn_local(device().drop_photo(id));
    };
    view! {
        <li>
            <img alt=format!("Photo {number}") src=attr(move || address.get())/>
            <button class="btn quiet icon-only" type="button" aria-label=format!("Remove photo {number}") on:click=on_tap(remove)>
                {icon(Icon::Close)}
            </button>
        </li>
    }
    .into_any()
}
