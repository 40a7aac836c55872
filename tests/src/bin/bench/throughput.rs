//! How many notes a second are recorded durably, each with its incident, page and audit rows, sealed.

use crate::careline::{Binary, Site, batch, recorded};
use crate::client::Phone;
use crate::{Row, Trouble};
use std::time::{Duration, Instant};

/// How long each row is measured.
const MEASURE: Duration = Duration::from_secs(6);

pub(crate) async fn rows(binary: &Binary) -> Result<Vec<Row>, Trouble> {
    let mut rows = Vec::new();
    for phones in [1, 8, 32] {
        let per_s = entries_per_s(binary, phones, 1).await?;
        let conditions = format!("{phones} phones, one note a request, HTTP on loopback, SQLite");
        rows.push(Row::new(format!("sync_entries_per_s_{phones}"), per_s, "entries/s", conditions));
    }
    let per_s = entries_per_s(binary, 32, 10).await?;
    let conditions = "32 phones, ten notes a request, HTTP on loopback, SQLite";
    rows.push(Row::new("sync_batch_entries_per_s_32", per_s, "entries/s", conditions));
    Ok(rows)
}

async fn entries_per_s(binary: &Binary, phones: usize, notes: usize) -> Result<f64, Trouble> {
    let site = Site::new(binary, None)?;
    let code = site.invite("volunteer", phones)?;
    let server = site.serve().await?;
    let phones = server.phones(&code, phones).await?;
    let begun = Instant::now();
    let busy: Vec<_> = phones.into_iter().map(|phone| tokio::spawn(write(phone, notes, begun))).collect();
    let mut entries = 0;
    for phone in busy {
        entries += phone.await??;
    }
    let took = begun.elapsed().as_secs_f64();
    let stored = site.count("notes")?;
    if stored != u64::try_from(entries)? {
        return Err(format!("{entries} receipts but {stored} notes").into());
    }
    Ok(entries as f64 / took)
}

async fn write(mut phone: Phone, notes: usize, begun: Instant) -> Result<usize, Trouble> {
    let mut entries = 0;
    while begun.elapsed() < MEASURE {
        let (status, answer) = phone.ask("POST", "/api/v1/sync", &batch(notes)).await?;
        let taken = recorded(&answer, r#""outcome":"recorded""#);
        if status != 200 || taken != notes {
            return Err(format!("{status}: {}", String::from_utf8_lossy(&answer)).into());
        }
        entries += taken;
    }
    Ok(entries)
}
