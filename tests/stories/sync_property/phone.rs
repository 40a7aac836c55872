//! A phone of a history: a disk that survives, a memory that does not, and a network with a fate for each request.

use super::dice::Dice;
use super::site::{Server, Site};
use domain::ids::NoteId;
use domain::note::NoteBody;
use domain::outbox::{Answer, EntryState, OutboxEntry, Trouble, after_reply, next_batch};
use domain::sync::{Entry, PROTOCOL, SyncRefusal, SyncReply, SyncRequest};
use domain::time::{Timestamp, minutes};
use std::collections::BTreeMap;
use std::time::Duration;

/// When the phone's clock starts; it has nothing to do with the server's.
const START: Timestamp = Timestamp::from_millis(1_700_000_000_000);

/// Most rounds in which an outbox is emptied at the end: a batch each, and each note alone in the worst case.
const ROUNDS_MAX: usize = 100;

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It arrives, and so does the reply.
    Arrives,
    /// It never leaves the phone.
    IsLost,
    /// It arrives, the reply does not.
    LosesItsReply,
    /// It arrives twice, as when a proxy repeats it or two tabs send.
    ArrivesTwice,
    /// It is given up, and arrives later all the same.
    ArrivesLate,
    /// Only its first half arrives.
    BreaksOff,
    /// A captive portal answers.
    MeetsAPortal,
    /// The server is killed while it is under way.
    MeetsAKill,
}

impl Fate {
    pub(crate) fn draw(dice: &mut Dice, may_kill: bool) -> Self {
        match dice.below(10) {
            0 => Self::IsLost,
            1 => Self::LosesItsReply,
            2 => Self::ArrivesTwice,
            3 => Self::ArrivesLate,
            4 => Self::BreaksOff,
            5 => Self::MeetsAPortal,
            6 | 7 if may_kill => Self::MeetsAKill,
            _ => Self::Arrives,
        }
    }
}

/// What is asked and what came of it.
#[derive(Clone, Debug)]
struct Exchange {
    sent: Vec<NoteId>,
    answer: Answer,
}

/// A phone.
pub(crate) struct Phone {
    cookie: String,
    now: Timestamp,
    /// Survives a crash.
    entries: Vec<OutboxEntry>,
    /// Survives a crash.
    texts: BTreeMap<NoteId, NoteBody>,
    /// Everything that was ever saved here, for the check alone.
    saved: BTreeMap<NoteId, NoteBody>,
    /// A reply that has come and is not on disk yet.
    in_memory: Option<Exchange>,
    /// Requests that were given up and still travel.
    late: Vec<Vec<u8>>,
}

impl Phone {
    pub(crate) fn new(cookie: String) -> Self {
        Self {
            cookie,
            now: START,
            entries: Vec::new(),
            texts: BTreeMap::new(),
            saved: BTreeMap::new(),
            in_memory: None,
            late: Vec::new(),
        }
    }

    /// Saves one to three notes.
    pub(crate) fn writes(&mut self, dice: &mut Dice) {
        for _ in 0..=dice.below(3) {
            let id = NoteId::mint(self.now, Dice::fresh());
            let text = format!("{id} {}", "word ".repeat(usize::from(dice.byte() % 40)));
            let body = NoteBody { text: text.into(), written_at: self.now, ..NoteBody::default() };
            self.texts.insert(id, body.clone());
            self.saved.insert(id, body);
            self.entries.push(OutboxEntry::saved(id, self.now));
        }
    }

    /// Saves a few long notes.
    pub(crate) fn writes_much(&mut self, dice: &mut Dice) {
        for _ in 0..4 {
            let id = NoteId::mint(self.now, Dice::fresh());
            let text = char::from(b'a' + dice.byte() % 26).to_string().repeat(10_000);
            let body = NoteBody { text: text.into(), written_at: self.now, ..NoteBody::default() };
            self.texts.insert(id, body.clone());
            self.saved.insert(id, body);
            self.entries.push(OutboxEntry::saved(id, self.now));
        }
    }

    /// Whether the last try was answered with "not now".
    pub(crate) fn was_told_that_the_server_is_busy(&self) -> bool {
        self.entries
            .iter()
            .any(|entry| matches!(entry.state, EntryState::Waiting { trouble: Some(Trouble::ServerBusy), .. }))
    }

    /// Time enough passes on the phone for the next try.
    fn next_try(&mut self) -> Vec<NoteId> {
        self.now = self.now.plus(minutes(7));
        next_batch(&self.entries, self.now)
    }

    fn body_of(&self, batch: &[NoteId]) -> Vec<u8> {
        let entry = |id: &NoteId| self.texts.get(id).map(|note| Entry { id: *id, note: note.clone() });
        let request = SyncRequest {
            protocol: PROTOCOL,
            client: "history".to_owned(),
            device_time: self.now,
            entries: batch.iter().filter_map(entry).collect(),
            watch: Vec::new(),
        };
        serde_json::to_vec(&request).expect("a request")
    }

    /// Sends what may be sent, with this fate. The reply stays in memory.
    pub(crate) async fn sends(&mut self, site: &mut Site, fate: Fate, dice: &mut Dice) {
        let sent = self.next_try();
        if sent.is_empty() {
            return;
        }
        let body = self.body_of(&sent);
        let server = site.server();
        let no_connection = Answer::None(Trouble::NoConnection);
        let answer = match fate {
            Fate::Arrives => server.answers(&self.cookie, body).await,
            Fate::IsLost => no_connection,
            Fate::LosesItsReply => {
                server.answers(&self.cookie, body).await;
                no_connection
            }
            Fate::ArrivesTwice => {
                let (first, second) =
                    tokio::join!(server.answers(&self.cookie, body.clone()), server.answers(&self.cookie, body));
                if dice.one_in(2) { first } else { second }
            }
            Fate::ArrivesLate => {
                self.late.push(body);
                no_connection
            }
            Fate::BreaksOff => server.answers(&self.cookie, body[..body.len() / 2].to_vec()).await,
            Fate::MeetsAPortal => Answer::None(Trouble::NotCareline),
            Fate::MeetsAKill => {
                let pause = Duration::from_micros(dice.below(4_000));
                let kill = async {
                    tokio::time::sleep(pause).await;
                    site.kill();
                };
                let (answer, ()) = tokio::join!(server.answers(&self.cookie, body), kill);
                site.revive().await;
                answer
            }
        };
        self.in_memory = Some(Exchange { sent, answer });
        // Most of the time the reply is on disk before anything else happens.
        if !dice.one_in(4) {
            self.takes_the_reply(dice);
        }
    }

    /// Sends, and takes the reply.
    pub(crate) async fn sends_plainly(&mut self, server: Server) {
        let sent = self.next_try();
        if !sent.is_empty() {
            let answer = server.answers(&self.cookie, self.body_of(&sent)).await;
            self.settles(&Exchange { sent, answer }, 0);
        }
    }

    /// Writes a reply that is in memory to the disk: the receipt takes the text's place, in one step.
    pub(crate) fn takes_the_reply(&mut self, dice: &mut Dice) {
        if let Some(exchange) = self.in_memory.take() {
            self.settles(&exchange, dice.byte());
        }
    }

    fn settles(&mut self, exchange: &Exchange, chance: u8) {
        after_reply(&mut self.entries, &exchange.sent, &exchange.answer, self.now, chance);
        for entry in self.entries.iter().filter(|entry| !entry.is_only_here()) {
            self.texts.remove(&entry.id);
        }
    }

    /// The phone dies and starts again: what was in memory is gone.
    pub(crate) fn crashes(&mut self) {
        self.in_memory = None;
    }

    /// Requests that were given up arrive, the latest first or the oldest; their replies find nobody.
    pub(crate) async fn late_copies_arrive(&mut self, site: &Site, dice: &mut Dice) {
        let mut late = std::mem::take(&mut self.late);
        if dice.one_in(2) {
            late.reverse();
        }
        for body in late {
            site.server().answers(&self.cookie, body).await;
        }
    }

    /// Sends until nothing waits.
    pub(crate) async fn empties(&mut self, server: Server) {
        for body in std::mem::take(&mut self.late) {
            server.answers(&self.cookie, body).await;
        }
        for _ in 0..ROUNDS_MAX {
            let is_empty = self.entries.iter().all(|entry| !entry.is_only_here());
            if is_empty {
                return;
            }
            self.sends_plainly(server.clone()).await;
        }
    }

    pub(crate) fn has_delivered_everything(&self) {
        for entry in &self.entries {
            assert!(
                matches!(entry.state, EntryState::Delivered { beside: false, .. }),
                "a note does not get through: {:?}",
                entry.state
            );
        }
        assert!(self.texts.is_empty(), "a delivered text has left the phone");
    }

    /// Everything that was ever saved here.
    pub(crate) const fn saved(&self) -> &BTreeMap<NoteId, NoteBody> {
        &self.saved
    }

    /// Whether the note is still whole on this phone.
    pub(crate) fn holds(&self, id: NoteId) -> bool {
        self.texts.contains_key(&id) && self.texts.get(&id) == self.saved.get(&id)
    }
}

/// What an answer means to a phone: only JSON in which Careline names itself counts.
pub(crate) fn understand(body: &[u8]) -> Answer {
    if let Ok(SyncReply { receipts, .. }) = serde_json::from_slice(body) {
        return Answer::Receipts(receipts);
    }
    match serde_json::from_slice::<SyncRefusal>(body) {
        Ok(refusal) => Answer::Refused(refusal.refused),
        Err(_) => Answer::None(Trouble::NotCareline),
    }
}
