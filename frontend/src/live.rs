//! Live events: while the app is in front and signed in, the server says when something changed.

use crate::page;
use crate::session;
use crate::state::state;
use app::device::SignIn;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::EventSource;

thread_local! {
    static SOURCE: RefCell<Option<EventSource>> = const { RefCell::new(None) };
}

/// Opens or closes the stream, as it is of use.
pub(crate) fn follow() {
    let wanted = page::is_in_front() && state().watched.sign_in.get_untracked() == SignIn::SignedIn;
    SOURCE.with(|slot| {
        let mut slot = slot.borrow_mut();
        let ended = slot.as_ref().is_some_and(|source| source.ready_state() == EventSource::CLOSED);
        if let Some(source) = slot.take_if(|_| !wanted || ended) {
            source.close();
        }
        if wanted && slot.is_none() {
            *slot = open();
        }
    });
}

fn open() -> Option<EventSource> {
    let source = EventSource::new("/api/v1/live").ok()?;
    // Whatever was missed while the stream was away shows when it is back.
    let heard = Closure::<dyn Fn()>::new(session::changed).into_js_value();
    source.set_onopen(Some(heard.unchecked_ref()));
    source.add_event_listener_with_callback("changed", heard.unchecked_ref()).ok()?;
    // A stream that the server refuses ends: whoever is signed out must not keep what stands on the screen.
    let ended = source.clone();
    let refused = Closure::<dyn Fn()>::new(move || {
        if ended.ready_state() == EventSource::CLOSED {
            session::changed();
        }
    });
    source.set_onerror(Some(refused.into_js_value().unchecked_ref()));
    Some(source)
}
