//! `/api/desk/…`: the app's server functions, with the desk and who asks at hand.

use super::refusal::Refusal;
use super::session::actor;
use super::{Web, body};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::view::Denied;
use leptos::prelude::provide_context;

/// Asks the server function of that address. Only JSON is taken, which no foreign form can send.
pub(crate) async fn ask(State(web): State<Web>, request: Request) -> Response {
    if !body::is_json(request.headers()) {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
    }
    let actor = match actor(&web, request.headers()).await {
        Ok(actor) => Some(actor),
        // The server functions answer the signed-out themselves, in the form that the app expects.
        Err(Refusal(Denied::SignedOut)) => None,
        Err(refusal) => return refusal.into_response(),
    };
    let desk = web.desk;
    let provide = move || {
        provide_context(desk.clone());
        if let Some(actor) = actor.clone() {
            provide_context(actor);
        }
    };
    leptos_axum::handle_server_fns_with_context(provide, request).await.into_response()
}
