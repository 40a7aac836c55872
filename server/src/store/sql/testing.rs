//! Fresh databases for tests: a file on SQLite always, a database of its own on PostgreSQL when
//! `CARELINE_TEST_POSTGRES` holds the URL of a server on which databases may be created.

use std::{env, thread};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tempfile::TempDir;

use super::{Database, Options};

/// A database that nobody else uses; it is removed when this is dropped.
pub struct Fresh {
    /// The database, with its schema up to date.
    pub database: Database,
    url: String,
    place: Place,
}

enum Place {
    File { _folder: TempDir },
    Server { url: String, name: String },
}

impl Fresh {
    /// The URL with which the same database can be opened again.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        let Place::Server { url, name } = &self.place else {
            return;
        };
        let (url, name) = (url.clone(), name.clone());
        // A runtime of its own, because this may run inside one that must not block on itself. A database that
        // cannot be removed is left to the server's owner: a test's outcome does not hang on tidying.
        let removal = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            if let Ok(runtime) = runtime {
                runtime.block_on(async {
                    let drop = format!("drop database if exists {name} with (force)");
                    if let Ok(mut connection) = PgConnection::connect(&url).await {
                        drop_quietly(connection.execute(AssertSqlSafe(drop)).await);
                    }
                });
            }
        });
        drop_quietly(removal.join());
    }
}

fn drop_quietly<T, E>(_: Result<T, E>) {}

/// A database in a file of its own.
///
/// # Panics
/// If it cannot be made.
pub async fn fresh_sqlite() -> Fresh {
    fresh_sqlite_with(&Options::default()).await
}

/// A database in a file of its own, opened with these options.
///
/// # Panics
/// If it cannot be made.
pub async fn fresh_sqlite_with(options: &Options) -> Fresh {
    let folder = TempDir::new().expect("a temporary folder");
    let url = format!("sqlite://{}/careline.db", folder.path().display());
    let database = Database::open(&url, options).await.expect("a new file");
    Fresh { database, url, place: Place::File { _folder: folder } }
}

/// A database of its own on the server of `CARELINE_TEST_POSTGRES`, or `None` when that is not set.
///
/// # Panics
/// If the server is named but no database can be made on it.
pub async fn fresh_postgres() -> Option<Fresh> {
    let server = env::var("CARELINE_TEST_POSTGRES").ok()?;
    let mut random = [0; 8];
    getrandom::fill(&mut random).expect("random bytes");
    let name = format!("careline_test_{}", hex::encode(random));
    let mut connection = PgConnection::connect(&server).await.expect("the server of CARELINE_TEST_POSTGRES answers");
    connection
        .execute(AssertSqlSafe(format!("create database {name}")))
        .await
        .expect("the role of CARELINE_TEST_POSTGRES may create databases");
    drop_quietly(connection.close().await);
    let mut url = url::Url::parse(&server).expect("CARELINE_TEST_POSTGRES is a URL");
    url.set_path(&name);
    let options = Options { connections: 8, ..Options::default() };
    let database = Database::open(url.as_str(), &options).await.expect("a new database");
    Some(Fresh { database, url: url.into(), place: Place::Server { url: server, name } })
}

/// Runs a test on a fresh database of each engine, on PostgreSQL only where a server is named.
///
/// # Panics
/// If a database cannot be made, or as the test does.
pub async fn each_engine(test: impl AsyncFn(Database)) {
    let sqlite = fresh_sqlite().await;
    test(sqlite.database.clone()).await;
    if let Some(postgres) = fresh_postgres().await {
        test(postgres.database.clone()).await;
    }
}
