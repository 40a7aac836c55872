//! The store itself: a database, its keys, and the door [`Store`].

use super::{
    keys::Keys,
    seal::KeyRing,
    session::Session,
    sql::{Database, Engine, Health, Options, SqlError, params},
};
use async_trait::async_trait;
use desk::store::{Read, Store, StoreError, Stored, Tx};
use std::sync::Arc;

/// The lock by which writers of PostgreSQL wait for each other, also those of other servers.
const WRITERS: i64 = 0x0043_4152_454C_494E;

/// Storage in SQLite or PostgreSQL, with everything private sealed. Clones share connections and keys.
#[derive(Clone, Debug)]
pub struct SqlStore {
    database: Database,
    keys: Arc<Keys>,
}

impl SqlStore {
    /// Opens the database of this URL, makes it when it is missing, and brings its schema up to date.
    pub async fn open(url: &str, keys: KeyRing, options: &Options) -> Result<Self, SqlError> {
        Ok(Self::of(Database::open(url, options).await?, keys))
    }

    /// The store in a database whose schema is up to date.
    pub fn of(database: Database, keys: KeyRing) -> Self {
        Self { database, keys: Arc::new(Keys::new(keys)) }
    }

    /// Checks the whole database; it takes a while on a large one, so it is for the doctor and not for a timer.
    pub async fn health(&self) -> Result<Health, SqlError> {
        self.database.check().await
    }

    /// Waits for what is under way and closes every connection.
    pub async fn close(&self) {
        self.database.close().await;
    }

    fn session(&self) -> Session<Database> {
        Session::new(self.database.clone(), Arc::clone(&self.keys))
    }
}

#[async_trait]
impl Store for SqlStore {
    async fn read(&self) -> Stored<Box<dyn Read>> {
        Ok(Box::new(self.session()))
    }

    async fn begin(&self) -> Stored<Box<dyn Tx>> {
        let mut transaction = self.database.begin().await?;
        match transaction.engine() {
            // The transaction holds the only writer from its first moment.
            Engine::Sqlite => {}
            Engine::Postgres => {
                transaction.execute("select pg_advisory_xact_lock($1)", params![WRITERS]).await?;
            }
        }
        Ok(Box::new(Session::new(transaction, Arc::clone(&self.keys))))
    }

    async fn check(&self) -> Stored<String> {
        self.database.read("select 1", params![]).await?;
        self.database.begin().await?.rollback().await?;
        // What is rolled back asks the disk for nothing, so this alone would not notice that it is full.
        if self.database.is_full() {
            return Err(StoreError::Full);
        }
        let engine = match self.database.engine() {
            Engine::Sqlite => "SQLite",
            Engine::Postgres => "PostgreSQL",
        };
        Ok(format!("{engine} answers and takes changes."))
    }
}
