//! PostgreSQL: how it is opened, how values go in and how rows come out.

use std::{str::FromStr, time::Duration};

use sqlx::{
    Arguments, ConnectOptions, Connection, Encode, Executor, PgConnection, PgPool, Postgres, Row as _, Type, TypeInfo,
    ValueRef,
    encode::IsNull,
    error::BoxDynError,
    postgres::{PgArgumentBuffer, PgArguments, PgConnectOptions, PgPoolOptions, PgRow, PgTypeInfo, types::Oid},
};

use super::{Cause, Options, Row, STATEMENTS_CACHED_MAX, SqlError, Value};

/// A connection that rested longer is tested before its next use.
const REST_MAX: Duration = Duration::from_secs(5);

/// What every connection promises, whatever the server's configuration says: a commit is on disk when it is
/// confirmed, and nothing waits without an end.
const SESSION: &str = "
    set synchronous_commit = on;
    set statement_timeout = '30s';
    set lock_timeout = '10s';
    set idle_in_transaction_session_timeout = '60s'";

/// The pool for reading and writing.
pub(super) async fn connect(url: &str, options: &Options) -> Result<PgPool, SqlError> {
    let connection = PgConnectOptions::from_str(url)?
        .application_name("careline")
        .statement_cache_capacity(STATEMENTS_CACHED_MAX)
        .disable_statement_logging();
    reach(&connection, options.wait).await?;
    let pool = PgPoolOptions::new()
        .max_connections(options.connections)
        .acquire_timeout(options.wait)
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                if meta.idle_for > REST_MAX {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .after_connect(|connection, _| {
            Box::pin(async move {
                connection.execute(SESSION).await?;
                Ok(())
            })
        })
        .connect_with(connection)
        .await?;
    Ok(pool)
}

/// Finds out at once that nothing listens there or that the name is unknown: the pool would try again in silence until
/// its wait is over, and then know no more than that it waited. What a server answers is left to the pool, which is right
/// to wait for one that is just starting.
async fn reach(connection: &PgConnectOptions, wait: Duration) -> Result<(), SqlError> {
    match tokio::time::timeout(wait, PgConnection::connect_with(connection)).await {
        Ok(Ok(reached)) => Ok(reached.close().await?),
        Ok(Err(error @ (sqlx::Error::Io(_) | sqlx::Error::Tls(_)))) => Err(error.into()),
        Ok(Err(_)) => Ok(()),
        Err(_) => Err(SqlError::Closed(Cause::own("its server does not answer"))),
    }
}

/// A null whose type the server takes from the place of its parameter.
struct Untyped;

impl Type<Postgres> for Untyped {
    fn type_info() -> PgTypeInfo {
        // Object id 0 means "unspecified" in the protocol's Parse message.
        PgTypeInfo::with_oid(Oid(0))
    }
}

impl Encode<'_, Postgres> for Untyped {
    fn encode_by_ref(&self, _: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        Ok(IsNull::Yes)
    }
}

/// Parameters in PostgreSQL's own form.
pub(super) fn arguments(params: Vec<Value>) -> Result<PgArguments, SqlError> {
    let mut arguments = PgArguments::default();
    arguments.reserve(params.len(), 0);
    for param in params {
        match param {
            Value::Null => arguments.add(Untyped),
            Value::Int(value) => arguments.add(value),
            Value::Text(value) => arguments.add(value),
            Value::Blob(value) => arguments.add(value),
        }
        .map_err(|_| SqlError::own("a parameter cannot be encoded"))?;
    }
    Ok(arguments)
}

/// One row in the common form.
pub(super) fn row(row: &PgRow) -> Result<Row, SqlError> {
    (0..row.len())
        .map(|column| {
            let raw = row.try_get_raw(column)?;
            if raw.is_null() {
                return Ok(Value::Null);
            }
            let kind = raw.type_info().into_owned();
            match kind.name() {
                "INT8" => Ok(Value::Int(row.try_get_unchecked(column)?)),
                "INT4" => Ok(Value::Int(i64::from(row.try_get_unchecked::<i32, _>(column)?))),
                "BOOL" => Ok(Value::from(row.try_get_unchecked::<bool, _>(column)?)),
                "TEXT" | "VARCHAR" | "NAME" => Ok(Value::Text(row.try_get_unchecked(column)?)),
                "BYTEA" => Ok(Value::Blob(row.try_get_unchecked(column)?)),
                _ => Err(SqlError::Row { column, wanted: "bigint, integer, boolean, text or bytea" }),
            }
        })
        .collect::<Result<Vec<_>, _>>()
        .map(Row::new)
}
