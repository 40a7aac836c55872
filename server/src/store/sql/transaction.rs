//! A transaction: the only way to change anything.

use sqlx::{AssertSqlSafe, Postgres, SqlSafeStr, SqlStr, Sqlite};

use super::{Engine, Row, Sql, SqlError, Value, insert, insert::OnConflict, postgres, room::Room, sqlite};

/// An open transaction. Dropped without [`Transaction::commit`], it is rolled back.
pub struct Transaction {
    inner: Inner,
    /// Set while a statement runs and left set when it fails or its future is dropped. SQLite would let the rest of
    /// the transaction go on (after a full disk even outside any transaction), PostgreSQL would not.
    failed: bool,
    room: Room,
}

enum Inner {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Transaction {
    pub(super) fn sqlite(inner: sqlx::Transaction<'static, Sqlite>, room: Room) -> Self {
        Transaction { inner: Inner::Sqlite(inner), failed: false, room }
    }

    pub(super) fn postgres(inner: sqlx::Transaction<'static, Postgres>, room: Room) -> Self {
        Transaction { inner: Inner::Postgres(inner), failed: false, room }
    }

    /// The engine behind this transaction.
    pub fn engine(&self) -> Engine {
        match &self.inner {
            Inner::Sqlite(_) => Engine::Sqlite,
            Inner::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs a statement and returns its rows: a query, or a change with `returning`.
    pub async fn fetch(&mut self, sql: impl Into<Sql>, params: Vec<Value>) -> Result<Vec<Row>, SqlError> {
        let text = sql.into().text(self.engine());
        self.enter()?;
        let rows = match &mut self.inner {
            Inner::Sqlite(connection) => {
                let query = sqlx::query_with(text, sqlite::arguments(params)?);
                let rows = query.fetch_all(&mut **connection).await.map_err(SqlError::from);
                self.room.seen(rows)?.iter().map(sqlite::row).collect::<Result<_, _>>()?
            }
            Inner::Postgres(connection) => {
                let query = sqlx::query_with(text, postgres::arguments(params)?);
                let rows = query.fetch_all(&mut **connection).await.map_err(SqlError::from);
                self.room.seen(rows)?.iter().map(postgres::row).collect::<Result<_, _>>()?
            }
        };
        self.failed = false;
        Ok(rows)
    }

    /// Runs a statement and returns how many rows it inserted, updated or deleted.
    pub async fn execute(&mut self, sql: impl Into<Sql>, params: Vec<Value>) -> Result<u64, SqlError> {
        let text = sql.into().text(self.engine());
        self.run(text.into_sql_str(), params).await
    }

    /// Inserts any number of rows with few statements and returns how many were inserted.
    ///
    /// Every row holds one value per column, in their order. Rows go in chunks of few sizes, so that few
    /// statements are prepared and all of them are used again.
    pub async fn insert_many(
        &mut self,
        table: &'static str,
        columns: &'static [&'static str],
        rows: Vec<Vec<Value>>,
        on_conflict: OnConflict,
    ) -> Result<u64, SqlError> {
        if rows.iter().any(|row| row.len() != columns.len()) {
            self.failed = true;
            return Err(SqlError::own("a row has not one value per column"));
        }
        let mut inserted = 0;
        let mut left = rows.len();
        let mut rows = rows.into_iter();
        while left > 0 {
            let size = insert::chunk(left, columns.len(), self.engine());
            let params = rows.by_ref().take(size).flatten().collect();
            let text = insert::text(self.engine(), table, columns, size, on_conflict);
            inserted += self.run(AssertSqlSafe(text).into_sql_str(), params).await?;
            left -= size;
        }
        Ok(inserted)
    }

    /// Keeps everything. When it returns `Ok`, the changes are on disk; when it fails with
    /// [`SqlError::Closed`], they may be.
    pub async fn commit(mut self) -> Result<(), SqlError> {
        self.enter()?;
        let kept = match self.inner {
            Inner::Sqlite(transaction) => transaction.commit().await,
            Inner::Postgres(transaction) => transaction.commit().await,
        };
        self.room.seen(kept.map_err(SqlError::from))?;
        self.room.kept();
        Ok(())
    }

    /// Undoes everything, and waits until it is undone.
    pub async fn rollback(self) -> Result<(), SqlError> {
        match self.inner {
            Inner::Sqlite(transaction) => transaction.rollback().await?,
            Inner::Postgres(transaction) => transaction.rollback().await?,
        }
        Ok(())
    }

    async fn run(&mut self, text: SqlStr, params: Vec<Value>) -> Result<u64, SqlError> {
        self.enter()?;
        let changed = match &mut self.inner {
            Inner::Sqlite(connection) => {
                let query = sqlx::query_with(text, sqlite::arguments(params)?);
                query.execute(&mut **connection).await.map(|done| done.rows_affected())
            }
            Inner::Postgres(connection) => {
                let query = sqlx::query_with(text, postgres::arguments(params)?);
                query.execute(&mut **connection).await.map(|done| done.rows_affected())
            }
        };
        let changed = self.room.seen(changed.map_err(SqlError::from))?;
        self.failed = false;
        Ok(changed)
    }

    /// Refuses a transaction that failed; else marks it failed until the statement succeeds.
    fn enter(&mut self) -> Result<(), SqlError> {
        if self.failed {
            return Err(SqlError::Failed);
        }
        self.failed = true;
        Ok(())
    }
}
