//! Reports of the same thing: which are joined to this case, joining another, and parting one again.

use super::form::{opens, sheet};
use super::hand::{Doing, Hand};
use super::of_case;
use crate::api;
use crate::device::device;
use crate::parts::asked::{ask, doing};
use crate::parts::live::{attr, live, on_edit, on_tap};
use crate::parts::moment::when;
use crate::parts::toast;
use crate::screens::inbox::code_name;
use crate::signal::{Memo, RwSignal, spawn_local};
use domain::ids::IncidentId;
use domain::incident::goes_on;
use domain::view::{Denied, InboxRow, JoinedView};
use domain::work::report::ReportDeed;
use domain::work::{Deed, NewDeed};
use leptos::prelude::*;

/// What is joined to the case, and the way to join more.
pub(super) fn joined(hand: Hand) -> AnyView {
    let joined = Memo::new(move || of_case(hand.asked, |case| case.joined.clone()).unwrap_or_default());
    let lines = move || {
        let joined = joined.get();
        let lines = joined.iter().map(|part| one(hand, part)).collect_view();
        (!joined.is_empty()).then(|| view! { <ul class="rows">{lines}</ul> })
    };
    let closed = Memo::new(move || of_case(hand.asked, |case| case.row.stage.is_closed()).unwrap_or_default());
    view! {
        <section class="stack no-print" aria-labelledby="joined-title">
            <h2 id="joined-title">"Reports of the same thing"</h2>
            {live(lines)}
            {live(move || closed.get().then(|| view! { <p class="soft">"The case is closed. Reopen it to join another report."</p> }))}
            <p class="acts">{opens("join-report", "Join another report")}</p>
        </section>
        {join(hand)}
    }
    .into_any()
}

fn one(hand: Hand, part: &JoinedView) -> AnyView {
    let work = doing();
    let toast = toast::say();
    let (id, name) = (part.incident, code_name(&part.code_name));
    let said = format!("{name} goes on by itself");
    let press = move |_| {
        let said = said.clone();
        work.start(api::work_on(hand.incident, deed(ReportDeed::Part { from: id })), move |()| {
            toast.word(said);
            hand.asked.again();
        });
    };
    view! {
        <li class="row">
            <div class="stack tight">
                <b>{name}</b>
                <small>"Reported " {when(part.opened_at)}</small>
                {work.error()}
                <p class="acts">
                    <button class="btn quiet" type="button" on:click=on_tap(press) aria-busy=attr(move || work.is_busy())>"It is something else: part them"</button>
                </p>
            </div>
        </li>
    }
    .into_any()
}

/// Choosing another incident that one may know of, and joining them. It is chosen by its id: the list moves when something
/// happens elsewhere.
fn join(hand: Hand) -> AnyView {
    let rows = ask(api::inbox);
    let (chosen, doing) = (RwSignal::new(None::<IncidentId>), Doing::new());
    let here = Memo::new(move || of_case(hand.asked, |case| case.row.incident));
    let others = move || {
        let mut others = rows.known.get().unwrap_or_default();
        others.retain(|row| Some(row.incident) != here.get());
        others
    };
    let whom = move || {
        let others = others();
        if others.is_empty() {
            return view! { <p class="soft">"There is no other report that you may know of."</p> }.into_any();
        }
        let options = others.iter().map(|row| option(row, chosen)).collect_view();
        view! { <fieldset class="field"><legend>"Which one is the same thing"</legend>{options}</fieldset> }.into_any()
    };
    let first = move || {
        let this = of_case(hand.asked, |case| case.row.clone())?;
        let other = others().into_iter().find(|row| Some(row.incident) == chosen.get())?;
        let name = code_name(&order(this, other).0.code_name);
        Some(
            view! { <p>"Both go on as " <b>{name}</b> ", which shows what was told in each and where it came from."</p> },
        )
    };
    let toast = toast::say();
    let send = move || {
        let (Some(this), Some(chosen)) = (of_case_untracked(hand), chosen.get_untracked()) else { return };
        let known = rows.known.get_untracked().unwrap_or_default();
        let Some(other) = known.into_iter().find(|row| row.incident == chosen) else { return };
        let (first, from) = order(this, other);
        joins(hand, doing, toast, &first, &from);
    };
    let fields = view! {
        <p class="soft">
            "Nothing is moved and nothing is lost. Each reporter keeps a page of their own and learns nothing of the others. \
             Whoever is out of one of them is out of both, and whoever has said how they stand to one alone is asked again."
        </p>
        {rows.trouble()}
        {live(whom)}
        {live(first)}
    };
    sheet("join-report", "Joining a report of the same thing", fields.into_any(), doing, "Join them", send)
}

fn option(row: &InboxRow, chosen: RwSignal<Option<IncidentId>>) -> AnyView {
    let (id, name) = (row.incident, code_name(&row.code_name));
    let is = move || chosen.get() == Some(id);
    view! {
        <label class="check">
            <input type="radio" name="join-which" prop:checked=attr(is) on:change=on_edit(move |_| chosen.set(Some(id)))/>
            <span>{name} " " <small>"reported " {when(row.opened_at)}</small></span>
        </label>
    }
    .into_any()
}

fn of_case_untracked(hand: Hand) -> Option<InboxRow> {
    hand.asked.known.with_untracked(|opened| opened.as_ref()?.case().map(|case| case.row.clone()))
}

/// Which of the two goes on, and which is joined to it.
fn order(one: InboxRow, other: InboxRow) -> (InboxRow, InboxRow) {
    let marks = |row: &InboxRow| (row.stage, row.opened_at, row.incident);
    if goes_on(marks(&one), marks(&other)) { (one, other) } else { (other, one) }
}

fn deed(deed: ReportDeed) -> NewDeed {
    NewDeed { id: Hand::mint(), deed: Deed::Report(deed), anyway: None }
}

/// Joins them, and says so with a way to undo it.
fn joins(hand: Hand, doing: Doing, toast: toast::Say, first: &InboxRow, from: &InboxRow) {
    let (to, other) = (first.incident, from.incident);
    let words = format!("{} and {} are one case", code_name(&first.code_name), code_name(&from.code_name));
    doing.settle();
    spawn_local(async move {
        match api::work_on(to, deed(ReportDeed::Take { from: other })).await {
            Ok(()) => {
                device().close_dialog("join-report");
                toast.with_undo(words, move || undo(hand, toast, to, other));
                hand.asked.again();
            }
            Err(api::Refusal(why)) => doing.refuse(why),
        }
    });
}

fn undo(hand: Hand, toast: toast::Say, first: IncidentId, from: IncidentId) {
    spawn_local(async move {
        match api::work_on(first, deed(ReportDeed::Part { from })).await {
            Ok(()) | Err(api::Refusal(Denied::Case(_))) => toast.word("Each goes on by itself"),
            Err(api::Refusal(why)) => toast.word(why.to_string()),
        }
        hand.asked.again();
    });
}
