//! Drills, and what is done on the incident of one that runs.

use super::{
    audit::event,
    error::{Unreadable, from_json, to_json},
    session::{Ask, ROWS_MAX, Session},
    sql::{Row, Transaction, params},
};
use async_trait::async_trait;
use desk::store::{ReadDrills, Stored, WriteDrills};
use domain::audit::AuditEvent;
use domain::drill::{Drill, DrillState};
use domain::ids::{ConferenceId, DrillId, IncidentId, PageId, PersonId};
use domain::time::Timestamp;
use std::collections::BTreeSet;

/// Everything that belongs to an incident, whatever points at a row before the row itself.
const PURGE: [&str; 12] = [
    "delete from deliveries where page in (select id from pages where incident = $1)",
    "delete from deliveries where ask in (select id from asks where incident = $1)",
    "delete from asks where incident = $1",
    "delete from pages where incident = $1",
    "delete from standings where incident = $1",
    "delete from conflicts where incident = $1",
    "delete from besides where incident = $1",
    "delete from deeds where incident = $1",
    "delete from notes where incident = $1",
    "delete from incident_keys where incident = $1",
    "delete from drill_events where incident = $1",
    "delete from incidents where id = $1",
];

#[async_trait]
impl<A: Ask> ReadDrills for Session<A> {
    async fn drill(&mut self, id: DrillId) -> Stored<Option<Drill>> {
        let sql = "select id, conference, by_person, started_at, incident, page, score from drills where id = $1";
        self.one(sql, params![id.to_bytes()]).await?.as_ref().map(drill).transpose()
    }

    async fn running_drills(&mut self) -> Stored<Vec<Drill>> {
        let sql = "select id, conference, by_person, started_at, incident, page, score from drills
                   where incident is not null order by started_at, id limit $1";
        self.db.ask(sql, params![ROWS_MAX]).await?.iter().map(drill).collect()
    }

    async fn last_drill(&mut self, conference: ConferenceId) -> Stored<Option<Drill>> {
        let sql = "select id, conference, by_person, started_at, incident, page, score from drills
                   where conference = $1 and score is not null order by started_at desc, id desc limit 1";
        self.one(sql, params![conference.to_bytes()]).await?.as_ref().map(drill).transpose()
    }

    async fn drill_events(&mut self, incident: IncidentId) -> Stored<Vec<AuditEvent>> {
        let sql = "select conference, at, actor, person, device, incident, event from drill_events
                   where incident = $1 order by seq limit $2";
        self.db.ask(sql, params![incident.to_bytes(), ROWS_MAX]).await?.iter().map(event).collect()
    }

    async fn is_only_a_drill(&mut self, incident: IncidentId) -> Stored<bool> {
        let sql = "select (select count(*) from notes where incident = $1)
                   + (select count(*) from besides where incident = $1)
                   + (select count(*) from photos where incident = $1)
                   + (select count(*) from links where incident = $1)
                   + (select count(*) from deeds where incident = $1)
                   + (select count(*) from incidents where joined_to = $1)
                   + (select count(*) from incidents where id = $1 and joined_to is not null)";
        let written = self.one(sql, params![incident.to_bytes()]).await?.ok_or(Unreadable("notes"))?.int(0)?;
        Ok(written <= 1)
    }
}

#[async_trait]
impl WriteDrills for Session<Transaction> {
    async fn put_drill(&mut self, drill: &Drill) -> Stored<()> {
        let (incident, page, score) = match &drill.state {
            DrillState::Running { incident, page } => (Some(*incident), Some(*page), None),
            DrillState::Ended { score } => (None, None, Some(to_json(score, "drills.score")?)),
        };
        let sql = "insert into drills (id, conference, by_person, started_at, incident, page, score)
                   values ($1, $2, $3, $4, $5, $6, $7)
                   on conflict (id) do update set incident = excluded.incident, page = excluded.page,
                   score = excluded.score";
        let params = params![
            drill.id.to_bytes(),
            drill.conference.to_bytes(),
            drill.by.to_bytes(),
            drill.started_at.millis(),
            incident.map(IncidentId::to_bytes),
            page.map(PageId::to_bytes),
            score,
        ];
        self.db.execute(sql, params).await?;
        Ok(())
    }

    async fn purge_drill(&mut self, incident: IncidentId) -> Stored<()> {
        for sql in PURGE {
            self.db.execute(sql, params![incident.to_bytes()]).await?;
        }
        Ok(())
    }

    async fn keep_drill(&mut self, incident: IncidentId) -> Stored<()> {
        let sql = "insert into audit_events (conference, at, actor, person, device, incident, did, event)
                   select conference, at, actor, person, device, incident, did, event from drill_events
                   where incident = $1 order by seq";
        self.db.execute(sql, params![incident.to_bytes()]).await?;
        self.db.execute("delete from drill_events where incident = $1", params![incident.to_bytes()]).await?;
        // It ages from now on as every other.
        self.db.execute("update incidents set remind_at = 0 where id = $1", params![incident.to_bytes()]).await?;
        Ok(())
    }
}

impl Session<Transaction> {
    /// The incidents of the drills that run.
    pub(super) async fn drilled(&mut self) -> Stored<BTreeSet<IncidentId>> {
        let rows = self.db.ask("select incident from drills where incident is not null", params![]).await?;
        rows.iter().map(|row| Ok(IncidentId::from_bytes(row.id16(0)?))).collect()
    }
}

fn drill(row: &Row) -> Stored<Drill> {
    let incident = row.opt_id16(4)?.map(IncidentId::from_bytes);
    let page = row.opt_id16(5)?.map(PageId::from_bytes);
    let state = match (incident, page, row.opt_text(6)?) {
        (Some(incident), Some(page), None) => DrillState::Running { incident, page },
        (None, None, Some(score)) => DrillState::Ended { score: from_json(score, "drills.score")? },
        _ => return Err(Unreadable("drills.score").into()),
    };
    Ok(Drill {
        id: DrillId::from_bytes(row.id16(0)?),
        conference: ConferenceId::from_bytes(row.id16(1)?),
        by: PersonId::from_bytes(row.id16(2)?),
        started_at: Timestamp::from_millis(row.int(3)?),
        state,
    })
}
