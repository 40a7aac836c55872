//! Pages, their pushes, and the devices that pushes go to.

use super::{
    error::{Unreadable, from_json, from_word, plain_text, to_json, to_word},
    keys::Keys,
    seal::Place,
    session::{Ask, ROWS_MAX, Session, listed},
    sql::{OnConflict, Row, Transaction, Value, params},
};
use desk::store::{Stored, Subscription};
use domain::ids::{AskId, ConferenceId, DeviceId, IncidentId, PageId, PersonId, PushId};
use domain::paging::{Page, Push, PushAbout, PushState};
use domain::time::Timestamp;
use std::collections::HashMap;

/// The columns of a page, in the order of [`page_cells`].
pub(super) const PAGE_COLUMNS: &[&str] = &[
    "id",
    "conference",
    "incident",
    "reason",
    "urgency",
    "started_at",
    "rung",
    "called",
    "declined",
    "state",
    "next_at",
];
const PUSH_COLUMNS: &[&str] = &["id", "conference", "page", "ask", "person", "device", "queued_at", "state"];

impl<A: Ask> Session<A> {
    pub(super) async fn page(&mut self, id: PageId) -> Stored<Option<Page>> {
        let sql = "select id, conference, incident, reason, urgency, started_at, rung, called, declined, state
                   from pages where id = $1";
        self.one(sql, params![id.to_bytes()]).await?.as_ref().map(page).transpose()
    }

    pub(super) async fn pages(&mut self, ids: &[PageId]) -> Stored<Vec<Page>> {
        let sql = listed!(
            "select id, conference, incident, reason, urgency, started_at, rung, called, declined, state
             from pages where id in (",
            ")"
        );
        let rows = self.ask_listed(sql, ids.iter().map(|id| id.to_bytes()).collect()).await?;
        rows.iter().map(page).collect()
    }

    pub(super) async fn pages_of(&mut self, incident: IncidentId) -> Stored<Vec<Page>> {
        let sql = "select id, conference, incident, reason, urgency, started_at, rung, called, declined, state
                   from pages where incident = $1 order by started_at, id limit $2";
        self.db.ask(sql, params![incident.to_bytes(), ROWS_MAX]).await?.iter().map(page).collect()
    }

    pub(super) async fn due_pages(&mut self, now: Timestamp, limit: u32) -> Stored<Vec<Page>> {
        let sql = "select id, conference, incident, reason, urgency, started_at, rung, called, declined, state
                   from pages where next_at <= $1 order by next_at, id limit $2";
        self.db.ask(sql, params![now.millis(), limit]).await?.iter().map(page).collect()
    }

    pub(super) async fn next_page_step(&mut self) -> Stored<Option<Timestamp>> {
        let sql = "select min(next_at) from pages where next_at is not null";
        let row = self.one(sql, params![]).await?.ok_or(Unreadable("pages.next_at"))?;
        Ok(row.opt_int(0)?.map(Timestamp::from_millis))
    }

    pub(super) async fn pushes_of(&mut self, page: PageId) -> Stored<Vec<Push>> {
        let sql = "select id, page, ask, person, device, queued_at, state from pushes
                   where page = $1 order by queued_at, id limit $2";
        self.db.ask(sql, params![page.to_bytes(), ROWS_MAX]).await?.iter().map(push).collect()
    }

    pub(super) async fn push(&mut self, id: PushId) -> Stored<Option<Push>> {
        let sql = "select id, page, ask, person, device, queued_at, state from pushes where id = $1";
        self.one(sql, params![id.to_bytes()]).await?.as_ref().map(push).transpose()
    }

    pub(super) async fn queued_pushes(&mut self, limit: u32) -> Stored<Vec<Push>> {
        let sql = "select id, page, ask, person, device, queued_at, state from pushes
                   where state = 'queued' order by queued_at, id limit $1";
        self.db.ask(sql, params![limit]).await?.iter().map(push).collect()
    }

    pub(super) async fn last_tests(&mut self, devices: &[DeviceId]) -> Stored<Vec<Push>> {
        let sql = listed!(
            "select t.id, t.page, t.ask, t.person, t.device, t.queued_at, t.state from devices d
             join pushes t on t.id = (select l.id from pushes l where l.device = d.id and l.page is null and l.ask is null
             order by l.queued_at desc, l.id desc limit 1) where d.id in (",
            ") order by t.device"
        );
        let rows = self.ask_listed(sql, devices.iter().map(|id| id.to_bytes()).collect()).await?;
        rows.iter().map(push).collect()
    }

    pub(super) async fn subscriptions(&mut self, people: &[PersonId], now: Timestamp) -> Stored<Vec<Subscription>> {
        let sql = listed!(
            "select s.device, s.person, s.key_id, s.made_at, s.to_sealed, d.expires_at from subscriptions s
             join devices d on d.id = s.device where d.revoked_at is null and s.person in (",
            ") order by s.person, s.device"
        );
        let rows = self.ask_listed(sql, people.iter().map(|id| id.to_bytes()).collect()).await?;
        let mut subscriptions = Vec::with_capacity(rows.len());
        for row in rows {
            if now < Timestamp::from_millis(row.int(5)?) {
                subscriptions.push(subscription(&row, &self.keys)?);
            }
        }
        Ok(subscriptions)
    }
}

impl Session<Transaction> {
    pub(super) async fn put_pages(&mut self, pages: &[Page]) -> Stored<()> {
        let update = OnConflict::Update(
            "(id) do update set urgency = excluded.urgency, started_at = excluded.started_at, rung = excluded.rung,
             called = excluded.called, declined = excluded.declined, state = excluded.state,
             next_at = excluded.next_at",
        );
        let rows = pages.iter().map(page_cells).collect::<Stored<_>>()?;
        self.db.insert_many("pages", PAGE_COLUMNS, rows, update).await?;
        Ok(())
    }

    pub(super) async fn add_pushes(&mut self, pushes: &[Push]) -> Stored<()> {
        let sql = listed!("select id, conference from devices where id in (", ")");
        let mut conferences = HashMap::new();
        for row in self.ask_listed(sql, pushes.iter().map(|push| push.device.to_bytes()).collect()).await? {
            conferences.insert(row.id16(0)?, row.id16(1)?);
        }
        let rows = pushes.iter().map(|push| {
            let conference = conferences.get(&push.device.to_bytes()).ok_or(Unreadable("pushes.device"))?;
            let (page, ask) = match push.about {
                PushAbout::Page(page) => (Some(page), None),
                PushAbout::Ask(ask) => (None, Some(ask)),
                PushAbout::Test => (None, None),
            };
            Ok(params![
                push.id.to_bytes(),
                *conference,
                page.map(PageId::to_bytes),
                ask.map(AskId::to_bytes),
                push.person.to_bytes(),
                push.device.to_bytes(),
                push.queued_at.millis(),
                push.state.code(),
            ])
        });
        let rows = rows.collect::<Stored<_>>()?;
        self.db.insert_many("pushes", PUSH_COLUMNS, rows, OnConflict::Fail).await?;
        Ok(())
    }

    pub(super) async fn move_push(&mut self, id: PushId, to: PushState) -> Stored<bool> {
        // One statement, so that no later news can come between looking and moving.
        let sql = "update pushes set state = $2 where id = $1 and state in ($3, $4, $5, $6, $7)";
        let mut params = params![id.to_bytes(), to.code()];
        let from = PushState::ALL.map(|from| if from.moved(to) == from { "" } else { from.code() });
        params.extend(from.map(Value::from));
        Ok(self.db.execute(sql, params).await? > 0)
    }

    pub(super) async fn put_subscription(&mut self, subscription: &Subscription) -> Stored<()> {
        let to = to_json(&subscription.to, "subscriptions.to")?;
        let sql = "insert into subscriptions (device, conference, person, key_id, made_at, to_sealed)
                   values ($1, (select conference from devices where id = $1), $2, $3, $4, $5)
                   on conflict (device) do update set person = excluded.person, key_id = excluded.key_id,
                   made_at = excluded.made_at, to_sealed = excluded.to_sealed";
        let params = params![
            subscription.device.to_bytes(),
            subscription.person.to_bytes(),
            plain_text(&subscription.key_id),
            subscription.made_at.millis(),
            self.keys.seal(subscription_place(subscription.device), to.as_bytes())?,
        ];
        self.db.execute(sql, params).await?;
        Ok(())
    }

    pub(super) async fn remove_subscription(&mut self, device: DeviceId) -> Stored<bool> {
        let sql = "delete from subscriptions where device = $1";
        Ok(self.db.execute(sql, params![device.to_bytes()]).await? > 0)
    }
}

/// The cells of a page.
pub(super) fn page_cells(page: &Page) -> Stored<Vec<Value>> {
    Ok(params![
        page.id.to_bytes(),
        page.conference.to_bytes(),
        page.incident.to_bytes(),
        to_word(page.reason, "pages.reason")?,
        page.urgency.map(|urgency| to_word(urgency, "pages.urgency")).transpose()?,
        page.started_at.millis(),
        page.rung,
        to_json(&page.called, "pages.called")?,
        to_json(&page.declined, "pages.declined")?,
        to_json(&page.state, "pages.state")?,
        page.next_at().map(Timestamp::millis),
    ])
}

fn page(row: &Row) -> Stored<Page> {
    Ok(Page {
        id: PageId::from_bytes(row.id16(0)?),
        conference: ConferenceId::from_bytes(row.id16(1)?),
        incident: IncidentId::from_bytes(row.id16(2)?),
        reason: from_word(row.text(3)?, "pages.reason")?,
        urgency: row.opt_text(4)?.map(|word| from_word(word, "pages.urgency")).transpose()?,
        started_at: Timestamp::from_millis(row.int(5)?),
        rung: row.count(6)?,
        called: from_json(row.text(7)?, "pages.called")?,
        declined: from_json(row.text(8)?, "pages.declined")?,
        state: from_json(row.text(9)?, "pages.state")?,
    })
}

fn push(row: &Row) -> Stored<Push> {
    Ok(Push {
        id: PushId::from_bytes(row.id16(0)?),
        about: match (row.opt_id16(1)?, row.opt_id16(2)?) {
            (Some(page), _) => PushAbout::Page(PageId::from_bytes(page)),
            (None, Some(ask)) => PushAbout::Ask(AskId::from_bytes(ask)),
            (None, None) => PushAbout::Test,
        },
        person: PersonId::from_bytes(row.id16(3)?),
        device: DeviceId::from_bytes(row.id16(4)?),
        queued_at: Timestamp::from_millis(row.int(5)?),
        state: PushState::from_code(row.text(6)?).ok_or(Unreadable("pushes.state"))?,
    })
}

fn subscription_place(device: DeviceId) -> Place {
    Place { table: "subscriptions", column: "to_sealed", id: device.to_bytes() }
}

fn subscription(row: &Row, keys: &Keys) -> Stored<Subscription> {
    let device = DeviceId::from_bytes(row.id16(0)?);
    let to = keys.open(subscription_place(device), row.blob(4)?)?;
    Ok(Subscription {
        device,
        person: PersonId::from_bytes(row.id16(1)?),
        key_id: row.text(2)?.to_owned(),
        made_at: Timestamp::from_millis(row.int(3)?),
        to: from_json(to, "subscriptions.to")?,
    })
}
