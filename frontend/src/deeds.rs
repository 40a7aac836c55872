//! Deeds on the phone's disk: what a member of the CARE team did on a case without a network.
//!
//! Invariants: a deed lies sealed on the disk before anybody says so; it goes out in the order in which it was kept; it is
//! taken away when the server has it, when its case is not there any more for whoever wrote it, or when they discard it.
//! What somebody else wrote on this phone stays sealed until they are back: nobody sends in another's name.

use crate::idb::Store;
use crate::record::{Record, seal, unseal};
use crate::state::{State, state};
use crate::{clock, locks};
use app::device::{Durable, HeldDeed, HeldState, StoreTrouble, goes_later, send_deed};
use app::signal::spawn_local;
use domain::ids::{DeedId, IncidentId, PersonId};
use domain::time::{Span, Timestamp, seconds};
use domain::view::Denied;
use domain::work::{DEEDS_MAX, NewDeed};
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};

/// How the keys of deeds begin among what is kept.
const PREFIX: &str = "deed-";
/// How long to wait before what could not be sent is tried again.
const AGAIN: Span = seconds(15);
/// How many of those that have left the phone are remembered; a slower write takes some milliseconds.
const GONE_MAX: usize = 200;
/// How long what was sent goes on counting until the screens have heard of it from the server.
const SENT_SPAN: Span = seconds(60);

thread_local! {
    static SENDING: Cell<bool> = const { Cell::new(false) };
    static ONCE_MORE: Cell<bool> = const { Cell::new(false) };
    /// What has left the phone: a slower write of the same deed must not bring it back.
    static GONE: RefCell<Vec<DeedId>> = const { RefCell::new(Vec::new()) };
    static TIMER: Cell<Option<i32>> = const { Cell::new(None) };
}

/// The plain facts of a deed.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Facts {
    number: u32,
    incident: IncidentId,
    by: PersonId,
    saved_at: Timestamp,
    typed: bool,
}

/// What is sealed: what was done, and what the server said of it.
#[derive(Serialize, Deserialize)]
struct Sealed {
    deed: NewDeed,
    state: HeldState,
}

fn key_of(id: DeedId) -> String {
    format!("{PREFIX}{id}")
}

fn id_of(key: &str) -> Option<DeedId> {
    DeedId::parse(key.strip_prefix(PREFIX)?).ok()
}

fn me(state: &State) -> Option<PersonId> {
    state.watched.bundle.with_untracked(|bundle| bundle.as_ref().map(|bundle| bundle.me.id))
}

/// Keeps a deed over whatever stood under its id, at the place in the order that it had.
pub(crate) async fn keep(incident: IncidentId, deed: NewDeed, typed: bool) -> Result<Durable, StoreTrouble> {
    let state = state();
    let by = me(&state).ok_or(StoreTrouble::Unavailable)?;
    let held = if typed { HeldState::Typed } else { HeldState::Waiting };
    let durable = write(&state, incident, by, deed, held).await?;
    reload(&state).await?;
    Ok(durable)
}

async fn write(
    state: &State,
    incident: IncidentId,
    by: PersonId,
    deed: NewDeed,
    held: HeldState,
) -> Result<Durable, StoreTrouble> {
    let (db, vault) = state.storage().await?;
    let known = facts(state).await?;
    let key = key_of(deed.id);
    let last = known.iter().map(|(_, facts)| facts.number).max().unwrap_or(0);
    let number = known.iter().find(|(known, _)| *known == key).map_or(last + 1, |(_, facts)| facts.number);
    let (id, typed) = (deed.id, held == HeldState::Typed);
    let facts = Facts { number, incident, by, saved_at: clock::by_the_server(), typed };
    let sealed = seal(&vault, Store::Kept, &key, &Sealed { deed, state: held }).await?;
    let write = db.write(&[Store::Kept])?;
    let before: Option<Facts> = write.get(Store::Kept, &key).await?.and_then(|value| Record::from_js(&value).facts());
    // What is typed never takes the place of what is on its way.
    let late = typed && (before.is_some_and(|before| !before.typed) || GONE.with_borrow(|gone| gone.contains(&id)));
    if !late {
        write.put(Store::Kept, &key, &Record::of(&facts, Some(sealed)).to_js())?;
    }
    write.complete().await
}

/// Takes deeds off the phone.
pub(crate) async fn discard(ids: &[DeedId]) -> Result<(), StoreTrouble> {
    let state = state();
    erase(&state, ids.to_vec()).await?;
    state.watched.deeds.update(|held| held.retain(|one| !ids.contains(&one.deed.id)));
    Ok(())
}

/// Takes everything of a case off the phone that the one who is signed in wrote.
pub(crate) async fn discard_of(incident: IncidentId) -> Result<(), StoreTrouble> {
    let state = state();
    let Some(by) = me(&state) else { return Ok(()) };
    let all = facts(&state).await?;
    let gone = all.into_iter().filter(|(_, facts)| facts.incident == incident && facts.by == by);
    erase(&state, gone.filter_map(|(key, _)| id_of(&key)).collect()).await?;
    state.watched.deeds.update(|held| held.retain(|one| one.incident != incident));
    Ok(())
}

async fn erase(state: &State, ids: Vec<DeedId>) -> Result<(), StoreTrouble> {
    if ids.is_empty() {
        return Ok(());
    }
    GONE.with_borrow_mut(|gone| {
        gone.extend(&ids);
        let too_many = gone.len().saturating_sub(GONE_MAX);
        gone.drain(..too_many);
    });
    let (db, _) = state.storage().await?;
    let write = db.write(&[Store::Kept])?;
    for id in ids {
        write.delete(Store::Kept, &key_of(id))?;
    }
    write.complete().await.map(drop)
}

async fn facts(state: &State) -> Result<Vec<(String, Facts)>, StoreTrouble> {
    let (db, _) = state.storage().await?;
    let all = db.all(Store::Kept).await?.into_iter().filter(|(key, _)| key.starts_with(PREFIX));
    Ok(all.filter_map(|(key, value)| Some((key, Record::from_js(&value).facts()?))).collect())
}

/// Reads the deeds of whoever is signed in anew for the screens.
pub(crate) async fn reload(state: &State) -> Result<(), StoreTrouble> {
    let (db, vault) = state.storage().await?;
    let (me, now) = (me(state), clock::now());
    let mut held = Vec::new();
    for (key, value) in db.all(Store::Kept).await? {
        if !key.starts_with(PREFIX) {
            continue;
        }
        let record = Record::from_js(&value);
        let Some(facts) = record.facts::<Facts>().filter(|facts| Some(facts.by) == me) else { continue };
        let sealed: Option<Sealed> = unseal(&vault, Store::Kept, &key, record.sealed.as_ref()).await;
        let Some(Sealed { deed, state }) = sealed else { continue };
        let Facts { number, incident, saved_at, .. } = facts;
        held.push(HeldDeed { incident, deed, saved_at, number, state });
    }
    let sent = |one: &HeldDeed| matches!(one.state, HeldState::Sent(at) if now.since(at) < SENT_SPAN);
    let before = state.watched.deeds.get_untracked();
    for one in before.into_iter().filter(sent) {
        if held.iter().all(|other| !other.is(one.deed.id)) {
            held.push(one);
        }
    }
    held.sort_by_key(|one| (one.number, one.deed.id));
    state.watched.deeds.set(held);
    Ok(())
}

/// Sends what waits, soon. Any number of calls while it runs make one more.
pub(crate) fn flush() {
    if SENDING.get() {
        ONCE_MORE.set(true);
        return;
    }
    SENDING.set(true);
    spawn_local(async {
        loop {
            ONCE_MORE.set(false);
            locks::with_lock(locks::DEEDS, async {
                // Trouble with the storage shows on the screens; the deeds stay as they are.
                let _noted = state().noted(send_all().await);
            })
            .await;
            if !ONCE_MORE.get() {
                break;
            }
        }
        SENDING.set(false);
        set_timer();
    });
}

async fn send_all() -> Result<(), StoreTrouble> {
    let state = state();
    reload(&state).await?;
    for _ in 0..DEEDS_MAX {
        let waiting = |held: &Vec<HeldDeed>| held.iter().find(|one| one.waits()).cloned();
        let Some(next) = state.watched.deeds.with_untracked(waiting) else { break };
        let id = next.deed.id;
        match send_deed(next.incident, &next.deed).await {
            Ok(()) => {
                erase(&state, vec![id]).await?;
                mark(&state, id, &HeldState::Sent(clock::now()));
                state.watched.changed.update(|count| *count = count.wrapping_add(1));
            }
            Err(denied) if goes_later(&denied) => break,
            // The case is not there any more for this member: what they wrote on it leaves the phone.
            Err(Denied::NotFound | Denied::NotAllowed) => discard_of(next.incident).await?,
            Err(denied) => {
                let Some(by) = me(&state) else { break };
                let refused = HeldState::Refused(denied);
                write(&state, next.incident, by, next.deed, refused.clone()).await?;
                mark(&state, id, &refused);
            }
        }
    }
    Ok(())
}

fn mark(state: &State, id: DeedId, to: &HeldState) {
    state.watched.deeds.update(|held| {
        for one in held.iter_mut().filter(|one| one.is(id)) {
            one.state = to.clone();
        }
    });
}

/// Tries again after a while, as long as something waits.
fn set_timer() {
    if let Some(old) = TIMER.take() {
        clock::cancel(old);
    }
    if state().watched.deeds.with_untracked(|held| held.iter().any(HeldDeed::waits)) {
        TIMER.set(clock::after(AGAIN, flush));
    }
}
