//! An address that leads nowhere.

use crate::parts::frame::page_below;
use leptos::prelude::*;

/// There is nothing at this address.
pub fn lost() -> AnyView {
    page_below(
        "/app/",
        "Home",
        "Nothing here",
        view! {
            <p>"This address leads to no screen, or to one that is not for you."</p>
            <a class="btn wide" href="/app/">"Go home"</a>
        },
    )
}
