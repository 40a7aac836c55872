//! The end of a meeting, which leads somewhere: to a resolution, to what is missing, or to another meeting (S41).

use super::super::form::{choice, line, opens, sheet};
use super::super::hand::{Doing, Hand};
use super::meeting::still_waits;
use crate::device::{device, watched};
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_edit};
use crate::parts::toast;
use crate::signal::RwSignal;
use domain::ids::DeedId;
use domain::work::Deed;
use domain::work::meeting::{MeetingDeed, Outcome};
use leptos::prelude::*;

/// The button and its sheet.
pub(super) fn ending(hand: Hand, meeting: DeedId) -> AnyView {
    let (how, doing) = (RwSignal::new(None::<usize>), Doing::new());
    let (what, until) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let missing = RwSignal::new(None::<&'static str>);
    let fields = view! {
        {still_waits(hand, meeting)}
        <p class="soft">"A meeting that ends has looked at everything that waits for a review. One that is adjourned has not."</p>
        {choice("review-end-how", "Where it leads", ways(), how)}
        {live(move || more(how, what, until))}
        <div role="alert">{live(move || missing.get().map(|words| view! { <p class="error">{icon(Icon::Info)} <span>{words}</span></p> }))}</div>
    }
    .into_any();
    let toast = toast::say();
    let send = move || {
        let until = || device().read_input(&until.get_untracked(), &watched().zone());
        let outcome = match (how.get_untracked(), until()) {
            (Some(0), _) => Ok(Outcome::Resolution),
            (Some(1), _) => Ok(Outcome::MoreInformation { what: what.get_untracked().into() }),
            (Some(_), Some(until)) => Ok(Outcome::Adjourned { until }),
            (Some(_), None) => Err("Say when you meet again."),
            (None, _) => Err("Choose where it leads."),
        };
        missing.set(outcome.as_ref().err().copied());
        let Ok(outcome) = outcome else { return };
        hand.does(doing, Deed::Meeting(MeetingDeed::Close { meeting, outcome }), move || {
            device().close_dialog("review-end");
            toast.word("The review has ended");
        });
    };
    view! {
        <p class="acts">{opens("review-end", "End the review")}</p>
        {sheet("review-end", "Ending the review", fields, doing, "End it", send)}
    }
    .into_any()
}

fn ways() -> Vec<String> {
    ["We have a resolution", "More has to be found out", "We meet again"].map(str::to_owned).into()
}

/// What one of the ways asks besides.
fn more(how: RwSignal<Option<usize>>, what: RwSignal<String>, until: RwSignal<String>) -> Option<AnyView> {
    match how.get() {
        Some(1) => Some(line("review-end-what", "What, and from whom", what)),
        Some(2) => Some(
            view! {
                <div class="field">
                    <label for="review-end-until">"When you meet again"</label>
                    <input id="review-end-until" type="datetime-local" prop:value=attr(move || until.get())
                        on:input=on_edit(move |event| until.set(event_target_value(&event)))/>
                </div>
            }
            .into_any(),
        ),
        Some(_) | None => None,
    }
}
