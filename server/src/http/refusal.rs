//! Refusals as JSON, and the log line of what only the operator can act on.

use axum::Json;
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use desk::DeskError;
use domain::sync::Marker;
use domain::view::Denied;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Why a route of the API does not do it.
#[derive(Debug)]
pub(crate) struct Refusal(pub(crate) Denied);

#[derive(Serialize)]
struct Said<'a> {
    server: Marker,
    denied: &'a Denied,
    /// The sentence for a person.
    says: String,
}

impl From<Denied> for Refusal {
    fn from(denied: Denied) -> Self {
        Self(denied)
    }
}

impl From<DeskError> for Refusal {
    fn from(error: DeskError) -> Self {
        log(&error);
        Self(Denied::from(&error))
    }
}

/// Logs what only the operator can act on, once, here at the edge; the chain of causes holds ids and no values.
pub(crate) fn log(error: &DeskError) {
    if let DeskError::Storage(cause) = error {
        let mut chain = cause.to_string();
        let mut source = std::error::Error::source(cause);
        while let Some(deeper) = source {
            chain.push_str(": ");
            chain.push_str(&deeper.to_string());
            source = deeper.source();
        }
        tracing::error!(cause = %chain, "storage failed");
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = match &self.0 {
            Denied::NotFound => StatusCode::NOT_FOUND,
            Denied::SignedOut => StatusCode::UNAUTHORIZED,
            Denied::NotAllowed => StatusCode::FORBIDDEN,
            Denied::Stale | Denied::Case(_) => StatusCode::CONFLICT,
            Denied::Input(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Denied::Slow => StatusCode::TOO_MANY_REQUESTS,
            Denied::Unavailable | Denied::Offline => StatusCode::SERVICE_UNAVAILABLE,
        };
        let says = self.0.to_string();
        (status, Json(Said { server: Marker::Careline, denied: &self.0, says })).into_response()
    }
}

/// The answer to an address of the API that is not there.
pub(crate) async fn no_such_route() -> Refusal {
    Refusal(Denied::NotFound)
}

/// An id from the address. What is no id is not found, like an id that nobody has; the answer does not repeat it.
pub(crate) struct InPath<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for InPath<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let path = Path::<T>::from_request_parts(parts, state).await;
        path.map(|Path(id)| Self(id)).map_err(|_| Refusal(Denied::NotFound))
    }
}

/// Ids from the query of the address, under the same rule.
pub(crate) struct InQuery<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for InQuery<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let query = Query::<T>::from_request_parts(parts, state).await;
        query.map(|Query(ids)| Self(ids)).map_err(|_| Refusal(Denied::NotFound))
    }
}
