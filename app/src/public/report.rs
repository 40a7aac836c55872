//! `/report`: the form. One box; everything else may stay open, not be known, or not be said.

use super::parts::{choice, line, text_box};
use super::{Frame, INFO, Kind, NOTE_FIELD, REPORT_PATH, WORDS_FIELD, document, icon};
use domain::ids::NoteId;
use domain::private::Private;
use domain::reporter::ReporterKey;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What somebody typed before, by the name of its field, so that nothing of it is lost.
pub type Typed = BTreeMap<String, Vec<Private<String>>>;

/// The names of the fields, besides those that all forms share. The server reads them by the same names.
pub mod field {
    /// For whom somebody reports: [`WHOM`].
    pub const WHOM: &str = "whom";
    /// How to reach the one they report for.
    pub const THEIRS: &str = "theirs";
    /// Who was involved.
    pub const WHO: &str = "who";
    /// When it was.
    pub const WHEN: &str = "when";
    /// Where it was.
    pub const PLACE: &str = "place";
    /// What stands behind the name of a question for why it is not answered.
    pub const INSTEAD: &str = "-instead";
    /// Whether it goes on.
    pub const ONGOING: &str = "ongoing";
    /// How soon somebody is needed.
    pub const URGENCY: &str = "urgency";
    /// What would help; several.
    pub const SUPPORT: &str = "support";
    /// A member to keep out, by number; several.
    pub const OUT: &str = "out";
    /// Everybody is to be kept out.
    pub const OUT_ALL: &str = "out-all";
    /// Whom to keep out, in words.
    pub const OUT_TEXT: &str = "out-text";
    /// Whether and how the reporter may be reached.
    pub const REACH: &str = "reach";
    /// Where.
    pub const CONTACT: &str = "contact";
    /// Whether and how they want to hear what is decided.
    pub const HEAR: &str = "hear";
    /// What others may be told.
    pub const SHARE: &str = "share";
    /// Photos; several.
    pub const PHOTOS: &str = "photos";
    /// The proof that some work was done or some time was waited, under a rush.
    pub const PROOF: &str = "proof";
}

/// What the form shows.
#[derive(Clone, Copy, Debug)]
pub struct Form<'a> {
    /// The key that the report gets, minted with the form: a repeat of the form gives the same one.
    pub key: &'a ReporterKey,
    /// The id of its note.
    pub note: NoteId,
    /// What was typed, when the form comes back.
    pub typed: &'a Typed,
    /// Why it comes back, if it does.
    pub refused: Option<&'static str>,
    /// Under a rush: what the form gives back with the work or the time that it asks for.
    pub proof: Option<&'a str>,
}

impl Form<'_> {
    fn value(&self, name: &str) -> &str {
        self.typed.get(name).and_then(|values| values.first()).map_or("", |value| value.reveal().as_str())
    }

    fn has(&self, name: &str, value: &str) -> bool {
        self.typed.get(name).is_some_and(|values| values.iter().any(|known| known.reveal() == value))
    }
}

/// The page.
pub fn page(frame: &Frame<'_>, form: &Form<'_>) -> String {
    let words = &frame.words().form;
    let open = frame.site.is_some_and(|site| !site.pages.form_closed) && frame.settings.is_set_up();
    let content = if open { fields(frame, form) } else { view! { <p>{words.closed}</p> }.into_any() };
    let main = view! {
        <h1>{words.title}</h1>
        {content}
    };
    document(frame, Kind::Reporters(REPORT_PATH), main)
}

fn fields(frame: &Frame<'_>, form: &Form<'_>) -> AnyView {
    let words = &frame.words().form;
    let refused = form.refused.map(|why| {
        view! { <div class="banner" role="alert">{icon(INFO)} <div><p><b>{why}</b></p></div></div> }
    });
    let rush = form.proof.map(|proof| {
        view! {
            <div class="banner" role="status">{icon(INFO)} <div><h2>{words.rush}</h2><p>{words.rush_words}</p></div></div>
            <input type="hidden" name=field::PROOF value=proof.to_owned()/>
        }
    });
    let key = form.key.fragment().into_revealed();
    view! {
        <p class="lead">{words.lead} " " <a href=frame.to("/about")>{frame.words().common.about}</a></p>
        <form class="stack" method="post" action=frame.to(REPORT_PATH) enctype="multipart/form-data" autocomplete="off" data-report="">
            <input type="hidden" name=WORDS_FIELD value=key/>
            <input type="hidden" name=NOTE_FIELD value=form.note.to_string()/>
            {refused}
            {rush}
            {keep_out(frame, form)}
            {text_box("text", words.text, words.text_hint, form.value("text"))}
            <div class="stack tight" data-kept="" hidden>
                <p class="hint">{words.kept}</p>
                <label class="check"><input type="checkbox" data-keep-nothing=""/><span>{words.keep_nothing}</span></label>
            </div>
            {more(frame, form)}
            {reach(frame, form)}
            <div class="field">
                <label for="photos">{words.photos}</label>
                <p class="hint" id="photos-hint">{words.photos_hint}</p>
                <input id="photos" name=field::PHOTOS type="file" multiple accept="image/jpeg,image/png,image/webp" aria-describedby="photos-hint"/>
            </div>
            <p class="acts"><button class="btn" type="submit">{words.send}</button></p>
            <p class="soft">{words.send_hint}</p>
        </form>
    }
    .into_any()
}

/// Whom to keep out comes before the words (S24).
fn keep_out(frame: &Frame<'_>, form: &Form<'_>) -> AnyView {
    let words = &frame.words().form;
    let team = frame.site.map(|site| site.team.as_slice()).unwrap_or_default();
    let members = team.iter().map(|member| {
        let number = member.number.to_string();
        let checked = form.has(field::OUT, &number).then_some("checked");
        let name = if member.card.name.is_blank() {
            (frame.words().team.member)(member.number)
        } else {
            member.card.name.reveal().clone()
        };
        let about = (!member.card.about.is_blank()).then(|| {
            let about = member.card.about.reveal().clone();
            view! { <small class="soft">{about}</small> }
        });
        view! {
            <label class="check">
                <input type="checkbox" name=field::OUT value=number checked=checked/>
                <span>{name} " " {about}</span>
            </label>
        }
    });
    let members = members.collect_view();
    let everybody = form.has(field::OUT_ALL, "yes").then_some("checked");
    let contact = frame.settings.outside_contact.clone();
    let outside = if contact.is_empty() {
        view! { <p class="hint">{words.outside_none}</p> }.into_any()
    } else {
        let (before, after) = words.outside;
        view! { <p class="hint">{before} <b>{contact}</b> {after}</p> }.into_any()
    };
    let chosen = [field::OUT, field::OUT_ALL, field::OUT_TEXT].iter().any(|name| !form.value(name).is_empty());
    view! {
        <details class="more" open=chosen>
            <summary>{words.out}</summary>
            <div>
                <p class="hint">{words.out_words}</p>
                <fieldset class="stack tight">
                    <legend class="sr">{words.out}</legend>
                    {members}
                    <label class="check"><input type="checkbox" name=field::OUT_ALL value="yes" checked=everybody/><span>{words.out_all}</span></label>
                </fieldset>
                {line(field::OUT_TEXT, words.out_text, Some(words.out_text_hint), form.value(field::OUT_TEXT))}
                {outside}
            </div>
        </details>
    }
    .into_any()
}

fn more(frame: &Frame<'_>, form: &Form<'_>) -> AnyView {
    let words = &frame.words().form;
    let not = [("unknown", words.not_known), ("unsaid", words.not_said)];
    let whom = [
        ("self", words.whom_self),
        ("other", words.whom_other),
        ("witness", words.whom_witness),
        ("unsaid", words.not_said),
    ];
    let ongoing = [("yes", words.yes), ("no", words.no), ("unclear", words.unclear), not[0], not[1]];
    let urgency = [("now", words.now), ("today", words.today), ("wait", words.can_wait), ("unsaid", words.not_said)];
    let support = [("escort", words.escort), ("friend", words.friend), ("police", words.police)];
    let support = support.map(|(value, label)| {
        let checked = form.has(field::SUPPORT, value).then_some("checked");
        view! { <label class="check"><input type="checkbox" name=field::SUPPORT value=value checked=checked/><span>{label}</span></label> }
    });
    view! {
        <details class="more">
            <summary>{words.more}</summary>
            <div>
                <p class="hint">{words.more_hint}</p>
                {choice(field::URGENCY, words.urgency, Some(words.urgency_hint), &urgency, form.value(field::URGENCY))}
                {choice(field::WHOM, words.whom, None, &whom, form.value(field::WHOM))}
                {line(field::THEIRS, words.theirs, Some(words.theirs_hint), form.value(field::THEIRS))}
                {question(frame, form, field::WHO, words.who)}
                {question(frame, form, field::WHEN, words.when)}
                {question(frame, form, field::PLACE, words.place)}
                {choice(field::ONGOING, words.ongoing, None, &ongoing, form.value(field::ONGOING))}
                <fieldset class="stack tight"><legend>{words.support}</legend>{support.into_iter().collect_view()}</fieldset>
            </div>
        </details>
    }
    .into_any()
}

/// A line, and beside it why it stays empty, if somebody likes to say.
fn question(frame: &Frame<'_>, form: &Form<'_>, name: &'static str, label: &'static str) -> AnyView {
    let words = &frame.words().form;
    let instead = format!("{name}{}", field::INSTEAD);
    let why = form.value(&instead);
    let options = [("", ""), ("unknown", words.not_known), ("unsaid", words.not_said)];
    let options = options.map(|(value, text)| {
        let selected = (value == why).then_some("selected");
        view! { <option value=value selected=selected>{text}</option> }
    });
    let says = format!("{label} {}", words.instead);
    view! {
        <div class="stack tight">
            {line(name, label, None, form.value(name))}
            <p class="acts">
                <span aria-hidden="true">{words.instead}</span>
                <select name=instead aria-label=says>{options.into_iter().collect_view()}</select>
            </p>
        </div>
    }
    .into_any()
}

fn reach(frame: &Frame<'_>, form: &Form<'_>) -> AnyView {
    let words = &frame.words().form;
    let reach = [
        ("here", words.reach_here),
        ("contact", words.reach_contact),
        ("person", words.reach_person),
        ("not", words.reach_not),
    ];
    view! {
        <details class="more">
            <summary>{words.reach}</summary>
            <div>
                {choice(field::REACH, words.reach, Some(words.reach_hint), &reach, form.value(field::REACH))}
                {line(field::CONTACT, words.contact, Some(words.contact_hint), form.value(field::CONTACT))}
            </div>
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::super::lang::Lang;
    use super::super::tests::{assert_is_safe, assert_promises_nothing, frame, settings, site};
    use super::*;

    fn html(frame: &Frame<'_>, typed: &Typed, refused: Option<&'static str>) -> String {
        let key = ReporterKey::mint([7; 16]);
        page(frame, &Form { key: &key, note: NoteId::from_bytes([3; 16]), typed, refused, proof: None })
    }

    #[test]
    fn nothing_is_required_and_nothing_is_red() {
        let settings = settings();
        let site = site(&settings, 3);
        for lang in Lang::ALL {
            let html = html(&Frame { lang, site: Some(&site), ..frame(&settings) }, &Typed::new(), None);
            assert_is_safe(&html);
            assert_promises_nothing(&html);
            for nagging in [" required>", " required=", "aria-required", "aria-invalid", "*</label>", "alert\""] {
                assert!(!html.contains(nagging), "{nagging}");
            }
            assert_eq!(html.matches("name=\"out\"").count(), 3, "each member can be kept out");
            assert!(html.contains("Ines of the harbour trust"), "and there is somebody outside");
            assert!(html.find("name=\"out\"").unwrap() < html.find("<textarea").unwrap(), "before anything is written");
        }
    }

    #[test]
    fn what_was_typed_comes_back() {
        let settings = settings();
        let site = site(&settings, 2);
        let typed = Typed::from([
            ("text".into(), vec!["a < b".into()]),
            ("who-instead".into(), vec!["unsaid".into()]),
            ("out".into(), vec!["2".into()]),
            ("reach".into(), vec!["not".into()]),
        ]);
        let html = html(&Frame { site: Some(&site), ..frame(&settings) }, &typed, Some("A sentence."));
        assert_is_safe(&html);
        assert!(html.contains("\na &lt; b</textarea>") && html.contains("A sentence."));
        assert!(html.contains(r#"value="2" checked"#) && html.contains(r#"value="not" checked"#));
        assert!(html.contains(r#"value="unsaid" selected"#));
    }

    #[test]
    fn a_closed_form_says_so() {
        let settings = settings();
        let mut site = site(&settings, 1);
        site.pages.form_closed = true;
        let html = html(&Frame { site: Some(&site), ..frame(&settings) }, &Typed::new(), None);
        assert!(html.contains("closed just now") && !html.contains("<form"));
    }
}
