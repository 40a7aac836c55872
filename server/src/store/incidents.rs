//! Incidents and private links.

use super::{
    error::{Unreadable, digest, from_json, from_word, to_json, to_word},
    session::{Ask, ROWS_MAX, Session},
    sql::{Row, Transaction, Value, params},
};
use desk::store::{Findable, IncidentLine, StoreError, Stored};
use domain::case::Case;
use domain::conflict::Standing;
use domain::digest::Digest;
use domain::ids::{ConferenceId, IncidentId, PageId, PersonId, ReporterLinkId};
use domain::incident::{Incident, Stage};
use domain::note::Urgency;
use domain::reporter::ReporterLink;
use domain::time::Timestamp;
use domain::view::INBOX_MAX;
use domain::work::reminder::TARGET_MIN;

/// The most lines of an inbox about what nobody has yet.
const WAITING_MAX: i64 = 5_000;

/// The incidents whose stage compares so to the given one.
macro_rules! inbox {
    ($compares:literal) => {
        concat!(
            "select i.id, i.conference, i.code_name, i.urgency, i.opened_at, i.stage, i.receipt, i.needs_review,
             i.version, i.joined_to,
             i.notes + cast(coalesce((select sum(m.notes) from incidents m where m.joined_to = i.id), 0) as bigint),
             i.touched_at, i.overdue,
             (select p.id from pages p where p.incident = i.id and p.next_at is not null
              order by p.started_at, p.id limit 1)
             from incidents i
             where i.conference = $1 and i.joined_to is null and not exists (
                 select 1 from conflicts c where c.incident = i.id and c.person = $2 and c.standing = $3)
             and not exists (
                 select 1 from incidents m join conflicts c on c.incident = m.id
                 where m.joined_to = i.id and c.person = $2 and c.standing = $3)
             and i.stage ",
            $compares,
            " $4 order by i.touched_at desc, i.id desc limit $5"
        )
    };
}

/// The columns of a new incident, in the order of [`incident_cells`].
pub(super) const INCIDENT_COLUMNS: &[&str] = &[
    "id",
    "conference",
    "code_name",
    "urgency",
    "opened_at",
    "stage",
    "receipt",
    "needs_review",
    "version",
    "joined_to",
    "notes",
    "touched_at",
    "raised_by",
    "remind_at",
    "review_since",
];

/// What new notes change of their incident's row.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Touch {
    /// How many notes there are more.
    pub(super) notes: u32,
    /// When the latest of them was recorded.
    pub(super) at: Timestamp,
    /// Who wrote the first of them; nobody when it was the reporter.
    pub(super) raised_by: Option<PersonId>,
}

impl<A: Ask> Session<A> {
    pub(super) async fn incident(&mut self, id: IncidentId) -> Stored<Option<Incident>> {
        let sql =
            "select id, conference, code_name, urgency, opened_at, stage, receipt, needs_review, version, joined_to
                   from incidents where id = $1";
        self.one(sql, params![id.to_bytes()]).await?.as_ref().map(incident).transpose()
    }

    pub(super) async fn joined(&mut self, first: IncidentId) -> Stored<Vec<Incident>> {
        let sql =
            "select id, conference, code_name, urgency, opened_at, stage, receipt, needs_review, version, joined_to
                   from incidents where joined_to = $1";
        self.db.ask(sql, params![first.to_bytes()]).await?.iter().map(incident).collect()
    }

    pub(super) async fn incidents(&mut self, conference: ConferenceId, member: PersonId) -> Stored<Vec<IncidentLine>> {
        // Two questions, so that what somebody has never pushes out what nobody has.
        let mut rows = Vec::new();
        for (sql, limit) in [(inbox!("="), WAITING_MAX), (inbox!("<>"), i64::try_from(INBOX_MAX).unwrap_or(i64::MAX))] {
            let params = params![
                conference.to_bytes(),
                member.to_bytes(),
                Standing::Recused.code(),
                to_json(&Stage::Reported, "incidents.stage")?,
                limit,
            ];
            rows.append(&mut self.db.ask(sql, params).await?);
        }
        let lines = rows.iter().map(|row| {
            Ok(IncidentLine {
                incident: incident(row)?,
                notes: row.count(10)?,
                touched_at: Timestamp::from_millis(row.int(11)?),
                overdue: from_json(row.text(12)?, "incidents.overdue")?,
                calling: row.opt_id16(13)?.map(PageId::from_bytes),
            })
        });
        lines.collect()
    }

    pub(super) async fn findable(
        &mut self,
        conference: ConferenceId,
        member: Option<PersonId>,
    ) -> Stored<Vec<Findable>> {
        let sql = "select i.id, i.code_name, i.urgency, i.stage, i.version,
                   i.notes + cast(coalesce((select sum(m.notes) from incidents m where m.joined_to = i.id), 0) as bigint),
                   i.touched_at, c.standing, exists (
                       select 1 from incidents m where m.joined_to = i.id and not exists (
                           select 1 from conflicts d where d.incident = m.id and d.person = $2))
                   from incidents i left join conflicts c on c.incident = i.id and c.person = $2
                   where i.conference = $1 and i.joined_to is null and (c.standing is null or c.standing <> $3)
                   and not exists (select 1 from drills x where x.incident = i.id)
                   and not exists (
                       select 1 from incidents m join conflicts d on d.incident = m.id
                       where m.joined_to = i.id and d.person = $2 and d.standing = $3)
                   order by i.touched_at desc, i.id desc limit $4";
        // Nobody has this id, so no incident is hidden from them.
        let member = member.map_or([0; 16], PersonId::to_bytes);
        let params = params![conference.to_bytes(), member, Standing::Recused.code(), ROWS_MAX];
        let lines = self.db.ask(sql, params).await?;
        let lines = lines.iter().map(|row| {
            let standing = row.opt_text(7)?.map(|code| Standing::from_code(code).ok_or(Unreadable("standing")));
            // Whoever has yet to answer for something that was joined is asked before they read.
            let asked = row.bool(8)?;
            Ok(Findable {
                incident: IncidentId::from_bytes(row.id16(0)?),
                code_name: row.text(1)?.to_owned(),
                urgency: row.opt_text(2)?.map(urgency).transpose()?,
                stage: from_json(row.text(3)?, "incidents.stage")?,
                version: row.int(4)?,
                notes: row.count(5)?,
                touched_at: Timestamp::from_millis(row.int(6)?),
                standing: standing.transpose()?.filter(|_| !asked),
            })
        });
        lines.collect()
    }

    pub(super) async fn link_by_key(&mut self, key: Digest) -> Stored<Option<ReporterLink>> {
        let sql = "select id, incident, key_digest, made_at from links where key_digest = $1";
        self.one(sql, params![&key.to_bytes()[..]]).await?.as_ref().map(link).transpose()
    }

    pub(super) async fn links(&mut self, incident: IncidentId) -> Stored<Vec<ReporterLink>> {
        let sql = "select id, incident, key_digest, made_at from links where incident = $1
                   order by made_at, id limit $2";
        self.db.ask(sql, params![incident.to_bytes(), ROWS_MAX]).await?.iter().map(link).collect()
    }
}

impl Session<Transaction> {
    pub(super) async fn put_case(&mut self, case: &Case) -> Stored<()> {
        for incident in std::iter::once(case.incident()).chain(case.changed()) {
            self.put_incident(incident).await?;
        }
        for change in case.changes() {
            self.put_standing(change).await?;
        }
        match case.new_deed_at() {
            Some((home, deed)) => self.add_deed(home, deed).await,
            None => Ok(()),
        }
    }

    async fn put_incident(&mut self, incident: &Incident) -> Stored<()> {
        let receipt =
            incident.receipt_confirmed.as_ref().map(|receipt| to_json(receipt, "incidents.receipt")).transpose()?;
        let urgency = incident.urgency.map(|urgency| to_word(urgency, "incidents.urgency")).transpose()?;
        let sql = "update incidents set code_name = $3, urgency = $4, stage = $5, receipt = $6, needs_review = $7,
                   review_since = case when $7 = 0 then null else review_since end, joined_to = $8,
                   version = version + 1 where id = $1 and version = $2";
        let params = params![
            incident.id.to_bytes(),
            incident.version,
            incident.code_name.as_str(),
            urgency,
            to_json(&incident.stage, "incidents.stage")?,
            receipt,
            incident.needs_review,
            incident.joined_to.map(IncidentId::to_bytes),
        ];
        if self.db.execute(sql, params).await? == 0 { Err(StoreError::Stale) } else { Ok(()) }
    }
}

/// The cells of a new incident and its first notes.
pub(super) fn incident_cells(incident: &Incident, touch: &Touch) -> Stored<Vec<Value>> {
    let receipt =
        incident.receipt_confirmed.as_ref().map(|receipt| to_json(receipt, "incidents.receipt")).transpose()?;
    Ok(params![
        incident.id.to_bytes(),
        incident.conference.to_bytes(),
        incident.code_name.as_str(),
        incident.urgency.map(|urgency| to_word(urgency, "incidents.urgency")).transpose()?,
        incident.opened_at.millis(),
        to_json(&incident.stage, "incidents.stage")?,
        receipt,
        incident.needs_review,
        incident.version,
        incident.joined_to.map(IncidentId::to_bytes),
        touch.notes,
        touch.at.max(incident.opened_at).millis(),
        touch.raised_by.map(PersonId::to_bytes),
        incident.opened_at.plus(TARGET_MIN).millis(),
        incident.needs_review.then(|| incident.opened_at.millis()),
    ])
}

fn incident(row: &Row) -> Stored<Incident> {
    Ok(Incident {
        id: IncidentId::from_bytes(row.id16(0)?),
        conference: ConferenceId::from_bytes(row.id16(1)?),
        code_name: row.text(2)?.to_owned(),
        urgency: row.opt_text(3)?.map(urgency).transpose()?,
        opened_at: Timestamp::from_millis(row.int(4)?),
        stage: from_json(row.text(5)?, "incidents.stage")?,
        receipt_confirmed: row.opt_text(6)?.map(|json| from_json(json, "incidents.receipt")).transpose()?,
        needs_review: row.bool(7)?,
        version: row.int(8)?,
        joined_to: row.opt_id16(9)?.map(IncidentId::from_bytes),
    })
}

fn urgency(word: &str) -> Result<Urgency, Unreadable> {
    from_word(word, "incidents.urgency")
}

fn link(row: &Row) -> Stored<ReporterLink> {
    Ok(ReporterLink {
        id: ReporterLinkId::from_bytes(row.id16(0)?),
        incident: IncidentId::from_bytes(row.id16(1)?),
        key: digest(row.blob(2)?, "links.key_digest")?,
        made_at: Timestamp::from_millis(row.int(3)?),
    })
}
