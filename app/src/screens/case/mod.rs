//! A case: who has it, what its reporter knows, its written record, and what a CARE member can do.
//!
//! The answer of the server is shown through memos, part by part, so that what somebody is typing stands outside of what
//! is drawn again when a colleague changes something.

mod acts;
mod course;
mod entry;
mod file;
mod form;
mod hand;
mod note;
mod pending;
mod people;
mod question;
mod review;
mod standings;
mod todo;
mod words;
mod write;

use crate::api;
use crate::device::{Draft, device, watched};
use crate::parts::asked::{Asked, ask, doing};
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_tap};
use crate::parts::moment::when;
use crate::parts::toast;
use crate::screens::aging::overdue_lines;
use crate::screens::inbox::{code_name, urgency_tag};
use crate::signal::{Memo, follow, spawn_local};
use domain::ids::IncidentId;
use domain::question::CaseOpened;
use domain::record::marks::readable;
use domain::view::{CaseView, Denied, InboxRow};
use hand::Hand;
use leptos::prelude::*;
use std::cell::RefCell;

pub(crate) use acts::step_out_dialog;
pub(crate) use write::ten;

thread_local! {
    /// The last case as it was answered, so that going from one side of it to another does not blank it.
    static LAST: RefCell<Option<(IncidentId, CaseOpened)>> = const { RefCell::new(None) };
}

/// One side of a case: each has an address of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What was told and done, in one line of time.
    Record,
    /// The team's meetings, decisions, and what holds for now.
    Review,
    /// What reporters and the public are told.
    Words,
    /// Tasks, and quick words with others.
    Todo,
    /// How it goes on and how it ends.
    Course,
    /// Who is in it, what is known, what shows it, and the conversations.
    People,
    /// As it is printed and saved.
    File,
}

impl Side {
    const ALL: [(Self, &'static str, &'static str); 7] = [
        (Self::Record, "", "Record"),
        (Self::People, "people", "People"),
        (Self::Review, "review", "Review"),
        (Self::Words, "words", "Words"),
        (Self::Todo, "todo", "To do"),
        (Self::Course, "next", "Next"),
        (Self::File, "file", "File"),
    ];

    /// The side with this last part of its address.
    pub fn at(address: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, at, _)| *at == address).map(|(side, ..)| side)
    }
}

/// The case's title and its pane.
pub fn case(incident: IncidentId, side: Side) -> (Memo<String>, AnyView) {
    let asked = ask(move || api::open_case(incident));
    keep_in_sight(asked, incident);
    drop_what_is_gone(asked, incident);
    let title = Memo::new(move || {
        let words = asked.known.with(|opened| match opened.as_ref()? {
            CaseOpened::Card(card) => Some(code_name(&card.code_name)),
            CaseOpened::Case(case) => Some(code_name(&case.row.code_name)),
        });
        words.unwrap_or_else(|| "Case".to_owned())
    });
    // The question until it is answered, then the case; each is built once, so that nothing that is typed is drawn over.
    let card = Memo::new(move || asked.known.with(|opened| opened.as_ref().and_then(CaseOpened::card).cloned()));
    let open = Memo::new(move || asked.known.with(|opened| opened.as_ref().and_then(CaseOpened::case).is_some()));
    let hand = Hand::new(asked, incident);
    let question = move || card.get().map(|card| question::question(&card, asked));
    let body = move || open.get().then(|| body(hand, side));
    (title, view! { {asked.trouble()} {pending::only_here(hand)} {live(question)} {live(body)} }.into_any())
}

/// Something of the case, once it is open.
fn of_case<T>(asked: Asked<CaseOpened>, find: impl FnOnce(&CaseView) -> T) -> Option<T> {
    asked.known.with(|opened| opened.as_ref().and_then(CaseOpened::case).map(find))
}

/// What was being written for a case that is not there any more leaves the phone.
fn drop_what_is_gone(asked: Asked<CaseOpened>, incident: IncidentId) {
    follow(move || {
        if asked.refused.with(|refused| matches!(refused, Some(Denied::NotFound | Denied::NotAllowed))) {
            spawn_local(async move {
                // What the phone does not drop now it drops with the next look at the inbox.
                let _dropped = device().drop_draft(Draft::key_of_case(incident)).await;
                let _dropped = device().drop_draft(Draft::key_of_intake(Some(incident))).await;
                let _dropped = device().drop_deeds_of(incident).await;
            });
        }
    });
}

/// Shows what was known of the same case a moment ago until the answer comes, and forgets it with a refusal.
fn keep_in_sight(asked: Asked<CaseOpened>, incident: IncidentId) {
    if let Some((of, opened)) = LAST.with_borrow(Clone::clone)
        && of == incident
    {
        asked.known.set(Some(opened));
    }
    follow(move || LAST.set(asked.known.get().map(|opened| (incident, opened))));
}

fn body(hand: Hand, side: Side) -> AnyView {
    let Hand { asked, incident, .. } = hand;
    let row = Memo::new(move || of_case(asked, |case| case.row.clone()));
    let record = Memo::new(move || of_case(asked, |case| readable(&case.timeline)).unwrap_or_default());
    let strike = acts::strike(asked, incident);
    let entries = move || record.get().into_iter().map(|line| entry::entry(line, hand, strike.pick)).collect_view();
    let shown = match side {
        Side::Record => view! {
            {acts::reporter(hand)}
            <section class="stack" aria-label="Written record"><ol class="timeline">{live(entries)}</ol></section>
            {write::add_note(asked, incident)}
            <p class="no-print"><a class="btn quiet" href=format!("/app/inbox/new/{incident}")>"Write down one more account"</a></p>
            {standings::standings(asked, incident)}
        }
        .into_any(),
        Side::Review => review::review(hand),
        Side::Words => words::words(hand),
        Side::Todo => todo::todo(hand),
        Side::Course => course::course(hand),
        Side::People => people::people(hand),
        Side::File => file::file(hand),
    };
    view! {
        {live(move || row.get().as_ref().map(head))}
        {question::my_standing(asked, incident)}
        {take(asked, incident, row)}
        {words::who_writes(hand)}
        {words::waiting(hand, side)}
        {sides(incident, side)}
        {shown}
        {question::step_back()}
        {strike.dialog}
        {hand.anyway()}
    }
    .into_any()
}

/// The way from one side of the case to another.
fn sides(incident: IncidentId, open: Side) -> AnyView {
    let links = Side::ALL.into_iter().map(|(side, at, words)| {
        let to = if at.is_empty() { format!("/app/i/{incident}") } else { format!("/app/i/{incident}/{at}") };
        let here = (side == open).then_some("page");
        view! { <a href=to aria-current=here>{words}</a> }
    });
    let links = links.collect_view();
    (Side::ALL.len() > 1)
        .then(|| view! { <nav class="tabs no-print" aria-label="Sides of the case">{links}</nav> })
        .into_any()
}

fn head(row: &InboxRow) -> AnyView {
    let who = match &row.accountable {
        Some(name) => format!("{} has it", name.reveal()),
        None if row.stage.is_closed() => "Closed".to_owned(),
        None => "Nobody has it yet".to_owned(),
    };
    let stage = row.accountable.is_some().then(|| view! { <span class="tag">{row.stage.label()}</span> });
    let urgency = match row.urgency {
        Some(urgency) => urgency_tag(Some(urgency)),
        None => view! { <span class="tag">"Urgency not said"</span> }.into_any(),
    };
    let calling = row
        .calling
        .is_some()
        .then(|| view! { <span class="tag strong">{icon(Icon::Bell)} "The team is being called"</span> });
    let review = row.needs_review.then(|| view! { <span class="tag accent">"Needs a review"</span> });
    view! {
        <header class="stack tight">
            <h2>{who}</h2>
            <p class="acts">{stage} {urgency} {calling} {review}</p>
            {overdue_lines(&row.overdue)}
            <p class="soft">"Reported " {when(row.opened_at)}</p>
        </header>
    }
    .into_any()
}

/// "I have it", as long as one does not have it already.
fn take(asked: Asked<CaseOpened>, incident: IncidentId, row: Memo<Option<InboxRow>>) -> AnyView {
    let work = doing();
    let toast = toast::say();
    let press = move |_| {
        work.start(api::take_in_hand(incident), move |()| {
            toast.word("You have it. The others are left in peace.");
            asked.again();
        });
    };
    let me = watched().bundle.with_untracked(|bundle| bundle.as_ref().map(|bundle| bundle.me.id));
    let button = move || {
        let row = row.get()?;
        if row.stage.is_closed() {
            return None;
        }
        let button = match (&row.accountable, row.stage.accountable()) {
            (Some(_), Some(holder)) if Some(holder) == me => return None,
            (Some(name), _) => {
                let words = format!("Take it over from {}", name.reveal());
                view! { <button class="btn quiet" type="button" on:click=on_tap(press) aria-busy=attr(move || work.is_busy())>{words}</button> }
                    .into_any()
            }
            (None, _) => view! {
                <button class="btn wide" type="button" on:click=on_tap(press) aria-busy=attr(move || work.is_busy())>"I have it"</button>
            }
            .into_any(),
        };
        Some(button)
    };
    view! { <div class="stack tight">{live(button)} {work.error()}</div> }.into_any()
}
