//! What holds for now, until there is a decision: set, seen and released (S51).

use super::super::form::{line, opens, sheet, text_box};
use super::super::hand::{Doing, Hand};
use super::decide::whom;
use crate::device::{device, watched};
use crate::parts::live::{attr, live, on_edit, on_tap};
use crate::parts::moment::when;
use crate::parts::toast;
use crate::signal::RwSignal;
use domain::ids::DeedId;
use domain::work::Deed;
use domain::work::measure::{Measure, MeasureDeed};
use domain::work::people::person_code_name;
use leptos::prelude::*;

/// Everything that holds for now.
pub(super) fn measures(hand: Hand) -> AnyView {
    let releasing = RwSignal::new(None::<DeedId>);
    let list = move || {
        let standing = hand
            .work
            .with(|work| work.measures.standing().map(|(id, measure)| (id, measure.clone())).collect::<Vec<_>>());
        let nothing = standing.is_empty().then(|| view! { <p class="soft">"Nothing holds for now."</p> });
        let rows = standing.iter().map(|(id, measure)| row(hand, *id, measure, releasing)).collect_view();
        let rows = (!standing.is_empty()).then(|| view! { <ul class="rows">{rows}</ul> });
        view! { {nothing} {rows} }
    };
    view! {
        <section class="stack tight" aria-labelledby="measures-title">
            <h2 id="measures-title">"For now"</h2>
            <p class="soft">"What keeps people safe until you have decided. It holds until one of you releases it."</p>
            {live(list)}
            <p class="acts">{opens("measure", "Say what holds for now")}</p>
        </section>
        {set(hand)}
        {release(hand, releasing)}
    }
    .into_any()
}

fn row(hand: Hand, id: DeedId, measure: &Measure, releasing: RwSignal<Option<DeedId>>) -> AnyView {
    let open = move |_| {
        releasing.set(Some(id));
        device().open_dialog("release");
    };
    let for_whom = measure.person.map(|person| format!("{}: ", person_code_name(person)));
    let words = measure.what.reveal().clone();
    let again = measure.until.map(|until| view! { <small>"Look at it again " {when(until)}</small> });
    let label = format!("Release: {words}");
    view! {
        <li class="row">
            <span>
                <b>{for_whom}</b> <span class="said">{words}</span>
                <small>{hand.name(measure.by)} " · " {when(measure.at)}</small> {again}
            </span>
            <button class="btn link" type="button" aria-label=label on:click=on_tap(open)>"Release"</button>
        </li>
    }
    .into_any()
}

fn set(hand: Hand) -> AnyView {
    let (what, person) = (RwSignal::new(String::new()), RwSignal::new(None::<DeedId>));
    let (until, doing) = (RwSignal::new(String::new()), Doing::new());
    let fields = view! {
        {line("measure-what", "What holds for now", what)}
        {live(move || whom(hand, "measure-whom", "For whom", person))}
        <div class="field">
            <label for="measure-until">"When to look at it again, if you like"</label>
            <input id="measure-until" type="datetime-local" prop:value=attr(move || until.get())
                on:input=on_edit(move |event| until.set(event_target_value(&event)))/>
        </div>
    }
    .into_any();
    let toast = toast::say();
    let send = move || {
        let again = device().read_input(&until.get_untracked(), &watched().zone());
        let deed = MeasureDeed::Set { what: what.get_untracked().into(), person: person.get_untracked(), until: again };
        hand.does(doing, Deed::Measure(deed), move || {
            device().close_dialog("measure");
            what.set(String::new());
            until.set(String::new());
            toast.word("It holds until one of you releases it");
        });
    };
    sheet("measure", "What holds for now", fields, doing, "Let it hold", send)
}

fn release(hand: Hand, releasing: RwSignal<Option<DeedId>>) -> AnyView {
    let (why, doing) = (RwSignal::new(String::new()), Doing::new());
    let toast = toast::say();
    let send = move || {
        let Some(measure) = releasing.get_untracked() else { return };
        let deed = MeasureDeed::Release { measure, why: why.get_untracked().into() };
        hand.does(doing, Deed::Measure(deed), move || {
            device().close_dialog("release");
            why.set(String::new());
            toast.word("Released");
        });
    };
    let fields = text_box("release-why", "Why it holds no longer", why);
    sheet("release", "Releasing it", fields, doing, "Release it", send)
}
