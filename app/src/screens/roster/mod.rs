//! The roster: a day at a time, a tap per person and part of the day.

mod day;

use crate::api;
use crate::device::{device, watched};
use crate::parts::asked::{Asked, Doing, ask, doing};
use crate::parts::frame::page_below;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_edit, on_send, on_tap};
use crate::parts::loading::{banner, empty};
use crate::parts::moment::absolute;
use crate::parts::toast;
use crate::signal::{Memo, RwSignal};
use day::{Day, PARTS};
use domain::ids::{PersonId, ShiftId};
use domain::permission::Person;
use domain::roster::{Duty, Presence, Shift, gaps};
use domain::view::{NewShift, RosterView};
use leptos::prelude::*;

/// What every part of the screen needs.
#[derive(Clone, Copy)]
struct Desk {
    asked: Asked<RosterView>,
    work: Doing,
    toast: toast::Say,
    presence: RwSignal<Presence>,
}

/// The roster.
pub fn roster() -> AnyView {
    let desk =
        Desk { asked: ask(api::roster), work: doing(), toast: toast::say(), presence: RwSignal::new(Presence::OnSite) };
    let days = Memo::new(|| day::days(&watched().zone()));
    let chosen = RwSignal::new(None::<usize>);
    let place = move || chosen.get().unwrap_or_else(|| day::today(&days.get()));
    let tabs = move || {
        let days = days.get();
        let tab = |(number, one): (usize, &Day)| {
            let here = move || (place() == number).then_some("true");
            view! { <button type="button" aria-current=attr(here) on:click=on_tap(move |_| chosen.set(Some(number)))>{one.label.clone()}</button> }
        };
        days.iter().enumerate().map(tab).collect_view()
    };
    let shown = desk.asked.show(move |roster| match days.get().get(place()) {
        _ if roster.team.is_empty() => empty(
            Icon::People,
            "No CARE team yet",
            "Invite CARE members first. Whoever is signed in as one can be put on the roster.",
        ),
        Some(day) => the_day(&roster, day, desk),
        None => view! {
            <p>"Set the first and the last day of the conference, then make the roster."</p>
            <p class="acts"><a class="btn quiet" href="/app/setup">"Settings"</a></p>
        }
        .into_any(),
    });
    page_below(
        "/app/conference",
        "Conference",
        "Roster",
        view! {
            <nav class="tabs" aria-label="Day">{live(tabs)}</nav>
            {where_they_are(desk.presence)}
            {desk.work.error()}
            {shown}
        },
    )
}

fn where_they_are(presence: RwSignal<Presence>) -> AnyView {
    let one = |value: Presence, words: &'static str| {
        view! {
            <label>
                <input type="radio" name="presence" prop:checked=attr(move || presence.get() == value)
                    on:change=on_edit(move |_| presence.set(value))/>
                <span>{words}</span>
            </label>
        }
    };
    view! {
        <fieldset class="seg"><legend>"New shifts are"</legend>
            <div>{one(Presence::OnSite, "On site")} {one(Presence::Remote, "Remote, by phone")}</div>
        </fieldset>
    }
    .into_any()
}

fn the_day(roster: &RosterView, day: &Day, desk: Desk) -> AnyView {
    let mut team = roster.team.clone();
    team.sort_by_key(|person| person.name.reveal().to_lowercase());
    let open = gaps(&roster.shifts, day.starts_at, day.ends_at);
    let gaps = if open.is_empty() {
        view! { <p class="state" data-state="server">{icon(Icon::Server)} <span>"Somebody is on call all day"</span></p> }
            .into_any()
    } else {
        let words: Vec<_> =
            open.iter().map(|gap| format!("{} to {}", day.clock(gap.from), day.clock(gap.until))).collect();
        let words = format!("Nobody is on call from {}. A page then goes to the whole team at once.", words.join(", "));
        banner(false, Icon::Info, view! { <p>{words}</p> })
    };
    let people = team.iter().map(|person| member(person, roster, day, desk)).collect_view();
    view! { {gaps} <ul class="stack rows-plain">{people}</ul> {other_times(&team, day, desk)} }.into_any()
}

/// One member: a chip for each part of the day, and whatever other shifts touch the day.
fn member(person: &Person, roster: &RosterView, day: &Day, desk: Desk) -> AnyView {
    let mine: Vec<_> = roster.shifts.iter().filter(|shift| shift.person == person.id && day.touches(shift)).collect();
    let chips = PARTS.iter().filter_map(|part| {
        let (from, until) = day.part(part)?;
        let standing = mine.iter().find(|shift| shift.from == from && shift.until == until).copied().cloned();
        let wanted = (person.id, from, until);
        let pressed = if standing.is_some() { "true" } else { "false" };
        let press = move |_| match &standing {
            Some(shift) => remove(shift, desk),
            None => put(NewShift { id: mint(), person: wanted.0, from: wanted.1, until: wanted.2, presence: desk.presence.get_untracked(), duty: Duty::OnDuty }, desk),
        };
        let hours = format!("{} to {}", part.from, part.until);
        Some(view! { <button class="chip" type="button" aria-pressed=pressed title=hours on:click=on_tap(press)>{part.name}</button> })
    });
    let others: Vec<_> = mine.iter().filter(|shift| !day.is_a_part(shift)).map(|shift| other(shift, desk)).collect();
    let on_call = roster.on_call.contains(&person.id).then(|| view! { <span class="tag accent">"On call now"</span> });
    let remote = mine
        .iter()
        .any(|shift| shift.presence == Presence::Remote)
        .then(|| view! { <span class="tag">"Remote"</span> });
    let name = person.name.reveal().clone();
    view! {
        <li class="card">
            <header><b>{name.clone()}</b> <span class="acts">{on_call} {remote}</span></header>
            <div class="chips" role="group" aria-label=name>{chips.collect_view()}</div>
            {others}
        </li>
    }
    .into_any()
}

fn other(shift: &Shift, desk: Desk) -> AnyView {
    let (from, until) = (shift.from, shift.until);
    let shift = shift.clone();
    view! {
        <p class="acts">
            <span>{live(move || format!("{} to {}", absolute(from), absolute(until)))}</span>
            <button class="btn quiet" type="button" on:click=on_tap(move |_| remove(&shift, desk))>"Remove"</button>
        </p>
    }
    .into_any()
}

/// A shift that is none of the parts of the day.
fn other_times(team: &[Person], day: &Day, desk: Desk) -> AnyView {
    let person = RwSignal::new(team.first().map(|person| person.id));
    let from = RwSignal::new(format!("{}T09:00", day.date));
    let until = RwSignal::new(format!("{}T18:00", day.date));
    let missing = RwSignal::new(false);
    let people =
        team.iter().map(|person| view! { <option value=person.id.to_string()>{person.name.reveal().clone()}</option> });
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let zone = watched().zone();
        let time = |typed: RwSignal<String>| device().read_input(&typed.get_untracked(), &zone);
        let wanted = person.get_untracked().zip(time(from)).zip(time(until));
        missing.set(wanted.is_none());
        if let Some(((person, from), until)) = wanted {
            put(
                NewShift {
                    id: mint(),
                    person,
                    from,
                    until,
                    presence: desk.presence.get_untracked(),
                    duty: Duty::OnDuty,
                },
                desk,
            );
        }
    };
    let time = |id: &'static str, label: &'static str, value: RwSignal<String>| {
        view! {
            <div class="field">
                <label for=id>{label}</label>
                <input id=id type="datetime-local" prop:value=attr(move || value.get()) on:input=on_edit(move |event| value.set(event_target_value(&event)))/>
            </div>
        }
    };
    let sentence = move || {
        missing.get().then(|| view! { <p class="error">{icon(Icon::Info)} <span>"Choose both times."</span></p> })
    };
    view! {
        <details class="more">
            <summary>"Other times"</summary>
            <form class="stack" on:submit=on_send(add)>
                <div class="field">
                    <label for="shift-person">"Who"</label>
                    <select id="shift-person" on:change=on_edit(move |event| person.set(PersonId::parse(&event_target_value(&event)).ok()))>
                        {people.collect_view()}
                    </select>
                </div>
                {time("shift-from", "From", from)}
                {time("shift-until", "Until", until)}
                <div role="alert">{live(sentence)}</div>
                <p class="acts"><button class="btn quiet" type="submit">{icon(Icon::Plus)} "Add the shift"</button></p>
            </form>
        </details>
    }
    .into_any()
}

fn mint() -> ShiftId {
    let mut chance = [0; 10];
    chance.copy_from_slice(&device().chance()[..10]);
    ShiftId::mint(device().now(), chance)
}

fn put(shift: NewShift, desk: Desk) {
    desk.work.start(api::put_shift(shift), move |roster| desk.asked.put(roster));
}

fn remove(shift: &Shift, desk: Desk) {
    // Its own id again: bringing it back twice brings it back once.
    let Shift { id, person, from, until, presence, duty, .. } = shift.clone();
    let back = NewShift { id, person, from, until, presence, duty };
    desk.work.start(api::remove_shift(shift.id), move |roster| {
        desk.asked.put(roster);
        desk.toast.with_undo("Taken off the roster", move || put(back.clone(), desk));
    });
}
