//! Careline's edge on the phone: storage, network, push and the start of the app.
//!
//! # The rooms
//!
//! | file | what it does |
//! |---|---|
//! | [`phone`] | the door `app::device::Device`, one line per call |
//! | [`state`] | what is held in memory |
//! | [`idb`], [`vault`], [`record`] | IndexedDB with strict durability, and the seal on what is private |
//! | [`outbox_idb`], [`drafts`], [`photos`], [`kept`] | what lies there; in the desk's build `deeds` besides |
//! | [`flush`], [`locks`], [`wire`], [`session`], [`live`] | what goes over the network |
//! | [`push`], [`worker`], [`build`] | pushes, the service worker, and which build of the app is loaded; in the desk's build `alarm` besides |
//! | [`clock`], [`page`], [`address`], [`export`] | the browser's other gifts |
//!
//! Nothing here decides what an answer means: that is `domain::outbox`.

mod address;
#[cfg(feature = "desk-screens")]
mod alarm;
mod build;
mod clock;
#[cfg(feature = "desk-screens")]
mod deeds;
mod drafts;
mod export;
mod flush;
mod idb;
mod kept;
mod live;
mod locks;
mod outbox_idb;
mod page;
mod phone;
mod photos;
mod push;
mod record;
mod session;
mod state;
mod vault;
mod wire;
mod worker;

use app::App;
use app::device::{StoreTrouble, Watched, enter};
use app::signal::spawn_local;
use leptos::prelude::*;
use state::state;
use wasm_bindgen::JsCast;

static PHONE: phone::Phone = phone::Phone;

/// The box of the note screen, which takes over what was typed in the shell.
const NOTE_BOX: &str = "note-text";

/// Starts the signed-in app in the page that loaded it.
pub fn start() {
    console_error_panic_hook::set_once();
    let Some(root) = page::element("app").and_then(|root| root.dyn_into().ok()) else { return };
    // The signals live as long as the page, under an owner of their own.
    let owner = Owner::new();
    let (typed, version) = page::from_boot();
    owner.set();
    let watched = Watched::new(clock::now(), address::path());
    watched.typed_early.set(typed);
    state::enter(watched, version);
    enter(&PHONE);
    leptos::mount::mount_to(root, App).forget();
    page::end_boot(NOTE_BOX);
    std::mem::forget(owner);
    listen();
    spawn_local(async {
        let _noted = state().noted(load().await);
        flush::reconnected();
        live::follow();
        // Without an answer the phone goes on with what it has.
        let _refreshed = session::refresh().await;
        live::follow();
    });
}

async fn load() -> Result<(), StoreTrouble> {
    let state = state();
    kept::load(&state).await?;
    drafts::reload(&state).await?;
    #[cfg(feature = "desk-screens")]
    deeds::reload(&state).await?;
    outbox_idb::erase_discarded().await?;
    outbox_idb::reload(&state).await
}

fn listen() {
    let online = || web_sys::window().is_none_or(|window| window.navigator().on_line());
    state().watched.online.set(online());
    for event in ["online", "offline"] {
        page::listen(event, move || {
            state().watched.online.set(online());
            flush::reconnected();
        });
    }
    page::listen("visibilitychange", || {
        if page::is_in_front() {
            came_to_the_front();
        } else {
            leaving();
        }
        live::follow();
    });
    for event in ["pagehide", "freeze"] {
        page::listen(event, leaving);
    }
    clock::tick(|| {
        state().watched.now.set(clock::by_the_server());
        live::follow();
    });
    address::listen();
    #[cfg(feature = "desk-screens")]
    {
        address::listen_for_slash();
        alarm::listen();
    }
    worker::listen();
}

fn came_to_the_front() {
    state().watched.now.set(clock::by_the_server());
    worker::look_for_update();
    #[cfg(feature = "desk-screens")]
    alarm::came_to_the_front();
    spawn_local(async {
        // Another tab may have written in the meantime.
        let _noted = state().noted(load_outbox().await);
        flush::reconnected();
    });
}

async fn load_outbox() -> Result<(), StoreTrouble> {
    let state = state();
    drafts::reload(&state).await?;
    outbox_idb::reload(&state).await
}

fn leaving() {
    state().watched.leaving.update(|count| *count = count.wrapping_add(1));
}

/// Bytes of chance, fit for secrets.
fn chance<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    #[expect(clippy::expect_used, reason = "a browser without chance can seal nothing; there is no safe way on")]
    getrandom::fill(&mut bytes).expect("the browser gives chance");
    bytes
}
