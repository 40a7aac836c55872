//! What can go wrong below the store, told without a single stored value.

use std::{error, fmt};

use sqlx::{postgres::PgDatabaseError, sqlite::SqliteError};

/// Why the database did not do what it was asked. No variant carries a parameter or a cell.
#[derive(Debug, thiserror::Error)]
pub enum SqlError {
    /// The disk (or the database's own limit) is full; nothing of the transaction was kept.
    #[error("the database's disk is full")]
    Full,
    /// Somebody else held what was needed for too long; the same call may succeed later.
    #[error("the database is busy")]
    Busy,
    /// A row with the same unique columns is there already.
    #[error("a row that must be unique in {table} is there already")]
    Unique {
        /// The table; empty when SQLite names only an index.
        table: String,
        /// What SQLite says (`table.column, table.column`) or the constraint's name on PostgreSQL.
        constraint: String,
    },
    /// The database cannot be reached, or its connection ended. If it happened during a commit, whether
    /// the commit took place is unknown: the caller repeats, and repeats are harmless.
    #[error("the database cannot be reached")]
    Closed(#[source] Cause),
    /// An earlier statement of this transaction failed or was cut short, so nothing more may be done in it.
    #[error("this transaction failed before and can only be rolled back")]
    Failed,
    /// A cell is not of the type that its reader wanted.
    #[error("column {column} does not hold {wanted}")]
    Row {
        /// The cell's position, counted from 0.
        column: usize,
        /// The wanted type in words.
        wanted: &'static str,
    },
    /// Everything that a caller cannot act on.
    #[error("the database refused")]
    Other(#[source] Cause),
}

/// What the engine said, cleaned of stored values, and its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    code: String,
    text: String,
}

impl Cause {
    /// A cause of this layer's own; `text` must not hold a value.
    pub(super) fn own(text: impl Into<String>) -> Self {
        Cause { code: String::new(), text: text.into() }
    }

    /// The engine's error code: SQLite's extended result code or PostgreSQL's SQLSTATE; empty if there is none.
    pub fn code(&self) -> &str {
        &self.code
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.code.is_empty() { f.write_str(&self.text) } else { write!(f, "{} (code {})", self.text, self.code) }
    }
}

impl error::Error for Cause {}

impl SqlError {
    /// An error of this layer's own; `text` must not hold a value.
    pub(super) fn own(text: impl Into<String>) -> Self {
        SqlError::Other(Cause::own(text))
    }
}

impl From<sqlx::Error> for SqlError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::PoolTimedOut => SqlError::Busy,
            sqlx::Error::PoolClosed => SqlError::Closed(Cause::own("the pool is closed")),
            sqlx::Error::WorkerCrashed => SqlError::Closed(Cause::own("a worker ended")),
            sqlx::Error::Io(source) => SqlError::Closed(Cause::own(source.to_string())),
            sqlx::Error::Tls(source) => SqlError::Closed(Cause::own(source.to_string())),
            sqlx::Error::Database(source) => {
                if let Some(sqlite) = source.try_downcast_ref::<SqliteError>() {
                    from_sqlite(sqlite)
                } else if let Some(postgres) = source.try_downcast_ref::<PgDatabaseError>() {
                    from_postgres(postgres)
                } else {
                    SqlError::own("an error of an unknown engine")
                }
            }
            sqlx::Error::Configuration(_) => SqlError::own("the database URL cannot be read"),
            sqlx::Error::Protocol(text) => SqlError::own(text),
            sqlx::Error::BeginFailed => SqlError::own("the transaction did not begin"),
            // The texts of decoding and encoding errors may quote a value.
            _ => SqlError::own("the driver failed"),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for SqlError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        match error {
            sqlx::migrate::MigrateError::Execute(source) => source.into(),
            // Migrations are program text; their errors name versions and files only.
            other => SqlError::own(other.to_string()),
        }
    }
}

/// SQLite's messages name tables, columns and expressions of the schema, and no values.
fn from_sqlite(error: &SqliteError) -> SqlError {
    use sqlx::error::DatabaseError;
    let code = error.code().unwrap_or_default().into_owned();
    let number: i32 = code.parse().unwrap_or_default();
    let cause = Cause { code, text: error.message().to_owned() };
    // The low byte is the primary result code, the rest says more.
    match (number & 0xff, number) {
        // SQLITE_FULL, and SQLITE_IOERR_SHMSIZE: no room for the write-ahead log's index.
        (13, _) | (10, 4874) => SqlError::Full,
        // SQLITE_BUSY, SQLITE_LOCKED
        (5 | 6, _) => SqlError::Busy,
        // SQLITE_CONSTRAINT_PRIMARYKEY, _UNIQUE and _ROWID
        (19, 1555 | 2067 | 2579) => unique_of_sqlite(error.message()),
        _ => SqlError::Other(cause),
    }
}

/// `UNIQUE constraint failed: note.id, note.part`, or `UNIQUE constraint failed: index 'name'`.
fn unique_of_sqlite(message: &str) -> SqlError {
    let constraint = message.split_once(": ").map_or("", |(_, columns)| columns);
    let table = match constraint.split_once('.') {
        Some((table, _)) if !constraint.starts_with("index ") => table,
        Some(_) | None => "",
    };
    SqlError::Unique { table: table.to_owned(), constraint: constraint.to_owned() }
}

/// PostgreSQL's detail and, for data errors (class 22), even its message quote values: both are left out.
fn from_postgres(error: &PgDatabaseError) -> SqlError {
    let code = error.code().to_owned();
    let text = if code.starts_with("22") { "the data do not fit".to_owned() } else { error.message().to_owned() };
    let cause = Cause { code, text };
    match cause.code.as_str() {
        // disk_full
        "53100" => SqlError::Full,
        // serialization_failure, deadlock_detected, lock_not_available, query_canceled, too_many_connections
        "40001" | "40P01" | "55P03" | "57014" | "53300" => SqlError::Busy,
        // unique_violation
        "23505" => SqlError::Unique {
            table: error.table().unwrap_or_default().to_owned(),
            constraint: error.constraint().unwrap_or_default().to_owned(),
        },
        // Connection exceptions, operator intervention, authentication, a transaction that rested too long.
        code if ["08", "57P", "28", "25P03"].iter().any(|class| code.starts_with(class)) => SqlError::Closed(cause),
        _ => SqlError::Other(cause),
    }
}
