//! The database: reachable, whole, and of this release.

use super::Finding;
use crate::cli::in_full;
use crate::config::Config;
use crate::store::sql::{Database, Engine, Options, Schema, SqlError};
use crate::store::sqlite_file;
use std::time::Duration;

/// How long the database may take to answer. A person waits for the doctor.
const ANSWER_WITHIN: Duration = Duration::from_secs(3);

/// What was found, and whether the database can be opened without changing it.
pub(super) struct Examined {
    pub(super) findings: Vec<Finding>,
    pub(super) is_current: bool,
}

/// Whether there is a database; nothing where only its server knows.
pub(super) fn is_there(url: &str) -> Option<bool> {
    sqlite_file(url).map(|file| file.exists())
}

pub(super) async fn examine(config: &Config) -> Examined {
    if is_there(&config.database_url) == Some(false) {
        // Connecting would make the file.
        let words = "There is no database yet; the first start makes it.";
        return Examined { findings: vec![Finding::warn("database", words)], is_current: false };
    }
    match look(config).await {
        Ok(examined) => examined,
        Err(error) => {
            let words = format!("The database does not answer: {}.", in_full(&error));
            Examined { findings: vec![Finding::fail("database", words)], is_current: false }
        }
    }
}

async fn look(config: &Config) -> Result<Examined, SqlError> {
    let options = Options { readers: 1, connections: 1, wait: ANSWER_WITHIN, ..Options::default() };
    let database = Database::connect(&config.database_url, &options).await?;
    let health = database.check().await?;
    let schema = database.schema().await?;
    database.close().await;
    let engine = match health.engine {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    };
    let whole = if health.problems.is_empty() {
        Finding::ok("database", format!("{engine} {} answers, and the database is whole.", health.version))
    } else {
        Finding::fail("database", format!("{engine} {}: {}", health.version, health.problems.join(" ")))
    };
    let is_current = schema.missing == 0 && schema.unknown == 0;
    Ok(Examined { findings: vec![whole, of_release(schema)], is_current })
}

fn of_release(schema: Schema) -> Finding {
    let Schema { applied, missing, unknown } = schema;
    if unknown > 0 {
        let words = "A later release made this database; this one must not touch it. Use the later release.";
        return Finding::fail("schema", words);
    }
    if missing > 0 {
        let words =
            format!("{missing} migration(s) wait for the next start of the server. Back the database up first.");
        return Finding::warn("schema", words);
    }
    Finding::ok("schema", format!("All {applied} migration(s) are applied."))
}

#[cfg(test)]
mod tests {
    use super::super::Health;
    use super::*;
    use std::path::PathBuf;

    #[test]
    fn the_file_of_a_url() {
        for (url, wanted) in [
            ("sqlite://data/careline.db", Some("data/careline.db")),
            ("sqlite:data/careline.db", Some("data/careline.db")),
            ("sqlite:///var/lib/careline.db?mode=rwc", Some("/var/lib/careline.db")),
            ("sqlite::memory:", None),
            ("postgres://care@localhost/care", None),
        ] {
            assert_eq!(sqlite_file(url), wanted.map(PathBuf::from), "{url}");
        }
    }

    #[test]
    fn a_schema_of_another_release_is_told() {
        let table = [((3, 0, 0), Health::Ok), ((2, 1, 0), Health::Warn), ((4, 0, 1), Health::Fail)];
        for ((applied, missing, unknown), wanted) in table {
            assert_eq!(of_release(Schema { applied, missing, unknown }).health, wanted);
        }
    }
}
