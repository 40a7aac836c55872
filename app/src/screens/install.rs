//! How to put the app on the home screen, in words and simple drawings.

use crate::device::{Platform, device};
use crate::parts::frame::page_below;
use crate::parts::icon::{Icon, icon};
use leptos::prelude::*;

/// The share button of an iPhone: a box with an arrow out of it.
const SHARE: &str = "M8 10H5.5v10.5h13V10H16M12 14V3M8.5 6.500L12 3l3.500 3.500";
/// "Add to home screen": a box with a plus.
const ADD: &str = "M4.500 4.500h15v15h-15zM12 8.500v7M8.500 12h7";
/// The menu of an Android browser: three dots.
const MENU: &str = "M12 5v.2M12 12v.2M12 19v.2";

/// The guidance for this kind of phone first, the other below.
pub fn install() -> AnyView {
    let ordered = match device().platform() {
        Platform::Ios => view! { {iphone()} {android()} }.into_any(),
        Platform::Android | Platform::Other => view! { {android()} {iphone()} }.into_any(),
    };
    let done = device().is_installed().then(|| {
        view! { <div class="banner">{icon(Icon::Check)}<div><p>"This is the installed app. There is nothing left to do."</p></div></div> }
    });
    page_below(
        "/app/me",
        "You",
        "Install",
        view! {
            {done}
            <p>"Installed, the app starts without a network, the phone keeps what you write, and pages reach you. On the home screen it is called Careline and says nothing of conduct."</p>
            {ordered}
        },
    )
}

fn iphone() -> AnyView {
    view! {
        <section class="card" aria-labelledby="iphone">
            <h2 id="iphone">"iPhone and iPad"</h2>
            {step(SHARE, "1. Open this page in Safari and press Share, the box with the arrow.")}
            {step(ADD, "2. Scroll down and choose \u{201c}Add to Home Screen\u{201d}, then \u{201c}Add\u{201d}.")}
            {step("M8 3h8a1.5 1.5 0 0 1 1.5 1.5v15A1.5 1.5 0 0 1 16 21H8a1.5 1.5 0 0 1-1.5-1.5v-15A1.5 1.5 0 0 1 8 3zM11 18h2", "3. Open Careline from the home screen and sign in there with your code.")}
        </section>
    }
    .into_any()
}

fn android() -> AnyView {
    view! {
        <section class="card" aria-labelledby="android">
            <h2 id="android">"Android"</h2>
            {step(MENU, "1. Open this page in Chrome and press the three dots.")}
            {step(ADD, "2. Choose \u{201c}Install app\u{201d} or \u{201c}Add to home screen\u{201d}.")}
            {step("M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10.5 20.8h3", "3. Open Careline from the home screen and let it notify you.")}
        </section>
    }
    .into_any()
}

fn step(drawing: &'static str, words: &'static str) -> AnyView {
    view! {
        <p class="state">
            <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=drawing></path></svg>
            <span>{words}</span>
        </p>
    }
    .into_any()
}
