//! The engine layer: one text of SQL, two engines.
//!
//! A query is written once, in lower case with `$1` placeholders, and runs on SQLite or PostgreSQL; which one
//! is picked by the database's URL. Parameters are [`Value`]s (see [`params!`]), answers are [`Row`]s. Where the
//! engines truly differ, the text stands twice in one [`Sql`].
//!
//! Invariants: every write goes through a [`Transaction`], which holds the only writer of SQLite from its first
//! moment (`begin immediate`), so it must never wait for the network; a commit that returned is on disk;
//! after any failure a transaction can only be rolled back, alike on both engines; no error tells a stored value.
//!
//! To add a query: write it for both engines (columns `bigint`/`text`/`bytea`, on SQLite `integer`/`text`/`blob`,
//! no database clock, `on conflict do nothing`, `returning`), give it a `limit`, read its rows by position, and
//! run its test with [`testing::each_engine`].

mod check;
mod error;
mod insert;
mod postgres;
mod room;
mod schema;
mod sqlite;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
mod transaction;
mod value;

use std::{fmt, thread, time::Duration};

use sqlx::{PgPool, SqlitePool, migrate::Migrator};

use room::Room;

pub use check::Health;
pub use error::{Cause, SqlError};
pub use insert::OnConflict;
pub use schema::Schema;
pub use transaction::Transaction;
pub(crate) use value::params;
pub use value::{Row, Value};

/// Statements kept prepared per connection; the store has fewer, with every chunk size of its inserts.
const STATEMENTS_CACHED_MAX: usize = 1024;

/// How long SQLite waits for a lock of another process (a backup, a person with a shell).
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

static MIGRATIONS_SQLITE: Migrator = sqlx::migrate!("../migrations/sqlite");
static MIGRATIONS_POSTGRES: Migrator = sqlx::migrate!("../migrations/postgres");

/// Which database runs the queries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Embedded, one file, one process.
    Sqlite,
    /// A server, which several Careline servers may share.
    Postgres,
}

/// The text of a statement, once for both engines or once for each.
#[derive(Clone, Copy, Debug)]
pub struct Sql {
    sqlite: &'static str,
    postgres: &'static str,
}

impl Sql {
    /// A statement whose text truly differs.
    pub const fn per_engine(sqlite: &'static str, postgres: &'static str) -> Self {
        Sql { sqlite, postgres }
    }

    /// The text for one engine.
    pub const fn text(self, engine: Engine) -> &'static str {
        match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        }
    }
}

impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Self {
        Sql::per_engine(text, text)
    }
}

/// How a database is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// Connections that read from SQLite at the same time; twice the cores by default.
    pub readers: u32,
    /// Connections to PostgreSQL; 16 by default.
    pub connections: u32,
    /// How long a call waits for a connection before it fails with [`SqlError::Busy`]; 10 seconds by default.
    pub wait: Duration,
    /// The size in pages at which SQLite says that it is full, so that a test can fill a disk; none by default.
    /// A number below the file's present size means its present size.
    pub max_page_count: Option<u32>,
}

impl Default for Options {
    fn default() -> Self {
        let cores = thread::available_parallelism().map_or(1, |cores| cores.get() as u32);
        Options { readers: cores * 2, connections: 16, wait: Duration::from_secs(10), max_page_count: None }
    }
}

/// An open database. Clones share its connections.
#[derive(Clone)]
pub struct Database {
    pools: Pools,
    room: Room,
}

#[derive(Clone)]
enum Pools {
    Sqlite { writer: SqlitePool, readers: SqlitePool },
    Postgres(PgPool),
}

/// Prints the engine only: a URL may hold a password.
impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Database({:?})", self.engine())
    }
}

impl Database {
    /// Connects and brings the schema up to date.
    ///
    /// The URL is `sqlite://path/to/file`, `sqlite::memory:` or `postgres://user@host/name`. A missing SQLite file
    /// is made, readable to its owner only.
    pub async fn open(url: &str, options: &Options) -> Result<Self, SqlError> {
        let database = Self::connect(url, options).await?;
        database.migrate().await?;
        Ok(database)
    }

    /// Connects and leaves the schema as it is.
    pub async fn connect(url: &str, options: &Options) -> Result<Self, SqlError> {
        let pools = if url.starts_with("sqlite:") {
            let (writer, readers) = sqlite::connect(url, options).await?;
            Pools::Sqlite { writer, readers }
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Pools::Postgres(postgres::connect(url, options).await?)
        } else {
            return Err(SqlError::own("the database URL begins with neither sqlite: nor postgres:"));
        };
        Ok(Database { pools, room: Room::default() })
    }

    /// The engine behind this database.
    pub fn engine(&self) -> Engine {
        match &self.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres(_) => Engine::Postgres,
        }
    }

    /// Applies the migrations that are missing, in order. Servers that start together take turns.
    ///
    /// Fails when the database was made by a later Careline, or when an applied migration was edited.
    pub async fn migrate(&self) -> Result<(), SqlError> {
        match &self.pools {
            Pools::Sqlite { writer, .. } => MIGRATIONS_SQLITE.run(writer).await?,
            Pools::Postgres(pool) => MIGRATIONS_POSTGRES.run(pool).await?,
        }
        Ok(())
    }

    /// Runs a query outside any transaction, on SQLite over a connection that cannot write.
    ///
    /// All rows are held in memory, so the query bears a `limit`.
    pub async fn read(&self, sql: impl Into<Sql>, params: Vec<Value>) -> Result<Vec<Row>, SqlError> {
        let text = sql.into().text(self.engine());
        match &self.pools {
            Pools::Sqlite { readers, .. } => {
                let arguments = sqlite::arguments(params)?;
                let rows = sqlx::query_with(text, arguments).fetch_all(readers).await?;
                rows.iter().map(sqlite::row).collect()
            }
            Pools::Postgres(pool) => {
                let arguments = postgres::arguments(params)?;
                let rows = sqlx::query_with(text, arguments).fetch_all(pool).await?;
                rows.iter().map(postgres::row).collect()
            }
        }
    }

    /// Begins a transaction. On SQLite it is the only one until it ends, so readers' facts cannot change under
    /// it; on PostgreSQL others run beside it (read committed), so changes are guarded by what was read.
    pub async fn begin(&self) -> Result<Transaction, SqlError> {
        let room = self.room.clone();
        match &self.pools {
            Pools::Sqlite { writer, .. } => {
                let begun = writer.begin_with("begin immediate").await.map_err(SqlError::from);
                Ok(Transaction::sqlite(self.room.seen(begun)?, room))
            }
            Pools::Postgres(pool) => Ok(Transaction::postgres(pool.begin().await?, room)),
        }
    }

    /// Whether the last change failed because the disk is full, and none has been kept since.
    pub fn is_full(&self) -> bool {
        self.room.is_full()
    }

    /// Waits for the connections in use and closes them all; on SQLite this empties the write-ahead log.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}
