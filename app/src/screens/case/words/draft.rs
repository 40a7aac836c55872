//! One draft that waits: its versions side by side, what others would have different, and what can be done about it.

use super::{Desk, says};
use crate::device::device;
use crate::parts::live::{attr, on_tap};
use crate::parts::moment::when;
use domain::ids::DeedId;
use domain::work::Deed;
use domain::work::draft::{Draft, DraftDeed, Says, statement_quorum};
use leptos::prelude::*;

use super::super::hand::Hand;

/// The draft.
pub(super) fn draft(desk: &Desk, id: DeedId, draft: &Draft) -> AnyView {
    let hand = desk.hand;
    let versions = draft.versions.all().iter().map(|version| says::version(hand, version)).collect_view();
    let disagree = draft.versions.disagree().then(|| {
        view! { <p>"Two versions were written at once. Write the one that goes out; then somebody else agrees to it."</p> }
    });
    let count = support(hand, draft).map(|words| view! { <p>{words}</p> });
    let acts = desk.speaks.get().then(|| acts(desk, id, draft));
    view! {
        <article class="card stack tight">
            {disagree}
            <div class="versions">{versions}</div>
            {count}
            {objections(hand, draft)}
            {acts}
        </article>
    }
    .into_any()
}

/// What others would have different in what stands.
pub(super) fn objections(hand: Hand, draft: &Draft) -> AnyView {
    let lines = draft.open_objections().map(|objection| {
        let (name, why) = (hand.name(objection.by), objection.why.reveal().clone());
        view! { <p class="why"><b>{name} " would have it different: "</b> {why} " " <small>{when(objection.at)}</small></p> }
    });
    lines.collect_view().into_any()
}

/// How many stand behind a public statement, of how many that it takes.
pub(super) fn support(hand: Hand, draft: &Draft) -> Option<String> {
    let version = draft.versions.only().filter(|version| matches!(version.value, Says::Statement(_)))?;
    hand.with_circle(|circle| {
        let (behind, needed) = (draft.behind(version, circle).len(), statement_quorum(circle));
        format!("{behind} of {needed} that it takes stand behind it. Nobody speaks in public alone.")
    })
}

/// Whether this member can add their word to the one version that stands.
pub(super) fn agreeable(draft: &Draft) -> Option<DeedId> {
    let (me, version) = (Hand::me()?, draft.versions.only()?);
    let mine = version.by == me || draft.agreed.contains(&(me, version.deed));
    (!mine && draft.is_open()).then_some(version.deed)
}

fn acts(desk: &Desk, id: DeedId, draft: &Draft) -> AnyView {
    let desk = *desk;
    let does = move |deed: DraftDeed, word: &'static str| {
        desk.hand.does(desk.doing, Deed::Draft(deed), move || desk.toast.word(word));
    };
    let agree = agreeable(draft).map(|version| {
        let press = move |_| does(DraftDeed::Agree { draft: id, version }, "You agree to it");
        view! { <button class="btn" type="button" on:click=on_tap(press) aria-busy=attr(move || desk.doing.is_busy())>"Agree"</button> }
    });
    let alone = alone(draft).map(|version| {
        let press = move |_| does(DraftDeed::Agree { draft: id, version }, "It has gone out, and the next review looks at it");
        view! { <button class="btn link" type="button" on:click=on_tap(press)>"Send it without a second member"</button> }
    });
    let (seen, latest) = (draft.versions.seen(), draft.versions.latest().map(|version| version.value.clone()));
    let rewrite = move |_| match &latest {
        Some(Says::Message(message)) => desk.letter.goes_on(id, seen.clone(), message),
        Some(Says::Statement(statement)) => desk.speech.goes_on(id, seen.clone(), statement),
        Some(Says::Decision(_)) | None => {}
    };
    let object = move |_| {
        desk.objecting.set(Some(id));
        device().open_dialog("words-object");
    };
    let withdraw = move |_| does(DraftDeed::Withdraw { draft: id }, "Taken back. It stays on the record.");
    view! {
        <p class="acts no-print">
            {agree}
            <button class="btn quiet" type="button" on:click=on_tap(rewrite)>"Write it anew"</button>
            <button class="btn link" type="button" on:click=on_tap(object)>"Would have it different"</button>
            <button class="btn link" type="button" on:click=on_tap(withdraw)>"Take it back"</button>
            {alone}
        </p>
    }
    .into_any()
}

/// One's own words to a reporter, which go out alone for a reason; words to the public never do.
fn alone(draft: &Draft) -> Option<DeedId> {
    let version = draft.versions.only()?;
    let message = matches!(version.value, Says::Message(_));
    (message && Hand::me() == Some(version.by)).then_some(version.deed)
}
