//! Conflicts of interest: how everybody stands, and how that came about.

use super::{
    error::{Unreadable, to_json},
    seal::Place,
    session::{Ask, ROWS_MAX, Session, listed},
    sql::{Row, Transaction, params},
};
use desk::store::Stored;
use domain::conflict::{Conflict, Source, Standing, StandingChange, StandingRecord};
use domain::ids::{ConferenceId, IncidentId, PersonId};
use domain::permission::Role;
use domain::time::Timestamp;

impl<A: Ask> Session<A> {
    pub(super) async fn conflicts(&mut self, incident: IncidentId) -> Stored<Vec<Conflict>> {
        let sql = "select c.incident, c.person, c.standing, c.since, c.source, c.by_person, c.return_proposed_by
                   from incidents g join incidents m on coalesce(m.joined_to, m.id) = coalesce(g.joined_to, g.id)
                   join conflicts c on c.incident = m.id
                   where g.id = $1 order by c.since, c.person, c.incident limit $2";
        self.db.ask(sql, params![incident.to_bytes(), ROWS_MAX]).await?.iter().map(conflict).collect()
    }

    pub(super) async fn conflicts_in(&mut self, incidents: &[IncidentId]) -> Stored<Vec<Conflict>> {
        let sql = listed!(
            "select g.id, c.person, c.standing, c.since, c.source, c.by_person, c.return_proposed_by
             from incidents g join incidents m on coalesce(m.joined_to, m.id) = coalesce(g.joined_to, g.id)
             join conflicts c on c.incident = m.id where g.id in (",
            ")"
        );
        let rows = self.ask_listed(sql, incidents.iter().map(|id| id.to_bytes()).collect()).await?;
        rows.iter().map(conflict).collect()
    }

    pub(super) async fn standing_records(&mut self, incident: IncidentId) -> Stored<Vec<StandingRecord>> {
        let sql = "select number, person, standing, source, by_person, at, proposed, why_sealed from standings
                   where incident = $1 order by number limit $2";
        let rows = self.db.ask(sql, params![incident.to_bytes(), ROWS_MAX]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let key = self.key_of(incident).await?;
        let records = rows.iter().map(|row| {
            let why = key.key.open(why_place(incident, row.int(0)?), row.blob(7)?)?;
            Ok(StandingRecord {
                incident,
                person: PersonId::from_bytes(row.id16(1)?),
                standing: standing(row, 2)?,
                source: source(row, 3)?,
                by: PersonId::from_bytes(row.id16(4)?),
                at: Timestamp::from_millis(row.int(5)?),
                proposed: row.bool(6)?,
                why: String::from_utf8(why).map_err(|_| Unreadable("standings.why"))?.into(),
            })
        });
        records.collect()
    }

    pub(super) async fn is_anything_outside(&mut self, conference: ConferenceId) -> Stored<bool> {
        let sql = "select 1 from incidents i where i.conference = $1 and i.joined_to is null
                   and exists (select 1 from people p where p.conference = $1 and p.role = $2)
                   and not exists (
                       select 1 from people p where p.conference = $1 and p.role = $2 and not exists (
                           select 1 from incidents m join conflicts c on c.incident = m.id
                           where coalesce(m.joined_to, m.id) = i.id and c.person = p.id and c.standing = $3))
                   limit 1";
        let params = params![conference.to_bytes(), Role::CareMember.code(), Standing::Recused.code()];
        Ok(self.one(sql, params).await?.is_some())
    }
}

impl Session<Transaction> {
    pub(super) async fn put_standing(&mut self, change: &StandingChange) -> Stored<()> {
        let StandingChange { conflict, record } = change;
        let key = self.key_of(conflict.incident).await?;
        let sql = "insert into conflicts (incident, person, conference, standing, since, source, by_person,
                   return_proposed_by) values ($1, $2, $3, $4, $5, $6, $7, $8)
                   on conflict (incident, person) do update set standing = excluded.standing, since = excluded.since,
                   source = excluded.source, by_person = excluded.by_person,
                   return_proposed_by = excluded.return_proposed_by";
        let params = params![
            conflict.incident.to_bytes(),
            conflict.person.to_bytes(),
            key.conference.to_bytes(),
            conflict.standing.code(),
            conflict.since.millis(),
            conflict.source.code(),
            conflict.by.to_bytes(),
            conflict.return_proposed_by.map(PersonId::to_bytes),
        ];
        self.db.execute(sql, params).await?;
        let last = "select coalesce(max(number), 0) from standings where incident = $1";
        let last = self.one(last, params![record.incident.to_bytes()]).await?;
        let number = last.map(|row| row.int(0)).transpose()?.unwrap_or(0) + 1;
        let sql =
            "insert into standings (incident, number, conference, person, standing, source, by_person, at, proposed,
                   why_sealed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        let params = params![
            record.incident.to_bytes(),
            number,
            key.conference.to_bytes(),
            record.person.to_bytes(),
            record.standing.code(),
            record.source.code(),
            record.by.to_bytes(),
            record.at.millis(),
            record.proposed,
            key.key.seal(why_place(record.incident, number), record.why.reveal().as_bytes())?,
        ];
        self.db.execute(sql, params).await?;
        Ok(())
    }

    pub(super) async fn take_from(&mut self, conflict: &Conflict) -> Stored<bool> {
        let Some(mut incident) = self.incident(conflict.incident).await? else { return Ok(false) };
        if let Some(first) = incident.joined_to {
            // What was joined to another is in the hands of whoever has that one.
            let Some(first) = self.incident(first).await? else { return Ok(false) };
            incident = first;
        }
        if !incident.keep_out(conflict) {
            return Ok(false);
        }
        let sql = "update incidents set stage = $2, version = version + 1 where id = $1";
        self.db.execute(sql, params![incident.id.to_bytes(), to_json(&incident.stage, "incidents.stage")?]).await?;
        Ok(true)
    }
}

fn conflict(row: &Row) -> Stored<Conflict> {
    let person = PersonId::from_bytes(row.id16(1)?);
    Ok(Conflict {
        incident: IncidentId::from_bytes(row.id16(0)?),
        person,
        standing: standing(row, 2)?,
        since: Timestamp::from_millis(row.int(3)?),
        source: source(row, 4)?,
        // Rows from before it was kept were all said by the member.
        by: row.opt_id16(5)?.map_or(person, PersonId::from_bytes),
        return_proposed_by: row.opt_id16(6)?.map(PersonId::from_bytes),
    })
}

fn standing(row: &Row, at: usize) -> Stored<Standing> {
    Ok(Standing::from_code(row.text(at)?).ok_or(Unreadable("standing"))?)
}

fn source(row: &Row, at: usize) -> Stored<Source> {
    Ok(Source::from_code(row.text(at)?).ok_or(Unreadable("source"))?)
}

/// Where a reason is kept; its number goes into the id, so that two of them cannot be swapped.
fn why_place(incident: IncidentId, number: i64) -> Place {
    let mut id = incident.to_bytes();
    for (byte, number) in id[8..].iter_mut().zip(number.to_be_bytes()) {
        *byte ^= number;
    }
    Place { table: "standings", column: "why_sealed", id }
}
