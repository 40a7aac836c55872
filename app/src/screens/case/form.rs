//! The parts that the forms of a case are made of: a sheet with its buttons, a box, a line, a choice.

use super::hand::Doing;
use crate::device::device;
use crate::parts::live::{attr, on_edit, on_send, on_tap};
use crate::signal::RwSignal;
use leptos::prelude::*;

/// A sheet that asks for something and does it. `send` runs when it is sent; whoever does it closes the sheet.
pub(super) fn sheet(
    id: &'static str,
    title: &'static str,
    fields: AnyView,
    doing: Doing,
    does: &'static str,
    send: impl Fn() + 'static,
) -> AnyView {
    let (title_id, labelled_by) = (format!("{id}-title"), format!("{id}-title"));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send();
    };
    view! {
        <dialog class="sheet" id=id aria-labelledby=labelled_by>
            <form class="stack" on:submit=on_send(send)>
                <h2 id=title_id tabindex="-1">{title}</h2>
                {fields}
                {doing.error()}
                <p class="acts">
                    <button class="btn" type="submit" aria-busy=attr(move || doing.is_busy())>{does}</button>
                    <button class="btn link" type="button" on:click=on_tap(move |_| device().close_dialog(id))>"Not now"</button>
                </p>
            </form>
        </dialog>
    }
    .into_any()
}

/// A button that opens a sheet.
pub(super) fn opens(sheet: &'static str, words: &'static str) -> AnyView {
    view! { <button class="btn quiet" type="button" on:click=on_tap(move |_| device().open_dialog(sheet))>{words}</button> }
        .into_any()
}

/// A box for some sentences.
pub(super) fn text_box(id: &'static str, label: &'static str, text: RwSignal<String>) -> AnyView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <textarea id=id autocomplete="off" prop:value=attr(move || text.get())
                on:input=on_edit(move |event| text.set(event_target_value(&event)))></textarea>
        </div>
    }
    .into_any()
}

/// A line for some words.
pub(super) fn line(id: &'static str, label: &'static str, text: RwSignal<String>) -> AnyView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input id=id autocomplete="off" maxlength="2000" prop:value=attr(move || text.get())
                on:input=on_edit(move |event| text.set(event_target_value(&event)))/>
        </div>
    }
    .into_any()
}

/// One of several, by its number in the list.
pub(super) fn choice(
    name: &'static str,
    legend: &'static str,
    options: Vec<String>,
    chosen: RwSignal<Option<usize>>,
) -> AnyView {
    let options = options.into_iter().enumerate().map(|(number, words)| {
        let is = move || chosen.get() == Some(number);
        view! {
            <label class="check">
                <input type="radio" name=name prop:checked=attr(is) on:change=on_edit(move |_| chosen.set(Some(number)))/>
                <span>{words}</span>
            </label>
        }
    });
    let options = options.collect_view();
    view! { <fieldset class="field"><legend>{legend}</legend>{options}</fieldset> }.into_any()
}
