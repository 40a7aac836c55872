//! What the phone holds in memory: the signals that screens watch, and the open storage.

use crate::idb::Db;
use crate::vault::Vault;
use app::device::{StoreTrouble, Watched};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

thread_local! {
    static STATE: RefCell<Option<Rc<State>>> = const { RefCell::new(None) };
}

/// The phone's memory; one for the page.
pub(crate) struct State {
    /// What screens watch.
    pub(crate) watched: Watched,
    /// How many drafts are on their way to the disk.
    pub(crate) keeping: Cell<u32>,
    /// Whether this page is flushing.
    pub(crate) flushing: Cell<bool>,
    /// Whether something asked for a flush while one was running.
    pub(crate) again: Cell<bool>,
    /// The timer of the next flush or poll.
    pub(crate) timer: Cell<Option<i32>>,
    /// The version of the app that runs.
    pub(crate) version: String,
    open: RefCell<Option<(Db, Vault)>>,
}

/// Puts the memory in place, at the start.
pub(crate) fn enter(watched: Watched, version: String) {
    let state = State {
        watched,
        keeping: Cell::new(0),
        flushing: Cell::new(false),
        again: Cell::new(false),
        timer: Cell::new(None),
        version,
        open: RefCell::new(None),
    };
    STATE.with(|slot| *slot.borrow_mut() = Some(Rc::new(state)));
}

/// The phone's memory.
#[expect(clippy::expect_used, reason = "the start puts it in place before anything else of this crate runs")]
pub(crate) fn state() -> Rc<State> {
    STATE.with(|slot| slot.borrow().clone()).expect("the phone has started")
}

impl State {
    /// The open storage. A browser may take it away at any time, so whoever meets trouble calls [`State::forget`].
    pub(crate) async fn storage(&self) -> Result<(Db, Vault), StoreTrouble> {
        if let Some(open) = self.open.borrow().clone() {
            return Ok(open);
        }
        let db = Db::open().await?;
        let vault = Vault::open(&db).await?;
        *self.open.borrow_mut() = Some((db.clone(), vault.clone()));
        Ok((db, vault))
    }

    /// Notes how a use of the storage went, for the screens, and opens it anew after trouble.
    pub(crate) fn noted<T>(&self, outcome: Result<T, StoreTrouble>) -> Result<T, StoreTrouble> {
        match &outcome {
            Ok(_) => self.watched.trouble.set(None),
            Err(trouble) => {
                self.watched.trouble.set(Some(*trouble));
                *self.open.borrow_mut() = None;
            }
        }
        outcome
    }
}
