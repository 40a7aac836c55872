//! Decisions: those that wait for a second member, and those that count.

use super::super::form::{sheet, text_box};
use super::super::hand::{Doing, Hand};
use super::decide::{Writing, decide};
use crate::device::device;
use crate::parts::live::{attr, live, on_tap};
use crate::parts::moment::when;
use crate::parts::toast;
use crate::signal::RwSignal;
use domain::ids::DeedId;
use domain::work::Deed;
use domain::work::decision::{Decision, Intent, Resolution};
use domain::work::draft::{Draft, DraftDeed, Says};
use domain::work::people::person_code_name;
use domain::work::versions::Version;
use leptos::prelude::*;

/// All decisions, the way to agree to them, and the way to write one.
pub(super) fn decisions(hand: Hand) -> AnyView {
    let (writing, objecting) = (Writing::new(hand), RwSignal::new(None::<DeedId>));
    let agreeing = Doing::new();
    let list = move || {
        let drafts: Vec<_> = hand.work.with(|work| {
            let all = work.drafts.all().filter(|(_, draft)| is_decision(draft));
            all.map(|(id, draft)| (id, draft.clone())).collect()
        });
        let rows = drafts.iter().rev().map(|(id, draft)| match draft.in_force() {
            Some(_) => in_force(hand, draft),
            None if draft.is_open() => Some(open(hand, *id, draft, agreeing, writing, objecting)),
            None => None,
        });
        let nothing = drafts.is_empty().then(|| view! { <p class="soft">"Nothing is decided yet."</p> });
        view! { {nothing} {rows.collect_view()} }
    };
    view! {
        <section class="stack" aria-labelledby="decisions-title">
            <h2 id="decisions-title">"Decisions"</h2>
            {live(list)}
            {agreeing.error()}
            {decide(hand, writing)}
        </section>
        {object(hand, objecting)}
    }
    .into_any()
}

fn is_decision(draft: &Draft) -> bool {
    draft.versions.latest().is_some_and(|version| matches!(version.value, Says::Decision(_)))
}

fn in_force(hand: Hand, draft: &Draft) -> Option<AnyView> {
    let said = draft.in_force()?;
    let Says::Decision(decision) = &said.says else { return None };
    let alone = said.author == said.with;
    let (author, with) = (hand.name(said.author), hand.name(said.with));
    let who = if alone { format!("{author}, alone") } else { format!("{author} and {with}") };
    let at = said.at;
    Some(
        view! {
            <article class="stack tight">
                <p><span class="tag strong">"Counts"</span> " " <b>{who}</b> " · " {when(at)}</p>
                {reading(decision)}
            </article>
        }
        .into_any(),
    )
}

fn open(
    hand: Hand,
    id: DeedId,
    draft: &Draft,
    agreeing: Doing,
    writing: Writing,
    objecting: RwSignal<Option<DeedId>>,
) -> AnyView {
    let versions = draft.versions.all().iter();
    let shown = versions.map(|version| version_of(hand, version)).collect_view();
    let objections = draft.open_objections().map(|objection| {
        let (name, why) = (hand.name(objection.by), objection.why.reveal().clone());
        view! { <p class="why"><b>{name} ": "</b> {why}</p> }
    });
    let agree = draft.versions.only().map(|version| agree(hand, id, version, agreeing));
    let (latest, seen) = (draft.versions.latest().map(|version| version.value.clone()), draft.versions.seen());
    let write = move |_| {
        if let Some(Says::Decision(decision)) = &latest {
            writing.goes_on(id, seen.clone(), decision);
        }
    };
    let object = move |_| {
        objecting.set(Some(id));
        device().open_dialog("object");
    };
    let several = draft.versions.disagree();
    let several =
        several.then(|| view! { <p>"Two versions were written at once. Write the one that counts, then a second member agrees."</p> });
    view! {
        <article class="stack tight">
            <p><span class="tag accent">"Waits for a second member"</span></p>
            {several}
            <div class="versions">{shown}</div>
            {objections.collect_view()}
            <p class="acts">
                {agree}
                <button class="btn quiet" type="button" on:click=on_tap(write)>"Write it anew"</button>
                <button class="btn link" type="button" on:click=on_tap(object)>"I would have it different"</button>
            </p>
        </article>
    }
    .into_any()
}

fn version_of(hand: Hand, version: &Version<Says>) -> Option<AnyView> {
    let Says::Decision(decision) = &version.value else { return None };
    let (name, at) = (hand.name(version.by), version.at);
    Some(view! { <div>{reading(decision)} <small><b>{name}</b> " · " {when(at)}</small></div> }.into_any())
}

fn agree(hand: Hand, draft: DeedId, version: &Version<Says>, doing: Doing) -> AnyView {
    let mine = Hand::me() == Some(version.by);
    let version = version.deed;
    let toast = toast::say();
    let press = move |_| {
        let deed = Deed::Draft(DraftDeed::Agree { draft, version });
        hand.does(doing, deed, move || toast.word("It counts from now on"));
    };
    let words = if mine { "Let it count without a second member" } else { "I agree, it counts" };
    view! { <button class="btn" class:quiet=mine type="button" on:click=on_tap(press) aria-busy=attr(move || doing.is_busy())>{words}</button> }
        .into_any()
}

fn object(hand: Hand, objecting: RwSignal<Option<DeedId>>) -> AnyView {
    let (why, doing) = (RwSignal::new(String::new()), Doing::new());
    let toast = toast::say();
    let send = move || {
        let Some(draft) = objecting.get_untracked() else { return };
        let deed = DraftDeed::Object { draft, why: why.get_untracked().into() };
        hand.does(doing, Deed::Draft(deed), move || {
            device().close_dialog("object");
            why.set(String::new());
            toast.word("Whoever wrote it sees it");
        });
    };
    let fields = text_box("object-why", "What should be different", why);
    sheet("object", "Having it different", fields, doing, "Say it", send)
}

/// What is done, in a line.
pub(super) fn in_words(resolution: &Resolution) -> String {
    let whom = resolution.person.map(|person| format!(" ({})", person_code_name(person))).unwrap_or_default();
    let words = resolution.words.reveal();
    let words = if words.trim().is_empty() { String::new() } else { format!(": {words}") };
    format!("{}{whom}{words}", resolution.kind.words())
}

/// A decision as the team reads it.
fn reading(decision: &Decision) -> AnyView {
    let done = decision.resolutions.iter().map(|resolution| view! { <li>{in_words(resolution)}</li> }).collect_view();
    let intent = (decision.intent != Intent::NotConsidered).then(|| {
        view! { <dt>"Was it meant?"</dt><dd>{decision.intent.words()} " · for the team alone"</dd> }
    });
    let texts = [
        ("Why", &decision.reasons),
        ("Answers the report", &decision.addresses),
        ("Less harm ahead", &decision.reduces),
    ];
    let texts = texts.into_iter().filter(|(_, text)| !text.is_blank()).map(|(title, text)| {
        let text = text.reveal().clone();
        view! { <dt>{title}</dt><dd class="said">{text}</dd> }
    });
    view! {
        <dl class="facts">
            <dt>"Violation"</dt><dd>{decision.violation.words()}</dd>
            <dt>"What is done"</dt><dd><ul>{done}</ul></dd>
            {intent} {texts.collect_view()}
        </dl>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::work::decision::ResolutionKind;

    #[test]
    fn what_is_done_reads_as_one_line() {
        let line = |kind, person, words: &str| in_words(&Resolution { kind, person, words: words.into() });
        let person = DeedId::from_bytes([1; 16]);
        assert_eq!(line(ResolutionKind::NoVideo, None, " "), "A talk's video is not published");
        let whom = person_code_name(person);
        assert_eq!(line(ResolutionKind::Other, Some(person), "A word."), format!("Something else ({whom}): A word."));
    }
}
