//! From the receipt of a note to the push request at the push service.

use crate::careline::{Binary, Site, batch};
use crate::client::Phone;
use crate::{Row, Trouble, percentile};
use axum::Router;
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::elliptic_curve::sec1::ToEncodedPoint as _;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// How many notes are written, one after the other.
const NOTES: usize = 300;
/// How many devices are called for each.
pub(crate) const DEVICES: usize = 5;
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

pub(crate) async fn rows(binary: &Binary) -> Result<Vec<Row>, Trouble> {
    let mut service = PushService::start().await?;
    let site = Site::new(binary, Some(service.origin.clone()))?;
    let (volunteer, care) = (site.invite("volunteer", 1)?, site.invite("care_member", DEVICES)?);
    let server = site.serve().await?;
    service.subscribe(&server.address, &care, DEVICES).await?;
    let mut phone = Phone::connect(&server.address).await?;
    phone.sign_in(&volunteer, "Vera").await?;
    let mut first_ms = Vec::with_capacity(NOTES);
    for _ in 0..NOTES {
        let (status, _) = phone.ask("POST", "/api/v1/sync", &batch(1)).await?;
        let accepted = Instant::now();
        if status != 200 {
            return Err(format!("sync: {status}").into());
        }
        for device in 0..DEVICES {
            let arrived = tokio::time::timeout(PUSH_WITHIN, service.arrivals.recv()).await?;
            let arrived = arrived.ok_or("the push service has ended")?;
            if device == 0 {
                first_ms.push(arrived.saturating_duration_since(accepted).as_secs_f64() * 1_000.0);
            }
        }
    }
    let conditions = format!("{NOTES} notes one after the other, {DEVICES} devices, first request to the push service");
    Ok(vec![
        Row::new("note_to_push_ms_p50", percentile(&mut first_ms, 0.5), "ms", conditions.clone()),
        Row::new("note_to_push_ms_p99", percentile(&mut first_ms, 0.99), "ms", conditions),
    ])
}
