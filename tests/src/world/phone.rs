//! A phone: an outbox on a disk that survives, a network that fails, and a screen that shows pages.
//!
//! It decides nothing by itself: what may be sent and what an answer means is `domain::outbox`, as in the app.

use super::api::{NoAnswer, Reply, SESSION_PATH};
use super::town::Town;
use crate::push_service::{Received, Subscription};
use desk::clock::chance;
use domain::ids::{DeviceId, NoteId, PageId, PhotoId};
use domain::note::{NewNote, NoteBody};
use domain::outbox::{Answer, EntryState, OutboxEntry, Trouble, after_reply, next_batch};
use domain::sync::{Entry, PROTOCOL, Progress, SyncRefusal, SyncReply, SyncRequest};
use domain::time::{Span, Timestamp};
use domain::view::{Bundle, SignedIn};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many requests one flush makes at most; far above what a story needs, so that a loop is a failure.
const ROUNDS_MAX: usize = 100;

/// A phone with one person's session.
pub struct Phone {
    town: Arc<Town>,
    inside: Mutex<Inside>,
}

#[derive(Default)]
struct Inside {
    disk: Disk,
    cookie: Option<String>,
    device: Option<DeviceId>,
    offline: bool,
    ahead: Span,
    /// How many of the next answers get lost on their way.
    lost_replies: u32,
    subscription: Option<Subscription>,
    /// How many messages have been looked at.
    looked_at: usize,
}

/// What survives a crash of the phone.
#[derive(Clone, Debug, Default)]
struct Disk {
    entries: Vec<OutboxEntry>,
    texts: BTreeMap<NoteId, NoteBody>,
    progress: BTreeMap<NoteId, Progress>,
}

/// How far a push has come, as a worker reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// The worker shows it.
    Received,
    /// The person opened it.
    Opened,
}

impl Phone {
    /// A phone that nobody has signed in on, with a network.
    pub fn new(town: &Arc<Town>) -> Self {
        Self { town: Arc::clone(town), inside: Mutex::default() }
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The town that the phone is in.
    pub const fn town(&self) -> &Arc<Town> {
        &self.town
    }

    /// The time, as this phone believes.
    pub fn now(&self) -> Timestamp {
        self.town.now().plus(self.inside().ahead)
    }

    /// Signs in with a code; the error is the server's refusal. Notes that wait for it may be sent again.
    pub async fn signs_in(&self, code: &str, name: &str) -> Result<SignedIn, Reply> {
        let body = json!({ "code": code, "name": name, "device": "Test phone" }).to_string();
        let request = self.town.request("POST", SESSION_PATH).header("content-type", "application/json").body(body);
        let reply = self.town.send(request).await.expect("an answer");
        if reply.status != 200 {
            return Err(reply);
        }
        let signed_in: SignedIn = reply.json();
        let now = self.now();
        let mut inside = self.inside();
        inside.cookie = reply.cookie();
        inside.device = Some(signed_in.device);
        let waiting = std::mem::take(&mut inside.disk.entries);
        inside.disk.entries = waiting.into_iter().map(|entry| entry.signed_in(now)).collect();
        Ok(signed_in)
    }

    /// The device that this phone is to the server.
    ///
    /// # Panics
    /// When nobody has signed in here.
    pub fn device(&self) -> DeviceId {
        self.inside().device.expect("somebody signed in")
    }

    /// A request with this phone's session.
    pub fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let request = self.town.request(method, path);
        match &self.inside().cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    /// The session cookie, as it is sent.
    pub fn cookie(&self) -> Option<String> {
        self.inside().cookie.clone()
    }

    pub(super) fn goes_offline(&self) {
        self.inside().offline = true;
    }

    pub(super) fn comes_online(&self) {
        self.inside().offline = false;
    }

    pub(super) fn is_ahead_by(&self, span: Span) {
        self.inside().ahead = span;
    }

    /// The next answer gets lost after the server has given it.
    pub fn loses_the_next_reply(&self) {
        self.inside().lost_replies += 1;
    }

    /// Puts a note on the phone's disk.
    ///
    /// # Panics
    /// When the note breaks the rule for notes, which the form would have said.
    pub fn saves(&self, body: NoteBody) -> NoteId {
        let now = self.now();
        let body =
            NewNote::parse(NoteBody { written_at: now, ..body }).expect("a note that the form takes").into_body();
        let id = NoteId::mint(now, chance());
        let mut inside = self.inside();
        inside.disk.texts.insert(id, body);
        inside.disk.entries.push(OutboxEntry::saved(id, now));
        id
    }

    /// Sends what may be sent, until nothing may or no answer counts.
    pub async fn flushes(&self) {
        for _ in 0..ROUNDS_MAX {
            let now = self.now();
            let batch = next_batch(&self.inside().disk.entries, now);
            if batch.is_empty() {
                return;
            }
            let (answer, progress) = self.exchanges(&batch, &[]).await;
            let counts = matches!(answer, Answer::Receipts(_));
            self.settles(&batch, &answer, progress);
            if !counts {
                return;
            }
        }
        panic!("a flush does not end");
    }

    /// The person presses "Send now".
    pub async fn sends_now(&self) {
        let now = self.now();
        let hurried = |entry: OutboxEntry| entry.hurried(now);
        let entries = std::mem::take(&mut self.inside().disk.entries);
        self.inside().disk.entries = entries.into_iter().map(hurried).collect();
        self.flushes().await;
    }

    /// Asks what became of the delivered notes.
    pub async fn polls(&self) {
        let watch: Vec<_> = self.delivered();
        let (_, progress) = self.exchanges(&[], &watch).await;
        self.settles(&[], &Answer::Receipts(Vec::new()), progress);
    }

    async fn exchanges(&self, batch: &[NoteId], watch: &[NoteId]) -> (Answer, Vec<Progress>) {
        if self.inside().offline {
            return (Answer::None(Trouble::NoConnection), Vec::new());
        }
        let entries = batch.iter().filter_map(|id| self.text(*id).map(|note| Entry { id: *id, note })).collect();
        let request = SyncRequest {
            protocol: PROTOCOL,
            client: "story".to_owned(),
            device_time: self.now(),
            entries,
            watch: watch.to_vec(),
        };
        let body = serde_json::to_vec(&request).expect("a request");
        let request = self.request("POST", "/api/v1/sync").header("content-type", "application/json").body(body);
        let reply = self.town.send(request).await;
        let lost = {
            let mut inside = self.inside();
            let lost = inside.lost_replies > 0;
            inside.lost_replies = inside.lost_replies.saturating_sub(1);
            lost
        };
        match reply {
            Ok(reply) if !lost => understand(&reply),
            Ok(_) | Err(NoAnswer) => (Answer::None(Trouble::NoConnection), Vec::new()),
        }
    }

    /// The one write to the disk after an answer: the receipt takes the text's place.
    fn settles(&self, sent: &[NoteId], answer: &Answer, progress: Vec<Progress>) {
        let now = self.now();
        let mut inside = self.inside();
        let disk = &mut inside.disk;
        after_reply(&mut disk.entries, sent, answer, now, chance::<1>()[0]);
        for entry in disk.entries.iter().filter(|entry| !entry.is_only_here()) {
            disk.texts.remove(&entry.id);
        }
        disk.progress.extend(progress.into_iter().map(|progress| (progress.note, progress)));
    }

    /// The text of a note, while it is on the phone.
    pub fn text(&self, note: NoteId) -> Option<NoteBody> {
        self.inside().disk.texts.get(&note).cloned()
    }

    /// Where a note stands in the outbox.
    ///
    /// # Panics
    /// When it is not there.
    pub fn state(&self, note: NoteId) -> EntryState {
        let inside = self.inside();
        inside.disk.entries.iter().find(|entry| entry.id == note).expect("a note of this phone").state
    }

    /// Whether the server has receipted the note.
    pub fn is_delivered(&self, note: NoteId) -> bool {
        matches!(self.state(note), EntryState::Delivered { .. })
    }

    fn delivered(&self) -> Vec<NoteId> {
        let inside = self.inside();
        inside.disk.entries.iter().filter(|entry| !entry.is_only_here()).map(|entry| entry.id).collect()
    }

    /// What the phone knows of a delivered note.
    pub fn progress(&self, note: NoteId) -> Option<Progress> {
        self.inside().disk.progress.get(&note).cloned()
    }

    /// Fetches what the phone keeps for the times without a network.
    pub async fn bundle(&self) -> Bundle {
        let reply = self.town.send(self.request("GET", "/api/v1/bundle")).await.expect("an answer");
        assert_eq!(reply.status, 200, "the bundle: {}", reply.text());
        reply.json()
    }

    /// Allows pushes and hands the subscription to the server.
    pub async fn turns_pushes_on(&self) {
        let bundle = self.bundle().await;
        let subscription = self.town.pushes().subscribe_for(&bundle.push_key);
        let body = serde_json::to_string(&subscription).expect("a subscription");
        let request = self.request("PUT", "/api/v1/push/subscription");
        let reply = self.town.send(request.header("content-type", "application/json").body(body)).await;
        let reply = reply.expect("an answer");
        assert!((200..300).contains(&reply.status), "pushes are on: {}", reply.text());
        self.inside().subscription = Some(subscription);
    }

    /// Where pushes for this phone go.
    ///
    /// # Panics
    /// When pushes are off.
    pub fn subscription(&self) -> Subscription {
        self.inside().subscription.clone().expect("pushes are on")
    }

    /// Waits for a page that has not been looked at, says as the worker does that it came, and opens it.
    ///
    /// # Panics
    /// When none comes.
    pub async fn shows_a_page(&self) -> PageId {
        let message = self.next_message().await;
        self.sends_receipt(&message.payload_json, Seen::Received).await;
        self.sends_receipt(&message.payload_json, Seen::Opened).await;
        page_of(&message).expect("the push names a page")
    }

    /// Waits for the next message and looks at it, without a word to the server.
    pub async fn next_message(&self) -> Received {
        let subscription = self.subscription();
        let next = self.inside().looked_at;
        self.town.until("a push message comes", async || self.town.pushes().messages(&subscription).len() > next).await;
        self.inside().looked_at += 1;
        self.town.pushes().messages(&subscription)[next].clone()
    }

    /// Tells the server how far a push has come, without a cookie, as a worker does.
    pub async fn sends_receipt(&self, payload: &Value, seen: Seen) -> Reply {
        let state = match seen {
            Seen::Received => "received",
            Seen::Opened => "seen",
        };
        let body = json!({ "token": payload["r"], "state": state }).to_string();
        let request = self.town.request("POST", "/api/v1/push/receipt").header("content-type", "application/json");
        self.town.send(request.body(body)).await.expect("an answer")
    }

    /// The page of the latest message.
    pub fn latest_page(&self) -> Option<PageId> {
        self.town.pushes().messages(&self.subscription()).last().and_then(page_of)
    }

    /// Takes whatever came so far as looked at: a story's next push is a new one.
    pub async fn puts_aside_what_came(&self) {
        self.town.rests().await;
        let came = self.town.pushes().messages(&self.subscription()).len();
        self.inside().looked_at = came;
    }

    /// Checks that nothing came that has not been looked at. Time must have passed, or the world rested, before.
    ///
    /// # Panics
    /// When something came.
    pub async fn is_quiet(&self) {
        self.town.rests().await;
        let subscription = self.subscription();
        let (came, looked_at) = (self.town.pushes().messages(&subscription), self.inside().looked_at);
        let more: Vec<_> = came.iter().skip(looked_at).map(|message| &message.payload_json["t"]).collect();
        assert_eq!(came.len(), looked_at, "the phone is not quiet: {more:?} came");
    }

    /// Sends a photo of a note.
    pub async fn sends_a_photo(&self, note: NoteId, photo: PhotoId, bytes: Vec<u8>) -> Reply {
        let request = self.request("PUT", &format!("/api/v1/photos/{photo}?note={note}"));
        self.town.send(request.header("content-type", "image/jpeg").body(bytes)).await.expect("an answer")
    }
}

/// The smallest thing that passes for a photo.
pub fn photo() -> Vec<u8> {
    [&[0xFF, 0xD8, 0xFF, 0xE0][..], &[0; 64]].concat()
}

fn page_of(message: &Received) -> Option<PageId> {
    message.payload_json["p"].as_str().and_then(|page| PageId::parse(page).ok())
}

/// What an answer means: only JSON in which Careline names itself counts.
fn understand(reply: &Reply) -> (Answer, Vec<Progress>) {
    if let Ok(SyncReply { receipts, progress, .. }) = serde_json::from_slice(&reply.body) {
        return (Answer::Receipts(receipts), progress);
    }
    match serde_json::from_slice::<SyncRefusal>(&reply.body) {
        Ok(refusal) => (Answer::Refused(refusal.refused), Vec::new()),
        Err(_) => (Answer::None(Trouble::NotCareline), Vec::new()),
    }
}
