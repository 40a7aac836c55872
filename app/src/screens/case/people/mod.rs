//! The people of a case, what is known, the conversations with them, and what shows what happened.
//!
//! Nothing here is required and nothing is counted: what is not known is said in a sentence (S29, S30). A bystander who
//! looks over a shoulder reads code names.

mod conversation;
mod evidence;
mod fact;
mod field;
mod origin;
mod person;
mod plan;

use super::hand::Hand;
use super::of_case;
use crate::parts::icon::Icon;
use crate::parts::live::live;
use crate::parts::loading::banner;
use crate::signal::Memo;
use domain::note::{NoteBody, Provenance};
use domain::view::{CaseView, TimelineWhat};
use leptos::prelude::*;

/// The side of the case about people.
pub(super) fn people(hand: Hand) -> AnyView {
    view! {
        {meet_first(hand)}
        {origin::origins(hand)}
        {person::persons(hand)}
        {fact::facts(hand)}
        {conversation::conversations(hand)}
        {evidence::evidence(hand)}
    }
    .into_any()
}

/// The notes of a case that nobody has struck.
fn notes(case: &CaseView) -> impl Iterator<Item = &NoteBody> {
    case.timeline.iter().filter_map(|entry| match &entry.what {
        TimelineWhat::Note(note) if note.struck.is_none() => Some(&note.body),
        _ => None,
    })
}

/// Whether something of it came through somebody else than whoever told it first.
pub(super) fn came_through_others(case: &CaseView) -> bool {
    notes(case).any(|body| matches!(body.provenance, Some(Provenance::Told | Provenance::PassedOn)))
}

/// Where it came through somebody else, to meet whoever reported it first may be best.
fn meet_first(hand: Hand) -> AnyView {
    let wanted = Memo::new(move || {
        let passed_on = of_case(hand.asked, came_through_others).unwrap_or_default();
        let closed = of_case(hand.asked, |case| case.row.stage.is_closed()).unwrap_or_default();
        !closed && hand.work.with(|work| work.reporter_not_met(passed_on))
    });
    let shown = move || {
        wanted.get().then(|| {
            let body = view! {
                <p>
                    "It came to you through somebody else. To talk with whoever reported it, before anything else, may be best: \
                     what is missing is often known to them."
                </p>
                <p class="acts">{super::form::opens("plan", "Plan a conversation")}</p>
            };
            banner(false, Icon::Info, body)
        })
    };
    live(shown)
}
