//! What the reporter was told, when, by whom, and whether they have looked since.

use super::super::hand::Hand;
use super::super::of_case;
use super::{link, says};
use crate::parts::live::live;
use crate::parts::moment::when;
use domain::view::CaseView;
use domain::work::draft::{InForce, Message, Says};
use leptos::prelude::*;

/// The words that went out, the latest first.
pub(super) fn sent(hand: Hand) -> AnyView {
    let list = move || {
        let mut said = hand.work.with(|work| {
            let said = work.drafts.all().filter_map(|(_, draft)| draft.in_force());
            said.filter(|said| matches!(said.says, Says::Message(_))).cloned().collect::<Vec<_>>()
        });
        said.sort_by_key(|said| std::cmp::Reverse(said.at));
        let rows = said.iter().filter_map(|said| of_case(hand.asked, |case| row(hand, case, said)).flatten());
        let rows = rows.collect::<Vec<_>>();
        let nothing =
            rows.is_empty().then(|| view! { <p class="soft">"Nothing has gone out through this side yet."</p> });
        view! { {nothing} <ol class="timeline">{rows}</ol> }
    };
    view! {
        <section class="stack" aria-labelledby="sent-title">
            <h2 id="sent-title">"What the reporter was told"</h2>
            {live(move || links(hand))}
            {link::give(hand)}
            {live(list)}
        </section>
    }
    .into_any()
}

/// The private links and when each was opened last.
fn links(hand: Hand) -> Option<AnyView> {
    of_case(hand.asked, |case| {
        let links = case.links.iter().map(|known| {
            let looked = match known.looked_at {
                Some(at) => view! { "Last opened " {when(at)} }.into_any(),
                None => view! { "Not opened yet" }.into_any(),
            };
            view! { <dt>{says::link(case, known.link)}</dt><dd>{looked}</dd> }
        });
        let links = links.collect_view();
        let told = if case.row.receipt_confirmed { "Was told" } else { "Not told yet" };
        view! { <dl class="facts">{links}<dt>"That it arrived"</dt><dd>{told}</dd></dl> }.into_any()
    })
}

fn row(hand: Hand, case: &CaseView, said: &InForce) -> Option<AnyView> {
    let Says::Message(message) = &said.says else { return None };
    let (author, with) = (hand.name(said.author), hand.name(said.with));
    let who = if said.is_alone() { format!("{author}, alone") } else { format!("{author} and {with}") };
    Some(
        view! {
            <li class="entry">
                <header><b>{who}</b> " " {when(said.at)}</header>
                {says::content(&said.says)}
                <p class="soft">{seen(case, message, said)}</p>
            </li>
        }
        .into_any(),
    )
}

/// Whether the reporter has looked since it went out; nothing where nothing was sent.
fn seen(case: &CaseView, message: &Message, said: &InForce) -> Option<AnyView> {
    let to = message.to?;
    let looked = case.links.iter().find(|known| known.link == to).and_then(|known| known.looked_at);
    Some(match looked.filter(|looked| *looked >= said.at) {
        Some(looked) => view! { "The reporter has looked since, last " {when(looked)} }.into_any(),
        None => view! { "The reporter has not looked since" }.into_any(),
    })
}
