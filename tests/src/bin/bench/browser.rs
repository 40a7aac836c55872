//! What a phone's browser sees: bytes of the first visit and times to a box that takes typing, and the same of the public
//! pages. Chromium is driven by `tests/browser/support/typing.mjs` and `public_pages.mjs`, each of which prints one JSON
//! object.

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

/// A phone's visits to the app.
pub(crate) async fn rows(binary: &Binary) -> Result<Vec<Row>, Trouble> {
    measured_by(binary, "tests/browser/support/typing.mjs", "first visit, as encoded on the wire").await
}

/// First visits to the public pages.
pub(crate) async fn public_rows(binary: &Binary) -> Result<Vec<Row>, Trouble> {
    let conditions = "the heaviest public page with all its parts, on a first visit, as encoded on the wire";
    measured_by(binary, "tests/browser/support/public_pages.mjs", conditions).await
}

async fn measured_by(binary: &Binary, script: &str, weighed: &str) -> Result<Vec<Row>, Trouble> {
    let mut command = Command::new("node");
    command.arg(script).env("CARELINE_BIN", &binary.0);
    let script = command.process_group(0).stdout(Stdio::piped()).spawn()?;
    let _group = Group(script.id());
    let output = script.wait_with_output().await?;
    if !output.status.success() {
        return Err(format!("the script ended with {}", output.status).into());
    }
    let measured: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(&output.stdout)?;
    let row = |(id, value): (&String, &serde_json::Value)| {
        let unit = if id.contains("_ms") { "ms" } else { "bytes" };
        let conditions = if unit == "ms" { PHONE } else { weighed };
        value.as_f64().map(|value| Row::new(id.clone(), value, unit, conditions))
    };
    Ok(measured.iter().filter_map(row).collect())
}
