//! Adding a note to a case. The draft is kept on the phone at each pause, so that nothing typed here is lost either.

use super::words::Beat;
use crate::api;
use crate::device::{Draft, device};
use crate::parts::asked::{Asked, doing};
use crate::parts::live::{attr, on_edit, on_send};
use crate::parts::toast;
use crate::signal::{RwSignal, StoredValue, spawn_local};
use domain::ids::{IncidentId, NoteId};
use domain::note::NoteBody;
use domain::private::Private;
use domain::question::CaseOpened;
use domain::writing::Writes;
use leptos::prelude::*;

/// The pause in typing after which a draft is kept, in milliseconds.
const PAUSE_MILLIS: u32 = 500;

/// A fresh id for a note that is written here.
pub(super) fn mint() -> NoteId {
    NoteId::mint(device().now(), ten())
}

/// Chance for an id.
pub(crate) fn ten() -> [u8; 10] {
    let mut chance = [0; 10];
    chance.copy_from_slice(&device().chance()[..10]);
    chance
}

/// The box at the end of the record.
pub(super) fn add_note(asked: Asked<CaseOpened>, incident: IncidentId) -> AnyView {
    let text = RwSignal::new(String::new());
    let id = StoredValue::new(mint());
    let draft = Keeper::of(incident, id);
    draft.bring_back(text);
    let work = doing();
    let toast = toast::say();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let written = Private::from(text.get_untracked());
        if written.is_blank() {
            device().focus("case-note");
            return;
        }
        work.start(api::add_note(incident, id.get_value(), written), move |()| {
            draft.drop();
            text.set(String::new());
            id.set_value(mint());
            toast.word("On the record");
            asked.again();
        });
    };
    let beat = Beat::of(incident, Writes::Note);
    let typed = move |event| {
        text.set(event_target_value(&event));
        draft.keep(text);
        beat.beats();
    };
    view! {
        <form class="stack no-print" on:submit=on_send(send)>
            <div class="field">
                <label for="case-note" class="title">"Add a note"</label>
                <p class="hint" id="case-note-hint">"The CARE team reads it. It stays on the record."</p>
                <textarea id="case-note" aria-describedby="case-note-hint" autocomplete="off"
                    prop:value=attr(move || text.get()) on:input=on_edit(typed)></textarea>
            </div>
            {work.error()}
            <p class="acts"><button class="btn" type="submit" aria-busy=attr(move || work.is_busy())>"Add to the record"</button></p>
        </form>
    }
    .into_any()
}

/// Keeps the draft of one case's note on the phone.
#[derive(Clone, Copy)]
struct Keeper {
    incident: IncidentId,
    id: StoredValue<NoteId>,
    turn: StoredValue<u32>,
}

impl Keeper {
    fn of(incident: IncidentId, id: StoredValue<NoteId>) -> Self {
        Self { incident, id, turn: StoredValue::new(0) }
    }

    fn bring_back(self, text: RwSignal<String>) {
        spawn_local(async move {
            let Ok(Some(draft)) = device().draft(Draft::key_of_case(self.incident)).await else { return };
            if text.try_get_untracked().is_some_and(|text| text.is_empty()) {
                self.id.set_value(draft.id);
                text.set(draft.body.text.into_revealed());
            }
        });
    }

    fn keep(self, text: RwSignal<String>) {
        let turn = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(turn);
        spawn_local(async move {
            device().sleep(PAUSE_MILLIS).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            let (Some(id), Some(text)) = (self.id.try_get_value(), text.try_get_untracked()) else { return };
            let body = NoteBody { text: text.into(), written_at: device().now(), ..NoteBody::default() };
            // A phone that keeps nothing says so on its own; the text stays in the box either way.
            let _kept = device().keep_draft(Draft::new(id, body, None, Some(self.incident))).await;
        });
    }

    fn drop(self) {
        self.turn.set_value(self.turn.get_value().wrapping_add(1));
        spawn_local(async move {
            let _dropped = device().drop_draft(Draft::key_of_case(self.incident)).await;
        });
    }
}
