//! What else may be said of a note: how the writer knows, how soon somebody is needed, support, times, handing over.

use super::form::Form;
use crate::device::{device, watched};
use crate::parts::choice::{Legend, choice};
use crate::parts::live::{attr, live, on_edit, on_tap};
use crate::signal::Memo;
use domain::ids::PersonId;
use domain::note::{NoteBody, Provenance, Support, SupportState, Urgency};
use domain::private::Private;
use domain::time::{Timestamp, minutes};
use domain::view::CareContact;
use leptos::prelude::*;

const PROVENANCE: [(Provenance, &str); 3] = [
    (Provenance::Observed, "I saw or heard it"),
    (Provenance::Told, "Somebody who was there told me"),
    (Provenance::PassedOn, "Somebody passed it on"),
];
const URGENCY: [(Urgency, &str); 3] =
    [(Urgency::Now, "Now"), (Urgency::Today, "Today"), (Urgency::CanWait, "Can wait")];
const SUPPORT: [(SupportState, &str); 4] = [
    (SupportState::Offered, "Offered"),
    (SupportState::Wanted, "Wanted"),
    (SupportState::Declined, "No"),
    (SupportState::Done, "Done"),
];

/// How soon somebody is needed; unset unless the writer says so.
pub(super) fn urgency(form: Form) -> AnyView {
    let chosen = Memo::new(move || form.body.with(|body| body.urgency));
    let choose = move |urgency| form.change(|body| body.urgency = urgency);
    view! { {choice("urgency", Legend::Shown("How soon is somebody needed?"), false, &URGENCY, move || chosen.get(), choose)} }
        .into_any()
}

/// How the writer knows.
pub(super) fn provenance(form: Form) -> AnyView {
    let chosen = Memo::new(move || form.body.with(|body| body.provenance));
    let choose = move |provenance| form.change(|body| body.provenance = provenance);
    let ask_later = move || form.body.with(|body| body.ask_me_later);
    let tick = move |event| form.change(|body| body.ask_me_later = event_target_checked(&event));
    view! {
        <details class="more">
            <summary>"How do you know?"</summary>
            <div>
                {choice("provenance", Legend::Told("How do you know?"), true, &PROVENANCE, move || chosen.get(), choose)}
                <label class="check">
                    <input type="checkbox" prop:checked=attr(ask_later) on:change=on_edit(tick)/>
                    "I was a witness. The team may ask me later."
                </label>
            </div>
        </details>
    }
    .into_any()
}

/// Support: offered only if the writer wants to, done only if the reporter wants it.
pub(super) fn support(form: Form) -> AnyView {
    view! {
        <details class="more">
            <summary>"Support"</summary>
            <div>
                <p class="hint">"Offer only what you want to give. Do only what the reporter wants."</p>
                {one_support(form, "s-escort", "Somebody walks with them", |support| &mut support.escort)}
                {one_support(form, "s-friend", "Reaching a friend", |support| &mut support.friend)}
                {one_support(form, "s-police", "Reaching the police", |support| &mut support.police)}
            </div>
        </details>
    }
    .into_any()
}

fn one_support(
    form: Form,
    name: &'static str,
    legend: &'static str,
    of: fn(&mut Support) -> &mut Option<SupportState>,
) -> AnyView {
    let chosen = Memo::new(move || {
        let mut support = form.body.with(|body| body.support);
        *of(&mut support)
    });
    let choose = move |state| form.change(|body| *of(&mut body.support) = state);
    choice(name, Legend::Shown(legend), false, &SUPPORT, move || chosen.get(), choose)
}

/// When it happened and when the writer was told.
pub(super) fn times(form: Form) -> AnyView {
    view! {
        <details class="more">
            <summary>"Times"</summary>
            <div>
                {time(form, "t-happened", "When did it happen?", |body| &mut body.happened_at)}
                {time(form, "t-told", "When were you told?", |body| &mut body.told_at)}
            </div>
        </details>
    }
    .into_any()
}

fn time(form: Form, id: &'static str, label: &'static str, of: fn(&mut NoteBody) -> &mut Option<Timestamp>) -> AnyView {
    let chosen = Memo::new(move || {
        let mut body = form.body.get();
        *of(&mut body)
    });
    let shown = move || chosen.get().map(|at| device().write_input(at, &watched().zone())).unwrap_or_default();
    let typed = move |event| {
        let at = device().read_input(&event_target_value(&event), &watched().zone());
        form.change(|body| *of(body) = at);
    };
    let ago = move |words: &'static str, span: i64| {
        let press = move |_| form.change(|body| *of(body) = Some(device().now().minus(minutes(span))));
        view! { <button class="chip" type="button" on:click=on_tap(press)>{words}</button> }
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input id=id type="datetime-local" prop:value=attr(shown) on:change=on_edit(typed)/>
            <div class="chips">{ago("Just now", 0)}{ago("10 min ago", 10)}{ago("1 h ago", 60)}</div>
        </div>
    }
    .into_any()
}

/// Keeping somebody of the CARE team out of it, before anybody is called.
pub(super) fn keep_out(form: Form) -> AnyView {
    view! {
        <details class="more">
            <summary>"Somebody of the CARE team is in it"</summary>
            <div>
                <p class="hint">"Whoever you choose is not called and sees nothing of it."</p>
                {chosen(form, "Who is involved?", |body| &mut body.involves)}
                {chosen(form, "Whom does the reporter want kept out?", |body| &mut body.excludes)}
            </div>
        </details>
    }
    .into_any()
}

fn chosen(form: Form, label: &'static str, of: fn(&mut NoteBody) -> &mut Vec<PersonId>) -> AnyView {
    let out = Memo::new(move || {
        let mut body = form.body.get();
        std::mem::take(of(&mut body))
    });
    let chip = move |contact: CareContact| {
        let person = contact.person;
        let pressed = move || out.with(|out| out.contains(&person));
        let press = move |_| {
            let was = pressed();
            form.change(|body| {
                let out = of(body);
                if was { out.retain(|other| *other != person) } else { out.push(person) }
            });
        };
        view! {
            <button class="chip" type="button" aria-pressed=attr(move || pressed().to_string()) on:click=on_tap(press)>
                {contact.name.into_revealed()}
            </button>
        }
    };
    let chips = move || {
        let team = watched().bundle.with(|bundle| bundle.as_ref().map(|b| b.care_team.clone()).unwrap_or_default());
        let nobody = team.is_empty().then(
            || view! { <p class="soft">"This phone does not know the team yet. Write the name into the text."</p> },
        );
        view! { {nobody} {team.into_iter().map(chip).collect_view()} }
    };
    view! {
        <p class="chips-label">{label}</p>
        <div class="chips" role="group" aria-label=label>{live(chips)}</div>
    }
    .into_any()
}

/// Handing the note over in person: then nothing else is needed.
pub(super) fn hand_over(form: Form) -> AnyView {
    let name = Memo::new(move || form.body.with(|body| body.handed_over_to.clone().into_revealed()));
    let set = move |name: String| form.change(|body| body.handed_over_to = Private::new(name));
    let names = move || {
        let team = watched().bundle.with(|bundle| bundle.as_ref().map(|b| b.care_team.clone()).unwrap_or_default());
        team.into_iter().map(|contact| contact.name.into_revealed())
    };
    let chip = move |one: String| {
        let pressed = {
            let one = one.clone();
            move || name.get() == one
        };
        let press = {
            let (one, pressed) = (one.clone(), pressed.clone());
            move |_| set(if pressed() { String::new() } else { one.clone() })
        };
        view! { <button class="chip" type="button" aria-pressed=attr(move || pressed().to_string()) on:click=on_tap(press)>{one}</button> }
    };
    view! {
        <details class="more">
            <summary>"I told somebody of the CARE team in person"</summary>
            <div>
                <p class="hint">"Then you need do nothing else. Say whom, and save."</p>
                <div class="chips" role="group" aria-label="The CARE team">{live(move || names().map(chip).collect_view())}</div>
                <div class="field">
                    <label for="handed">"Name"</label>
                    <input id="handed" autocomplete="off" prop:value=attr(move || name.get()) on:input=on_edit(move |event| set(event_target_value(&event)))/>
                </div>
            </div>
        </details>
    }
    .into_any()
}
