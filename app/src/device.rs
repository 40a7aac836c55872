//! The door to the phone: storage, network, push and clock, as screens may use them.
//!
//! The edge (`frontend`) implements [`Device`] and calls [`enter`] before the app is mounted. Screens read the signals of
//! [`watched`], which the edge keeps true, and ask the phone to do things through [`device`]. Nothing here decides what
//! an answer means; that is `domain::outbox`.
//!
//! Invariant `saved_means_durable`: the words "Saved on this phone" come out of a [`Durable`] and of nothing else, and a
//! `Durable` is made in one place: the storage layer, after the transaction's `complete` event.

use domain::ids::{NoteId, PhotoId};
use domain::note::{NewNote, NoteBody, NoteKind};
use domain::outbox::OutboxEntry;
use domain::private::Private;
use domain::sync::Progress;
use domain::time::Timestamp;
use domain::view::{Bundle, Denied, SignedIn};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;

/// A future of the one thread that a browser gives us.
pub type Local<T> = Pin<Box<dyn Future<Output = T>>>;

static DEVICE: OnceLock<&'static dyn Device> = OnceLock::new();

/// Puts the phone in place; the first call counts.
pub fn enter(phone: &'static dyn Device) {
    let _first = DEVICE.set(phone);
}

/// The phone that the app runs on.
///
/// # Panics
/// When the app was mounted before [`enter`].
#[expect(clippy::expect_used, reason = "the edge enters before it mounts; without a phone there is no app to show")]
pub fn device() -> &'static dyn Device {
    *DEVICE.get().expect("the phone is in place before the app is mounted")
}

/// What the phone knows, as signals.
pub fn watched() -> Watched {
    device().watched()
}

/// Proof that the phone's disk holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Durable(());

impl Durable {
    /// For the storage layer, after a transaction with strict durability has completed.
    pub const fn after_complete() -> Self {
        Self(())
    }

    /// The words that this proof allows.
    pub const fn words(self) -> &'static str {
        "Saved on this phone"
    }
}

/// Why the phone did not keep something. What was typed stays on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreTrouble {
    /// The phone's storage is full.
    Full,
    /// The browser gives no storage: a private window, or storage switched off.
    Unavailable,
}

impl fmt::Display for StoreTrouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Full => {
                "This phone's storage is full, so this is not kept yet. Your text is still here. Delete a few photos or \
                 videos on the phone, then go on; or show this screen to the CARE team."
            }
            Self::Unavailable => {
                "This browser keeps nothing here, perhaps because it is a private window. Your text is only on this \
                 screen. Show it to the CARE team, or copy it into a normal window."
            }
        })
    }
}

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
}

impl Draft {
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
    /// What was fetched for the times without a network.
    pub bundle: RwSignal<Option<Bundle>>,
    /// Whether somebody is signed in.
    pub sign_in: RwSignal<SignIn>,
    /// Whether the browser believes in a network; only a hint.
    pub online: RwSignal<bool>,
    /// Whether a request with notes is on its way.
    pub sending: RwSignal<bool>,
    /// The phone's clock, some seconds coarse, for relative times.
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
    /// Where a notification wants the app to go, until it has gone there.
    pub go_to: RwSignal<Option<String>>,
}

impl Watched {
    /// Fresh signals; call it under the owner that the app is mounted in.
    pub fn new(now: Timestamp) -> Self {
        Self {
            outbox: RwSignal::new(Vec::new()),
            loaded: RwSignal::new(false),
            drafts: RwSignal::new(Vec::new()),
            bundle: RwSignal::new(None),
            sign_in: RwSignal::new(SignIn::Unknown),
            online: RwSignal::new(true),
            sending: RwSignal::new(false),
            now: RwSignal::new(now),
            trouble: RwSignal::new(None),
            update: RwSignal::new(false),
            changed: RwSignal::new(0),
            typed_early: RwSignal::new(Private::default()),
            leaving: RwSignal::new(0),
            go_to: RwSignal::new(None),
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

/// The phone. Every call returns at once or as a future; none blocks.
pub trait Device: Send + Sync {
    /// What the phone knows, as signals.
    fn watched(&self) -> Watched;
    /// The phone's clock: a claim.
    fn now(&self) -> Timestamp;
    /// Sixteen bytes of chance, fit for secrets.
    fn chance(&self) -> [u8; 16];
    /// The address of the server: scheme, host and port.
    fn origin(&self) -> String;
    /// The time zones that the phone knows, its own first.
    fn time_zones(&self) -> Vec<String>;
    /// Lets the phone shake, where it can: for how long, then still, then again, in milliseconds.
    fn shake(&self, pattern: &[u32]);

    /// A moment on the wall clock of a time zone (IANA name; empty for the phone's own).
    fn wall_clock(&self, at: Timestamp, zone: &str) -> WallClock;
    /// A moment as `<input type="datetime-local">` wants it: `2026-06-03T14:02`.
    fn write_input(&self, at: Timestamp, zone: &str) -> String;
    /// Reads what `<input type="datetime-local">` gives.
    fn read_input(&self, typed: &str, zone: &str) -> Option<Timestamp>;

    /// The current draft of that key.
    fn draft(&self, key: String) -> Local<Result<Option<Draft>, StoreTrouble>>;
    /// Keeps a draft over whatever stood under its key.
    fn keep_draft(&self, draft: Draft) -> Local<Result<Durable, StoreTrouble>>;
    /// Drops a draft and the photos that were added to it.
    fn drop_draft(&self, key: String) -> Local<Result<(), StoreTrouble>>;

    /// Puts a note into the outbox, drops its draft in the same transaction, and starts sending.
    fn put(&self, id: NoteId, note: NewNote, link: Option<Private<String>>) -> Local<Result<Durable, StoreTrouble>>;
    /// What an entry holds; nothing once it has been delivered.
    fn read(&self, id: NoteId) -> Local<Result<Option<Written>, StoreTrouble>>;
    /// "Send now": every entry that may still be sent is tried at once.
    fn hurry(&self);
    /// Takes an entry out of sight and out of sending, and erases it after some seconds.
    fn discard(&self, id: NoteId);
    /// Brings a discarded entry back.
    fn undo_discard(&self, id: NoteId);
    /// Saves entries into an encrypted file (see `docs/note-export.md`).
    fn export(&self, ids: Vec<NoteId>, passphrase: Private<String>) -> Local<Result<(), StoreTrouble>>;

    /// Shrinks and keeps the files chosen in `<input id=… type="file">`, at most `room`; the ids of those that were kept,
    /// and why one was not.
    fn add_photos(&self, note: NoteId, input: &'static str, room: usize)
    -> Local<(Vec<PhotoId>, Option<PhotoTrouble>)>;
    /// An address under which this page can show a photo that is still on this phone.
    fn photo_url(&self, photo: PhotoId) -> Local<Option<String>>;
    /// Drops a photo that is still on this phone.
    fn drop_photo(&self, photo: PhotoId) -> Local<()>;

    /// Signs this phone in; what waited for it is sent.
    fn sign_in(&self, code: Private<String>, name: Private<String>) -> Local<Result<SignedIn, Denied>>;
    /// Signs this phone out. What waits stays and keeps waiting.
    fn sign_out(&self) -> Local<Result<(), Denied>>;
    /// Fetches anew what is kept for the times without a network.
    fn refresh(&self) -> Local<Result<(), Denied>>;
    /// What stands behind `#` in the address; taken out of the address and of the history.
    fn take_fragment(&self) -> Private<String>;

    /// Whether pages can reach this phone.
    fn pushes(&self) -> Local<Pushes>;
    /// Asks for permission and subscribes; how it stands afterwards. Call it from a tap.
    fn pushes_on(&self) -> Local<Result<Pushes, Denied>>;
    /// Ends the subscription.
    fn pushes_off(&self) -> Local<Result<Pushes, Denied>>;
    /// Asks the server for a test push to this phone.
    fn test_push(&self) -> Local<Result<(), Denied>>;

    /// What kind of phone this is.
    fn platform(&self) -> Platform;
    /// Whether this is the installed app rather than a tab.
    fn is_installed(&self) -> bool;
    /// Asks the browser to keep our storage.
    fn keep_storage(&self) -> Local<Keeping>;
    /// The version of the app that runs.
    fn version(&self) -> String;
    /// Changes over to the version that waits; the page loads once more.
    fn apply_update(&self);

    /// Moves the focus to the element of that id, if there is one.
    fn focus(&self, id: &str);
    /// Opens the `<dialog>` of that id over everything.
    fn open_dialog(&self, id: &str);
    /// Closes it.
    fn close_dialog(&self, id: &str);
    /// Puts a text on the clipboard; whether the browser allowed it.
    fn copy(&self, text: Private<String>) -> Local<bool>;
    /// Waits.
    fn sleep(&self, millis: u32) -> Local<()>;
    /// A preference of this browser; for how screens look, never for what somebody wrote.
    fn preference(&self, name: &str) -> Option<String>;
    /// Sets a preference.
    fn set_preference(&self, name: &str, value: &str);
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    fn sources(folder: &Path) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                found.extend(sources(&path));
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
        found
    }

    /// The lines of all sources below a folder that hold a text, outside comments and outside this test.
    fn lines_with(folder: &str, text: &str) -> Vec<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let mut lines = Vec::new();
        for path in sources(&root) {
            let source = std::fs::read_to_string(&path).expect("a source file");
            let code = source.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let holds = |line: &&str| line.contains(text) && !line.trim_start().starts_with("//");
            lines.extend(code.lines().filter(holds).map(|line| format!("{name}: {}", line.trim())));
        }
        lines
    }

    #[test]
    fn saved_means_durable() {
        let said = lines_with("src", "Saved on this phone");
        assert_eq!(said, [r#"device.rs: "Saved on this phone""#], "the words come out of a `Durable` alone");
        assert_eq!(lines_with("src", "Durable("), ["device.rs: pub struct Durable(());"], "nobody else makes one");
        let made = lines_with("../frontend/src", "Durable::after_complete()");
        assert_eq!(
            made,
            ["idb.rs: Ok(_) => Ok(Durable::after_complete()),"],
            "after the transaction's `complete` alone"
        );
        assert_eq!(lines_with("src", "Durable::after_complete()"), [""; 0]);
        assert_eq!(
            lines_with("../frontend/src", "\"durability\""),
            [r#"idb.rs: set(&options, "durability", &"strict".into());"#]
        );
    }

    #[test]
    fn browser_lives_in_frontend() {
        for name in ["web_sys", "js_sys", "wasm_bindgen", "gloo_"] {
            assert_eq!(lines_with("src", name), [""; 0], "{name} is for the edge");
        }
    }
}
