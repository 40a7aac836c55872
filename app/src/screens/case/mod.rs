//! A case: who has it, what its reporter knows, its written record, and what a CARE member can do.
//!
//! The answer of the server is shown through memos, part by part, so that what somebody is typing stands outside of what
//! is drawn again when a colleague changes something.

mod acts;
mod entry;
mod marks;
mod note;
mod question;
mod standings;
mod write;

use crate::api;
use crate::device::{Draft, device, watched};
use crate::parts::asked::{Asked, ask, doing};
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_tap};
use crate::parts::moment::when;
use crate::parts::toast;
use crate::screens::inbox::{code_name, urgency_tag};
use crate::signal::{Memo, follow, spawn_local};
use domain::ids::IncidentId;
use domain::question::CaseOpened;
use domain::view::{CaseView, Denied, InboxRow};
use leptos::prelude::*;

pub(crate) use acts::step_out_dialog;

/// The case's title and its pane.
pub fn case(incident: IncidentId) -> (Memo<String>, AnyView) {
    let asked = ask(move || api::open_case(incident));
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
    let question = move || card.get().map(|card| question::question(&card, asked));
    let body = move || open.get().then(|| body(asked, incident));
    (title, view! { {asked.trouble()} {live(question)} {live(body)} }.into_any())
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
            });
        }
    });
}

fn body(asked: Asked<CaseOpened>, incident: IncidentId) -> AnyView {
    let row = Memo::new(move || of_case(asked, |case| case.row.clone()));
    let record = Memo::new(move || of_case(asked, |case| marks::readable(&case.timeline)).unwrap_or_default());
    let strike = acts::strike(asked, incident);
    let entries = move || record.get().into_iter().map(|line| entry::entry(line, incident, strike.pick)).collect_view();
    view! {
        {live(move || row.get().as_ref().map(head))}
        {question::my_standing(asked, incident)}
        {take(asked, incident, row)}
        {acts::reporter(asked, incident)}
        <section class="stack" aria-label="Written record"><ol class="timeline">{live(entries)}</ol></section>
        {write::add_note(asked, incident)}
        {standings::standings(asked, incident)}
        {question::step_back()}
        {strike.dialog}
    }
    .into_any()
}

fn head(row: &InboxRow) -> AnyView {
    let who = match &row.accountable {
        Some(name) => format!("{} has it", name.reveal()),
        None => "Nobody has it yet".to_owned(),
    };
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
            <p class="acts">{urgency} {calling} {review}</p>
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
