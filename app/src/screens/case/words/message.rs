//! Writing to a reporter: from a vetted template or from nothing, as a draft that waits for a second member.

use super::super::form::{choice, sheet as form_sheet};
use super::super::hand::{Doing, Hand};
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
}

impl Letter {
    /// Nothing is written yet.
    pub(super) fn new(hand: Hand) -> Self {
        let links = move || of_case(hand.asked, |case| case.links.iter().map(|link| link.link).collect());
        Self {
            of: StoredValue::new(None),
            links: Memo::new(move || links().unwrap_or_default()),
            to: RwSignal::new(None),
            purpose: RwSignal::new(Purpose::Other),
            text: RwSignal::new(String::new()),
        }
    }

    /// Something new; what was typed before and not sent is still there.
    pub(super) fn begins(self) {
        if self.of.get_value().is_some() {
            self.of.set_value(None);
            self.text.set(String::new());
        }
        if self.to.get_untracked().is_none() {
            self.to.set(Some(0));
        }
        device().open_dialog("letter");
    }

    /// The next version of a draft.
    pub(super) fn goes_on(self, draft: DeedId, seen: Vec<DeedId>, message: &Message) {
        self.of.set_value(Some((draft, seen)));
        let links = self.links.get_untracked();
        let to = links.iter().position(|link| Some(*link) == message.to);
        self.to.set(Some(to.unwrap_or(links.len())));
        self.purpose.set(message.purpose);
        self.text.set(message.text.reveal().clone());
        device().open_dialog("letter");
    }

    fn deed(self) -> Deed {
        let to = self.to.get_untracked().and_then(|number| self.links.get_untracked().get(number).copied());
        let message = Message { to, purpose: self.purpose.get_untracked(), text: self.text.get_untracked().into() };
        let (draft, over) = self.of.get_value().map_or((None, Vec::new()), |(draft, seen)| (Some(draft), seen));
        Deed::Draft(DraftDeed::Write { draft, says: Says::Message(message), over })
    }
}

/// The sheet in which one writes.
pub(super) fn sheet(hand: Hand, letter: Letter) -> AnyView {
    let doing = Doing::new();
    let toast = toast::say();
    let send = move || {
        hand.does(doing, letter.deed(), move || {
            device().close_dialog("letter");
            letter.of.set_value(None);
            letter.text.set(String::new());
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
