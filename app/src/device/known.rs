//! What the phone knows, as screens are given it.

use super::StoreTrouble;
use crate::signal::RwSignal;
use domain::ids::{IncidentId, NoteId};
use domain::note::{NoteBody, NoteKind};
use domain::outbox::OutboxEntry;
use domain::private::Private;
use domain::sync::Progress;
use domain::time::Timestamp;
use domain::view::Bundle;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How the key of the draft of a case's note begins.
const CASE: &str = "case-";
/// How the key of the draft of one more account of a case begins.
#[cfg(feature = "desk-screens")]
const INTAKE: &str = "intake-";

/// What is being written and not yet in the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The id that the note will have.
    pub id: NoteId,
    /// What has been written so far.
    pub body: NoteBody,
    /// The part of the reporter's private link behind `#`, when one was minted.
    #[serde(default)]
    pub link: Option<Private<String>>,
    /// The case that it is for, when it is written at the desk.
    #[serde(default)]
    pub case: Option<IncidentId>,
    /// Where it came from, when it is a report that a member writes down as it came.
    #[cfg(feature = "desk-screens")]
    #[serde(default)]
    pub intake: Option<domain::work::report::Origin>,
}

impl Draft {
    /// A draft of a note, for a case where there is one.
    pub const fn new(id: NoteId, body: NoteBody, link: Option<Private<String>>, case: Option<IncidentId>) -> Self {
        Self {
            id,
            body,
            link,
            case,
            #[cfg(feature = "desk-screens")]
            intake: None,
        }
    }

    /// The key of the draft of a report that is written down: of a new one, or of one more account of a case.
    #[cfg(feature = "desk-screens")]
    pub fn key_of_intake(incident: Option<IncidentId>) -> String {
        incident.map_or_else(|| "intake".to_owned(), |incident| format!("{INTAKE}{incident}"))
    }

    /// Where it is kept: one place for each case, and one for each key.
    pub fn place(&self) -> String {
        #[cfg(feature = "desk-screens")]
        if self.intake.is_some() {
            return Self::key_of_intake(self.case);
        }
        self.case.map_or_else(|| Self::key(&self.body.kind), Self::key_of_case)
    }

    /// The key of the draft of a case's note.
    pub fn key_of_case(incident: IncidentId) -> String {
        format!("{CASE}{incident}")
    }

    /// The case that a key is for, if it is for one.
    pub fn case_of_key(key: &str) -> Option<IncidentId> {
        #[cfg(feature = "desk-screens")]
        if let Some(incident) = key.strip_prefix(INTAKE) {
            return IncidentId::parse(incident).ok();
        }
        IncidentId::parse(key.strip_prefix(CASE)?).ok()
    }

    /// The key of the current draft of a kind: one for new notes, one for each note that is corrected or added to.
    pub fn key(kind: &NoteKind) -> String {
        match kind {
            NoteKind::Account | NoteKind::ActNow => "note".to_owned(),
            NoteKind::ActedAlone { about, .. } => format!("acted-{about}"),
            NoteKind::Correction { corrects } => format!("correct-{corrects}"),
            NoteKind::Addition { to } => format!("add-{to}"),
        }
    }
}

/// One line of the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Where it stands.
    pub entry: OutboxEntry,
    /// What it is to other notes. Of acting alone only the note that it belongs to is known here.
    pub kind: HeldKind,
    /// Its first words while it is only on this phone; blank afterwards.
    pub title: Private<String>,
    /// How far it has come on the server.
    pub progress: Option<Progress>,
    /// When the server said so, by its own clock as far as it is known.
    pub heard_at: Option<Timestamp>,
    /// Photos that are still only on this phone.
    pub photos_waiting: usize,
    /// The photos that the server refuses, if it does.
    pub photos_refused: usize,
}

/// What an outbox line is to other notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeldKind {
    /// A first account.
    Account,
    /// "I must act now".
    ActNow,
    /// What was done alone.
    ActedAlone(NoteId),
    /// A better version of an earlier note.
    Correction(NoteId),
    /// More about an earlier note.
    Addition(NoteId),
}

impl HeldKind {
    /// What a note's kind is called in the outbox.
    pub const fn of(kind: &NoteKind) -> Self {
        match kind {
            NoteKind::Account => Self::Account,
            NoteKind::ActNow => Self::ActNow,
            NoteKind::ActedAlone { about, .. } => Self::ActedAlone(*about),
            NoteKind::Correction { corrects } => Self::Correction(*corrects),
            NoteKind::Addition { to } => Self::Addition(*to),
        }
    }
}

/// Whether this phone is signed in, as far as it knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// The phone's storage has not answered yet.
    Unknown,
    /// Nobody is signed in here.
    SignedOut,
    /// Somebody is.
    SignedIn,
    /// Somebody was, and the server does not know this device any more.
    Ended,
}

/// What the phone knows. The edge writes these signals, screens read them.
#[derive(Clone, Copy)]
pub struct Watched {
    /// The outbox, newest first.
    pub outbox: RwSignal<Vec<Held>>,
    /// Whether the outbox has been read from the phone's disk.
    pub loaded: RwSignal<bool>,
    /// Keys of the drafts that wait ([`Draft::key`]).
    pub drafts: RwSignal<Vec<String>>,
    /// What a member did on cases and the server has not taken yet, in order.
    #[cfg(feature = "desk-screens")]
    pub deeds: RwSignal<Vec<super::HeldDeed>>,
    /// What was fetched for the times without a network.
    pub bundle: RwSignal<Option<Bundle>>,
    /// Whether somebody is signed in.
    pub sign_in: RwSignal<SignIn>,
    /// Whether the browser believes in a network; only a hint.
    pub online: RwSignal<bool>,
    /// Whether a request with notes is on its way.
    pub sending: RwSignal<bool>,
    /// The time by the server's clock where that is known, else by the phone's; some seconds coarse.
    pub now: RwSignal<Timestamp>,
    /// What is wrong with the phone's storage, if something is.
    pub trouble: RwSignal<Option<StoreTrouble>>,
    /// A newer version is installed and waits.
    pub update: RwSignal<bool>,
    /// Counts up whenever the server says that something changed: load again what you show.
    pub changed: RwSignal<u32>,
    /// What was typed before the app had started, until a note takes it over.
    pub typed_early: RwSignal<Private<String>>,
    /// Counts up whenever the page goes out of sight, is frozen or left: save what is typed.
    pub leaving: RwSignal<u32>,
    /// Whether the phone ought to ring and the browser does not let it before somebody taps.
    #[cfg(feature = "desk-screens")]
    pub silent: RwSignal<bool>,
    /// The path of the address, which says which screen is shown.
    pub path: RwSignal<String>,
}

impl Watched {
    /// Fresh signals; call it under the owner that the app is mounted in.
    pub fn new(now: Timestamp, path: String) -> Self {
        Self {
            outbox: RwSignal::new(Vec::new()),
            loaded: RwSignal::new(false),
            drafts: RwSignal::new(Vec::new()),
            #[cfg(feature = "desk-screens")]
            deeds: RwSignal::new(Vec::new()),
            bundle: RwSignal::new(None),
            sign_in: RwSignal::new(SignIn::Unknown),
            online: RwSignal::new(true),
            sending: RwSignal::new(false),
            #[cfg(feature = "desk-screens")]
            silent: RwSignal::new(false),
            now: RwSignal::new(now),
            trouble: RwSignal::new(None),
            update: RwSignal::new(false),
            changed: RwSignal::new(0),
            typed_early: RwSignal::new(Private::default()),
            leaving: RwSignal::new(0),
            path: RwSignal::new(path),
        }
    }

    /// The venue's time zone; empty while it is not known, which means the phone's own.
    pub fn zone(self) -> String {
        self.bundle.with(|bundle| bundle.as_ref().map(|b| b.conference.settings.time_zone.clone()).unwrap_or_default())
    }

    /// How many notes are only on this phone.
    pub fn only_here(self) -> usize {
        self.outbox.with(|outbox| outbox.iter().filter(|held| held.entry.is_only_here()).count())
    }
}

/// What an outbox entry holds while it is only on this phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// The note.
    pub body: NoteBody,
    /// The part of the reporter's private link behind `#`, when one was minted.
    #[serde(default)]
    pub link: Option<Private<String>>,
}

/// Why a photo was not added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoTrouble {
    /// The phone cannot read it as a picture.
    NotAPicture,
    /// It stays too large even after shrinking.
    TooLarge,
    /// No room for it on the phone.
    Store(StoreTrouble),
}

impl fmt::Display for PhotoTrouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAPicture => {
                f.write_str("This phone cannot read that file as a picture. Take a photo of it instead.")
            }
            Self::TooLarge => f.write_str("That picture stays too large. Take a screenshot of it and add that."),
            Self::Store(trouble) => trouble.fmt(f),
        }
    }
}

/// Whether pages can reach this phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pushes {
    /// This browser knows no pushes.
    Unsupported,
    /// An iPhone or iPad: only the installed app may have pushes.
    InstallFirst,
    /// The person or the browser has forbidden notifications.
    Blocked,
    /// Not switched on.
    Off,
    /// On.
    On,
}

/// What kind of phone this is, for the words of the guidance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    /// Android.
    Android,
    /// An iPhone or iPad.
    Ios,
    /// Something else.
    Other,
}

/// What the browser says about keeping our storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// It will not clear it by itself.
    Promised,
    /// It may clear it when space runs short.
    MayClear,
    /// It gives no answer.
    Unknown,
}

/// A moment as a wall clock at the venue shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WallClock {
    /// "14:02".
    pub time: String,
    /// "Mon 3 Jun".
    pub day: String,
}
