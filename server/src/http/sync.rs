//! `POST /api/v1/sync`, as `docs/sync-protocol.md` says.

use super::Web;
use super::body::{self, BodyRefused};
use super::refusal::{Refusal, log};
use super::session::caller;
use crate::assets::site_version;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use desk::DeskError;
use desk::record_notes::Incoming;
use desk::sessions::Caller;
use domain::ids::NoteId;
use domain::note::NewNote;
use domain::sync::{
    BODY_BYTES_MAX, ENTRY_BYTES_MAX, Entry, EntryRefused, Marker, PROTOCOL, SyncRefusal, SyncRefused, SyncReply,
    SyncRequest,
};
use domain::view::Denied;
use serde::Deserialize;
use serde_json::value::RawValue;

type Raw<'a> = SyncRequest<&'a RawValue>;

/// Takes a batch of waiting notes and says what became of them and of older ones.
pub(crate) async fn sync(State(web): State<Web>, headers: HeaderMap, body: Body) -> Response {
    match answer(&web, &headers, body).await {
        Ok(reply) => Json(reply).into_response(),
        Err(refused) => {
            let status = StatusCode::from_u16(refused.status()).unwrap_or(StatusCode::BAD_REQUEST);
            (status, Json(SyncRefusal::because(refused))).into_response()
        }
    }
}

async fn answer(web: &Web, headers: &HeaderMap, body: Body) -> Result<SyncReply, SyncRefused> {
    let bytes = body::read(body, BODY_BYTES_MAX).await.map_err(|refused| match refused {
        BodyRefused::TooLarge => SyncRefused::TooLarge,
        BodyRefused::BrokeOff => SyncRefused::NotUnderstood,
    })?;
    let caller = caller(web, headers).await.map_err(|Refusal(denied)| refused(&denied))?;
    if !body::is_json(headers) {
        return Err(SyncRefused::NotUnderstood);
    }
    let request = read(&bytes)?;
    request.check()?;
    let now = web.desk.clock().now();
    let skew_ms = request.device_time.millis().saturating_sub(now.millis());
    let batch = request.entries.iter().map(|raw| incoming(raw)).collect::<Result<Vec<_>, _>>()?;
    record(web, &caller, &request, batch, skew_ms).await.map_err(|error| {
        log(&error);
        refused(&Denied::from(&error))
    })
}

async fn record(
    web: &Web,
    caller: &Caller,
    request: &Raw<'_>,
    batch: Vec<Incoming>,
    skew_ms: i64,
) -> Result<SyncReply, DeskError> {
    let receipts = web.desk.record_notes(&caller.actor, batch, skew_ms).await?;
    Ok(SyncReply {
        server: Marker::Careline,
        protocol: PROTOCOL,
        server_time: web.desk.clock().now(),
        site: site_version().to_owned(),
        edition: caller.edition,
        receipts,
        progress: web.desk.progress(&caller.actor, &request.watch).await?,
    })
}

const fn refused(denied: &Denied) -> SyncRefused {
    match denied {
        Denied::SignedOut | Denied::NotAllowed | Denied::NotFound => SyncRefused::SignedOut,
        Denied::Input(_) | Denied::Case(_) => SyncRefused::NotUnderstood,
        Denied::Stale | Denied::Slow | Denied::Unavailable | Denied::Offline => SyncRefused::Unavailable,
    }
}

/// Reads the request around its entries. The protocol is looked at first, so that a later release is told so even when
/// nothing else of its request can be read.
fn read(bytes: &[u8]) -> Result<Raw<'_>, SyncRefused> {
    #[derive(Deserialize)]
    struct Version {
        protocol: u32,
    }
    let version: Version = serde_json::from_slice(bytes).map_err(|_| SyncRefused::NotUnderstood)?;
    let empty: SyncRequest<()> = SyncRequest {
        protocol: version.protocol,
        client: String::new(),
        device_time: domain::time::Timestamp::default(),
        entries: Vec::new(),
        watch: Vec::new(),
    };
    empty.check()?;
    serde_json::from_slice(bytes).map_err(|_| SyncRefused::NotUnderstood)
}

/// Reads one entry; a bad one gets its own refusal, so that those behind it are taken. One without a readable id cannot
/// be answered, and then the request as a whole is not understood.
fn incoming(raw: &RawValue) -> Result<Incoming, SyncRefused> {
    #[derive(Deserialize)]
    struct OnlyId {
        id: NoteId,
    }
    let text = raw.get();
    let OnlyId { id } = serde_json::from_str(text).map_err(|_| SyncRefused::NotUnderstood)?;
    if text.len() > ENTRY_BYTES_MAX {
        return Ok((id, Err(EntryRefused::TooLarge)));
    }
    Ok(match serde_json::from_str::<Entry>(text) {
        Ok(entry) => (id, NewNote::parse(entry.note).map_err(EntryRefused::Note)),
        Err(_) => (id, Err(EntryRefused::NotUnderstood)),
    })
}
