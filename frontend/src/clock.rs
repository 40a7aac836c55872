//! Time on this phone: the clock, timers, and the wall clock of a time zone through the browser's own tables.

use crate::state::state;
use app::device::WallClock;
use domain::time::{Span, Timestamp};
use js_sys::{Date, Function, Object, Promise, Reflect};
use std::cell::Cell;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// How often relative times on the screen are brought up to date, in milliseconds.
const TICK_MILLIS: i32 = 10_000;

thread_local! {
    /// By how many milliseconds the server's clock is ahead of this phone's, as far as it was heard.
    static AHEAD: Cell<i64> = const { Cell::new(0) };
}

/// The phone's clock: a claim.
pub(crate) fn now() -> Timestamp {
    Timestamp::from_millis(Date::now() as i64)
}

/// The time by the server's clock, once the server has said it; by the phone's before. For whatever a screen says of
/// times that the server gave, on a phone whose clock may be hours off.
pub(crate) fn by_the_server() -> Timestamp {
    Timestamp::from_millis(now().millis() + AHEAD.get())
}

/// The server has just said what time it is.
pub(crate) fn heard(server_time: Timestamp) {
    AHEAD.set(server_time.millis() - now().millis());
    state().watched.now.set(by_the_server());
}

/// Calls after a pause; the number to cancel it by.
pub(crate) fn after(pause: Span, call: fn()) -> Option<i32> {
    let millis = i32::try_from(pause.millis()).unwrap_or(i32::MAX);
    let call = Closure::once_into_js(call);
    web_sys::window()?.set_timeout_with_callback_and_timeout_and_arguments_0(call.unchecked_ref(), millis).ok()
}

/// Cancels what [`after`] started.
pub(crate) fn cancel(timer: i32) {
    if let Some(window) = web_sys::window() {
        window.clear_timeout_with_handle(timer);
    }
}

/// Calls again and again.
pub(crate) fn tick(call: fn()) {
    let call = Closure::<dyn Fn()>::new(call).into_js_value();
    if let Some(window) = web_sys::window() {
        let _timer = window.set_interval_with_callback_and_timeout_and_arguments_0(call.unchecked_ref(), TICK_MILLIS);
    }
}

/// Waits.
pub(crate) async fn sleep(millis: u32) {
    let waited = Promise::new(&mut |done, _| {
        if let Some(window) = web_sys::window() {
            let millis = i32::try_from(millis).unwrap_or(i32::MAX);
            let _timer = window.set_timeout_with_callback_and_timeout_and_arguments_0(&done, millis);
        }
    });
    let _waited = JsFuture::from(waited).await;
}

/// A moment on the wall clock of a zone.
pub(crate) fn wall_clock(at: Timestamp, zone: &str) -> WallClock {
    let time = [("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")];
    let day = [("weekday", "short"), ("day", "numeric"), ("month", "short")];
    WallClock { time: format(at, zone, "en-GB", &time), day: format(at, zone, "en-GB", &day).replace(',', "") }
}

/// A moment as an input for date and time wants it.
pub(crate) fn write_input(at: Timestamp, zone: &str) -> String {
    let parts =
        [("year", "numeric"), ("month", "2-digit"), ("day", "2-digit"), ("hour", "2-digit"), ("minute", "2-digit")];
    // Swedish writes dates as ISO 8601 does.
    format(at, zone, "sv-SE", &parts).replace(' ', "T")
}

/// Reads what such an input gives: the moment whose wall clock in that zone shows it.
pub(crate) fn read_input(typed: &str, zone: &str) -> Option<Timestamp> {
    let wanted = as_utc(typed)?;
    let mut at = wanted;
    // Twice, because the first guess may lie on the other side of a change of the clocks.
    for _ in 0..2 {
        let shown = as_utc(&write_input(Timestamp::from_millis(at), zone))?;
        at += wanted - shown;
    }
    Some(Timestamp::from_millis(at))
}

fn as_utc(wall: &str) -> Option<i64> {
    let millis = Date::parse(&format!("{wall}Z"));
    (!millis.is_nan()).then_some(millis as i64)
}

/// The time zones that the browser knows, the phone's own first. A browser without the table gives the phone's own.
pub(crate) fn zones() -> Vec<String> {
    let own = || {
        let formatted = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &Object::new()).resolved_options();
        Reflect::get(&formatted, &"timeZone".into()).ok()?.as_string()
    };
    let all = || {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let table: Function = Reflect::get(&intl, &"supportedValuesOf".into()).ok()?.dyn_into().ok()?;
        Some(js_sys::Array::from(&table.call1(&intl, &"timeZone".into()).ok()?))
    };
    let all = all().into_iter().flat_map(|zones| zones.to_vec()).filter_map(|zone| zone.as_string());
    own().into_iter().chain(all).collect()
}

/// The browser's own formatting. A zone that it does not know counts as the phone's.
fn format(at: Timestamp, zone: &str, locale: &str, parts: &[(&str, &str)]) -> String {
    let date = Date::new(&JsValue::from_f64(at.millis() as f64));
    let options = Object::new();
    for (name, value) in parts {
        crate::vault::set(&options, name, &(*value).into());
    }
    let write = |options: &Object| {
        let write: Function = Reflect::get(&date, &"toLocaleString".into()).ok()?.dyn_into().ok()?;
        write.call2(&date, &locale.into(), options).ok()?.as_string()
    };
    if !zone.is_empty() {
        crate::vault::set(&options, "timeZone", &zone.into());
        if let Some(text) = write(&options) {
            return text;
        }
        crate::vault::set(&options, "timeZone", &JsValue::UNDEFINED);
    }
    write(&options).unwrap_or_default()
}

/// Calls once, later.
pub(crate) fn later(millis: i32, call: impl FnOnce() + 'static) {
    if let Some(window) = web_sys::window() {
        let call = Closure::once_into_js(call);
        let _timer = window.set_timeout_with_callback_and_timeout_and_arguments_0(call.unchecked_ref(), millis);
    }
}
