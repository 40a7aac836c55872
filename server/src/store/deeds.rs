//! The work on incidents: deeds, which are added and never changed.

use super::{
    error::{from_json, to_json},
    seal::Place,
    session::{Ask, Session},
    sql::{Transaction, params},
};
use desk::store::Stored;
use domain::ids::{DeedId, IncidentId, PersonId};
use domain::time::Timestamp;
use domain::work::{DEEDS_MAX, Deed, Passed, RecordedDeed};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What is sealed of a deed: everything but who and when, so that not even its kind can be seen.
#[derive(Serialize, Deserialize)]
struct Body<'a> {
    deed: Cow<'a, Deed>,
    settles: bool,
    passed: Option<Cow<'a, Passed>>,
    #[serde(default, skip_serializing_if = "<[_]>::is_empty")]
    looked_at: Cow<'a, [DeedId]>,
}

impl<A: Ask> Session<A> {
    pub(super) async fn deeds(&mut self, incident: IncidentId) -> Stored<Vec<RecordedDeed>> {
        let sql = "select id, person, at, body_sealed from deeds where incident = $1 order by number limit $2";
        let limit = i64::try_from(DEEDS_MAX).unwrap_or(i64::MAX);
        let rows = self.db.ask(sql, params![incident.to_bytes(), limit]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let key = self.key_of(incident).await?;
        let deeds = rows.iter().map(|row| {
            let id = DeedId::from_bytes(row.id16(0)?);
            let body: Body<'_> = from_json(key.key.open(body_place(id), row.blob(3)?)?, "deeds.body")?;
            Ok(RecordedDeed {
                id,
                by: PersonId::from_bytes(row.id16(1)?),
                at: Timestamp::from_millis(row.int(2)?),
                deed: body.deed.into_owned(),
                settles: body.settles,
                passed: body.passed.map(Cow::into_owned),
                looked_at: body.looked_at.into_owned(),
            })
        });
        deeds.collect()
    }
}

impl Session<Transaction> {
    pub(super) async fn add_deed(&mut self, incident: IncidentId, recorded: &RecordedDeed) -> Stored<()> {
        let key = self.key_of(incident).await?;
        let RecordedDeed { id, by, at, deed, settles, passed, looked_at } = recorded;
        let body = Body {
            deed: Cow::Borrowed(deed),
            settles: *settles,
            passed: passed.as_ref().map(Cow::Borrowed),
            looked_at: Cow::Borrowed(looked_at),
        };
        let sql = "insert into deeds (id, conference, incident, number, person, at, body_sealed)
                   select $1, $2, $3, coalesce(max(number), 0) + 1, $4, $5, $6 from deeds where incident = $3";
        let params = params![
            id.to_bytes(),
            key.conference.to_bytes(),
            incident.to_bytes(),
            by.to_bytes(),
            at.millis(),
            key.key.seal(body_place(*id), to_json(&body, "deeds.body")?.as_bytes())?,
        ];
        self.db.execute(sql, params).await?;
        let sql = "update incidents set touched_at = $2
                   where id in ($1, (select joined_to from incidents where id = $1)) and touched_at < $2";
        self.db.execute(sql, params![incident.to_bytes(), at.millis()]).await?;
        Ok(())
    }
}

fn body_place(deed: DeedId) -> Place {
    Place { table: "deeds", column: "body_sealed", id: deed.to_bytes() }
}
