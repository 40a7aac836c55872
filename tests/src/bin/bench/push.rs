//! From the receipt of a note to the push request at the push service.

use crate::careline::{Binary, Site, batch};
use crate::client::Phone;
use crate::stage::Wanted;
use crate::{Row, Trouble, percentile};
use axum::Router;
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::elliptic_curve::sec1::ToEncodedPoint as _;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// The ids of the rows.
pub(crate) const IDS: [&str; 3] = ["note_to_push_ms_p50", "note_to_push_ms_p99", "page_to_channel_ms_p99"];
/// How many notes are written one after the other, and how many devices are called for each.
const USUAL: (usize, usize) = (300, 5);
/// The same for a large team.
const LARGE: (usize, usize) = (60, 50);
/// How long a push may take before the measurement gives up.
const PUSH_WITHIN: Duration = Duration::from_secs(10);

/// A push service that notes when each request comes and takes it. That what comes can be read is for the tests.
pub(crate) struct PushService {
    pub(crate) origin: String,
    pub(crate) arrivals: mpsc::UnboundedReceiver<Instant>,
}

impl PushService {
    pub(crate) async fn start() -> Result<Self, Trouble> {
        let (arrived, arrivals) = mpsc::unbounded_channel();
        let routes = Router::new().fallback(move || {
            let _ = arrived.send(Instant::now());
            std::future::ready(StatusCode::CREATED)
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Ok(Self { origin, arrivals })
    }

    /// Signs CARE members in and turns their pushes on.
    pub(crate) async fn subscribe(&self, address: &str, code: &str, devices: usize) -> Result<(), Trouble> {
        for number in 0..devices {
            let mut phone = Phone::connect(address).await?;
            phone.sign_in(code, &format!("Member {number}")).await?;
            let key = p256::SecretKey::from_slice(&[u8::try_from(number + 1)?; 32])?.public_key();
            let subscription = serde_json::json!({
                "endpoint": format!("{}/push/{number}", self.origin),
                "p256dh": URL_SAFE_NO_PAD.encode(key.to_encoded_point(false).as_bytes()),
                "auth": URL_SAFE_NO_PAD.encode([9_u8; 16]),
            });
            let body = subscription.to_string();
            let (status, answer) = phone.ask("PUT", "/api/v1/push/subscription", body.as_bytes()).await?;
            if status != 204 {
                return Err(format!("subscription: {status} {}", String::from_utf8_lossy(&answer)).into());
            }
        }
        Ok(())
    }
}

pub(crate) async fn rows(binary: &Binary, wanted: &Wanted) -> Result<Vec<Row>, Trouble> {
    let words = |(notes, devices): (usize, usize)| {
        format!("{notes} notes one after the other, {devices} devices, first request to the push service")
    };
    let mut rows = Vec::new();
    if wanted.has(IDS[0]) || wanted.has(IDS[1]) {
        let mut first_ms = first_ms(binary, USUAL).await?;
        rows.push(Row::new(IDS[0], percentile(&mut first_ms, 0.5), "ms", words(USUAL)));
        rows.push(Row::new(IDS[1], percentile(&mut first_ms, 0.99), "ms", words(USUAL)));
    }
    if wanted.has(IDS[2]) {
        let mut first_ms = first_ms(binary, LARGE).await?;
        rows.push(Row::new(IDS[2], percentile(&mut first_ms, 0.99), "ms", words(LARGE)));
    }
    Ok(rows)
}

/// From the receipt of each note to the first request to the push service, in milliseconds.
async fn first_ms(binary: &Binary, (notes, devices): (usize, usize)) -> Result<Vec<f64>, Trouble> {
    let mut service = PushService::start().await?;
    let site = Site::new(binary, Some(service.origin.clone()))?;
    let (volunteer, care) = (site.invite("volunteer", 1)?, site.invite("care_member", devices)?);
    let server = site.serve().await?;
    service.subscribe(&server.address, &care, devices).await?;
    let mut phone = Phone::connect(&server.address).await?;
    phone.sign_in(&volunteer, "Vera").await?;
    let mut first_ms = Vec::with_capacity(notes);
    for _ in 0..notes {
        let (status, _) = phone.ask("POST", "/api/v1/sync", &batch(1)).await?;
        let accepted = Instant::now();
        if status != 200 {
            return Err(format!("sync: {status}").into());
        }
        for device in 0..devices {
            let arrived = tokio::time::timeout(PUSH_WITHIN, service.arrivals.recv()).await?;
            let arrived = arrived.ok_or("the push service has ended")?;
            if device == 0 {
                first_ms.push(arrived.saturating_duration_since(accepted).as_secs_f64() * 1_000.0);
            }
        }
    }
    Ok(first_ms)
}
