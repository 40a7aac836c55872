//! One note: where it stands, what it says while it is only here, and what can be done with it.

use crate::device::{Held, HeldKind, Written, device, watched};
use crate::parts::call::call_care;
use crate::parts::frame::page_below;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{live, on_tap};
use crate::parts::loading::{empty, skeleton};
use crate::parts::moment::{absolute, when};
use crate::parts::state::{age, held, stand, state_line};
use crate::parts::toast::say;
use crate::parts::warning::storage_warning;
use crate::screens::act::acted_alone;
use crate::screens::lost::lost;
use crate::screens::note::link::link_card;
use crate::screens::outbox::{export_panel, title};
use crate::signal::{Memo, RwSignal, follow, spawn_local};
use domain::ids::NoteId;
use domain::note::{Answer, NoteBody};
use domain::outbox::{EntryState, can_be_mended};
use domain::private::Private;
use leptos::prelude::*;

/// One note of this phone.
pub fn entry(id: &str) -> AnyView {
    let Ok(id) = NoteId::parse(id) else { return lost() };
    let held = held(id);
    let written = RwSignal::new(None::<Written>);
    // The text is read again whenever the entry changes place, so that it goes away here when it has left the phone.
    let only_here = Memo::new(move || held.with(|held| held.as_ref().is_some_and(|held| held.entry.is_only_here())));
    follow(move || {
        // A memo that nobody reads is never worked out again, so tracking it alone would hear of nothing.
        let _place = only_here.get();
        spawn_local(async move {
            let found = device().read(id).await.ok().flatten();
            written.set(found);
        });
    });
    let kind = Memo::new(move || held.with(|held| held.as_ref().map(|held| held.kind)));
    let state = move || match held.get() {
        Some(held) => standing(&held),
        None if watched().loaded.get() => {
            empty(Icon::Note, "Not on this phone", "This note was discarded, or written on another phone.")
        }
        None => skeleton(),
    };
    let rest = move || kind.get().map(|kind| actions(id, kind, held, written));
    page_below(
        "/app/outbox",
        "My notes",
        "Note",
        view! {
            {storage_warning()}
            <div class="stack" role="status">{live(state)} {age(id)}</div>
            {live(move || written.get().map(|written| content(id, &written)))}
            {live(rest)}
        },
    )
}

fn standing(held: &Held) -> AnyView {
    let stand = stand(held);
    let call = stand.call.then(|| view! { <p class="acts">{call_care(2)}</p> });
    let photos = match (held.photos_waiting, held.photos_refused) {
        (0, 0) => None,
        (0, refused) => {
            Some(format!("The server does not take {refused} of the photos. They stay on this phone; export them."))
        }
        (1, _) => Some("1 photo is still only on this phone.".to_owned()),
        (waiting, _) => Some(format!("{waiting} photos are still only on this phone.")),
    };
    view! {
        <h2 class="cut">{title(held)}</h2>
        <div class="card">
            {state_line(&stand)}
            {stand.help.clone().map(|help| view! { <p>{help}</p> })}
            {call}
            {photos.map(|words| view! { <p class="soft">{words}</p> })}
            {trail(held)}
        </div>
    }
    .into_any()
}

/// The way so far, each step with its time.
fn trail(held: &Held) -> AnyView {
    let fact = |name: &'static str, words: AnyView| view! { <dt>{name}</dt><dd>{words}</dd> }.into_any();
    let mut facts = vec![fact("Saved here", when(held.entry.saved_at))];
    if let EntryState::Delivered { at, .. } = held.entry.state {
        facts.push(fact("On the server", when(at)));
    }
    if let Some(seen) = held.progress.as_ref().and_then(|progress| progress.seen.as_ref()) {
        let words = format!("{}, {}", seen.name.reveal(), absolute(seen.at));
        facts.push(fact("Seen by", words.into_any()));
    }
    view! { <dl class="facts">{facts}</dl> }.into_any()
}

/// What was written, while it is only here.
fn content(id: NoteId, written: &Written) -> AnyView {
    let body = &written.body;
    let show = format!("/app/outbox/{id}/show");
    let facts = facts(body);
    let text = (!body.text.is_blank()).then(|| view! { <p class="said">{body.text.reveal().clone()}</p> });
    let link = written.link.as_ref().map(|link| {
        view! { <details class="more"><summary>"The reporter's private link"</summary><div>{link_card(link, RwSignal::new(false))}</div></details> }
    });
    view! {
        <article class="card">{text}{facts}</article>
        <a class="btn quiet wide" href=show>{icon(Icon::Say)}"Show it to CARE"</a>
        {link}
    }
    .into_any()
}

/// The answers that were given.
fn facts(body: &NoteBody) -> AnyView {
    let answers = [
        ("What", text_of(&body.answers.what)),
        ("Who", text_of(&body.answers.who)),
        ("When", text_of(&body.answers.when)),
        ("Where", text_of(&body.answers.place)),
        ("Contact", text_of(&body.answers.contact)),
    ];
    let given: Vec<_> = answers
        .into_iter()
        .filter_map(|(name, text)| text.map(|text| view! { <dt>{name}</dt><dd>{text}</dd> }))
        .collect();
    if given.is_empty() { ().into_any() } else { view! { <dl class="facts">{given}</dl> }.into_any() }
}

/// A note in large letters, to hold up to somebody of the CARE team when nothing else works.
pub fn show(id: &str) -> AnyView {
    let Ok(id) = NoteId::parse(id) else { return lost() };
    let written = RwSignal::new(None::<Written>);
    spawn_local(async move {
        let found = device().read(id).await.ok().flatten();
        written.set(found);
    });
    let content = move || {
        written.get().map(|written| {
            view! {
                <p class="big-read">{written.body.text.reveal().clone()}</p>
                {facts(&written.body)}
                <p class="soft">{format!("Written {}", absolute(written.body.written_at))}</p>
            }
        })
    };
    page_below(format!("/app/outbox/{id}"), "Back", "For CARE", content)
}

fn text_of(answer: &Answer<Private<String>>) -> Option<String> {
    match answer {
        Answer::Given(text) => Some(text.reveal().clone()),
        Answer::DoesNotKnow => Some("doesn't know".into()),
        Answer::PrefersNotToSay => Some("prefers not to say".into()),
        Answer::DidNotAsk => Some("not asked".into()),
        Answer::Left => None,
    }
}

fn actions(id: NoteId, kind: HeldKind, held: Memo<Option<Held>>, written: RwSignal<Option<Written>>) -> AnyView {
    let state = Memo::new(move || held.with(|held| held.as_ref().map(|held| held.entry.state)));
    let only_here = Memo::new(move || held.with(|held| held.as_ref().is_some_and(|held| held.entry.is_only_here())));
    let sign_in = move || {
        matches!(state.get(), Some(EntryState::NeedsSignIn))
            .then(|| view! { <a class="btn wide" href="/app/join">{icon(Icon::SignIn)}"Sign in"</a> })
    };
    let mend = move || {
        match state.get() {
        Some(EntryState::Refused { why }) if can_be_mended(why) => {
            Some(view! { <a class="btn wide" href=format!("/app/note/correct/{id}")>{icon(Icon::Note)}"Edit and try again"</a> }.into_any())
        }
        _ if kind == HeldKind::ActNow => None,
        _ => Some(
            view! {
                <p class="acts">
                    <a class="btn quiet" href=format!("/app/note/add/{id}")>{icon(Icon::Plus)}"Add something"</a>
                    <a class="btn quiet" href=format!("/app/note/correct/{id}")>{icon(Icon::Note)}"Correct it"</a>
                </p>
            }
            .into_any(),
        ),
    }
    };
    let lines = (kind == HeldKind::ActNow).then(|| acted_alone(id));
    view! {
        {live(sign_in)}
        {live(mend)}
        {lines}
        {live(move || only_here.get().then(|| waiting(id, written)))}
    }
    .into_any()
}

/// What can be done with a note that is only here.
fn waiting(id: NoteId, written: RwSignal<Option<Written>>) -> AnyView {
    let say = say();
    let discard = move |_| {
        device().discard(id);
        say.with_undo("Note discarded", move || device().undo_discard(id));
        device().go("/app/outbox");
    };
    let copy = move |_| {
        let text = written.with_untracked(|written| written.as_ref().map(|written| written.body.text.clone()));
        spawn_local(async move {
            let copied = device().copy(text.unwrap_or_default()).await;
            say.word(if copied { "Copied" } else { "This browser does not let us copy. Select the text instead." });
        });
    };
    view! {
        <p class="acts">
            <button class="btn quiet" type="button" on:click=on_tap(|_| device().hurry())>{icon(Icon::Send)}"Send now"</button>
            <button class="btn quiet" type="button" on:click=on_tap(copy)>"Copy the text"</button>
        </p>
        {export_panel(Box::new(move || vec![id]))}
        <button class="btn link" type="button" on:click=on_tap(discard)>"Discard this note"</button>
    }
    .into_any()
}
