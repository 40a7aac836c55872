//! I must act now: numbers and the address first, one button that calls the whole team, no question in between.

use crate::device::{Held, HeldKind, device, watched};
use crate::parts::call::{address, call_care, emergency_numbers};
use crate::parts::choice::{Legend, choice};
use crate::parts::frame::page_below;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_edit, on_tap};
use crate::parts::state::{age, held, stand, state_line};
use crate::parts::toast::say;
use crate::parts::warning::storage_warning;
use crate::screens::guide::{card_body, cards_for};
use crate::screens::note::{Form, Kept};
use crate::signal::{Memo, RwSignal, spawn_local};
use domain::guide::Moment;
use domain::ids::NoteId;
use domain::note::{Ground, NewNote, NoteBody, NoteKind, UnilateralRecord};
use domain::outbox::EntryState;
use domain::private::Private;
use domain::sync::Call;
use domain::time::hours;
use leptos::prelude::*;

/// How long a call stays on this screen.
const CALL_STAYS_HOURS: i64 = 12;

/// The urgent path.
pub fn act() -> AnyView {
    let called = Memo::new(current_call);
    let middle = move || match called.get() {
        Some(id) => after_calling(id),
        None => call_button(),
    };
    page_below(
        "/app/",
        "Home",
        "Act now",
        view! {
            {storage_warning()}
            {live(middle)}
            <section class="stack" aria-labelledby="danger">
                <h2 id="danger">"If somebody is in physical danger"</h2>
                {emergency_numbers()}
                {address()}
            </section>
            {cards(Moment::ActingNow)}
            {cards(Moment::StoppingATalk)}
        },
    )
}

/// The latest call of this phone that is still of today's concern.
fn current_call() -> Option<NoteId> {
    let now = watched().now.get();
    watched().outbox.with(|outbox| {
        let fresh =
            |held: &&Held| held.kind == HeldKind::ActNow && now.since(held.entry.saved_at) < hours(CALL_STAYS_HOURS);
        outbox.iter().find(fresh).map(|held| held.entry.id)
    })
}

fn call_button() -> AnyView {
    let refused = RwSignal::new(String::new());
    let calling = RwSignal::new(false);
    let press = move |_| {
        if calling.get_untracked() {
            return;
        }
        calling.set(true);
        spawn_local(async move {
            let mut chance = [0; 10];
            chance.copy_from_slice(&device().chance()[..10]);
            let now = device().now();
            let body = NoteBody { kind: NoteKind::ActNow, written_at: now, ..NoteBody::default() };
            let outcome = match NewNote::parse(body) {
                Ok(note) => {
                    device().put(NoteId::mint(now, chance), note, None, None).await.map_err(|why| why.to_string())
                }
                Err(why) => Err(why.to_string()),
            };
            if let Err(why) = outcome {
                refused.set(format!("{why} Call a number below."));
            }
            calling.set(false);
        });
    };
    let why = move || {
        let words = refused.get();
        (!words.is_empty()).then(|| view! { <p class="error" role="alert">{icon(Icon::Info)}{words}</p> })
    };
    view! {
        <button class="door alert" type="button" aria-busy=attr(move || calling.get().to_string()) on:click=on_tap(press)>
            {icon(Icon::Bell)}
            <span><b>"Call the CARE team"</b><small>"Everybody at once. You need not write anything."</small></span>
        </button>
        {live(why)}
    }
    .into_any()
}

/// What became of the call, live, and the four lines for afterwards.
fn after_calling(id: NoteId) -> AnyView {
    let held = held(id);
    view! {
        <div class="stack" role="status">{live(move || held.with(|held| held.as_ref().map(call_state)))} {age(id)}</div>
        {acted_alone(id)}
    }
    .into_any()
}

fn call_state(held: &Held) -> AnyView {
    let stand = stand(held);
    let on_server = matches!(held.entry.state, EntryState::Delivered { .. });
    let call = held.progress.as_ref().map(|progress| &progress.call);
    let title = match (on_server, call) {
        (false, _) => "The call has not gone out yet",
        (true, Some(Call::Taken(_))) => "The CARE team has your call",
        (true, Some(Call::Unanswered { .. } | Call::Outside { .. })) => "Your call has not been taken",
        (true, Some(Call::Calling { .. } | Call::None) | None) => "The CARE team is being called",
    };
    let advice = stand.help.clone();
    let call = (!on_server || stand.call || stand.open).then(|| view! { <p class="acts">{call_care(2)}</p> });
    let hurry = (!on_server).then(|| {
        view! { <button class="btn quiet" type="button" on:click=on_tap(|_| device().hurry())>{icon(Icon::Send)}"Send now"</button> }
    });
    view! {
        <div class="banner" class:warn=!on_server || stand.call>
            {icon(Icon::Bell)}
            <div><p><b>{title}</b></p><p>{state_line(&stand)}</p>{advice.map(|words| view! { <p>{words}</p> })}{call}{hurry}</div>
        </div>
    }
    .into_any()
}

fn cards(moment: Moment) -> AnyView {
    view! { <div class="stack">{live(move || cards_for(moment).iter().map(|card| card_body(card, true)).collect_view())}</div> }
        .into_any()
}

const GROUNDS: [(Ground, &str); 3] = [
    (Ground::FurtherHarm, "Waiting would have let it get worse"),
    (Ground::PhysicalDanger, "Somebody was in physical danger"),
    (Ground::Presentation, "A talk broke the Code of Conduct badly"),
];

/// The four lines after acting alone; each may stay empty.
pub fn acted_alone(about: NoteId) -> AnyView {
    let written = Memo::new(move || {
        watched().outbox.with(|outbox| outbox.iter().any(|held| held.kind == HeldKind::ActedAlone(about)))
    });
    let content = move || {
        if written.get() {
            view! { <p class="soft">"What you did is written down. "<a href="/app/outbox">"See my notes"</a></p> }
                .into_any()
        } else {
            four_lines(about)
        }
    };
    view! { {live(content)} }.into_any()
}

fn four_lines(about: NoteId) -> AnyView {
    let form = Form::open(NoteKind::ActedAlone { about, record: UnilateralRecord::default() }, None);
    let say = say();
    let refused = RwSignal::new(String::new());
    let ground = Memo::new(move || form.body.with(|body| record(body).ground));
    let choose = move |ground| form.change(|body| change_record(body, |record| record.ground = ground));
    let save = move |_| {
        spawn_local(async move {
            match form.save().await {
                Ok((_, durable)) => say.word(durable.words()),
                Err(why) => {
                    refused.set(why);
                }
            }
        });
    };
    let state = move || match form.kept.get() {
        Kept::Nothing => String::new(),
        Kept::Typing => "Not saved yet".to_owned(),
        Kept::Kept(durable) => format!("{}, not sent yet", durable.words()),
        Kept::Trouble(trouble) => trouble.to_string(),
    };
    view! {
        <details class="more">
            <summary>"Afterwards: what I did"</summary>
            <div>
                <p class="hint">"When it is calm again. Four short lines, each may stay empty. The team looks at it with you."</p>
                {line(form, "a-did", "What I did", |record| &mut record.did)}
                {choice("ground", Legend::Shown("Why it could not wait"), true, &GROUNDS, move || ground.get(), choose)}
                {line(form, "a-tried", "Whom I tried to reach", |record| &mut record.tried)}
                {line(form, "a-consulted", "Whom I asked before", |record| &mut record.consulted)}
                <p class="hint" role="status">{live(state)}</p>
                {live(move || { let words = refused.get(); (!words.is_empty()).then(|| view! { <p class="error" role="alert">{words}</p> }) })}
                <button class="btn wide" type="button" on:click=on_tap(save)>"Save these lines"</button>
            </div>
        </details>
    }
    .into_any()
}

fn line(
    form: Form,
    id: &'static str,
    label: &'static str,
    of: fn(&mut UnilateralRecord) -> &mut Private<String>,
) -> AnyView {
    let text = move || {
        let mut record = form.body.with(record);
        of(&mut record).reveal().clone()
    };
    let typed = move |event| {
        let text = Private::new(event_target_value(&event));
        form.change(|body| change_record(body, |record| *of(record) = text));
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <textarea id=id rows="2" autocomplete="off" prop:value=attr(text) on:input=on_edit(typed)></textarea>
        </div>
    }
    .into_any()
}

fn record(body: &NoteBody) -> UnilateralRecord {
    match &body.kind {
        NoteKind::ActedAlone { record, .. } => record.clone(),
        NoteKind::Account | NoteKind::ActNow | NoteKind::Correction { .. } | NoteKind::Addition { .. } => {
            UnilateralRecord::default()
        }
    }
}

fn change_record(body: &mut NoteBody, change: impl FnOnce(&mut UnilateralRecord)) {
    if let NoteKind::ActedAlone { record, .. } = &mut body.kind {
        change(record);
    }
}
