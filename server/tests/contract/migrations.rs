//! Migrations and their data files in turn, so that each migration meets the rows of all earlier ones.

use super::{keys, say_skipped};
use server::store::{
    SqlStore,
    sql::{Options, testing::fresh_postgres},
};
use sqlx::{
    AssertSqlSafe, Executor, PgPool, SqlitePool,
    migrate::{Migration, Migrator},
    sqlite::SqliteConnectOptions,
};
use std::{borrow::Cow, fs, path::Path};

/// The migrations up to each one, and that one's data.
async fn steps(engine: &str) -> Vec<(Migrator, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let all = Migrator::new(root.join("migrations").join(engine)).await.expect("migrations");
    let upto = |end: usize| -> Migrator {
        let part: Vec<Migration> = all.iter().take(end).cloned().collect();
        Migrator { migrations: Cow::Owned(part), ..Migrator::DEFAULT }
    };
    let data = all.iter().map(|migration| {
        let name = format!("{:04}_{}.sql", migration.version, migration.description.replace(' ', "_"));
        let path = root.join("tests/data/migrations").join(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    });
    data.enumerate().map(|(index, data)| (upto(index + 1), data)).collect()
}

#[tokio::test]
async fn each_migration_meets_earlier_rows_on_sqlite() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("careline.db");
    let pool = SqlitePool::connect_with(SqliteConnectOptions::new().filename(&file).create_if_missing(true));
    let pool = pool.await.expect("a new file");
    for (migrator, data) in steps("sqlite").await {
        migrator.run(&pool).await.expect("the migration applies");
        pool.execute(AssertSqlSafe(data)).await.expect("its data fit");
    }
    pool.close().await;
    is_whole(&format!("sqlite://{}", file.display())).await;
}

#[tokio::test]
async fn each_migration_meets_earlier_rows_on_postgres() {
    let Some(fresh) = fresh_postgres().await else {
        return say_skipped();
    };
    let pool = PgPool::connect(fresh.url()).await.expect("the new database");
    pool.execute("drop schema public cascade; create schema public").await.expect("an empty database");
    for (migrator, data) in steps("postgres").await {
        migrator.run(&pool).await.expect("the migration applies");
        pool.execute(AssertSqlSafe(data.replace("x'", "'\\x"))).await.expect("its data fit");
    }
    pool.close().await;
    is_whole(fresh.url()).await;
}

/// The server takes the database as its own and finds nothing wrong with it.
async fn is_whole(url: &str) {
    let store = SqlStore::open(url, keys(), &Options::default()).await.expect("the migrations are the embedded ones");
    let health = store.health().await.expect("a check");
    // A throw-away server may trade durability for speed; that is not this test's concern.
    let problems: Vec<_> = health.problems.iter().filter(|problem| !problem.contains("setting")).collect();
    assert_eq!(problems, [] as [&String; 0]);
    store.close().await;
}
