//! Conversations: planned with two names, held, and noted right after.

use super::super::form::{line, opens, sheet, text_box};
use super::super::hand::{Doing, Hand};
use super::super::keeping::Keeping;
use super::plan;
use crate::device::device;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{live, on_tap};
use crate::parts::moment::when;
use crate::parts::toast;
use crate::screens::inbox::code_name;
use crate::signal::{Memo, RwSignal, StoredValue};
use domain::ids::DeedId;
use domain::work::Deed;
use domain::work::conversation::{Conversation, ConversationDeed};
use domain::work::people::person_code_name;
use leptos::prelude::*;

/// All conversations, and the way to plan one.
pub(super) fn conversations(hand: Hand) -> AnyView {
    let all = Memo::new(move || {
        hand.work.with(|work| work.conversations.all().map(|(id, one)| (id, one.clone())).collect::<Vec<_>>())
    });
    // What the sheet below is about.
    let about = StoredValue::new(None::<DeedId>);
    let notes = Notes::new(hand);
    let list = move || {
        let rows = all.get().iter().map(|(id, one)| row(hand, *id, one, notes, about)).collect_view();
        view! { <ul class="rows">{rows}</ul> }
    };
    let none = move || {
        all.with(Vec::is_empty).then(
            || view! { <p class="soft">"None so far. Two of you hold a conversation: one talks, one takes notes."</p> },
        )
    };
    view! {
        <section class="stack" aria-labelledby="conversations-title">
            <h2 id="conversations-title">"Conversations"</h2>
            {live(none)}
            {live(list)}
            <p class="acts no-print">{opens("plan", "Plan a conversation")}</p>
        </section>
        {plan::plan(hand)}
        {hold(hand, notes)}
        {call_off(hand, about)}
    }
    .into_any()
}

fn row(hand: Hand, id: DeedId, one: &Conversation, notes: Notes, about: StoredValue<Option<DeedId>>) -> AnyView {
    let plan = &one.plan;
    let taken =
        plan.notes.map_or_else(|| "nobody takes notes".to_owned(), |notes| format!("{} takes notes", hand.name(notes)));
    let who = format!("{} talks, {taken}", hand.name(plan.talks));
    let at = plan.at.map(|at| view! { " · " {when(at)} });
    let place = (!plan.place.is_blank()).then(|| format!(" · {}", plan.place.reveal()));
    let purpose = (!plan.purpose.is_blank()).then(|| view! { <p>{plan.purpose.reveal().clone()}</p> });
    let held = one.held.iter().map(|(by, at, notes)| {
        view! {
            <blockquote class="said">{notes.reveal().clone()}</blockquote>
            <small>{hand.name(*by)} " wrote the notes · " {when(*at)}</small>
        }
    });
    let held = held.collect_view();
    let called_off =
        one.called_off.as_ref().map(|why| view! { <p class="why"><b>"Called off: "</b> {why.reveal().clone()}</p> });
    let calls_off = move |_| {
        about.set_value(Some(id));
        device().open_dialog("call-off");
    };
    let state = if one.is_planned() {
        view! {
            <span class="state">{icon(Icon::Unsaved)} <span>"Planned; its notes are still to be written"</span></span>
            <p class="acts no-print">
                <button class="btn quiet" type="button" on:click=on_tap(move |_| notes.opens(id))>"Write the notes"</button>
                <button class="btn link" type="button" on:click=on_tap(calls_off)>"It does not take place"</button>
            </p>
        }
        .into_any()
    } else if one.called_off.is_none() {
        view! { <p class="no-print"><button class="btn link" type="button" on:click=on_tap(move |_| notes.opens(id))>"Add to the notes"</button></p> }
            .into_any()
    } else {
        ().into_any()
    };
    view! {
        <li class="stack tight">
            <b>"With " {code_name(&person_code_name(plan.with))}</b>
            <small>{who} {place} {at}</small>
            {purpose} {held} {called_off} {state}
        </li>
    }
    .into_any()
}

/// The notes of a conversation as they are being written, which the phone keeps.
#[derive(Clone, Copy)]
struct Notes {
    about: StoredValue<Option<DeedId>>,
    text: RwSignal<String>,
    keeping: Keeping,
}

impl Notes {
    fn new(hand: Hand) -> Self {
        let (about, text) = (StoredValue::new(None), RwSignal::new(String::new()));
        let typed = move || notes_of(about, text.get()).filter(|_| text.with(|text| !text.trim().is_empty()));
        Self { about, text, keeping: Keeping::of_form(hand, typed) }
    }

    /// Opens the sheet for a conversation; what was typed about it before stands in it.
    fn opens(self, id: DeedId) {
        if self.keeping.is_under_way() && self.about.get_value() == Some(id) {
            return device().open_dialog("hold");
        }
        self.keeping.is_set_aside();
        self.about.set_value(Some(id));
        let typed = self.keeping.takes_up(|deed| match deed {
            Deed::Conversation(ConversationDeed::Hold { conversation, notes }) if *conversation == id => {
                Some(notes.clone())
            }
            _ => None,
        });
        self.text.set(typed.unwrap_or_default().into_revealed());
        self.keeping.is_filled();
        device().open_dialog("hold");
    }
}

fn notes_of(about: StoredValue<Option<DeedId>>, text: String) -> Option<Deed> {
    let conversation = about.get_value()?;
    Some(Deed::Conversation(ConversationDeed::Hold { conversation, notes: text.into() }))
}

fn hold(hand: Hand, notes: Notes) -> AnyView {
    let doing = Doing::new();
    let toast = toast::say();
    let send = move || {
        let Some(deed) = notes_of(notes.about, notes.text.get_untracked()) else { return };
        hand.does_as(doing, notes.keeping.id(), deed, move || {
            device().close_dialog("hold");
            notes.text.set(String::new());
            notes.keeping.is_filled();
            notes.keeping.rests();
            toast.word("The notes are on the record");
        });
    };
    let fields = view! {
        <p class="soft">"Write it down at once, while you remember. What was said, by whom, and what you agreed on; word for word where it matters."</p>
        {text_box("hold-notes", "Notes", notes.text)}
    }
    .into_any();
    sheet("hold", "Notes of the conversation", fields, doing, "Put on the record", send)
}

fn call_off(hand: Hand, about: StoredValue<Option<DeedId>>) -> AnyView {
    let (why, doing) = (RwSignal::new(String::new()), Doing::new());
    let toast = toast::say();
    let send = move || {
        let Some(conversation) = about.get_value() else { return };
        let deed = ConversationDeed::CallOff { conversation, why: why.get_untracked().into() };
        hand.does(doing, Deed::Conversation(deed), move || {
            device().close_dialog("call-off");
            why.set(String::new());
            toast.word("Called off");
        });
    };
    sheet("call-off", "It does not take place", line("call-off-why", "Why", why), doing, "Call it off", send)
}
