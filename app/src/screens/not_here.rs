//! A screen of the desk, asked for in the phone build.

use crate::device::device;
use crate::parts::frame::page_below;
use crate::parts::live::on_tap;
use crate::parts::loading::skeleton;
use leptos::prelude::*;

/// Loads the desk build, or says what it needs when that was tried already.
pub fn not_here() -> AnyView {
    let body = if device().desk_is_missing() {
        view! {
            <p>
                "This screen is not on this device yet, and the server could not bring it just now. It needs a network \
                 once; from then on it is here without one too."
            </p>
            <button class="btn wide" type="button" on:click=on_tap(|_| device().load_desk())>"Try again"</button>
            <p>"Writing a note, finding CARE and the guide work all the same."</p>
        }
        .into_any()
    } else {
        device().load_desk();
        skeleton()
    };
    page_below("/app/", "Home", "One moment", body)
}
