//! The team's words: to reporters, through their private links, and to the public. One member drafts, another agrees.
//!
//! Drafts are everybody's: anybody writes the next version, and two versions written at once stand beside each other.
//! What waits for a second member stands at the top of the case, on every side of it ([`waiting`]).

mod draft;
mod link;
mod message;
mod presence;
mod promise;
pub(super) mod says;
mod sent;
mod statement;
mod waiting;

pub(super) use presence::{Beat, who_writes};
pub(super) use promise::warnings;
pub(super) use waiting::waiting;

use super::form::{sheet, text_box};
use super::hand::{Doing, Hand};
use super::of_case;
use crate::device::device;
use crate::parts::live::{live, on_tap};
use crate::parts::toast;
use crate::signal::{Memo, RwSignal};
use domain::conflict::Standing;
use domain::ids::DeedId;
use domain::work::Deed;
use domain::work::draft::{Draft, DraftDeed, Says};
use leptos::prelude::*;
use message::Letter;
use statement::Speech;

/// What the sheets and the buttons of this side need.
#[derive(Clone, Copy)]
struct Desk {
    hand: Hand,
    /// Whether the member speaks and writes for the team.
    speaks: Memo<bool>,
    /// What a button at a draft does.
    doing: Doing,
    letter: Letter,
    speech: Speech,
    /// The draft that somebody would have different.
    objecting: RwSignal<Option<DeedId>>,
    toast: toast::Say,
}

/// The side of the case with the team's words.
pub(super) fn words(hand: Hand) -> AnyView {
    let desk = Desk {
        hand,
        speaks: speaks(hand),
        doing: Doing::new(),
        letter: Letter::new(hand),
        speech: Speech::new(hand),
        objecting: RwSignal::new(None),
        toast: toast::say(),
    };
    let typed = Memo::new(move || Letter::is_typed(hand));
    let words = move || if typed.get() { "Go on writing to the reporter" } else { "Write to the reporter" };
    let begin = move || {
        desk.speaks.get().then(|| {
            view! {
                <p class="acts no-print">
                    <button class="btn" type="button" on:click=on_tap(move |_| desk.letter.begins())>{live(words)}</button>
                    <button class="btn quiet" type="button" on:click=on_tap(move |_| desk.speech.begins())>"Draft a public statement"</button>
                </p>
            }
        })
    };
    view! {
        <section class="stack" aria-labelledby="drafts-title">
            <h2 id="drafts-title">"Waiting for a second member"</h2>
            {live(move || open_drafts(&desk))}
            {desk.doing.error()}
            {live(begin)}
        </section>
        {sent::sent(hand)}
        {statement::spoken(hand)}
        {message::sheet(hand, desk.letter)}
        {statement::sheet(hand, desk.speech)}
        {object(hand, desk.objecting)}
    }
    .into_any()
}

fn speaks(hand: Hand) -> Memo<bool> {
    Memo::new(move || of_case(hand.asked, |case| case.my_standing.is_none_or(Standing::may_speak)).unwrap_or_default())
}

/// Whether it is for this side: decisions have one of their own.
fn is_words(draft: &Draft) -> bool {
    let latest = draft.versions.latest().map(|version| &version.value);
    latest.is_some_and(|says| matches!(says, Says::Message(_) | Says::Statement(_)))
}

fn open_drafts(desk: &Desk) -> AnyView {
    let waiting = desk.hand.work.with(|work| {
        let waiting = work.drafts.waiting().filter(|(_, draft)| is_words(draft));
        waiting.map(|(id, draft)| (id, draft.clone())).collect::<Vec<_>>()
    });
    if waiting.is_empty() {
        return view! { <p class="soft">"Nothing waits. What you write here goes out when a second member has agreed to it."</p> }
            .into_any();
    }
    waiting.iter().map(|(id, draft)| draft::draft(desk, *id, draft)).collect_view().into_any()
}

/// The sheet that says what should be different.
fn object(hand: Hand, objecting: RwSignal<Option<DeedId>>) -> AnyView {
    let (why, doing) = (RwSignal::new(String::new()), Doing::new());
    let toast = toast::say();
    let send = move || {
        let Some(draft) = objecting.get_untracked() else { return };
        let deed = DraftDeed::Object { draft, why: why.get_untracked().into() };
        hand.does(doing, Deed::Draft(deed), move || {
            device().close_dialog("words-object");
            why.set(String::new());
            toast.word("It stands beside the draft");
        });
    };
    let fields = view! {
        <p class="soft">"It stands beside the draft and blocks nobody. You can also write the next version yourself."</p>
        {text_box("words-object-why", "What should be different", why)}
    };
    sheet("words-object", "Having it different", fields.into_any(), doing, "Say it", send)
}
