//! `cargo xtask bench`: builds the release binary with the site inside and measures it.

use crate::browser;
use crate::build_site::{self, Kind, STEPS};
use crate::shell::{Failure, Outcome, Steps, cargo, root, run};

/// Prints one table, or with `--json` one object whose keys are the rows' ids.
pub(crate) fn bench(rest: &[&str]) -> Outcome<bool> {
    if !rest.iter().all(|argument| *argument == "--json") {
        return Err(Failure::new("`bench` takes nothing but --json"));
    }
    let binary = build_site::build(Kind::Release, &mut Steps::of(STEPS))?;
    let chromium = browser::chromium()?;
    browser::packages()?;
    let mut measure = cargo();
    measure
        .current_dir(root())
        .args(["run", "--quiet", "--release", "--package", "tests", "--bin", "bench", "--"])
        .args(rest)
        .env("CARELINE_BIN", binary)
        .env("CARELINE_CHROMIUM", chromium);
    run(&mut measure)?;
    Ok(true)
}
