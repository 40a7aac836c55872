//! Measures Careline: `cargo xtask bench` builds the release binary and runs this against it.
//!
//! Every row says its conditions, and the machine is the one that it runs on: figures from two machines, or from two
//! runs while something else is busy, do not compare. No test asserts a time. The client runs on one thread, because what
//! it costs is taken from the server that is measured.

mod browser;
mod careline;
mod client;
mod conference;
mod pages;
mod push;
mod reconnect;
mod sqlite;
mod stage;
mod start;
mod throughput;

use careline::Binary;
use stage::{Stage, Wanted};
use std::process::ExitCode;

/// A trouble that ends a stage of the measurement.
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

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let (flags, ids): (Vec<_>, Vec<_>) = std::env::args().skip(1).partition(|argument| argument == "--json");
    let mut rows = Vec::new();
    let measured = measure(ids, &mut rows).await;
    print(&rows, !flags.is_empty());
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("error: {trouble}");
            ExitCode::FAILURE
        }
    }
}

/// Measures one stage after the other; a trouble in one does not take the others' figures along.
async fn measure(ids: Vec<String>, rows: &mut Vec<Row>) -> Result<(), Trouble> {
    let wanted = Wanted::parse(ids)?;
    let binary = Binary::from_environment()?;
    let mut troubles = Vec::new();
    for stage in Stage::ALL.into_iter().filter(|stage| stage.is_wanted(&wanted)) {
        eprintln!("measuring: {}", stage.name());
        match stage.run(&binary, &wanted).await {
            Ok(measured) => {
                for Row { id, value, unit, .. } in &measured {
                    eprintln!("  {id} {value:.1} {unit}");
                }
                rows.extend(measured);
            }
            Err(trouble) => {
                eprintln!("  {trouble}");
                troubles.push(format!("{}: {trouble}", stage.name()));
            }
        }
    }
    if troubles.is_empty() { Ok(()) } else { Err(troubles.join("; ").into()) }
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
