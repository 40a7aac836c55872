//! Notes, other texts under their ids, and photos: what people told, sealed with the key of its incident.

use super::{
    error::{NoKey, Unreadable, digest, from_json},
    keys::IncidentKey,
    seal::Place,
    session::{Ask, ROWS_MAX, Session, listed},
    sql::{Row, Transaction, params},
};
use desk::store::{Author, KnownNote, NoteBeside, Photo, RecordedNote, StoreError, Stored, Strike};
use domain::ids::{DeviceId, IncidentId, NoteId, PersonId, PhotoId, ReporterLinkId};
use domain::private::Private;
use domain::time::Timestamp;

impl<A: Ask> Session<A> {
    pub(super) async fn known_notes(&mut self, ids: &[NoteId]) -> Stored<Vec<KnownNote>> {
        let sql = listed!(
            "select id, incident, person, device, link, recorded_at, digest_sealed from notes where id in (",
            ") order by id"
        );
        let rows = self.ask_listed(sql, ids.iter().map(|id| id.to_bytes()).collect()).await?;
        let incidents = rows.iter().map(|row| row.id16(1).map(IncidentId::from_bytes));
        let incidents = incidents.collect::<Result<Vec<_>, _>>()?;
        let keys = self.keys_of(incidents).await?;
        rows.iter()
            .map(|row| {
                let id = NoteId::from_bytes(row.id16(0)?);
                let incident = IncidentId::from_bytes(row.id16(1)?);
                let key = keys.get(&incident).ok_or(NoKey)?;
                Ok(KnownNote {
                    id,
                    incident,
                    author: author(row, 2)?,
                    recorded_at: Timestamp::from_millis(row.int(5)?),
                    digest: digest(&key.key.open(note_place("digest_sealed", id), row.blob(6)?)?, "notes.digest")?,
                })
            })
            .collect()
    }

    pub(super) async fn notes(&mut self, incident: IncidentId) -> Stored<Vec<RecordedNote>> {
        let sql = "select id, person, device, link, recorded_at, skew_ms, digest_sealed, body_sealed,
                   struck_by, struck_at, struck_why_sealed, said_sealed
                   from notes where incident = $1 order by recorded_at, id limit $2";
        let rows = self.db.ask(sql, params![incident.to_bytes(), ROWS_MAX]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let key = self.key_of(incident).await?;
        rows.iter().map(|row| note(row, incident, &key)).collect()
    }

    pub(super) async fn besides(&mut self, incident: IncidentId) -> Stored<Vec<NoteBeside>> {
        let sql = "select note, number, recorded_at, digest_sealed, body_sealed from besides
                   where incident = $1 order by note, number limit $2";
        let rows = self.db.ask(sql, params![incident.to_bytes(), ROWS_MAX]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let key = self.key_of(incident).await?;
        rows.iter()
            .map(|row| {
                let note = NoteId::from_bytes(row.id16(0)?);
                let number = row.int(1)?;
                let open =
                    |column, at| -> Stored<_> { Ok(key.key.open(beside_place(column, note, number), row.blob(at)?)?) };
                Ok(NoteBeside {
                    note,
                    incident,
                    recorded_at: Timestamp::from_millis(row.int(2)?),
                    digest: digest(&open("digest_sealed", 3)?, "besides.digest")?,
                    body: from_json(open("body_sealed", 4)?, "besides.body")?,
                })
            })
            .collect()
    }

    pub(super) async fn photo_ids(&mut self, incident: IncidentId) -> Stored<Vec<(PhotoId, NoteId)>> {
        let sql = "select id, note from photos where incident = $1 order by recorded_at, id limit $2";
        let rows = self.db.ask(sql, params![incident.to_bytes(), ROWS_MAX]).await?;
        let ids = rows.iter().map(|row| Ok((PhotoId::from_bytes(row.id16(0)?), NoteId::from_bytes(row.id16(1)?))));
        ids.collect()
    }

    pub(super) async fn photo(&mut self, id: PhotoId) -> Stored<Option<Photo>> {
        let sql = "select note, incident, media_type, recorded_at, bytes_sealed from photos where id = $1";
        let Some(row) = self.one(sql, params![id.to_bytes()]).await? else {
            return Ok(None);
        };
        let incident = IncidentId::from_bytes(row.id16(1)?);
        let key = self.key_of(incident).await?;
        Ok(Some(Photo {
            id,
            note: NoteId::from_bytes(row.id16(0)?),
            incident,
            media_type: row.text(2)?.to_owned(),
            recorded_at: Timestamp::from_millis(row.int(3)?),
            bytes: Private::new(key.key.open(photo_place(id), row.blob(4)?)?),
        }))
    }
}

impl Session<Transaction> {
    pub(super) async fn strike(&mut self, note: NoteId, incident: IncidentId, strike: &Strike) -> Stored<()> {
        let key = self.key_of(incident).await?;
        let why = key.key.seal(note_place("struck_why_sealed", note), strike.why.reveal().as_bytes())?;
        let sql = "update notes set struck_by = $3, struck_at = $4, struck_why_sealed = $5
                   where id = $1 and incident = $2 and struck_at is null";
        let params = params![note.to_bytes(), incident.to_bytes(), strike.by.to_bytes(), strike.at.millis(), why];
        if self.db.execute(sql, params).await? == 0 { Err(StoreError::Stale) } else { Ok(()) }
    }

    pub(super) async fn add_photo(&mut self, photo: &Photo) -> Stored<bool> {
        let key = self.key_of(photo.incident).await?;
        let sealed = key.key.seal(photo_place(photo.id), photo.bytes.reveal())?;
        let sql = "insert into photos (id, conference, incident, note, media_type, recorded_at, bytes_sealed)
                   values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing";
        let params = params![
            photo.id.to_bytes(),
            key.conference.to_bytes(),
            photo.incident.to_bytes(),
            photo.note.to_bytes(),
            photo.media_type.as_str(),
            photo.recorded_at.millis(),
            sealed,
        ];
        if self.db.execute(sql, params).await? == 0 {
            return Ok(false);
        }
        let sql = "update incidents set touched_at = $2
                   where id in ($1, (select joined_to from incidents where id = $1)) and touched_at < $2";
        self.db.execute(sql, params![photo.incident.to_bytes(), photo.recorded_at.millis()]).await?;
        Ok(true)
    }
}

/// Where something of a note is kept.
pub(super) fn note_place(column: &'static str, id: NoteId) -> Place {
    Place { table: "notes", column, id: id.to_bytes() }
}

/// Where another text under a note's id is kept; its number goes into the id, so that two of them cannot be swapped.
pub(super) fn beside_place(column: &'static str, note: NoteId, number: i64) -> Place {
    let mut id = note.to_bytes();
    for (byte, number) in id[8..].iter_mut().zip(number.to_be_bytes()) {
        *byte ^= number;
    }
    Place { table: "besides", column, id }
}

fn photo_place(id: PhotoId) -> Place {
    Place { table: "photos", column: "bytes_sealed", id: id.to_bytes() }
}

/// Who wrote it, from the columns of the person, the device and the private link.
fn author(row: &Row, first: usize) -> Stored<Author> {
    match (row.opt_id16(first)?, row.opt_id16(first + 1)?, row.opt_id16(first + 2)?) {
        (Some(person), Some(device), None) => {
            Ok(Author::Person(PersonId::from_bytes(person), DeviceId::from_bytes(device)))
        }
        (None, None, Some(link)) => Ok(Author::Reporter(ReporterLinkId::from_bytes(link))),
        _ => Err(Unreadable("notes.person").into()),
    }
}

fn note(row: &Row, incident: IncidentId, key: &IncidentKey) -> Stored<RecordedNote> {
    let id = NoteId::from_bytes(row.id16(0)?);
    let open = |column, at| -> Stored<_> { Ok(key.key.open(note_place(column, id), row.blob(at)?)?) };
    let struck = match (row.opt_id16(8)?, row.opt_int(9)?) {
        (Some(by), Some(at)) => {
            let why = String::from_utf8(open("struck_why_sealed", 10)?).map_err(|_| Unreadable("notes.struck_why"))?;
            let (by, at) = (PersonId::from_bytes(by), Timestamp::from_millis(at));
            Some(Strike { by, at, why: why.into() })
        }
        (Some(_) | None, Some(_) | None) => None,
    };
    Ok(RecordedNote {
        id,
        incident,
        author: author(row, 1)?,
        recorded_at: Timestamp::from_millis(row.int(4)?),
        skew_ms: row.int(5)?,
        digest: digest(&open("digest_sealed", 6)?, "notes.digest")?,
        body: from_json(open("body_sealed", 7)?, "notes.body")?,
        struck,
        said: row
            .opt_blob(11)?
            .map(|_| open("said_sealed", 11).and_then(|said| Ok(from_json(said, "notes.said")?)))
            .transpose()?,
    })
}
