//! Recording what phones send: the hot path, and the second of the two durable points.
//!
//! Requests that arrive while one group is being written are written together as the next group, in one transaction.
//! A group costs little more than a single note, and no receipt is given before the commit that holds its note.

use crate::clock::{Clock, chance};
use crate::conflicts::put_out_named;
use crate::store::{Author, KnownNote, NewRows, NoteBeside, RecordedNote, Store, StoreError, Tx};
use crate::{Changed, Desk, DeskError, by};
use domain::audit::{AuditEvents, Did};
use domain::digest::Digest;
use domain::ids::{IncidentId, NoteId, PageId, ReporterLinkId};
use domain::incident::{self, Minted};
use domain::note::{NewNote, NoteBody};
use domain::permission::{Act, Actor};
use domain::reporter::ReporterLink;
use domain::sync::{EntryRefused, Outcome, Receipt};
use domain::time::Timestamp;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// Most requests that are written in one group.
pub const GROUP_REQUESTS_MAX: usize = 64;
/// Most requests that wait for the next group; beyond it the sender is held back, not refused.
pub const WAITING_REQUESTS_MAX: usize = 1_024;

/// One entry of a batch as the route has read it: a note that passed the rule, or why it did not.
pub type Incoming = (NoteId, Result<NewNote, EntryRefused>);

impl Desk {
    /// Records a batch of notes and answers each with a receipt, in order. A bad entry does not hold back the others,
    /// and a repeat is answered with the first recording.
    ///
    /// `skew_ms` is by how much the phone's clock is ahead of the server's.
    pub async fn record_notes(
        &self,
        actor: &Actor,
        batch: Vec<Incoming>,
        skew_ms: i64,
    ) -> Result<Vec<Receipt>, DeskError> {
        actor.may(Act::WriteNotes)?;
        if batch.is_empty() {
            return Ok(Vec::new());
        }
        let names = |note: &NewNote| !note.body().involves.is_empty() || !note.body().excludes.is_empty();
        let mut notes = batch.iter().filter_map(|(_, note)| note.as_ref().ok());
        let lets_go = notes.any(|note| names(note) && note.body().about().is_some());
        let recorded = self.recorder.record(Request { actor: actor.clone(), batch, skew_ms }).await?;
        if !recorded.changed.is_empty() {
            self.pages_due.notify_one();
        }
        for incident in recorded.changed {
            self.tell(Changed { conference: actor.conference, incident: Some(incident) });
        }
        if lets_go {
            // Whoever is out of what they may have on a screen must let go of it, and is not told of the incident.
            self.tell(Changed { conference: actor.conference, incident: None });
        }
        Ok(recorded.receipts)
    }
}

struct Request {
    actor: Actor,
    batch: Vec<Incoming>,
    skew_ms: i64,
}

#[derive(Debug, Default)]
struct Recorded {
    receipts: Vec<Receipt>,
    changed: BTreeSet<IncidentId>,
}

type Answer = oneshot::Sender<Result<Recorded, StoreError>>;

/// The one writer of notes in this process.
#[derive(Clone)]
pub(crate) struct Recorder(mpsc::Sender<(Request, Answer)>);

impl Recorder {
    /// Starts the writer; it ends when the last desk is dropped.
    pub(crate) fn start(store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Self {
        let (send, mut waiting) = mpsc::channel(WAITING_REQUESTS_MAX);
        tokio::spawn(async move {
            let mut group = Vec::with_capacity(GROUP_REQUESTS_MAX);
            while waiting.recv_many(&mut group, GROUP_REQUESTS_MAX).await > 0 {
                write_group(store.as_ref(), clock.as_ref(), std::mem::take(&mut group)).await;
            }
        });
        Self(send)
    }

    async fn record(&self, request: Request) -> Result<Recorded, StoreError> {
        let gone = || StoreError::Failed("the recorder has ended".into());
        let (answer, answered) = oneshot::channel();
        self.0.send((request, answer)).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }
}

/// Writes a group; when that fails, each request alone, so that one that cannot be written does not take the others along.
async fn write_group(store: &dyn Store, clock: &dyn Clock, group: Vec<(Request, Answer)>) {
    let (requests, answers): (Vec<_>, Vec<_>) = group.into_iter().unzip();
    match record(store, clock.now(), &requests).await {
        Ok(recorded) => {
            for (answer, recorded) in answers.into_iter().zip(recorded) {
                // A phone that hung up will ask again and get its first receipt.
                let _ = answer.send(Ok(recorded));
            }
        }
        Err(error) => {
            tracing::warn!(%error, requests = requests.len(), "a group of notes was not recorded");
            for (request, answer) in requests.iter().zip(answers) {
                let alone = record(store, clock.now(), std::slice::from_ref(request)).await;
                let _ = answer.send(alone.map(|mut recorded| recorded.pop().unwrap_or_default()));
            }
        }
    }
}

async fn record(store: &dyn Store, now: Timestamp, requests: &[Request]) -> Result<Vec<Recorded>, StoreError> {
    let mut tx = store.begin().await?;
    let mut group = Group::load(&mut *tx, requests, now).await?;
    let recorded: Vec<_> = requests.iter().map(|request| group.take(request)).collect();
    if let Some(mut events) = group.events.take() {
        tx.add_rows(group.rows).await?;
        for (actor, incident, body) in &group.naming {
            let named = put_out_named(&mut *tx, by(actor), (actor.conference, *incident), body, now).await?;
            events = named.into_iter().fold(events, AuditEvents::join);
        }
        tx.commit(events).await?;
    }
    Ok(recorded)
}

/// What a group has gathered so far.
struct Group {
    now: Timestamp,
    known: HashMap<NoteId, KnownNote>,
    rows: NewRows,
    events: Option<AuditEvents>,
    /// The notes that keep somebody out of their incident.
    naming: Vec<(Actor, IncidentId, NoteBody)>,
}

impl Group {
    async fn load(tx: &mut dyn Tx, requests: &[Request], now: Timestamp) -> Result<Self, StoreError> {
        let entries = requests.iter().flat_map(|request| &request.batch);
        let ids: BTreeSet<_> = entries
            .flat_map(|(id, note)| [Some(*id), note.as_ref().ok().and_then(|note| note.body().about())])
            .flatten()
            .collect();
        let ids: Vec<_> = ids.into_iter().collect();
        let known = tx.known_notes(&ids).await?.into_iter().map(|note| (note.id, note)).collect();
        Ok(Self { now, known, rows: NewRows::default(), events: None, naming: Vec::new() })
    }

    fn take(&mut self, request: &Request) -> Recorded {
        let mut recorded = Recorded::default();
        for (id, note) in &request.batch {
            let outcome = match note {
                Err(why) => Outcome::Refused { why: *why },
                Ok(note) => self.take_note(request, *id, note, &mut recorded.changed),
            };
            recorded.receipts.push(Receipt { id: *id, outcome });
        }
        recorded
    }

    fn take_note(
        &mut self,
        request: &Request,
        id: NoteId,
        note: &NewNote,
        changed: &mut BTreeSet<IncidentId>,
    ) -> Outcome {
        let digest = digest_of(note.body());
        match self.known.get(&id).copied() {
            Some(known) if !is_by(&known, &request.actor) => Outcome::Refused { why: EntryRefused::NotYours },
            Some(known) if known.digest == digest => Outcome::AlreadyRecorded { at: known.recorded_at },
            Some(known) => {
                self.keep_beside(request, &known, note, digest);
                changed.insert(known.incident);
                Outcome::KeptBeside { at: self.now }
            }
            None => {
                changed.insert(self.add(request, id, note, digest));
                Outcome::Recorded { at: self.now }
            }
        }
    }

    fn add(&mut self, request: &Request, id: NoteId, note: &NewNote, digest: Digest) -> IncidentId {
        let now = self.now;
        let actor = &request.actor;
        let body = note.body();
        let earlier = body.about().and_then(|about| self.known.get(&about)).filter(|known| is_by(known, actor));
        let incident = if let Some(earlier) = earlier {
            let incident = earlier.incident;
            if incident::calls_for_review(&body.kind) {
                self.rows.needs_review.push(incident);
            }
            self.note_event(actor, incident, Did::Recorded { note: id });
            incident
        } else {
            let minted = Minted {
                incident: IncidentId::mint(now, chance()),
                page: PageId::mint(now, chance()),
                chance: chance(),
            };
            let opened = incident::open(actor.conference, id, note, by(actor), minted, now);
            self.rows.incidents.push(opened.incident);
            self.rows.pages.push(opened.page);
            self.join(opened.events);
            minted.incident
        };
        if let Some(key) = body.reporter_key {
            let link_id = ReporterLinkId::mint(now, chance());
            let link = ReporterLink { id: link_id, incident, key, made_at: now, note: Some(id) };
            self.note_event(actor, incident, Did::LinkMade { link: link.id });
            self.rows.links.push(link);
        }
        self.name(actor, incident, body);
        let author = Author::Person(actor.person, actor.device);
        self.known.insert(id, KnownNote { id, incident, author, digest, recorded_at: now });
        self.rows.notes.push(RecordedNote {
            id,
            incident,
            author,
            body: body.clone(),
            digest,
            recorded_at: now,
            skew_ms: request.skew_ms,
            struck: None,
            said: None,
        });
        incident
    }

    fn keep_beside(&mut self, request: &Request, known: &KnownNote, note: &NewNote, digest: Digest) {
        let body = note.body().clone();
        self.name(&request.actor, known.incident, &body);
        let (note, incident, recorded_at) = (known.id, known.incident, self.now);
        self.rows.besides.push(NoteBeside { note, incident, digest, body, recorded_at });
        self.note_event(&request.actor, incident, Did::RecordedBeside { note });
    }

    fn name(&mut self, actor: &Actor, incident: IncidentId, body: &NoteBody) {
        if !body.involves.is_empty() || !body.excludes.is_empty() {
            self.naming.push((actor.clone(), incident, body.clone()));
        }
    }

    fn note_event(&mut self, actor: &Actor, incident: IncidentId, did: Did) {
        self.join(AuditEvents::of(actor.conference, self.now, by(actor), Some(incident), did));
    }

    fn join(&mut self, events: AuditEvents) {
        self.events = Some(match self.events.take() {
            Some(earlier) => earlier.join(events),
            None => events,
        });
    }
}

fn is_by(known: &KnownNote, actor: &Actor) -> bool {
    matches!(known.author, Author::Person(person, _) if person == actor.person)
}

/// The digest by which a repeat is told from another text under the same id.
pub(crate) fn digest_of(body: &NoteBody) -> Digest {
    // A body holds only maps with text keys, numbers and texts, which always have a JSON form.
    let json = serde_json::to_vec(body).unwrap_or_default();
    Digest::of("careline note", &json)
}
