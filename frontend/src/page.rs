//! The page itself: its elements, its address, and what kind of browser it lives in.

use app::device::{Keeping, Platform};
use domain::private::Private;
use js_sys::{Function, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AddEventListenerOptions, Document, Element, HtmlDialogElement, HtmlElement, HtmlTextAreaElement, Window,
};

/// The element of that id.
pub(crate) fn element(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

pub(crate) fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

/// Moves the focus.
pub(crate) fn focus(id: &str) {
    if let Some(element) = element(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _focused = element.focus();
    }
}

/// Opens or closes a dialog.
pub(crate) fn dialog(id: &str, open: bool) {
    let Some(dialog) = element(id).and_then(|element| element.dyn_into::<HtmlDialogElement>().ok()) else { return };
    if !open {
        dialog.close();
    } else if !dialog.open() {
        let _shown = dialog.show_modal();
    }
}

/// Whether the page's root element has this attribute.
pub(crate) fn root_has(attribute: &str) -> bool {
    document().and_then(|document| document.document_element()).is_some_and(|root| root.has_attribute(attribute))
}

/// Loads the page anew.
pub(crate) fn reload() {
    if let Some(window) = window() {
        let _reloading = window.location().reload();
    }
}

/// Whether the page is in front.
pub(crate) fn is_in_front() -> bool {
    document().is_some_and(|document| !document.hidden())
}

/// Listens for an event of the window or, for `visibilitychange`, of the document; for ever.
pub(crate) fn listen(event: &str, call: impl Fn() + 'static) {
    let call = Closure::<dyn Fn()>::new(call).into_js_value();
    if let Some(target) = window() {
        let options = AddEventListenerOptions::new();
        // `visibilitychange` is the document's; in its capture phase the window hears it too.
        options.set_capture(true);
        let _listening = target.add_event_listener_with_callback_and_add_event_listener_options(
            event,
            call.unchecked_ref(),
            &options,
        );
    }
}

/// What stands behind `#`; taken out of the address and the history.
pub(crate) fn take_fragment() -> Private<String> {
    let Some(window) = window() else { return Private::default() };
    let fragment = window.location().hash().unwrap_or_default();
    if !fragment.is_empty()
        && let (Ok(history), Ok(path)) = (window.history(), window.location().pathname())
    {
        let _cleared = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    }
    Private::new(fragment.trim_start_matches('#').to_owned())
}

/// Scheme, host and port.
pub(crate) fn origin() -> String {
    window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

fn agent() -> String {
    window().and_then(|window| window.navigator().user_agent().ok()).unwrap_or_default()
}

/// What kind of phone this is. An iPad says that it is a Mac, but no Mac is touched.
pub(crate) fn platform() -> Platform {
    let agent = agent();
    let touched = window().is_some_and(|window| window.navigator().max_touch_points() > 1);
    if agent.contains("Android") {
        Platform::Android
    } else if agent.contains("iPhone") || agent.contains("iPad") || (agent.contains("Macintosh") && touched) {
        Platform::Ios
    } else {
        Platform::Other
    }
}

/// What its owner would recognize this device by.
pub(crate) fn device_name() -> String {
    let agent = agent();
    let kind = match platform() {
        Platform::Android => "Android phone",
        Platform::Ios => "iPhone or iPad",
        Platform::Other => "Computer",
    };
    // The order matters: nearly every browser also calls itself Chrome and Safari.
    let browsers =
        [("Edg", "Edge"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")];
    let browser = browsers.into_iter().find(|(mark, _)| agent.contains(mark)).map_or("browser", |(_, name)| name);
    let place = if is_installed() { "installed app" } else { browser };
    format!("{kind}, {place}")
}

/// Whether this is the installed app.
pub(crate) fn is_installed() -> bool {
    let Some(window) = window() else { return false };
    let standalone = window.match_media("(display-mode: standalone)").ok().flatten().is_some_and(|it| it.matches());
    let on_iphone = Reflect::get(&window.navigator(), &"standalone".into()).is_ok_and(|it| it.is_truthy());
    standalone || on_iphone
}

/// Asks the browser to keep our storage.
pub(crate) async fn keep_storage() -> Keeping {
    let Some(window) = window() else { return Keeping::Unknown };
    let storage = window.navigator().storage();
    if JsValue::from(storage.clone()).is_undefined() {
        return Keeping::Unknown;
    }
    let Ok(asked) = storage.persist() else { return Keeping::Unknown };
    match JsFuture::from(asked).await.map(|answer| answer.as_bool()) {
        Ok(Some(true)) => Keeping::Promised,
        Ok(Some(false)) => Keeping::MayClear,
        Ok(None) | Err(_) => Keeping::Unknown,
    }
}

/// Lets the phone shake, where the browser can.
pub(crate) fn shake(pattern: &[u32]) {
    let Some(navigator) = window().map(|window| window.navigator()) else { return };
    let shaker = js_sys::Reflect::get(&navigator, &"vibrate".into()).ok();
    if let Some(shaker) = shaker.and_then(|shaker| shaker.dyn_into::<js_sys::Function>().ok()) {
        let pattern: js_sys::Array = pattern.iter().map(|millis| JsValue::from(*millis)).collect();
        // A browser that refuses says so by doing nothing.
        let _shook = shaker.call1(&navigator, &pattern);
    }
}

/// Puts a text on the clipboard.
pub(crate) async fn copy(text: Private<String>) -> bool {
    let Some(window) = window() else { return false };
    let clipboard = window.navigator().clipboard();
    if JsValue::from(clipboard.clone()).is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text.reveal())).await.is_ok()
}

/// What was typed before the app was there, and the version that the shell names.
pub(crate) fn from_boot() -> (Private<String>, String) {
    let typed = boot_call("text").and_then(|text| text.as_string()).unwrap_or_default();
    let version = element("boot").and_then(|boot| boot.get_attribute("data-version")).unwrap_or_default();
    (typed.into(), version)
}

/// Hands the place over: the caret goes where it was, and the boot markup goes away. In one task with the mount.
pub(crate) fn end_boot(box_id: &str) {
    let selection = boot_call("selection").and_then(|pair| pair.dyn_into::<js_sys::Array>().ok());
    let was_typing =
        document().and_then(|document| document.active_element()).is_some_and(|element| element.id() == "boot-text");
    let text_box = element(box_id).and_then(|element| element.dyn_into::<HtmlTextAreaElement>().ok());
    if let (true, Some(text_box)) = (was_typing, text_box) {
        // The app writes the same words into the box a little later; a caret stays only where nothing changes.
        text_box.set_value(&boot_call("text").and_then(|text| text.as_string()).unwrap_or_default());
        let _focused = text_box.focus();
        let at = |index| selection.as_ref().and_then(|pair| pair.get(index).as_f64()).unwrap_or_default() as u32;
        let _placed = text_box.set_selection_range(at(0), at(1));
    }
    let _ended = boot_call("done");
}

fn boot_call(name: &str) -> Option<JsValue> {
    let boot = Reflect::get(window()?.as_ref(), &"carelineBoot".into()).ok().filter(JsValue::is_object)?;
    let call: Function = Reflect::get(&boot, &name.into()).ok()?.dyn_into().ok()?;
    call.call0(&boot).ok()
}
