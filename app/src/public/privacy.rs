//! `/privacy`: what happens to the data, and what the organizers add to that.

use super::{Frame, Kind, document};
use leptos::prelude::*;

/// The page.
pub fn page(frame: &Frame<'_>) -> String {
    let words = &frame.words().privacy;
    let sections = words.sections.map(|(title, text)| {
        view! { <section class="stack tight"><h2>{title}</h2><p>{text}</p></section> }
    });
    let added = frame.site.and_then(|site| added(frame, site));
    let main = view! {
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
        {sections.into_iter().collect_view()}
        {added}
    };
    document(frame, Kind::Open("/privacy"), main)
}

/// What the organizers wrote: in this language, else in whichever there is.
fn added(frame: &Frame<'_>, site: &desk::reporter::PublicSite) -> Option<impl IntoView + use<>> {
    let notice = &site.pages.notice;
    let (language, text) = notice.get_key_value(frame.lang.code()).or_else(|| notice.first_key_value())?;
    let (before, after) = frame.words().privacy.added;
    let title = format!("{before}{}{after}", frame.settings.name);
    let (language, text) = (language.clone(), text.clone());
    Some(view! { <section class="stack tight"><h2>{title}</h2><p class="said" lang=language>{text}</p></section> })
}

#[cfg(test)]
mod tests {
    use super::super::lang::Lang;
    use super::super::tests::{assert_is_safe, frame, settings, site};
    use super::*;

    #[test]
    fn organizers_add_to_it_in_their_words() {
        let settings = settings();
        let mut site = site(&settings, 1);
        site.pages.notice.insert("de".into(), "Nach einem Jahr <weg>.".into());
        for lang in Lang::ALL {
            let html = page(&Frame { lang, site: Some(&site), ..frame(&settings) });
            assert_is_safe(&html);
            assert!(html.contains("Nach einem Jahr &lt;weg&gt;.") && html.contains(r#"lang="de""#));
        }
    }
}
