//! The address of the screen: links, the way back, and going somewhere without a link.
//!
//! The whole app is one page, so a link within it changes the address alone and the screen follows. All else (other
//! sites, `tel:`, downloads, a second tab) stays with the browser.

use crate::page::window;
use crate::state::state;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement, MouseEvent};
#[cfg(feature = "desk-screens")]
use web_sys::{HtmlElement, KeyboardEvent};

/// Where the app lives.
const APP: &str = "/app/";

/// The path of the address as it stands.
pub(crate) fn path() -> String {
    window().and_then(|window| window.location().pathname().ok()).unwrap_or_default()
}

/// Shows another screen: one step forward, or in place of the current one.
pub(crate) fn go(to: &str, instead: bool) {
    let Some((window, history)) = window().and_then(|window| Some((window.clone(), window.history().ok()?))) else {
        return;
    };
    let written = if instead || to == path() {
        history.replace_state_with_url(&JsValue::NULL, "", Some(to))
    } else {
        history.push_state_with_url(&JsValue::NULL, "", Some(to))
    };
    if written.is_err() {
        // Browsers bound how often a page may write its address; loading the page anew has no bound.
        let _loading = window.location().set_href(to);
        return;
    }
    follow();
    window.scroll_to_with_x_and_y(0.0, 0.0);
}

/// Follows taps on links and the way back, for ever.
pub(crate) fn listen() {
    let Some(window) = window() else { return };
    let tapped = Closure::<dyn Fn(MouseEvent)>::new(|event: MouseEvent| {
        if let Some(to) = within(&event) {
            event.prevent_default();
            go(&to, false);
        }
    });
    let went_back = Closure::<dyn Fn()>::new(follow);
    for (event, call) in [("click", tapped.into_js_value()), ("popstate", went_back.into_js_value())] {
        let _listening = window.add_event_listener_with_callback(event, call.unchecked_ref());
    }
}

/// The key `/` leads to the search box, where there is one, unless something is being typed or asked.
#[cfg(feature = "desk-screens")]
pub(crate) fn listen_for_slash() {
    let Some(window) = window() else { return };
    let pressed = Closure::<dyn Fn(KeyboardEvent)>::new(|event: KeyboardEvent| {
        let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let typing = element.is_some_and(|element| {
            let asked = element.closest("dialog").is_ok_and(|dialog| dialog.is_some());
            asked || matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
        });
        let plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key();
        if event.key() == "/"
            && plain
            && !typing
            && let Some(search) = element_of_page("search")
        {
            event.prevent_default();
            let _focused = search.focus();
        }
    });
    let _listening = window.add_event_listener_with_callback("keydown", pressed.into_js_value().unchecked_ref());
}

#[cfg(feature = "desk-screens")]
fn element_of_page(id: &str) -> Option<HtmlElement> {
    crate::page::element(id)?.dyn_into().ok()
}

fn follow() {
    let shown = state().watched.path;
    let path = path();
    if shown.get_untracked() != path {
        shown.set(path);
    }
}

/// The screen that a tap asks for; nothing when it is the browser's own matter.
fn within(event: &MouseEvent) -> Option<String> {
    let to_the_browser =
        event.default_prevented() || event.button() != 0 || event.meta_key() || event.ctrl_key() || event.shift_key();
    if to_the_browser || event.alt_key() {
        return None;
    }
    let tapped = event.target()?.dyn_into::<Element>().ok()?;
    let link = tapped.closest("a[href]").ok()??.dyn_into::<HtmlAnchorElement>().ok()?;
    let elsewhere = !link.target().is_empty() || link.has_attribute("download") || !link.hash().is_empty();
    let path = link.pathname();
    let ours = link.origin() == window()?.location().origin().ok()? && path.starts_with(APP);
    (ours && !elsewhere).then_some(path)
}
