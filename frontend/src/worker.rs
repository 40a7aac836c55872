//! The service worker: what it tells the app, and how a newer version takes over.

use crate::state::state;
use crate::{address, clock, flush, page, push, session};
use app::signal::spawn_local;
use domain::time::{Timestamp, minutes};
use js_sys::{Array, Object, Reflect};
use std::cell::Cell;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    MessageEvent, MessagePort, ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState,
};

thread_local! {
    static LOOKED_AT: Cell<Timestamp> = Cell::new(Timestamp::default());
}

/// Whether this browser has service workers.
pub(crate) fn is_supported() -> bool {
    container().is_some()
}

/// The worker's registration, once it is there.
pub(crate) async fn registration() -> Option<ServiceWorkerRegistration> {
    let found = JsFuture::from(container()?.get_registration_with_document_url("/app/")).await.ok()?;
    found.dyn_into().ok()
}

/// Listens to the worker and for newer versions.
pub(crate) fn listen() {
    let Some(container) = container() else { return };
    let hear = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| hear(&event)).into_js_value();
    container.set_onmessage(Some(hear.unchecked_ref()));
    spawn_local(async move {
        // The shell registers the worker when the page has loaded; `ready` waits for that.
        let Some(ready) = container.ready().ok() else { return };
        let Ok(registration) = JsFuture::from(ready).await else { return };
        let registration: ServiceWorkerRegistration = registration.unchecked_into();
        watch_for_update(&registration);
        let found = {
            let registration = registration.clone();
            Closure::<dyn Fn()>::new(move || watch_installing(&registration)).into_js_value()
        };
        registration.set_onupdatefound(Some(found.unchecked_ref()));
    });
}

fn hear(event: &MessageEvent) {
    let text = |name: &str| Reflect::get(&event.data(), &name.into()).ok().and_then(|value| value.as_string());
    match text("type").as_deref() {
        // A push came in, so there is a network.
        Some("flush") => {
            flush::reconnected();
            session::changed();
        }
        Some("resubscribe") => spawn_local(push::renew()),
        Some("navigate") => {
            let port = Array::from(&event.ports()).get(0).dyn_into::<MessagePort>();
            if let (Some(to), Ok(port)) = (text("to"), port) {
                let _answered = port.post_message(&"going".into());
                address::go(&to, false);
            }
        }
        Some(_) | None => {}
    }
}

fn watch_for_update(registration: &ServiceWorkerRegistration) {
    if registration.waiting().is_some() && container().is_some_and(|container| container.controller().is_some()) {
        state().watched.update.set(true);
    }
}

fn watch_installing(registration: &ServiceWorkerRegistration) {
    let Some(installing) = registration.installing() else { return };
    let changed = {
        let (worker, registration) = (installing.clone(), registration.clone());
        Closure::<dyn Fn()>::new(move || {
            if worker.state() == ServiceWorkerState::Installed {
                watch_for_update(&registration);
            }
        })
        .into_js_value()
    };
    installing.set_onstatechange(Some(changed.unchecked_ref()));
}

/// Asks the browser whether the server has a newer version; at most every few minutes.
pub(crate) fn look_for_update() {
    let now = clock::now();
    let looked_at = LOOKED_AT.get();
    if looked_at <= now && now.since(looked_at) < minutes(10) {
        return;
    }
    LOOKED_AT.set(now);
    spawn_local(async {
        if let Some(registration) = registration().await
            && let Ok(asked) = registration.update()
        {
            let _looked = JsFuture::from(asked).await;
        }
    });
}

/// Tells the worker something, once it is there.
pub(crate) fn tell(what: &'static str) {
    let Some(ready) = container().and_then(|container| container.ready().ok()) else { return };
    spawn_local(async move {
        if let Ok(registration) = JsFuture::from(ready).await
            && let Some(active) = registration.unchecked_into::<ServiceWorkerRegistration>().active()
        {
            say(&active, what);
        }
    });
}

fn say(worker: &ServiceWorker, what: &str) {
    let _told = worker.post_message(&message(what));
}

fn message(what: &str) -> Object {
    let message = Object::new();
    crate::vault::set(&message, "type", &what.into());
    message
}

/// Tells the worker which pages wait, if it runs the page.
#[cfg(feature = "desk-screens")]
pub(crate) fn tell_what_waits(pages: &[domain::ids::PageId]) {
    let Some(worker) = container().and_then(|container| container.controller()) else { return };
    let message = message("waiting");
    let ids: Array = pages.iter().map(|page| JsValue::from(page.to_string())).collect();
    crate::vault::set(&message, "pages", &ids);
    let _told = worker.post_message(&message);
}

/// Changes over to the version that waits, and loads the page once it has taken over.
pub(crate) fn apply_update() {
    spawn_local(async {
        let Some(waiting) = registration().await.and_then(|registration| registration.waiting()) else { return };
        let Some(container) = container() else { return };
        let taken_over = Closure::once_into_js(page::reload);
        container.set_oncontrollerchange(Some(taken_over.unchecked_ref()));
        say(&waiting, "SKIP_WAITING");
    });
}

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    let found: JsValue = Reflect::get(&navigator, &"serviceWorker".into()).ok()?;
    found.dyn_into().ok()
}
