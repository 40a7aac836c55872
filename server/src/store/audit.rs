//! The audit log, and the one way to commit.

use super::{
    error::{Unreadable, from_json, to_json},
    session::{Ask, ROWS_MAX, Session, listed},
    sql::{OnConflict, Row, Transaction, Value, params},
};
use desk::store::{ReadDrills as _, Stored};
use domain::audit::{AuditEvent, AuditEvents, By, Did};
use domain::ids::{ConferenceId, DeviceId, IncidentId, PersonId};
use domain::time::Timestamp;
use std::sync::Arc;

const EVENT_COLUMNS: &[&str] = &["conference", "at", "actor", "person", "device", "incident", "did", "event"];

impl<A: Ask> Session<A> {
    pub(super) async fn log_end(&mut self) -> Stored<i64> {
        // Writers wait for each other, so no smaller number comes after a larger one.
        let row =
            self.one("select max(seq) from audit_events", params![]).await?.ok_or(Unreadable("audit_events.seq"))?;
        Ok(row.opt_int(0)?.unwrap_or_default())
    }

    pub(super) async fn events_of(&mut self, incident: IncidentId) -> Stored<Vec<AuditEvent>> {
        let sql = "select conference, at, actor, person, device, incident, event from audit_events
                   where incident = $1 order by seq limit $2";
        let rows = self.db.ask(sql, params![incident.to_bytes(), ROWS_MAX]).await?;
        if rows.is_empty() {
            // Of a drill that runs nothing stands in the log.
            return self.drill_events(incident).await;
        }
        rows.iter().map(event).collect()
    }

    pub(super) async fn first_opened(
        &mut self,
        incidents: &[IncidentId],
    ) -> Stored<Vec<(IncidentId, PersonId, Timestamp)>> {
        let sql = listed!(
            "select i.id, a.person, a.at from incidents i join audit_events a on a.seq = (
             select min(o.seq) from audit_events o where o.incident = i.id and o.did = 'opened'
             and (i.raised_by is null or o.person <> i.raised_by)) where i.id in (",
            ")"
        );
        let rows = self.ask_listed(sql, incidents.iter().map(|id| id.to_bytes()).collect()).await?;
        let opened = rows.iter().map(|row| {
            let person = PersonId::from_bytes(row.id16(1)?);
            Ok((IncidentId::from_bytes(row.id16(0)?), person, Timestamp::from_millis(row.int(2)?)))
        });
        opened.collect()
    }
}

impl Session<Transaction> {
    /// Writes what was done and keeps everything, or keeps nothing.
    pub(super) async fn commit(mut self, events: AuditEvents) -> Stored<()> {
        let drilled = self.drilled().await?;
        let of_drill = |event: &AuditEvent| event.incident.is_some_and(|incident| drilled.contains(&incident));
        let (apart, rows): (Vec<_>, Vec<_>) = events.iter().partition(|event| of_drill(event));
        for (table, events) in [("audit_events", rows), ("drill_events", apart)] {
            let rows = events.into_iter().map(event_cells).collect::<Stored<Vec<_>>>()?;
            self.db.insert_many(table, EVENT_COLUMNS, rows, OnConflict::Fail).await?;
        }
        self.db.commit().await?;
        for (incident, key) in self.fresh {
            self.keys.remember(incident, Arc::clone(&key));
        }
        Ok(())
    }
}

fn event_cells(event: &AuditEvent) -> Stored<Vec<Value>> {
    let (actor, person, device) = match event.by {
        By::Person { person, device } => ("person", Some(person.to_bytes()), Some(device.to_bytes())),
        By::Reporter => ("reporter", None, None),
        By::System => ("system", None, None),
    };
    let json = to_json(&event.did, "audit_events.event")?;
    Ok(params![
        event.conference.to_bytes(),
        event.at.millis(),
        actor,
        person,
        device,
        event.incident.map(IncidentId::to_bytes),
        code(&json)?,
        json.as_str(),
    ])
}

/// The code word with which the JSON of a [`Did`] begins.
fn code(json: &str) -> Result<&str, Unreadable> {
    let rest = json.strip_prefix(r#"{"did":""#).ok_or(Unreadable("audit_events.did"))?;
    rest.split_once('"').map(|(code, _)| code).ok_or(Unreadable("audit_events.did"))
}

/// An event with the columns as both tables have them.
pub(super) fn event(row: &Row) -> Stored<AuditEvent> {
    let by = match (row.text(2)?, row.opt_id16(3)?, row.opt_id16(4)?) {
        ("person", Some(person), Some(device)) => {
            By::Person { person: PersonId::from_bytes(person), device: DeviceId::from_bytes(device) }
        }
        ("reporter", None, None) => By::Reporter,
        ("system", None, None) => By::System,
        _ => return Err(Unreadable("audit_events.actor").into()),
    };
    Ok(AuditEvent {
        conference: ConferenceId::from_bytes(row.id16(0)?),
        at: Timestamp::from_millis(row.int(1)?),
        by,
        incident: row.opt_id16(5)?.map(IncidentId::from_bytes),
        did: from_json::<Did>(row.text(6)?, "audit_events.event")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::NoteId;

    #[test]
    fn the_code_is_the_first_word_of_the_json() {
        let note = NoteId::from_bytes([1; 16]);
        for (did, wanted) in [
            (Did::Opened, "opened"),
            (Did::Recorded { note }, "recorded"),
            (Did::CardChanged { card: "a-\"card".into() }, "card_changed"),
        ] {
            let json = to_json(&did, "did").unwrap();
            assert_eq!(code(&json), Ok(wanted));
        }
        assert!(code("{}").is_err());
    }
}
