//! What is to be done: tasks with their owners, and quick words with others.

mod consults;
mod tasks;

use super::hand::Hand;
use crate::device::{device, watched};
use crate::parts::live::{attr, on_edit};
use crate::signal::RwSignal;
use domain::time::Timestamp;
use domain::view::Colleague;
use leptos::prelude::*;

/// The side of the case with what is asked of people.
pub(super) fn todo(hand: Hand) -> AnyView {
    view! { {tasks::tasks(hand)} {consults::consults(hand)} }.into_any()
}

/// Everybody of the conference for whom the case may exist: the team without those who are out, then everybody else.
fn everybody(hand: Hand) -> Vec<Colleague> {
    let team = hand.team();
    let others = hand.people.with(|people| {
        let outside = |known: &&Colleague| known.role != domain::permission::Role::CareMember;
        people.iter().filter(outside).cloned().collect::<Vec<_>>()
    });
    team.into_iter().chain(others).collect()
}

/// "Ana · CARE member".
fn called(person: &Colleague) -> String {
    format!("{} · {}", person.name.reveal(), person.role.label())
}

/// A moment that may stay open, on the venue's clock.
fn moment(id: &'static str, label: &'static str, typed: RwSignal<String>) -> AnyView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input id=id type="datetime-local" prop:value=attr(move || typed.get())
                on:input=on_edit(move |event| typed.set(event_target_value(&event)))/>
        </div>
    }
    .into_any()
}

/// The moment that was typed, if one was.
fn read_moment(typed: RwSignal<String>) -> Option<Timestamp> {
    device().read_input(&typed.get_untracked(), &watched().zone())
}

/// One of the people, in a list that may be long.
fn choose(
    id: &'static str,
    label: &'static str,
    first: &'static str,
    people: &[Colleague],
    chosen: RwSignal<Option<usize>>,
) -> AnyView {
    let options = people.iter().enumerate().map(|(number, person)| {
        let selected = move || chosen.get() == Some(number);
        view! { <option value=number.to_string() prop:selected=attr(selected)>{called(person)}</option> }
    });
    let options = options.collect_view();
    let pick = move |event| chosen.set(event_target_value(&event).parse().ok());
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id on:change=on_edit(pick)><option value="">{first}</option>{options}</select>
        </div>
    }
    .into_any()
}
