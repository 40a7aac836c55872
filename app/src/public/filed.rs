//! The answer to a report: it has arrived, and these six words are the way back. Keeping them is a step of its own.

use super::parts::{carried, everybody_out, line, link, link_code, six_words};
use super::{CHECK, Frame, INFO, Kind, LOOK_UP_PATH, REPORT_PATH, document, icon, times};
use domain::ids::NoteId;
use domain::reporter::{ReporterKey, ReporterView};
use leptos::prelude::*;

/// Where the two words are posted that show that somebody has kept them.
pub const KEPT_PATH: &str = "/r/kept";
/// The field with the second word.
pub const SECOND_FIELD: &str = "second";
/// The field with the fifth word.
pub const FIFTH_FIELD: &str = "fifth";

/// The page; `wrong` is whether two other words were typed.
pub fn page(frame: &Frame<'_>, key: &ReporterKey, view: &ReporterView, note: NoteId, wrong: bool) -> String {
    let words = &frame.words().filed;
    let (before, after) = words.arrived;
    let address = link(frame, key);
    let wrong = wrong.then(|| view! { <p class="error" role="alert">{icon(INFO)} {words.check_wrong}</p> });
    let main = view! {
        <h1>{words.title}</h1>
        <p class="state lead" data-state="server">{icon(CHECK)} <span>{before} {times::both(view.received_at, frame)} {after}</span></p>
        {everybody_out(frame, view)}
        <section class="card">
            <h2>{words.keep}</h2>
            <p>{words.keep_words}</p>
            {six_words(key)}
            <p class="hint">{words.link}</p>
            <p class="address" translate="no">{address}</p>
            {link_code(frame, key)}
            {super::card::button(frame, key)}
        </section>
        <section class="card">
            <h2>{words.check}</h2>
            <form class="stack" method="post" action=frame.to(KEPT_PATH) autocomplete="off">
                {carried(key, note)}
                <p>{words.check_words}</p>
                {line(SECOND_FIELD, words.check_second, None, "")}
                {line(FIFTH_FIELD, words.check_fifth, None, "")}
                {wrong}
                <p class="acts"><button class="btn" type="submit">{words.check_button}</button></p>
            </form>
            <form method="post" action=frame.to(LOOK_UP_PATH)>
                {carried(key, note)}
                <p class="acts"><button class="btn link" type="submit">{words.skip}</button></p>
            </form>
        </section>
    };
    document(frame, Kind::Reporters(REPORT_PATH), main)
}
