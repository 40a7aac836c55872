//! The server's side of the door to the desk ([`crate::api`]).

use crate::api::{Answer, Refusal};
use desk::{Desk, DeskError};
use domain::permission::Actor;
use domain::view::Denied;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use std::error::Error;

/// The desk and who asks, from the request's context.
pub(crate) fn who_asks() -> Answer<(Desk, Actor)> {
    let desk = use_context::<Desk>().ok_or(Denied::Unavailable);
    let actor = use_context::<Actor>().ok_or(Denied::SignedOut);
    desk.and_then(|desk| actor.map(|actor| (desk, actor))).map_err(refuse)
}

/// Makes the desk's answer ready for the road. What storage complains of ends in the log.
pub(crate) fn say<T>(answer: Result<T, DeskError>) -> Answer<T> {
    answer.map_err(|error| {
        if let DeskError::Storage(trouble) = &error {
            let cause = trouble.source().map(ToString::to_string);
            tracing::error!(cause, "{trouble}");
        }
        refuse(Denied::from(&error))
    })
}

fn refuse(denied: Denied) -> Refusal {
    set_status(&denied);
    Refusal(denied)
}

/// Gives the answer the status that fits the refusal, so that proxies and logs see it too.
pub(crate) fn set_status(denied: &Denied) {
    if let Some(options) = use_context::<ResponseOptions>() {
        options.set_status(crate::api::status(denied));
    }
}
