//! Parts of a screen that change, and what a tap does, each as one type.
//!
//! Every closure is a type of its own, and Leptos compiles its machinery anew for each type that it is given. A screen
//! that hands its closures over through here costs the size of the closure alone; the first visit on a phone's network
//! hangs on it.

use leptos::ev::{Event, MouseEvent, SubmitEvent};
use leptos::prelude::*;
use std::sync::{Arc, Mutex};

/// A part that is built again whenever a signal in it changes.
pub fn live<V: IntoView>(mut part: impl FnMut() -> V + Send + 'static) -> AnyView {
    one_type(Arc::new(Mutex::new(move || part().into_any())))
}

#[inline(never)]
fn one_type(part: Arc<Mutex<dyn FnMut() -> AnyView + Send>>) -> AnyView {
    part.into_any()
}

/// An attribute or a property that follows a signal: one type for each kind of value.
pub fn attr<V>(value: impl FnMut() -> V + Send + 'static) -> Arc<Mutex<dyn FnMut() -> V + Send>> {
    Arc::new(Mutex::new(value))
}

/// What a tap does.
pub fn on_tap(work: impl FnMut(MouseEvent) + 'static) -> Box<dyn FnMut(MouseEvent)> {
    Box::new(work)
}

/// What typing or choosing does.
pub fn on_edit(work: impl FnMut(Event) + 'static) -> Box<dyn FnMut(Event)> {
    Box::new(work)
}

/// What sending a form does.
pub fn on_send(work: impl FnMut(SubmitEvent) + 'static) -> Box<dyn FnMut(SubmitEvent)> {
    Box::new(work)
}
