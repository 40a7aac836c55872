//! Pages that say one thing: not here, too often, not now.

use super::{Frame, Kind, document};
use leptos::prelude::*;

/// There is nothing at this address.
pub fn not_found(frame: &Frame<'_>) -> String {
    let main = view! {
        <h1>"There is nothing here"</h1>
        <p>"The address may be misspelt, or what was here is gone."</p>
        <p class="acts"><a class="btn quiet" href="/">"To the start"</a></p>
    };
    document(frame, Kind::Open, main)
}

/// Somebody tries words too often.
pub fn too_many_tries(frame: &Frame<'_>) -> String {
    let main = view! {
        <h1>"Please wait a little"</h1>
        <p>"Too many words were tried here in a short time. Your report is safe. Wait five minutes, then try again."</p>
        <p class="acts"><a class="btn" href="/r">"Try again"</a></p>
    };
    document(frame, Kind::Reporters, main)
}

/// The server cannot read or write just now.
pub fn unavailable(frame: &Frame<'_>) -> String {
    let main = view! {
        <h1>"This does not work just now"</h1>
        <p>
            "The trouble is on our side. What has been received is safe. If you were sending something, copy your text (go \
             back if you do not see it here) and try again in a few minutes."
        </p>
        <p class="acts"><a class="btn quiet" href="/r">"Look up a report"</a></p>
    };
    document(frame, Kind::Reporters, main)
}

/// A request that no page of ours makes.
pub fn not_understood(frame: &Frame<'_>) -> String {
    let main = view! {
        <h1>"This could not be read"</h1>
        <p>"What your browser sent is not what this page asks for, or too long. \
             What you wrote is still where you wrote it: go back if you do not see it here."</p>
        <p class="acts"><a class="btn quiet" href="/r">"Look up a report"</a></p>
    };
    document(frame, Kind::Reporters, main)
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
