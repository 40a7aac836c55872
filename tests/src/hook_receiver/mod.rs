//! A service on this machine that hooks call: it keeps each request as it came, and answers as it is told.

#[cfg(test)]
mod outcomes;
mod verify;

pub use verify::verify;

use crate::answer::Answer;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::Response;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How long [`HookReceiver::wait_for`] waits before it gives up and fails the test.
const WAIT_MAX: Duration = Duration::from_secs(20);

/// The largest body that it takes, in bytes.
const BODY_BYTES_MAX: usize = 16 * 1024;

/// One request as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Came {
    /// `POST` and the like.
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// The heads, their names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: String,
}

/// The service; it stops when dropped.
pub struct HookReceiver {
    origin: String,
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

struct Shared {
    state: Mutex<(Answer, Vec<Came>)>,
    /// Counts requests, for those who wait.
    requests: watch::Sender<usize>,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, (Answer, Vec<Came>)> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl HookReceiver {
    /// Starts a service on a free port of this machine.
    ///
    /// # Panics
    /// When no port can be opened.
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port for hooks");
        let origin = format!("http://{}", listener.local_addr().expect("the port for hooks"));
        let shared =
            Arc::new(Shared { state: Mutex::new((Answer::Accept, Vec::new())), requests: watch::Sender::new(0) });
        let app =
            Router::new().fallback(take).layer(DefaultBodyLimit::max(BODY_BYTES_MAX)).with_state(Arc::clone(&shared));
        let server = tokio::spawn(async move {
            let served = axum::serve(listener, app).await;
            served.expect("the service runs until it is dropped");
        });
        Self { origin, shared, server }
    }

    /// The origin to allow in the application's server.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// From now on, answers so.
    pub fn answer(&self, answer: Answer) {
        self.shared.state().0 = answer;
    }

    /// All requests, oldest first.
    pub fn requests(&self) -> Vec<Came> {
        self.shared.state().1.clone()
    }

    /// Waits until `count` requests came, and gives back all of them.
    ///
    /// # Panics
    /// When they do not come within 20 seconds.
    pub async fn wait_for(&self, count: usize) -> Vec<Came> {
        let mut requests = self.shared.requests.subscribe();
        let enough = requests.wait_for(|came| *came >= count);
        let came = tokio::time::timeout(WAIT_MAX, enough).await.is_ok();
        assert!(came, "waited for {count} requests, {} came", self.requests().len());
        self.requests()
    }
}

impl Drop for HookReceiver {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn take(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let text = |value: &axum::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let came = Came {
        method: method.to_string(),
        path: uri.to_string(),
        headers: headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    let answer = {
        let mut state = shared.state();
        state.1.push(came);
        state.0.clone()
    };
    shared.requests.send_modify(|requests| *requests += 1);
    answer.give(StatusCode::OK).await
}
