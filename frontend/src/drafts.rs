//! What is being written, kept on every pause.

use crate::idb::Store;
use crate::photos;
use crate::record::{Record, seal, unseal};
use crate::state::{State, state};
use app::device::{Draft, Durable, StoreTrouble};

/// The draft of that key.
pub(crate) async fn read(key: &str) -> Result<Option<Draft>, StoreTrouble> {
    let (db, vault) = state().storage().await?;
    let Some(value) = db.get(Store::Drafts, key).await? else { return Ok(None) };
    Ok(unseal(&vault, Store::Drafts, key, Record::from_js(&value).sealed.as_ref()).await)
}

/// Keeps a draft over whatever stood under its key. A draft whose note is already in the outbox is not brought back.
pub(crate) async fn keep(draft: &Draft) -> Result<Durable, StoreTrouble> {
    let state = state();
    state.keeping.set(state.keeping.get() + 1);
    let kept = write(&state, draft).await;
    state.keeping.set(state.keeping.get() - 1);
    kept
}

/// Whether a draft is still on its way to the disk.
pub(crate) fn are_on_their_way(state: &State) -> bool {
    state.keeping.get() > 0
}

async fn write(state: &State, draft: &Draft) -> Result<Durable, StoreTrouble> {
    let (db, vault) = state.storage().await?;
    let key = draft.place();
    let sealed = seal(&vault, Store::Drafts, &key, draft).await?;
    let write = db.write(&[Store::Drafts, Store::Outbox])?;
    if write.get(Store::Outbox, &draft.id.to_string()).await?.is_none() {
        write.put(Store::Drafts, &key, &Record::of(&draft.id, Some(sealed)).to_js())?;
    }
    let durable = write.complete().await?;
    reload(state).await?;
    Ok(durable)
}

/// Drops a draft and the photos that were added to it.
pub(crate) async fn discard(key: &str) -> Result<(), StoreTrouble> {
    let state = state();
    let (db, _) = state.storage().await?;
    let Some(value) = db.get(Store::Drafts, key).await? else { return Ok(()) };
    let photos = match Record::from_js(&value).facts() {
        Some(note) => photos::of_note(&db, note).await?,
        None => Vec::new(),
    };
    let write = db.write(&[Store::Drafts, Store::Photos])?;
    write.delete(Store::Drafts, key)?;
    for photo in photos {
        write.delete(Store::Photos, &photo)?;
    }
    write.complete().await?;
    reload(&state).await
}

/// Tells the screens which drafts wait.
pub(crate) async fn reload(state: &State) -> Result<(), StoreTrouble> {
    let (db, _) = state.storage().await?;
    let keys = db.all(Store::Drafts).await?.into_iter().map(|(key, _)| key).collect();
    state.watched.drafts.set(keys);
    Ok(())
}
