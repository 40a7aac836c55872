//! The flusher: carries what `domain::outbox` says may be sent, and what the answers mean back to the disk.
//!
//! One at a time across tabs, by a Web Lock. It runs after saving, at the start, on `online`, on coming to the front, on
//! a word of the worker, on a timer, and on "Send now".

use crate::outbox_idb::{change, entries, read, settle};
use crate::state::{State, state};
use crate::wire::{Answered, Body, ask};
use crate::{clock, kept, locks, page, photos, session};
use app::device::{SignIn, StoreTrouble};
use app::signal::spawn_local;
use domain::ids::NoteId;
use domain::json;
use domain::outbox::{Answer, EntryState, Trouble, next_batch, wake_at};
use domain::sync::{
    BODY_BYTES_MAX, Call, ENTRY_BYTES_MAX, Entry, PROTOCOL, Progress, SyncRefusal, SyncReply, SyncRequest, WATCH_MAX,
};
use domain::time::{Span, Timestamp, seconds};

/// Room in a request for everything but the entries, in bytes.
const ENVELOPE_BYTES: usize = 16 * 1024;
/// The shortest pause before the timer flushes again.
const TIMER_MIN: Span = seconds(1);
/// How long to leave it to another tab that is flushing.
const ELSEWHERE: Span = seconds(5);
/// How often to ask for progress while somebody is being called.
const POLL_CALLING: Span = seconds(5);
/// How often to ask for progress otherwise.
const POLL_CALM: Span = seconds(60);
/// Most requests of one flush, far above what a full outbox needs.
const ROUNDS_MAX: usize = 600;

/// Flushes soon. Any number of calls while a flush runs make one more.
pub(crate) fn flush() {
    #[cfg(feature = "desk-screens")]
    crate::deeds::flush();
    let state = state();
    if state.flushing.get() {
        state.again.set(true);
        return;
    }
    state.flushing.set(true);
    spawn_local(async move {
        loop {
            state.again.set(false);
            let had_lock = locks::with_lock(locks::OUTBOX, async {
                // Trouble with the storage shows on the screens; the entries stay as they are.
                let _noted = crate::state::state().noted(flush_all().await);
            })
            .await;
            if !state.again.get() {
                state.flushing.set(false);
                set_timer(&state, !had_lock).await;
                return;
            }
        }
    });
}

/// Flushes soon, without the pauses that a missing network had made.
pub(crate) fn reconnected() {
    spawn_local(async {
        let _noted = state().noted(change(|entry| entry.reconnected(clock::now())).await);
        flush();
    });
}

async fn flush_all() -> Result<(), StoreTrouble> {
    let state = state();
    for _ in 0..ROUNDS_MAX {
        let ready = next_batch(&entries(&state).await?, clock::now());
        let (batch, asked_alone) = fill(&ready).await?;
        if batch.is_empty() && !(asked_alone && should_poll(&state)) {
            break;
        }
        let sent: Vec<NoteId> = batch.iter().map(|entry| entry.id).collect();
        state.watched.sending.set(!sent.is_empty());
        let (answer, progress) = exchange(&state, batch).await;
        state.watched.sending.set(false);
        settle(&sent, &answer, &progress).await?;
        if !matches!(answer, Answer::Receipts(_)) || sent.is_empty() {
            break;
        }
    }
    send_photos(&state).await
}

/// The notes of a batch, opened, as many as one request holds; and whether there was nothing to send at all.
async fn fill(ready: &[NoteId]) -> Result<(Vec<Entry>, bool), StoreTrouble> {
    let (mut batch, mut bytes) = (Vec::new(), ENVELOPE_BYTES);
    for id in ready {
        let Some(written) = read(*id).await? else { continue };
        let entry = Entry { id: *id, note: written.body };
        let size = json::write(&entry).map_or(ENTRY_BYTES_MAX, |json| json.len());
        if !batch.is_empty() && bytes + size > BODY_BYTES_MAX {
            break;
        }
        bytes += size;
        batch.push(entry);
    }
    Ok((batch, ready.is_empty()))
}

/// One request and what it means.
async fn exchange(state: &State, entries: Vec<Entry>) -> (Answer, Vec<Progress>) {
    let request = SyncRequest {
        protocol: PROTOCOL,
        client: state.version.clone(),
        device_time: clock::now(),
        entries,
        watch: watch(state),
    };
    let Ok(body) = json::write(&request) else { return (Answer::None(Trouble::NotUnderstood), Vec::new()) };
    match ask("POST", "/api/v1/sync", Body::Json(body)).await {
        Ok(answered) => understand(state, &answered).await,
        Err(trouble) => (Answer::None(trouble), Vec::new()),
    }
}

async fn understand(state: &State, answered: &Answered) -> (Answer, Vec<Progress>) {
    if answered.is_ok()
        && let Some(reply) = answered.json::<SyncReply>()
    {
        if state.watched.sign_in.get_untracked() != SignIn::SignedIn {
            state.watched.sign_in.set(SignIn::SignedIn);
        }
        session::heard(&reply);
        return (Answer::Receipts(reply.receipts), reply.progress);
    }
    match answered.json::<SyncRefusal>() {
        Some(refusal) => {
            if refusal.refused == domain::sync::SyncRefused::SignedOut {
                let how = match state.watched.sign_in.get_untracked() {
                    SignIn::SignedIn | SignIn::Ended => SignIn::Ended,
                    SignIn::SignedOut | SignIn::Unknown => SignIn::SignedOut,
                };
                let _noted = state.noted(kept::signed_out(how).await);
            }
            (Answer::Refused(refusal.refused), Vec::new())
        }
        None => (Answer::None(Trouble::ServerBusy), Vec::new()),
    }
}

/// The delivered notes whose progress can still change, newest first.
fn watch(state: &State) -> Vec<NoteId> {
    let held = state.watched.outbox.get_untracked();
    let open = held.iter().filter(|one| {
        let settled = one
            .progress
            .as_ref()
            .is_some_and(|progress| progress.seen.is_some() && matches!(progress.call, Call::Taken(_) | Call::None));
        !one.entry.is_only_here() && !settled
    });
    open.take(WATCH_MAX).map(|one| one.entry.id).collect()
}

/// Whether a request without notes is of use now.
fn should_poll(state: &State) -> bool {
    page::is_in_front() && state.watched.sign_in.get_untracked() == SignIn::SignedIn && !watch(state).is_empty()
}

/// When to ask for progress again, if it can change.
fn poll_after(state: &State) -> Option<Span> {
    let calling = state.watched.outbox.get_untracked().iter().any(|one| {
        let progress = one.progress.as_ref();
        let on_server = matches!(one.entry.state, EntryState::Delivered { .. });
        let is_calling = |call: &Call| matches!(call, Call::Calling { .. } | Call::Unanswered { next_at: Some(_), .. });
        on_server && progress.is_none_or(|progress| is_calling(&progress.call))
    });
    should_poll(state).then_some(if calling { POLL_CALLING } else { POLL_CALM })
}

/// Photos of delivered notes, one by one; each is taken away only when the server says that it has it.
async fn send_photos(state: &State) -> Result<(), StoreTrouble> {
    let (db, _) = state.storage().await?;
    let waiting = photos::all(&db).await?;
    let delivered = |note: &NoteId| {
        let outbox = state.watched.outbox.get_untracked();
        outbox.iter().any(|one| one.entry.id == *note && matches!(one.entry.state, EntryState::Delivered { .. }))
    };
    let mut changed = false;
    for (photo, facts) in waiting {
        if facts.refused || !delivered(&facts.note) {
            continue;
        }
        let Some(jpeg) = photos::read(photo).await else { continue };
        let path = format!("/api/v1/photos/{photo}?note={}", facts.note);
        match ask("PUT", &path, Body::Jpeg(&jpeg)).await {
            Ok(answered) if answered.is_ok() => photos::erase(photo).await?,
            Ok(answered) if matches!(answered.status, 400 | 404 | 409 | 413 | 415 | 422) => {
                photos::refuse(photo).await?;
            }
            Ok(_) | Err(_) => break,
        }
        changed = true;
    }
    if changed { crate::outbox_idb::reload(state).await } else { Ok(()) }
}

/// Sets the timer for the next thing that time alone brings: a flush or a poll.
async fn set_timer(state: &State, elsewhere: bool) {
    let now = clock::now();
    let flush_at = entries(state).await.ok().and_then(|entries| wake_at(&entries));
    let photos_at = state
        .watched
        .outbox
        .get_untracked()
        .iter()
        .any(|one| one.photos_waiting > 0 && matches!(one.entry.state, EntryState::Delivered { .. }));
    let photos_at = photos_at.then(|| now.plus(POLL_CALM));
    let poll_at = poll_after(state).map(|span| now.plus(span));
    let next: Option<Timestamp> = [flush_at, photos_at, poll_at].into_iter().flatten().min();
    let Some(next) = next else { return };
    let shortest = if elsewhere { ELSEWHERE } else { TIMER_MIN };
    let wait = next.since(now).max(shortest);
    if let Some(old) = state.timer.take() {
        clock::cancel(old);
    }
    state.timer.set(clock::after(wait, flush));
}
