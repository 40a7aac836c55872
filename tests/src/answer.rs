//! How a service on this machine answers over HTTP, when a test tells it to.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

/// How a service answers a correct request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The message is taken, with the service's usual status.
    Accept,
    /// This status. From 200 to 299 the message is taken.
    Status(u16),
    /// This status and this `Retry-After`.
    RetryAfter(u16, String),
    /// 307 to this address.
    Redirect(String),
    /// Taken at once, and then a body that never ends.
    Endless,
    /// Reads the request and never answers.
    Hang,
    /// Reads the request and closes the connection.
    Cut,
}

impl Answer {
    /// Whether the service takes the message.
    pub(crate) fn is_taken(&self) -> bool {
        match self {
            Self::Accept | Self::Endless => true,
            Self::Status(status) => (200..300).contains(status),
            Self::RetryAfter(..) | Self::Redirect(_) | Self::Hang | Self::Cut => false,
        }
    }

    /// Gives the answer; `usual` is the status of a service that takes the message.
    pub(crate) async fn give(self, usual: StatusCode) -> Response {
        match self {
            Self::Accept => usual.into_response(),
            Self::Status(status) => status_of(status).into_response(),
            Self::RetryAfter(status, pause) => with_header(status_of(status), header::RETRY_AFTER, &pause),
            Self::Redirect(address) => with_header(StatusCode::TEMPORARY_REDIRECT, header::LOCATION, &address),
            Self::Endless => {
                let chunks = futures::stream::repeat_with(|| Ok::<_, std::io::Error>(vec![b'x'; 1_024]));
                (usual, Body::from_stream(chunks)).into_response()
            }
            Self::Hang => std::future::pending().await,
            // Unwinding ends the connection's task, and with it the connection, without a word in the test's output.
            Self::Cut => std::panic::resume_unwind(Box::new("cut")),
        }
    }
}

fn status_of(status: u16) -> StatusCode {
    StatusCode::from_u16(status).expect("a status between 100 and 999")
}

fn with_header(status: StatusCode, name: HeaderName, value: &str) -> Response {
    let value = HeaderValue::from_str(value).expect("a header's value");
    (status, [(name, value)]).into_response()
}
