//! SQLite: how it is opened, how values go in and how rows come out.

use std::{fs, io, os::unix::fs::OpenOptionsExt, path::Path, str::FromStr};

use sqlx::{
    Arguments, ConnectOptions, Connection, Row as _, TypeInfo, ValueRef,
    sqlite::{
        SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow,
        SqliteSynchronous,
    },
};

use super::{BUSY_TIMEOUT, Options, Row, STATEMENTS_CACHED_MAX, SqlError, Value};
use crate::store::ensure_folder;

/// The oldest SQLite that does not lose commits in write-ahead mode with several connections.
const OLDEST: [u32; 3] = [3, 51, 3];

/// Rows that SQLite's own thread hands over before it waits for the first to be taken. Answers are taken whole, so it is the
/// most of one answer: handed over in smaller lots, each lot would cost two changes of threads.
const ROWS_BUFFERED_MAX: usize = 10_000;

/// The one writer and the readers.
///
/// A database in memory has a single connection for both, so a read waits for an open transaction to end.
pub(super) async fn connect(url: &str, options: &Options) -> Result<(SqlitePool, SqlitePool), SqlError> {
    let base = SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .synchronous(SqliteSynchronous::Full)
        .statement_cache_capacity(STATEMENTS_CACHED_MAX)
        .row_buffer_size(ROWS_BUFFERED_MAX)
        .disable_statement_logging();
    let in_memory = url.contains(":memory:") || url.contains("mode=memory");
    if !in_memory {
        create_private(base.get_filename())?;
    }
    let mut write = base.clone().journal_mode(SqliteJournalMode::Wal);
    if let Some(pages) = options.max_page_count {
        write = write.pragma("max_page_count", pages.to_string());
    }
    let writer = pool_options(options)
        .max_connections(1)
        .min_connections(1)
        .after_release(|connection, _| {
            Box::pin(async move {
                if !connection.is_in_transaction() {
                    return Ok(true);
                }
                // A rollback is on its way to the worker. When SQLite rolled back by itself (a full disk does
                // that), that rollback fails and sqlx believes for ever that a transaction is open: such a
                // connection is of no more use.
                connection.ping().await?;
                Ok(!connection.is_in_transaction())
            })
        })
        .connect_with(write)
        .await?;
    assert_version(&writer).await?;
    let readers = if in_memory {
        writer.clone()
    } else {
        pool_options(options)
            .max_connections(options.readers)
            .connect_with(base.read_only(true).create_if_missing(false))
            .await?
    };
    Ok((writer, readers))
}

/// Connections to a file do not go stale, so they are neither tested on the way out nor closed by age.
fn pool_options(options: &Options) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .acquire_timeout(options.wait)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
}

/// Makes the database file (and one missing folder) readable to its owner only; SQLite gives its companion
/// files the same permissions.
fn create_private(path: &Path) -> Result<(), SqlError> {
    let refused = |error: io::Error| SqlError::own(format!("the database file cannot be made: {error}"));
    ensure_folder(path).map_err(refused)?;
    let made = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    match made {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(refused(error)),
    }
}

/// Refuses a SQLite in which the write-ahead log can lose commits; a dependency can bring one in silently.
async fn assert_version(pool: &SqlitePool) -> Result<(), SqlError> {
    let version: String = sqlx::query_scalar("select sqlite_version()").fetch_one(pool).await?;
    if is_new_enough(&version) {
        Ok(())
    } else {
        Err(SqlError::own(format!("SQLite {version} can lose commits; 3.51.3 or later is needed")))
    }
}

/// Whether a version such as `3.51.3` is [`OLDEST`] or later.
fn is_new_enough(version: &str) -> bool {
    let mut parts = [0; 3];
    for (part, text) in parts.iter_mut().zip(version.split('.')) {
        *part = text.parse().unwrap_or(0);
    }
    parts >= OLDEST
}

/// Parameters in SQLite's own form.
pub(super) fn arguments(params: Vec<Value>) -> Result<SqliteArguments, SqlError> {
    let mut arguments = SqliteArguments::default();
    arguments.reserve(params.len(), 0);
    for param in params {
        match param {
            Value::Null => arguments.add(None::<i64>),
            Value::Int(value) => arguments.add(value),
            Value::Text(value) => arguments.add(value),
            Value::Blob(value) => arguments.add(value),
        }
        .map_err(|_| SqlError::own("a parameter cannot be encoded"))?;
    }
    Ok(arguments)
}

/// One row in the common form; the type is the cell's own, since SQLite's columns do not have one.
pub(super) fn row(row: &SqliteRow) -> Result<Row, SqlError> {
    (0..row.len())
        .map(|column| {
            let raw = row.try_get_raw(column)?;
            if raw.is_null() {
                return Ok(Value::Null);
            }
            let kind = raw.type_info().into_owned();
            match kind.name() {
                "INTEGER" => Ok(Value::Int(row.try_get_unchecked(column)?)),
                "TEXT" => Ok(Value::Text(row.try_get_unchecked(column)?)),
                "BLOB" => Ok(Value::Blob(row.try_get_unchecked(column)?)),
                _ => Err(SqlError::Row { column, wanted: "an integer, text or bytes" }),
            }
        })
        .collect::<Result<Vec<_>, _>>()
        .map(Row::new)
}

#[cfg(test)]
mod tests {
    use super::is_new_enough;

    #[test]
    fn only_a_sqlite_without_the_lost_commits_is_accepted() {
        for (version, expected) in [
            ("3.46.0", false),
            ("3.51.2", false),
            ("3.51.3", true),
            ("3.52.0", true),
            ("4.0.0", true),
            ("3.9.99", false),
            ("", false),
        ] {
            assert_eq!(is_new_enough(version), expected, "{version}");
        }
    }
}
