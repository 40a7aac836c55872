//! Writing to a reporter: from a vetted template or from nothing, as a draft that waits for a second member.

use super::super::form::{choice, sheet as form_sheet};
use super::super::hand::{Doing, Hand};
use super::super::keeping::{Keeping, is_typed, says_in};
use super::super::of_case;
use super::{Beat, says, warnings};
use crate::device::device;
use crate::parts::live::{attr, live, on_edit};
use crate::parts::toast;
use crate::screens::guide::{card_body, cards_for};
use crate::signal::{Memo, RwSignal, StoredValue};
use domain::guide::Moment;
use domain::ids::{DeedId, ReporterLinkId};
use domain::work::Deed;
use domain::work::draft::{DraftDeed, Message, Purpose, Says};
use domain::work::template::{self, TEMPLATES};
use domain::writing::Writes;
use leptos::prelude::*;

/// What is being written to a reporter.
#[derive(Clone, Copy)]
pub(super) struct Letter {
    /// The draft that goes on, with the versions that its writer has seen; nothing for a new one.
    of: StoredValue<Option<(DeedId, Vec<DeedId>)>>,
    links: Memo<Vec<ReporterLinkId>>,
    /// Which link, by its number; one more for "in another way".
    to: RwSignal<Option<usize>>,
    purpose: RwSignal<Purpose>,
    text: RwSignal<String>,
    keeping: Keeping,
}

impl Letter {
    /// Nothing is written yet.
    pub(super) fn new(hand: Hand) -> Self {
        let links = move || of_case(hand.asked, |case| case.links.iter().map(|link| link.link).collect());
        let (of, links) = (StoredValue::new(None), Memo::new(move || links().unwrap_or_default()));
        let (to, purpose, text) = (RwSignal::new(None), RwSignal::new(Purpose::Other), RwSignal::new(String::new()));
        let typed = move || {
            // A template as it stands is a tap away.
            let kept = text.with(|text| !template::is_unchanged(text));
            kept.then(|| deed(of, links, to, purpose, text))
        };
        Self { of, links, to, purpose, text, keeping: Keeping::of_form(hand, typed) }
    }

    /// Something new; what was typed before and not sent is still there.
    pub(super) fn begins(self) {
        self.opens(None, None);
    }

    /// The next version of a draft.
    pub(super) fn goes_on(self, draft: DeedId, seen: Vec<DeedId>, message: &Message) {
        self.opens(Some(draft), Some((message, seen)));
    }

    /// Whether words to a reporter were typed and not given to anybody; tracks.
    pub(super) fn is_typed(hand: Hand) -> bool {
        is_typed(hand, |deed| typed_words(deed, None))
    }

    fn opens(self, draft: Option<DeedId>, from: Option<(&Message, Vec<DeedId>)>) {
        let of = self.of.get_value().map(|(draft, _)| draft);
        if self.keeping.is_under_way() && of == draft {
            return device().open_dialog("letter");
        }
        self.keeping.is_set_aside();
        self.empties();
        if let Some((Says::Message(typed), seen)) = self.keeping.takes_up(|deed| typed_words(deed, draft)) {
            self.of.set_value(draft.map(|draft| (draft, seen)));
            self.fills(&typed);
        } else if let (Some(draft), Some((from, seen))) = (draft, from) {
            self.of.set_value(Some((draft, seen)));
            self.fills(from);
        }
        self.keeping.is_filled();
        device().open_dialog("letter");
    }

    fn fills(self, message: &Message) {
        let links = self.links.get_untracked();
        let to = links.iter().position(|link| Some(*link) == message.to);
        self.to.set(Some(to.unwrap_or(links.len())));
        self.purpose.set(message.purpose);
        self.text.set(message.text.reveal().clone());
    }

    fn empties(self) {
        self.of.set_value(None);
        self.to.set(Some(0));
        self.purpose.set(Purpose::Other);
        self.text.set(String::new());
    }

    /// They are with a second member.
    fn is_sent(self) {
        self.empties();
        self.keeping.is_filled();
        self.keeping.rests();
    }

    fn deed(self) -> Deed {
        untrack(|| deed(self.of, self.links, self.to, self.purpose, self.text))
    }
}

fn typed_words(deed: &Deed, of: Option<DeedId>) -> Option<(Says, Vec<DeedId>)> {
    says_in(deed, of).filter(|(says, _)| matches!(says, Says::Message(_)))
}

fn deed(
    of: StoredValue<Option<(DeedId, Vec<DeedId>)>>,
    links: Memo<Vec<ReporterLinkId>>,
    to: RwSignal<Option<usize>>,
    purpose: RwSignal<Purpose>,
    text: RwSignal<String>,
) -> Deed {
    let to = to.get().and_then(|number| links.with(|links| links.get(number).copied()));
    let message = Message { to, purpose: purpose.get(), text: text.get().into() };
    let (draft, over) = of.get_value().map_or((None, Vec::new()), |(draft, seen)| (Some(draft), seen));
    Deed::Draft(DraftDeed::Write { draft, says: Says::Message(message), over })
}

/// The sheet in which one writes.
pub(super) fn sheet(hand: Hand, letter: Letter) -> AnyView {
    let doing = Doing::new();
    let toast = toast::say();
    let send = move || {
        hand.does_as(doing, letter.keeping.id(), letter.deed(), move || {
            device().close_dialog("letter");
            letter.is_sent();
            toast.word("It waits for a second member");
        });
    };
    let whom = move || {
        let mut ways =
            of_case(hand.asked, |case| case.links.iter().map(|known| says::link(case, known.link)).collect::<Vec<_>>())
                .unwrap_or_default();
        let several = !ways.is_empty();
        ways.push("In another way; nothing is sent".to_owned());
        let alone = (!several).then(|| view! { <p class="soft">"There is no private link, so nothing is sent. Write down what you tell them and how."</p> });
        view! { {alone} {several.then(|| choice("letter-to", "How it reaches them", ways, letter.to))} }
    };
    let gaps = move || {
        let gaps = letter.text.with(|text| template::gaps(text));
        let words = format!("Still to fill in before it can go out: {}", gaps.join(", "));
        (!gaps.is_empty()).then(|| view! { <p class="hint">{words}</p> })
    };
    let cards = cards_for(Moment::ConfirmingReceipt).iter().map(|card| card_body(card, true)).collect_view();
    let fields = view! {
        <p class="soft">"It comes from the CARE team, and no name of yours goes with it. A second member agrees before it goes out."</p>
        {live(whom)}
        {templates(letter)}
        {text(hand, letter)}
        <div role="status">{live(gaps)}</div>
        {warnings(letter.text, move || letter.purpose.get() == Purpose::Inform)}
        <details class="more"><summary>"What helps, and what to leave unsaid"</summary><div class="stack">{cards}</div></details>
    };
    form_sheet("letter", "Writing to the reporter", fields.into_any(), doing, "Ask a second member", send)
}

/// What it is for. A template comes into the box as long as nobody has written there.
fn templates(letter: Letter) -> AnyView {
    let options = TEMPLATES.iter().enumerate().map(|(number, template)| {
        view! { <option value=number.to_string()>{template.title}</option> }
    });
    let choose = move |event| {
        let chosen = event_target_value(&event).parse().ok().and_then(|number: usize| TEMPLATES.get(number));
        letter.purpose.set(chosen.map_or(Purpose::Other, |template| template.purpose));
        if letter.text.with_untracked(|text| template::is_unchanged(text)) {
            letter.text.set(chosen.map(|template| template.text.to_owned()).unwrap_or_default());
        }
    };
    view! {
        <div class="field">
            <label for="letter-template">"What it is for"</label>
            <p class="hint" id="letter-template-hint">"Vetted words come into the box. What you have changed stays."</p>
            <select id="letter-template" aria-describedby="letter-template-hint" on:change=on_edit(choose)>
                <option value="">"Something else, in your own words"</option>
                {options.collect_view()}
            </select>
        </div>
    }
    .into_any()
}

fn text(hand: Hand, letter: Letter) -> AnyView {
    let beat = Beat::of(hand.incident, Writes::Reply);
    let typed = move |event| {
        letter.text.set(event_target_value(&event));
        beat.beats();
    };
    view! {
        <div class="field">
            <label for="letter-text">"The words"</label>
            <textarea id="letter-text" class="big" autocomplete="off" prop:value=attr(move || letter.text.get())
                on:input=on_edit(typed)></textarea>
        </div>
    }
    .into_any()
}
