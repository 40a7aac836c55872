//! The network comes back: a thousand phones at once, each with ten notes.

use crate::careline::{Binary, Site, batch, recorded};
use crate::client::Phone;
use crate::push::PushService;
use crate::{Row, Trouble, percentile};
use std::time::{Duration, Instant};
use tokio::sync::Barrier;

const PHONES: usize = 1_000;
const NOTES: usize = 10;
/// CARE members' devices that are called meanwhile.
const DEVICES: usize = 2;
/// How often a phone tries before its notes count as lost.
const TRIES: u32 = 5;

pub(crate) async fn rows(binary: &Binary) -> Result<Vec<Row>, Trouble> {
    let service = PushService::start().await?;
    let site = Site::new(binary, Some(service.origin.clone()))?;
    let care = site.invite("care_member", DEVICES)?;
    let server = site.serve().await?;
    service.subscribe(&server.address, &care, DEVICES).await?;
    let sessions = server.sign_in(&site, PHONES).await?;
    let start = std::sync::Arc::new(Barrier::new(PHONES));
    let phones: Vec<_> = sessions
        .into_iter()
        .map(|session| tokio::spawn(come_back(server.address.clone(), session, start.clone())))
        .collect();
    let (mut took_ms, mut lost) = (Vec::with_capacity(PHONES), 0);
    for phone in phones {
        let (ms, missing) = phone.await??;
        took_ms.push(ms);
        lost += missing;
    }
    drain(&site).await?;
    let stored = site.count("notes")?;
    let wanted = u64::try_from(PHONES * NOTES - lost)?;
    let conditions =
        format!("{PHONES} phones at once, {NOTES} notes each, each batch sent twice, {DEVICES} devices called");
    Ok(vec![
        Row::new("reconnect_lost", lost as f64 + wanted.saturating_sub(stored) as f64, "notes", conditions.clone()),
        Row::new("reconnect_doubled", stored.saturating_sub(wanted) as f64, "notes", conditions.clone()),
        Row::new("reconnect_sync_ms_p99", percentile(&mut took_ms, 0.99), "ms", conditions.clone()),
        Row::new("reconnect_peak_rss_mb", server.memory_mb("VmHWM")?, "MB", conditions),
    ])
}

/// Connects and sends the whole outbox, then sends it again as a phone does that never heard the answer.
async fn come_back(address: String, session: String, start: std::sync::Arc<Barrier>) -> Result<(f64, usize), Trouble> {
    let body = batch(NOTES);
    start.wait().await;
    let begun = Instant::now();
    for _ in 0..TRIES {
        let Ok(mut phone) = Phone::connect(&address).await else {
            continue;
        };
        phone.be(&session);
        let Ok((200, answer)) = phone.ask("POST", "/api/v1/sync", &body).await else {
            continue;
        };
        let took_ms = begun.elapsed().as_secs_f64() * 1_000.0;
        let taken =
            recorded(&answer, r#""outcome":{"recorded""#) + recorded(&answer, r#""outcome":{"already_recorded""#);
        let (_, again) = phone.ask("POST", "/api/v1/sync", &body).await?;
        if recorded(&again, r#""outcome":{"already_recorded""#) != NOTES {
            return Err("a repeat was not answered with the first receipt".into());
        }
        return Ok((took_ms, NOTES - taken));
    }
    Ok((begun.elapsed().as_secs_f64() * 1_000.0, NOTES))
}

/// Waits until the pushes that the notes caused have gone out, because they need memory too.
async fn drain(site: &Site) -> Result<(), Trouble> {
    let deadline = Instant::now() + Duration::from_mins(2);
    while Instant::now() < deadline {
        let database = rusqlite::Connection::open(site.database())?;
        let waiting: i64 =
            database.query_row("select count(*) from deliveries where state = 'queued'", [], |row| row.get(0))?;
        if waiting == 0 {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    Err("pushes were still waiting after two minutes".into())
}
