//! A short word at the foot of the screen that goes away by itself, with a way to undo.

use crate::device::device;
use crate::parts::live::{live, on_tap};
use crate::signal::{RwSignal, StoredValue, spawn_local};
use leptos::prelude::*;
use std::sync::Arc;

/// How long a toast with a way to undo stays, in milliseconds.
pub const TOAST_MILLIS: u32 = 10_000;
/// How long a mere word stays, in milliseconds.
const WORD_MILLIS: u32 = 4_000;
/// Most toasts at once; the oldest makes room.
const TOASTS_MAX: usize = 3;

type Undo = Arc<dyn Fn() + Send + Sync>;

#[derive(Clone)]
struct Toast {
    number: u32,
    words: String,
    undo: Option<Undo>,
}

#[derive(Clone, Copy)]
struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

/// Makes room for toasts; once, at the root of the app.
pub fn provide() {
    provide_context(Toasts { shown: RwSignal::new(Vec::new()), next: StoredValue::new(0) });
}

/// A way to show toasts, for use after an await, where there is no context any more.
#[derive(Clone, Copy)]
pub struct Say(Option<Toasts>);

/// A way to show toasts. Call it while the screen is built.
pub fn say() -> Say {
    Say(use_context::<Toasts>())
}

/// What is said in place of the next word.
#[cfg(feature = "desk-screens")]
mod instead {
    use std::cell::RefCell;

    thread_local! {
        static WORDS: RefCell<Option<String>> = const { RefCell::new(None) };
    }

    pub(super) fn put(words: String) {
        WORDS.set(Some(words));
    }

    pub(super) fn take() -> Option<String> {
        WORDS.take()
    }
}

impl Say {
    /// Shows a word.
    pub fn word(self, words: impl Into<String>) {
        #[cfg(feature = "desk-screens")]
        let words = match instead::take() {
            Some(words) => words,
            None => words.into(),
        };
        #[cfg(not(feature = "desk-screens"))]
        let words = words.into();
        self.show(words, None);
    }

    /// Does something, and says this in place of the word that it would say; also where it would say nothing.
    #[cfg(feature = "desk-screens")]
    pub fn instead(self, words: String, work: impl FnOnce()) {
        instead::put(words);
        work();
        if let Some(words) = instead::take() {
            self.show(words, None);
        }
    }

    /// Shows a word with a way to undo.
    pub fn with_undo(self, words: impl Into<String>, undo: impl Fn() + Send + Sync + 'static) {
        self.show(words.into(), Some(Arc::new(undo)));
    }

    fn show(self, words: String, undo: Option<Undo>) {
        let Some(toasts) = self.0 else { return };
        let number = toasts.next.get_value();
        let stays = if undo.is_some() { TOAST_MILLIS } else { WORD_MILLIS };
        toasts.next.set_value(number.wrapping_add(1));
        toasts.shown.update(|shown| {
            shown.push(Toast { number, words, undo });
            if shown.len() > TOASTS_MAX {
                shown.remove(0);
            }
        });
        spawn_local(async move {
            device().sleep(stays).await;
            drop_toast(toasts, number);
        });
    }
}

fn drop_toast(toasts: Toasts, number: u32) {
    toasts.shown.update(|shown| shown.retain(|toast| toast.number != number));
}

/// The place where toasts stand.
pub fn toasts() -> AnyView {
    let Some(toasts) = use_context::<Toasts>() else { return ().into_any() };
    let one = move |toast: Toast| {
        let number = toast.number;
        let undo = toast.undo.map(|undo| {
            let press = move |_| {
                undo();
                drop_toast(toasts, number);
            };
            view! { <button class="btn" type="button" on:click=on_tap(press)>"Undo"</button> }
        });
        view! { <div class="toast"><span>{toast.words}</span>{undo}</div> }.into_any()
    };
    let list = move || toasts.shown.get().into_iter().map(one).collect_view();
    view! { <div class="toasts" role="status" aria-live="polite">{live(list)}</div> }.into_any()
}
