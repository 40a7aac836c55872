//! Careline's edge on the phone: storage, network, push and the start of the app.

use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

/// Starts the signed-in app in the page that loaded it.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(|| view! { <p>"Careline"</p> });
}
