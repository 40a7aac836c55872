//! A case: who has it, what its reporter knows, its written record, and what a CARE member can do.
//!
//! The answer of the server is shown through memos, part by part, so that what somebody is typing stands outside of what
//! is drawn again when a colleague changes something.

mod acts;
mod ahead;
mod course;
mod entry;
mod file;
mod form;
mod hand;
mod head;
mod joined;
mod keeping;
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
use crate::device::{Draft, device};
use crate::parts::asked::{Asked, ask};
use crate::parts::icon::{Icon, icon};
use crate::parts::live::live;
use crate::screens::inbox::code_name;
use crate::signal::{Memo, follow, spawn_local};
use domain::ids::{IncidentId, NoteId};
use domain::question::CaseOpened;
use domain::record::marks::readable;
use domain::view::{CaseView, Denied};
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
    // What the case reads while it is built must not build it again: a box that goes out of sight sends what stands in it.
    let body = move || open.get().then(|| untrack(|| body(hand, side)));
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
    let strike = acts::strike(asked, incident);
    let shown = match side {
        Side::Record => record(hand, strike.pick),
        Side::Review => review::review(hand),
        Side::Words => words::words(hand),
        Side::Todo => todo::todo(hand),
        Side::Course => course::course(hand),
        Side::People => people::people(hand),
        Side::File => file::file(hand),
    };
    view! {
        <div class="case">
            <div class="case-top">{head::head(hand)} {words::waiting(hand, side)}</div>
            {ahead::ahead(hand, side)}
            <div class="case-side">
                {question::my_standing(asked, incident)}
                {words::who_writes(hand)}
                {sides(incident, side)}
                {shown}
                {question::step_back()}
            </div>
        </div>
        {acts::confirm(hand)}
        {strike.dialog}
        {hand.anyway()}
    }
    .into_any()
}

/// What was told and done, and the box to add to it.
fn record(hand: Hand, strike: Callback<NoteId>) -> AnyView {
    let Hand { asked, incident, .. } = hand;
    let lines = Memo::new(move || of_case(asked, |case| readable(&case.timeline)).unwrap_or_default());
    let entries = move || lines.get().into_iter().map(|line| entry::entry(line, hand, strike)).collect_view();
    view! {
        {acts::reporter(hand)}
        <section class="stack" aria-label="Written record"><ol class="timeline">{live(entries)}</ol></section>
        {write::add_note(asked, incident)}
        <p class="no-print"><a class="btn quiet" href=format!("/app/inbox/new/{incident}")>"Write down one more account"</a></p>
        {joined::joined(hand)}
        {standings::standings(asked, incident)}
    }
    .into_any()
}

/// The address of a side of a case.
fn address(incident: IncidentId, side: Side) -> String {
    let at = Side::ALL.into_iter().find(|(known, ..)| *known == side).map_or("", |(_, at, _)| at);
    if at.is_empty() { format!("/app/i/{incident}") } else { format!("/app/i/{incident}/{at}") }
}

/// The way from one side of the case to another. Those that one seldom needs are led to from elsewhere: how it goes on
/// from what is ahead, the case file from the screen's top.
fn sides(incident: IncidentId, open: Side) -> AnyView {
    let tabs = Side::ALL.into_iter().filter(|(side, ..)| !matches!(side, Side::Course | Side::File));
    let links = tabs.map(|(side, _, words)| {
        let here = (side == open).then_some("page");
        view! { <a href=address(incident, side) aria-current=here>{words}</a> }
    });
    let links = links.collect_view();
    view! { <nav class="tabs no-print" aria-label="Sides of the case">{links}</nav> }.into_any()
}

/// The way to the case file, for the top of the screen.
pub fn way_to_file(incident: IncidentId) -> AnyView {
    view! {
        <div class="end"><a class="btn quiet icon-only" href=address(incident, Side::File) aria-label="The case file">{icon(Icon::Print)}</a></div>
    }
    .into_any()
}
