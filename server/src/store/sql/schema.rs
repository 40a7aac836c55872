//! How far the schema of a database has come, for the doctor.

use std::collections::BTreeSet;

use super::{Database, Engine, MIGRATIONS_POSTGRES, MIGRATIONS_SQLITE, Sql, SqlError, params};

/// Whether the engine's own table of applied migrations is there; it comes with the first of them.
const HAS_TABLE: Sql = Sql::per_engine(
    "select count(*) from sqlite_master where type = 'table' and name = '_sqlx_migrations'",
    "select count(*) from information_schema.tables where table_schema = current_schema() and table_name = '_sqlx_migrations'",
);

/// How a database's schema stands to this build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schema {
    /// How many migrations the database has had.
    pub applied: usize,
    /// How many of this build's migrations it has yet to get; a server applies them when it opens the database.
    pub missing: usize,
    /// How many it has had that this build does not know: a later release made it.
    pub unknown: usize,
}

impl Database {
    /// Compares the applied migrations with those of this build, and changes nothing.
    pub async fn schema(&self) -> Result<Schema, SqlError> {
        let migrations = match self.engine() {
            Engine::Sqlite => &MIGRATIONS_SQLITE,
            Engine::Postgres => &MIGRATIONS_POSTGRES,
        };
        let known: BTreeSet<_> = migrations.iter().map(|migration| migration.version).collect();
        let tables = self.read(HAS_TABLE, params![]).await?;
        let applied = match tables.first() {
            Some(row) if row.int(0)? > 0 => self.applied().await?,
            Some(_) | None => BTreeSet::new(),
        };
        Ok(Schema {
            applied: applied.len(),
            missing: known.difference(&applied).count(),
            unknown: applied.difference(&known).count(),
        })
    }

    async fn applied(&self) -> Result<BTreeSet<i64>, SqlError> {
        let rows = self.read("select version from _sqlx_migrations where success limit 10000", params![]).await?;
        rows.iter().map(|row| row.int(0)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sql::{Options, testing::each_engine};

    #[tokio::test]
    async fn an_opened_database_has_had_every_migration() {
        each_engine(async |database| {
            let schema = database.schema().await.unwrap();
            assert!(schema.applied > 0);
            assert_eq!((schema.missing, schema.unknown), (0, 0));
        })
        .await;
    }

    #[tokio::test]
    async fn a_database_without_a_schema_has_had_none() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("empty.db").display());
        let database = Database::connect(&url, &Options::default()).await.unwrap();
        let schema = database.schema().await.unwrap();
        assert_eq!((schema.applied, schema.unknown), (0, 0));
        assert!(schema.missing > 0);
    }
}
