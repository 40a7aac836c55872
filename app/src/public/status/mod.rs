//! The answer to `POST /r` and to what a reporter does there: where a report stands, in fixed words that promise nothing.
//!
//! It is the answer to the post itself, because a redirect would have to carry the words in an address. Reloading posts
//! again, which is harmless: the form carries an id that the server minted.

mod acts;
mod written;

use super::parts::{everybody_out, link_code, six_words};
use super::{CHECK, Frame, INFO, Kind, LOOK_UP_PATH, SEEN, document, icon, times};
use domain::ids::NoteId;
use domain::private::Private;
use domain::reporter::{ReporterKey, ReporterStatus, ReporterView};
use domain::work::report::KeptBecause;
use leptos::prelude::*;

pub use acts::{ABOUT_FIELD, CHANGE_PATH, DO_FIELD, Do, NEW_FIELD, OPINION_FIELD, SAY_PATH};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct Status<'a> {
    /// The words that were typed; they ride along in the forms.
    pub key: &'a ReporterKey,
    /// Where the report stands.
    pub view: &'a ReporterView,
    /// Freshly minted: the id of what the reporter may send next.
    pub next_note: NoteId,
    /// Freshly minted: the words that the link gets, if the reporter wants new ones.
    pub next_key: &'a ReporterKey,
    /// What became of what the reporter just did.
    pub done: Done,
}

/// What became of what was sent.
#[derive(Clone, Debug)]
pub enum Done {
    /// Nothing was sent.
    Nothing,
    /// It has been recorded.
    Recorded,
    /// The reporter showed that they have kept the words.
    Kept,
    /// The link has these words from now on.
    NewWords,
    /// It was not taken; the text comes back with the reason.
    Refused {
        /// Why, in a sentence for the reporter.
        why: &'static str,
        /// What was typed.
        text: Private<String>,
    },
}

/// The page.
pub fn page(frame: &Frame<'_>, status: &Status<'_>) -> String {
    let words = &frame.words().status;
    let view = status.view;
    let (before, after) = words.receipt_words;
    let (zone_before, zone_after) = words.zone;
    let zone = times::zone_name(frame.settings);
    let main = view! {
        <h1>{words.title}</h1>
        {done(frame, status)}
        {standing(frame, view)}
        {everybody_out(frame, view)}
        {written::from_the_team(frame, status)}
        {written::own_words(frame, status)}
        {acts::add(frame, status)}
        {acts::wishes(frame, status)}
        {acts::take_back(frame, status)}
        <section class="card">
            <h2>{words.receipt}</h2>
            <p>{before} {times::both(view.received_at, frame)} {after}</p>
            <p class="soft">{zone_before} {zone} {zone_after}</p>
            {super::card::button(frame, status.key)}
        </section>
        {second_device(frame, status.key)}
        {acts::change(frame, status)}
        <p class="soft">{words.keep}</p>
    };
    document(frame, Kind::Reporters(LOOK_UP_PATH), main)
}

fn done(frame: &Frame<'_>, status: &Status<'_>) -> Option<AnyView> {
    let own = &frame.words().own;
    let (said, new) = match &status.done {
        Done::Nothing | Done::Refused { .. } => return None,
        Done::Recorded => (own.arrived, None),
        Done::Kept => (frame.words().filed.check_right, None),
        Done::NewWords => (own.changed_link, Some(view! { {six_words(status.key)} {link_code(frame, status.key)} })),
    };
    Some(view! { <div class="banner" role="status">{icon(CHECK)} <div><p>{said}</p>{new}</div></div> }.into_any())
}

fn standing(frame: &Frame<'_>, view: &ReporterView) -> AnyView {
    let words = &frame.words().status;
    let (state, mark, (title, more)) = match view.status {
        ReporterStatus::Received => ("server", CHECK, words.received),
        ReporterStatus::BeingLookedAt => ("seen", SEEN, words.looked_at),
        ReporterStatus::Finished => ("seen", SEEN, words.finished),
    };
    let (before, after) = words.taken_back;
    let taken = view.taken_back.map(|at| {
        view! { <div class="banner">{icon(INFO)} <div><p>{before} {times::both(at, frame)} {after}</p></div></div> }
    });
    let kept = view.kept.map(|because| {
        let why = match because {
            KeptBecause::Danger => words.kept_danger,
            KeptBecause::Law => words.kept_law,
            KeptBecause::Others => words.kept_others,
        };
        view! { <div class="banner warn">{icon(INFO)} <div><p>{why}</p></div></div> }
    });
    view! {
        <div class="stack tight">
            <p class="state lead" data-state=state>{icon(mark)} <b>{title}</b></p>
            <p>{more}</p>
        </div>
        {taken}
        {kept}
    }
    .into_any()
}

fn second_device(frame: &Frame<'_>, key: &ReporterKey) -> AnyView {
    let own = &frame.words().own;
    view! {
        <details class="more no-print">
            <summary>{own.second}</summary>
            <div><p>{own.second_words}</p>{link_code(frame, key)}{six_words(key)}</div>
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests;
