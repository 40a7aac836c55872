//! Where the reports came from: who wrote or said it, who passed it on, by which way and when.

use super::super::hand::Hand;
use crate::parts::live::live;
use crate::parts::moment::absolute;
use crate::screens::inbox::code_name;
use crate::signal::Memo;
use domain::ids::NoteId;
use domain::private::Private;
use domain::work::report::Origin;
use domain::work::telling;
use domain::work::versions::Versions;
use leptos::prelude::*;

/// What is said of where the reports came from; folded, because it holds names.
pub(super) fn origins(hand: Hand) -> AnyView {
    let all = Memo::new(move || hand.work.with(|work| work.reports.origins.clone().into_iter().collect::<Vec<_>>()));
    let shown = move || {
        let all = all.get();
        let lines =
            all.iter().map(|(_, versions): &(NoteId, Versions<Origin>)| each(hand, versions)).collect::<Vec<_>>();
        (!lines.is_empty()).then(|| {
            view! {
                <details class="more">
                    <summary>"Where the reports came from"</summary>
                    <div class="stack">{lines}</div>
                </details>
            }
        })
    };
    live(shown)
}

fn each(hand: Hand, versions: &Versions<Origin>) -> AnyView {
    versions.all().iter().map(|version| one(hand.name(version.by), &version.value)).collect_view().into_any()
}

fn one(by: String, origin: &Origin) -> AnyView {
    let fact = |what: &'static str, words: &Private<String>| {
        let words = words.clone();
        (!words.is_blank()).then(|| view! { <dt>{what}</dt><dd class="said">{words.into_revealed()}</dd> })
    };
    let told_at = origin.told_at.map(|at| view! { <dt>"When"</dt><dd>{live(move || absolute(at))}</dd> });
    view! {
        <dl class="facts">
            <dt>"Came"</dt><dd>{code_name(telling::via(origin.via))}</dd>
            <dt>"Account"</dt><dd>{code_name(telling::account(origin.account))}</dd>
            {fact("Wrote or said it", &origin.author)}
            {fact("Passed it on", &origin.passed_on_by)}
            {told_at}
            <dt>"Written down by"</dt><dd>{by}</dd>
        </dl>
    }
    .into_any()
}
