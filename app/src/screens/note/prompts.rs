//! The guide's questions, each of which may be left alone, answered, or answered with why there is no answer.

use super::form::Form;
use crate::parts::choice::{Legend, choice};
use crate::parts::live::{attr, live, on_edit, on_tap};
use crate::signal::Memo;
use domain::note::{Answer, Answers, Ongoing};
use domain::private::Private;
use leptos::prelude::*;

#[derive(Clone, Copy, PartialEq)]
enum Question {
    What,
    Who,
    When,
    Place,
    Contact,
}

impl Question {
    const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::What => ("p-what", "What was said or done?", "As exactly as you can, in their words."),
            Self::Who => ("p-who", "Who was involved?", "Names, badges, clothes. Witnesses too."),
            Self::When => ("p-when", "When was it?", "Roughly is fine: \u{201c}before lunch\u{201d}."),
            Self::Place => ("p-place", "Where was it?", "Room, floor, chat channel."),
            Self::Contact => {
                ("p-contact", "How can CARE reach the reporter?", "Phone, chat name, or where they will be.")
            }
        }
    }

    const fn of(self, answers: &Answers) -> &Answer<Private<String>> {
        match self {
            Self::What => &answers.what,
            Self::Who => &answers.who,
            Self::When => &answers.when,
            Self::Place => &answers.place,
            Self::Contact => &answers.contact,
        }
    }

    const fn of_mut(self, answers: &mut Answers) -> &mut Answer<Private<String>> {
        match self {
            Self::What => &mut answers.what,
            Self::Who => &mut answers.who,
            Self::When => &mut answers.when,
            Self::Place => &mut answers.place,
            Self::Contact => &mut answers.contact,
        }
    }
}

/// The questions, closed until one opens them.
pub(super) fn prompts(form: Form) -> AnyView {
    view! {
        <section class="stack tight" aria-label="Questions that help">
            <p class="hint">"If it helps. Leave out whatever you like."</p>
            <div class="prompts">
                {prompt(form, Question::What)}
                {prompt(form, Question::Who)}
                {prompt(form, Question::When)}
                {prompt(form, Question::Place)}
                {ongoing(form)}
                {prompt(form, Question::Contact)}
            </div>
        </section>
    }
    .into_any()
}

fn prompt(form: Form, question: Question) -> AnyView {
    let (id, label, hint) = question.words();
    let hint_id = format!("{id}-hint");
    let answer = Memo::new(move || form.body.with(|body| question.of(&body.answers).clone()));
    let text = move || match answer.get() {
        Answer::Given(text) => text.into_revealed(),
        Answer::Left | Answer::DoesNotKnow | Answer::PrefersNotToSay | Answer::DidNotAsk => String::new(),
    };
    let typed = move |event| {
        let text = event_target_value(&event);
        let answer = if text.trim().is_empty() { Answer::Left } else { Answer::Given(Private::new(text)) };
        form.change(|body| *question.of_mut(&mut body.answers) = answer);
    };
    let declined = move || without_text(&answer.get());
    let decline = move |why| form.change(|body| *question.of_mut(&mut body.answers) = with_text(why));
    view! {
        <details class="prompt">
            <summary>{label}<span class="answer">{live(move || short(&answer.get()))}</span></summary>
            <div>
                <div class="field">
                    <label class="sr" for=id>{label}</label>
                    <p class="hint" id=hint_id.clone()>{hint}</p>
                    <textarea id=id rows="2" autocomplete="off" aria-describedby=hint_id prop:value=attr(text) on:input=on_edit(typed)></textarea>
                </div>
                {no_answer(declined, decline)}
            </div>
        </details>
    }
    .into_any()
}

fn ongoing(form: Form) -> AnyView {
    let answer = Memo::new(move || form.body.with(|body| body.answers.ongoing));
    let chosen = move || match answer.get() {
        Answer::Given(ongoing) => Some(ongoing),
        Answer::Left | Answer::DoesNotKnow | Answer::PrefersNotToSay | Answer::DidNotAsk => None,
    };
    let choose = move |given: Option<Ongoing>| {
        form.change(|body| body.answers.ongoing = given.map_or(Answer::Left, Answer::Given));
    };
    let declined = move || without_text(&answer.get());
    let decline = move |why| form.change(|body| body.answers.ongoing = with_text(why));
    let short = move || match answer.get() {
        Answer::Given(Ongoing::Yes) => "Yes",
        Answer::Given(Ongoing::No) => "No",
        Answer::Given(Ongoing::Unclear) => "Unclear",
        Answer::Left => "",
        Answer::DoesNotKnow | Answer::PrefersNotToSay | Answer::DidNotAsk => declined_words(declined()),
    };
    let goes_on = move || {
        (chosen() == Some(Ongoing::Yes)).then(|| {
            view! { <p>"Is somebody in danger, or can it not wait? "<a href="/app/act">"I must act now"</a></p> }
        })
    };
    view! {
        <details class="prompt">
            <summary>"Is it still going on?"<span class="answer">{live(short)}</span></summary>
            <div>
                {choice("ongoing", Legend::Told("Is it still going on?"), false, &ONGOING, chosen, choose)}
                {live(goes_on)}
                {no_answer(declined, decline)}
            </div>
        </details>
    }
    .into_any()
}

const ONGOING: [(Ongoing, &str); 3] = [(Ongoing::Yes, "Yes"), (Ongoing::No, "No"), (Ongoing::Unclear, "Unclear")];

/// Why there is no answer.
#[derive(Clone, Copy, PartialEq)]
enum NoAnswer {
    DoesNotKnow,
    PrefersNotToSay,
    DidNotAsk,
}

const NO_ANSWER: [(NoAnswer, &str); 3] = [
    (NoAnswer::DoesNotKnow, "Doesn't know"),
    (NoAnswer::PrefersNotToSay, "Prefers not to say"),
    (NoAnswer::DidNotAsk, "Didn't ask"),
];

const fn without_text<T>(answer: &Answer<T>) -> Option<NoAnswer> {
    match answer {
        Answer::DoesNotKnow => Some(NoAnswer::DoesNotKnow),
        Answer::PrefersNotToSay => Some(NoAnswer::PrefersNotToSay),
        Answer::DidNotAsk => Some(NoAnswer::DidNotAsk),
        Answer::Left | Answer::Given(_) => None,
    }
}

fn with_text<T>(why: Option<NoAnswer>) -> Answer<T> {
    match why {
        Some(NoAnswer::DoesNotKnow) => Answer::DoesNotKnow,
        Some(NoAnswer::PrefersNotToSay) => Answer::PrefersNotToSay,
        Some(NoAnswer::DidNotAsk) => Answer::DidNotAsk,
        None => Answer::Left,
    }
}

fn declined_words(why: Option<NoAnswer>) -> &'static str {
    NO_ANSWER.iter().find(|(one, _)| Some(*one) == why).map_or("", |(_, words)| words)
}

fn no_answer(
    chosen: impl Fn() -> Option<NoAnswer> + Copy + Send + Sync + 'static,
    choose: impl Fn(Option<NoAnswer>) + Copy + Send + Sync + 'static,
) -> AnyView {
    let chip = move |(why, words): (NoAnswer, &'static str)| {
        let pressed = move || chosen() == Some(why);
        let press = move |_| choose((!pressed()).then_some(why));
        view! {
            <button class="chip" type="button" aria-pressed=attr(move || pressed().to_string()) on:click=on_tap(press)>{words}</button>
        }
    };
    view! {
        <div class="chips" role="group" aria-label="No answer, because">{NO_ANSWER.map(chip).into_iter().collect_view()}</div>
    }
    .into_any()
}

fn short(answer: &Answer<Private<String>>) -> String {
    match answer {
        Answer::Given(text) => text.reveal().clone(),
        Answer::Left => String::new(),
        Answer::DoesNotKnow | Answer::PrefersNotToSay | Answer::DidNotAsk => {
            declined_words(without_text(answer)).to_owned()
        }
    }
}
