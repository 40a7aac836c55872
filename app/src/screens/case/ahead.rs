//! What is ahead, near the top of every side of a case: the one step that comes next, and what waits for whoever looks.
//!
//! It points and blocks nothing: every step can be done at any time on its own side.

use super::Side;
use super::form::opens;
use super::hand::{Doing, Hand};
use super::people::came_through_others;
use super::words::says;
use super::{address, of_case};
use crate::api;
use crate::parts::asked::doing;
use crate::parts::live::{attr, live, on_tap};
use crate::parts::moment::when;
use crate::parts::toast;
use crate::screens::inbox::code_name;
use crate::signal::Memo;
use domain::conflict::Standing;
use domain::ids::DeedId;
use domain::view::CaseView;
use domain::work::ahead::{Besides, Next, Waits};
use domain::work::course::CourseDeed;
use domain::work::draft::Says;
use domain::work::people::person_code_name;
use domain::work::{Deed, Work};
use leptos::prelude::*;

/// The step that comes next, and what waits for this member.
pub(super) fn ahead(hand: Hand, side: Side) -> AnyView {
    let next = Memo::new(move || {
        of_case(hand.asked, |case| {
            let besides = Besides {
                stage: &case.row.stage,
                receipt_confirmed: case.row.receipt_confirmed,
                passed_on: came_through_others(case),
                needs_review: case.row.needs_review,
            };
            hand.work.with(|work| work.next_step(besides))
        })
    });
    let waits =
        Memo::new(move || hand.with_circle(|circle| hand.work.with(|work| work.waits_for(circle))).unwrap_or_default());
    let does = Does::new(hand);
    let step = move || next.get().map(|next| step(hand, side, next, &does));
    let list = move || {
        let lines = waits.get().into_iter().filter_map(|waits| line(hand, side, waits)).collect::<Vec<_>>();
        (!lines.is_empty()).then(|| view! { <h3>"Waits for you"</h3> <ul class="waits">{lines}</ul> })
    };
    view! {
        <section class="ahead no-print" aria-labelledby="ahead-title">
            {live(step)}
            {does.errors()}
            {live(list)}
        </section>
    }
    .into_any()
}

/// The steps that are done right here.
#[derive(Clone, Copy)]
struct Does {
    hand: Hand,
    takes: crate::parts::asked::Doing,
    resumes: Doing,
    toast: toast::Say,
}

impl Does {
    fn new(hand: Hand) -> Self {
        Self { hand, takes: doing(), resumes: Doing::new(), toast: toast::say() }
    }

    fn take(self) -> AnyView {
        let press = move |_| {
            self.takes.start(api::take_in_hand(self.hand.incident), move |()| {
                self.toast.word("You have it. The others are left in peace.");
                self.hand.asked.again();
            });
        };
        view! {
            <button class="btn" type="button" on:click=on_tap(press) aria-busy=attr(move || self.takes.is_busy())>"I have it"</button>
        }
        .into_any()
    }

    fn resume(self) -> AnyView {
        let press = move |_| {
            let toast = self.toast;
            self.hand.does(self.resumes, Deed::Course(CourseDeed::Resume), move || toast.word("It goes on"));
        };
        view! {
            <button class="btn" type="button" on:click=on_tap(press) aria-busy=attr(move || self.resumes.is_busy())>"It has come"</button>
        }
        .into_any()
    }

    fn errors(self) -> AnyView {
        view! { {self.takes.error()} {self.resumes.error()} }.into_any()
    }
}

/// The step, with the one button that leads to it.
fn step(hand: Hand, side: Side, next: Next, does: &Does) -> AnyView {
    let title = title(hand, next);
    let time = match next {
        Next::MeetAgain(at) => Some(when(at)),
        Next::Resume => hand
            .work
            .with(|work| work.course.waits_for.clone())
            .map(|what| view! { <span class="said">{what.into_revealed()}</span> }.into_any()),
        Next::Take
        | Next::Confirm
        | Next::Agree(_)
        | Next::MeetReporter
        | Next::Notes
        | Next::Meeting
        | Next::Meet
        | Next::Decide
        | Next::Review
        | Next::Inform
        | Next::Release
        | Next::Close
        | Next::Closed => None,
    };
    let time = time.map(|time| view! { <p class="soft">{time}</p> });
    let go = |to: Side, words: &'static str| {
        (to != side).then(|| view! { <a class="btn quiet" href=address(hand.incident, to)>{words}</a> }.into_any())
    };
    let act = match next {
        Next::Take => Some(does.take()),
        Next::Confirm => confirm(hand),
        Next::Agree(draft) => hand.work.with(|work| of_draft(work, draft)).and_then(|to| go(to, "Read it")),
        Next::MeetReporter => go(Side::People, "Plan it"),
        Next::Notes => go(Side::People, "Write them"),
        Next::Resume => Some(does.resume()),
        Next::Meeting => go(Side::Review, "Go to the review"),
        Next::MeetAgain(_) | Next::Meet | Next::Review => go(Side::Review, "To the review"),
        Next::Decide => go(Side::Review, "To the decision"),
        Next::Inform => go(Side::Words, "Write to them"),
        Next::Release => go(Side::Review, "To what holds for now"),
        Next::Close => go(Side::Course, "Close it"),
        Next::Closed => go(Side::Course, "Reopen it"),
    };
    let others = (side != Side::Course && !matches!(next, Next::Close | Next::Closed)).then(|| {
        let to = address(hand.incident, Side::Course);
        view! { <a class="btn link" href=to>"Hand over, wait, close"</a> }
    });
    view! {
        <h2 id="ahead-title"><span class="over">"Next"</span> {title}</h2>
        {time}
        <p class="acts">{act} {others}</p>
    }
    .into_any()
}

/// For whoever speaks for the team.
fn confirm(hand: Hand) -> Option<AnyView> {
    let speaks = |case: &CaseView| case.my_standing.is_none_or(Standing::may_speak).then_some(case.has_link);
    let has_link = of_case(hand.asked, speaks).flatten()?;
    Some(opens("confirm", if has_link { "Tell them it arrived" } else { "I told them" }))
}

fn title(hand: Hand, next: Next) -> String {
    match next {
        Next::Take => "Somebody takes it",
        Next::Confirm => "A first word to the reporter",
        Next::Agree(draft) => return agreement(hand, draft),
        Next::MeetReporter => "Talk with whoever reported it",
        Next::Notes => "The notes of a conversation",
        Next::Resume => "What it waits for",
        Next::Meeting => "The review is under way",
        Next::MeetAgain(_) => "You meet again",
        Next::Meet => "Meet, two of you or more",
        Next::Decide => "Write down what you decided",
        Next::Review => "A review of what was done alone or against a rule",
        Next::Inform => "Tell the reporter what was done and why",
        Next::Release => "Release what holds for now",
        Next::Close => "Close the case",
        Next::Closed => "Nothing, it is closed",
    }
    .to_owned()
}

fn agreement(hand: Hand, draft: DeedId) -> String {
    let latest = hand.work.with(|work| work.drafts.get(draft)?.versions.latest().cloned());
    let Some(latest) = latest else { return "A second member agrees".to_owned() };
    let kind = says::kind(&latest.value);
    if Hand::me() == Some(latest.by) {
        format!("A colleague agrees to your {kind}")
    } else {
        format!("A second member agrees to {}’s {kind}", hand.name(latest.by))
    }
}

/// The side on which a draft is written.
fn of_draft(work: &Work, draft: DeedId) -> Option<Side> {
    let latest = work.drafts.get(draft)?.versions.latest()?;
    Some(match latest.value {
        Says::Decision(_) => Side::Review,
        Says::Message(_) | Says::Statement(_) => Side::Words,
    })
}

/// One thing that waits for whoever looks, leading to where it is done; nothing where the open side shows it.
fn line(hand: Hand, side: Side, waits: Waits) -> Option<AnyView> {
    let draft_of = |draft| hand.work.with(|work| of_draft(work, draft)).unwrap_or(Side::Words);
    let kind_of = |draft| {
        let latest = hand.work.with(|work| work.drafts.get(draft)?.versions.latest().cloned());
        latest.map_or("words", |latest| says::kind(&latest.value))
    };
    let (to, words) = match waits {
        Waits::RollCall => (Side::Review, "Say at the review how you stand".to_owned()),
        // The draft itself stands at the top of the record.
        Waits::Agree(_) if side == Side::Record => return None,
        Waits::Agree(draft) if side == draft_of(draft) => return None,
        Waits::Agree(draft) => (Side::Record, format!("Read and agree: {}", agreed_by(hand, draft))),
        Waits::Rewrite(draft) => (draft_of(draft), format!("A colleague would have your {} different", kind_of(draft))),
        Waits::MakeOne(draft) => (draft_of(draft), format!("Make one of two versions of the {}", kind_of(draft))),
        Waits::Notes(conversation) => (Side::People, conversation_of(hand, conversation)),
        Waits::Task(task) => (Side::Todo, task_of(hand, task)),
    };
    let words = if to == side {
        view! { <span>{words}</span> }.into_any()
    } else {
        view! { <a href=address(hand.incident, to)>{words}</a> }.into_any()
    };
    Some(view! { <li>{words}</li> }.into_any())
}

fn agreed_by(hand: Hand, draft: DeedId) -> String {
    let latest = hand.work.with(|work| work.drafts.get(draft)?.versions.latest().cloned());
    latest.map_or_else(String::new, |latest| format!("{}’s {}", hand.name(latest.by), says::kind(&latest.value)))
}

fn conversation_of(hand: Hand, conversation: DeedId) -> String {
    let with = hand.work.with(|work| Some(work.conversations.get(conversation)?.plan.with));
    let with = with.map(|with| code_name(&person_code_name(with))).unwrap_or_default();
    format!("Talk with {with}, and write the notes")
}

fn task_of(hand: Hand, task: DeedId) -> String {
    let what = hand.work.with(|work| Some(work.tasks.get(task)?.what.clone())).unwrap_or_default();
    format!("Task: {}", what.reveal())
}
