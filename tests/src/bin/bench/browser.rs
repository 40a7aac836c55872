//! What a phone's browser sees: bytes of the first visit and times to a box that takes typing. Chromium is driven by
//! `tests/browser/support/typing.mjs`, which prints one JSON object.

use crate::careline::Binary;
use crate::{Row, Trouble};
use std::process::Stdio;
use tokio::process::Command;

/// The phone that Chromium plays.
const PHONE: &str = "Chromium as a phone: CPU slowed 4 times, 150 ms round trip, 1.6 Mbit/s";

/// The script with everything that it starts; dropping it ends them all, whether it is done or was given up.
struct Group(Option<u32>);

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(leader) = self.0 {
            // Where it has ended by itself there is nothing to end.
            let group = format!("-{leader}");
            let _ = std::process::Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        }
    }
}

pub(crate) async fn rows(binary: &Binary) -> Result<Vec<Row>, Trouble> {
    let mut script = Command::new("node");
    script.arg("tests/browser/support/typing.mjs").env("CARELINE_BIN", &binary.0);
    let script = script.process_group(0).stdout(Stdio::piped()).spawn()?;
    let _group = Group(script.id());
    let output = script.wait_with_output().await?;
    if !output.status.success() {
        return Err(format!("the script ended with {}", output.status).into());
    }
    let measured: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(&output.stdout)?;
    let row = |(id, value): (&String, &serde_json::Value)| {
        let unit = if id.ends_with("_ms") { "ms" } else { "bytes" };
        let conditions = if unit == "ms" { PHONE } else { "first visit, as encoded on the wire" };
        value.as_f64().map(|value| Row::new(id.clone(), value, unit, conditions))
    };
    Ok(measured.iter().filter_map(row).collect())
}
