//! What the public pages' forms share.

use super::{Frame, NOTE_FIELD, TEXT_FIELD, WORDS_FIELD};
use domain::ids::NoteId;
use domain::reporter::{ReporterKey, ReporterView};
use leptos::prelude::*;

/// A text as it stands between the tags of a `<textarea>`, whose children the renderer writes as they are. The first line
/// break after the tag is dropped by browsers, so one is given away.
pub(super) fn inside_textarea(text: &str) -> String {
    format!("\n{}", text.replace('&', "&amp;").replace('<', "&lt;"))
}

/// A box for words.
pub(super) fn text_box(id: &'static str, label: &'static str, hint: &'static str, typed: &str) -> AnyView {
    let hint_id = format!("{id}-hint");
    let text = inside_textarea(typed);
    view! {
        <div class="field">
            <label class="title" for=id>{label}</label>
            <p class="hint" id=hint_id.clone()>{hint}</p>
            <textarea id=id name=TEXT_FIELD aria-describedby=hint_id autocomplete="off">{text}</textarea>
        </div>
    }
    .into_any()
}

/// A line to type.
pub(super) fn line(name: &'static str, label: &'static str, hint: Option<&'static str>, typed: &str) -> AnyView {
    let hint_id = format!("{name}-hint");
    let described = hint.map(|_| hint_id.clone());
    let hint = hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> });
    view! {
        <div class="field">
            <label for=name>{label}</label>
            {hint}
            <input id=name name=name aria-describedby=described autocomplete="off" maxlength="2000" value=typed.to_owned()/>
        </div>
    }
    .into_any()
}

/// One of several, none of them chosen before.
pub(super) fn choice(
    name: &'static str,
    legend: &'static str,
    hint: Option<&'static str>,
    options: &[(&'static str, &'static str)],
    chosen: &str,
) -> AnyView {
    let options = options.iter().map(|(value, label)| {
        let checked = (*value == chosen).then_some("checked");
        view! { <label class="check"><input type="radio" name=name value=*value checked=checked/><span>{*label}</span></label> }
    });
    let options = options.collect_view();
    let hint = hint.map(|hint| view! { <p class="hint">{hint}</p> });
    view! { <fieldset class="stack tight"><legend>{legend}</legend>{hint}{options}</fieldset> }.into_any()
}

/// The hidden fields that every form of a reporter carries.
pub(super) fn carried(key: &ReporterKey, note: NoteId) -> AnyView {
    let words = key.fragment().into_revealed();
    view! {
        <input type="hidden" name=WORDS_FIELD value=words/>
        <input type="hidden" name=NOTE_FIELD value=note.to_string()/>
    }
    .into_any()
}

/// The six words.
pub(super) fn six_words(key: &ReporterKey) -> AnyView {
    let words = key.reveal().map(|word| view! { <li>{word}</li> });
    view! { <ol class="words" lang="en" translate="no">{words.into_iter().collect_view()}</ol> }.into_any()
}

/// The private link.
pub(super) fn link(frame: &Frame<'_>, key: &ReporterKey) -> String {
    format!("{}/r#{}", frame.origin, key.fragment().reveal())
}

/// The private link as a QR code.
pub(super) fn link_code(frame: &Frame<'_>, key: &ReporterKey) -> Option<AnyView> {
    let words = &frame.words().filed;
    crate::qr::qr(&link(frame, key), words.qr, words.qr_caption)
}

/// Whom to turn to when everybody of the team was kept out; nothing where somebody is left.
pub(super) fn everybody_out(frame: &Frame<'_>, view: &ReporterView) -> Option<AnyView> {
    use domain::reporter::said::Said;
    let out = view.own.iter().any(|own| matches!(&own.said, Some(Said::Reported(reported)) if reported.everybody_out));
    let contact = frame.settings.outside_contact.clone();
    let (before, after) = frame.words().filed.everybody_out;
    let form = &frame.words().form;
    out.then(|| {
        let words = if contact.is_empty() {
            view! { <p>{form.outside_none}</p> }.into_any()
        } else {
            view! { <p>{before} <b>{contact}</b> {after}</p> }.into_any()
        };
        view! { <div class="banner">{super::icon(super::INFO)} <div>{words}</div></div> }.into_any()
    })
}
