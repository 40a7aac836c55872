//! Tasks: given, moved, finished, dropped.

use super::super::form::{line, opens, sheet, text_box};
use super::super::hand::{Doing, Hand};
use super::{choose, everybody, moment, read_moment};
use crate::device::device;
use crate::device::watched;
use crate::parts::live::{live, on_tap};
use crate::parts::moment::when;
use crate::parts::toast;
use crate::signal::{Memo, RwSignal};
use domain::ids::DeedId;
use domain::work::Deed;
use domain::work::task::{Task, TaskDeed};
use leptos::prelude::*;

/// The task that a sheet is open for.
type Picked = RwSignal<Option<DeedId>>;

/// What is to be done, what was done, and the way to give a task.
pub(super) fn tasks(hand: Hand) -> AnyView {
    let picked = RwSignal::new(None::<DeedId>);
    let due = RwSignal::new(String::new());
    let all = Memo::new(move || {
        hand.work.with(|work| work.tasks.all().map(|(id, task)| (id, task.clone())).collect::<Vec<_>>())
    });
    let open = move || {
        let open: Vec<_> = all.get().into_iter().filter(|(_, task)| task.ended.is_none()).collect();
        let lines = open.iter().map(|(id, task)| open_task(hand, *id, task, picked, due)).collect_view();
        if open.is_empty() {
            return view! { <p class="soft">"Nothing is to be done by anybody."</p> }.into_any();
        }
        view! { <ul class="rows">{lines}</ul> }.into_any()
    };
    let ended = move || {
        let ended: Vec<_> = all.get().into_iter().filter(|(_, task)| task.ended.is_some()).collect();
        let lines = ended.iter().map(|(_, task)| ended_task(hand, task)).collect_view();
        (!ended.is_empty()).then(|| view! { <details class="more"><summary>"Done or not needed any more"</summary><ul class="rows">{lines}</ul></details> })
    };
    view! {
        <section class="stack" aria-labelledby="tasks-title">
            <h2 id="tasks-title">"To do"</h2>
            {live(open)}
            <p class="acts">{opens("give", "Give somebody a task")}</p>
            {live(ended)}
        </section>
        {give(hand)}
        {finish(hand, picked)}
        {move_it(hand, picked, due)}
        {drop_it(hand, picked)}
    }
    .into_any()
}

fn open_task(hand: Hand, id: DeedId, task: &Task, picked: Picked, due: RwSignal<String>) -> AnyView {
    let until = task.due.map(|due| view! { " · until " {when(due)} });
    let asks = (!task.asks.is_blank()).then(|| view! { <p>"Asks: " {task.asks.reveal().clone()}</p> });
    let who = hand.name(task.owner);
    let stands = task.due;
    let pick = move |sheet: &'static str| {
        on_tap(move |_| {
            picked.set(Some(id));
            let zone = watched().zone();
            due.set(stands.map(|at| device().write_input(at, &zone)).unwrap_or_default());
            device().open_dialog(sheet);
        })
    };
    view! {
        <li class="stack tight">
            <p>{task.what.reveal().clone()}</p>
            {asks}
            <small>{who} {until}</small>
            <p class="acts">
                <button class="btn quiet" type="button" on:click=pick("finish")>"Done"</button>
                <button class="btn link" type="button" on:click=pick("move")>"Another time or person"</button>
                <button class="btn link" type="button" on:click=pick("drop")>"Not needed"</button>
            </p>
        </li>
    }
    .into_any()
}

fn ended_task(hand: Hand, task: &Task) -> Option<AnyView> {
    let end = task.ended.as_ref()?;
    let how = if end.done { "done by" } else { "not needed, says" };
    let words = (!end.words.is_blank()).then(|| view! { <p class="why">{end.words.reveal().clone()}</p> });
    let line = format!("{how} {} · ", hand.name(end.by));
    Some(view! { <li class="stack tight"><p>{task.what.reveal().clone()}</p>{words}<small>{line} {when(end.at)}</small></li> }.into_any())
}

fn give(hand: Hand) -> AnyView {
    let (what, asks) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (owner, due) = (RwSignal::new(None::<usize>), RwSignal::new(String::new()));
    let (doing, toast) = (Doing::new(), toast::say());
    let people = Memo::new(move || everybody(hand));
    let who = move || choose("give-owner", "Who does it", "Choose somebody", &people.get(), owner);
    let fields = view! {
        {text_box("give-what", "What is to be done", what)}
        <p class="hint">"Somebody outside the CARE team reads these words and nothing else: leave out what they need not know."</p>
        {live(who)}
        {line("give-asks", "Whom they ask, if it is to find something out. For the team alone", asks)}
        {moment("give-due", "Until when", due)}
    }
    .into_any();
    let send = move || {
        let chosen = owner
            .get_untracked()
            .and_then(|number| people.with_untracked(|people| people.get(number).map(|one| one.person)));
        let Some(owner) = chosen else { return device().focus("give-owner") };
        let (what_words, asks_words) = (what.get_untracked().into(), asks.get_untracked().into());
        let deed = TaskDeed::Give { what: what_words, owner, asks: asks_words, due: read_moment(due) };
        hand.does(doing, Deed::Task(deed), move || {
            device().close_dialog("give");
            for typed in [what, asks, due] {
                typed.set(String::new());
            }
            toast.word("They are told, and reminded when it is due");
        });
    };
    sheet("give", "Giving somebody a task", fields, doing, "Give it", send)
}

fn finish(hand: Hand, picked: Picked) -> AnyView {
    let (result, doing, toast) = (RwSignal::new(String::new()), Doing::new(), toast::say());
    let send = move || {
        let Some(task) = picked.get_untracked() else { return };
        let deed = TaskDeed::Finish { task, result: result.get_untracked().into() };
        hand.does(doing, Deed::Task(deed), move || {
            device().close_dialog("finish");
            result.set(String::new());
            toast.word("Done");
        });
    };
    sheet(
        "finish",
        "It is done",
        text_box("finish-result", "What came of it; may stay empty", result),
        doing,
        "Done",
        send,
    )
}

fn move_it(hand: Hand, picked: Picked, due: RwSignal<String>) -> AnyView {
    let (owner, doing, toast) = (RwSignal::new(None::<usize>), Doing::new(), toast::say());
    let people = Memo::new(move || everybody(hand));
    let who = move || choose("move-owner", "Who does it", "As before", &people.get(), owner);
    let fields = view! { {live(who)} {moment("move-due", "Until when", due)} }.into_any();
    let send = move || {
        let Some(task) = picked.get_untracked() else { return };
        let owner = owner
            .get_untracked()
            .and_then(|number| people.with_untracked(|people| people.get(number).map(|one| one.person)));
        hand.does(doing, Deed::Task(TaskDeed::Move { task, due: read_moment(due), owner }), move || {
            device().close_dialog("move");
            toast.word("Moved");
        });
    };
    sheet("move", "Another time or person", fields, doing, "Move it", send)
}

fn drop_it(hand: Hand, picked: Picked) -> AnyView {
    let (why, doing, toast) = (RwSignal::new(String::new()), Doing::new(), toast::say());
    let send = move || {
        let Some(task) = picked.get_untracked() else { return };
        hand.does(doing, Deed::Task(TaskDeed::Drop { task, why: why.get_untracked().into() }), move || {
            device().close_dialog("drop");
            why.set(String::new());
            toast.word("Not asked any more");
        });
    };
    sheet("drop", "Not needed any more", text_box("drop-why", "Why", why), doing, "Drop it", send)
}
