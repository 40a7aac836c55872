//! Everything that a group of new notes writes, in a handful of statements: the hot path.

use super::{
    error::{NoKey, digest, to_json},
    incidents::{INCIDENT_COLUMNS, Touch, incident_cells},
    keys::IncidentKey,
    notes::{beside_place, note_place},
    pages::{PAGE_COLUMNS, page_cells},
    session::Session,
    sql::{OnConflict, Transaction, Value, params},
};
use desk::store::{Author, NewRows, NoteBeside, RecordedNote, Stored};
use domain::ids::{IncidentId, NoteId, PersonId};
use domain::reporter::ReporterLink;
use domain::time::Timestamp;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

const KEY_COLUMNS: &[&str] = &["incident", "conference", "key_wrapped"];
const NOTE_COLUMNS: &[&str] = &[
    "id",
    "conference",
    "incident",
    "person",
    "device",
    "link",
    "recorded_at",
    "skew_ms",
    "digest_sealed",
    "body_sealed",
    "struck_by",
    "struck_at",
    "struck_why_sealed",
    "said_sealed",
];
const LINK_COLUMNS: &[&str] = &["id", "conference", "incident", "key_digest", "made_at", "note"];

type DataKeys = HashMap<IncidentId, Arc<IncidentKey>>;

impl Session<Transaction> {
    pub(super) async fn add_rows(&mut self, rows: NewRows) -> Stored<()> {
        let NewRows { incidents, notes, besides, pages, links, needs_review } = rows;
        let wrapped = incidents
            .iter()
            .map(|incident| self.new_key(incident.id, incident.conference))
            .collect::<Stored<Vec<_>>>()?;
        let of_notes = notes.iter().map(|note| note.incident);
        let of_besides = besides.iter().map(|beside| beside.incident);
        let of_links = links.iter().map(|link| link.incident);
        let asked: Vec<_> = of_notes.chain(of_besides).chain(of_links).collect();
        let keys = self.keys_of(asked).await?;

        let mut touched = touches(&notes, &besides);
        let incident_rows = incidents
            .iter()
            .map(|incident| incident_cells(incident, &touched.remove(&incident.id).unwrap_or_default()))
            .collect::<Stored<Vec<_>>>()?;
        let note_rows = notes.iter().map(|note| note_cells(note, &keys)).collect::<Stored<Vec<_>>>()?;
        let page_rows = pages.iter().map(page_cells).collect::<Stored<Vec<_>>>()?;
        let link_rows = links.iter().map(|link| link_cells(link, &keys)).collect::<Stored<Vec<_>>>()?;

        let db = &mut self.db;
        db.insert_many("incidents", INCIDENT_COLUMNS, incident_rows, OnConflict::Fail).await?;
        db.insert_many("incident_keys", KEY_COLUMNS, wrapped, OnConflict::Fail).await?;
        db.insert_many("notes", NOTE_COLUMNS, note_rows, OnConflict::Fail).await?;
        db.insert_many("pages", PAGE_COLUMNS, page_rows, OnConflict::Fail).await?;
        db.insert_many("links", LINK_COLUMNS, link_rows, OnConflict::DoNothing).await?;
        for (incident, touch) in touched {
            self.touch(incident, &touch).await?;
        }
        for incident in needs_review {
            let since = notes.iter().filter(|note| note.incident == incident).map(|note| note.recorded_at).max();
            self.mark_for_review(incident, since.unwrap_or_default()).await?;
        }
        for beside in &besides {
            self.add_beside(beside, keys.get(&beside.incident).ok_or(NoKey)?).await?;
        }
        Ok(())
    }

    /// What was joined to another touches that one too.
    async fn touch(&mut self, incident: IncidentId, touch: &Touch) -> Stored<()> {
        let sql = "update incidents set
                   raised_by = case when id = $1 and notes = 0 then $4 else raised_by end,
                   notes = notes + case when id = $1 then $2 else 0 end,
                   touched_at = case when touched_at < $3 then $3 else touched_at end,
                   remind_at = case when overdue = '[]' then remind_at else 0 end
                   where id in ($1, (select joined_to from incidents where id = $1))";
        let raised_by = touch.raised_by.map(PersonId::to_bytes);
        self.db.execute(sql, params![incident.to_bytes(), touch.notes, touch.at.millis(), raised_by]).await?;
        Ok(())
    }

    /// The version counts up, so that nobody who read the incident before writes the mark away. What was joined to another
    /// marks that one too.
    async fn mark_for_review(&mut self, incident: IncidentId, since: Timestamp) -> Stored<()> {
        let sql = "update incidents set needs_review = 1, review_since = coalesce(review_since, $2), remind_at = 0,
                   version = version + 1
                   where id in ($1, (select joined_to from incidents where id = $1))
                   and (needs_review = 0 or review_since is null)";
        self.db.execute(sql, params![incident.to_bytes(), since.millis()]).await?;
        Ok(())
    }

    /// Keeps another text under the id of a note, unless it is there already. The digests are sealed, so they are
    /// compared here; two texts under one id are rare.
    async fn add_beside(&mut self, beside: &NoteBeside, key: &IncidentKey) -> Stored<()> {
        let note = beside.note;
        let sql = "select number, digest_sealed from besides where note = $1 order by number";
        let mut number = 0;
        for row in self.db.fetch(sql, params![note.to_bytes()]).await? {
            number = row.int(0)?;
            let known = key.key.open(beside_place("digest_sealed", note, number), row.blob(1)?)?;
            if digest(&known, "besides.digest")? == beside.digest {
                return Ok(());
            }
        }
        number += 1;
        let body = to_json(&beside.body, "besides.body")?;
        let sql = "insert into besides (note, number, conference, incident, recorded_at, digest_sealed, body_sealed)
                   values ($1, $2, $3, $4, $5, $6, $7)";
        let params = params![
            note.to_bytes(),
            number,
            key.conference.to_bytes(),
            beside.incident.to_bytes(),
            beside.recorded_at.millis(),
            key.key.seal(beside_place("digest_sealed", note, number), &beside.digest.to_bytes())?,
            key.key.seal(beside_place("body_sealed", note, number), body.as_bytes())?,
        ];
        self.db.execute(sql, params).await?;
        Ok(())
    }
}

/// What the notes change of their incidents' rows.
fn touches(notes: &[RecordedNote], besides: &[NoteBeside]) -> BTreeMap<IncidentId, Touch> {
    let mut touched: BTreeMap<_, Touch> = BTreeMap::new();
    for note in notes {
        let touch = touched.entry(note.incident).or_default();
        if touch.notes == 0 {
            touch.raised_by = match note.author {
                Author::Person(person, _) => Some(person),
                Author::Reporter(_) => None,
            };
        }
        touch.notes += 1;
        touch.at = touch.at.max(note.recorded_at);
    }
    for beside in besides {
        let touch = touched.entry(beside.incident).or_default();
        touch.at = touch.at.max(beside.recorded_at);
    }
    touched
}

fn note_cells(note: &RecordedNote, keys: &DataKeys) -> Stored<Vec<Value>> {
    let key = keys.get(&note.incident).ok_or(NoKey)?;
    let seal = |column, plain: &[u8]| key.key.seal(note_place(column, note.id), plain);
    let (person, device, link) = match note.author {
        Author::Person(person, device) => (Some(person.to_bytes()), Some(device.to_bytes()), None),
        Author::Reporter(link) => (None, None, Some(link.to_bytes())),
    };
    let why = note.struck.as_ref().map(|strike| seal("struck_why_sealed", strike.why.reveal().as_bytes()));
    let said = note
        .said
        .as_ref()
        .map(|said| -> Stored<_> { Ok(seal("said_sealed", to_json(said, "notes.said")?.as_bytes())?) });
    Ok(params![
        note.id.to_bytes(),
        key.conference.to_bytes(),
        note.incident.to_bytes(),
        person,
        device,
        link,
        note.recorded_at.millis(),
        note.skew_ms,
        seal("digest_sealed", &note.digest.to_bytes())?,
        seal("body_sealed", to_json(&note.body, "notes.body")?.as_bytes())?,
        note.struck.as_ref().map(|strike| strike.by.to_bytes()),
        note.struck.as_ref().map(|strike| strike.at.millis()),
        why.transpose()?,
        said.transpose()?,
    ])
}

fn link_cells(link: &ReporterLink, keys: &DataKeys) -> Stored<Vec<Value>> {
    let key = keys.get(&link.incident).ok_or(NoKey)?;
    Ok(params![
        link.id.to_bytes(),
        key.conference.to_bytes(),
        link.incident.to_bytes(),
        &link.key.to_bytes()[..],
        link.made_at.millis(),
        link.note.map(NoteId::to_bytes),
    ])
}
