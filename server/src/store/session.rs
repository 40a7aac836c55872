//! A session with the database: what reading outside and inside a transaction have in common.
//!
//! Every query of the rooms beside this file is written once, for any [`Ask`]; the doors [`Read`](desk::store::Read) and
//! [`Tx`](desk::store::Tx) are two sessions.

use super::{
    error::NoKey,
    keys::{IncidentKey, Keys},
    seal::DataKey,
    sql::{Database, Row, Sql, SqlError, Transaction, Value, params},
};
use desk::store::Stored;
use domain::ids::{ConferenceId, IncidentId};
use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;

/// The most rows of one answer, so that no answer can fill the memory.
pub(super) const ROWS_MAX: i64 = 10_000;

/// Something that can be asked in SQL.
pub(super) trait Ask: Send {
    /// Runs a query.
    fn ask(&mut self, sql: &'static str, params: Vec<Value>)
    -> impl Future<Output = Result<Vec<Row>, SqlError>> + Send;
}

impl Ask for Database {
    async fn ask(&mut self, sql: &'static str, params: Vec<Value>) -> Result<Vec<Row>, SqlError> {
        self.read(Sql::from(sql), params).await
    }
}

impl Ask for Transaction {
    async fn ask(&mut self, sql: &'static str, params: Vec<Value>) -> Result<Vec<Row>, SqlError> {
        self.fetch(Sql::from(sql), params).await
    }
}

/// A query over a list of ids, for few and for many of them; so there are two statements to prepare and not one for
/// every length.
#[derive(Clone, Copy)]
pub(super) struct Listed {
    /// With 4 placeholders.
    pub(super) few: &'static str,
    /// With 64 placeholders.
    pub(super) many: &'static str,
}

/// How many ids the short text takes.
const FEW: usize = 4;
/// How many ids the long text takes.
const MANY: usize = 64;

/// A [`Listed`] query; the placeholders come between the two texts.
macro_rules! listed {
    ($before:literal, $after:literal) => {
        $crate::store::session::Listed {
            few: concat!($before, "$1, $2, $3, $4", $after),
            many: concat!(
                $before,
                "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, ",
                "$17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, ",
                "$33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, ",
                "$49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64",
                $after
            ),
        }
    };
}
pub(super) use listed;

/// One session: somebody to ask, and the keys.
pub(super) struct Session<A> {
    /// Whom to ask.
    pub(super) db: A,
    /// The keys.
    pub(super) keys: Arc<Keys>,
    /// Data keys of incidents that this session has written and not yet committed.
    pub(super) fresh: HashMap<IncidentId, Arc<IncidentKey>>,
}

impl<A: Ask> Session<A> {
    /// Starts a session.
    pub(super) fn new(db: A, keys: Arc<Keys>) -> Self {
        Self { db, keys, fresh: HashMap::new() }
    }

    /// Runs a query that answers with at most one row.
    pub(super) async fn one(&mut self, sql: &'static str, params: Vec<Value>) -> Result<Option<Row>, SqlError> {
        Ok(self.db.ask(sql, params).await?.into_iter().next())
    }

    /// Runs a query over a list of ids (or digests), each of which is asked for once.
    pub(super) async fn ask_listed<const BYTES: usize>(
        &mut self,
        sql: Listed,
        mut ids: Vec<[u8; BYTES]>,
    ) -> Result<Vec<Row>, SqlError> {
        ids.sort_unstable();
        ids.dedup();
        let mut rows = Vec::with_capacity(ids.len());
        let mut rest = &ids[..];
        while let Some(last) = rest.last() {
            let (text, size) = if rest.len() <= FEW { (sql.few, FEW) } else { (sql.many, MANY) };
            let taken = rest.len().min(size);
            let padding = std::iter::repeat_n(last, size - taken);
            let params = rest[..taken].iter().chain(padding).map(|id| Value::from(&id[..])).collect();
            rows.append(&mut self.db.ask(text, params).await?);
            rest = &rest[taken..];
        }
        Ok(rows)
    }

    /// The data key of an incident.
    pub(super) async fn key_of(&mut self, incident: IncidentId) -> Stored<Arc<IncidentKey>> {
        self.keys_of([incident]).await?.remove(&incident).ok_or_else(|| NoKey.into())
    }

    /// The data keys of these incidents; those without one are left out.
    pub(super) async fn keys_of(
        &mut self,
        incidents: impl IntoIterator<Item = IncidentId> + Send,
    ) -> Stored<HashMap<IncidentId, Arc<IncidentKey>>> {
        let mut keys = HashMap::new();
        let mut unknown = Vec::new();
        for incident in incidents {
            match self.fresh.get(&incident).cloned().or_else(|| self.keys.known(incident)) {
                Some(key) => {
                    keys.insert(incident, key);
                }
                None => unknown.push(incident.to_bytes()),
            }
        }
        let sql = listed!("select incident, conference, key_wrapped from incident_keys where incident in (", ")");
        for row in self.ask_listed(sql, unknown).await? {
            let incident = IncidentId::from_bytes(row.id16(0)?);
            let conference = ConferenceId::from_bytes(row.id16(1)?);
            let key = Arc::new(IncidentKey { conference, key: self.keys.unwrap(row.blob(2)?, incident)? });
            self.keys.remember(incident, Arc::clone(&key));
            keys.insert(incident, key);
        }
        Ok(keys)
    }
}

impl Session<Transaction> {
    /// Makes the data key of a new incident.
    pub(super) fn new_key(&mut self, incident: IncidentId, conference: ConferenceId) -> Stored<Vec<Value>> {
        let key = DataKey::random()?;
        let wrapped = self.keys.wrap(&key, incident)?;
        self.fresh.insert(incident, Arc::new(IncidentKey { conference, key }));
        Ok(params![incident.to_bytes(), conference.to_bytes(), wrapped])
    }
}
