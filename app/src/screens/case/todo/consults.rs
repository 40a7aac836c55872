//! Quick words: asked of the team with one tap, or of anybody, and what they answer, live.

use super::super::form::{opens, sheet};
use super::super::hand::{Doing, Hand};
use super::{called, everybody};
use crate::device::device;
use crate::parts::call::dial;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_edit, on_tap};
use crate::parts::moment::when;
use crate::parts::toast;
use crate::signal::{Memo, RwSignal};
use domain::ids::PersonId;
use domain::view::Colleague;
use domain::work::Deed;
use domain::work::consult::{Consult, ConsultAnswer, ConsultDeed};
use leptos::prelude::*;

/// The quick words so far, the latest first, and the two ways to ask for one.
pub(super) fn consults(hand: Hand) -> AnyView {
    let consults = Memo::new(move || {
        let consults =
            hand.work.with(|work| work.consults.all().map(|(_, consult)| consult.clone()).collect::<Vec<_>>());
        consults.into_iter().rev().collect::<Vec<_>>()
    });
    let list = move || {
        let lines = consults.get().iter().map(|consult| line(hand, consult)).collect_view();
        consults.with(|consults| !consults.is_empty()).then(|| view! { <ul class="rows">{lines}</ul> })
    };
    let (doing, toast) = (Doing::new(), toast::say());
    let colleagues = move || {
        let me = Hand::me();
        hand.team().iter().map(|member| member.person).filter(|person| Some(*person) != me).collect::<Vec<_>>()
    };
    let ask_team = move |_| {
        let deed = Deed::Consult(ConsultDeed::Ask { whom: colleagues() });
        hand.does(doing, deed, move || toast.word("They are asked. Their answers appear here."));
    };
    view! {
        <section class="stack" aria-labelledby="consults-title">
            <h2 id="consults-title">"A quick word"</h2>
            <p class="soft">"Before you go on alone: they learn that you would like a word with them, and nothing of the case."</p>
            {live(list)}
            {doing.error()}
            <p class="acts">
                <button class="btn quiet" type="button" on:click=on_tap(ask_team) aria-busy=attr(move || doing.is_busy())>"Ask the team"</button>
                {opens("consult", "Ask somebody else")}
            </p>
            {ask_somebody(hand)}
        </section>
    }
    .into_any()
}

fn ask_somebody(hand: Hand) -> AnyView {
    let (chosen, doing, toast) = (RwSignal::new(Vec::<PersonId>::new()), Doing::new(), toast::say());
    let one = move |person: Colleague| {
        let (id, words) = (person.person, called(&person));
        let is = move || chosen.with(|chosen| chosen.contains(&id));
        let turn = move |_| {
            chosen.update(|chosen| match chosen.iter().position(|known| *known == id) {
                Some(at) => drop(chosen.remove(at)),
                None => chosen.push(id),
            });
        };
        view! {
            <label class="check"><input type="checkbox" prop:checked=attr(is) on:change=on_edit(turn)/><span>{words}</span></label>
        }
    };
    let people = move || {
        let me = Hand::me();
        let people = everybody(hand).into_iter().filter(|person| Some(person.person) != me);
        view! { <fieldset class="field"><legend>"Whom"</legend>{people.map(one).collect_view()}</fieldset> }
    };
    let send = move || {
        let deed = Deed::Consult(ConsultDeed::Ask { whom: chosen.get_untracked() });
        hand.does(doing, deed, move || {
            device().close_dialog("consult");
            chosen.set(Vec::new());
            toast.word("They are asked. Their answers appear here.");
        });
    };
    sheet("consult", "A quick word with somebody", view! { {live(people)} }.into_any(), doing, "Ask them", send)
}

fn line(hand: Hand, consult: &Consult) -> AnyView {
    let asked = format!("{} asked for a quick word", hand.name(consult.by));
    let answers = consult.whom.iter().filter(|person| **person != consult.by).map(|person| {
        let name = hand.name(*person);
        let answer = match consult.answers.get(person) {
            None => view! { "has not answered yet" }.into_any(),
            Some((ConsultAnswer::Yes, at)) => view! { "yes, has a moment · " {when(*at)} }.into_any(),
            Some((ConsultAnswer::No, at)) => view! { "no, not now · " {when(*at)} }.into_any(),
            Some((ConsultAnswer::CallMe, at)) => view! { "call me · " {when(*at)} {number(hand, *person)} }.into_any(),
        };
        view! { <p><b>{name} ": "</b> {answer}</p> }
    });
    let answers = answers.collect_view();
    view! { <li class="stack tight"><small>{asked} " · " {when(consult.at)}</small>{answers}</li> }.into_any()
}

fn number(hand: Hand, person: PersonId) -> Option<AnyView> {
    let number = hand.people.with(|people| {
        let known = people.iter().find(|known| known.person == person)?;
        (!known.phone.is_blank()).then(|| known.phone.reveal().clone())
    })?;
    Some(view! { " " <a class="btn quiet" href=dial(&number)>{icon(Icon::Call)}{number.clone()}</a> }.into_any())
}
