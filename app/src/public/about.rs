//! `/about`: what happens when you report.

use super::{Frame, Kind, REPORT_PATH, document};
use leptos::prelude::*;

/// The page.
pub fn page(frame: &Frame<'_>) -> String {
    let words = &frame.words().about;
    let by_mail = (!frame.settings.conduct_address.is_empty()).then(|| {
        let address = frame.settings.conduct_address.clone();
        view! { <li>{words.way_mail} ": " <a href=format!("mailto:{address}")>{address.clone()}</a></li> }
    });
    let steps = words.steps.map(|step| view! { <li>{step}</li> });
    let nots = words.nots.map(|not| view! { <li>{not}</li> });
    let main = view! {
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
        <section class="stack tight"><h2>{words.small}</h2><p>{words.small_words}</p></section>
        <section class="stack tight">
            <h2>{words.ways}</h2>
            <ul>
                <li><a href=frame.to(REPORT_PATH)>{words.way_form}</a></li>
                <li>{words.way_person}</li>
                {by_mail}
            </ul>
        </section>
        <section class="stack tight"><h2>{words.then}</h2><ol>{steps.into_iter().collect_view()}</ol></section>
        <section class="stack tight"><h2>{words.not}</h2><ul>{nots.into_iter().collect_view()}</ul></section>
        <section class="stack tight"><h2>{words.yours}</h2><p>{words.yours_words}</p></section>
        <section class="stack tight"><h2>{words.themselves}</h2><p>{words.themselves_words}</p></section>
    };
    document(frame, Kind::Open("/about"), main)
}

#[cfg(test)]
mod tests {
    use super::super::lang::Lang;
    use super::super::tests::{assert_is_safe, assert_promises_nothing, frame, settings};
    use super::*;

    #[test]
    fn it_says_what_happens_and_promises_nothing() {
        let settings = settings();
        for lang in Lang::ALL {
            let html = page(&Frame { lang, ..frame(&settings) });
            assert_is_safe(&html);
            assert_promises_nothing(&html);
            assert!(html.contains("mailto:care@example.org") && html.contains(r#"href="/report""#));
        }
    }
}
