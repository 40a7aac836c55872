//! The note that is being written: kept on every pause, handed to the outbox when it is saved.

use crate::device::{Draft, Durable, StoreTrouble, device, watched};
use crate::parts::toast::{Say, TOAST_MILLIS};
use crate::signal::{RwSignal, StoredValue, follow, spawn_local};
use domain::ids::NoteId;
use domain::note::{NewNote, NoteBody, NoteKind};
use domain::private::Private;
use leptos::prelude::*;

/// How long a pause in typing is before the draft is kept, in milliseconds.
const PAUSE_MILLIS: u32 = 600;

const LINK_FIRST: &str = "Does the reporter have the six words? They cannot be shown again. If so, save once more.";

/// Whether the phone's disk has what stands on the screen.
#[derive(Clone, Copy, PartialEq)]
pub enum Kept {
    /// Nothing has been written yet.
    Nothing,
    /// Something was typed since.
    Typing,
    /// The disk has it.
    Kept(Durable),
    /// The disk does not take it.
    Trouble(StoreTrouble),
}

/// The note that is being written.
#[derive(Clone, Copy)]
pub struct Form {
    /// The id that it will have.
    pub id: RwSignal<NoteId>,
    /// What has been written.
    pub body: RwSignal<NoteBody>,
    /// The reporter's private link, when one was minted.
    pub link: RwSignal<Option<Private<String>>>,
    /// Whether the reporter has the link's words; they are shown nowhere any more once the note is on the server.
    pub given: RwSignal<bool>,
    /// Whether the disk has it.
    pub kept: RwSignal<Kept>,
    /// Whether it was asked about at a first try to save.
    asked: StoredValue<bool>,
    turn: StoredValue<u32>,
    loaded: StoredValue<bool>,
    /// A refused entry that this note stands in for.
    instead_of: Option<NoteId>,
}

impl Form {
    /// A form for a note of this kind. What stood in its draft joins what was typed before the app was there.
    pub fn open(kind: NoteKind, instead_of: Option<NoteId>) -> Self {
        let typed = if kind == NoteKind::Account { take_typed_early() } else { Private::default() };
        let body = NoteBody { kind, text: typed, ..NoteBody::default() };
        let form = Self {
            id: RwSignal::new(fresh_id()),
            body: RwSignal::new(body),
            link: RwSignal::new(None),
            given: RwSignal::new(false),
            kept: RwSignal::new(Kept::Nothing),
            asked: StoredValue::new(false),
            turn: StoredValue::new(0),
            loaded: StoredValue::new(false),
            instead_of,
        };
        form.load();
        form.keep_on_leaving();
        form
    }

    fn load(self) {
        spawn_local(async move {
            self.load_once().await;
            if self.body.try_with_untracked(NoteBody::is_empty) == Some(false) {
                self.keep().await;
            }
        });
    }

    /// Takes in the draft that lies on the disk, if that has not been done yet. Nothing may be kept before: it would lie
    /// over the draft.
    async fn load_once(self) {
        let Some(false) = self.loaded.try_get_value() else { return };
        let Some(key) = self.body.try_with_untracked(|body| Draft::key(&body.kind)) else { return };
        let found = device().draft(key).await;
        if self.loaded.try_get_value() != Some(false) {
            return;
        }
        match found {
            Ok(draft) => {
                self.loaded.set_value(true);
                if let Some(draft) = draft {
                    self.take_in(draft);
                }
            }
            Err(trouble) => {
                self.kept.set(Kept::Trouble(trouble));
            }
        }
    }

    /// Joins a draft with what was typed in the meantime; no word of either is dropped.
    fn take_in(self, draft: Draft) {
        let typed = self.body.with_untracked(|body| body.text.clone());
        let mut body = draft.body;
        if body.text.is_blank() {
            body.text = typed;
        } else if !typed.is_blank() {
            body.text = Private::new(format!("{}\n{}", body.text.reveal(), typed.reveal()));
        }
        self.id.set(draft.id);
        self.link.set(draft.link);
        self.body.set(body);
    }

    /// Fills an empty form from an earlier note, for a correction.
    pub fn fill_from(self, earlier: NoteId) {
        spawn_local(async move {
            if let Ok(Some(written)) = device().read(earlier).await
                && self.body.with_untracked(NoteBody::is_empty)
            {
                let kind = self.body.with_untracked(|body| body.kind.clone());
                let kind = if self.instead_of.is_some() { written.body.kind.clone() } else { kind };
                // Photos belong to the note that they were added to.
                self.body.set(NoteBody { kind, photos: Vec::new(), reporter_key: None, ..written.body });
            }
        });
    }

    /// Changes the note and keeps it at the next pause.
    pub fn change(self, change: impl FnOnce(&mut NoteBody)) {
        self.body.update(change);
        self.touch();
    }

    /// Keeps the draft at the next pause.
    pub fn touch(self) {
        self.kept.set(Kept::Typing);
        let turn = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(turn);
        spawn_local(async move {
            device().sleep(PAUSE_MILLIS).await;
            if self.turn.try_get_value() == Some(turn) {
                self.keep().await;
            }
        });
    }

    fn keep_on_leaving(self) {
        let seen = StoredValue::new(watched().leaving.get_untracked());
        follow(move || {
            let count = watched().leaving.get();
            if seen.get_value() != count && self.kept.get_untracked() == Kept::Typing {
                spawn_local(self.keep());
            }
            seen.set_value(count);
        });
        on_cleanup(move || {
            let Some(draft) = self.draft() else { return };
            if self.loaded.try_get_value() == Some(false) {
                // The disk has not answered yet: the next note or the next start takes over what was typed.
                watched().typed_early.set(draft.body.text);
            } else if self.kept.try_get_untracked() == Some(Kept::Typing) {
                spawn_local(async move {
                    // Trouble shows as the standing warning.
                    let _kept = device().keep_draft(draft).await;
                });
            }
        });
    }

    fn draft(self) -> Option<Draft> {
        let body = self.body.try_get_untracked()?;
        Some(Draft::new(self.id.try_get_untracked()?, body, self.link.try_get_untracked()?, None))
    }

    async fn keep(self) {
        self.load_once().await;
        let Some(draft) = self.draft().filter(|_| self.loaded.try_get_value() == Some(true)) else { return };
        let turn = self.turn.try_get_value();
        if draft.body.is_empty() {
            let dropped = device().drop_draft(Draft::key(&draft.body.kind)).await;
            self.kept.set(dropped.map_or_else(Kept::Trouble, |()| Kept::Nothing));
            return;
        }
        let outcome = device().keep_draft(draft).await;
        // What was typed while it was being kept has a turn of its own.
        if self.turn.try_get_value() == turn {
            let kept = outcome.map_or_else(Kept::Trouble, Kept::Kept);
            self.kept.set(kept);
        }
    }

    /// Puts the note into the outbox. The answer is why not, in words. Where nobody has said that the reporter has the
    /// words of the link, the first try says so.
    pub async fn save(self) -> Result<(NoteId, Durable), String> {
        if self.link.with_untracked(Option::is_some) && !self.given.get_untracked() && !self.asked.get_value() {
            self.asked.set_value(true);
            return Err(LINK_FIRST.to_owned());
        }
        let id = self.id.get_untracked();
        let mut body = self.body.get_untracked();
        body.written_at = device().now();
        let note = NewNote::parse(body).map_err(|refused| refused.to_string())?;
        // A pause that is still running must not bring the draft back.
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let link = self.link.get_untracked();
        let durable = device().put(id, note, link, self.instead_of).await.map_err(|trouble| trouble.to_string())?;
        self.kept.set(Kept::Kept(durable));
        Ok((id, durable))
    }

    /// Starts over; the old draft can be brought back for some seconds.
    pub fn start_over(self, say: Say) {
        let Some(old) = self.draft() else { return };
        let kind = old.body.kind.clone();
        let key = Draft::key(&kind);
        let undone = RwSignal::new(false);
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        self.id.set(fresh_id());
        self.link.set(None);
        self.given.set(false);
        self.asked.set_value(false);
        self.body.set(NoteBody { kind, ..NoteBody::default() });
        self.kept.set(Kept::Nothing);
        let back = old.clone();
        say.with_undo("Draft discarded", move || {
            undone.set(true);
            self.take_in(back.clone());
            self.touch();
        });
        spawn_local(async move {
            // At once: whoever discards and leaves must not find it on the phone again.
            let _dropped = device().drop_draft(key).await;
            device().sleep(TOAST_MILLIS).await;
            if undone.try_get_untracked() == Some(true) {
                return;
            }
            for photo in old.body.photos {
                device().drop_photo(photo).await;
            }
        });
    }
}

fn fresh_id() -> NoteId {
    let mut chance = [0; 10];
    chance.copy_from_slice(&device().chance()[..10]);
    NoteId::mint(device().now(), chance)
}

/// What was typed before the app was there, on whatever screen it then opened, becomes a draft.
pub fn keep_typed_early() {
    let typed = take_typed_early();
    if typed.is_blank() {
        return;
    }
    spawn_local(async move {
        let key = Draft::key(&NoteKind::Account);
        let mut draft = match device().draft(key).await {
            Ok(Some(draft)) => draft,
            Ok(None) | Err(_) => Draft::new(fresh_id(), NoteBody::default(), None, None),
        };
        let before = draft.body.text;
        let joined =
            if before.is_blank() { typed.into_revealed() } else { format!("{}\n{}", before.reveal(), typed.reveal()) };
        draft.body.text = Private::new(joined);
        let text = draft.body.text.clone();
        if device().keep_draft(draft).await.is_err() {
            // The next note takes it over instead.
            watched().typed_early.set(text);
        }
    });
}

fn take_typed_early() -> Private<String> {
    let typed = watched().typed_early;
    let text = typed.get_untracked();
    typed.set(Private::default());
    text
}
