//! `POST /r/card`: the six words on a card to print, with nothing of the report on it.

use super::parts::{link, link_code, six_words};
use super::{Frame, Kind, LOOK_UP_PATH, WORDS_FIELD, document, times};
use domain::reporter::ReporterKey;
use domain::time::Timestamp;
use leptos::prelude::*;

/// Where the words of a card are posted.
pub const CARD_PATH: &str = "/r/card";

/// The button that opens the card in a window of its own.
pub(super) fn button(frame: &Frame<'_>, key: &ReporterKey) -> AnyView {
    let words = key.fragment().into_revealed();
    view! {
        <form method="post" action=frame.to(CARD_PATH) target="_blank" data-plain="">
            <input type="hidden" name=WORDS_FIELD value=words/>
            <p class="acts"><button class="btn quiet" type="submit">{frame.words().filed.card}</button></p>
        </form>
    }
    .into_any()
}

/// The card; with the date of the receipt where the words lead to a report.
pub fn page(frame: &Frame<'_>, key: &ReporterKey, received_at: Option<Timestamp>) -> String {
    let words = &frame.words().poster;
    let (before, after) = frame.words().status.receipt_words;
    let receipt = received_at.map(|at| view! { <p>{before} {times::told(at, frame)} {after}</p> });
    let (at, end) = words.card_at;
    let main = view! {
        <div class="paper small">
            <h1>{words.card}</h1>
            <p>{words.card_words}</p>
            {six_words(key)}
            {link_code(frame, key)}
            <p>{at} <b translate="no">{format!("{}{LOOK_UP_PATH}", frame.origin)}</b> {end}</p>
            <p class="address" translate="no">{link(frame, key)}</p>
            {receipt}
        </div>
        <p class="soft no-print">{words.print}</p>
    };
    document(frame, Kind::Paper(LOOK_UP_PATH), main)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{NOW, assert_is_safe, frame, settings};
    use super::*;

    #[test]
    fn a_card_has_the_words_the_code_and_the_date_and_nothing_else() {
        let settings = settings();
        let key = ReporterKey::mint([7; 16]);
        let html = page(&frame(&settings), &key, Some(NOW));
        assert_is_safe(&html);
        assert!(!html.contains("<script") && html.contains("<svg"));
        assert!(html.contains("4 June 2027, 11:02") && html.contains("https://careline.example/r"));
        assert!(key.reveal().iter().all(|word| html.contains(&format!("<li>{word}</li>"))));
        assert!(!html.contains("CARE") && !html.contains("Example Days"), "whoever finds it learns little");
    }
}
