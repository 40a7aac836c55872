//! A note as the CARE team reads it: the words first, then what was answered and what was not, then its times.

use super::marks::marks;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{live, on_tap};
use crate::parts::moment::absolute;
use crate::screens::inbox::urgency_tag;
use domain::ids::{IncidentId, NoteId, PhotoId};
use domain::note::{Answer, Ground, NoteBody, NoteKind, Ongoing, Provenance, Support, SupportState};
use domain::private::Private;
use domain::time::Timestamp;
use domain::view::{NoteView, StruckView};
use leptos::prelude::*;

/// The content of a note's entry.
pub(super) fn note(view: NoteView, recorded_at: Timestamp, incident: IncidentId, strike: Callback<NoteId>) -> AnyView {
    let id = view.id;
    let marks = marks(&view.body, view.skew_ms, recorded_at);
    let marks: Vec<_> =
        marks.into_iter().map(|mark| view! { <span class="tag">{icon(Icon::Unsaved)} {mark}</span> }).collect();
    let marks = (!marks.is_empty()).then(|| view! { <p class="acts">{marks}</p> });
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
        {words(&view.body)}
        {tags(&view.body)}
        {answers(&view.body)}
        {photos(&view.photos, incident)}
        {times(&view.body, recorded_at)}
        {marks}
        {beside}
        {foot}
    }
    .into_any()
}

fn words(body: &NoteBody) -> AnyView {
    let text = body.text.reveal().clone();
    let shown = if body.text.is_blank() {
        let empty =
            if matches!(body.kind, NoteKind::ActNow) { "They pressed “I must act now”." } else { "No text." };
        view! { <p class="soft">{empty}</p> }.into_any()
    } else {
        view! { <blockquote class="said">{text}</blockquote> }.into_any()
    };
    let NoteKind::ActedAlone { record, .. } = &body.kind else { return shown };
    let ground = record.ground.map(|ground| match ground {
        Ground::FurtherHarm => "Waiting would have brought more harm",
        Ground::PhysicalDanger => "Somebody was in physical danger",
        Ground::Presentation => "A talk that had to stop",
    });
    let lines = [
        fact("Did", record.did.reveal().clone()),
        fact("Because", ground.unwrap_or_default().to_owned()),
        fact("Tried to reach", record.tried.reveal().clone()),
        fact("Asked", record.consulted.reveal().clone()),
    ];
    let text = (!body.text.is_blank()).then_some(shown);
    view! { <dl class="facts">{lines.into_iter().flatten().collect_view()}</dl> {text} }.into_any()
}

fn fact(what: &'static str, words: String) -> Option<AnyView> {
    (!words.trim().is_empty()).then(|| view! { <dt>{what}</dt><dd class="said">{words}</dd> }.into_any())
}

fn tags(body: &NoteBody) -> AnyView {
    let provenance = body.provenance.map(|provenance| match provenance {
        Provenance::Observed => "Saw or heard it",
        Provenance::Told => "Was told",
        Provenance::PassedOn => "Passed on",
    });
    let witness = body.ask_me_later.then_some("May be asked later");
    let link = body.reporter_key.is_some().then_some("Gave a private link");
    let tags: Vec<_> =
        [provenance, witness, link].into_iter().flatten().map(|tag| view! { <span class="tag">{tag}</span> }).collect();
    if tags.is_empty() && body.urgency.is_none() {
        return ().into_any();
    }
    view! { <p class="acts">{urgency_tag(body.urgency)} {tags}</p> }.into_any()
}

/// What was asked: an answer, or why there is none. What was left alone is left out.
fn answers(body: &NoteBody) -> AnyView {
    let answers = &body.answers;
    let text = |answer: &Answer<Private<String>>| answered(answer, |words| words.reveal().clone());
    let ongoing = answered(&answers.ongoing, |ongoing| {
        match ongoing {
            Ongoing::Yes => "Yes",
            Ongoing::No => "No",
            Ongoing::Unclear => "Unclear",
        }
        .to_owned()
    });
    let lines = [
        fact("What", text(&answers.what)),
        fact("Who", text(&answers.who)),
        fact("When", text(&answers.when)),
        fact("Where", text(&answers.place)),
        fact("Still going on", ongoing),
        fact("Reach them", text(&answers.contact)),
        fact("Handed over to", body.handed_over_to.reveal().clone()),
        fact("Support", support(body.support)),
    ];
    let lines: Vec<_> = lines.into_iter().flatten().collect();
    (!lines.is_empty()).then(|| view! { <dl class="facts">{lines}</dl> }).into_any()
}

fn answered<T>(answer: &Answer<T>, words: impl Fn(&T) -> String) -> String {
    match answer {
        Answer::Left => String::new(),
        Answer::Given(given) => words(given),
        Answer::DoesNotKnow => "Does not know".into(),
        Answer::PrefersNotToSay => "Prefers not to say".into(),
        Answer::DidNotAsk => "Was not asked".into(),
    }
}

fn support(support: Support) -> String {
    let one = |what: &str, state: Option<SupportState>| {
        state.map(|state| match state {
            SupportState::Offered => format!("{what}: offered"),
            SupportState::Wanted => format!("{what}: wanted"),
            SupportState::Declined => format!("{what}: not wanted"),
            SupportState::Done => format!("{what}: done"),
        })
    };
    let lines = [
        one("Somebody to walk along", support.escort),
        one("A friend", support.friend),
        one("The police", support.police),
    ];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn not_answering_has_three_different_words() {
        let words = |answer: Answer<Private<String>>| answered(&answer, |text| text.reveal().clone());
        assert_eq!(words(Answer::Given("room 2".into())), "room 2");
        assert_eq!(words(Answer::Left), "");
        let mut reasons = [Answer::DoesNotKnow, Answer::PrefersNotToSay, Answer::DidNotAsk].map(words).to_vec();
        reasons.dedup();
        assert_eq!(reasons.len(), 3);
    }

    #[test]
    fn support_tells_what_was_wanted_and_what_was_not() {
        let given = Support { escort: Some(SupportState::Wanted), friend: None, police: Some(SupportState::Declined) };
        assert_eq!(support(given), "Somebody to walk along: wanted\nThe police: not wanted");
        assert_eq!(support(Support::default()), "");
    }
}
