//! Words that promise, pointed at while somebody types. It never blocks: only a person can tell (S16, S32).

use crate::parts::icon::Icon;
use crate::parts::live::live;
use crate::parts::loading::banner;
use crate::signal::{Memo, RwSignal};
use domain::promise::{Kind, promises};
use leptos::prelude::*;

/// The warnings about a text. After the review the team has judged, and may say so: `judged` leaves those out.
pub(in super::super) fn warnings(text: RwSignal<String>, judged: impl Fn() -> bool + Send + Sync + 'static) -> AnyView {
    let found = Memo::new(move || {
        let mut found = text.with(|text| promises(text));
        found.retain(|promise| promise.kind == Kind::Outcome || !judged());
        found
    });
    let lines = move || {
        let found = found.get();
        let lines = found.iter().map(|promise| {
            let what = match promise.kind {
                Kind::Outcome => "says what will happen; that is for the team to decide",
                Kind::Judgement => "judges what happened; that is for the review",
            };
            view! { <p>{format!("“{}” {what}.", promise.phrase)}</p> }
        });
        (!found.is_empty()).then(|| banner(true, Icon::Info, lines.collect_view()))
    };
    view! { <div role="status">{live(lines)}</div> }.into_any()
}
