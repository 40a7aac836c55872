//! The engine layer on both engines.

use super::testing::{each_engine, fresh_sqlite_with};
use super::*;

const TABLE: &str = "create table probe (id bigint primary key, word text, body bytea)";
const TABLE_SQLITE: &str = "create table probe (id integer primary key, word text, body blob) strict";
const COLUMNS: &[&str] = &["id", "word", "body"];

/// Makes the table of these tests.
async fn with_table(database: &Database) {
    let mut tx = database.begin().await.unwrap();
    tx.execute(Sql::per_engine(TABLE_SQLITE, TABLE), params![]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn count(database: &Database) -> i64 {
    let rows = database.read("select count(*) from probe", params![]).await.unwrap();
    rows[0].int(0).unwrap()
}

fn rows_from(first: i64, number: i64) -> Vec<Vec<Value>> {
    (first..first + number).map(|id| params![id, format!("word {id}"), Option::<Vec<u8>>::None]).collect()
}

/// A blob of ten kilobytes, so that few rows outgrow any file.
fn heavy_rows(number: i64) -> Vec<Vec<Value>> {
    (0..number).map(|id| params![id, "heavy", vec![7u8; 10_000]]).collect()
}

#[tokio::test]
async fn values_come_back_as_they_went_in() {
    each_engine(async |database| {
        with_table(&database).await;
        let mut tx = database.begin().await.unwrap();
        let sql = "insert into probe (id, word, body) values ($1, $2, $3) returning word, body, id";
        let written = tx.fetch(sql, params![i64::MIN, "Zoë, “hallway” 🙂", [9u8; 16]]).await.unwrap();
        tx.fetch(sql, params![i64::MAX, Option::<String>::None, Option::<&[u8]>::None]).await.unwrap();
        tx.fetch(sql, params![0, "", Vec::<u8>::new()]).await.unwrap();
        tx.commit().await.unwrap();

        assert_eq!(written[0].text(0).unwrap(), "Zoë, “hallway” 🙂");
        assert_eq!(written[0].id16(1).unwrap(), [9; 16]);
        let read = database.read("select id, word, body from probe order by id limit 10", params![]).await.unwrap();
        assert_eq!(
            read,
            [
                Row::new(params![i64::MIN, "Zoë, “hallway” 🙂", [9u8; 16]]),
                Row::new(params![0, "", Vec::<u8>::new()]),
                Row::new(params![i64::MAX, Option::<i64>::None, Option::<i64>::None]),
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn a_null_finds_its_type_wherever_it_stands() {
    each_engine(async |database| {
        with_table(&database).await;
        let null = || Option::<i64>::None;
        let mut tx = database.begin().await.unwrap();
        tx.insert_many("probe", COLUMNS, rows_from(1, 3), OnConflict::Fail).await.unwrap();
        let filter = "select id from probe where (id > $1 or $1 is null) and (word = $2 or $2 is null) limit $3";
        // The same statement first with nulls and then with values, since it is prepared once.
        assert_eq!(tx.fetch(filter, params![null(), null(), 9]).await.unwrap().len(), 3);
        assert_eq!(tx.fetch(filter, params![1, null(), 9]).await.unwrap().len(), 2);
        assert_eq!(tx.fetch(filter, params![1, "word 3", 9]).await.unwrap().len(), 1);
        let change = "update probe set word = coalesce($2, word), body = $3 where id = $1";
        assert_eq!(tx.execute(change, params![1, null(), null()]).await.unwrap(), 1);
        assert_eq!(tx.execute(change, params![1, "other", vec![1u8]]).await.unwrap(), 1);
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn many_rows_go_in_once_and_repeats_are_not_counted() {
    each_engine(async |database| {
        with_table(&database).await;
        let mut tx = database.begin().await.unwrap();
        let first = tx.insert_many("probe", COLUMNS, rows_from(0, 150), OnConflict::DoNothing).await;
        let again = tx.insert_many("probe", COLUMNS, rows_from(100, 151), OnConflict::DoNothing).await;
        let none = tx.insert_many("probe", COLUMNS, vec![], OnConflict::Fail).await;
        tx.commit().await.unwrap();
        assert_eq!((first.unwrap(), again.unwrap(), none.unwrap()), (150, 101, 0));
        assert_eq!(count(&database).await, 251);
    })
    .await;
}

#[tokio::test]
async fn a_second_row_with_the_same_key_is_refused_by_table() {
    each_engine(async |database| {
        with_table(&database).await;
        let mut tx = database.begin().await.unwrap();
        tx.insert_many("probe", COLUMNS, rows_from(1, 1), OnConflict::Fail).await.unwrap();
        let error = tx.insert_many("probe", COLUMNS, rows_from(1, 1), OnConflict::Fail).await.unwrap_err();
        let SqlError::Unique { table, .. } = &error else {
            panic!("{error:?}");
        };
        assert_eq!(table, "probe");
        assert!(!format!("{error:?} {error}").contains("word 1"));
    })
    .await;
}

#[tokio::test]
async fn after_a_failure_nothing_more_is_done_and_nothing_is_kept() {
    each_engine(async |database| {
        with_table(&database).await;
        let mut tx = database.begin().await.unwrap();
        tx.insert_many("probe", COLUMNS, rows_from(1, 1), OnConflict::Fail).await.unwrap();
        tx.execute("insert into nowhere (id) values ($1)", params![1]).await.unwrap_err();
        let next = tx.execute("delete from probe", params![]).await;
        assert!(matches!(next, Err(SqlError::Failed)));
        assert!(matches!(tx.commit().await, Err(SqlError::Failed)));
        assert_eq!(count(&database).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_row_of_the_wrong_width_fails_the_transaction() {
    each_engine(async |database| {
        with_table(&database).await;
        let mut tx = database.begin().await.unwrap();
        let rows = vec![params![1, "word", vec![0u8]], params![2, "word"]];
        let refused = tx.insert_many("probe", COLUMNS, rows, OnConflict::Fail).await;
        assert!(refused.is_err());
        assert!(matches!(tx.commit().await, Err(SqlError::Failed)));
        assert_eq!(count(&database).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_dropped_or_rolled_back_transaction_leaves_nothing() {
    each_engine(async |database| {
        with_table(&database).await;
        for explicit in [false, true] {
            let mut tx = database.begin().await.unwrap();
            tx.insert_many("probe", COLUMNS, rows_from(1, 1), OnConflict::Fail).await.unwrap();
            if explicit {
                tx.rollback().await.unwrap();
            } else {
                drop(tx);
            }
            // The writer is free again, and what it did is gone.
            let mut tx = database.begin().await.unwrap();
            let rows = tx.fetch("select id from probe", params![]).await.unwrap();
            assert!(rows.is_empty(), "explicit: {explicit}");
            tx.commit().await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn a_transaction_works_from_any_task() {
    each_engine(async |database| {
        with_table(&database).await;
        let writers = (0..20).map(|number| {
            let database = database.clone();
            tokio::spawn(async move {
                let mut tx = database.begin().await?;
                tx.insert_many("probe", COLUMNS, rows_from(number * 10, 10), OnConflict::Fail).await?;
                tx.commit().await
            })
        });
        for writer in futures::future::join_all(writers).await {
            writer.unwrap().unwrap();
        }
        assert_eq!(count(&database).await, 200);
    })
    .await;
}

#[tokio::test]
async fn readers_of_sqlite_cannot_write() {
    let fresh = testing::fresh_sqlite().await;
    with_table(&fresh.database).await;
    let refused = fresh.database.read("delete from probe", params![]).await;
    assert!(matches!(refused, Err(SqlError::Other(cause)) if cause.code() == "8"));
}

#[tokio::test]
async fn an_unreadable_cell_is_an_error_without_its_content() {
    each_engine(async |database| {
        let error = database.read(Sql::per_engine("select 1.5", "select 1.5::float8"), params![]).await.unwrap_err();
        assert!(matches!(error, SqlError::Row { column: 0, .. }));
    })
    .await;
}

#[tokio::test]
async fn a_refusal_tells_no_value() {
    each_engine(async |database| {
        let error = database
            .read(
                Sql::per_engine("select json($1)", "select cast($1 as text)::bigint + count(*) from pg_class"),
                params!["Vera saw it"],
            )
            .await
            .unwrap_err();
        let SqlError::Other(cause) = &error else {
            panic!("{error:?}");
        };
        assert!(!cause.code().is_empty());
        assert!(!format!("{error:?} {error} {cause}").contains("Vera"));
    })
    .await;
}

#[tokio::test]
async fn a_full_disk_keeps_what_was_committed_and_heals() {
    let full = Options { max_page_count: Some(120), ..Options::default() };
    let fresh = fresh_sqlite_with(&full).await;
    let database = &fresh.database;
    with_table(database).await;
    let mut tx = database.begin().await.unwrap();
    tx.insert_many("probe", COLUMNS, rows_from(1_000, 1), OnConflict::Fail).await.unwrap();
    tx.commit().await.unwrap();

    for rows in [1, 64] {
        // SQLite rolls back by itself; the layer must refuse the rest and keep its writer usable.
        let mut tx = database.begin().await.unwrap();
        let mut outcome = Ok(0);
        for part in heavy_rows(200).chunks(rows) {
            outcome = tx.insert_many("probe", COLUMNS, part.to_vec(), OnConflict::Fail).await;
            if outcome.is_err() {
                break;
            }
        }
        assert!(matches!(outcome, Err(SqlError::Full)), "{outcome:?}");
        let next = tx.insert_many("probe", COLUMNS, rows_from(5_000, 1), OnConflict::Fail).await;
        assert!(matches!(next, Err(SqlError::Failed)));
        assert!(matches!(tx.commit().await, Err(SqlError::Failed)));
        assert_eq!(count(database).await, 1, "chunks of {rows}");
    }
    let mut tx = database.begin().await.unwrap();
    tx.insert_many("probe", COLUMNS, rows_from(1, 1), OnConflict::Fail).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(count(database).await, 2);
}

#[tokio::test]
async fn a_statement_cut_short_fails_its_transaction() {
    each_engine(async |database| {
        with_table(&database).await;
        let mut tx = database.begin().await.unwrap();
        {
            // Many statements one after the other: one alone may be done before the first look at it.
            let statements = tx.insert_many("probe", COLUMNS, rows_from(1, 20_000), OnConflict::Fail);
            let mut statements = std::pin::pin!(statements);
            assert!(futures::poll!(&mut statements).is_pending());
        }
        assert!(matches!(tx.commit().await, Err(SqlError::Failed)));
        let mut tx = database.begin().await.unwrap();
        let rows = tx.fetch("select id from probe", params![]).await.unwrap();
        assert!(rows.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_busy_writer_is_said_to_be_busy() {
    let hurried = Options { wait: Duration::from_secs(1), ..Options::default() };
    let fresh = fresh_sqlite_with(&hurried).await;
    let held = fresh.database.begin().await.unwrap();
    assert!(matches!(fresh.database.begin().await, Err(SqlError::Busy)));
    drop(held);
}

#[tokio::test]
async fn memory_holds_a_database_too() {
    let database = Database::open("sqlite::memory:", &Options::default()).await.unwrap();
    with_table(&database).await;
    let mut tx = database.begin().await.unwrap();
    tx.insert_many("probe", COLUMNS, rows_from(1, 2), OnConflict::Fail).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(count(&database).await, 2);
}

#[tokio::test]
async fn a_closed_database_says_so() {
    each_engine(async |database| {
        database.close().await;
        assert!(matches!(database.begin().await, Err(SqlError::Closed(_))));
        let read = database.read("select 1", params![]).await;
        assert!(matches!(read, Err(SqlError::Closed(_))));
    })
    .await;
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_as_such_and_not_as_busy() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let url = format!("postgres://care:secret@127.0.0.1:{port}/careline");
    let refused = Database::connect(&url, &Options::default()).await.unwrap_err();
    assert!(matches!(&refused, SqlError::Closed(cause) if cause.to_string().contains("refused")), "{refused:?}");
}

#[tokio::test]
async fn a_url_of_another_engine_is_refused_without_repeating_it() {
    let refused = Database::open("mysql://root:secret@db/careline", &Options::default()).await;
    let error = refused.unwrap_err();
    assert!(!format!("{error:?}").contains("secret"));
}

#[tokio::test]
async fn a_new_file_is_private_durable_and_healthy() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data").join("careline.db");
    let url = format!("sqlite://{}", path.display());
    let database = Database::open(&url, &Options::default()).await.unwrap();
    with_table(&database).await;
    for name in ["careline.db", "careline.db-wal", "careline.db-shm"] {
        let mode = path.with_file_name(name).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let mut tx = database.begin().await.unwrap();
    let synchronous = tx.fetch("pragma synchronous", params![]).await.unwrap();
    assert_eq!(synchronous[0].int(0).unwrap(), 2, "2 is full");
    tx.rollback().await.unwrap();
    let health = database.check().await.unwrap();
    assert_eq!((health.engine, health.problems), (Engine::Sqlite, vec![]));
    database.close().await;
    // A second start finds everything as it was.
    let database = Database::open(&url, &Options::default()).await.unwrap();
    assert_eq!(count(&database).await, 0);
}

#[tokio::test]
async fn a_commit_that_is_refused_keeps_nothing_and_frees_the_writer() {
    each_engine(async |database| {
        let mut tx = database.begin().await.unwrap();
        for sql in [
            "create table parent (id bigint primary key)",
            "create table child (id bigint primary key,
             parent bigint references parent (id) deferrable initially deferred)",
        ] {
            tx.execute(sql, params![]).await.unwrap();
        }
        tx.commit().await.unwrap();

        let mut tx = database.begin().await.unwrap();
        tx.execute("insert into child (id, parent) values (1, 2)", params![]).await.unwrap();
        let refused = tx.commit().await;
        assert!(matches!(refused, Err(SqlError::Other(_))), "{refused:?}");
        let mut tx = database.begin().await.unwrap();
        let rows = tx.fetch("select id from child", params![]).await.unwrap();
        assert!(rows.is_empty());
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn postgres_is_healthy_and_durable_whatever_its_settings_say() {
    let Some(fresh) = testing::fresh_postgres().await else {
        return;
    };
    let name = fresh.database.read("select current_database()", params![]).await.unwrap();
    let careless = format!("alter database {} set synchronous_commit = off", name[0].text(0).unwrap());
    let mut tx = fresh.database.begin().await.unwrap();
    tx.execute(&*careless.leak(), params![]).await.unwrap();
    tx.commit().await.unwrap();

    let database = Database::open(fresh.url(), &Options::default()).await.unwrap();
    let rows = database
        .read("select setting, reset_val from pg_settings where name = 'synchronous_commit'", params![])
        .await
        .unwrap();
    assert_eq!((rows[0].text(0).unwrap(), rows[0].text(1).unwrap()), ("on", "off"));
    let health = database.check().await.unwrap();
    assert_eq!((health.engine, health.problems), (Engine::Postgres, vec![]));
}

#[tokio::test]
async fn a_connection_that_postgres_ends_is_closed_and_replaced() {
    let Some(fresh) = testing::fresh_postgres().await else {
        return;
    };
    let mut tx = fresh.database.begin().await.unwrap();
    let ended = tx.fetch("select pg_terminate_backend(pg_backend_pid())", params![]).await;
    assert!(matches!(ended, Err(SqlError::Closed(_))), "{ended:?}");
    drop(tx);
    assert_eq!(fresh.database.read("select 1", params![]).await.unwrap()[0].int(0).unwrap(), 1);
}
