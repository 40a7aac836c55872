//! `GET /r`: where the six words are typed. The same form comes back when they lead nowhere.

use super::{Frame, INFO, Kind, LOOK_UP_PATH, WORDS_FIELD, document, icon};
use leptos::prelude::*;

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
    let in_vain = asked == Asked::InVain;
    let error = in_vain.then(|| {
        view! {
            <p class="error" id="words-error">
                {icon(INFO)}
                "These words lead to no report yet. Check each of them and their order."
            </p>
        }
    });
    let later = in_vain.then(|| {
        view! {
            <p>
                "If you were given them a moment ago: they begin to work once the phone that wrote your report down has a \
                 network. Nothing is lost until then. Try again in a while."
            </p>
        }
    });
    let described = if in_vain { "words-hint words-error" } else { "words-hint" };
    let main = view! {
        <h1>"Look up your report"</h1>
        <form class="stack" method="post" action=LOOK_UP_PATH autocomplete="off">
            <div class="field">
                <label for="words">"Your six words"</label>
                <p class="hint" id="words-hint">"In the order you were given them. Capitals and commas do not matter."</p>
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
            <p class="acts"><button class="btn" type="submit">"Show my report"</button></p>
        </form>
        {later}
        <p class="soft">
            "This page does not ask who you are. "
            <b>"Leave this page"</b> " takes you elsewhere at once. The list of places that this browser visited still has \
            this server's address: on a device that others use, use a private window, and close it at the end."
        </p>
    };
    document(frame, Kind::Reporters, main)
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
}
