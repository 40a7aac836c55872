//! What a screen asks of the server, and what it does there.
//!
//! [`ask`] asks when the screen opens and again whenever the server says that something changed, keeps what is known while
//! it asks again, and shows what stands in the way. [`doing`] is a button's work: one at a time, and a refusal stays
//! beside the button with everything that was typed.

use crate::api::{Answer, Refusal};
use crate::device::{device, watched};
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{live, on_tap};
use crate::parts::loading::{banner, skeleton};
use crate::signal::{Memo, RwSignal, StoredValue, follow, spawn_local};
use domain::view::Denied;
use leptos::prelude::*;

/// How long a screen that must not miss anything waits before it asks again by itself, in milliseconds.
const ANYWAY_MILLIS: u32 = 20_000;

/// Something asked of the server.
pub struct Asked<T: Send + Sync + 'static> {
    /// What is known.
    pub known: RwSignal<Option<T>>,
    /// Why the last question brought no answer, if it did not.
    pub refused: RwSignal<Option<Denied>>,
    turn: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Asked<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Asked<T> {}

/// Asks now, when the network comes back, and whenever the server says that something changed.
pub fn ask<T, F>(question: impl Fn() -> F + 'static) -> Asked<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
    F: Future<Output = Answer<T>> + 'static,
{
    let asked = Asked { known: RwSignal::new(None), refused: RwSignal::new(None), turn: RwSignal::new(0) };
    let latest = StoredValue::new(0_u32);
    follow(move || {
        asked.turn.track();
        watched().changed.track();
        watched().online.track();
        let number = latest.get_value().wrapping_add(1);
        latest.set_value(number);
        let answer = question();
        spawn_local(async move {
            let answer = answer.await;
            // A slower, older answer must not stand over a newer one.
            if latest.try_get_value() == Some(number) {
                asked.take(answer);
            }
        });
    });
    asked
}

/// As [`ask`], and every now and then besides, in case the line to the server has gone quiet unnoticed.
pub fn ask_often<T, F>(question: impl Fn() -> F + 'static) -> Asked<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
    F: Future<Output = Answer<T>> + 'static,
{
    let asked = ask(question);
    spawn_local(async move {
        loop {
            device().sleep(ANYWAY_MILLIS).await;
            if asked.turn.try_update(|turn| *turn = turn.wrapping_add(1)).is_none() {
                break;
            }
        }
    });
    asked
}

impl<T: Clone + PartialEq + Send + Sync + 'static> Asked<T> {
    /// Asks again.
    pub fn again(self) {
        self.turn.update(|turn| *turn = turn.wrapping_add(1));
    }

    /// Puts in place what an action answered.
    pub fn put(self, value: T) {
        self.take(Ok(value));
    }

    fn take(self, answer: Answer<T>) {
        match answer {
            Ok(value) => {
                if self.refused.get_untracked().is_some() {
                    self.refused.set(None);
                }
                if self.known.with_untracked(|known| known.as_ref() != Some(&value)) {
                    self.known.set(Some(value));
                }
            }
            Err(Refusal(denied)) => {
                if !is_passing(&denied) {
                    self.known.set(None);
                }
                self.refused.set(Some(denied));
            }
        }
    }

    /// Whether something is known; changes only when that changes.
    pub fn is_known(self) -> Memo<bool> {
        Memo::new(move || self.known.with(Option::is_some))
    }

    /// Shows what is known through `view`, or the shape of what will come, or what stands in the way.
    ///
    /// `view` runs again when the answer changes: keep what people type outside of it.
    pub fn show(self, view: impl Fn(T) -> AnyView + Send + Sync + 'static) -> AnyView {
        let known = move || self.known.get().map(&view);
        view! { {self.trouble()} {live(known)} }.into_any()
    }

    /// What stands in the way of an answer, if something does; the shape of what will come while nothing is known.
    pub fn trouble(self) -> AnyView {
        let known = self.is_known();
        let shown = move || match (self.refused.get(), known.get()) {
            (None, true) => ().into_any(),
            (None, false) => skeleton(),
            (Some(denied), known) => trouble(&denied, known, move || self.again()),
        };
        shown.into_any()
    }
}

/// Whether trying again may help, so that what is known may stay on the screen.
const fn is_passing(denied: &Denied) -> bool {
    match denied {
        Denied::Stale | Denied::Case(_) | Denied::Input(_) | Denied::Slow | Denied::Unavailable | Denied::Offline => {
            true
        }
        Denied::NotFound | Denied::SignedOut | Denied::NotAllowed => false,
    }
}

fn trouble(denied: &Denied, known: bool, again: impl Fn() + Send + Sync + 'static) -> AnyView {
    let words = denied.to_string();
    let before = known.then_some(" What you see is from before.");
    let next = if matches!(denied, Denied::SignedOut) {
        view! { <a class="btn" href="/app/join">{icon(Icon::SignIn)} "Sign in"</a> }.into_any()
    } else if is_passing(denied) {
        view! { <button class="btn quiet" type="button" on:click=on_tap(move |_| again())>"Try again"</button> }
            .into_any()
    } else {
        view! { <a class="btn quiet" href="/app/">"Go home"</a> }.into_any()
    };
    let picture = if matches!(denied, Denied::Offline) { Icon::Offline } else { Icon::Info };
    let body = view! { <p>{words}{before}</p> <p class="acts">{next}</p> };
    view! { <div role="status">{banner(false, picture, body)}</div> }.into_any()
}

/// A button's work.
#[derive(Clone, Copy)]
pub struct Doing {
    /// Whether it is under way.
    pub busy: RwSignal<bool>,
    refused: RwSignal<Option<Denied>>,
}

/// A button's work, not started yet.
pub fn doing() -> Doing {
    Doing { busy: RwSignal::new(false), refused: RwSignal::new(None) }
}

impl Doing {
    /// Starts it, unless it is under way; `then` gets the answer if there is one.
    pub fn start<T: 'static>(self, work: impl Future<Output = Answer<T>> + 'static, then: impl FnOnce(T) + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.refused.set(None);
        spawn_local(async move {
            let answer = work.await;
            // Where the screen has been left in the meantime, there is nobody to tell.
            let Some(()) = self.busy.try_update(|busy| *busy = false) else { return };
            match answer {
                Ok(value) => then(value),
                Err(Refusal(denied)) => self.refused.set(Some(denied)),
            }
        });
    }

    /// For `aria-busy`.
    pub fn is_busy(self) -> Option<&'static str> {
        self.busy.get().then_some("true")
    }

    /// Why it was refused, in a sentence beside the button.
    pub fn error(self) -> AnyView {
        let sentence = move || {
            let words = self.refused.get()?.to_string();
            Some(view! { <p class="error">{icon(Icon::Info)} <span>{words}</span></p> })
        };
        view! { <div role="alert">{live(sentence)}</div> }.into_any()
    }
}
