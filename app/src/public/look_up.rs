//! `GET /r`: where the six words are typed. The same form comes back when they lead nowhere, and asks where a word may be
//! one or another of the list.

use super::parts::line;
use super::{Frame, INFO, Kind, LOOK_UP_PATH, WORDS_FIELD, document, icon};
use domain::reporter::MeantBy;
use leptos::prelude::*;

/// The name of the fields in which somebody says which words they meant, in order.
pub const MEANT_FIELD: &str = "meant";

/// Why the form is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Somebody comes to look a report up.
    First,
    /// The words lead nowhere: misspelt, unknown, not arrived yet. These look alike.
    InVain,
}

/// The form.
pub fn page(frame: &Frame<'_>, asked: Asked) -> String {
    let words = &frame.words().look_up;
    let in_vain = asked == Asked::InVain;
    let error = in_vain.then(|| view! { <p class="error" id="words-error">{icon(INFO)} {words.in_vain}</p> });
    let later = in_vain.then(|| view! { <p>{words.later}</p> });
    let described = if in_vain { "words-hint words-error" } else { "words-hint" };
    let main = view! {
        <h1>{words.title}</h1>
        <form class="stack" method="post" action=frame.to(LOOK_UP_PATH) autocomplete="off">
            <div class="field">
                <label for="words">{words.words}</label>
                <p class="hint" id="words-hint">{words.hint}</p>
                <input
                    id="words"
                    name=WORDS_FIELD
                    aria-describedby=described
                    aria-invalid=in_vain.then_some("true")
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    maxlength="200"
                />
                {error}
            </div>
            <p class="acts"><button class="btn" type="submit">{words.show}</button></p>
        </form>
        {later}
        <p class="soft">{words.lost}</p>
        <p class="soft">{words.note}</p>
    };
    document(frame, Kind::Reporters(LOOK_UP_PATH), main)
}

/// Asks which word was meant where several lie near. It tells nothing of any report: the list of words is public.
pub fn unsure(frame: &Frame<'_>, meant: &[MeantBy]) -> String {
    let words = &frame.words().look_up;
    let asks = meant.iter().enumerate().map(|(place, meant)| match meant.words.as_slice() {
        [sure] => view! { <input type="hidden" name=MEANT_FIELD value=*sure/> }.into_any(),
        several => {
            let id = format!("word-{}", place + 1);
            let options = several.iter().map(|word| view! { <option value=*word>{*word}</option> }).collect_view();
            view! {
                <div class="field">
                    <label for=id.clone()>{(words.unsure_word)(place + 1)}</label>
                    <select id=id name=MEANT_FIELD>{options}<option value="">{words.other}</option></select>
                </div>
            }
            .into_any()
        }
    });
    let main = view! {
        <h1>{words.unsure}</h1>
        <p>{words.unsure_words}</p>
        <form class="stack" method="post" action=frame.to(LOOK_UP_PATH) autocomplete="off">
            {asks.collect_view()}
            <p class="acts"><button class="btn" type="submit">{words.unsure_button}</button></p>
        </form>
        <form class="stack" method="post" action=frame.to(LOOK_UP_PATH) autocomplete="off">
            {line(WORDS_FIELD, words.words, Some(words.hint), "")}
            <p class="acts"><button class="btn quiet" type="submit">{words.show}</button></p>
        </form>
    };
    document(frame, Kind::Reporters(LOOK_UP_PATH), main)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_is_safe, frame, settings};
    use super::*;

    #[test]
    fn the_form_posts_the_words_and_keeps_them_nowhere() {
        let settings = settings();
        let html = page(&frame(&settings), Asked::First);
        assert_is_safe(&html);
        assert!(html.contains(r#"method="post" action="/r""#));
        assert!(html.contains(r#"name="words""#) && !html.contains("value="));
        assert!(html.contains(r#"<script src="/assets/r.0.js" defer"#));
        assert!(!html.contains("aria-invalid"));
    }

    #[test]
    fn words_that_lead_nowhere_get_one_sentence() {
        let settings = settings();
        let html = page(&frame(&settings), Asked::InVain);
        assert!(html.contains(r#"aria-invalid="true""#) && html.contains("lead to no report yet"));
        assert_eq!(html.matches("class=\"error\"").count(), 1);
    }

    #[test]
    fn a_word_that_may_be_two_is_asked_about() {
        let settings = settings();
        let meant = |words: &[&'static str]| MeantBy { words: words.to_vec() };
        let html = unsure(&frame(&settings), &[meant(&["abacus"]), meant(&["stack", "stank"])]);
        assert_is_safe(&html);
        assert!(html.contains(r#"type="hidden" name="meant" value="abacus""#));
        assert!(html.contains("Word 2") && html.contains(r#"<option value="stank">"#));
    }
}
