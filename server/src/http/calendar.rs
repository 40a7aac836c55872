//! `GET /api/v1/calendar/{secret}.ics`: somebody's own shifts, for their calendar.
//!
//! A calendar fetches by itself and can show no cookie, so the secret stands in the address. It opens nothing but when its
//! owner is on duty; it is hashed at rest, ended by its owner at any time, and no address of ours goes into a log.

use super::Web;
use super::refusal::{InPath, Refusal};
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use desk::DeskError;
use domain::view::Denied;

/// The calendar of whoever made this address. One that leads nowhere waits like every wrong secret, and is not found.
pub(crate) async fn calendar(State(web): State<Web>, InPath(file): InPath<String>) -> Result<Response, Refusal> {
    match web.desk.calendar(&file).await {
        Ok(calendar) => {
            Ok(([(CONTENT_TYPE, "text/calendar; charset=utf-8")], calendar.into_revealed()).into_response())
        }
        Err(DeskError::NotFound) => match web.wrong_tries.wait().await {
            Ok(()) => Err(Denied::NotFound.into()),
            Err(super::throttle::TooManyTries) => Err(Denied::Slow.into()),
        },
        Err(error) => Err(error.into()),
    }
}
