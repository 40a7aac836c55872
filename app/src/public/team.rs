//! `/team`: who reads a report. By default a number of people and nothing of any of them (D07, D09).

use super::{Frame, Kind, REPORT_PATH, document};
use leptos::prelude::*;

/// The page.
pub fn page(frame: &Frame<'_>) -> String {
    let words = &frame.words().team;
    let team = frame.site.map(|site| site.team.as_slice()).unwrap_or_default();
    let shown = team.iter().any(|member| !member.card.is_blank());
    let list = shown.then(|| {
        let members = team.iter().map(|member| {
            let name = if member.card.name.is_blank() {
                (words.member)(member.number)
            } else {
                member.card.name.reveal().clone()
            };
            let about =
                if member.card.is_blank() { words.not_shown.to_owned() } else { member.card.about.reveal().clone() };
            view! { <li class="card"><h2>{name}</h2><p>{about}</p></li> }
        });
        view! { <ul class="rows-plain stack">{members.collect_view()}</ul> }
    });
    let lead = if shown { words.some } else { words.hidden };
    let main = view! {
        <h1>{words.title}</h1>
        <p class="lead">{(words.count)(team.len())}</p>
        <p>{lead}</p>
        {list}
        <p>{words.keep_out} " " <a href=frame.to(REPORT_PATH)>{frame.words().common.report}</a></p>
    };
    document(frame, Kind::Open("/team"), main)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_is_safe, frame, settings, site};
    use super::*;
    use domain::reporter::team::PublicCard;

    #[test]
    fn nobody_is_shown_who_does_not_show_themselves() {
        let settings = settings();
        let mut site = site(&settings, 3);
        let html = page(&Frame { site: Some(&site), ..frame(&settings) });
        assert_is_safe(&html);
        assert!(html.contains("3 people") && html.contains("names are not shown") && !html.contains("Member 1"));
        site.team[1].card = PublicCard { name: "Kit <b>".into(), about: "Speaks Basque.".into() };
        let html = page(&Frame { site: Some(&site), ..frame(&settings) });
        assert!(html.contains("Kit &lt;b&gt;") && html.contains("Speaks Basque.") && html.contains("Member 3"));
    }
}
