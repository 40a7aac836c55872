//! Words to the public about something that was public already: by more than half of those without a conflict of interest.
//!
//! Nothing in the app publishes them. Once they count they can be copied by whoever speaks for the conference.

use super::super::form::{line, sheet as form_sheet, text_box};
use super::super::hand::{Doing, Hand};
use super::super::keeping::{Keeping, says_in};
use super::{Beat, says, warnings};
use crate::device::device;
use crate::parts::live::{attr, live, on_edit, on_tap};
use crate::parts::moment::when;
use crate::parts::toast;
use crate::signal::{RwSignal, StoredValue, spawn_local};
use domain::ids::DeedId;
use domain::work::Deed;
use domain::work::draft::{DraftDeed, InForce, Says, Statement};
use domain::writing::Writes;
use leptos::prelude::*;

/// What is being written to the public.
#[derive(Clone, Copy)]
pub(super) struct Speech {
    of: StoredValue<Option<(DeedId, Vec<DeedId>)>>,
    public_because: RwSignal<String>,
    audience: RwSignal<String>,
    text: RwSignal<String>,
    beat: Beat,
    keeping: Keeping,
}

impl Speech {
    /// Nothing is written yet.
    pub(super) fn new(hand: Hand) -> Self {
        let blank = || RwSignal::new(String::new());
        let texts = [blank(), blank(), blank()];
        let of = StoredValue::new(None);
        let typed = move || {
            let blank = texts.iter().all(|text| text.with(|text| text.trim().is_empty()));
            (!blank).then(|| deed(of, texts))
        };
        let keeping = Keeping::of_form(hand, typed);
        let [public_because, audience, text] = texts;
        let beat = Beat::of(hand.incident, Writes::Statement);
        Self { of, public_because, audience, text, beat, keeping }
    }

    /// Something new; what was typed before and not sent is still there.
    pub(super) fn begins(self) {
        self.opens(None, None);
    }

    /// The next version of a draft.
    pub(super) fn goes_on(self, draft: DeedId, seen: Vec<DeedId>, statement: &Statement) {
        self.opens(Some(draft), Some((statement, seen)));
    }

    fn opens(self, draft: Option<DeedId>, from: Option<(&Statement, Vec<DeedId>)>) {
        let of = self.of.get_value().map(|(draft, _)| draft);
        if self.keeping.is_under_way() && of == draft {
            return device().open_dialog("speech");
        }
        self.keeping.is_set_aside();
        self.empties();
        if let Some((Says::Statement(typed), seen)) = self.keeping.takes_up(|deed| typed_words(deed, draft)) {
            self.of.set_value(draft.map(|draft| (draft, seen)));
            self.fills(&typed);
        } else if let (Some(draft), Some((from, seen))) = (draft, from) {
            self.of.set_value(Some((draft, seen)));
            self.fills(from);
        }
        self.keeping.is_filled();
        device().open_dialog("speech");
    }

    fn fills(self, statement: &Statement) {
        self.public_because.set(statement.public_because.reveal().clone());
        self.audience.set(statement.audience.reveal().clone());
        self.text.set(statement.text.reveal().clone());
    }

    fn empties(self) {
        self.of.set_value(None);
        for each in self.texts() {
            each.set(String::new());
        }
    }

    const fn texts(self) -> [RwSignal<String>; 3] {
        [self.public_because, self.audience, self.text]
    }
}

fn typed_words(deed: &Deed, of: Option<DeedId>) -> Option<(Says, Vec<DeedId>)> {
    says_in(deed, of).filter(|(says, _)| matches!(says, Says::Statement(_)))
}

fn deed(
    of: StoredValue<Option<(DeedId, Vec<DeedId>)>>,
    [public_because, audience, text]: [RwSignal<String>; 3],
) -> Deed {
    let statement = Statement {
        public_because: public_because.get().into(),
        audience: audience.get().into(),
        text: text.get().into(),
    };
    let (draft, over) = of.get_value().map_or((None, Vec::new()), |(draft, seen)| (Some(draft), seen));
    Deed::Draft(DraftDeed::Write { draft, says: Says::Statement(statement), over })
}

/// The sheet in which one writes.
pub(super) fn sheet(hand: Hand, speech: Speech) -> AnyView {
    let doing = Doing::new();
    let toast = toast::say();
    let send = move || {
        let deed = untrack(|| deed(speech.of, speech.texts()));
        hand.does_as(doing, speech.keeping.id(), deed, move || {
            device().close_dialog("speech");
            speech.empties();
            speech.keeping.is_filled();
            speech.keeping.rests();
            toast.word("It waits until enough of the team agree");
        });
    };
    let typed = move |event| {
        speech.text.set(event_target_value(&event));
        speech.beat.beats();
    };
    let fields = view! {
        <p class="soft">
            "As a rule the team says nothing in public about anybody. This is for what happened in public already. \
             More than half of those without a conflict of interest agree, and never one alone."
        </p>
        {text_box("speech-because", "Why it is public already", speech.public_because)}
        {line("speech-audience", "To whom it is said", speech.audience)}
        <div class="field">
            <label for="speech-text">"The words"</label>
            <textarea id="speech-text" class="big" autocomplete="off" prop:value=attr(move || speech.text.get())
                on:input=on_edit(typed)></textarea>
        </div>
        {warnings(speech.text, || false)}
    };
    form_sheet("speech", "A public statement", fields.into_any(), doing, "Ask the team", send)
}

/// The statements that count, to be copied.
pub(super) fn spoken(hand: Hand) -> AnyView {
    let toast = toast::say();
    let list = move || {
        let said = hand.work.with(|work| {
            let said = work.drafts.all().filter_map(|(_, draft)| draft.in_force());
            said.filter(|said| matches!(said.says, Says::Statement(_))).cloned().collect::<Vec<_>>()
        });
        let rows = said.iter().map(|said| row(hand, said, toast)).collect_view();
        (!said.is_empty()).then(|| {
            view! {
                <section class="stack" aria-labelledby="spoken-title">
                    <h2 id="spoken-title">"What may be said in public"</h2>
                    <p class="soft">"Careline publishes nothing. Whoever speaks for the conference takes the words from here."</p>
                    {rows}
                </section>
            }
        })
    };
    live(list)
}

fn row(hand: Hand, said: &InForce, toast: toast::Say) -> AnyView {
    let who = format!("{}, agreed to by the team with {}", hand.name(said.author), hand.name(said.with));
    let copy = match &said.says {
        Says::Statement(statement) => Some(statement.text.clone()),
        Says::Message(_) | Says::Decision(_) => None,
    };
    let press = move |_| {
        let text = copy.clone().unwrap_or_default();
        spawn_local(async move {
            let copied = device().copy(text).await;
            toast.word(if copied { "Copied" } else { "The browser did not allow copying. Select the words instead." });
        });
    };
    view! {
        <article class="card stack tight">
            {says::content(&said.says)}
            <p><small>{who} " · " {when(said.at)}</small></p>
            <p class="acts no-print"><button class="btn quiet" type="button" on:click=on_tap(press)>"Copy the words"</button></p>
        </article>
    }
    .into_any()
}
