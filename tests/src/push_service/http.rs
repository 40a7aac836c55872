//! The service's one route, and its checks of a request.

use super::open::{open_authorization, open_message};
use super::{Device, Received, Shared};
use crate::answer::Answer;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use std::sync::Arc;

/// The most that a push service has to take (RFC 8030 §7.2).
const BODY_BYTES_MAX: usize = 4_096;

/// The longest life of a token (RFC 8292 §2).
const TOKEN_LIFE_S_MAX: i64 = 86_400;

/// The longest topic (RFC 8030 §5.4).
const TOPIC_CHARS_MAX: usize = 32;

type Refusal = (StatusCode, &'static str);

pub(super) fn routes(shared: Arc<Shared>) -> Router {
    Router::new().route("/push/{device}", post(take)).layer(DefaultBodyLimit::max(BODY_BYTES_MAX)).with_state(shared)
}

async fn take(State(shared): State<Arc<Shared>>, Path(id): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    let judged = judge(&shared, &id, &headers, &body);
    shared.requests.send_modify(|requests| *requests += 1);
    match judged {
        Ok(answer) => answer.give(StatusCode::CREATED).await,
        Err((status, why)) => (status, why).into_response(),
    }
}

/// Records the request, as a message or as a fault.
fn judge(shared: &Shared, id: &str, headers: &HeaderMap, body: &[u8]) -> Result<Answer, Refusal> {
    let mut state = shared.state();
    let now_s = state.now_s;
    let checked = match state.devices.get(id) {
        Some(device) => {
            check(device, &shared.origin, now_s, headers, body).map(|received| (received, device.answer.clone()))
        }
        None => Err((StatusCode::NOT_FOUND, "no such device")),
    };
    match checked {
        Ok((received, answer)) => {
            let taken = answer.is_taken();
            state.received.push(Received { taken, ..received });
            Ok(answer)
        }
        Err((status, why)) => {
            state.faults.push(format!("{status}: {why}"));
            Err((status, why))
        }
    }
}

fn check(
    device: &Device,
    origin: &str,
    now_s: Option<i64>,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Received, Refusal> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let authorization = text("authorization").ok_or((StatusCode::UNAUTHORIZED, "no token"))?;
    let (vapid_key, claims) = open_authorization(authorization).map_err(|why| (StatusCode::FORBIDDEN, why))?;
    if claims.aud != origin {
        return Err((StatusCode::FORBIDDEN, "the token is for another service"));
    }
    if !claims.sub.starts_with("mailto:") && !claims.sub.starts_with("https:") {
        return Err((StatusCode::FORBIDDEN, "nobody to write to"));
    }
    let ends_in = now_s.map(|now_s| claims.exp - now_s);
    if ends_in.is_some_and(|left| !(1..=TOKEN_LIFE_S_MAX).contains(&left)) {
        return Err((StatusCode::FORBIDDEN, "the token's time is wrong"));
    }
    if device.sender.as_ref().is_some_and(|key| *key != vapid_key) {
        return Err((StatusCode::FORBIDDEN, "subscribed for another sender"));
    }
    let bad = |why| (StatusCode::BAD_REQUEST, why);
    let ttl = text("ttl").and_then(|ttl| ttl.parse().ok());
    let ttl = ttl.filter(|ttl| *ttl > 0).ok_or(bad("no time to live"))?;
    if text("content-encoding") != Some("aes128gcm") {
        return Err(bad("another encoding"));
    }
    let urgency = text("urgency");
    if urgency.is_some_and(|word| !["very-low", "low", "normal", "high"].contains(&word)) {
        return Err(bad("no such urgency"));
    }
    let topic = text("topic");
    if topic.is_some_and(|topic| !is_topic(topic)) {
        return Err(bad("no valid topic"));
    }
    let plain = open_message(body, &device.secret, &device.auth).map_err(bad)?;
    let payload_json = serde_json::from_slice(&plain).map_err(|_| bad("the message is not JSON"))?;
    Ok(Received {
        endpoint: device.subscription.endpoint.clone(),
        payload_json,
        plain_len: plain.len(),
        raw_len: body.len(),
        ttl,
        urgency: urgency.map(str::to_owned),
        topic: topic.map(str::to_owned),
        claims,
        vapid_key,
        taken: false,
    })
}

fn is_topic(text: &str) -> bool {
    text.len() <= TOPIC_CHARS_MAX
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}
