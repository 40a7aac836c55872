//! The CARE desk in software: everything that a person may ask the server, one file per action.
//!
//! An action reads `who → load → rule → save → answer`: it takes an [`Actor`] that sign-in has made, loads through the
//! door [`store`], asks a rule of the `domain`, saves, and answers with a view. It holds no rule of its own and knows
//! neither SQL nor HTTP.
//!
//! # How to add an action
//!
//! 1. Put the rule into `domain` with its table of cases.
//! 2. Write `src/<verb>.rs` with one `impl Desk` block and one public method; return [`DeskError`] for what the caller
//!    can act on.
//! 3. Save through [`store::Tx`]; `commit` wants the audit events that the rule returned.
//! 4. Call it from `app/src/api/` or from a route, one line.
//! 5. Test it on a real database in `server/tests/desk/`: done once, twice, by the wrong person, on an unknown id.

mod aging;
mod asks;
pub mod auditor;
mod cases;
pub mod clock;
mod conference;
mod conflicts;
#[cfg(feature = "contract")]
pub mod contract;
pub mod deliveries;
mod devices;
mod drill;
mod escalation;
pub mod export;
mod inbox;
mod intake;
mod invites;
mod joining;
mod ladder;
mod notes_progress;
mod open_case;
pub mod outside;
mod pages;
pub mod photos;
mod pushes;
mod reach;
mod readiness;
pub mod record_notes;
pub mod reporter;
mod roster;
mod search;
mod secrets;
pub mod sessions;
mod standings;
pub mod store;
mod timeline;
mod ways;
mod whole;
mod work;
mod writing;

use clock::Clock;
use domain::audit::By;
use domain::case;
use domain::ids::{ConferenceId, IncidentId, ServerId};
use domain::incident::NotFound;
use domain::paging::Policies;
use domain::permission::{Actor, NotAllowed};
use domain::time::Timestamp;
use domain::view::Denied;
use domain::writing::Writers;
use outside::{Nowhere, Outside};
use std::sync::{Arc, Mutex};
use store::{Store, StoreError};
use tokio::sync::{Notify, broadcast};

/// Everything that a person may ask the server.
#[derive(Clone)]
pub struct Desk {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    /// Rings when a page may have a step due.
    pages_due: Arc<Notify>,
    live: broadcast::Sender<Changed>,
    recorder: record_notes::Recorder,
    sessions: sessions::Sessions,
    index: Arc<search::Index>,
    pager: Arc<PagerSetup>,
    /// Who is writing just now; it lives in memory alone, because a restart may forget it.
    writers: Arc<Mutex<Writers>>,
    outside: Arc<dyn Outside>,
}

impl Desk {
    /// Opens the desk over a store. Must be called inside a tokio runtime, in which the recorder and the look-up of sessions live.
    pub fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Self {
        let recorder = record_notes::Recorder::start(store.clone(), clock.clone());
        let (live, _) = broadcast::channel(LIVE_MAX);
        let sessions = sessions::Sessions::start(store.clone());
        let (index, pager, writers) = (Arc::default(), Arc::default(), Arc::default());
        let (pages_due, outside) = (Arc::new(Notify::new()), Arc::new(Nowhere));
        Self { store, clock, pages_due, live, recorder, sessions, index, pager, writers, outside }
    }

    /// The same desk, for a server that pages in this way. Unless it is said, the server is alone on its database, has the
    /// usual ladders, and goes by UTC.
    #[must_use]
    pub fn paging_by(mut self, setup: PagerSetup) -> Self {
        self.pager = Arc::new(setup);
        self
    }

    /// The same desk with ways to people.
    #[must_use]
    pub fn reaching(self, outside: Arc<dyn Outside>) -> Self {
        Self { outside, ..self }
    }

    /// The clock that everything here goes by.
    pub fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }

    /// Storage, for what is not a person's question: the server's own keys and its health.
    pub fn store(&self) -> &dyn Store {
        self.store.as_ref()
    }

    /// Who this server is to the others on its database.
    pub fn server(&self) -> ServerId {
        self.pager.server
    }

    /// Waits until a page may have a step due or a push may be waiting.
    pub async fn pages_due(&self) {
        self.pages_due.notified().await;
    }

    /// Wakes the pager, as when a test has moved the clock.
    pub fn wake_pager(&self) {
        self.pages_due.notify_one();
    }

    /// Hears of changes from now on. Whoever lags misses some, and loads again.
    pub fn live(&self) -> broadcast::Receiver<Changed> {
        self.live.subscribe()
    }

    pub(crate) fn tell(&self, changed: Changed) {
        // Nobody listening is not an error.
        let _ = self.live.send(changed);
    }
}

/// How a server pages.
#[derive(Clone, Debug)]
pub struct PagerSetup {
    /// Who it is to the other servers on its database.
    pub server: ServerId,
    /// Whether no other server runs on its database, so that what an earlier one left behind is its own at once.
    pub is_sole: bool,
    /// The ladders of conferences whose organizers have written none.
    pub policies: Policies,
    /// The minute of the day, from 0, at a time in the time zone with this IANA name; in UTC where there is no such zone.
    pub minute_of_day: fn(&str, Timestamp) -> u16,
}

impl Default for PagerSetup {
    fn default() -> Self {
        Self {
            server: ServerId::from_bytes([0; 16]),
            is_sole: true,
            policies: Policies::default(),
            minute_of_day: |_, at| u16::try_from(at.millis().div_euclid(60_000).rem_euclid(24 * 60)).unwrap_or(0),
        }
    }
}

/// How many changes a slow listener may lag behind.
const LIVE_MAX: usize = 1_024;

/// Something of an incident, or of a conference as a whole, has changed. Readers load again what they show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The conference.
    pub conference: ConferenceId,
    /// The incident; nothing when it is about the conference.
    pub incident: Option<IncidentId>,
}

/// Why the desk does not do it.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// There is nothing here, or nothing for whoever asks.
    #[error("there is nothing here")]
    NotFound,
    /// The session is unknown, revoked or has ended.
    #[error("not signed in")]
    SignedOut,
    /// The role does not do this.
    #[error("not for this role")]
    NotAllowed,
    /// Somebody else was quicker.
    #[error("changed by somebody else")]
    Stale,
    /// A rule of the case refuses it.
    #[error("a rule of the case refuses it")]
    Refused(#[from] case::Refused),
    /// What was given cannot be taken; the sentence is for the person.
    #[error("the input is refused")]
    Input(String),
    /// Storage failed; nothing was written.
    #[error("storage failed")]
    Storage(#[source] StoreError),
}

impl From<StoreError> for DeskError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stale => Self::Stale,
            StoreError::Full | StoreError::Taken | StoreError::Failed(_) => Self::Storage(error),
        }
    }
}

impl From<NotFound> for DeskError {
    fn from(_: NotFound) -> Self {
        Self::NotFound
    }
}

impl From<NotAllowed> for DeskError {
    fn from(_: NotAllowed) -> Self {
        Self::NotAllowed
    }
}

impl From<&DeskError> for Denied {
    fn from(error: &DeskError) -> Self {
        match error {
            DeskError::NotFound => Self::NotFound,
            DeskError::SignedOut => Self::SignedOut,
            DeskError::NotAllowed => Self::NotAllowed,
            DeskError::Stale => Self::Stale,
            DeskError::Refused(refused) => Self::Case(*refused),
            DeskError::Input(why) => Self::Input(why.clone()),
            DeskError::Storage(_) => Self::Unavailable,
        }
    }
}

/// Turns a rule's refusal of what somebody typed into its sentence.
pub(crate) fn refused_input(why: impl std::fmt::Display) -> DeskError {
    DeskError::Input(why.to_string())
}

pub(crate) fn by(actor: &Actor) -> By {
    By::Person { person: actor.person, device: actor.device }
}
