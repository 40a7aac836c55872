//! The public pages: what reporters and passers-by see.
//!
//! The server renders each to a string from data that the caller has loaded, with no script in it (but `r.js` on the
//! reporter's pages, which work without), no inline style, no resource that would bring scripts along, and the same
//! title on all, so that a history or a tab tells nothing. They must work in any browser, on a borrowed laptop.
//!
//! # How to add a page
//!
//! One file with one function per page, from a [`Frame`] and the loaded data to a string through [`document`]. Its words
//! stand in the catalogue of each language ([`lang`]) and never promise. Test that it has no inline script or style and
//! that what people typed arrives escaped.

pub mod about;
pub mod card;
pub mod filed;
pub mod front;
pub mod lang;
pub mod look_up;
mod parts;
pub mod plain;
pub mod poster;
pub mod privacy;
pub mod report;
pub mod status;
pub mod team;
pub mod times;

use desk::reporter::PublicSite;
use domain::conference::Settings;
use domain::time::Timestamp;
use lang::{Lang, Words};
use leptos::prelude::*;

/// Where the quick exit leads: a page that everybody may have open.
const NEUTRAL_PLACE: &str = "https://www.wikipedia.org/";

/// The name of the look-up form's field, and of the hidden one that carries the words on; `r.js` knows it too.
pub const WORDS_FIELD: &str = "words";
/// The name of the hidden field with the id that makes sending something twice harmless.
pub const NOTE_FIELD: &str = "note";
/// The name of the field with what the reporter writes.
pub const TEXT_FIELD: &str = "text";
/// Where the words are posted to look a report up.
pub const LOOK_UP_PATH: &str = "/r";
/// Where the report form is, and where it is posted.
pub const REPORT_PATH: &str = "/report";

/// What every public page is built with.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// The addresses of the styles.
    pub styles: [&'a str; 2],
    /// The address of `r.js`.
    pub script: &'a str,
    /// How people reach the server, without a slash at its end.
    pub origin: &'a str,
    /// The conference and what its organizers say about these pages; nothing before there is one.
    pub site: Option<&'a PublicSite>,
    /// The conference as far as it has been set up; blank before.
    pub settings: &'a Settings,
    /// In which language.
    pub lang: Lang,
    /// Whether somebody chose the language, so that links go on in it.
    pub chosen: bool,
    /// Now.
    pub now: Timestamp,
}

impl Frame<'_> {
    /// The words of the language.
    pub const fn words(&self) -> &'static Words {
        self.lang.words()
    }

    /// An address of these pages, in the language that was chosen.
    pub fn to(&self, path: &str) -> String {
        if self.chosen { format!("{path}?lang={}", self.lang.code()) } else { path.to_owned() }
    }
}

/// Which of the kinds a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// For everybody, at this address.
    Open(&'static str),
    /// Around a report: with the quick exit. The address is where the page can be had in another language.
    Reporters(&'static str),
    /// To be printed: nothing around it.
    Paper(&'static str),
}

impl Kind {
    const fn address(self) -> &'static str {
        match self {
            Self::Open(address) | Self::Reporters(address) | Self::Paper(address) => address,
        }
    }
}

/// A whole document around the main part of a page.
pub(crate) fn document(frame: &Frame<'_>, kind: Kind, main: impl IntoView + 'static) -> String {
    let words = &frame.words().common;
    let reporters = matches!(kind, Kind::Reporters(_));
    let paper = matches!(kind, Kind::Paper(_));
    let script = reporters.then(|| view! { <script src=frame.script.to_owned() defer="defer"></script> });
    let exit = reporters.then(|| {
        view! {
            <a class="btn quiet exit" href=NEUTRAL_PLACE data-quick-exit=NEUTRAL_PLACE rel="noreferrer">
                {icon(EXIT)} {words.leave}
            </a>
        }
    });
    let header = (!paper).then(|| view! { <header><a class="home" href=frame.to("/")>"Careline"</a> {exit}</header> });
    let footer = (!paper).then(|| view! { <footer>{footer(frame, kind)}</footer> });
    let without_scripts = reporters.then(|| view! { <noscript><p class="soft">{words.without_scripts}</p></noscript> });
    let styles = frame.styles.map(|style| view! { <link rel="stylesheet" href=style.to_owned()/> });
    let page = view! {
        <html lang=frame.lang.code() dir=frame.lang.direction()>
            <head>
                <meta charset="utf-8"/>
                <title>"Careline"</title>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="robots" content="noindex"/>
                <meta name="referrer" content="no-referrer"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="format-detection" content="telephone=no"/>
                {styles.into_iter().collect_view()}
                {script}
            </head>
            <body>
                <div class="public">
                    <a class="skip" href="#main">{words.skip}</a>
                    {header}
                    <main class="main" id="main">{main} {without_scripts}</main>
                    {footer}
                </div>
            </body>
        </html>
    };
    format!("<!DOCTYPE html>{}", page.to_html())
}

fn footer(frame: &Frame<'_>, kind: Kind) -> impl IntoView + use<> {
    let words = &frame.words().common;
    let settings = frame.settings;
    let numbers: Vec<_> = settings
        .emergency
        .iter()
        .map(|line| {
            let dialled: String = line.number.chars().filter(|c| !c.is_whitespace()).collect();
            view! { <span>{line.label.clone()} " " <a href=format!("tel:{dialled}")>{line.number.clone()}</a> ". "</span> }
        })
        .collect();
    let numbers = (!numbers.is_empty()).then(|| view! { <p><b>{words.danger}</b> " " {numbers}</p> });
    let (before, after) = words.write_to;
    let address = (!settings.conduct_address.is_empty()).then(|| {
        let address = settings.conduct_address.clone();
        view! { <p>{before} <a href=format!("mailto:{address}")>{address.clone()}</a> {after}</p> }
    });
    let pages = [
        ("/", words.start),
        (REPORT_PATH, words.report),
        (LOOK_UP_PATH, words.look_up),
        ("/about", words.about),
        ("/team", words.team),
        ("/privacy", words.privacy),
    ];
    let here = kind.address();
    let pages = pages.map(|(path, name)| {
        let current = (path == here).then_some("page");
        view! { <li><a href=frame.to(path) aria-current=current>{name}</a></li> }
    });
    let languages = Lang::ALL.map(|lang| {
        let to = format!("{here}?lang={}", lang.code());
        let current = (lang == frame.lang).then_some("true");
        view! { <li><a href=to lang=lang.code() hreflang=lang.code() aria-current=current>{lang.name()}</a></li> }
    });
    view! {
        {numbers}
        {address}
        <nav aria-label=words.pages><ul class="links">{pages.into_iter().collect_view()}</ul></nav>
        <nav aria-label=words.languages><ul class="links">{languages.into_iter().collect_view()}</ul></nav>
    }
}

pub(crate) const EXIT: &str = "M14 4h5v16h-5M4 12h10M10 8l4 4-4 4";
pub(crate) const INFO: &str = "M12 3.5a8.5 8.5 0 1 0 .01 0M12 11v5M12 7.7v.1";
pub(crate) const CHECK: &str = "M12 3.5a8.5 8.5 0 1 0 .01 0M8 12.3l2.7 2.7L16 9.5";
pub(crate) const SEEN: &str =
    "M2.5 12C5 7.5 8.3 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.8 6.5-9.5 6.5S5 16.5 2.5 12zM12 9.5a2.5 2.5 0 1 0 .01 0";

/// An icon beside a word.
pub(crate) fn icon(path: &'static str) -> impl IntoView {
    view! { <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=path></path></svg> }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use domain::conference::EmergencyNumber;

    pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_812_096_120_000);

    pub(crate) fn settings() -> Settings {
        Settings {
            name: "Example Days & Nights".into(),
            time_zone: "Europe/Athens".into(),
            emergency: vec![EmergencyNumber { label: "Ambulance".into(), number: "112".into() }],
            conduct_address: "care@example.org".into(),
            outside_contact: "Ines of the harbour trust".into(),
            ..Settings::default()
        }
    }

    /// A set-up conference with so many members, none of whom shows anything.
    pub(crate) fn site(settings: &Settings, members: u8) -> PublicSite {
        use domain::conference::Conference;
        use domain::ids::{ConferenceId, PersonId};
        let id = ConferenceId::from_bytes([1; 16]);
        let team = (1..=members).map(|n| PersonId::from_bytes([n; 16]));
        PublicSite {
            conference: Conference { id, settings: settings.clone(), edition: 1 },
            pages: domain::reporter::team::PublicPages::default(),
            team: domain::reporter::team::members(team, &std::collections::BTreeMap::new(), true),
        }
    }

    pub(crate) const fn frame(settings: &Settings) -> Frame<'_> {
        Frame {
            styles: ["/assets/style.0.css", "/assets/public.0.css"],
            script: "/assets/r.0.js",
            origin: "https://careline.example",
            site: None,
            settings,
            lang: Lang::English,
            chosen: false,
            now: NOW,
        }
    }

    /// Words that would commit the team, in each language.
    pub(crate) fn assert_promises_nothing(html: &str) {
        let html = html.to_lowercase();
        for promise in
            ["we will", "will be", "soon.", "guarantee", "within", "versprech", "garantier", "in kürze", " bald "]
        {
            assert!(!html.contains(promise), "{promise}: {html}");
        }
    }

    /// What holds for every public page: a neutral title, and no script or style but by address.
    pub(crate) fn assert_is_safe(html: &str) {
        assert!(html.starts_with("<!DOCTYPE html>"));
        assert!(html.contains("<title>Careline</title>"), "{html}");
        let with_source = html.matches("<script src=\"/assets/").count();
        assert_eq!(html.matches("<script").count(), with_source, "{html}");
        for inline in ["<style", " style=", " onclick=", " onload=", "javascript:"] {
            assert!(!html.contains(inline), "{inline}: {html}");
        }
    }

    #[test]
    fn reporters_without_scripts_are_told_that_the_way_back_stays() {
        let settings = settings();
        let told = |kind| document(&frame(&settings), kind, view! { <h1>"A page"</h1> }).contains("<noscript>");
        assert!(told(Kind::Reporters("/r")) && !told(Kind::Open("/")) && !told(Kind::Paper("/poster")));
    }

    #[test]
    fn every_page_names_the_ways_besides_this_one() {
        let settings = settings();
        let html = front::page(&frame(&settings));
        assert!(html.contains(r#"href="tel:112""#) && html.contains("mailto:care@example.org"));
    }

    #[test]
    fn a_chosen_language_goes_on_and_an_assumed_one_does_not() {
        let settings = settings();
        let chosen = Frame { lang: Lang::German, chosen: true, ..frame(&settings) };
        let html = front::page(&chosen);
        assert!(html.contains(r#"<html lang="de" dir="ltr""#) && html.contains(r#"href="/report?lang=de""#));
        assert!(html.contains(r#"href="/?lang=en""#), "and the other is at hand");
        assert!(front::page(&frame(&settings)).contains(r#"href="/report""#));
    }
}
