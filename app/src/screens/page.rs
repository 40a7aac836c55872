//! A page: somebody's phone is calling them. It says enough to decide and nothing of what happened.

use crate::api;
use crate::device::device;
use crate::parts::alarm::Alarm;
use crate::parts::asked::{Asked, Doing, ask_often, doing};
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_tap};
use crate::parts::moment::when;
use crate::screens::case::step_out_dialog;
use crate::screens::inbox::code_name;
use crate::screens::lost::lost;
use crate::signal::Memo;
use domain::ids::PageId;
use domain::note::Urgency;
use domain::paging::{PageAnswer, PageReason};
use domain::view::PageView;
use leptos::prelude::*;

/// The page's screen.
pub fn page(id: &str) -> AnyView {
    let Ok(id) = PageId::parse(id) else { return lost() };
    let asked = ask_often(move || api::page(id));
    let work = doing();
    let alarm = Alarm::here();
    let rings = Memo::new(move || alarm.is_some_and(|alarm| alarm.rings_for(id)));
    let urgent = move || asked.known.with(|page| page.as_ref().is_some_and(|page| page.urgency == Some(Urgency::Now)));
    let incident = Memo::new(move || asked.known.with(|page| page.as_ref().map(|page| page.incident)));
    let name = Memo::new(move || {
        asked.known.with(|page| page.as_ref().map(|page| page.code_name.clone())).unwrap_or_default()
    });
    let dialog = move || incident.get().map(|incident| step_out_dialog(incident, name));
    let body = move || asked.known.get().map(|page| body(&page, asked, work));
    let controls = alarm.map(|alarm| alarm.controls(id));
    let open = move || {
        let denied = asked.refused.get().is_some() || asked.known.with(Option::is_none);
        denied.then(|| view! { {asked.trouble()} <a class="btn link" href="/app/">"Home"</a> })
    };
    view! {
        <main class="alarm" class:alert=attr(urgent) class:ringing=attr(move || rings.get()) id="main" tabindex="-1">
            {icon(Icon::Bell)} {live(body)} {controls} {live(open)}
        </main>
        {live(dialog)}
    }
    .into_any()
}

fn body(page: &PageView, asked: Asked<PageView>, work: Doing) -> AnyView {
    let name = code_name(&page.code_name);
    let title = match (&page.taken, page.my_answer) {
        (Some(taken), _) if taken.you => "You have it".to_owned(),
        (Some(taken), _) => format!("{} has it", taken.by.reveal()),
        (None, Some(PageAnswer::Decline | PageAnswer::CantNow)) => "Others are being asked".to_owned(),
        (None, _) => "Somebody is needed".to_owned(),
    };
    let needed = match (page.reason, page.urgency) {
        (PageReason::ActNow, _) => Some("Somebody has to act now, and the whole team is called."),
        (PageReason::Report, Some(Urgency::Now)) => Some("They asked for somebody now."),
        (PageReason::Report, Some(Urgency::Today)) => Some("They asked for somebody today."),
        (PageReason::Report, Some(Urgency::CanWait)) => Some("They said that it can wait."),
        (PageReason::Report, None) => None,
        (PageReason::Untouched, _) => Some("The case was taken, and nobody has touched it since."),
        (PageReason::Added, _) => Some("The reporter has added something."),
        (PageReason::OverdueReceipt, _) => Some("The reporter has not been told that the report arrived."),
        (PageReason::OverdueReview, _) => Some("What was done alone or against a rule waits for a review."),
    };
    let story = match &page.taken {
        Some(taken) if taken.you => "Nobody else is called any more.",
        Some(_) => "You are not needed for this one.",
        None if page.exhausted => "Everybody was called and nobody answered. You can still take it.",
        None => "Nobody has it yet. What happened is shown once you have it.",
    };
    view! {
        <h1 tabindex="-1">{title}</h1>
        <p>{name} " · " {when(page.started_at)}</p>
        {needed.map(|needed| view! { <p>{needed}</p> })}
        <p class="soft">{story}</p>
        {work.error()}
        <div class="acts">{buttons(page, asked, work)}</div>
    }
    .into_any()
}

fn buttons(page: &PageView, asked: Asked<PageView>, work: Doing) -> AnyView {
    let case = format!("/app/i/{}", page.incident);
    match &page.taken {
        Some(taken) if taken.you => view! { <a class="btn" href=case>"Open the case"</a> }.into_any(),
        Some(_) => view! {
            <a class="btn" href="/app/">"Home"</a>
            <a class="btn quiet" href=case>"Open the case"</a>
        }
        .into_any(),
        None => choices(page, asked, work),
    }
}

fn choices(page: &PageView, asked: Asked<PageView>, work: Doing) -> AnyView {
    let id = page.page;
    let case = format!("/app/i/{}", page.incident);
    let alarm = Alarm::here();
    let answer = move |answer: PageAnswer| {
        let case = case.clone();
        work.start(api::answer_page(id, answer), move |page: PageView| {
            if let Some(alarm) = alarm {
                alarm.answered(id);
            }
            let mine = page.taken.as_ref().is_some_and(|taken| taken.you);
            asked.put(page);
            if mine {
                device().go_instead(&case);
            }
        });
    };
    let (accept, cant, not_me) = (answer.clone(), answer.clone(), answer);
    let busy = move || work.is_busy();
    let no = page.my_answer.is_none().then(|| {
        view! {
            <div class="pair">
                <button class="btn quiet" type="button" on:click=on_tap(move |_| cant(PageAnswer::CantNow))>"Can't now"</button>
                <button class="btn quiet" type="button" on:click=on_tap(move |_| not_me(PageAnswer::Decline))>"Not me"</button>
            </div>
        }
    });
    let home = page.my_answer.is_some().then(|| view! { <a class="btn quiet" href="/app/">"Home"</a> });
    view! {
        <button class="btn most" type="button" on:click=on_tap(move |_| accept(PageAnswer::Accept)) aria-busy=attr(busy)>"I have it"</button>
        {no} {home}
        <button class="btn link" type="button" on:click=on_tap(move |_| device().open_dialog("step-out"))>
            "I have a conflict of interest"
        </button>
    }
    .into_any()
}
