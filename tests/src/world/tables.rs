//! What stands in the server's tables, all of them: for stories of what must leave no trace.

use super::World;
use server::store::sql::{Database, Options, Value};
use std::collections::BTreeMap;

impl World {
    /// How many rows each table has; on SQLite alone.
    pub async fn rows_by_table(&self) -> BTreeMap<String, i64> {
        let database = self.database().await;
        let mut rows = BTreeMap::new();
        for table in texts(&database, "select name from sqlite_master where type = 'table'".to_owned()).await {
            let sql = format!("select count(*) from \"{table}\"");
            rows.insert(table, count(&database, sql, Vec::new()).await);
        }
        rows
    }

    /// The columns in which an id stands, as bytes or as text; on SQLite alone.
    pub async fn columns_with(&self, bytes: [u8; 16], text: &str) -> Vec<String> {
        let database = self.database().await;
        let mut found = Vec::new();
        for table in texts(&database, "select name from sqlite_master where type = 'table'".to_owned()).await {
            for column in texts(&database, format!("select name from pragma_table_info('{table}')")).await {
                let sql = format!(
                    "select count(*) from \"{table}\" where \"{column}\" = $1
                     or (typeof(\"{column}\") = 'text' and instr(\"{column}\", $2) > 0)"
                );
                if count(&database, sql, vec![Value::from(bytes), Value::from(text)]).await > 0 {
                    found.push(format!("{table}.{column}"));
                }
            }
        }
        found
    }

    async fn database(&self) -> Database {
        Database::connect(&self.config().database_url, &Options::default()).await.expect("the server's database")
    }
}

/// A text that lives as long as the test, as the door to the database wants it.
fn lasting(sql: String) -> &'static str {
    Box::leak(sql.into_boxed_str())
}

async fn texts(database: &Database, sql: String) -> Vec<String> {
    let rows = database.read(lasting(sql), Vec::new()).await.expect("an answer");
    rows.iter().map(|row| row.text(0).expect("a name").to_owned()).collect()
}

async fn count(database: &Database, sql: String, params: Vec<Value>) -> i64 {
    let rows = database.read(lasting(sql), params).await.expect("an answer");
    rows[0].int(0).expect("a count")
}
