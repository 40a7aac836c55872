//! Pages: calls for attention and where they stand.

use super::{
    error::{Unreadable, from_json, from_word, to_json, to_word},
    session::{Ask, ROWS_MAX, Session, listed},
    sql::{OnConflict, Row, Transaction, Value, params},
};
use desk::store::Stored;
use domain::ids::{ConferenceId, IncidentId, PageId};
use domain::paging::{Page, Progress};
use domain::time::Timestamp;

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
    "accepted",
    "accepters",
    "ways_at",
    "unanswered",
];

impl<A: Ask> Session<A> {
    pub(super) async fn page(&mut self, id: PageId) -> Stored<Option<Page>> {
        let sql = "select id, conference, incident, reason, urgency, started_at, rung, called, declined, state,
                   accepted, accepters, ways_at, unanswered from pages where id = $1";
        self.one(sql, params![id.to_bytes()]).await?.as_ref().map(page).transpose()
    }

    pub(super) async fn pages(&mut self, ids: &[PageId]) -> Stored<Vec<Page>> {
        let sql = listed!(
            "select id, conference, incident, reason, urgency, started_at, rung, called, declined, state,
             accepted, accepters, ways_at, unanswered from pages where id in (",
            ")"
        );
        let rows = self.ask_listed(sql, ids.iter().map(|id| id.to_bytes()).collect()).await?;
        rows.iter().map(page).collect()
    }

    pub(super) async fn pages_of(&mut self, incident: IncidentId) -> Stored<Vec<Page>> {
        let sql = "select id, conference, incident, reason, urgency, started_at, rung, called, declined, state,
                   accepted, accepters, ways_at, unanswered from pages where incident = $1 order by started_at, id limit $2";
        self.db.ask(sql, params![incident.to_bytes(), ROWS_MAX]).await?.iter().map(page).collect()
    }

    pub(super) async fn due_pages(&mut self, now: Timestamp, limit: u32) -> Stored<Vec<Page>> {
        let sql = "select id, conference, incident, reason, urgency, started_at, rung, called, declined, state,
                   accepted, accepters, ways_at, unanswered from pages where next_at <= $1 order by next_at, id limit $2";
        self.db.ask(sql, params![now.millis(), limit]).await?.iter().map(page).collect()
    }

    pub(super) async fn next_page_step(&mut self) -> Stored<Option<Timestamp>> {
        let sql = "select min(next_at) from pages where next_at is not null";
        let row = self.one(sql, params![]).await?.ok_or(Unreadable("pages.next_at"))?;
        Ok(row.opt_int(0)?.map(Timestamp::from_millis))
    }

    pub(super) async fn progress(&mut self) -> Stored<Progress> {
        // A page that calls has a next step; one without it is what nobody would ever look at again.
        let sql = "select count(*) from pages where next_at is null and state like '{\"calling\"%'";
        let stuck = self.one(sql, params![]).await?.ok_or(Unreadable("pages.state"))?.count(0)?;
        let sql = "select min(not_before) from deliveries where state = 'queued'";
        let unsent = self.one(sql, params![]).await?.ok_or(Unreadable("deliveries.not_before"))?.opt_int(0)?;
        let next_step = self.next_page_step().await?;
        Ok(Progress { stuck, next_step, unsent: unsent.map(Timestamp::from_millis) })
    }
}

impl Session<Transaction> {
    pub(super) async fn put_pages(&mut self, pages: &[Page]) -> Stored<()> {
        let update = OnConflict::Update(
            "(id) do update set urgency = excluded.urgency, started_at = excluded.started_at, rung = excluded.rung,
             called = excluded.called, declined = excluded.declined, state = excluded.state,
             next_at = excluded.next_at, accepted = excluded.accepted, accepters = excluded.accepters,
             ways_at = excluded.ways_at, unanswered = excluded.unanswered",
        );
        let rows = pages.iter().map(page_cells).collect::<Stored<_>>()?;
        self.db.insert_many("pages", PAGE_COLUMNS, rows, update).await?;
        Ok(())
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
        to_json(&page.accepted, "pages.accepted")?,
        to_word(page.accepters, "pages.accepters")?,
        page.ways_at.map(Timestamp::millis),
        page.unanswered,
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
        accepted: from_json(row.text(10)?, "pages.accepted")?,
        accepters: from_word(row.text(11)?, "pages.accepters")?,
        ways_at: row.opt_int(12)?.map(Timestamp::from_millis),
        unanswered: row.int(13)? != 0,
    })
}
