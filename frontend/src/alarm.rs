//! The alarm while a page waits for its person: a siren made on the spot, and a screen that stays awake.
//!
//! A browser lets a page make a sound only once somebody has tapped it. Until then `Watched::silent` says so, so that the
//! screen can ask for a tap, and the next tap anywhere starts the sound. Everything is called by reflection, so that a
//! browser which lacks a part of it is merely more quiet.

use crate::page;
use crate::state::state;
use app::signal::spawn_local;
use js_sys::{Array, Function, Object, Promise, Reflect};
use std::cell::RefCell;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The middle of the siren in hertz: where ears are keenest and a phone's speaker is loudest.
const TONE_HZ: f64 = 2_300.0;
/// How far the siren jumps up and down from there, in hertz.
const JUMP_HZ: f64 = 550.0;
/// How often it does, in hertz.
const JUMPS_HZ: f64 = 3.0;
/// What lets a sound start; which of them counts differs between browsers.
const TAPS: [&str; 3] = ["click", "touchend", "keydown"];

thread_local! {
    static SIREN: RefCell<Option<Siren>> = const { RefCell::new(None) };
}

/// A siren that runs, or waits for a tap.
struct Siren {
    /// Where the sound is made; nothing in a browser without the Web Audio API.
    context: Option<Object>,
    /// The promise of a screen that stays awake.
    awake: Option<Promise>,
}

/// Listens for taps, from the start on.
pub(crate) fn listen() {
    for tap in TAPS {
        page::listen(tap, || SIREN.with_borrow(|siren| siren.as_ref().and_then(Siren::resume)).unwrap_or_default());
    }
}

/// Starts the alarm or ends it. Doing either twice is harmless.
pub(crate) fn ring(on: bool) {
    if !on {
        if let Some(siren) = SIREN.take() {
            siren.end();
        }
        noted();
    } else if SIREN.with_borrow(Option::is_none) {
        let context = siren();
        if let Some(context) = &context {
            let changed = Closure::<dyn Fn()>::new(noted).into_js_value();
            crate::vault::set(context, "onstatechange", &changed);
        }
        SIREN.set(Some(Siren { context, awake: stay_awake() }));
        noted();
    }
}

/// The browser takes the wakefulness away whenever the app is out of sight.
pub(crate) fn came_to_the_front() {
    SIREN.with_borrow_mut(|siren| {
        if let Some(siren) = siren {
            siren.awake = stay_awake();
        }
    });
}

/// Whether it ought to sound and does not.
fn noted() {
    let silent = SIREN.with_borrow(|siren| siren.as_ref().is_some_and(|siren| !siren.sounds()));
    let watched = state().watched;
    if watched.silent.get_untracked() != silent {
        watched.silent.set(silent);
    }
}

impl Siren {
    fn sounds(&self) -> bool {
        let said = self.context.as_ref().and_then(|context| get(context, "state")?.as_string());
        said.as_deref() == Some("running")
    }

    fn resume(&self) -> Option<()> {
        if !self.sounds() {
            call(self.context.as_ref()?, "resume", &[])?;
        }
        Some(())
    }

    fn end(self) {
        if let Some(context) = &self.context {
            crate::vault::set(context, "onstatechange", &JsValue::NULL);
            let _closing = call(context, "close", &[]);
        }
        if let Some(awake) = self.awake {
            spawn_local(async move {
                if let Ok(lock) = JsFuture::from(awake).await {
                    let _released = call(&lock, "release", &[]);
                }
            });
        }
    }
}

/// Two tones in turn at full strength, without a file.
fn siren() -> Option<Object> {
    let make: Function = get(&js_sys::global(), "AudioContext")?.dyn_into().ok()?;
    let context: Object = Reflect::construct(&make, &Array::new()).ok()?.unchecked_into();
    let tone = square(&context, TONE_HZ)?;
    let jumps = square(&context, JUMPS_HZ)?;
    let depth = call(&context, "createGain", &[])?;
    level(&get(&depth, "gain")?, JUMP_HZ);
    call(&jumps, "connect", &[&depth])?;
    call(&depth, "connect", &[&get(&tone, "frequency")?])?;
    call(&tone, "connect", &[&get(&context, "destination")?])?;
    call(&jumps, "start", &[])?;
    call(&tone, "start", &[])?;
    Some(context)
}

fn square(context: &Object, hertz: f64) -> Option<JsValue> {
    let made = call(context, "createOscillator", &[])?;
    let _shaped = Reflect::set(&made, &"type".into(), &"square".into());
    level(&get(&made, "frequency")?, hertz);
    Some(made)
}

fn level(of: &JsValue, value: f64) {
    let _set = Reflect::set(of, &"value".into(), &value.into());
}

fn stay_awake() -> Option<Promise> {
    let lock = get(&page::window()?.navigator(), "wakeLock")?;
    let awake: Promise = call(&lock, "request", &[&"screen".into()])?.dyn_into().ok()?;
    take_a_no(awake.clone());
    Some(awake)
}

/// Without this a browser that says no would tell it as a mistake of the app.
fn take_a_no(promise: Promise) {
    spawn_local(async move {
        let _either = JsFuture::from(promise).await;
    });
}

fn get(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

fn call(of: &JsValue, name: &str, with: &[&JsValue]) -> Option<JsValue> {
    let method: Function = get(of, name)?.dyn_into().ok()?;
    method.apply(of, &with.iter().copied().collect::<Array>()).ok()
}
