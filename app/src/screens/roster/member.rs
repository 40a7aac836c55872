//! One member on one day: a chip for each part of it, and every piece that stands in words.

use super::swaps::change_hands;
use super::tabs::{Tab, Venue};
use super::{Desk, Looks, again, kind, mint, name_of, put, remove, standing};
use crate::parts::live::on_tap;
use domain::permission::Person;
use domain::roster::plan::PartOfDay;
use domain::roster::{CheckAbout, CheckState, Duty, Shift};
use domain::time::Timestamp;
use domain::view::{NewShift, RosterView};
use leptos::prelude::*;

/// What can be planned by one tap.
struct Slot {
    word: &'static str,
    title: String,
    from: Timestamp,
    until: Timestamp,
}

/// One member.
pub(super) fn member(person: &Person, roster: &RosterView, tab: &Tab, looks: Looks, desk: Desk) -> AnyView {
    let planned: Vec<_> =
        roster.shifts.iter().filter(|shift| shift.person == person.id && tab.day.touches(shift)).collect();
    let name = person.name.reveal().clone();
    let slots = looks.keeps_it.then(|| {
        let chips = slots(tab).into_iter().map(|slot| chip(person, &planned, slot, desk)).collect_view();
        view! { <div class="chips" role="group" aria-label=name.clone()>{chips}</div> }
    });
    let theirs = standing(roster).iter().filter(|piece| piece.person == person.id && tab.day.touches(piece));
    let pieces: Vec<_> = theirs.map(|piece| line(piece, roster, tab, looks, desk)).collect();
    let nothing =
        (pieces.is_empty() && !looks.keeps_it).then(|| view! { <p class="soft">"Not on the roster here."</p> });
    let languages =
        (!person.languages.is_empty()).then(|| view! { <small class="soft">{person.languages.clone()}</small> });
    let you = (looks.me == Some(person.id)).then(|| view! { <span class="tag">"You"</span> });
    view! {
        <li class="card">
            <header><span><b>{name}</b> " " {languages}</span> <span class="acts">{you} {now(person, roster)}</span></header>
            {slots}
            {nothing}
            {pieces}
        </li>
    }
    .into_any()
}

/// Whether the member is on duty now, and whether they said that they can be reached.
fn now(person: &Person, roster: &RosterView) -> AnyView {
    let on_call = roster.on_call.contains(&person.id).then(|| view! { <span class="tag accent">"On duty now"</span> });
    let confirmed = roster.checks.iter().any(|check| {
        let own = matches!(check.about, CheckAbout::Own { .. });
        own && check.person == person.id && matches!(check.state, CheckState::Confirmed { .. })
    });
    let said = (on_call.is_some() && confirmed).then(|| view! { <span class="tag">"Confirmed"</span> });
    view! { {on_call} {said} }.into_any()
}

fn slots(tab: &Tab) -> Vec<Slot> {
    let slot = |word, (from, until)| Slot { word, title: tab.hours(from, until), from, until };
    if tab.is_watch {
        return vec![slot("Has the watch", (tab.day.starts_at, tab.day.ends_at))];
    }
    let clock = Venue::here();
    PartOfDay::ALL.into_iter().filter_map(|part| Some(slot(part.word(), tab.day.part(part, &clock)?))).collect()
}

/// A part of the day: on the roster or not, by one tap. What is there and is of another kind than new shifts stays as it is
/// until it is taken off.
fn chip(person: &Person, planned: &[&Shift], slot: Slot, desk: Desk) -> AnyView {
    let there =
        planned.iter().find(|shift| shift.from == slot.from && shift.until == slot.until).map(|shift| again(shift));
    let pressed = if there.is_some() { "true" } else { "false" };
    let (whose, from, until) = (person.id, slot.from, slot.until);
    let press = move |_| {
        if let Some(shift) = &there {
            return remove(vec![shift.clone()], desk);
        }
        let (presence, duty) = (desk.presence.get_untracked(), desk.duty.get_untracked());
        put(vec![NewShift { id: mint(), person: whose, from, until, presence, duty }], desk);
    };
    view! { <button class="chip" type="button" aria-pressed=pressed title=slot.title on:click=on_tap(press)>{slot.word}</button> }
        .into_any()
}

/// A piece that stands: when, where, for whom, and what can be done with it.
fn line(piece: &Shift, roster: &RosterView, tab: &Tab, looks: Looks, desk: Desk) -> AnyView {
    let planned = roster.shifts.iter().find(|shift| shift.id == piece.id);
    let owner = planned.filter(|shift| shift.person != piece.person);
    let instead = owner.map(|shift| format!(", for {}", name_of(roster, shift.person)));
    let words = format!("{} · {}{}", tab.hours(piece.from, piece.until), kind(piece), instead.unwrap_or_default());
    // A shift that a chip stands for is taken off there; any other one once, where it begins.
    let has_a_chip = |shift: &Shift| slots(tab).iter().any(|slot| slot.from == shift.from && slot.until == shift.until);
    let off = planned.filter(|shift| looks.keeps_it && shift.from == piece.from && !has_a_chip(shift)).map(|shift| {
        let shift = again(shift);
        let press = move |_| remove(vec![shift.clone()], desk);
        view! { <button class="btn quiet" type="button" on:click=on_tap(press)>"Take off"</button> }
    });
    let quiet = if piece.duty == Duty::Backup || !piece.presence.is_awake() { "soft" } else { "" };
    view! { <div class="stack tight"><p class=quiet>{words}</p> {off} {change_hands(piece, roster, looks, desk)}</div> }
        .into_any()
}
