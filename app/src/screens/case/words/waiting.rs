//! What waits for this member's word, at the top of the case: from a push it is one tap to here and one to agree.

use super::super::Side;
use super::super::hand::{Doing, Hand};
use super::draft::{agreeable, objections, support};
use super::{is_words, says, speaks};
use crate::parts::live::{attr, live, on_tap};
use crate::parts::toast;
use crate::signal::Memo;
use domain::ids::DeedId;
use domain::work::Deed;
use domain::work::draft::{Draft, DraftDeed, Says};
use leptos::prelude::*;

/// The drafts that wait, but for those that the open side shows itself.
pub(in super::super) fn waiting(hand: Hand, side: Side) -> AnyView {
    let (speaks, doing, toast) = (speaks(hand), Doing::new(), toast::say());
    let drafts = Memo::new(move || {
        hand.work.with(|work| {
            let waiting = work.drafts.waiting().filter(|(_, draft)| !is_shown_by(side) && agreeable(draft).is_some());
            waiting.map(|(id, draft)| (id, draft.clone())).collect::<Vec<_>>()
        })
    });
    let cards = move || {
        let drafts = if speaks.get() { drafts.get() } else { Vec::new() };
        drafts.iter().map(|(id, draft)| card(hand, *id, draft, doing, toast)).collect_view()
    };
    view! { <div class="stack no-print">{live(cards)} {doing.error()}</div> }.into_any()
}

/// They stand in full where a push leads to; a side that works on them shows them itself, and the others name them among
/// what waits ([`super::super::ahead`]).
fn is_shown_by(side: Side) -> bool {
    match side {
        Side::Record => false,
        Side::People | Side::Review | Side::Words | Side::Todo | Side::Course | Side::File => true,
    }
}

fn card(hand: Hand, id: DeedId, draft: &Draft, doing: Doing, toast: toast::Say) -> Option<AnyView> {
    let version = draft.versions.only()?;
    let (of, title) = (version.deed, title(&hand.name(version.by), &version.value));
    let press = move |_| {
        let deed = DraftDeed::Agree { draft: id, version: of };
        hand.does(doing, Deed::Draft(deed), move || toast.word("You agree to it"));
    };
    let more = is_words(draft).then(|| {
        let to = format!("/app/i/{}/words", hand.incident);
        view! { <a class="btn link" href=to>"Have it different"</a> }
    });
    let count = support(hand, draft).map(|words| view! { <p class="soft">{words}</p> });
    Some(
        view! {
            <article class="card stack tight">
                <h2>{title}</h2>
                {says::content(&version.value)}
                {count}
                {objections(hand, draft)}
                <p class="acts">
                    <button class="btn" type="button" on:click=on_tap(press) aria-busy=attr(move || doing.is_busy())>"Agree"</button>
                    {more}
                </p>
            </article>
        }
        .into_any(),
    )
}

fn title(name: &str, says: &Says) -> String {
    let waits = if matches!(says, Says::Message(_)) { "wait" } else { "waits" };
    format!("{name}’s {} {waits} for a second member", says::kind(says))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::work::draft::{Message, Purpose, Statement};

    #[test]
    fn a_title_says_whose_words_wait() {
        let text = || "Hello.".into();
        let message = Says::Message(Message { to: None, purpose: Purpose::Ask, text: text() });
        assert_eq!(title("Ana", &message), "Ana’s words to the reporter wait for a second member");
        let statement = Says::Statement(Statement { public_because: text(), audience: text(), text: text() });
        assert_eq!(title("Ben", &statement), "Ben’s public statement waits for a second member");
    }
}
