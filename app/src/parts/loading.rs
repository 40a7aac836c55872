//! What stands on a screen while it waits, and when there is nothing.

use crate::parts::icon::{Icon, icon};
use leptos::prelude::*;

/// The shape of what will come.
pub fn skeleton() -> AnyView {
    view! { <div class="skel" role="status"><span class="sr">"Loading"</span><i></i><i></i><i></i></div> }.into_any()
}

/// Nothing yet: what will appear here, and what to do.
pub fn empty(picture: Icon, title: &'static str, what: &'static str) -> AnyView {
    view! { <div class="empty">{icon(picture)}<b>{title}</b><p>{what}</p></div> }.into_any()
}

/// Something to know; `warn` for what needs doing.
pub fn banner(warn: bool, picture: Icon, body: impl IntoView + 'static) -> AnyView {
    view! { <div class="banner" class:warn=warn>{icon(picture)}<div>{body.into_any()}</div></div> }.into_any()
}
