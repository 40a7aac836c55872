//! Pages that say one thing: not here, too often, not now.

use super::{Frame, Kind, LOOK_UP_PATH, document};
use leptos::prelude::*;

/// There is nothing at this address.
pub fn not_found(frame: &Frame<'_>) -> String {
    let words = &frame.words().plain;
    one_thing(frame, Kind::Open("/"), (words.not_found, words.not_found_words), ("/", frame.words().common.start))
}

/// Somebody tries words too often.
pub fn too_many_tries(frame: &Frame<'_>) -> String {
    let words = &frame.words().plain;
    one_thing(frame, Kind::Reporters(LOOK_UP_PATH), (words.tries, words.tries_words), (LOOK_UP_PATH, words.again))
}

/// The server cannot read or write just now.
pub fn unavailable(frame: &Frame<'_>) -> String {
    let words = &frame.words().plain;
    let to = (LOOK_UP_PATH, frame.words().common.look_up);
    one_thing(frame, Kind::Reporters(LOOK_UP_PATH), (words.unavailable, words.unavailable_words), to)
}

/// A request that no page of ours makes.
pub fn not_understood(frame: &Frame<'_>) -> String {
    let words = &frame.words().plain;
    let to = (LOOK_UP_PATH, frame.words().common.look_up);
    one_thing(frame, Kind::Reporters(LOOK_UP_PATH), (words.not_read, words.not_read_words), to)
}

fn one_thing(
    frame: &Frame<'_>,
    kind: Kind,
    (title, text): (&'static str, &'static str),
    (path, way): (&'static str, &'static str),
) -> String {
    let main = view! {
        <h1>{title}</h1>
        <p>{text}</p>
        <p class="acts"><a class="btn quiet" href=frame.to(path)>{way}</a></p>
    };
    document(frame, kind, main)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_is_safe, frame, settings};
    use super::*;

    #[test]
    fn each_says_one_thing_and_where_to_go() {
        let settings = settings();
        for page in [not_found, too_many_tries, unavailable, not_understood] {
            let html = page(&frame(&settings));
            assert_is_safe(&html);
            assert_eq!(html.matches("<h1>").count(), 1);
            assert!(html.contains("class=\"acts\""));
        }
    }
}
