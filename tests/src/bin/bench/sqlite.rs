//! The yardstick: how many single rows bare SQLite commits durably on the same disk in the same run.

use crate::{Row, Trouble};
use std::time::{Duration, Instant};

/// How long it is measured.
const MEASURE: Duration = Duration::from_secs(5);

pub(crate) async fn rows() -> Result<Vec<Row>, Trouble> {
    tokio::task::spawn_blocking(measure).await?
}

fn measure() -> Result<Vec<Row>, Trouble> {
    let folder = tempfile::Builder::new().prefix("careline-bench-").tempdir_in(std::env::current_dir()?)?;
    let database = rusqlite::Connection::open(folder.path().join("bare.db"))?;
    database.pragma_update(None, "journal_mode", "wal")?;
    database.pragma_update(None, "synchronous", "full")?;
    database.execute_batch("create table entries (id blob primary key, body blob not null) without rowid")?;
    let mut insert = database.prepare("insert into entries (id, body) values ($1, $2)")?;
    let body = [7_u8; 400];
    let begun = Instant::now();
    let mut commits = 0_u32;
    while begun.elapsed() < MEASURE {
        insert.execute(rusqlite::params![desk::clock::chance::<16>(), body])?;
        commits += 1;
    }
    let per_s = f64::from(commits) / begun.elapsed().as_secs_f64();
    Ok(vec![Row::new(
        "sqlite_commits_per_s",
        per_s,
        "commits/s",
        "bare SQLite, WAL, synchronous FULL, one row of 400 B",
    )])
}
