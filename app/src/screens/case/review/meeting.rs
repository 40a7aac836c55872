//! The meeting that is under way, and those that have ended.

use super::super::hand::Hand;
use super::{answers, ending, roll};
use crate::parts::live::live;
use crate::parts::moment::when;
use domain::ids::DeedId;
use domain::work::meeting::{Finding, Meeting, Outcome, Question};
use domain::work::telling;
use leptos::prelude::*;

/// The meeting that is under way.
pub(super) fn meeting(hand: Hand, meeting: DeedId) -> AnyView {
    let since = hand.work.with_untracked(|work| work.meetings.get(meeting).map(|meeting| meeting.started_at));
    view! {
        <section class="stack" aria-labelledby="review-title">
            <header class="stack tight">
                <h2 id="review-title">"The review is under way"</h2>
                {since.map(|since| view! { <p class="soft">"Began " {when(since)}</p> })}
            </header>
            {roll::roll(hand, meeting)}
            {answers::answers(hand, meeting)}
            {ending::ending(hand, meeting)}
        </section>
    }
    .into_any()
}

/// Meetings that have ended, the latest first.
pub(super) fn earlier(hand: Hand) -> Option<AnyView> {
    let mut ended: Vec<_> = hand.work.with(|work| {
        let all = work.meetings.all().map(|(_, meeting)| meeting);
        all.filter(|meeting| meeting.closed.is_some()).cloned().collect()
    });
    ended.sort_by_key(|meeting| std::cmp::Reverse(meeting.started_at));
    let rows = ended.iter().map(|meeting| one(hand, meeting)).collect_view();
    (!ended.is_empty()).then(|| {
        view! {
            <details class="more"><summary>"Earlier reviews"</summary><div class="stack">{rows}</div></details>
        }
        .into_any()
    })
}

fn one(hand: Hand, meeting: &Meeting) -> Option<AnyView> {
    let end = meeting.closed.as_ref()?;
    let led = match &end.outcome {
        Outcome::Resolution => view! { <p>"It led to a resolution."</p> }.into_any(),
        Outcome::MoreInformation { what } => {
            let what = what.reveal().clone();
            view! { <p>"More had to be found out: " <span class="said">{what}</span></p> }.into_any()
        }
        Outcome::Adjourned { until } => view! { <p>"You agreed to meet again " {when(*until)}</p> }.into_any(),
    };
    let names: Vec<_> = meeting.attendees.iter().map(|person| hand.name(*person)).collect();
    let found = Question::ALL.into_iter().filter_map(|question| {
        let versions = meeting.findings.get(&question)?.all();
        let words = versions.iter().map(|version| match &version.value {
            Finding::NotDetermined => "It could not be determined.".to_owned(),
            Finding::Found { text } => text.reveal().clone(),
        });
        let words = words.map(|words| view! { <p class="said">{words}</p> }).collect_view();
        Some(view! { <dt>{telling::question(question)}</dt><dd>{words}</dd> })
    });
    let began = meeting.started_at;
    Some(
        view! {
            <article class="stack tight">
                <p><b>{names.join(", ")}</b> " · " {when(began)}</p>
                <dl class="facts">{found.collect_view()}</dl>
                {led}
            </article>
        }
        .into_any(),
    )
}

/// The names of those for whom the roll-call still waits, in a sentence.
pub(super) fn still_waits(hand: Hand, meeting: DeedId) -> AnyView {
    let sentence = move || {
        let names = roll::waits_for(hand, meeting);
        (!names.is_empty()).then(|| {
            let words = format!("The roll-call still waits for {}.", names.join(", "));
            view! { <p>{words}</p> }
        })
    };
    live(sentence)
}
