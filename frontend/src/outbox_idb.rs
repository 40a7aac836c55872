//! The outbox on the phone's disk. What may be sent and what an answer means is decided by `domain::outbox`.
//!
//! Invariants: a note is in the outbox, sealed, before anybody says "Saved"; its text is overwritten by the receipt in one
//! transaction, and by nothing else but the person's own discard.

use crate::idb::{Db, Store};
use crate::photos;
use crate::record::{Record, seal, unseal};
use crate::state::{State, state};
use crate::vault::Vault;
use crate::{chance, clock};
use app::device::{Draft, Durable, Held, HeldKind, StoreTrouble, Written};
use app::parts::toast::TOAST_MILLIS;
use domain::ids::NoteId;
use domain::note::NewNote;
use domain::outbox::{Answer, EntryState, OutboxEntry, after_reply};
use domain::private::Private;
use domain::sync::Progress;
use domain::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

/// How much of a text its line in the outbox shows, in characters.
const TITLE_CHARS: usize = 80;
/// How long a discarded entry can be brought back.
const UNDO_SPAN: Span = Span::from_millis(TOAST_MILLIS as i64);

/// The plain facts of an entry.
#[derive(Serialize, Deserialize)]
struct Facts {
    entry: OutboxEntry,
    kind: HeldKind,
    /// When the person discarded it, by this phone's clock. For some seconds it can be brought back.
    #[serde(default)]
    discarded_at: Option<Timestamp>,
    /// When the server last said how far it has come, by its own clock as far as it is known.
    #[serde(default)]
    heard_at: Option<Timestamp>,
}

/// Puts a note into the outbox, drops its draft and the entry that it replaces, in one transaction.
pub(crate) async fn put(
    id: NoteId,
    note: NewNote,
    link: Option<Private<String>>,
    instead_of: Option<NoteId>,
) -> Result<Durable, StoreTrouble> {
    let state = state();
    let (db, vault) = state.storage().await?;
    let key = id.to_string();
    let draft = Draft::key(&note.body().kind);
    let kind = HeldKind::of(&note.body().kind);
    let written = Written { body: note.into_body(), link };
    let sealed = seal(&vault, Store::Outbox, &key, &written).await?;
    let facts = Facts { entry: OutboxEntry::saved(id, clock::now()), kind, discarded_at: None, heard_at: None };
    let write = db.write(&[Store::Outbox, Store::Drafts])?;
    // Saving twice keeps the first: a note never changes under its id.
    if write.get(Store::Outbox, &key).await?.is_none() {
        write.put(Store::Outbox, &key, &Record::of(&facts, Some(sealed)).to_js())?;
    }
    if kind != HeldKind::ActNow {
        write.delete(Store::Drafts, &draft)?;
    }
    if let Some(replaced) = instead_of {
        write.delete(Store::Outbox, &replaced.to_string())?;
    }
    let durable = write.complete().await?;
    reload(&state).await?;
    crate::drafts::reload(&state).await?;
    Ok(durable)
}

/// What an entry holds; nothing once it was delivered.
pub(crate) async fn read(id: NoteId) -> Result<Option<Written>, StoreTrouble> {
    let (db, vault) = state().storage().await?;
    let key = id.to_string();
    let Some(value) = db.get(Store::Outbox, &key).await? else { return Ok(None) };
    Ok(unseal(&vault, Store::Outbox, &key, Record::from_js(&value).sealed.as_ref()).await)
}

/// The entries as `domain::outbox` wants them, without those that were discarded.
pub(crate) async fn entries(state: &State) -> Result<Vec<OutboxEntry>, StoreTrouble> {
    let (db, _) = state.storage().await?;
    let all = db.all(Store::Outbox).await?;
    let facts = all.iter().filter_map(|(_, value)| Record::from_js(value).facts::<Facts>());
    Ok(facts.filter(|facts| facts.discarded_at.is_none()).map(|facts| facts.entry).collect())
}

/// Applies what came of a request, in one transaction: the receipt overwrites the text.
pub(crate) async fn settle(sent: &[NoteId], answer: &Answer, progress: &[Progress]) -> Result<Durable, StoreTrouble> {
    let state = state();
    let (db, vault) = state.storage().await?;
    let mut sealed_progress = Vec::with_capacity(progress.len());
    for one in progress {
        let key = one.note.to_string();
        let sealed = seal(&vault, Store::Outbox, &format!("{key}/progress"), one).await?;
        sealed_progress.push((key, sealed));
    }
    let write = db.write(&[Store::Outbox])?;
    for id in sent {
        let key = id.to_string();
        let Some(value) = write.get(Store::Outbox, &key).await? else { continue };
        let mut record = Record::from_js(&value);
        let Some(mut facts) = record.facts::<Facts>() else { continue };
        let mut one = [facts.entry];
        after_reply(&mut one, sent, answer, clock::now(), chance::<1>()[0]);
        [facts.entry] = one;
        if !facts.entry.is_only_here() {
            record.sealed = None;
        }
        write.put(Store::Outbox, &key, &Record::of(&facts, record.sealed).to_js())?;
    }
    for (key, sealed) in sealed_progress {
        let Some(value) = write.get(Store::Outbox, &key).await? else { continue };
        let mut record = Record::from_js(&value);
        record.progress = Some(sealed);
        if let Some(facts) = record.facts::<Facts>() {
            record = record.with(&Facts { heard_at: Some(clock::by_the_server()), ..facts });
        }
        write.put(Store::Outbox, &key, &record.to_js())?;
    }
    let durable = write.complete().await?;
    reload(&state).await?;
    Ok(durable)
}

/// Changes entries by a rule of `domain::outbox`.
pub(crate) async fn change(rule: fn(OutboxEntry) -> OutboxEntry) -> Result<Durable, StoreTrouble> {
    let state = state();
    let (db, _) = state.storage().await?;
    let keys: Vec<String> = db.all(Store::Outbox).await?.into_iter().map(|(key, _)| key).collect();
    let write = db.write(&[Store::Outbox])?;
    for key in keys {
        let Some(value) = write.get(Store::Outbox, &key).await? else { continue };
        let record = Record::from_js(&value);
        let Some(facts) = record.facts::<Facts>() else { continue };
        let entry = rule(facts.entry.clone());
        if entry != facts.entry {
            write.put(Store::Outbox, &key, &record.with(&Facts { entry, ..facts }).to_js())?;
        }
    }
    let durable = write.complete().await?;
    reload(&state).await?;
    Ok(durable)
}

/// Takes an entry out of sight and out of sending, or brings it back.
pub(crate) async fn mark_discarded(id: NoteId, discarded: bool) -> Result<Durable, StoreTrouble> {
    let state = state();
    let (db, _) = state.storage().await?;
    let key = id.to_string();
    let write = db.write(&[Store::Outbox])?;
    if let Some(value) = write.get(Store::Outbox, &key).await? {
        let record = Record::from_js(&value);
        if let Some(facts) = record.facts::<Facts>() {
            let discarded_at = discarded.then(clock::now);
            write.put(Store::Outbox, &key, &record.with(&Facts { discarded_at, ..facts }).to_js())?;
        }
    }
    let durable = write.complete().await?;
    reload(&state).await?;
    Ok(durable)
}

/// Erases what was discarded and can no longer be brought back.
pub(crate) async fn erase_discarded() -> Result<(), StoreTrouble> {
    let (db, _) = state().storage().await?;
    let now = clock::now();
    for (_, value) in db.all(Store::Outbox).await? {
        let Some(facts) = Record::from_js(&value).facts::<Facts>() else { continue };
        if facts.discarded_at.is_some_and(|at| now.since(at) >= UNDO_SPAN || at > now) {
            erase(facts.entry.id).await?;
        }
    }
    Ok(())
}

/// Erases an entry and its photos: the person's own wish.
async fn erase(id: NoteId) -> Result<Durable, StoreTrouble> {
    let state = state();
    let (db, _) = state.storage().await?;
    let photos = photos::of_note(&db, id).await?;
    let write = db.write(&[Store::Outbox, Store::Photos])?;
    write.delete(Store::Outbox, &id.to_string())?;
    for photo in photos {
        write.delete(Store::Photos, &photo)?;
    }
    let durable = write.complete().await?;
    reload(&state).await?;
    Ok(durable)
}

/// Reads the outbox anew for the screens.
pub(crate) async fn reload(state: &State) -> Result<(), StoreTrouble> {
    let (db, vault) = state.storage().await?;
    let photos = photos::all(&db).await?;
    let mut held: Vec<Held> = Vec::new();
    for (key, value) in db.all(Store::Outbox).await? {
        if let Some(mut one) = line(&vault, &key, &value).await {
            for (_, facts) in photos.iter().filter(|(_, facts)| facts.note == one.entry.id) {
                if facts.refused { one.photos_refused += 1 } else { one.photos_waiting += 1 }
            }
            // Newest first, put in order one by one: a sort weighs more than its worth in the browser.
            let place = |one: &Held| (one.entry.saved_at, one.entry.id);
            held.insert(held.partition_point(|newer| place(newer) > place(&one)), one);
        }
    }
    state.watched.outbox.set(held);
    state.watched.loaded.set(true);
    Ok(())
}

async fn line(vault: &Vault, key: &str, value: &JsValue) -> Option<Held> {
    let record = Record::from_js(value);
    let Facts { entry, kind, discarded_at, heard_at } = record.facts()?;
    if discarded_at.is_some() {
        return None;
    }
    let title = match entry.state {
        EntryState::Delivered { .. } => Private::default(),
        EntryState::Waiting { .. } | EntryState::NeedsSignIn | EntryState::Refused { .. } => {
            let written: Option<Written> = unseal(vault, Store::Outbox, key, record.sealed.as_ref()).await;
            written.map(|written| title(&written)).unwrap_or_default()
        }
    };
    let progress = unseal(vault, Store::Outbox, &format!("{key}/progress"), record.progress.as_ref()).await;
    Some(Held { entry, kind, title, progress, heard_at, photos_waiting: 0, photos_refused: 0 })
}

fn title(written: &Written) -> Private<String> {
    let first = written.body.text.reveal().lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    Private::new(first.chars().take(TITLE_CHARS).collect())
}

/// All that waits, opened, for the export; nothing of what was delivered is there any more.
pub(crate) async fn opened(ids: &[NoteId]) -> Result<Vec<(OutboxEntry, Written)>, StoreTrouble> {
    let (db, vault): (Db, Vault) = state().storage().await?;
    let mut all = Vec::new();
    for id in ids {
        let key = id.to_string();
        let Some(value) = db.get(Store::Outbox, &key).await? else { continue };
        let record = Record::from_js(&value);
        let written = unseal(&vault, Store::Outbox, &key, record.sealed.as_ref()).await;
        if let (Some(facts), Some(written)) = (record.facts::<Facts>(), written) {
            all.push((facts.entry, written));
        }
    }
    Ok(all)
}
