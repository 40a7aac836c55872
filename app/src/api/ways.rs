//! The ways to reach people beside pushes, for organizers.

use super::Answer;
use crate::lean::Lean;
use domain::hook::{Heard, NewHook, WaysView};
use domain::ids::HookId;
use domain::private::Private;
use leptos::prelude::*;
use leptos::server_fn::codec::Post;

/// Whether the server sends mail, and all hooks.
#[server(prefix = "/api/desk", endpoint = "ways", input = Post<Lean>, output = Post<Lean>)]
pub async fn ways() -> Answer<WaysView> {
    ask!(ways())
}

/// Adds or changes a hook. Its id is minted on the device, so that sending it twice adds it once.
#[server(prefix = "/api/desk", endpoint = "put_hook", input = Post<Lean>, output = Post<Lean>)]
pub async fn put_hook(hook: NewHook) -> Answer<WaysView> {
    ask!(put_hook(hook))
}

/// Removes a hook.
#[server(prefix = "/api/desk", endpoint = "remove_hook", input = Post<Lean>, output = Post<Lean>)]
pub async fn remove_hook(hook: HookId) -> Answer<WaysView> {
    ask!(remove_hook(hook))
}

/// Sends a test by a hook and says how it went.
#[server(prefix = "/api/desk", endpoint = "try_hook", input = Post<Lean>, output = Post<Lean>)]
pub async fn try_hook(hook: HookId, to: Private<String>) -> Answer<Heard> {
    ask!(try_hook(hook, to))
}

/// Sends a test by mail and says how it went.
#[server(prefix = "/api/desk", endpoint = "try_mail", input = Post<Lean>, output = Post<Lean>)]
pub async fn try_mail(to: Private<String>) -> Answer<Heard> {
    ask!(try_mail(to))
}
