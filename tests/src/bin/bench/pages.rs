//! Many pages whose step is due at the same time: how late the last of them takes it.

use crate::careline::{Binary, Site, batch, recorded};
use crate::client::Phone;
use crate::push::PushService;
use crate::{Row, Trouble};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Barrier;

/// How many phones write at once, and how many notes each; every note opens an incident with a page.
const PHONES: usize = 50;
const NOTES: usize = 10;
/// How many devices each page calls.
const DEVICES: usize = 5;
/// How long the steps may take before the measurement gives up.
const STEPS_WITHIN: Duration = Duration::from_mins(1);

/// The ids of the rows.
pub(crate) const IDS: [&str; 1] = ["page_step_late_ms_max"];

pub(crate) async fn rows(binary: &Binary) -> Result<Vec<Row>, Trouble> {
    let service = PushService::start().await?;
    let site = Site::new(binary, Some(service.origin.clone()))?;
    let care = site.invite("care_member", DEVICES)?;
    let server = site.serve().await?;
    service.subscribe(&server.address, &care, DEVICES).await?;
    let sessions = server.sign_in(&site, PHONES).await?;
    let start = Arc::new(Barrier::new(PHONES));
    let phones: Vec<_> = sessions
        .into_iter()
        .map(|session| tokio::spawn(write(server.address.clone(), session, start.clone())))
        .collect();
    for phone in phones {
        phone.await??;
    }
    let late_ms = latest(&site).await?;
    let conditions = format!(
        "{} reports at once, {DEVICES} devices each: from a page's start to the moment at which its first step was saved, \
         the latest of all",
        PHONES * NOTES
    );
    Ok(vec![Row::new(IDS[0], late_ms as f64, "ms", conditions)])
}

async fn write(address: String, session: String, start: Arc<Barrier>) -> Result<(), Trouble> {
    let body = batch(NOTES);
    let mut phone = Phone::connect(&address).await?;
    phone.be(&session);
    start.wait().await;
    let (status, answer) = phone.ask("POST", "/api/v1/sync", &body).await?;
    if status != 200 || recorded(&answer, r#""outcome":{"recorded""#) != NOTES {
        return Err(format!("sync: {status} {}", String::from_utf8_lossy(&answer)).into());
    }
    Ok(())
}

/// By how much the latest page took its first step after it was due, in milliseconds, when all have taken it.
async fn latest(site: &Site) -> Result<i64, Trouble> {
    let deadline = Instant::now() + STEPS_WITHIN;
    while Instant::now() < deadline {
        let database = rusqlite::Connection::open(site.database())?;
        let sql = "select count(*), max(d.called - p.started_at) from pages p
                   join (select page, min(queued_at) as called from deliveries where page is not null group by page) d
                   on d.page = p.id";
        let (called, late): (i64, Option<i64>) = database.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if usize::try_from(called)? == PHONES * NOTES {
            return Ok(late.unwrap_or_default());
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    Err("pages had still not taken their first step after a minute".into())
}
