//! What a phone's browser sees: bytes of the first visit and times to a box that takes typing. Chromium is driven by
//! `tests/browser/support/typing.mjs`, which prints one JSON object.

use crate::careline::Binary;
use crate::{Row, Trouble};
use std::process::Command;

/// The phone that Chromium plays.
const PHONE: &str = "Chromium as a phone: CPU slowed 4 times, 150 ms round trip, 1.6 Mbit/s";

pub(crate) async fn rows(binary: &Binary) -> Result<Vec<Row>, Trouble> {
    let path = binary.0.clone();
    tokio::task::spawn_blocking(move || measure(&path)).await?
}

fn measure(binary: &std::path::Path) -> Result<Vec<Row>, Trouble> {
    let output = Command::new("node").arg("tests/browser/support/typing.mjs").env("CARELINE_BIN", binary).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let measured: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(&output.stdout)?;
    let row = |(id, value): (&String, &serde_json::Value)| {
        let unit = if id.ends_with("_ms") { "ms" } else { "bytes" };
        let conditions = if unit == "ms" { PHONE } else { "first visit, as encoded on the wire" };
        value.as_f64().map(|value| Row::new(id.clone(), value, unit, conditions))
    };
    Ok(measured.iter().filter_map(row).collect())
}
