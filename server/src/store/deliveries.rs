//! Deliveries: what is sent to whom by which way, how far it has come, and which server sends it.

use super::{
    error::Unreadable,
    session::{Ask, ROWS_MAX, Session, listed},
    sql::{OnConflict, Row, Transaction, Value, params},
};
use desk::store::{Claim, Stored, Waiting};
use domain::ids::{AskId, DeliveryId, DeviceId, HookId, PageId, PersonId, ServerId};
use domain::paging::{Delivery, DeliveryAbout, DeliveryState, DeliveryTo};
use domain::reach::Signs;
use domain::time::Timestamp;
use std::collections::HashMap;

const COLUMNS: &[&str] = &[
    "id",
    "conference",
    "about",
    "page",
    "ask",
    "person",
    "way",
    "device",
    "hook",
    "call",
    "since",
    "queued_at",
    "tries",
    "not_before",
    "state",
    "is_latest",
    "owner",
    "claimed_until",
];

/// The columns that [`delivery`] reads, behind `select`; the same in every query.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, about, page, ask, person, way, device, hook, call, since, queued_at, tries, state, owner,
             claimed_until from deliveries ",
            $rest
        )
    };
}

impl<A: Ask> Session<A> {
    pub(super) async fn last_calls(&mut self, pages: &[PageId]) -> Stored<Vec<Delivery>> {
        let sql = listed!(
            "select id, about, page, ask, person, way, device, hook, call, since, queued_at, tries, state
             from deliveries where is_latest = 1 and page in (",
            ")"
        );
        let rows = self.ask_listed(sql, pages.iter().map(|id| id.to_bytes()).collect()).await?;
        rows.iter().map(delivery).collect()
    }

    pub(super) async fn deliveries_of(&mut self, page: PageId) -> Stored<Vec<Delivery>> {
        let sql = select!("where page = $1 order by queued_at, id limit $2");
        self.db.ask(sql, params![page.to_bytes(), ROWS_MAX]).await?.iter().map(delivery).collect()
    }

    pub(super) async fn reached_by(&mut self, page: PageId) -> Stored<Vec<PersonId>> {
        let sql = "select distinct person from deliveries where page = $1 and state <> 'failed' and state <> 'expired'
                   order by person limit $2";
        let rows = self.db.ask(sql, params![page.to_bytes(), ROWS_MAX]).await?;
        rows.iter().map(|row| Ok(PersonId::from_bytes(row.id16(0)?))).collect()
    }

    pub(super) async fn delivery(&mut self, id: DeliveryId) -> Stored<Option<Delivery>> {
        self.one(select!("where id = $1"), params![id.to_bytes()]).await?.as_ref().map(delivery).transpose()
    }

    pub(super) async fn waiting(&mut self, server: ServerId, now: Timestamp, limit: u32) -> Stored<Vec<Waiting>> {
        let sql = select!(
            "where state = 'queued' and not_before <= $1 and (owner = $2 or claimed_until <= $1)
             order by queued_at, id limit $3"
        );
        let rows = self.db.ask(sql, params![now.millis(), server.to_bytes(), limit]).await?;
        let waiting = rows.iter().map(|row| {
            let claim =
                Claim { owner: ServerId::from_bytes(row.id16(13)?), until: Timestamp::from_millis(row.int(14)?) };
            Ok(Waiting { delivery: delivery(row)?, claim })
        });
        waiting.collect()
    }

    pub(super) async fn next_waiting(&mut self, server: ServerId, now: Timestamp) -> Stored<Option<Timestamp>> {
        let sql = "select min(case when owner = $1 or not_before > claimed_until then not_before else claimed_until end)
                   from deliveries where state = 'queued' and (not_before > $2 or (owner <> $1 and claimed_until > $2))";
        let row = self.one(sql, params![server.to_bytes(), now.millis()]).await?;
        let at = row.ok_or(Unreadable("deliveries.not_before"))?.opt_int(0)?;
        Ok(at.map(Timestamp::from_millis))
    }

    pub(super) async fn last_tests(&mut self, devices: &[DeviceId]) -> Stored<Vec<Delivery>> {
        let sql = listed!(
            "select t.id, t.about, t.page, t.ask, t.person, t.way, t.device, t.hook, t.call, t.since, t.queued_at, t.tries,
             t.state from devices d join deliveries t on t.id = (select l.id from deliveries l where l.device = d.id
             and l.about = 'test' order by l.queued_at desc, l.id desc limit 1) where d.id in (",
            ") order by t.device"
        );
        let rows = self.ask_listed(sql, devices.iter().map(|id| id.to_bytes()).collect()).await?;
        rows.iter().map(delivery).collect()
    }

    pub(super) async fn signs(&mut self, devices: &[DeviceId]) -> Stored<Vec<(DeviceId, Signs)>> {
        let sql = listed!(
            "select r.device, r.received, (select min(s.queued_at) from deliveries s where s.device = r.device
             and s.state = 'accepted' and (r.received is null or s.queued_at > r.received))
             from (select device, max(case when state in ('received', 'seen', 'declined', 'taken') then queued_at end)
             as received from deliveries where device in (",
            ") group by device) r"
        );
        let rows = self.ask_listed(sql, devices.iter().map(|id| id.to_bytes()).collect()).await?;
        let signs = rows.iter().map(|row| {
            let time = |at| row.opt_int(at).map(|millis| millis.map(Timestamp::from_millis));
            Ok((DeviceId::from_bytes(row.id16(0)?), Signs { received: time(1)?, silent: time(2)? }))
        });
        signs.collect()
    }
}

impl Session<Transaction> {
    pub(super) async fn add_deliveries(&mut self, deliveries: &[Delivery], claim: Claim) -> Stored<()> {
        let sql = listed!("select id, conference from people where id in (", ")");
        let mut conferences = HashMap::new();
        for row in self.ask_listed(sql, deliveries.iter().map(|sent| sent.person.to_bytes()).collect()).await? {
            conferences.insert(row.id16(0)?, row.id16(1)?);
        }
        let rows = deliveries.iter().map(|sent| {
            let conference = conferences.get(&sent.person.to_bytes()).ok_or(Unreadable("deliveries.person"))?;
            Ok(cells(sent, *conference, claim))
        });
        let rows = rows.collect::<Stored<_>>()?;
        self.db.insert_many("deliveries", COLUMNS, rows, OnConflict::Fail).await?;
        Ok(())
    }

    pub(super) async fn supersede(&mut self, ids: &[DeliveryId]) -> Stored<()> {
        let sql = listed!("update deliveries set is_latest = 0 where id in (", ")");
        self.ask_listed(sql, ids.iter().map(|id| id.to_bytes()).collect()).await?;
        Ok(())
    }

    pub(super) async fn claim(&mut self, ids: &[DeliveryId], claim: Claim, now: Timestamp) -> Stored<Vec<DeliveryId>> {
        let sql = "update deliveries set owner = $2, claimed_until = $3 where id = $1 and state = 'queued'
                   and (owner = $2 or claimed_until <= $4)";
        let mut mine = Vec::with_capacity(ids.len());
        for id in ids {
            let params = params![id.to_bytes(), claim.owner.to_bytes(), claim.until.millis(), now.millis()];
            if self.db.execute(sql, params).await? > 0 {
                mine.push(*id);
            }
        }
        Ok(mine)
    }

    pub(super) async fn move_delivery(&mut self, id: DeliveryId, to: DeliveryState) -> Stored<bool> {
        // One statement, so that no later news can come between looking and moving.
        let sql = "update deliveries set state = $2 where id = $1 and state in ($3, $4, $5, $6, $7, $8, $9, $10)";
        let mut params = params![id.to_bytes(), to.code()];
        params.extend(before(to));
        Ok(self.db.execute(sql, params).await? > 0)
    }

    pub(super) async fn put_off(&mut self, id: DeliveryId, not_before: Timestamp, claim: Claim) -> Stored<bool> {
        let sql = "update deliveries set tries = tries + 1, not_before = $2, owner = $3, claimed_until = $4
                   where id = $1 and state = 'queued'";
        let params = params![id.to_bytes(), not_before.millis(), claim.owner.to_bytes(), claim.until.millis()];
        Ok(self.db.execute(sql, params).await? > 0)
    }

    pub(super) async fn answer_deliveries(&mut self, page: PageId, person: PersonId, to: DeliveryState) -> Stored<()> {
        // What never left did not bring the answer, and is not needed any more.
        let sql = "update deliveries set state = 'expired' where page = $1 and person = $2 and state = 'queued'";
        self.db.execute(sql, params![page.to_bytes(), person.to_bytes()]).await?;
        let sql = "update deliveries set state = $3 where page = $1 and person = $2
                   and state in ('accepted', 'received', 'seen', 'declined')";
        self.db.execute(sql, params![page.to_bytes(), person.to_bytes(), to.code()]).await?;
        Ok(())
    }

    pub(super) async fn expire_deliveries(&mut self, page: PageId) -> Stored<()> {
        let sql = "update deliveries set state = 'expired' where page = $1 and state = 'queued'";
        self.db.execute(sql, params![page.to_bytes()]).await?;
        Ok(())
    }
}

/// The states from which something moves to this one, and blanks for the others.
fn before(to: DeliveryState) -> [Value; 8] {
    DeliveryState::ALL.map(|from| Value::from(if from.moved(to) == from { "" } else { from.code() }))
}

fn cells(sent: &Delivery, conference: [u8; 16], claim: Claim) -> Vec<Value> {
    let (about, page, ask) = match sent.about {
        DeliveryAbout::Page(page) => ("page", Some(page), None),
        DeliveryAbout::Ask(ask) => ("ask", None, Some(ask)),
        DeliveryAbout::Test => ("test", None, None),
        DeliveryAbout::Stopped => ("stopped", None, None),
    };
    let (way, device, hook) = match sent.to {
        DeliveryTo::Device(device) => ("push", Some(device), None),
        DeliveryTo::Mail => ("mail", None, None),
        DeliveryTo::Hook(hook) => ("hook", None, Some(hook)),
    };
    params![
        sent.id.to_bytes(),
        conference,
        about,
        page.map(PageId::to_bytes),
        ask.map(AskId::to_bytes),
        sent.person.to_bytes(),
        way,
        device.map(DeviceId::to_bytes),
        hook.map(HookId::to_bytes),
        sent.call,
        sent.since.millis(),
        sent.queued_at.millis(),
        sent.tries,
        sent.queued_at.millis(),
        sent.state.code(),
        true,
        claim.owner.to_bytes(),
        claim.until.millis(),
    ]
}

fn delivery(row: &Row) -> Stored<Delivery> {
    let device = row.opt_id16(6)?.map(DeviceId::from_bytes);
    let hook = row.opt_id16(7)?.map(HookId::from_bytes);
    Ok(Delivery {
        id: DeliveryId::from_bytes(row.id16(0)?),
        about: match (row.text(1)?, row.opt_id16(2)?, row.opt_id16(3)?) {
            ("page", Some(page), _) => DeliveryAbout::Page(PageId::from_bytes(page)),
            ("ask", _, Some(ask)) => DeliveryAbout::Ask(AskId::from_bytes(ask)),
            ("test", ..) => DeliveryAbout::Test,
            ("stopped", ..) => DeliveryAbout::Stopped,
            _ => return Err(Unreadable("deliveries.about").into()),
        },
        person: PersonId::from_bytes(row.id16(4)?),
        to: match (row.text(5)?, device, hook) {
            ("push", Some(device), _) => DeliveryTo::Device(device),
            ("mail", ..) => DeliveryTo::Mail,
            ("hook", _, Some(hook)) => DeliveryTo::Hook(hook),
            _ => return Err(Unreadable("deliveries.way").into()),
        },
        call: row.count(8)?,
        since: Timestamp::from_millis(row.int(9)?),
        queued_at: Timestamp::from_millis(row.int(10)?),
        tries: row.count(11)?,
        state: DeliveryState::from_code(row.text(12)?).ok_or(Unreadable("deliveries.state"))?,
    })
}
