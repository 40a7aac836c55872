//! The public pages: what reporters and passers-by see.
//!
//! The server renders each to a string from data that the caller has loaded, with no script in it (but `r.js` on the
//! reporter's pages, which works without), no inline style, no resource that would bring scripts along, and the same
//! title on all, so that a history or a tab tells nothing. They must work in any browser, on a borrowed laptop.
//!
//! # How to add a page
//!
//! One file with one function per page, from a [`Frame`] and the loaded data to a string through [`document`]. Its words
//! never promise. Test that it has no inline script or style and that what people typed arrives escaped.

pub mod front;
pub mod look_up;
pub mod plain;
pub mod status;
pub mod times;

use domain::conference::Settings;
use domain::time::Timestamp;
use leptos::prelude::*;

/// Where the quick exit leads: a page that everybody may have open.
const NEUTRAL_PLACE: &str = "https://www.wikipedia.org/";

/// The name of the look-up form's field, and of the hidden one that carries the words on; `r.js` knows it too.
pub const WORDS_FIELD: &str = "words";
/// The name of the hidden field with the id that makes sending an addition twice harmless.
pub const NOTE_FIELD: &str = "note";
/// The name of the field with what the reporter adds.
pub const TEXT_FIELD: &str = "text";
/// Where the words are posted to look a report up.
pub const LOOK_UP_PATH: &str = "/r";
/// Where an addition is posted.
pub const ADD_PATH: &str = "/r/add";

/// What a reporter without scripts must know: only a script can keep a report out of the way back.
const WITHOUT_SCRIPTS: &str = "In this browser scripts are off, so the way back still leads to what you saw here, also \
    after you left. On a device that others use, open this page in a private window and close that window at the end.";

/// What every public page is built with.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// The address of `style.css`.
    pub style: &'a str,
    /// The address of `r.js`.
    pub script: &'a str,
    /// The conference as far as it has been set up; blank before.
    pub settings: &'a Settings,
    /// Now.
    pub now: Timestamp,
}

/// Which of the two kinds a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// For everybody.
    Open,
    /// Behind or around a private link: with the quick exit.
    Reporters,
}

/// A whole document around the main part of a page.
pub(crate) fn document(frame: &Frame<'_>, kind: Kind, main: impl IntoView + 'static) -> String {
    let reporters = kind == Kind::Reporters;
    let script = reporters.then(|| view! { <script src=frame.script.to_owned() defer="defer"></script> });
    let header = reporters.then(|| {
        view! {
            <header>
                <b>"Careline"</b>
                <a class="btn quiet exit" href=NEUTRAL_PLACE data-quick-exit=NEUTRAL_PLACE rel="noreferrer">
                    {icon(EXIT)} "Leave this page"
                </a>
            </header>
        }
    });
    let without_scripts = reporters.then(|| view! { <noscript><p class="soft">{WITHOUT_SCRIPTS}</p></noscript> });
    let page = view! {
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <title>"Careline"</title>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="robots" content="noindex"/>
                <meta name="referrer" content="no-referrer"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="format-detection" content="telephone=no"/>
                <link rel="stylesheet" href=frame.style.to_owned()/>
                {script}
            </head>
            <body>
                <div class="public">
                    <a class="skip" href="#main">"Skip to the content"</a>
                    {header}
                    <main class="main" id="main">{main} {without_scripts}</main>
                    <footer>{footer(frame.settings)}</footer>
                </div>
            </body>
        </html>
    };
    format!("<!DOCTYPE html>{}", page.to_html())
}

fn footer(settings: &Settings) -> impl IntoView + use<> {
    let numbers: Vec<_> = settings
        .emergency
        .iter()
        .map(|line| {
            let dialled: String = line.number.chars().filter(|c| !c.is_whitespace()).collect();
            view! { <span>{line.label.clone()} " " <a href=format!("tel:{dialled}")>{line.number.clone()}</a> ". "</span> }
        })
        .collect();
    let numbers = (!numbers.is_empty()).then(|| view! { <p>"If somebody is in danger: " {numbers}</p> });
    let address = (!settings.conduct_address.is_empty()).then(|| {
        let address = settings.conduct_address.clone();
        view! { <p>"You can also write to " <a href=format!("mailto:{address}")>{address.clone()}</a> "."</p> }
    });
    (numbers, address)
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

    pub(crate) const fn frame(settings: &Settings) -> Frame<'_> {
        Frame { style: "/assets/style.0.css", script: "/assets/r.0.js", settings, now: NOW }
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
        assert!(told(Kind::Reporters) && !told(Kind::Open));
    }

    #[test]
    fn every_page_names_the_ways_besides_this_one() {
        let settings = settings();
        let html = front::page(&frame(&settings));
        assert!(html.contains(r#"href="tel:112""#) && html.contains("mailto:care@example.org"));
    }
}
