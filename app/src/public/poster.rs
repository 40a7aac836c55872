//! `/poster`: what organizers hang on doors and in toilets. One QR code that leads to the report form.

use super::lang::Lang;
use super::{Frame, Kind, REPORT_PATH, document};
use leptos::prelude::*;

/// On which paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// A4: a poster.
    A4,
    /// A6: a card.
    A6,
}

/// Where it hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On a door, where people pass.
    Door,
    /// In a toilet, where somebody is alone.
    Toilet,
}

/// The poster, in each language, on one sheet.
pub fn page(frame: &Frame<'_>, size: Size, place: Place) -> String {
    let address = format!("{}{REPORT_PATH}", frame.origin);
    let sheet = match size {
        Size::A4 => "paper a4",
        Size::A6 => "paper a6",
    };
    let code = crate::qr::qr(&address, "QR code", frame.words().poster.scan);
    let asks = Lang::ALL.map(|lang| {
        let words = &lang.words().poster;
        let ask = match place {
            Place::Door => words.door,
            Place::Toilet => words.toilet,
        };
        view! { <section lang=lang.code()><h1>{ask}</h1><p class="lead">{words.lead}</p></section> }
    });
    let foot = Lang::ALL.map(|lang| {
        let words = &lang.words().poster;
        view! { <p lang=lang.code()>{words.nobody} " " {words.or}</p> }
    });
    let name = frame.settings.name.clone();
    let main = view! {
        <div class=sheet>
            {asks.into_iter().collect_view()}
            {code}
            <p class="address" translate="no">{address}</p>
            {foot.into_iter().collect_view()}
            <p class="soft">{name}</p>
        </div>
        <p class="soft no-print">{frame.words().poster.print}</p>
    };
    document(frame, Kind::Paper("/poster"), main)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_is_safe, assert_promises_nothing, frame, settings};
    use super::*;

    #[test]
    fn a_poster_leads_to_the_form_in_every_language() {
        let settings = settings();
        for (size, place) in [(Size::A4, Place::Door), (Size::A6, Place::Toilet)] {
            let html = page(&frame(&settings), size, place);
            assert_is_safe(&html);
            assert_promises_nothing(&html);
            assert!(html.contains("<svg") && html.contains("https://careline.example/report"));
            assert!(Lang::ALL.iter().all(|lang| html.contains(lang.words().poster.lead)));
            assert!(!html.contains("<nav"), "nothing but the poster is printed");
        }
    }
}
