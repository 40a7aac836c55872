//! A note as the CARE team reads it: the words first, then what was answered and what was not, then its times.

use super::hand::{Doing, Hand};
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{live, on_tap};
use crate::parts::moment::absolute;
use crate::screens::inbox::urgency_tag;
use domain::ids::{IncidentId, NoteId, PhotoId};
use domain::note::{NoteBody, NoteKind};
use domain::record::marks::{self, Mark};
use domain::record::reporter;
use domain::record::told::{self, Fact};
use domain::time::Timestamp;
use domain::view::{NoteView, StruckView};
use domain::work::Deed;
use domain::work::report::{KeptBecause, ReportDeed};
use leptos::prelude::*;

/// The content of a note's entry.
pub(super) fn note(view: NoteView, recorded_at: Timestamp, hand: Hand, strike: Callback<NoteId>) -> AnyView {
    let (id, incident) = (view.id, hand.incident);
    if view.taken_back.is_some() {
        return taken_back(hand, &view, recorded_at);
    }
    let (shown, besides) = (besides_or_words(&view), said(&view));
    let marks = marked(&marks::of_note(&view.body, view.skew_ms, recorded_at));
    let beside = view.beside.map(|beside| {
        view! {
            <p class="why">"Another text came under the same number. Both are kept."</p>
            {words(&beside)}
        }
    });
    let foot = match view.struck {
        Some(struck) => struck_by(&struck),
        None => view! {
            <p><button class="btn link" type="button" on:click=on_tap(move |_| strike.run(id))>"Strike this note"</button></p>
        }
        .into_any(),
    };
    view! {
        {shown}
        {tags(&view.body)}
        {answers(&view.body)}
        {besides}
        {photos(&view.photos, incident)}
        {times(&view.body, recorded_at)}
        {marks}
        {beside}
        {foot}
    }
    .into_any()
}

/// What is to be known about an entry's times.
pub(super) fn marked(marks: &[Mark]) -> AnyView {
    let tags = marks.iter().map(|mark| view! { <span class="tag">{icon(Icon::Unsaved)} {mark.to_string()}</span> });
    let tags = tags.collect_view();
    (!marks.is_empty()).then(|| view! { <p class="acts">{tags}</p> }).into_any()
}

/// The words; where a reporter did something without any, nothing stands in their place but that.
fn besides_or_words(view: &NoteView) -> AnyView {
    match reporter::instead_of_words(view).filter(|_| view.body.text.is_blank()) {
        Some(_) => ().into_any(),
        None => words(&view.body),
    }
}

/// What a reporter said besides words.
fn said(view: &NoteView) -> AnyView {
    let lines = view.said.as_ref().map(reporter::facts).unwrap_or_default();
    (!lines.is_empty()).then(|| view! { <dl class="facts">{facts(lines)}</dl> }).into_any()
}

/// Words that their reporter took back (D01): that there were some, and the way to open them with one of a few reasons,
/// which the reporter is told.
fn taken_back(hand: Hand, view: &NoteView, recorded_at: Timestamp) -> AnyView {
    let (note, doing) = (view.id, Doing::new());
    let reasons = KeptBecause::ALL.map(|because| {
        let open = move |_| {
            let deed = Deed::Report(ReportDeed::Keep { note, because });
            hand.does(doing, deed, || ());
        };
        let words = because.words();
        view! { <button class="btn quiet" type="button" on:click=on_tap(open)>{words}</button> }
    });
    view! {
        <p class="soft">{reporter::instead_of_words(view)}</p>
        {times(&view.body, recorded_at)}
        <details class="more no-print">
            <summary>"The team needs these words"</summary>
            <div class="stack tight">
                <p>"Open them only if you must. The reporter sees that the team reads them, and why."</p>
                <p class="acts">{reasons.into_iter().collect_view()}</p>
                {doing.error()}
            </div>
        </details>
    }
    .into_any()
}

fn words(body: &NoteBody) -> AnyView {
    let text = body.text.reveal().clone();
    let shown = if body.text.is_blank() {
        view! { <p class="soft">{told::without_words(&body.kind)}</p> }.into_any()
    } else {
        view! { <blockquote class="said">{text}</blockquote> }.into_any()
    };
    let NoteKind::ActedAlone { record, .. } = &body.kind else { return shown };
    let text = (!body.text.is_blank()).then_some(shown);
    view! { <dl class="facts">{facts(told::alone(record))}</dl> {text} }.into_any()
}

fn facts(facts: Vec<Fact>) -> AnyView {
    facts
        .into_iter()
        .map(|(what, words)| view! { <dt>{what}</dt><dd class="said">{words}</dd> })
        .collect_view()
        .into_any()
}

fn tags(body: &NoteBody) -> AnyView {
    let tags: Vec<_> = told::tags(body).into_iter().map(|tag| view! { <span class="tag">{tag}</span> }).collect();
    if tags.is_empty() && body.urgency.is_none() {
        return ().into_any();
    }
    view! { <p class="acts">{urgency_tag(body.urgency)} {tags}</p> }.into_any()
}

/// What was asked: an answer, or why there is none. What was left alone is left out.
fn answers(body: &NoteBody) -> AnyView {
    let lines = told::facts(body);
    (!lines.is_empty()).then(|| view! { <dl class="facts">{facts(lines)}</dl> }).into_any()
}

fn photos(photos: &[PhotoId], incident: IncidentId) -> AnyView {
    if photos.is_empty() {
        return ().into_any();
    }
    let photos = photos.iter().enumerate().map(|(place, id)| {
        let address = format!("/api/v1/photos/{id}?incident={incident}");
        let name = format!("Photo {}", place + 1);
        let source = address.clone();
        view! { <li><a href=address target="_blank" rel="noreferrer"><img src=source alt=name loading="lazy"/></a></li> }
    });
    view! { <ul class="photos">{photos.collect_view()}</ul> }.into_any()
}

/// When it happened, when the writer was told, when it was written: three different things.
fn times(body: &NoteBody, recorded_at: Timestamp) -> AnyView {
    let time = |what: &'static str, at: Option<Timestamp>| {
        let at = at?;
        Some(view! { <div><dt>{what}</dt><dd>{live(move || absolute(at))}</dd></div> })
    };
    let written = (body.written_at != Timestamp::default()).then_some(body.written_at);
    view! {
        <dl class="times">
            {time("Happened", body.happened_at)} {time("Told", body.told_at)} {time("Written", written)}
            {time("Recorded", Some(recorded_at))}
        </dl>
    }
    .into_any()
}

fn struck_by(struck: &StruckView) -> AnyView {
    let (by, at, why) = (struck.by.reveal().clone(), struck.at, struck.why.reveal().clone());
    view! { <p class="why">{live(move || format!("Struck by {by}, {}: ", absolute(at)))} {why}</p> }.into_any()
}
