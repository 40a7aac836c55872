//! How everybody stands to a case, drawing the line for a colleague, and naming one as involved.

use crate::api;
use crate::device::{device, watched};
use crate::parts::asked::{Asked, doing};
use crate::parts::choice::{Legend, choice};
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_edit, on_send, on_tap};
use crate::parts::moment::when;
use crate::parts::toast;
use crate::signal::{Memo, RwSignal};
use domain::conflict::{Line, Source, Standing, WHY_MAX};
use domain::ids::{IncidentId, PersonId};
use domain::private::Private;
use domain::question::{CaseOpened, StandingRow};
use leptos::prelude::*;

const LINES: [(Line, &str); 4] = [
    (Line::NoConflict, "It is no conflict"),
    (Line::TakesPart, "Takes part, and everybody knows"),
    (Line::Limited, "Decides nothing, talks with nobody for the team"),
    (Line::Out, "Is out and sees nothing of it"),
];

/// Who stands how, and what can be done about it.
pub(super) fn standings(asked: Asked<CaseOpened>, incident: IncidentId) -> AnyView {
    let known = Memo::new(move || {
        asked.known.with(|opened| {
            let case = opened.as_ref()?.case()?;
            Some((case.standings.clone(), case.my_standing.is_some_and(Standing::is_clear)))
        })
    });
    let whom = RwSignal::new(None::<PersonId>);
    let me = watched().bundle.with_untracked(|bundle| bundle.as_ref().map(|bundle| bundle.me.id));
    let list = move || {
        let (rows, i_may_draw) = known.get()?;
        let clear: Vec<_> = rows.iter().filter(|row| row.standing.is_clear()).collect();
        let clear: Vec<_> = clear.into_iter().map(|row| row.name.reveal().as_str()).collect();
        let no_conflict = (!clear.is_empty())
            .then(|| view! { <li class="row"><span><b>{clear.join(", ")}</b><small>"No conflict"</small></span></li> });
        let others = rows.iter().filter(|row| !row.standing.is_clear());
        let others = others.map(|row| line(row, i_may_draw && Some(row.person) != me, whom)).collect_view();
        let empty = rows.is_empty().then(|| view! { <p class="soft">"Nobody has answered yet."</p> });
        let acts = view! {
            <p class="acts no-print">
                {i_may_draw.then(|| view! {
                    <button class="btn quiet" type="button" on:click=on_tap(move |_| open_line(whom, None))>"Draw the line for somebody"</button>
                })}
                <button class="btn quiet" type="button" on:click=on_tap(move |_| device().open_dialog("involved"))>"Somebody of the team is involved"</button>
            </p>
        };
        Some(view! { {empty} <ul class="rows">{others} {no_conflict}</ul> {acts} })
    };
    view! {
        <details class="more" id="standings">
            <summary>"Conflicts of interest" {live(move || open_ones(&known.get()?.0))}</summary>
            <div class="stack tight">{live(list)}</div>
        </details>
        {line_dialog(asked, incident, whom)}
        {involved_dialog(asked, incident)}
    }
    .into_any()
}

/// How many wait for the team's word.
fn open_ones(rows: &[StandingRow]) -> Option<AnyView> {
    let open = rows.iter().filter(|row| row.standing == Standing::Unsure || row.return_proposed_by.is_some()).count();
    (open > 0).then(|| view! { " " <span class="tag accent">{format!("{open} to decide")}</span> }.into_any())
}

fn line(row: &StandingRow, may_draw: bool, whom: RwSignal<Option<PersonId>>) -> AnyView {
    let person = row.person;
    let why = row.why.as_ref().map(|why| view! { <small class="said">{why.reveal().clone()}</small> });
    let proposed = row.return_proposed_by.as_ref().map(|by| {
        view! { <small>{format!("{} would let them in again. A second colleague has to agree.", by.reveal())}</small> }
    });
    let stands = may_draw && row.source != Source::Excluded;
    let draw = stands.then(|| {
        let label = format!("Decide for {}", row.name.reveal());
        view! {
            <button class="btn link no-print" type="button" aria-label=label on:click=on_tap(move |_| open_line(whom, Some(person)))>"Decide"</button>
        }
    });
    view! {
        <li class="row">
            <span>
                <span class="acts"><b>{row.name.reveal().clone()}</b> {tag(row.standing)}</span>
                <small>{how(row.source)} " · " {when(row.since)}</small>
                {why} {proposed}
            </span>
            {draw}
        </li>
    }
    .into_any()
}

fn tag(standing: Standing) -> AnyView {
    match standing {
        Standing::Clear => view! { <span class="tag">"No conflict"</span> }.into_any(),
        Standing::Unsure => view! { <span class="tag accent">{icon(Icon::Unsaved)} "Not sure"</span> }.into_any(),
        Standing::Declared => view! { <span class="tag">"Takes part"</span> }.into_any(),
        Standing::Limited => view! { <span class="tag">"Small part"</span> }.into_any(),
        Standing::Recused => view! { <span class="tag strong">{icon(Icon::Exit)} "Out"</span> }.into_any(),
    }
}

const fn how(source: Source) -> &'static str {
    match source {
        Source::Said => "Said so",
        Source::Decided => "The team decided",
        Source::Named => "Named as involved",
        Source::Excluded => "The reporter asked for it",
    }
}

fn open_line(whom: RwSignal<Option<PersonId>>, person: Option<PersonId>) {
    whom.set(person);
    device().open_dialog("line");
}

/// The team but for the one who looks, by name.
fn colleagues() -> Vec<(PersonId, String)> {
    watched().bundle.with(|bundle| {
        let Some(bundle) = bundle else { return Vec::new() };
        let others = bundle.care_team.iter().filter(|contact| contact.person != bundle.me.id);
        others.map(|contact| (contact.person, contact.name.reveal().clone())).collect()
    })
}

/// Chips for the colleagues, of whom one is chosen.
fn who(label: &'static str, chosen: RwSignal<Option<PersonId>>) -> AnyView {
    let chip = move |(person, name): (PersonId, String)| {
        let pressed = move || (chosen.get() == Some(person)).to_string();
        view! {
            <button class="chip" type="button" aria-pressed=attr(pressed) on:click=on_tap(move |_| chosen.set(Some(person)))>{name}</button>
        }
    };
    let chips = move || {
        let team = colleagues();
        let nobody = team.is_empty().then(|| view! { <p class="soft">"The team has nobody else yet."</p> });
        view! { {nobody} {team.into_iter().map(chip).collect_view()} }
    };
    view! { <div class="chips" role="group" aria-label=label>{live(chips)}</div> }.into_any()
}

fn reason(id: &'static str, label: &'static str, why: RwSignal<String>) -> AnyView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input id=id autocomplete="off" maxlength=WHY_MAX.to_string() prop:value=attr(move || why.get())
                on:input=on_edit(move |event| why.set(event_target_value(&event)))/>
        </div>
    }
    .into_any()
}

fn line_dialog(asked: Asked<CaseOpened>, incident: IncidentId, whom: RwSignal<Option<PersonId>>) -> AnyView {
    let drawn = RwSignal::new(None::<Line>);
    let why = RwSignal::new(String::new());
    let missing = RwSignal::new(None::<&'static str>);
    let work = doing();
    let toast = toast::say();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Some(person), Some(line)) = (whom.get_untracked(), drawn.get_untracked()) else {
            missing.set(Some("Choose a colleague and where the line is."));
            return;
        };
        missing.set(None);
        work.start(api::draw_line(incident, person, line, Private::from(why.get_untracked())), move |()| {
            device().close_dialog("line");
            why.set(String::new());
            drawn.set(None);
            toast.word("On the record");
            asked.again();
        });
    };
    let sentence =
        move || missing.get().map(|what| view! { <p class="error">{icon(Icon::Info)} <span>{what}</span></p> });
    view! {
        <dialog class="sheet" id="line" aria-labelledby="line-title">
            <form class="stack" on:submit=on_send(send)>
                <h2 id="line-title" tabindex="-1">"Where is the line?"</h2>
                <p class="soft">
                    "The team decides this together; you write down what you agreed. It can be decided anew, and each time \
                     stays on the record. Whoever was named as involved comes in again when two of you say so."
                </p>
                {who("For whom", whom)}
                {choice("line-drawn", Legend::Shown("From now on"), true, &LINES, move || drawn.get(), move |line| drawn.set(line))}
                {reason("line-why", "Why", why)}
                <div role="alert">{live(sentence)}</div>
                {work.error()}
                <p class="acts">
                    <button class="btn" type="submit" aria-busy=attr(move || work.is_busy())>"Put on the record"</button>
                    <button class="btn link" type="button" on:click=on_tap(move |_| device().close_dialog("line"))>"Not now"</button>
                </p>
            </form>
        </dialog>
    }
    .into_any()
}

fn involved_dialog(asked: Asked<CaseOpened>, incident: IncidentId) -> AnyView {
    let whom = RwSignal::new(None::<PersonId>);
    let why = RwSignal::new(String::new());
    let missing = RwSignal::new(false);
    let work = doing();
    let toast = toast::say();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(person) = whom.get_untracked() else {
            missing.set(true);
            return;
        };
        missing.set(false);
        work.start(api::name_involved(incident, person, Private::from(why.get_untracked())), move |()| {
            device().close_dialog("involved");
            why.set(String::new());
            whom.set(None);
            toast.word("They are out. The others carry on.");
            asked.again();
        });
    };
    let sentence = move || {
        missing.get().then(|| view! { <p class="error">{icon(Icon::Info)} <span>"Choose who it is."</span></p> })
    };
    view! {
        <dialog class="sheet" id="involved" aria-labelledby="involved-title">
            <form class="stack" on:submit=on_send(send)>
                <h2 id="involved-title" tabindex="-1">"Who of the team is involved?"</h2>
                <p class="soft">
                    "From that moment they see nothing of it and are not called. What they had in hand calls for somebody \
                     else. Two of you together can undo it."
                </p>
                {who("Who is involved", whom)}
                {reason("involved-why", "Why, if you like to say", why)}
                <div role="alert">{live(sentence)}</div>
                {work.error()}
                <p class="acts">
                    <button class="btn" type="submit" aria-busy=attr(move || work.is_busy())>"Take them out"</button>
                    <button class="btn link" type="button" on:click=on_tap(move |_| device().close_dialog("involved"))>"Not now"</button>
                </p>
            </form>
        </dialog>
    }
    .into_any()
}
