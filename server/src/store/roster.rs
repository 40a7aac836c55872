//! The roster: shifts, overrides, checks of who can be reached, and calendar feeds.

use super::{
    error::{Unreadable, from_json, to_json},
    session::{Ask as AskDatabase, ROWS_MAX, Session, listed},
    sql::{OnConflict, Row, Transaction, params},
};
use async_trait::async_trait;
use desk::store::{Feed, ReadRoster, StoreError, Stored, WriteRoster};
use domain::digest::Digest;
use domain::ids::{AskId, ConferenceId, OverrideId, PersonId, ShiftId};
use domain::roster::{Duty, DutyCheck, Override, Presence, Roster, Shift};
use domain::time::Timestamp;

/// Most rosters that one round looks at.
const LOOKS_MAX: i64 = 200;

const CHECK_COLUMNS: &[&str] = &["id", "conference", "person", "about", "at", "state", "is_open"];

#[async_trait]
impl<A: AskDatabase> ReadRoster for Session<A> {
    async fn roster(&mut self, conference: ConferenceId) -> Stored<Roster> {
        let sql = "select id, conference, person, from_at, until_at, presence, duty from shifts
                   where conference = $1 order by from_at, id limit $2";
        let shifts = self.db.ask(sql, params![conference.to_bytes(), ROWS_MAX]).await?;
        let sql = "select id, conference, shift, from_at, until_at, by_person, at, state from overrides
                   where conference = $1 order by at, id limit $2";
        let overrides = self.db.ask(sql, params![conference.to_bytes(), ROWS_MAX]).await?;
        let overrides = overrides.iter().map(of_override).collect::<Stored<_>>()?;
        Ok(Roster::with(shifts.iter().map(shift).collect::<Stored<_>>()?, overrides))
    }

    async fn duty_checks(&mut self, conference: ConferenceId, since: Timestamp) -> Stored<Vec<DutyCheck>> {
        let sql = "select id, conference, person, about, at, state from duty_checks
                   where conference = $1 and (is_open = 1 or at >= $2) order by at, id limit $3";
        let rows = self.db.ask(sql, params![conference.to_bytes(), since.millis(), ROWS_MAX]).await?;
        rows.iter().map(check).collect()
    }

    async fn duty_checks_of(&mut self, person: PersonId) -> Stored<Vec<DutyCheck>> {
        let sql = "select id, conference, person, about, at, state from duty_checks
                   where person = $1 and is_open = 1 order by at, id limit $2";
        self.db.ask(sql, params![person.to_bytes(), ROWS_MAX]).await?.iter().map(check).collect()
    }

    async fn duty_checks_by_id(&mut self, ids: &[AskId]) -> Stored<Vec<DutyCheck>> {
        let sql = listed!(
            "select id, conference, person, about, at, state from duty_checks where id in (",
            ") order by at, id"
        );
        let rows = self.ask_listed(sql, ids.iter().map(|id| id.to_bytes()).collect()).await?;
        rows.iter().map(check).collect()
    }

    async fn due_duty_looks(&mut self, now: Timestamp) -> Stored<Vec<ConferenceId>> {
        let sql = "select id from conferences where duty_look_at <= $1 order by duty_look_at, id limit $2";
        let rows = self.db.ask(sql, params![now.millis(), LOOKS_MAX]).await?;
        rows.iter().map(|row| Ok(ConferenceId::from_bytes(row.id16(0)?))).collect()
    }

    async fn next_duty_look(&mut self) -> Stored<Option<Timestamp>> {
        let sql = "select min(duty_look_at) from conferences where duty_look_at is not null";
        let row = self.one(sql, params![]).await?.ok_or(Unreadable("conferences.duty_look_at"))?;
        Ok(row.opt_int(0)?.map(Timestamp::from_millis))
    }

    async fn feed(&mut self, token: Digest) -> Stored<Option<Feed>> {
        let sql = "select person, conference, made_at from calendar_feeds where token = $1";
        self.one(sql, params![&token.to_bytes()[..]]).await?.as_ref().map(feed).transpose()
    }

    async fn feed_of(&mut self, person: PersonId) -> Stored<Option<Feed>> {
        let sql = "select person, conference, made_at from calendar_feeds where person = $1";
        self.one(sql, params![person.to_bytes()]).await?.as_ref().map(feed).transpose()
    }
}

#[async_trait]
impl WriteRoster for Session<Transaction> {
    async fn put_shift(&mut self, shift: &Shift) -> Stored<()> {
        let sql = "insert into shifts (id, conference, person, from_at, until_at, presence, duty)
                   values ($1, $2, $3, $4, $5, $6, $7)
                   on conflict (id) do update set person = excluded.person, from_at = excluded.from_at,
                   until_at = excluded.until_at, presence = excluded.presence, duty = excluded.duty
                   where shifts.conference = excluded.conference";
        let params = params![
            shift.id.to_bytes(),
            shift.conference.to_bytes(),
            shift.person.to_bytes(),
            shift.from.millis(),
            shift.until.millis(),
            shift.presence.code(),
            shift.duty.code(),
        ];
        if self.db.execute(sql, params).await? == 0 {
            return Err(StoreError::Stale);
        }
        self.put_duty_look(shift.conference, Some(Timestamp::default())).await
    }

    async fn remove_shift(&mut self, conference: ConferenceId, id: ShiftId) -> Stored<bool> {
        let sql = "delete from shifts where conference = $1 and id = $2";
        let removed = self.db.execute(sql, params![conference.to_bytes(), id.to_bytes()]).await? > 0;
        self.put_duty_look(conference, Some(Timestamp::default())).await?;
        Ok(removed)
    }

    async fn put_override(&mut self, one: &Override) -> Stored<()> {
        let sql = "insert into overrides (id, conference, shift, from_at, until_at, by_person, at, state)
                   values ($1, $2, $3, $4, $5, $6, $7, $8)
                   on conflict (id) do update set from_at = excluded.from_at, state = excluded.state
                   where overrides.conference = excluded.conference";
        let params = params![
            one.id.to_bytes(),
            one.conference.to_bytes(),
            one.shift.to_bytes(),
            one.from.millis(),
            one.until.millis(),
            one.by.to_bytes(),
            one.at.millis(),
            to_json(&one.state, "overrides.state")?,
        ];
        if self.db.execute(sql, params).await? == 0 {
            return Err(StoreError::Stale);
        }
        self.put_duty_look(one.conference, Some(Timestamp::default())).await
    }

    async fn put_duty_checks(&mut self, checks: &[DutyCheck]) -> Stored<()> {
        let rows = checks.iter().map(|check| {
            Ok(params![
                check.id.to_bytes(),
                check.conference.to_bytes(),
                check.person.to_bytes(),
                to_json(&check.about, "duty_checks.about")?,
                check.at.millis(),
                to_json(&check.state, "duty_checks.state")?,
                check.is_open(),
            ])
        });
        let rows = rows.collect::<Stored<_>>()?;
        let update = OnConflict::Update("(id) do update set state = excluded.state, is_open = excluded.is_open");
        self.db.insert_many("duty_checks", CHECK_COLUMNS, rows, update).await?;
        Ok(())
    }

    async fn put_duty_look(&mut self, conference: ConferenceId, next: Option<Timestamp>) -> Stored<()> {
        let sql = "update conferences set duty_look_at = $2 where id = $1";
        self.db.execute(sql, params![conference.to_bytes(), next.map(Timestamp::millis)]).await?;
        Ok(())
    }

    async fn put_feed(&mut self, feed: &Feed, token: Digest) -> Stored<()> {
        let sql = "insert into calendar_feeds (person, conference, token, made_at) values ($1, $2, $3, $4)
                   on conflict (person) do update set token = excluded.token, made_at = excluded.made_at";
        let params =
            params![feed.person.to_bytes(), feed.conference.to_bytes(), &token.to_bytes()[..], feed.made_at.millis()];
        self.db.execute(sql, params).await?;
        Ok(())
    }

    async fn remove_feed(&mut self, person: PersonId) -> Stored<bool> {
        let sql = "delete from calendar_feeds where person = $1";
        Ok(self.db.execute(sql, params![person.to_bytes()]).await? > 0)
    }
}

fn shift(row: &Row) -> Stored<Shift> {
    Ok(Shift {
        id: ShiftId::from_bytes(row.id16(0)?),
        conference: ConferenceId::from_bytes(row.id16(1)?),
        person: PersonId::from_bytes(row.id16(2)?),
        from: Timestamp::from_millis(row.int(3)?),
        until: Timestamp::from_millis(row.int(4)?),
        presence: Presence::from_code(row.text(5)?).ok_or(Unreadable("shifts.presence"))?,
        duty: Duty::from_code(row.text(6)?).ok_or(Unreadable("shifts.duty"))?,
    })
}

fn of_override(row: &Row) -> Stored<Override> {
    Ok(Override {
        id: OverrideId::from_bytes(row.id16(0)?),
        conference: ConferenceId::from_bytes(row.id16(1)?),
        shift: ShiftId::from_bytes(row.id16(2)?),
        from: Timestamp::from_millis(row.int(3)?),
        until: Timestamp::from_millis(row.int(4)?),
        by: PersonId::from_bytes(row.id16(5)?),
        at: Timestamp::from_millis(row.int(6)?),
        state: from_json(row.text(7)?, "overrides.state")?,
    })
}

fn check(row: &Row) -> Stored<DutyCheck> {
    Ok(DutyCheck {
        id: AskId::from_bytes(row.id16(0)?),
        conference: ConferenceId::from_bytes(row.id16(1)?),
        person: PersonId::from_bytes(row.id16(2)?),
        about: from_json(row.text(3)?, "duty_checks.about")?,
        at: Timestamp::from_millis(row.int(4)?),
        state: from_json(row.text(5)?, "duty_checks.state")?,
    })
}

fn feed(row: &Row) -> Stored<Feed> {
    Ok(Feed {
        person: PersonId::from_bytes(row.id16(0)?),
        conference: ConferenceId::from_bytes(row.id16(1)?),
        made_at: Timestamp::from_millis(row.int(2)?),
    })
}
