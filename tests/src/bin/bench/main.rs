//! Measures Careline: `cargo xtask bench` builds the release binary and runs this against it.
//!
//! Every row says its conditions, and the machine is the one that it runs on: figures from two machines, or from two
//! runs while something else is busy, do not compare. No test asserts a time.

mod browser;
mod careline;
mod client;
mod push;
mod reconnect;
mod sqlite;
mod start;
mod throughput;

use careline::Binary;
use std::process::ExitCode;

/// A trouble that ends the measurement.
pub(crate) type Trouble = Box<dyn std::error::Error + Send + Sync>;

/// One measured figure.
pub(crate) struct Row {
    /// The id under which it is compared over time.
    pub(crate) id: String,
    /// The figure.
    pub(crate) value: f64,
    /// Its unit.
    pub(crate) unit: &'static str,
    /// What was done to get it.
    pub(crate) conditions: String,
}

impl Row {
    pub(crate) fn new(id: impl Into<String>, value: f64, unit: &'static str, conditions: impl Into<String>) -> Self {
        Self { id: id.into(), value, unit, conditions: conditions.into() }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let json = std::env::args().any(|argument| argument == "--json");
    let mut rows = Vec::new();
    let measured = measure(&mut rows).await;
    print(&rows, json);
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("error: {trouble}");
            ExitCode::FAILURE
        }
    }
}

/// Measures one thing after the other; what was measured before a trouble is kept.
async fn measure(rows: &mut Vec<Row>) -> Result<(), Trouble> {
    let binary = Binary::from_environment()?;
    rows.extend(say("bare SQLite", sqlite::rows().await)?);
    rows.extend(say("recording", throughput::rows(&binary).await)?);
    rows.extend(say("note to push", push::rows(&binary).await)?);
    rows.extend(say("reconnecting", reconnect::rows(&binary).await)?);
    rows.extend(say("starting", start::rows(&binary).await)?);
    rows.extend(say("a phone's visits", browser::rows(&binary).await)?);
    Ok(())
}

fn say(what: &str, rows: Result<Vec<Row>, Trouble>) -> Result<Vec<Row>, Trouble> {
    let rows = rows.map_err(|trouble| format!("{what}: {trouble}"))?;
    eprintln!("measured: {what}");
    Ok(rows)
}

fn print(rows: &[Row], json: bool) {
    if json {
        let object: serde_json::Map<_, _> = rows.iter().map(|row| (row.id.clone(), row.value.into())).collect();
        println!("{}", serde_json::Value::Object(object));
        return;
    }
    for Row { id, value, unit, conditions } in rows {
        println!("{id:<30} {value:>12.1} {unit:<10} {conditions}");
    }
}

/// The value below which `share` of the measured lie; the list is sorted by this.
pub(crate) fn percentile(measured: &mut [f64], share: f64) -> f64 {
    measured.sort_by(f64::total_cmp);
    let last = measured.len().saturating_sub(1);
    let index = (share * last as f64).round() as usize;
    measured.get(index.min(last)).copied().unwrap_or(f64::NAN)
}
