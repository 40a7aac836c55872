//! Who is writing: said by whoever types, seen by colleagues who have the case open. It blocks nobody.

use super::super::hand::Hand;
use super::super::of_case;
use crate::api;
use crate::device::device;
use crate::parts::live::live;
use crate::signal::{Memo, RwSignal, StoredValue, follow, spawn_local};
use domain::ids::IncidentId;
use domain::time::{Span, Timestamp, seconds};
use domain::writing::{Writes, Writing};
use leptos::prelude::*;

/// How often whoever types says so: often enough not to fade meanwhile.
const EVERY: Span = seconds(5);
/// How long colleagues may still be shown as writing while the phone asks again, in milliseconds.
const GRACE_MILLIS: u32 = 3_000;

/// Says that one is writing, at most once every few seconds.
#[derive(Clone, Copy)]
pub(in super::super) struct Beat {
    incident: IncidentId,
    what: Writes,
    last: StoredValue<Timestamp>,
}

impl Beat {
    /// For one box.
    pub(in super::super) fn of(incident: IncidentId, what: Writes) -> Self {
        Self { incident, what, last: StoredValue::new(Timestamp::default()) }
    }

    /// Something was typed.
    pub(in super::super) fn beats(self) {
        let now = device().now();
        if now.since(self.last.get_value()) < EVERY {
            return;
        }
        self.last.set_value(now);
        spawn_local(async move {
            // Whoever is offline writes unseen; nothing is lost by it.
            let _said = api::i_am_writing(self.incident, self.what).await;
        });
    }
}

/// "Ana is writing a reply", as long as she does.
pub(in super::super) fn who_writes(hand: Hand) -> AnyView {
    let known = Memo::new(move || of_case(hand.asked, |case| case.writing.clone()).unwrap_or_default());
    let shown = RwSignal::new(Vec::<Writing>::new());
    let turn = StoredValue::new(0_u32);
    follow(move || {
        let writing = known.get();
        let number = turn.get_value().wrapping_add(1);
        turn.set_value(number);
        let fades = writing.iter().map(|writing| writing.fades_in.millis()).max();
        shown.set(writing);
        let Some(millis) = fades.and_then(|millis| u32::try_from(millis).ok()) else { return };
        spawn_local(async move {
            device().sleep(millis).await;
            if turn.try_get_value() != Some(number) {
                return;
            }
            // Whoever goes on writing is no news, so nobody tells: ask.
            hand.asked.again();
            device().sleep(GRACE_MILLIS).await;
            if turn.try_get_value() == Some(number) {
                shown.set(Vec::new());
            }
        });
    });
    let lines = move || {
        let lines = shown.get().into_iter().map(|writing| {
            let words = format!("{} is writing {}", hand.name(writing.person), writing.what.words());
            view! { <p class="soft">{words}</p> }
        });
        lines.collect_view()
    };
    view! { <div class="no-print" role="status">{live(lines)}</div> }.into_any()
}
