//! The roll-call: everybody says how they stand, or somebody writes it down for them, each at one tap (S44, S48).

use super::super::hand::{Doing, Hand};
use crate::device::device;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_tap};
use crate::signal::Memo;
use domain::conflict::Standing;
use domain::ids::{DeedId, PersonId};
use domain::work::Deed;
use domain::work::meeting::{MeetingDeed, RollAnswer};
use leptos::prelude::*;

/// How somebody stands at the roll-call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Row {
    person: PersonId,
    answer: Option<RollAnswer>,
    waits: bool,
    standing: Option<Standing>,
}

/// Who is there and what they said.
pub(super) fn roll(hand: Hand, meeting: DeedId) -> AnyView {
    let doing = Doing::new();
    let rows = Memo::new(move || rows(hand, meeting));
    let list = move || rows.get().into_iter().map(|one| row(hand, meeting, doing, one)).collect_view();
    let missing = Memo::new(move || {
        let there = rows.get();
        let mut missing = hand.team();
        missing.retain(|member| there.iter().all(|row| row.person != member.person));
        missing
    });
    let join = move || {
        let chips = missing.get().into_iter().map(|member| {
            let person = member.person;
            let deed = move || Deed::Meeting(MeetingDeed::Join { meeting, person });
            let press = move |_| hand.does(doing, deed(), || ());
            let words = format!("{} is here too", member.name.reveal());
            view! { <button class="chip" type="button" on:click=on_tap(press)>{words}</button> }
        });
        (!missing.get().is_empty()).then(|| view! { <div class="chips">{chips.collect_view()}</div> })
    };
    view! {
        <section class="stack tight" aria-labelledby="roll-title">
            <h3 id="roll-title">"Does anybody have a conflict of interest?"</h3>
            <p class="soft">"Each says for themselves, or one of you writes it down. Nobody has to say why."</p>
            <ul class="rows">{live(list)}</ul>
            {live(join)}
            {doing.error()}
        </section>
    }
    .into_any()
}

fn rows(hand: Hand, meeting: DeedId) -> Vec<Row> {
    let found = hand.work.with(|work| {
        let meeting = work.meetings.get(meeting)?;
        hand.with_circle(|circle| {
            let waiting: Vec<_> = meeting.unanswered(circle).collect();
            let row = |person| Row {
                person,
                answer: meeting.roll.get(&person).copied(),
                waits: waiting.contains(&person),
                standing: circle.standing(person),
            };
            meeting.present(circle).map(row).collect()
        })
    });
    found.unwrap_or_default()
}

/// The names of those for whom the roll-call still waits.
pub(super) fn waits_for(hand: Hand, meeting: DeedId) -> Vec<String> {
    rows(hand, meeting).into_iter().filter(|row| row.waits).map(|row| hand.name(row.person)).collect()
}

fn row(hand: Hand, meeting: DeedId, doing: Doing, row: Row) -> AnyView {
    let name = hand.name(row.person);
    let me = Hand::me() == Some(row.person);
    let said = match row.answer {
        None => view! { <span class="tag accent">{icon(Icon::Unsaved)} "Has not said yet"</span> }.into_any(),
        Some(RollAnswer::NothingNew) => view! { <span class="tag">"Nothing new"</span> }.into_any(),
        Some(RollAnswer::HasConflict) => view! { <span class="tag strong">"Has a conflict"</span> }.into_any(),
    };
    let answers = row.answer.is_none().then(|| answers(hand, meeting, doing, row.person, &name, me));
    let next = next(row, me);
    view! {
        <li class="row"><div class="stack tight"><p class="acts"><b>{name}</b> {said}</p> {next} {answers}</div></li>
    }
    .into_any()
}

/// What has to follow from an answer.
fn next(row: Row, me: bool) -> Option<AnyView> {
    let declare = move |_| device().open_dialog("declare");
    match (row.answer, row.waits, row.standing) {
        (Some(RollAnswer::HasConflict), true, _) if me => Some(
            view! { <button class="btn link" type="button" on:click=on_tap(declare)>"Say on the case how you take part"</button> }
                .into_any(),
        ),
        (Some(RollAnswer::HasConflict), true, _) => {
            Some(view! { <small>"They say on their phone how they take part, or you draw the line below."</small> }.into_any())
        }
        (_, _, Some(Standing::Unsure)) => {
            Some(view! { <small>"Is not sure. Decide together, below, where the line is."</small> }.into_any())
        }
        (_, _, Some(Standing::Limited)) => Some(view! { <small>"Decides nothing in this one."</small> }.into_any()),
        _ => None,
    }
}

fn answers(hand: Hand, meeting: DeedId, doing: Doing, person: PersonId, name: &str, me: bool) -> AnyView {
    let says = move |answer: RollAnswer| {
        let deed = Deed::Meeting(MeetingDeed::RollCall { meeting, person, answer });
        hand.does(doing, deed, move || {
            if me && answer == RollAnswer::HasConflict {
                device().open_dialog("declare");
            }
        });
    };
    let (nothing, conflict) = (format!("Nothing new from {name}"), format!("{name} has a conflict of interest"));
    view! {
        <div class="pair">
            <button class="btn quiet" type="button" aria-label=nothing aria-busy=attr(move || doing.is_busy())
                on:click=on_tap(move |_| says(RollAnswer::NothingNew))>"Nothing new"</button>
            <button class="btn quiet" type="button" aria-label=conflict aria-busy=attr(move || doing.is_busy())
                on:click=on_tap(move |_| says(RollAnswer::HasConflict))>"A conflict"</button>
        </div>
    }
    .into_any()
}
