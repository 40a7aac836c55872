//! Writing a decision: whether it is a violation, what is done and to whom, whether it was meant, and what it is for.

use super::super::form::{choice, line, sheet, text_box};
use super::super::hand::{Doing, Hand};
use super::super::keeping::{Keeping, is_typed, says_in};
use crate::device::device;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_edit, on_tap};
use crate::parts::toast;
use crate::signal::{Memo, RwSignal};
use domain::ids::DeedId;
use domain::private::Private;
use domain::work::Deed;
use domain::work::decision::{Decision, Intent, Resolution, ResolutionKind, Violation};
use domain::work::draft::{DraftDeed, Says};
use domain::work::people::person_code_name;
use domain::work::telling;
use leptos::prelude::*;

/// The form of a decision.
#[derive(Clone, Copy)]
struct Form {
    /// The draft of which it is the next version, and the versions that its writer has seen; nothing for a new one.
    of: RwSignal<Option<(DeedId, Vec<DeedId>)>>,
    violation: RwSignal<Option<usize>>,
    intent: RwSignal<Option<usize>>,
    done: RwSignal<Vec<Resolution>>,
    kind: RwSignal<Option<usize>>,
    person: RwSignal<Option<DeedId>>,
    words: RwSignal<String>,
    reasons: RwSignal<String>,
    addresses: RwSignal<String>,
    reduces: RwSignal<String>,
}

/// The form with what is being written in it, which the phone keeps.
#[derive(Clone, Copy)]
pub(super) struct Writing {
    form: Form,
    keeping: Keeping,
}

impl Writing {
    /// Nothing yet.
    pub(super) fn new(hand: Hand) -> Self {
        let form = Form::new();
        Self { form, keeping: Keeping::of_form(hand, move || form.deed()) }
    }

    /// Opens the form for a new decision; what was typed before stands in it.
    fn begins(self) {
        self.opens(None, None);
    }

    /// Opens the form for the next version of a draft.
    pub(super) fn goes_on(self, draft: DeedId, seen: Vec<DeedId>, from: &Decision) {
        self.opens(Some(draft), Some((from, seen)));
    }

    fn opens(self, draft: Option<DeedId>, from: Option<(&Decision, Vec<DeedId>)>) {
        let Self { form, keeping } = self;
        let of = form.of.get_untracked().map(|(draft, _)| draft);
        if keeping.is_under_way() && of == draft {
            return device().open_dialog("decision");
        }
        keeping.is_set_aside();
        form.clears();
        if let Some((Says::Decision(typed), seen)) = keeping.takes_up(|deed| typed_decision(deed, draft)) {
            form.of.set(draft.map(|draft| (draft, seen)));
            form.fills(&typed);
            // What nobody had chosen yet is asked again.
            if typed.violation == Violation::NotDetermined {
                form.violation.set(None);
            }
            if typed.intent == Intent::NotConsidered {
                form.intent.set(None);
            }
        } else if let (Some(draft), Some((from, seen))) = (draft, from) {
            form.of.set(Some((draft, seen)));
            form.fills(from);
        }
        keeping.is_filled();
        device().open_dialog("decision");
    }
}

fn typed_decision(deed: &Deed, of: Option<DeedId>) -> Option<(Says, Vec<DeedId>)> {
    says_in(deed, of).filter(|(says, _)| matches!(says, Says::Decision(_)))
}

impl Form {
    fn new() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            of: RwSignal::new(None),
            violation: RwSignal::new(None),
            intent: RwSignal::new(None),
            done: RwSignal::new(Vec::new()),
            kind: RwSignal::new(None),
            person: RwSignal::new(None),
            words: text(),
            reasons: text(),
            addresses: text(),
            reduces: text(),
        }
    }

    fn fills(self, from: &Decision) {
        self.violation.set(Violation::ALL.iter().position(|one| *one == from.violation));
        self.intent.set(Intent::ALL.iter().position(|one| *one == from.intent));
        self.done.set(from.resolutions.clone());
        for (text, words) in
            [(self.reasons, &from.reasons), (self.addresses, &from.addresses), (self.reduces, &from.reduces)]
        {
            text.set(words.reveal().clone());
        }
    }

    /// As it would be written now, with what stands below the list and is not in it yet; nothing where all of it is blank.
    fn deed(self) -> Option<Deed> {
        let mut decision = self.decision();
        let kind = self.kind.get().and_then(|number| ResolutionKind::ALL.get(number).copied());
        let words: Private<String> = self.words.get().into();
        let kind = kind.or_else(|| (!words.is_blank()).then_some(ResolutionKind::Other));
        decision.resolutions.extend(kind.map(|kind| Resolution { kind, person: self.person.get(), words }));
        let chosen = self.violation.get().is_some() || self.intent.get().is_some() || !decision.resolutions.is_empty();
        let texts = [&decision.reasons, &decision.addresses, &decision.reduces];
        let (draft, over) = self.of.get().map(|(draft, over)| (Some(draft), over)).unwrap_or_default();
        let says = Says::Decision(Box::new(decision.clone()));
        (chosen || texts.into_iter().any(|text| !text.is_blank())).then_some(Deed::Draft(DraftDeed::Write {
            draft,
            says,
            over,
        }))
    }

    /// Takes what is chosen below the list into the list.
    fn adds(self) {
        let Some(kind) = self.kind.get_untracked().and_then(|number| ResolutionKind::ALL.get(number).copied()) else {
            return;
        };
        let (person, words) = (self.person.get_untracked(), self.words.get_untracked().into());
        self.done.update(|done| done.push(Resolution { kind, person, words }));
        self.kind.set(None);
        self.person.set(None);
        self.words.set(String::new());
    }

    fn decision(self) -> Decision {
        let violation = self.violation.get().and_then(|number| Violation::ALL.get(number).copied());
        let intent = self.intent.get().and_then(|number| Intent::ALL.get(number).copied());
        Decision {
            violation: violation.unwrap_or(Violation::NotDetermined),
            resolutions: self.done.get(),
            intent: intent.unwrap_or(Intent::NotConsidered),
            addresses: self.addresses.get().into(),
            reduces: self.reduces.get().into(),
            reasons: self.reasons.get().into(),
        }
    }

    fn clears(self) {
        self.of.set(None);
        self.violation.set(None);
        self.intent.set(None);
        self.done.set(Vec::new());
        self.kind.set(None);
        self.person.set(None);
        for text in [self.words, self.reasons, self.addresses, self.reduces] {
            text.set(String::new());
        }
    }
}

/// The button and its form.
pub(super) fn decide(hand: Hand, writing: Writing) -> AnyView {
    let Writing { form, keeping } = writing;
    let (doing, missing) = (Doing::new(), RwSignal::new(None::<&'static str>));
    let toast = toast::say();
    let send = move || {
        form.adds();
        let undone = form.done.with_untracked(Vec::is_empty);
        missing.set(match (form.violation.get_untracked(), undone) {
            (None, _) => Some("Say whether it is a violation; that it could not be determined is an answer, too."),
            (Some(_), true) => Some("Choose what is done; nothing is an answer, too."),
            (Some(_), false) => None,
        });
        let Some(deed) = untrack(|| form.deed()).filter(|_| missing.get_untracked().is_none()) else { return };
        hand.does_as(doing, keeping.id(), deed, move || {
            device().close_dialog("decision");
            form.clears();
            keeping.is_filled();
            keeping.rests();
            toast.word("Written. It counts when a second member agrees.");
        });
    };
    let fields = view! {
        {fields(hand, form)}
        <div role="alert">{live(move || missing.get().map(|words| view! { <p class="error">{icon(Icon::Info)} <span>{words}</span></p> }))}</div>
    }
    .into_any();
    let typed = Memo::new(move || is_typed(hand, |deed| typed_decision(deed, None)));
    let words = move || if typed.get() { "Go on writing the decision" } else { "Write a decision" };
    view! {
        <p class="acts"><button class="btn quiet" type="button" on:click=on_tap(move |_| writing.begins())>{live(words)}</button></p>
        {sheet("decision", "A decision", fields, doing, "Give it to a second member", send)}
    }
    .into_any()
}

fn fields(hand: Hand, writing: Form) -> AnyView {
    let violations = Violation::ALL.map(|one| one.words().to_owned()).into();
    let intents = Intent::ALL.map(|one| one.words().to_owned()).into();
    view! {
        <p class="soft">"It is a draft until a second member agrees to it, word for word."</p>
        {choice("decision-violation", "Is it a violation of the Code of Conduct?", violations, writing.violation)}
        <fieldset class="field">
            <legend>"What is done"</legend>
            {live(move || done(writing))}
            {kinds(writing)}
            {live(move || whom(hand, "decision-whom", "To or for whom", writing.person))}
            {line("decision-words", "In words, if something has to be said about it", writing.words)}
            <p><button class="btn quiet" type="button" on:click=on_tap(move |_| writing.adds())>"Add it to the list"</button></p>
        </fieldset>
        {choice("decision-intent", "Was it meant?", intents, writing.intent)}
        <p class="hint">
            "Stays in the team. What was meant, or was severe, calls for something firmer; a slip often ends with a word. \
             You weigh it, nothing here does."
        </p>
        {text_box("decision-reasons", "Why", writing.reasons)}
        {line("decision-addresses", "How this answers the report", writing.addresses)}
        {line("decision-reduces", "How it makes further harm less likely", writing.reduces)}
    }
    .into_any()
}

/// What is done so far, each of which can be taken out again.
fn done(writing: Form) -> AnyView {
    let done = writing.done.get();
    if done.is_empty() {
        return ().into_any();
    }
    let rows = done.into_iter().enumerate().map(|(number, resolution)| {
        let words = super::decision::in_words(&resolution);
        let label = format!("Take out: {words}");
        let out = move |_| {
            writing.done.update(|done| {
                done.remove(number);
            });
        };
        view! {
            <li class="row"><span>{words}</span><button class="btn link" type="button" aria-label=label on:click=on_tap(out)>"Take out"</button></li>
        }
    });
    view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any()
}

fn kinds(writing: Form) -> AnyView {
    let options = ResolutionKind::ALL.into_iter().enumerate().map(|(number, kind)| {
        let selected = move || writing.kind.get() == Some(number);
        view! { <option value=number.to_string() prop:selected=attr(selected)>{kind.words()}</option> }
    });
    let options = options.collect_view();
    let pick = move |event| writing.kind.set(event_target_value(&event).parse().ok());
    let none = move || writing.kind.get().is_none();
    view! {
        <div class="field">
            <label for="decision-kind">"Resolution"</label>
            <select id="decision-kind" on:change=on_edit(pick)><option value="" prop:selected=attr(none)>"Choose one"</option>{options}</select>
        </div>
    }
    .into_any()
}

/// Somebody in it, by code name, or nobody in particular.
pub(super) fn whom(hand: Hand, id: &'static str, label: &'static str, chosen: RwSignal<Option<DeedId>>) -> AnyView {
    let people = hand.work.with(|work| {
        let part = |part: Option<_>| part.map(telling::part).unwrap_or_default();
        let all = work.people.all();
        all.map(|(id, person)| (id, part(person.part.latest().map(|version| version.value)))).collect::<Vec<_>>()
    });
    let ids: Vec<_> = people.iter().map(|(id, _)| *id).collect();
    let options = people.into_iter().enumerate().map(|(number, (person, part))| {
        let selected = move || chosen.get() == Some(person);
        let words = format!("{} · {part}", person_code_name(person));
        view! { <option value=number.to_string() prop:selected=attr(selected)>{words}</option> }
    });
    let options = options.collect_view();
    let pick = move |event| {
        let number: Option<usize> = event_target_value(&event).parse().ok();
        chosen.set(number.and_then(|number| ids.get(number).copied()));
    };
    let none = move || chosen.get().is_none();
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id on:change=on_edit(pick)><option value="" prop:selected=attr(none)>"Nobody in particular"</option>{options}</select>
        </div>
    }
    .into_any()
}
