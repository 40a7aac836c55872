//! How many notes a second are recorded durably, each with its incident, page and audit rows, sealed.

use crate::careline::{Binary, Site, batch, recorded};
use crate::client::Phone;
use crate::stage::Wanted;
use crate::{Row, Trouble};
use std::time::{Duration, Instant};

/// How long each row is measured.
const MEASURE: Duration = Duration::from_secs(6);
/// The signed-in devices that the phones of a row use in turn. Each phone here asks again as soon as it is answered,
/// many hundred times a second, which no real one does and which the server's bound for one device does not allow. So a
/// phone sends each request as the next of its devices.
const DEVICES: usize = 128;

/// The ids of the rows.
pub(crate) const IDS: [&str; 4] =
    ["sync_entries_per_s_1", "sync_entries_per_s_8", "sync_entries_per_s_32", "sync_batch_entries_per_s_32"];
/// Phones and notes a request of each row.
const SHAPES: [(usize, usize); 4] = [(1, 1), (8, 1), (32, 1), (32, 10)];

pub(crate) async fn rows(binary: &Binary, wanted: &Wanted) -> Result<Vec<Row>, Trouble> {
    let mut rows = Vec::new();
    for (id, (phones, notes)) in IDS.into_iter().zip(SHAPES) {
        if !wanted.has(id) {
            continue;
        }
        let per_s = entries_per_s(binary, phones, notes).await?;
        let conditions = format!(
            "{phones} phones, notes a request: {notes}, {DEVICES} signed-in devices in turn, HTTP on loopback, SQLite"
        );
        rows.push(Row::new(id, per_s, "entries/s", conditions));
    }
    Ok(rows)
}

async fn entries_per_s(binary: &Binary, phones: usize, notes: usize) -> Result<f64, Trouble> {
    let site = Site::new(binary, None)?;
    let server = site.serve().await?;
    let sessions = server.sign_in(&site, DEVICES).await?;
    let mut busy = Vec::with_capacity(phones);
    for sessions in sessions.chunks(DEVICES / phones) {
        busy.push((Phone::connect(&server.address).await?, sessions.to_vec()));
    }
    let begun = Instant::now();
    let busy: Vec<_> =
        busy.into_iter().map(|(phone, sessions)| tokio::spawn(write(phone, sessions, notes, begun))).collect();
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

async fn write(mut phone: Phone, sessions: Vec<String>, notes: usize, begun: Instant) -> Result<usize, Trouble> {
    let mut entries = 0;
    for session in sessions.iter().cycle() {
        if begun.elapsed() >= MEASURE {
            break;
        }
        phone.be(session);
        let (status, answer) = phone.ask("POST", "/api/v1/sync", &batch(notes)).await?;
        let taken = recorded(&answer, r#""outcome":{"recorded""#);
        if status != 200 || taken != notes {
            return Err(format!("{status}: {}", String::from_utf8_lossy(&answer)).into());
        }
        entries += taken;
    }
    Ok(entries)
}
