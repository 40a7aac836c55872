//! Web Locks, called by reflection because web-sys knows them only behind an unstable switch.

use js_sys::{Function, Object, Promise, Reflect};
use std::cell::Cell;
use std::future::Future;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// The lock of the flusher, one for all tabs.
pub(crate) const OUTBOX: &str = "careline-outbox";
/// The lock of whoever sends deeds, one for all tabs.
#[cfg(feature = "desk-screens")]
pub(crate) const DEEDS: &str = "careline-deeds";
/// The lock of whoever changes the push subscription, one for all tabs.
pub(crate) const PUSHES: &str = "careline-pushes";

/// What to do while somebody else holds the lock.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    Waits,
    Leaves,
}

/// Runs the work if nobody else holds the lock; whether it ran. A browser without locks runs it: a repeat is harmless.
pub(crate) async fn with_lock(name: &str, work: impl Future<Output = ()> + 'static) -> bool {
    locked(name, Held::Leaves, work).await
}

/// Runs the work as soon as nobody else holds the lock; nothing when the page ends before. A browser without locks runs it
/// at once.
pub(crate) async fn in_turn<T: 'static>(name: &str, work: impl Future<Output = T> + 'static) -> Option<T> {
    let outcome = Rc::new(Cell::new(None));
    let kept = Rc::clone(&outcome);
    locked(name, Held::Waits, async move { kept.set(Some(work.await)) }).await;
    outcome.take()
}

async fn locked(name: &str, held_already: Held, work: impl Future<Output = ()> + 'static) -> bool {
    let locks = web_sys::window()
        .and_then(|window| Reflect::get(&window.navigator(), &"locks".into()).ok())
        .filter(JsValue::is_object);
    let request: Option<Function> =
        locks.as_ref().and_then(|locks| Reflect::get(locks, &"request".into()).ok()?.dyn_into().ok());
    let (Some(locks), Some(request)) = (locks, request) else {
        work.await;
        return true;
    };
    let ran = Rc::new(Cell::new(false));
    let held = {
        let ran = Rc::clone(&ran);
        Closure::once(move |lock: JsValue| -> Promise {
            if lock.is_null() {
                return Promise::resolve(&JsValue::UNDEFINED);
            }
            ran.set(true);
            future_to_promise(async move {
                work.await;
                Ok(JsValue::UNDEFINED)
            })
        })
    };
    let options = Object::new();
    crate::vault::set(&options, "ifAvailable", &(held_already == Held::Leaves).into());
    if let Ok(promise) = request.call3(&locks, &name.into(), &options, held.as_ref()) {
        // The promise settles when the work has ended; what it settles to says nothing more.
        let _ended = JsFuture::from(promise.unchecked_into::<Promise>()).await;
    }
    ran.get()
}
