//! Planning in few taps: a day copied to others, a row filled, and shifts at any other time.

use super::swaps::time;
use super::tabs::{Tab, Venue};
use super::{Desk, mint, put};
use crate::api;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{live, on_edit, on_send, on_tap};
use crate::signal::RwSignal;
use domain::ids::PersonId;
use domain::roster::plan::{Day, Planned, WallClock, copied};
use domain::view::{NewShift, RosterView};
use leptos::prelude::*;

/// What organizers do with a whole day.
pub(super) fn planning(roster: &RosterView, tab: &Tab, tabs: &[Tab], desk: Desk) -> AnyView {
    let later: Vec<Day> = tabs
        .iter()
        .filter(|other| other.is_watch == tab.is_watch && other.day.starts_at > tab.day.starts_at)
        .map(|other| other.day.clone())
        .collect();
    let copies = (!later.is_empty() && !tab.is_watch).then(|| copies(roster, tab, later, desk));
    view! { {copies} {other_times(roster, tab, desk)} }.into_any()
}

/// The shifts of this day on later days: everybody's to the next or to all of them, or one person's to all of them.
fn copies(roster: &RosterView, tab: &Tab, later: Vec<Day>, desk: Desk) -> AnyView {
    let (shifts, day) = (roster.shifts.clone(), tab.day.clone());
    let copy = move |whose: Option<PersonId>, to: &[Day]| {
        let planned = copied(&shifts, whose, &day, to, &Venue::here());
        let said = match planned.len() {
            0 => "Nothing to copy: it is there already".to_owned(),
            1 => "1 shift added".to_owned(),
            more => format!("{more} shifts added"),
        };
        add(planned, said, desk);
    };
    let next: Vec<Day> = later.first().cloned().into_iter().collect();
    let on_this_day = |person: PersonId| {
        let begins = |shift: &domain::roster::Shift| tab.day.starts_at <= shift.from && shift.from < tab.day.ends_at;
        roster.shifts.iter().any(|shift| shift.person == person && begins(shift))
    };
    let one = roster.team.iter().filter(|person| on_this_day(person.id)).map(|person| {
        let (copy, later, id) = (copy.clone(), later.clone(), person.id);
        let press = move |_| copy(Some(id), &later);
        view! { <button class="btn quiet" type="button" on:click=on_tap(press)>{format!("{} the same", person.name.reveal())}</button> }
    });
    let one = one.collect_view();
    let (to_next, to_all) = (copy.clone(), copy);
    view! {
        <details class="more">
            <summary>"Copy this day"</summary>
            <p class="hint">"What begins on this day is put on later days at the same hours. What is there already stays."</p>
            <p class="acts">
                <button class="btn quiet" type="button" on:click=on_tap(move |_| to_next(None, &next))>"To the next day"</button>
                <button class="btn quiet" type="button" on:click=on_tap(move |_| to_all(None, &later))>"To every later day"</button>
            </p>
            <p class="hint">"Of one person alone, to every later day:"</p>
            <p class="acts">{one}</p>
        </details>
    }
    .into_any()
}

/// Puts shifts on the roster, with a way to take all of them off again.
fn add(planned: Vec<Planned>, said: String, desk: Desk) {
    if planned.is_empty() {
        return desk.toast.word(said);
    }
    let shift = |planned: Planned| {
        let Planned { person, from, until, presence, duty } = planned;
        NewShift { id: mint(), person, from, until, presence, duty }
    };
    let shifts: Vec<_> = planned.into_iter().map(shift).collect();
    let ids: Vec<_> = shifts.iter().map(|shift| shift.id).collect();
    desk.work.start(api::put_shifts(shifts), move |roster| {
        desk.asked.put(roster);
        let ids = ids.clone();
        desk.toast.with_undo(said.clone(), move || {
            desk.work.start(api::remove_shifts(ids.clone()), move |roster| desk.asked.put(roster));
        });
    });
}

/// A shift that is none of the parts of the day.
fn other_times(roster: &RosterView, tab: &Tab, desk: Desk) -> AnyView {
    let clock = Venue::here();
    let (first, last) = if tab.is_watch {
        (clock.write(tab.day.starts_at), clock.write(tab.day.ends_at))
    } else {
        (format!("{}T09:00", tab.day.date), format!("{}T18:00", tab.day.date))
    };
    let person = RwSignal::new(roster.team.first().map(|person| person.id));
    let (from, until) = (RwSignal::new(first), RwSignal::new(last));
    let missing = RwSignal::new(false);
    let names = roster
        .team
        .iter()
        .map(|person| view! { <option value=person.id.to_string()>{person.name.reveal().clone()}</option> });
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let clock = Venue::here();
        let read = |typed: RwSignal<String>| clock.read(&typed.get_untracked());
        let wanted = person.get_untracked().zip(read(from)).zip(read(until));
        missing.set(wanted.is_none());
        if let Some(((person, from), until)) = wanted {
            let (presence, duty) = (desk.presence.get_untracked(), desk.duty.get_untracked());
            put(vec![NewShift { id: mint(), person, from, until, presence, duty }], desk);
        }
    };
    let sentence = move || {
        missing.get().then(|| view! { <p class="error">{icon(Icon::Info)} <span>"Choose both times."</span></p> })
    };
    let choose = move |event| person.set(PersonId::parse(&event_target_value(&event)).ok());
    view! {
        <details class="more">
            <summary>"Other times"</summary>
            <form class="stack" on:submit=on_send(add)>
                <label class="field"><span>"Who"</span><select on:change=on_edit(choose)>{names.collect_view()}</select></label>
                {time("From", from)}
                {time("Until", until)}
                <div role="alert">{live(sentence)}</div>
                <p class="acts"><button class="btn quiet" type="submit">{icon(Icon::Plus)} "Add the shift"</button></p>
            </form>
        </details>
    }
    .into_any()
}
