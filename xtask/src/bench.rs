//! `cargo xtask bench`: builds the release binary with the site inside and measures it.

use crate::browser;
use crate::build_site::{self, Kind, STEPS};
use crate::shell::{Failure, Outcome, Steps, cargo, root, run};

/// How the ids of the rows begin that need Chromium.
const CHROMIUM_ROWS: [&str; 3] = ["first_visit_", "warm_visit_", "offline_"];

/// Prints one table, or with `--json` one object whose keys are the rows' ids. Beginnings of ids measure these rows alone.
pub(crate) fn bench(rest: &[&str]) -> Outcome<bool> {
    let rows: Vec<_> = rest.iter().copied().filter(|argument| *argument != "--json").collect();
    if let Some(option) = rows.iter().find(|argument| argument.starts_with('-')) {
        return Err(Failure::new(format!("`bench` takes --json and beginnings of rows' ids, not {option}")));
    }
    let binary = build_site::build(Kind::Release, &mut Steps::of(STEPS))?;
    let mut measure = cargo();
    measure
        .current_dir(root())
        .args(["run", "--quiet", "--release", "--package", "tests", "--bin", "bench", "--"])
        .args(rest)
        .env("CARELINE_BIN", binary);
    if needs_chromium(&rows) {
        let chromium = browser::chromium()?;
        browser::packages()?;
        measure.env("CARELINE_CHROMIUM", chromium);
    }
    run(&mut measure)?;
    Ok(true)
}

fn needs_chromium(rows: &[&str]) -> bool {
    let begins = |row: &&str| CHROMIUM_ROWS.iter().any(|id| id.starts_with(row) || row.starts_with(id));
    rows.is_empty() || rows.iter().any(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_rows_of_visits_need_chromium() {
        for (rows, needs) in [
            (&[][..], true),
            (&["sync"], false),
            (&["reconnect_lost", "start_ms"], false),
            (&["sync", "first"], true),
            (&["offline_typing_ms"], true),
        ] {
            assert_eq!(needs_chromium(rows), needs, "{rows:?}");
        }
    }
}
