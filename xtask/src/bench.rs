//! `cargo xtask bench`: builds the release binary with the site inside and measures it.

use crate::browser;
use crate::build_site::{self, Kind, STEPS};
use crate::postgres::{Postgres, URL_VARIABLE};
use crate::shell::{Failure, Outcome, Steps, cargo, root, run};

/// How the ids of the rows begin that need Chromium.
const CHROMIUM_ROWS: [&str; 4] = ["first_visit_", "warm_visit_", "offline_", "public_"];
/// How the ids of the rows begin of which there is one more on PostgreSQL.
const POSTGRES_ROWS: [&str; 3] = ["inbox_", "search_", "open_case_"];

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
    // Without a PostgreSQL its rows are left out, and everything else is measured.
    let postgres = begins(&rows, &POSTGRES_ROWS)
        .then(Postgres::ready)
        .and_then(|ready| ready.map_err(|failure| eprintln!("the rows on PostgreSQL are left out: {failure}")).ok());
    if let Some(postgres) = &postgres {
        measure.env(URL_VARIABLE, postgres.url());
    }
    if begins(&rows, &CHROMIUM_ROWS) {
        let chromium = browser::chromium()?;
        browser::packages()?;
        measure.env("CARELINE_CHROMIUM", chromium);
    }
    run(&mut measure)?;
    Ok(true)
}

/// Whether one of the rows that begin so is asked for.
fn begins(rows: &[&str], ids: &[&str]) -> bool {
    let begins = |row: &&str| ids.iter().any(|id| id.starts_with(row) || row.starts_with(id));
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
            (&["public"], true),
        ] {
            assert_eq!(begins(rows, &CHROMIUM_ROWS), needs, "{rows:?}");
        }
    }
}
