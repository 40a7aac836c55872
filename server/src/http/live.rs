//! `GET /api/v1/live`: tells an open screen that it should load again.
//!
//! An event carries nothing: not what changed, not where. It is sent only for what the member may know of, and the
//! session is looked at again each time, so a revoked device or a recused member hears nothing more.

use super::Web;
use super::refusal::Refusal;
use super::session::{SignedIn, still_signed_in};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use desk::Changed;
use domain::view::Denied;
use futures::stream::{Stream, unfold};
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

/// Most screens that listen at once.
pub(crate) const STREAMS_MAX: usize = 4_000;
/// How often a quiet stream says that it is alive, so that proxies leave it open.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

struct Listener {
    web: Web,
    headers: HeaderMap,
    news: Receiver<Changed>,
    _place: OwnedSemaphorePermit,
}

/// Listens until the session ends.
pub(crate) async fn live(
    State(web): State<Web>,
    SignedIn(_): SignedIn,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Refusal> {
    let place = web.live_streams.clone().try_acquire_owned().map_err(|_| Denied::Unavailable)?;
    let listener = Listener { news: web.desk.live(), web, headers, _place: place };
    let stream =
        unfold(listener, |mut listener| async move { listener.next().await.map(|event| (Ok(event), listener)) });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

impl Listener {
    /// The next change that this session may know of; nothing when the session has ended.
    async fn next(&mut self) -> Option<Event> {
        loop {
            let changed = match self.news.recv().await {
                Ok(changed) => Some(changed),
                // Some changes were missed: say so, the screen loads again.
                Err(RecvError::Lagged(_)) => None,
                Err(RecvError::Closed) => return None,
            };
            let actor = still_signed_in(&self.web, &self.headers).await.ok()?.actor;
            let may_know = match changed {
                None => true,
                Some(changed) if changed.conference != actor.conference => false,
                Some(Changed { incident: None, .. }) => true,
                Some(Changed { incident: Some(incident), .. }) => {
                    self.web.desk.may_know(&actor, incident).await.unwrap_or(false)
                }
            };
            if may_know {
                return Some(Event::default().event("changed").data("{}"));
            }
        }
    }
}
