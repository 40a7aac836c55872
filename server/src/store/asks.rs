//! Asks, and when to look at what of an incident is overdue.

use super::{
    error::{NoKey, Unreadable, from_json, to_json},
    seal::Place,
    session::{Ask as AskDatabase, ROWS_MAX, Session, listed},
    sql::{OnConflict, Row, Transaction, params},
};
use desk::store::{Aged, Stored};
use domain::asks::{Ask, AskKind};
use domain::ids::{AskId, ConferenceId, DeedId, IncidentId, PersonId};
use domain::time::Timestamp;
use domain::work::reminder::{Overdue, Targets};

const ASK_COLUMNS: &[&str] = &[
    "id",
    "conference",
    "incident",
    "person",
    "kind",
    "about",
    "by_person",
    "at",
    "due",
    "state",
    "is_open",
    "words_sealed",
];

impl<A: AskDatabase> Session<A> {
    pub(super) async fn asks(&mut self, ids: &[AskId]) -> Stored<Vec<Ask>> {
        let sql = listed!(
            "select id, conference, incident, person, kind, about, by_person, at, due, state, words_sealed
             from asks where id in (",
            ") order by at, id"
        );
        let rows = self.ask_listed(sql, ids.iter().map(|id| id.to_bytes()).collect()).await?;
        self.opened(&rows).await
    }

    pub(super) async fn asks_of(&mut self, person: PersonId) -> Stored<Vec<Ask>> {
        let sql = "select id, conference, incident, person, kind, about, by_person, at, due, state, words_sealed
                   from asks where person = $1 and is_open = 1 order by at, id limit $2";
        let rows = self.db.ask(sql, params![person.to_bytes(), ROWS_MAX]).await?;
        self.opened(&rows).await
    }

    pub(super) async fn asks_in(&mut self, incident: IncidentId) -> Stored<Vec<Ask>> {
        let sql = "select id, conference, incident, person, kind, about, by_person, at, due, state, words_sealed
                   from asks where incident = $1 order by at, id limit $2";
        let rows = self.db.ask(sql, params![incident.to_bytes(), ROWS_MAX]).await?;
        self.opened(&rows).await
    }

    async fn opened(&mut self, rows: &[Row]) -> Stored<Vec<Ask>> {
        let incidents = rows.iter().map(|row| row.id16(2).map(IncidentId::from_bytes));
        let incidents = incidents.collect::<Result<Vec<_>, _>>()?;
        let keys = self.keys_of(incidents).await?;
        let asks = rows.iter().map(|row| {
            let (id, incident) = (AskId::from_bytes(row.id16(0)?), IncidentId::from_bytes(row.id16(2)?));
            let words = keys.get(&incident).ok_or(NoKey)?.key.open(words_place(id), row.blob(10)?)?;
            Ok(Ask {
                id,
                conference: ConferenceId::from_bytes(row.id16(1)?),
                incident,
                person: PersonId::from_bytes(row.id16(3)?),
                kind: AskKind::from_code(row.text(4)?).ok_or(Unreadable("asks.kind"))?,
                about: row.opt_id16(5)?.map(DeedId::from_bytes),
                by: row.opt_id16(6)?.map(PersonId::from_bytes),
                at: Timestamp::from_millis(row.int(7)?),
                due: row.opt_int(8)?.map(Timestamp::from_millis),
                state: from_json(row.text(9)?, "asks.state")?,
                words: String::from_utf8(words).map_err(|_| Unreadable("asks.words"))?.into(),
            })
        });
        asks.collect()
    }

    pub(super) async fn aged(&mut self, incident: IncidentId) -> Stored<Option<Aged>> {
        let sql = "select touched_at, review_since, overdue from incidents where id = $1";
        let row = self.one(sql, params![incident.to_bytes()]).await?;
        let aged = row.map(|row| {
            Ok(Aged {
                touched_at: Timestamp::from_millis(row.int(0)?),
                review_since: row.opt_int(1)?.map(Timestamp::from_millis),
                overdue: from_json(row.text(2)?, "incidents.overdue")?,
            })
        });
        aged.transpose()
    }

    pub(super) async fn due_looks(&mut self, now: Timestamp, limit: u32) -> Stored<Vec<IncidentId>> {
        let sql = "select id from incidents where remind_at <= $1 order by remind_at, id limit $2";
        let rows = self.db.ask(sql, params![now.millis(), limit]).await?;
        rows.iter().map(|row| Ok(IncidentId::from_bytes(row.id16(0)?))).collect()
    }

    pub(super) async fn next_look(&mut self) -> Stored<Option<Timestamp>> {
        let sql = "select min(remind_at) from incidents where remind_at is not null";
        let row = self.one(sql, params![]).await?.ok_or(Unreadable("incidents.remind_at"))?;
        Ok(row.opt_int(0)?.map(Timestamp::from_millis))
    }

    pub(super) async fn targets(&mut self, conference: ConferenceId) -> Stored<Targets> {
        let row = self.one("select targets from conferences where id = $1", params![conference.to_bytes()]).await?;
        match row.as_ref().map(|row| row.opt_text(0)).transpose()?.flatten() {
            Some(json) => Ok(from_json(json, "conferences.targets")?),
            None => Ok(Targets::default()),
        }
    }
}

impl Session<Transaction> {
    pub(super) async fn put_asks(&mut self, asks: &[Ask]) -> Stored<()> {
        let keys = self.keys_of(asks.iter().map(|ask| ask.incident).collect::<Vec<_>>()).await?;
        let rows = asks.iter().map(|ask| {
            let key = keys.get(&ask.incident).ok_or(NoKey)?;
            Ok(params![
                ask.id.to_bytes(),
                ask.conference.to_bytes(),
                ask.incident.to_bytes(),
                ask.person.to_bytes(),
                ask.kind.code(),
                ask.about.map(DeedId::to_bytes),
                ask.by.map(PersonId::to_bytes),
                ask.at.millis(),
                ask.due.map(Timestamp::millis),
                to_json(&ask.state, "asks.state")?,
                ask.is_open(),
                key.key.seal(words_place(ask.id), ask.words.reveal().as_bytes())?,
            ])
        });
        let rows = rows.collect::<Stored<_>>()?;
        let update = OnConflict::Update(
            "(id) do update set due = excluded.due, state = excluded.state, is_open = excluded.is_open",
        );
        self.db.insert_many("asks", ASK_COLUMNS, rows, update).await?;
        Ok(())
    }

    pub(super) async fn put_look(
        &mut self,
        incident: IncidentId,
        overdue: &[Overdue],
        next: Option<Timestamp>,
    ) -> Stored<()> {
        let sql = "update incidents set overdue = $2, remind_at = $3 where id = $1";
        let overdue = to_json(&overdue, "incidents.overdue")?;
        self.db.execute(sql, params![incident.to_bytes(), overdue, next.map(Timestamp::millis)]).await?;
        Ok(())
    }

    pub(super) async fn put_targets(&mut self, conference: ConferenceId, targets: &Targets) -> Stored<()> {
        let json = to_json(targets, "conferences.targets")?;
        let sql = "update conferences set targets = $2 where id = $1";
        self.db.execute(sql, params![conference.to_bytes(), json]).await?;
        let sql = "update incidents set remind_at = 0 where conference = $1 and remind_at is not null";
        self.db.execute(sql, params![conference.to_bytes()]).await?;
        Ok(())
    }
}

fn words_place(ask: AskId) -> Place {
    Place { table: "asks", column: "words_sealed", id: ask.to_bytes() }
}
