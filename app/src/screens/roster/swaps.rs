//! Who takes over from whom: what is on offer, and offering or taking a part of a shift.

use super::tabs::Venue;
use super::{Desk, Looks, name_of};
use crate::api;
use crate::device::{device, watched};
use crate::parts::frame::role;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_edit, on_send, on_tap};
use crate::parts::loading::banner;
use crate::parts::moment::{absolute, when};
use crate::screens::case::ten;
use crate::signal::RwSignal;
use domain::ids::{OverrideId, PersonId};
use domain::permission::Role;
use domain::roster::plan::WallClock;
use domain::roster::{NewOverride, Override, Presence, Shift, Taker};
use domain::view::RosterView;
use leptos::prelude::*;

/// What is on offer, for everybody to see; a colleague takes it by one tap.
pub(super) fn offers(roster: &RosterView, looks: Looks, desk: Desk) -> Option<AnyView> {
    let line = |offer: &Override| {
        let id = offer.id;
        let mine = looks.me == Some(offer.by);
        let who = if mine { "You offer".to_owned() } else { format!("{} offers", name_of(roster, offer.by)) };
        let words = format!("{who} {} to {}", absolute(offer.from), absolute(offer.until));
        let take = move |presence, label: &'static str| {
            let press = move |_| desk.work.start(api::take_shift(id, presence), move |roster| desk.asked.put(roster));
            view! { <button class="btn quiet" type="button" on:click=on_tap(press)>{label}</button> }
        };
        let takes = (looks.is_member() && !mine).then(
            || view! { {take(Presence::OnSite, "Take it, on site")} {take(Presence::Remote, "Take it, by phone")} },
        );
        let back = move |_| desk.work.start(api::withdraw_offer(id), move |roster| desk.asked.put(roster));
        let withdraw = (mine || looks.keeps_it)
            .then(|| view! { <button class="btn quiet" type="button" on:click=on_tap(back)>"Take back"</button> });
        view! { <p>{words}</p> <p class="acts">{takes} {withdraw}</p> }.into_any()
    };
    let lines: Vec<_> = roster.offers.iter().map(line).collect();
    (!lines.is_empty()).then(|| banner(false, Icon::People, view! { <div class="stack tight">{lines}</div> }))
}

/// What somebody may do with a piece that is not over: offer one's own, take a colleague's, or say who has it instead.
pub(super) fn change_hands(piece: &Shift, roster: &RosterView, looks: Looks, desk: Desk) -> Option<AnyView> {
    if piece.until <= device().now() {
        return None;
    }
    let (title, does) = match (looks.keeps_it, looks.me == Some(piece.person)) {
        (true, _) => ("Somebody else takes it", Does::Arrange),
        (false, true) => ("Offer it to the colleagues", Does::Offer),
        (false, false) => ("Take it over", Does::TakeOver),
    };
    let form = form(piece, roster, does, looks, desk);
    Some(view! { <details class="more"><summary>{title}</summary>{form}</details> }.into_any())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Does {
    Offer,
    TakeOver,
    Arrange,
}

/// From when until when, who, and where.
#[derive(Clone, Copy)]
struct Typed {
    from: RwSignal<String>,
    until: RwSignal<String>,
    who: RwSignal<Option<PersonId>>,
    missing: RwSignal<bool>,
}

fn form(piece: &Shift, roster: &RosterView, does: Does, looks: Looks, desk: Desk) -> AnyView {
    let clock = Venue::here();
    let others: Vec<_> = roster.team.iter().filter(|person| person.id != piece.person).collect();
    let typed = Typed {
        from: RwSignal::new(clock.write(piece.from.max(device().now()))),
        until: RwSignal::new(clock.write(piece.until)),
        who: RwSignal::new(if does == Does::Arrange { others.first().map(|person| person.id) } else { looks.me }),
        missing: RwSignal::new(false),
    };
    let shift = piece.clone();
    let send = move |presence: Presence| {
        let part = part(&shift, typed);
        typed.missing.set(part.is_none());
        let (Some(part), Some(person)) = (part, typed.who.get_untracked()) else { return };
        let done = move |roster| desk.asked.put(roster);
        match does {
            Does::Offer => desk.work.start(api::offer_shift(part), done),
            Does::TakeOver | Does::Arrange => {
                desk.work.start(api::arrange_override(part, Taker { person, presence }), done);
            }
        }
    };
    let names = others
        .iter()
        .map(|person| view! { <option value=person.id.to_string()>{person.name.reveal().clone()}</option> });
    let who = (does == Does::Arrange).then(|| {
        let choose = move |event| typed.who.set(PersonId::parse(&event_target_value(&event)).ok());
        view! {
            <label class="field"><span>"Who"</span><select on:change=on_edit(choose)>{names.collect_view()}</select></label>
        }
    });
    let by_phone = send.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send(Presence::OnSite);
    };
    let (first, second) = match does {
        Does::Offer => ("Offer it", None),
        Does::TakeOver | Does::Arrange => ("On site", Some("By phone")),
    };
    let second = second.map(|label| {
        let press = move |_| by_phone(Presence::Remote);
        view! { <button class="btn quiet" type="button" on:click=on_tap(press)>{label}</button> }
    });
    let sentence = move || {
        typed.missing.get().then(|| view! { <p class="error">{icon(Icon::Info)} <span>"Choose both times."</span></p> })
    };
    view! {
        <form class="stack tight" on:submit=on_send(submit)>
            {who}
            {time("From", typed.from)}
            {time("Until", typed.until)}
            <div role="alert">{live(sentence)}</div>
            <p class="acts"><button class="btn quiet" type="submit">{first}</button> {second}</p>
        </form>
    }
    .into_any()
}

/// A time to choose, by the clock of the venue.
pub(super) fn time(label: &'static str, value: RwSignal<String>) -> AnyView {
    let typed = move |event| value.set(event_target_value(&event));
    view! {
        <label class="field"><span>{label}</span><input type="datetime-local" prop:value=attr(move || value.get()) on:input=on_edit(typed)/></label>
    }
    .into_any()
}

/// What was typed. A time of the form is whole minutes, so what touches an end of the piece is that end.
fn part(piece: &Shift, typed: Typed) -> Option<NewOverride> {
    let clock = Venue::here();
    let read = |value: RwSignal<String>| clock.read(&value.get_untracked());
    let (from, until) = (read(typed.from)?, read(typed.until)?);
    let from = if clock.write(piece.from) == typed.from.get_untracked() { piece.from } else { from };
    let until = if clock.write(piece.until) == typed.until.get_untracked() { piece.until } else { until };
    Some(NewOverride { id: OverrideId::mint(device().now(), ten()), shift: piece.id, from, until })
}

/// For the home screen of a CARE member: when they are on duty next, by what this phone keeps, and the way to the roster.
pub fn next_duty() -> AnyView {
    let words = move || {
        watched().bundle.with(|bundle| {
            let bundle = bundle.as_ref()?;
            let now = watched().now.get();
            let me = bundle.care_team.iter().find(|contact| contact.person == bundle.me.id)?;
            let next = me.shifts.iter().filter(|duty| duty.until > now).min_by_key(|duty| duty.from).copied();
            Some(next.map(|duty| (duty, duty.covers(now))))
        })
    };
    let row = move || {
        let line = match words()? {
            Some((duty, true)) => {
                view! { <b>"You are on duty"</b><small>"until " {live(move || absolute(duty.until))}</small> }
                    .into_any()
            }
            Some((duty, false)) => view! { <b>"Your next duty"</b><small>{when(duty.from)}</small> }.into_any(),
            None => view! { <b>"Roster"</b><small>"You have no duty ahead"</small> }.into_any(),
        };
        Some(view! {
            <ul class="rows"><li><a class="row" href="/app/roster">{icon(Icon::Roster)}<span>{line}</span>{icon(Icon::Next)}</a></li></ul>
        })
    };
    live(move || (role() == Some(Role::CareMember)).then(row).flatten())
}
