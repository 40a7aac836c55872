//! The case file for other programs. The shape is documented in `docs/case-export.md` and has a number of its own: what is
//! added keeps it, what changes or goes away counts it up.

use super::{CaseFile, notes};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::conflict::{Source, Standing};
use domain::ids::{DeedId, IncidentId, NoteId, PhotoId};
use domain::incident::Stage;
use domain::note::{NoteBody, NoteKind, Urgency};
use domain::private::Private;
use domain::record::marks::{self, Mark};
use domain::record::reporter::{self, noted};
use domain::record::{did, told, who};
use domain::time::Timestamp;
use domain::view::{JoinedView, NoteView, StruckView, TimelineEntry, TimelineWhat};
use domain::work::telling::tell;
use domain::work::{RecordedDeed, Work};
use serde::Serialize;

/// The number of the shape.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct File<'a> {
    careline: &'static str,
    version: u32,
    exported_at: Timestamp,
    exported_by: &'a str,
    conference: Conference<'a>,
    incident: IncidentId,
    code_name: &'a str,
    joined: Vec<Joined<'a>>,
    urgency: Option<Urgency>,
    opened_at: Timestamp,
    stage: Stage,
    accountable: Option<&'a str>,
    receipt_confirmed: bool,
    needs_review: bool,
    standings: Vec<Stands<'a>>,
    entries: Vec<Entry<'a>>,
    photos: Vec<Photo<'a>>,
}

#[derive(Serialize)]
struct Joined<'a> {
    incident: IncidentId,
    code_name: &'a str,
    opened_at: Timestamp,
    receipt_confirmed: bool,
}

#[derive(Serialize)]
struct Conference<'a> {
    name: &'a str,
    time_zone: &'a str,
}

#[derive(Serialize)]
struct Stands<'a> {
    name: &'a str,
    standing: Standing,
    source: Source,
    since: Timestamp,
    why: Option<&'a str>,
}

#[derive(Serialize)]
struct Entry<'a> {
    at: Timestamp,
    who: String,
    did: String,
    kind: &'static str,
    words: Vec<String>,
    marks: Vec<Mark>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<IncidentId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    anyway: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deed: Option<DeedId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<Note<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    struck: Option<Struck<'a>>,
}

#[derive(Serialize)]
struct Note<'a> {
    id: NoteId,
    about: Option<NoteId>,
    happened_at: Option<Timestamp>,
    told_at: Option<Timestamp>,
    written_at: Option<Timestamp>,
    clock_ahead_ms: i64,
    urgency: Option<Urgency>,
    facts: Vec<told::Fact>,
    tags: Vec<&'static str>,
    photos: &'a [PhotoId],
    #[serde(skip_serializing_if = "Option::is_none")]
    beside: Option<Beside<'a>>,
}

#[derive(Serialize)]
struct Beside<'a> {
    words: &'a str,
    facts: Vec<told::Fact>,
}

#[derive(Serialize)]
struct Struck<'a> {
    by: &'a str,
    at: Timestamp,
    why: &'a str,
}

#[derive(Serialize)]
struct Photo<'a> {
    id: PhotoId,
    note: NoteId,
    media_type: Option<&'a str>,
    base64: Option<String>,
}

impl CaseFile {
    /// The file as JSON, in UTF-8.
    pub fn to_json(&self) -> Private<Vec<u8>> {
        let case = &self.case;
        let work = Work::of(case.deeds());
        let file = File {
            careline: "case file",
            version: VERSION,
            exported_at: self.made_at,
            exported_by: self.made_by.reveal(),
            conference: Conference {
                name: &self.conference.settings.name,
                time_zone: &self.conference.settings.time_zone,
            },
            incident: case.row.incident,
            code_name: &case.row.code_name,
            joined: case.joined.iter().map(joined).collect(),
            urgency: case.row.urgency,
            opened_at: case.row.opened_at,
            stage: case.row.stage,
            accountable: case.row.accountable.as_ref().map(shown),
            receipt_confirmed: case.row.receipt_confirmed,
            needs_review: case.row.needs_review,
            standings: self.standings(),
            entries: case.timeline.iter().map(|entry| self.entry(entry, &work)).collect(),
            photos: self.listed(),
        };
        // Nothing in it has keys that are no strings or numbers that are none, so writing it cannot fail.
        Private::new(serde_json::to_vec_pretty(&file).unwrap_or_default())
    }

    fn standings(&self) -> Vec<Stands<'_>> {
        let rows = self.case.standings.iter().map(|row| Stands {
            name: row.name.reveal(),
            standing: row.standing,
            source: row.source,
            since: row.since,
            why: row.why.as_ref().map(shown),
        });
        rows.collect()
    }

    fn entry<'a>(&'a self, entry: &'a TimelineEntry, work: &'a Work) -> Entry<'a> {
        let plain = Entry {
            at: entry.at,
            who: who(&entry.who),
            did: did(&entry.what),
            kind: "event",
            words: Vec::new(),
            marks: Vec::new(),
            from: entry.part,
            anyway: None,
            deed: None,
            note: None,
            struck: None,
        };
        match &entry.what {
            TimelineWhat::Note(note) => Entry {
                kind: "note",
                did: noted(note, &entry.who).to_owned(),
                words: written(&note.body.text),
                marks: marks::of_note(&note.body, note.skew_ms, entry.at),
                struck: note.struck.as_ref().map(struck),
                note: Some(of_note(note)),
                ..plain
            },
            TimelineWhat::Deed(deed) => self.deed(plain, deed, work),
            TimelineWhat::Stands(stands) => {
                Entry { words: stands.why.iter().map(|why| why.reveal().clone()).collect(), ..plain }
            }
            TimelineWhat::Opened
            | TimelineWhat::Exported(_)
            | TimelineWhat::PageCalled { .. }
            | TimelineWhat::PageAnswered { .. }
            | TimelineWhat::PageUnheard { .. }
            | TimelineWhat::PageExhausted
            | TimelineWhat::TookInHand
            | TimelineWhat::ConfirmedReceipt
            | TimelineWhat::HandedBack
            | TimelineWhat::LinkChanged
            | TimelineWhat::LinkGiven => plain,
        }
    }

    fn deed<'a>(&'a self, plain: Entry<'a>, deed: &'a RecordedDeed, work: &'a Work) -> Entry<'a> {
        let telling = tell(deed, &|person| self.name(person).to_owned());
        let evidence = work.evidence.all().find(|(id, _)| *id == deed.id);
        let struck = evidence.and_then(|(_, evidence)| evidence.struck.as_ref());
        Entry {
            kind: "deed",
            did: telling.did,
            words: telling.words.into_iter().map(Private::into_revealed).collect(),
            marks: marks::of_deed(deed, work).into_iter().collect(),
            anyway: deed.passed.as_ref().map(|passed| shown(&passed.why)),
            deed: Some(deed.id),
            struck: struck.map(|(by, at, why)| Struck { by: self.name(*by), at: *at, why: why.reveal() }),
            ..plain
        }
    }

    fn listed(&self) -> Vec<Photo<'_>> {
        let photos = notes(&self.case).flat_map(|note| note.photos.iter().map(|id| (note.id, *id)));
        let listed = photos.map(|(note, id)| {
            let photo = self.photo(id);
            Photo {
                id,
                note,
                media_type: photo.map(|photo| photo.media_type.as_str()),
                base64: photo.map(|photo| STANDARD.encode(photo.bytes.reveal())),
            }
        });
        listed.collect()
    }
}

fn of_note(note: &NoteView) -> Note<'_> {
    let body = &note.body;
    let said = note.said.as_ref().map(reporter::facts).unwrap_or_default();
    Note {
        id: note.id,
        about: body.about(),
        happened_at: body.happened_at,
        told_at: body.told_at,
        written_at: (body.written_at != Timestamp::default()).then_some(body.written_at),
        clock_ahead_ms: note.skew_ms,
        urgency: body.urgency,
        facts: facts(body).into_iter().chain(said).collect(),
        tags: told::tags(body),
        photos: &note.photos,
        beside: note.beside.as_ref().map(|beside| Beside { words: beside.text.reveal(), facts: facts(beside) }),
    }
}

fn facts(body: &NoteBody) -> Vec<told::Fact> {
    let alone = match &body.kind {
        NoteKind::ActedAlone { record, .. } => told::alone(record),
        NoteKind::Account | NoteKind::ActNow | NoteKind::Correction { .. } | NoteKind::Addition { .. } => Vec::new(),
    };
    alone.into_iter().chain(told::facts(body)).collect()
}

fn struck(struck: &StruckView) -> Struck<'_> {
    Struck { by: struck.by.reveal(), at: struck.at, why: struck.why.reveal() }
}

fn joined(part: &JoinedView) -> Joined<'_> {
    let JoinedView { incident, code_name, opened_at, receipt_confirmed } = part;
    Joined { incident: *incident, code_name, opened_at: *opened_at, receipt_confirmed: *receipt_confirmed }
}

fn written(text: &Private<String>) -> Vec<String> {
    if text.is_blank() { Vec::new() } else { vec![text.reveal().clone()] }
}

fn shown(text: &Private<String>) -> &str {
    text.reveal()
}
