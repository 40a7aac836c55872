//! What a case is, at first sight: where it stands, what it is about, who has it, and what of it is overdue.

use super::hand::Hand;
use super::of_case;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::live;
use crate::parts::moment::when;
use crate::screens::aging::overdue_lines;
use crate::screens::inbox::urgency_tag;
use crate::signal::Memo;
use domain::ids::PersonId;
use domain::private::Private;
use domain::view::{CaseView, InboxRow, TimelineWhat};
use domain::work::Work;
use domain::work::fact::About;
use leptos::prelude::*;

/// The top of the case.
pub(super) fn head(hand: Hand) -> AnyView {
    let row = Memo::new(move || of_case(hand.asked, |case| case.row.clone()));
    let gist =
        Memo::new(move || of_case(hand.asked, |case| hand.work.with(|work| gist(case, work))).unwrap_or_default());
    let about = move || {
        let words = gist.get();
        (!words.is_blank()).then(|| view! { <p class="gist">{words.into_revealed()}</p> })
    };
    let me = Hand::me();
    view! {
        <header class="stack tight case-head">
            {live(move || row.get().as_ref().map(tags))}
            {live(about)}
            {live(move || row.get().as_ref().map(|row| who(row, me)))}
            {live(move || overdue_lines(&row.get()?.overdue))}
        </header>
    }
    .into_any()
}

/// What it is about: the team's own sentences, or the words of the first note that nobody has struck.
fn gist(case: &CaseView, work: &Work) -> Private<String> {
    let written = work.facts.about(About::Summary).and_then(|versions| versions.latest());
    let written = written.map(|version| version.value.clone()).filter(|words| !words.is_blank());
    let told = || {
        case.timeline.iter().find_map(|entry| match &entry.what {
            TimelineWhat::Note(note) if note.struck.is_none() && !note.body.text.is_blank() => {
                Some(note.body.text.clone())
            }
            _ => None,
        })
    };
    written.or_else(told).unwrap_or_default()
}

fn tags(row: &InboxRow) -> AnyView {
    let urgency = match row.urgency {
        Some(urgency) => urgency_tag(Some(urgency)),
        None => view! { <span class="tag">"Urgency not said"</span> }.into_any(),
    };
    let calling = row
        .calling
        .is_some()
        .then(|| view! { <span class="tag strong">{icon(Icon::Bell)} "The team is being called"</span> });
    let review = row.needs_review.then(|| view! { <span class="tag accent">"Needs a review"</span> });
    view! { <p class="acts"><span class="tag">{row.stage.label()}</span> {urgency} {calling} {review}</p> }.into_any()
}

fn who(row: &InboxRow, me: Option<PersonId>) -> AnyView {
    let who = match &row.accountable {
        Some(_) if row.stage.accountable() == me => "You have it".to_owned(),
        Some(name) => format!("{} has it", name.reveal()),
        None if row.stage.is_closed() => "Closed".to_owned(),
        None => "Nobody has it yet".to_owned(),
    };
    view! { <p><b>{who}</b> <span class="soft">" · Reported " {when(row.opened_at)}</span></p> }.into_any()
}
