//! The URL table: every address that the server answers to, in one place.
//!
//! | addresses | for whom | file |
//! |---|---|---|
//! | `/app/…`, `/assets/…`, `/sw.js`, manifest, icons | the signed-in app | [`site`] |
//! | `/`, `/about`, `/team`, `/privacy`, `/poster`, `/report`, `/r`, `/r/…` | reporters and the public, without script or cookie | [`public`] |
//! | `/api/v1/sync`, `/api/v1/photos/…`, `/api/v1/bundle` | what a phone may retry days later | [`sync`], [`photos`], [`session`] |
//! | `/api/v1/cases/…/export` | a case as a file | [`export`] |
//! | `/api/v1/push/…`, `/api/v1/pages/…/answer` | pushes and their receipts | [`push`] |
//! | `/api/v1/live` | news for open screens | [`live`] |
//! | `/api/v1/calendar/…` | somebody's own shifts, for a calendar | [`calendar`] |
//! | `/api/desk/…` | screens that need the network anyway: the app's server functions | [`desk_fns`] |
//! | `/healthz` | the operator | [`health`] |
//!
//! Invariant: a handler finds out who asks through [`session::SignedIn`] and asks the desk; it holds no rule. Every body,
//! header and query is bounded. No address carries a secret but that of a calendar feed, because a calendar can show nothing
//! else; it is good for its owner's own shifts and nothing more.

mod body;
mod calendar;
mod desk_fns;
mod export;
mod headers;
mod health;
mod live;
mod photos;
mod public;
mod push;
mod refusal;
mod session;
mod site;
mod sync;
mod throttle;

use crate::channel::AllowedOrigins;
use crate::push_keys::PushKeys;
pub(crate) use refusal::log;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post, put};
use desk::Desk;
use std::sync::Arc;
use std::time::Duration;
use throttle::{DeviceRate, WrongTries};
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;

/// How long one request may take, live news excepted.
const REQUEST_TIME_MAX: Duration = Duration::from_secs(30);
/// How long sending a form with photos may take over a slow network.
const UPLOAD_TIME_MAX: Duration = Duration::from_mins(5);
/// Forms with photos that are read at the same time; the others wait. Each may take some thirty megabytes.
const UPLOADS_MAX: usize = 8;
/// Largest body where a route does not say otherwise, in bytes.
const BODY_BYTES_MAX: usize = 256 * 1024;

/// What the routes work with.
#[derive(Clone)]
pub(crate) struct Web {
    /// Whom they ask.
    pub(crate) desk: Desk,
    /// Whether people reach the server by HTTPS, so that cookies can be held to it.
    pub(crate) secure: bool,
    /// Whether the worker that clears the app's caches is served.
    pub(crate) recovery_worker: bool,
    /// Which push services a phone may name.
    pub(crate) allowed: Arc<AllowedOrigins>,
    /// The keys that pushes are signed and receipts are checked with.
    pub(crate) push_keys: Arc<PushKeys>,
    wrong_tries: Arc<WrongTries>,
    device_rate: Arc<DeviceRate>,
    live_streams: Arc<tokio::sync::Semaphore>,
    /// How people reach the server, without a slash at its end.
    origin: Arc<str>,
    /// What the report form asks for under a rush.
    patience: Arc<public::Patience>,
    /// Forms with photos that are read at the same time.
    uploads: Arc<tokio::sync::Semaphore>,
    /// Case files that are made at the same time.
    exports: Arc<tokio::sync::Semaphore>,
}

impl Web {
    /// Puts together what the routes work with.
    pub(crate) fn new(
        desk: Desk,
        public_url: &url::Url,
        recovery_worker: bool,
        allowed: AllowedOrigins,
        push_keys: Arc<PushKeys>,
    ) -> Self {
        Self {
            desk,
            secure: public_url.scheme() == "https",
            origin: public_url.origin().ascii_serialization().into(),
            patience: Arc::new(public::Patience::new(desk::clock::chance())),
            uploads: Arc::new(tokio::sync::Semaphore::new(UPLOADS_MAX)),
            recovery_worker,
            allowed: Arc::new(allowed),
            push_keys,
            wrong_tries: Arc::new(WrongTries::default()),
            device_rate: Arc::new(DeviceRate::default()),
            live_streams: Arc::new(tokio::sync::Semaphore::new(live::STREAMS_MAX)),
            exports: Arc::new(tokio::sync::Semaphore::new(export::AT_ONCE_MAX)),
        }
    }
}

/// Every address that the server answers to.
pub(crate) fn router(web: Web) -> Router {
    let quick = Router::new()
        .route("/api/v1/session", post(session::sign_in).delete(session::sign_out))
        .route("/api/v1/bundle", get(session::bundle))
        .route("/api/v1/sync", post(sync::sync))
        .route("/api/v1/photos/{photo}", put(photos::put).get(photos::get))
        .route("/api/v1/cases/{incident}/export", post(export::export))
        .route("/api/v1/push/subscription", put(push::subscribe).delete(push::unsubscribe))
        .route("/api/v1/push/test", post(push::test))
        .route("/api/v1/push/receipt", post(push::receipt))
        .route("/api/v1/pages/{page}/answer", post(push::answer_page))
        .route("/api/v1/calendar/{file}", get(calendar::calendar))
        .route("/api/desk/{*action}", post(desk_fns::ask))
        .route("/api/{*rest}", get(refusal::no_such_route).post(refusal::no_such_route))
        .route("/healthz", get(health::healthz))
        .route("/app", get(site::to_app))
        .route("/app/", get(site::shell))
        .route("/app/{*screen}", get(site::shell))
        .fallback(site::asset_or_not_found)
        .layer(TimeoutLayer::with_status_code(axum::http::StatusCode::SERVICE_UNAVAILABLE, REQUEST_TIME_MAX));
    // What these do anybody may do without any right of their own, so no page elsewhere gains by making a browser send
    // one; and a browser that keeps its secrets says no origin.
    let reporters = Router::new()
        .route("/", get(public::front))
        .route("/about", get(public::about))
        .route("/team", get(public::the_team))
        .route("/privacy", get(public::the_privacy))
        .route("/poster", get(public::the_poster))
        .route("/report", get(public::report_form).post(public::report))
        .route("/r", get(public::look_up).post(public::show))
        .route("/r/kept", post(public::kept))
        .route("/r/say", post(public::say))
        .route("/r/change", post(public::change))
        .route("/r/card", post(public::card))
        .layer(TimeoutLayer::with_status_code(axum::http::StatusCode::SERVICE_UNAVAILABLE, UPLOAD_TIME_MAX));
    Router::new()
        .route("/api/v1/live", get(live::live))
        .merge(quick)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(CsrfLayer::new())
        .merge(reporters)
        .layer(middleware::from_fn_with_state(web.clone(), headers::guard))
        .with_state(web)
}
