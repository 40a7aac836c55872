//! `/`: what this is, and the two ways on.

use super::{Frame, Kind, document};
use leptos::prelude::*;

/// The page for whoever comes to the bare address.
pub fn page(frame: &Frame<'_>) -> String {
    let settings = frame.settings;
    let whose = if settings.name.is_empty() {
        "Here a conference looks after what people tell it about conduct.".to_owned()
    } else {
        format!("Here the CARE team of {} looks after what people tell it about conduct.", settings.name)
    };
    let address = (!settings.conduct_address.is_empty()).then(|| {
        let address = settings.conduct_address.clone();
        view! {
            <section class="card">
                <h2>"You want to tell us something"</h2>
                <p>
                    "Speak to anybody of the staff, or write to "
                    <a href=format!("mailto:{address}")>{address.clone()}</a> "."
                </p>
            </section>
        }
    });
    let outside = (!settings.outside_contact.is_empty()).then(|| {
        let contact = settings.outside_contact.clone();
        view! {
            <section class="card">
                <h2>"It is about the CARE team itself"</h2>
                <p>"Whoever is named in a report does not get to see it. If it is about all of them, turn to " {contact} "."</p>
            </section>
        }
    });
    let main = view! {
        <h1>"Careline"</h1>
        <p class="lead">{whose}</p>
        <section class="card">
            <h2>"You told us something"</h2>
            <p>"With the six words that you were given you can see where it stands and add to it."</p>
            <p class="acts"><a class="btn" href="/r">"Look up a report"</a></p>
        </section>
        {address}
        {outside}
        <section class="card">
            <h2>"You are on the staff"</h2>
            <p>"Write notes, find the CARE team, read the guide. It works without a network too."</p>
            <p class="acts"><a class="btn quiet" href="/app/">"Open the app"</a></p>
        </section>
    };
    document(frame, Kind::Open, main)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_is_safe, frame, settings};
    use super::*;

    #[test]
    fn the_front_page_shows_both_ways_on() {
        let settings = settings();
        let html = page(&frame(&settings));
        assert_is_safe(&html);
        assert!(!html.contains("<script"), "the front page needs no script at all");
        assert!(html.contains(r#"href="/r""#) && html.contains(r#"href="/app/""#));
        assert!(html.contains("Example Days &amp; Nights"));
        assert!(html.contains("Ines of the harbour trust"), "and whom to turn to about the team itself");
    }

    #[test]
    fn it_stands_before_the_conference_is_set_up() {
        let html = page(&frame(&domain::conference::Settings::default()));
        assert!(html.contains("a conference") && !html.contains("mailto:") && !html.contains("turn to"));
    }
}
