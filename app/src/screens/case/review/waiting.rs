//! What the next review has to look at: what was done although a rule stood against it, and what somebody did alone
//! (S02, S34).

use super::super::course::passed_rule;
use super::super::hand::Hand;
use super::super::of_case;
use crate::parts::live::live;
use crate::parts::moment::when;
use domain::note::NoteKind;
use domain::view::{CaseView, TimelineWhat, Who};
use leptos::prelude::*;

/// The list, where there is something on it.
pub(super) fn waiting(hand: Hand) -> AnyView {
    live(move || list(hand))
}

fn list(hand: Hand) -> Option<AnyView> {
    let needed = of_case(hand.asked, |case| case.row.needs_review).unwrap_or_default();
    let passed = hand.work.with(|work| work.unreviewed().cloned().collect::<Vec<_>>());
    let passed = passed.iter().map(|passed| passed_rule(hand, passed)).collect_view();
    let record = format!("/app/i/{}", hand.incident);
    needed.then(|| {
        let alone = of_case(hand.asked, alone).map(IntoIterator::into_iter);
        let alone = alone.into_iter().flatten().map(|(name, at)| {
            let (record, words) = (record.clone(), format!("{name} had to act alone"));
            view! { <li class="row"><div class="stack tight"><p>{words}</p> <small>{when(at)} " · " <a href=record>"What they wrote is on the record"</a></small></div></li> }
        });
        view! {
            <section class="stack" aria-labelledby="waiting-title">
                <h2 id="waiting-title">"For this review"</h2>
                <p class="soft">"Look at each together. When two of you or more end a review, it counts as looked at."</p>
                <ul class="rows">{alone.collect_view()} {passed}</ul>
            </section>
        }
        .into_any()
    })
}

/// Who acted alone and when, since the last review that came to an end.
fn alone(case: &CaseView) -> Vec<(String, domain::time::Timestamp)> {
    let reviewed = case.deeds().filter(|deed| domain::work::meeting::settles_review(deed)).map(|deed| deed.at).max();
    let lines = case.timeline.iter().filter(|line| reviewed.is_none_or(|reviewed| line.at > reviewed));
    let alone = lines.filter_map(|line| match (&line.what, &line.who) {
        (TimelineWhat::Note(note), Who::Person { name, .. }) => match note.body.kind {
            NoteKind::ActNow | NoteKind::ActedAlone { .. } => Some((name.reveal().clone(), line.at)),
            NoteKind::Account | NoteKind::Correction { .. } | NoteKind::Addition { .. } => None,
        },
        _ => None,
    });
    alone.collect()
}
