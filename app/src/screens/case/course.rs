//! What is next: who looks after the case, what it waits for, how it ends, and what the next review has to look at.

use super::form::{choice, line, opens, sheet, text_box};
use super::hand::{Doing, Hand};
use super::of_case;
use crate::api;
use crate::device::device;
use crate::parts::asked::doing;
use crate::parts::live::{attr, live, on_tap};
use crate::parts::moment::when;
use crate::parts::toast;
use crate::signal::{Memo, RwSignal};
use domain::incident::Stage;
use domain::work::course::{CourseDeed, Informed};
use domain::work::{Deed, PassedRule, Work};
use leptos::prelude::*;

/// The side of the case on which one says how it goes on.
pub(super) fn course(hand: Hand) -> AnyView {
    let stage = Memo::new(move || of_case(hand.asked, |case| case.row.stage));
    let next = move || stage.get().map(next);
    view! {
        <section class="stack" aria-labelledby="course-title">
            <h2 id="course-title">"How it goes on"</h2>
            {live(next)}
            {take_over(hand, stage)}
        </section>
        {hand_over(hand)}
        {wait(hand)}
        {close(hand)}
        {reopen(hand)}
        {live(move || passed(hand))}
    }
    .into_any()
}

/// Taking it from whoever has it.
fn take_over(hand: Hand, stage: Memo<Option<Stage>>) -> AnyView {
    let (work, toast) = (doing(), toast::say());
    let press = move |_| {
        work.start(api::take_in_hand(hand.incident), move |()| {
            toast.word("You have it. The others are left in peace.");
            hand.asked.again();
        });
    };
    let button = move || {
        let holder = stage.get()?.accountable().filter(|holder| Some(*holder) != Hand::me())?;
        let words = format!("Take it over from {}", hand.name(holder));
        Some(view! {
            <p class="acts"><button class="btn quiet" type="button" on:click=on_tap(press) aria-busy=attr(move || work.is_busy())>{words}</button></p>
        })
    };
    view! { {live(button)} {work.error()} }.into_any()
}

fn next(stage: Stage) -> AnyView {
    match stage {
        Stage::Closed { at, .. } => view! {
            <p>"Closed " {when(at)}</p>
            <p class="acts">{opens("reopen", "Reopen the case")}</p>
        }
        .into_any(),
        Stage::AwaitingInformation { at, .. } => view! {
            <p>"Waiting for information since " {when(at)}</p>
            <p class="acts">{opens("hand-over", "Hand it over")} {opens("close", "Close the case")}</p>
        }
        .into_any(),
        Stage::Reported
        | Stage::InHand { .. }
        | Stage::UnderReview { .. }
        | Stage::Decided { .. }
        | Stage::Reopened { .. } => view! {
            <p class="acts">
                {opens("hand-over", "Hand it over")}
                {opens("wait", "Wait for information")}
                {opens("close", "Close the case")}
            </p>
        }
        .into_any(),
    }
}

fn hand_over(hand: Hand) -> AnyView {
    let (to, words, doing) = (RwSignal::new(None::<usize>), RwSignal::new(String::new()), Doing::new());
    let others = move || {
        let me = Hand::me();
        let mut team = hand.team();
        team.retain(|member| Some(member.person) != me);
        team
    };
    let who = move || {
        let names = others().iter().map(|member| member.name.reveal().clone()).collect();
        choice("hand-over-to", "Who looks after it from now on", names, to)
    };
    let fields = view! { {live(who)} {text_box("hand-over-words", "What they should know", words)} }.into_any();
    let toast = toast::say();
    let send = move || {
        let Some(to) = to.get_untracked().and_then(|number| others().get(number).map(|member| member.person)) else {
            return;
        };
        let deed = CourseDeed::HandOver { to, words: words.get_untracked().into() };
        hand.does(doing, Deed::Course(deed), move || {
            device().close_dialog("hand-over");
            words.set(String::new());
            toast.word("Handed over");
        });
    };
    sheet("hand-over", "Handing it over", fields, doing, "Hand it over", send)
}

fn wait(hand: Hand) -> AnyView {
    let (what, doing) = (RwSignal::new(String::new()), Doing::new());
    let toast = toast::say();
    let send = move || {
        let deed = CourseDeed::Await { what: what.get_untracked().into() };
        hand.does(doing, Deed::Course(deed), move || {
            device().close_dialog("wait");
            what.set(String::new());
            toast.word("It waits, and its age goes on being shown");
        });
    };
    let fields = text_box("wait-what", "What it waits for, and from whom", what);
    sheet("wait", "Waiting for information", fields, doing, "Wait for it", send)
}

fn close(hand: Hand) -> AnyView {
    let (how, tried, doing) = (RwSignal::new(None::<usize>), RwSignal::new(String::new()), Doing::new());
    let told = Memo::new(move || hand.work.with(Work::informed));
    let ways = move || {
        let mut ways = vec!["They cannot be reached".to_owned(), "They asked not to be told".to_owned()];
        if told.get().is_some() {
            ways.push("They were told what was done and why".to_owned());
        }
        choice("close-how", "What the reporter knows", ways, how)
    };
    let tried_line = move || (how.get() == Some(0)).then(|| line("close-tried", "What was tried", tried));
    let fields = view! {
        <p class="soft">"Nothing closes by itself. A closed case can be reopened, and the reporter can still add to it."</p>
        {live(ways)}
        {live(tried_line)}
    }
    .into_any();
    let toast = toast::say();
    let send = move || {
        let informed = match (how.get_untracked(), told.get_untracked()) {
            (Some(0), _) => Some(Informed::CannotBeReached { tried: tried.get_untracked().into() }),
            (Some(1), _) => Some(Informed::AskedNotTo),
            (Some(_), Some(message)) => Some(Informed::Told { message }),
            (Some(_) | None, _) => None,
        };
        hand.does(doing, Deed::Course(CourseDeed::Close { informed }), move || {
            device().close_dialog("close");
            toast.word("Closed");
        });
    };
    sheet("close", "Closing the case", fields, doing, "Close the case", send)
}

fn reopen(hand: Hand) -> AnyView {
    let (why, doing) = (RwSignal::new(String::new()), Doing::new());
    let toast = toast::say();
    let send = move || {
        let deed = CourseDeed::Reopen { why: why.get_untracked().into() };
        hand.does(doing, Deed::Course(deed), move || {
            device().close_dialog("reopen");
            why.set(String::new());
            toast.word("Open again, and you look after it");
        });
    };
    sheet("reopen", "Reopening the case", text_box("reopen-why", "Why", why), doing, "Reopen it", send)
}

/// The rules that were passed since the last review.
fn passed(hand: Hand) -> Option<AnyView> {
    let passed = hand.work.with(|work| work.unreviewed().cloned().collect::<Vec<_>>());
    let lines = passed.iter().map(|passed| passed_rule(hand, passed)).collect_view();
    (!passed.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="passed-title">
                <h2 id="passed-title">"For the next review"</h2>
                <p class="soft">"What was done although a rule stood against it. A review looks at it before the case is closed."</p>
                <ul class="rows">{lines}</ul>
            </section>
        }
        .into_any()
    })
}

/// One of the rules that were passed, with the reason.
pub(super) fn passed_rule(hand: Hand, passed: &PassedRule) -> AnyView {
    let rules = passed.passed.rules.iter().map(|rule| view! { <p>{rule.sentence()}</p> }).collect_view();
    let why = passed.passed.why.reveal().clone();
    let who = hand.name(passed.by);
    view! { <li class="row"><div class="stack tight">{rules}<p class="why"><b>{who} ": "</b> {why}</p><small>{when(passed.at)}</small></div></li> }.into_any()
}
