//! The question about conflicts of interest: before the content of a case, and whenever one has to step back later.

use crate::api;
use crate::device::device;
use crate::parts::asked::{Asked, Doing, doing};
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_edit, on_tap};
use crate::parts::loading::banner;
use crate::parts::moment::day_of;
use crate::parts::toast;
use crate::signal::{Memo, RwSignal, spawn_local};
use domain::conflict::{Standing, WHY_MAX};
use domain::ids::IncidentId;
use domain::private::Private;
use domain::question::{CaseCard, CaseOpened};
use leptos::prelude::*;

/// How long the question stands before it takes an answer, in milliseconds.
const READY_MILLIS: u32 = 1_200;

/// The card with just enough to answer, and the question.
pub(super) fn question(card: &CaseCard, asked: Asked<CaseOpened>) -> AnyView {
    let incident = card.incident;
    let work = doing();
    // It comes up where one has just tapped: the first moment takes no answer.
    let ready = RwSignal::new(false);
    spawn_local(async move {
        device().sleep(READY_MILLIS).await;
        ready.set(true);
    });
    let day = card.day;
    let taken = card.in_your_hands.then_some("You have it. Answer, and you can read it.");
    view! {
        <section class="stack" aria-labelledby="question">
            <h2 id="question" tabindex="-1">"Before you read it"</h2>
            {taken.map(|taken| view! { <p class="soft">{taken}</p> })}
            <dl class="facts">
                <dt>"Day"</dt><dd>{live(move || day_of(day))}</dd>
                <dt>"Place"</dt><dd>{lines(&card.places, "Nobody said where.")}</dd>
                <dt>"Involved"</dt><dd>{lines(&card.names, "Nobody was named.")}</dd>
            </dl>
            <p><b>"Is somebody in it close to you, or is there anything else that makes it hard for you to be fair?"</b></p>
            <p class="soft">"A friend, a partner, a colleague, somebody you are at odds with."</p>
            {work.error()}
            {answers(asked, incident, work, ready)}
            <p class="soft">"A conflict does not by itself put you out; the others only have to know of it."</p>
        </section>
        {declare_dialog(asked, incident)}
    }
    .into_any()
}

fn lines(words: &[Private<String>], nothing: &'static str) -> AnyView {
    if words.is_empty() {
        return view! { <span class="soft">{nothing}</span> }.into_any();
    }
    let lines = words.iter().map(|line| view! { <p class="said">{line.reveal().clone()}</p> });
    lines.collect_view().into_any()
}

/// None, one, not sure.
fn answers(asked: Asked<CaseOpened>, incident: IncidentId, work: Doing, ready: RwSignal<bool>) -> AnyView {
    let toast = toast::say();
    let say = move |standing: Standing, words: &'static str| {
        work.start(api::declare(incident, standing, Private::default()), move |()| {
            toast.word(words);
            asked.again();
        });
    };
    let busy = move || work.is_busy();
    let early = move || !ready.get();
    let clear = move |_| say(Standing::Clear, "On the record: no conflict of interest");
    let unsure = move |_| say(Standing::Unsure, "You take part. Your colleagues see that you are not sure.");
    view! {
        <div class="answers">
            <button class="btn" type="button" on:click=on_tap(clear) aria-busy=attr(busy) disabled=attr(early)>"No conflict"</button>
            <div class="pair">
                <button class="btn quiet" type="button" on:click=on_tap(move |_| device().open_dialog("declare"))>"I have one"</button>
                <button class="btn quiet" type="button" on:click=on_tap(unsure) disabled=attr(early)>"Not sure"</button>
            </div>
        </div>
    }
    .into_any()
}

/// How one stands, where that has to be said on the open case; and the way to step back.
pub(super) fn my_standing(asked: Asked<CaseOpened>, incident: IncidentId) -> AnyView {
    let mine = Memo::new(move || asked.known.with(|opened| Some(opened.as_ref()?.case()?.my_standing)));
    let work = doing();
    let shown = move || match mine.get()? {
        None => {
            let words =
                "You took it at once, as it was urgent. Whether you have a conflict of interest is still to be said.";
            let body = view! { <p>{words}</p> {work.error()} {answers(asked, incident, work, RwSignal::new(true))} };
            Some(banner(true, Icon::Info, body))
        }
        Some(Standing::Unsure) => {
            Some(say("You are not sure whether you have a conflict of interest. Your colleagues decide."))
        }
        Some(Standing::Declared) => Some(say("Your colleagues know of your conflict of interest. You take part.")),
        Some(Standing::Limited) => {
            Some(say("You have a conflict of interest: you decide nothing here and talk with nobody for the team."))
        }
        Some(Standing::Clear | Standing::Recused) => None,
    };
    view! { {live(shown)} {declare_dialog(asked, incident)} }.into_any()
}

fn say(words: &'static str) -> AnyView {
    banner(false, Icon::Info, view! { <p>{words}</p> })
}

/// The way to say later that there is a conflict after all, or more of one.
pub(super) fn step_back() -> AnyView {
    view! {
        <p class="no-print">
            <button class="btn link" type="button" on:click=on_tap(move |_| device().open_dialog("declare"))>
                {icon(Icon::Exit)} "I have a conflict of interest"
            </button>
        </p>
    }
    .into_any()
}

/// The three degrees, each at one tap.
const DEGREES: [(Standing, &str, &str); 3] = [
    (Standing::Declared, "I take part", "The others know of it."),
    (
        Standing::Limited,
        "I take a small part",
        "You read and write notes. You decide nothing and talk with nobody for the team.",
    ),
    (
        Standing::Recused,
        "I step out",
        "You see nothing of it from now on and are not called. Only your colleagues can undo this.",
    ),
];

fn declare_dialog(asked: Asked<CaseOpened>, incident: IncidentId) -> AnyView {
    let why = RwSignal::new(String::new());
    let work = doing();
    let toast = toast::say();
    let now = Memo::new(move || asked.known.with(|opened| opened.as_ref()?.case()?.my_standing));
    let press = move |standing: Standing| {
        work.start(api::declare(incident, standing, why.get_untracked().into()), move |()| {
            device().close_dialog("declare");
            if standing.hides() {
                toast.word("You have stepped out. Your colleagues carry on.");
                device().go_instead("/app/inbox");
            } else {
                toast.word("On the record");
                asked.again();
            }
        });
    };
    let degree = move |(standing, title, hint): (Standing, &'static str, &'static str)| {
        let further = move || now.get().is_none_or(|now| now < standing);
        let button = move || {
            further().then(|| {
                view! {
                    <button class="btn quiet degree" type="button" on:click=on_tap(move |_| press(standing))
                        aria-busy=attr(move || work.is_busy())><span><b>{title}</b><small>{hint}</small></span></button>
                }
            })
        };
        live(button)
    };
    view! {
        <dialog class="sheet" id="declare" aria-labelledby="declare-title">
            <h2 id="declare-title" tabindex="-1">"Your conflict of interest"</h2>
            <div class="field">
                <label for="declare-why">"Why, if you like to say"</label>
                <p class="hint" id="declare-why-hint">"Only colleagues without a conflict read it. Nobody has to give a reason."</p>
                <input id="declare-why" aria-describedby="declare-why-hint" autocomplete="off" maxlength=WHY_MAX.to_string()
                    prop:value=attr(move || why.get()) on:input=on_edit(move |event| why.set(event_target_value(&event)))/>
            </div>
            {work.error()}
            <div class="answers">{DEGREES.map(degree).into_iter().collect_view()}</div>
            <p class="acts"><button class="btn link" type="button" on:click=on_tap(move |_| device().close_dialog("declare"))>"Not now"</button></p>
        </dialog>
    }
    .into_any()
}
