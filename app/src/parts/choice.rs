//! A choice of a few answers of which one holds, or none.

use crate::parts::live::{attr, on_edit, on_tap};
use leptos::prelude::*;

/// What a choice is about: shown, or for screen readers alone where the words stand right above it.
#[derive(Clone, Copy)]
pub enum Legend {
    /// Shown.
    Shown(&'static str),
    /// Only told.
    Told(&'static str),
}

/// A segmented choice; `down` puts longer answers below each other. Choosing the chosen one again takes it back.
pub fn choice<T: Copy + PartialEq + Send + Sync + 'static>(
    name: &'static str,
    legend: Legend,
    down: bool,
    options: &'static [(T, &'static str)],
    chosen: impl Fn() -> Option<T> + Copy + Send + Sync + 'static,
    choose: impl Fn(Option<T>) + Copy + Send + Sync + 'static,
) -> AnyView {
    let one = move |(value, label): &'static (T, &'static str)| {
        let checked = move || chosen() == Some(*value);
        // A click on the chosen one fires before the browser would change it, and no change follows.
        let click = move |_| {
            if checked() {
                choose(None);
            }
        };
        view! {
            <label>
                <input type="radio" name=name prop:checked=attr(checked) on:click=on_tap(click) on:change=on_edit(move |_| choose(Some(*value)))/>
                <span>{*label}</span>
            </label>
        }
        .into_any()
    };
    let buttons = options.iter().map(one).collect::<Vec<_>>();
    let (words, told) = match legend {
        Legend::Shown(words) => (words, false),
        Legend::Told(words) => (words, true),
    };
    view! { <fieldset class="seg" class:down=down><legend class:sr=told>{words}</legend><div>{buttons}</div></fieldset> }.into_any()
}
