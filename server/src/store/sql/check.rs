//! Whether the database is whole and keeps its promises, for the doctor.

use super::{Database, Engine, Row, SqlError, params};

/// The most problems that a check lists.
const PROBLEMS_MAX: usize = 100;

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// The engine that was checked.
    pub engine: Engine,
    /// The engine's version.
    pub version: String,
    /// One sentence per problem, at most 100, none of them with a stored value. Empty when all is well.
    pub problems: Vec<String>,
}

impl Database {
    /// Checks the whole database; on SQLite this reads every page, so it takes a while on a large file.
    pub async fn check(&self) -> Result<Health, SqlError> {
        let (version, problems) = match self.engine() {
            Engine::Sqlite => {
                (first_text(&self.read("select sqlite_version()", params![]).await?)?, self.problems_of_sqlite().await?)
            }
            Engine::Postgres => {
                (first_text(&self.read("show server_version", params![]).await?)?, self.problems_of_postgres().await?)
            }
        };
        Ok(Health { engine: self.engine(), version, problems })
    }

    async fn problems_of_sqlite(&self) -> Result<Vec<String>, SqlError> {
        let mut problems = Vec::new();
        for row in self.read("pragma integrity_check(100)", params![]).await? {
            if row.text(0)? != "ok" {
                problems.push(format!("The file is damaged: {}.", row.text(0)?));
            }
        }
        for row in self.read("pragma foreign_key_check", params![]).await? {
            problems.push(format!("A row of {} points to a row of {} that is not there.", row.text(0)?, row.text(2)?));
        }
        let journal = first_text(&self.read("pragma journal_mode", params![]).await?)?;
        if journal != "wal" && journal != "memory" {
            problems.push(format!("The journal mode is {journal} instead of wal."));
        }
        problems.truncate(PROBLEMS_MAX);
        Ok(problems)
    }

    async fn problems_of_postgres(&self) -> Result<Vec<String>, SqlError> {
        let mut problems = Vec::new();
        let settings = self
            .read(
                "select name, setting from pg_settings
                 where name in ('fsync', 'full_page_writes') order by name",
                params![],
            )
            .await?;
        for row in settings {
            if row.text(1)? == "off" {
                problems.push(format!(
                    "The server's setting {} is off, so a power cut can lose what was confirmed.",
                    row.text(0)?
                ));
            }
        }
        Ok(problems)
    }
}

fn first_text(rows: &[Row]) -> Result<String, SqlError> {
    let row = rows.first().ok_or_else(|| SqlError::own("the engine gave no answer about itself"))?;
    Ok(row.text(0)?.to_owned())
}
