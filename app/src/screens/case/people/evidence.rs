//! What shows what happened: where it is from, and who captured it when. Struck, never removed.

use super::super::form::{choice, line, opens, sheet, text_box};
use super::super::hand::{Doing, Hand};
use super::super::question::step_back;
use crate::device::{device, watched};
use crate::parts::icon::Icon;
use crate::parts::live::{attr, live, on_edit, on_tap};
use crate::parts::loading::banner;
use crate::parts::moment::when;
use crate::parts::toast;
use crate::screens::inbox::code_name;
use crate::signal::{Memo, RwSignal, StoredValue};
use domain::ids::DeedId;
use domain::time::Timestamp;
use domain::work::evidence::{Evidence, EvidenceDeed, Item, Source};
use domain::work::{Deed, telling};
use leptos::prelude::*;

/// All evidence, and the way to add some.
pub(super) fn evidence(hand: Hand) -> AnyView {
    let all = Memo::new(move || {
        hand.work.with(|work| work.evidence.all().map(|(id, one)| (id, one.clone())).collect::<Vec<_>>())
    });
    let struck = StoredValue::new(None::<DeedId>);
    let list = move || {
        let rows = all.get().iter().map(|(id, one)| row(hand, *id, one, struck)).collect_view();
        view! { <ul class="rows">{rows}</ul> }
    };
    let none = move || {
        all.with(Vec::is_empty).then(|| view! { <p class="soft">"None so far: what was written in public or in the chat, a mail, a picture, what one of you saw."</p> })
    };
    view! {
        <section class="stack" aria-labelledby="evidence-title">
            <h2 id="evidence-title">"Evidence"</h2>
            {live(none)}
            {live(list)}
            <p class="acts no-print">{opens("add-evidence", "Add evidence")}</p>
        </section>
        {add(hand)}
        {strike(hand, struck)}
    }
    .into_any()
}

fn row(hand: Hand, id: DeedId, one: &Evidence, struck: StoredValue<Option<DeedId>>) -> AnyView {
    let item = &one.item;
    let by = if item.captured_by.is_blank() { hand.name(one.by) } else { item.captured_by.reveal().clone() };
    let link = (!item.link.is_blank()).then(|| view! { <p class="said">{item.link.reveal().clone()}</p> });
    let press = move |_| {
        struck.set_value(Some(id));
        device().open_dialog("strike-evidence");
    };
    let foot = match &one.struck {
        Some((by, at, why)) => {
            view! { <p class="why">"Struck by " {hand.name(*by)} ", " {when(*at)} ": " {why.reveal().clone()}</p> }.into_any()
        }
        None => {
            view! { <p class="no-print"><button class="btn link" type="button" on:click=on_tap(press)>"Strike this"</button></p> }.into_any()
        }
    };
    let is_struck = one.struck.is_some();
    view! {
        <li class="entry stack tight" class:struck=is_struck>
            <b>"From " {telling::source(item.source)}</b>
            <blockquote class="said">{item.what.reveal().clone()}</blockquote>
            {link}
            <small>"Captured by " {by} " · " {when(item.captured_at)}</small>
            {foot}
        </li>
    }
    .into_any()
}

fn add(hand: Hand) -> AnyView {
    let (chosen, doing) = (RwSignal::new(None::<usize>), Doing::new());
    let text = || RwSignal::new(String::new());
    let (what, link, captured_by, at) = (text(), text(), text(), RwSignal::new(None::<Timestamp>));
    let source = move || chosen.get().and_then(|number| Source::ALL.get(number).copied());
    let hint = move || {
        source().is_some_and(Source::hints_at_conflict).then(|| {
            let body = view! {
                <p>"Whoever knows somebody in it may find it hard to be fair. If that could be so, say it now."</p>
                {step_back()}
            };
            banner(true, Icon::Info, body)
        })
    };
    let shown = move || at.get().map(|at| device().write_input(at, &watched().zone())).unwrap_or_default();
    let typed = move |event| at.set(device().read_input(&event_target_value(&event), &watched().zone()));
    let fields = view! {
        {choice("evidence-source", "Where it is from", Source::ALL.map(|source| code_name(telling::source(source))).to_vec(), chosen)}
        <div role="status">{live(hint)}</div>
        {text_box("evidence-what", "What it shows, or the words themselves", what)}
        {line("evidence-link", "Where it can be found", link)}
        {line("evidence-by", "Who captured it, if it was nobody of you", captured_by)}
        <div class="field">
            <label for="evidence-at">"When it was captured, if not now"</label>
            <input id="evidence-at" type="datetime-local" prop:value=attr(shown) on:change=on_edit(typed)/>
        </div>
    }
    .into_any();
    let toast = toast::say();
    let send = move || {
        let source = untrack(source).unwrap_or(Source::Seen);
        let (what_now, link_now, by) =
            (what.get_untracked().into(), link.get_untracked().into(), captured_by.get_untracked().into());
        let captured_at = at.get_untracked().unwrap_or_else(|| watched().now.get_untracked());
        let item = Item { source, what: what_now, link: link_now, captured_by: by, captured_at };
        hand.does(doing, Deed::Evidence(EvidenceDeed::Add(item)), move || {
            device().close_dialog("add-evidence");
            for text in [what, link, captured_by] {
                text.set(String::new());
            }
            chosen.set(None);
            at.set(None);
            toast.word("Added");
        });
    };
    sheet("add-evidence", "Evidence", fields, doing, "Add it", send)
}

fn strike(hand: Hand, struck: StoredValue<Option<DeedId>>) -> AnyView {
    let (why, doing) = (RwSignal::new(String::new()), Doing::new());
    let toast = toast::say();
    let send = move || {
        let Some(evidence) = struck.get_value() else { return };
        let deed = EvidenceDeed::Strike { evidence, why: why.get_untracked().into() };
        hand.does(doing, Deed::Evidence(deed), move || {
            device().close_dialog("strike-evidence");
            why.set(String::new());
            toast.word("Struck. It stays readable.");
        });
    };
    sheet("strike-evidence", "Strike this", line("strike-evidence-why", "Why", why), doing, "Strike it", send)
}
