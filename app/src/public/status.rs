//! The answer to `POST /r` and `POST /r/add`: where a report stands, in fixed words that promise nothing.
//!
//! It is the answer to the post itself, because a redirect would have to carry the words in an address. Reloading posts
//! again, which is harmless: the form carries an id that the server minted.

use super::{ADD_PATH, CHECK, Frame, INFO, Kind, NOTE_FIELD, SEEN, TEXT_FIELD, WORDS_FIELD, document, icon, times};
use domain::ids::NoteId;
use domain::private::Private;
use domain::reporter::{ReporterKey, ReporterStatus, ReporterView, Told};
use leptos::prelude::*;

/// What the page shows.
#[derive(Clone, Debug)]
pub struct Status<'a> {
    /// The words that were typed; they ride along in the form that adds something.
    pub key: &'a ReporterKey,
    /// Where the report stands.
    pub view: &'a ReporterView,
    /// Freshly minted: the id of what the reporter may add next.
    pub next_note: NoteId,
    /// What became of what the reporter just sent.
    pub added: Added,
}

/// What became of an addition.
#[derive(Clone, Debug)]
pub enum Added {
    /// Nothing was sent.
    Nothing,
    /// It has been recorded.
    Recorded,
    /// It was not taken; the text comes back with the reason.
    Refused {
        /// Why, in a sentence for the reporter.
        why: String,
        /// What was typed.
        text: Private<String>,
    },
}

/// The page.
pub fn page(frame: &Frame<'_>, status: &Status<'_>) -> String {
    let view = status.view;
    let zone = times::zone_name(frame.settings);
    let main = view! {
        <h1>"Your report"</h1>
        {added_banner(&status.added)}
        {standing(view.status)}
        <section class="card">
            <h2>"Receipt"</h2>
            <p>"Your report was received " {times::both(view.received_at, frame.settings, frame.now)} "."</p>
            <p class="soft">"Times on this page are in the time zone " {zone} "."</p>
        </section>
        {from_the_team(frame, view)}
        {own_words(frame, &view.additions)}
        {add_form(status)}
        <p class="soft">
            "Keep your six words: they are the only way back to this page, and whoever has them can read it."
        </p>
    };
    document(frame, Kind::Reporters, main)
}

fn standing(status: ReporterStatus) -> impl IntoView {
    let (state, mark, words, more) = match status {
        ReporterStatus::Received => (
            "server",
            CHECK,
            "It has arrived",
            "The CARE team has it. Nobody has said yet that they are looking at it.",
        ),
        ReporterStatus::BeingLookedAt => {
            ("seen", SEEN, "It is being looked at", "A member of the CARE team is looking after it.")
        }
        ReporterStatus::Finished => {
            ("seen", SEEN, "The team has finished", "Whatever you add here still reaches the CARE team.")
        }
    };
    view! {
        <div class="stack tight">
            <p class="state lead" data-state=state>{icon(mark)} <b>{words}</b></p>
            <p>{more}</p>
        </div>
    }
}

fn from_the_team(frame: &Frame<'_>, view: &ReporterView) -> impl IntoView + use<> {
    let mut told: Vec<_> = view.confirmed.iter().chain(&view.messages).collect();
    told.sort_by_key(|told| told.at);
    (!told.is_empty()).then(|| {
        let entries: Vec<_> = told.into_iter().map(|told| entry(frame, "The team wrote", told)).collect();
        view! {
            <section class="stack tight">
                <h2>"From the CARE team"</h2>
                <ol class="timeline">{entries}</ol>
            </section>
        }
    })
}

fn own_words(frame: &Frame<'_>, additions: &[Told]) -> impl IntoView + use<> {
    (!additions.is_empty()).then(|| {
        let entries: Vec<_> = additions.iter().map(|told| entry(frame, "You added", told)).collect();
        view! {
            <section class="stack tight">
                <h2>"What you added"</h2>
                <ol class="timeline">{entries}</ol>
            </section>
        }
    })
}

fn entry(frame: &Frame<'_>, what: &'static str, told: &Told) -> impl IntoView + use<> {
    view! {
        <li class="entry">
            <header><b>{what}</b> {times::both(told.at, frame.settings, frame.now)}</header>
            <blockquote class="said">{told.text.reveal().clone()}</blockquote>
        </li>
    }
}

fn added_banner(added: &Added) -> impl IntoView + use<> {
    matches!(added, Added::Recorded).then(|| {
        view! {
            <div class="banner" role="status">
                {icon(CHECK)} <div><p>"What you added has arrived. You see it below."</p></div>
            </div>
        }
    })
}

fn add_form(status: &Status<'_>) -> impl IntoView + use<> {
    let (typed, error) = match &status.added {
        Added::Nothing | Added::Recorded => (String::new(), None),
        Added::Refused { why, text } => (text.reveal().clone(), Some(why.clone())),
    };
    let invalid = error.is_some().then_some("true");
    let described = if error.is_some() { "add-hint add-error" } else { "add-hint" };
    let error = error.map(|why| view! { <p class="error" id="add-error">{icon(INFO)} {why}</p> });
    let words = status.key.fragment().into_revealed();
    view! {
        <form class="stack" method="post" action=ADD_PATH autocomplete="off">
            <input type="hidden" name=WORDS_FIELD value=words/>
            <input type="hidden" name=NOTE_FIELD value=status.next_note.to_string()/>
            <div class="field">
                <label class="title" for="add">"Add something"</label>
                <p class="hint" id="add-hint">
                    "More that you remember, a correction, how to reach you, or that you would like to take something back. \
                     The CARE team reads it and nobody else."
                </p>
                <textarea id="add" name=TEXT_FIELD aria-describedby=described aria-invalid=invalid autocomplete="off">
                    {inside_textarea(&typed)}
                </textarea>
                {error}
            </div>
            <p class="acts"><button class="btn" type="submit">"Send to the CARE team"</button></p>
        </form>
    }
}

/// A text as it stands between the tags of a `<textarea>`, whose children the renderer writes as they are. The first line
/// break after the tag is dropped by browsers, so one is given away.
fn inside_textarea(text: &str) -> String {
    format!("\n{}", text.replace('&', "&amp;").replace('<', "&lt;"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{NOW, assert_is_safe, frame, settings};
    use super::*;
    use domain::reporter::AdditionRefused;
    use domain::time::minutes;

    fn told(text: &str) -> Told {
        Told { text: text.into(), at: NOW.minus(minutes(5)) }
    }

    fn html(view: &ReporterView, added: Added) -> String {
        let settings = settings();
        let key = ReporterKey::mint([7; 16]);
        let status = Status { key: &key, view, next_note: NoteId::from_bytes([3; 16]), added };
        page(&frame(&settings), &status)
    }

    fn received() -> ReporterView {
        ReporterView {
            received_at: NOW.minus(minutes(12)),
            status: ReporterStatus::Received,
            confirmed: None,
            messages: vec![],
            additions: vec![],
        }
    }

    #[test]
    fn it_tells_where_the_report_stands_with_a_dated_receipt() {
        let html = html(&received(), Added::Nothing);
        assert_is_safe(&html);
        assert!(html.contains("It has arrived"));
        assert!(html.contains("12 minutes ago · 4 June 2027, 10:50"), "{html}");
        assert!(html.contains("Europe/Athens"));
        assert!(!html.contains("From the CARE team") && !html.contains("What you added"));
    }

    #[test]
    fn it_shows_what_the_team_and_the_reporter_wrote_as_text() {
        let view = ReporterView {
            status: ReporterStatus::BeingLookedAt,
            confirmed: Some(told("Thank you for telling us.")),
            messages: vec![told("<b>When was it?</b>"), Told { text: "This is what was done.".into(), at: NOW }],
            additions: vec![told("<script>alert(1)</script>")],
            ..received()
        };
        let html = html(&view, Added::Recorded);
        assert_is_safe(&html);
        assert!(html.contains("It is being looked at") && html.contains("Thank you for telling us."));
        assert!(html.contains("&lt;script&gt;alert(1)") && html.contains("&lt;b&gt;When was it?"));
        let at = |words: &str| html.find(words).unwrap();
        assert!(
            at("Thank you for telling us.") < at("When was it?") && at("When was it?") < at("This is what was done.")
        );
        assert!(html.contains("What you added has arrived"));
    }

    #[test]
    fn the_form_carries_the_words_and_an_id_and_loses_no_text() {
        let refused =
            Added::Refused { why: AdditionRefused::TooLong.to_string(), text: "a &lt; </textarea> text".into() };
        let html = html(&received(), refused);
        assert_is_safe(&html);
        let words = ReporterKey::mint([7; 16]).fragment().into_revealed();
        assert!(html.contains(&format!(r#"name="words" value="{words}""#)));
        assert!(html.contains(r#"name="note" value="03030303-0303-0303-0303-030303030303""#));
        assert!(html.contains("autocomplete=\"off\">\na &amp;lt; &lt;/textarea> text</textarea>"), "{html}");
        assert!(html.contains("20,000 characters"));
    }

    #[test]
    fn its_words_promise_nothing() {
        for status in [ReporterStatus::Received, ReporterStatus::BeingLookedAt, ReporterStatus::Finished] {
            let html = html(&ReporterView { status, ..received() }, Added::Nothing).to_lowercase();
            for promise in ["we will", "will be", "soon", "guarantee", "within"] {
                assert!(!html.contains(promise), "{promise}");
            }
        }
    }
}
