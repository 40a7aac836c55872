//! `/`: what this is, and the ways on.

use super::{Frame, Kind, LOOK_UP_PATH, REPORT_PATH, document};
use leptos::prelude::*;

/// The page for whoever comes to the bare address.
pub fn page(frame: &Frame<'_>) -> String {
    let words = &frame.words().front;
    let settings = frame.settings;
    let whose = if settings.name.is_empty() {
        words.anybody.to_owned()
    } else {
        let (before, after) = words.whose;
        format!("{before}{}{after}", settings.name)
    };
    let open = frame.site.is_some_and(|site| !site.pages.form_closed) && settings.is_set_up();
    let button = open.then(|| {
        view! {
            <p>{words.tell_words}</p>
            <p class="acts"><a class="btn" href=frame.to(REPORT_PATH)>{words.tell_button}</a></p>
        }
    });
    let (before, after) = words.about_team_words;
    let outside = (!settings.outside_contact.is_empty()).then(|| {
        let contact = settings.outside_contact.clone();
        view! { <section class="card"><h2>{words.about_team}</h2><p>{before} {contact} {after}</p></section> }
    });
    let common = &frame.words().common;
    let more = [("/about", common.about), ("/team", common.team), ("/privacy", common.privacy)];
    let more = more.map(|(path, name)| view! { <li><a href=frame.to(path)>{name}</a></li> });
    let main = view! {
        <h1>"Careline"</h1>
        <p class="lead">{whose}</p>
        <section class="card">
            <h2>{words.tell}</h2>
            {button}
            <p>{words.speak}</p>
            <ul class="links">{more.into_iter().collect_view()}</ul>
        </section>
        <section class="card">
            <h2>{words.told}</h2>
            <p>{words.told_words}</p>
            <p class="acts"><a class="btn quiet" href=frame.to(LOOK_UP_PATH)>{common.look_up}</a></p>
        </section>
        {outside}
        <section class="card">
            <h2>{words.staff}</h2>
            <p>{words.staff_words}</p>
            <p class="acts"><a class="btn quiet" href="/app/">{words.staff_button}</a></p>
        </section>
    };
    document(frame, Kind::Open("/"), main)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_is_safe, frame, settings};
    use super::*;

    #[test]
    fn the_front_page_shows_the_ways_on() {
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
        assert!(!html.contains("No account"), "nothing can be reported to nobody");
    }
}
