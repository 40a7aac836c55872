//! How long a start takes, and what an idle server needs.

use crate::careline::{Binary, Site};
use crate::{Row, Trouble, percentile};
use std::time::Duration;

/// How many starts are measured.
const STARTS: usize = 7;
/// How long a server is left alone before its memory is read.
const IDLE: Duration = Duration::from_secs(3);

pub(crate) async fn rows(binary: &Binary) -> Result<Vec<Row>, Trouble> {
    let site = Site::new(binary, None)?;
    let mut started_ms = Vec::with_capacity(STARTS);
    for _ in 0..STARTS {
        started_ms.push(site.serve().await?.started_in.as_secs_f64() * 1_000.0);
    }
    let server = site.serve().await?;
    tokio::time::sleep(IDLE).await;
    let start = format!("median of {STARTS} starts on an existing database, process to first answer");
    Ok(vec![
        Row::new("start_ms", percentile(&mut started_ms, 0.5), "ms", start),
        Row::new("idle_rss_mb", server.memory_mb("VmRSS")?, "MB", "resident memory, 3 s after the start"),
    ])
}
