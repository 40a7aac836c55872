//! The door to the phone: storage, network, push and clock, as screens may use them.
//!
//! The edge (`frontend`) implements [`Device`] and calls [`enter`] before the app is mounted. Screens read the signals of
//! [`watched`], which the edge keeps true, and ask the phone to do things through [`device`]. Nothing here decides what
//! an answer means; that is `domain::outbox`.
//!
//! Invariant `saved_means_durable`: the words "Saved on this phone" come out of a [`Durable`] and of nothing else, and a
//! `Durable` is made in one place: the storage layer, after the transaction's `complete` event.

#[cfg(feature = "desk-screens")]
mod deeds;
mod known;

#[cfg(feature = "desk-screens")]
pub use deeds::{HeldDeed, HeldState, goes_later, send_deed};
pub use known::{Draft, Held, HeldKind, Keeping, PhotoTrouble, Platform, Pushes, SignIn, WallClock, Watched, Written};

#[cfg(feature = "desk-screens")]
use domain::ids::{DeedId, IncidentId, PageId};
use domain::ids::{NoteId, PhotoId};
use domain::note::NewNote;
use domain::private::Private;
use domain::time::Timestamp;
use domain::view::{Denied, SignedIn};
#[cfg(feature = "desk-screens")]
use domain::work::NewDeed;
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

/// The phone. Every call returns at once or as a future; none blocks.
pub trait Device: Send + Sync {
    /// What the phone knows, as signals.
    fn watched(&self) -> Watched;
    /// The phone's clock: a claim. What the server said is told by [`Watched::now`].
    fn now(&self) -> Timestamp;
    /// Sixteen bytes of chance, fit for secrets.
    fn chance(&self) -> [u8; 16];
    /// The address of the server: scheme, host and port.
    fn origin(&self) -> String;
    /// The time zones that the phone knows, its own first.
    fn time_zones(&self) -> Vec<String>;
    /// Lets the phone shake, where it can: for how long, then still, then again, in milliseconds.
    fn shake(&self, pattern: &[u32]);
    /// Lets the phone sound as loud as it can and stay awake, or ends that. Where the browser asks for a tap first,
    /// [`Watched::silent`] says so.
    #[cfg(feature = "desk-screens")]
    fn ring(&self, on: bool);
    /// These pages wait for the person and no others: for the badge and the notification shade.
    #[cfg(feature = "desk-screens")]
    fn pages_wait(&self, pages: &[PageId]);

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

    /// Keeps a deed on the phone over whatever stood under its id. What is only typed stays there; anything else is sent
    /// when there is a network, in order.
    #[cfg(feature = "desk-screens")]
    fn keep_deed(&self, incident: IncidentId, deed: NewDeed, typed: bool) -> Local<Result<Durable, StoreTrouble>>;
    /// Takes deeds off the phone.
    #[cfg(feature = "desk-screens")]
    fn drop_deeds(&self, ids: Vec<DeedId>) -> Local<Result<(), StoreTrouble>>;
    /// Takes everything that was done on a case off the phone, because the case is not there any more.
    #[cfg(feature = "desk-screens")]
    fn drop_deeds_of(&self, incident: IncidentId) -> Local<Result<(), StoreTrouble>>;

    /// Puts a note into the outbox, drops its draft and the refused entry that it replaces in the same transaction, and
    /// starts sending.
    fn put(
        &self,
        id: NoteId,
        note: NewNote,
        link: Option<Private<String>>,
        instead_of: Option<NoteId>,
    ) -> Local<Result<Durable, StoreTrouble>>;
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
    /// Whether this page wanted the screens of the desk when it started and could not get them.
    fn desk_is_missing(&self) -> bool;
    /// Loads the page anew with the screens of the desk, once what was typed lies on the disk.
    fn load_desk(&self);

    /// Shows the screen of an address below `/app/`, one step forward.
    fn go(&self, to: &str);
    /// The same in place of the current screen, which the way back then leaves out.
    fn go_instead(&self, to: &str);
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
        assert_eq!(said, [r#"mod.rs: "Saved on this phone""#], "the words come out of a `Durable` alone");
        assert_eq!(lines_with("src", "Durable("), ["mod.rs: pub struct Durable(());"], "nobody else makes one");
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
