//! What is asked of you: a quick word, a task, words to agree to, a case that was handed over or that ages.

use crate::api;
use crate::device::device;
use crate::parts::asked::{Asked, Doing, ask as ask_once, ask_often, doing};
use crate::parts::call::dial;
use crate::parts::frame::page_below;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_edit, on_send, on_tap};
use crate::parts::loading::empty;
use crate::parts::moment::{absolute, when};
use crate::screens::case::ten;
use crate::screens::inbox::code_name;
use crate::screens::lost::lost;
use crate::signal::{Memo, RwSignal, StoredValue, follow};
use domain::asks::{AskAnswer, AskDuty, AskKind, AskView};
use domain::ids::{AskId, DeedId};
use domain::roster::Presence;
use domain::view::Denied;
use domain::work::consult::ConsultAnswer;
use leptos::prelude::*;

/// Everything that is asked of you.
pub fn asks() -> AnyView {
    let asked = ask_often(api::asks);
    let list = asked.show(|asks| {
        if asks.is_empty() {
            let what = "When a colleague asks you for something, it stands here until it is done.";
            return empty(Icon::Check, "Nothing is asked of you", what);
        }
        rows(&asks)
    });
    page_below("/app/", "Home", "Asked of you", list)
}

/// For the home screen: what is asked of you; nothing when nothing is.
pub fn waiting() -> AnyView {
    let asked = ask_often(api::asks);
    let shown = move || {
        let asks = asked.known.get().unwrap_or_default();
        (!asks.is_empty()).then(|| view! { <section aria-label="Asked of you">{rows(&asks)}</section> })
    };
    live(shown)
}

fn rows(asks: &[AskView]) -> AnyView {
    let row = |ask: &AskView| {
        let to = format!("/app/asks/{}", ask.id);
        let case = ask.case.as_ref().map(|case| format!("{} · ", code_name(&case.code_name)));
        let due = ask.due.map(|due| view! { " · until " {when(due)} });
        view! {
            <li><a class="row" href=to>
                <span><b>{title(ask)}</b><small>{case} {when(ask.at)} {due}</small></span>
                {icon(Icon::Next)}
            </a></li>
        }
    };
    view! { <ul class="rows">{asks.iter().map(row).collect_view()}</ul> }.into_any()
}

/// From when until when somebody is on duty.
fn span(duty: &AskDuty) -> AnyView {
    let (from, until) = (duty.from, duty.until);
    view! { {when(from)} " to " {live(move || absolute(until))} }.into_any()
}

fn title(ask: &AskView) -> String {
    let by = ask.by.as_ref().map_or("Somebody", |by| by.reveal());
    match ask.kind {
        AskKind::Consult => format!("{by} would like a quick word"),
        AskKind::CoSign => format!("{by} asks you to read and agree"),
        AskKind::HandOver => format!("{by} has handed a case over to you"),
        AskKind::Task => format!("{by} has a task for you"),
        AskKind::Reminder => "Something is overdue".to_owned(),
        AskKind::OnDuty => "You are on duty soon: can you be reached?".to_owned(),
        AskKind::StandIn => "Can you be on duty for a while?".to_owned(),
    }
}

/// One thing that is asked of you. What is answered on a case leads there.
pub fn ask(id: &str) -> AnyView {
    let Ok(id) = AskId::parse(id) else { return lost() };
    let asked = ask_once(move || api::ask(id));
    let answered = RwSignal::new(None::<&'static str>);
    follow(move || {
        let to = asked.known.with(|ask| ask.as_ref().and_then(way_to));
        if let Some(to) = to {
            device().go_instead(&to);
        }
    });
    let view = Memo::new(move || asked.known.get());
    let gone = Memo::new(move || asked.refused.with(|refused| matches!(refused, Some(Denied::NotFound))));
    let form = Form { asked, id, deed: StoredValue::new(DeedId::mint(device().now(), ten())), work: doing(), answered };
    let body = move || match (answered.get(), view.get()) {
        (Some(said), _) => over("Thank you", said),
        (None, Some(ask)) => form.show(&ask),
        (None, None) if gone.get() => {
            over("This is not asked of you any more", "Somebody else did it, or it is not needed now.")
        }
        (None, None) => asked.trouble(),
    };
    page_below("/app/asks", "Asked of you", "Asked of you", live(body))
}

/// Where an ask is answered, if that is not here.
fn way_to(ask: &AskView) -> Option<String> {
    let case = ask.case.as_ref()?;
    match ask.kind {
        AskKind::CoSign | AskKind::HandOver | AskKind::Reminder => Some(format!("/app/i/{}", case.incident)),
        AskKind::Consult | AskKind::Task | AskKind::OnDuty | AskKind::StandIn => None,
    }
}

fn over(title: &'static str, what: &'static str) -> AnyView {
    view! {
        <h2>{title}</h2>
        <p role="status">{what}</p>
        <p class="acts"><a class="btn quiet" href="/app/asks">"What else is asked"</a><a class="btn link" href="/app/">"Home"</a></p>
    }
    .into_any()
}

/// The answer to one ask.
#[derive(Clone, Copy)]
struct Form {
    asked: Asked<AskView>,
    id: AskId,
    deed: StoredValue<DeedId>,
    work: Doing,
    answered: RwSignal<Option<&'static str>>,
}

impl Form {
    fn answer(self, answer: AskAnswer, said: &'static str) {
        self.work.start(api::answer_ask(self.id, self.deed.get_value(), answer), move |()| {
            self.answered.set(Some(said));
            self.asked.again();
        });
    }

    fn show(self, ask: &AskView) -> AnyView {
        let body = match ask.kind {
            AskKind::Consult => self.consult(ask),
            AskKind::Task => self.task(ask),
            AskKind::OnDuty => self.on_duty(ask),
            AskKind::StandIn => self.stand_in(ask),
            AskKind::CoSign | AskKind::HandOver | AskKind::Reminder => ().into_any(),
        };
        view! { <h2>{title(ask)}</h2> <p class="soft">{when(ask.at)}</p> {body} {self.work.error()} }.into_any()
    }

    fn consult(self, ask: &AskView) -> AnyView {
        let say = move |answer: ConsultAnswer, said: &'static str| {
            on_tap(move |_| self.answer(AskAnswer::Consult { answer }, said))
        };
        let number = (!ask.phone.is_blank()).then(|| {
            let words = format!("Call {}", ask.by.as_ref().map_or("them", |by| by.reveal()));
            view! { <a class="btn quiet" href=dial(ask.phone.reveal())>{icon(Icon::Call)}{words}</a> }
        });
        let what = "They want a second pair of eyes before they go on. What it is about they tell you themselves.";
        view! {
            <p>{what}</p>
            <div class="answers">
                <button class="btn" type="button" on:click=say(ConsultAnswer::Yes, "They see that you have a moment.")>"Yes, I have a moment"</button>
                <button class="btn quiet" type="button" on:click=say(ConsultAnswer::CallMe, "They see that they should call you.")>"Call me"</button>
                <button class="btn quiet" type="button" on:click=say(ConsultAnswer::No, "They see that you cannot now.")>"No, not now"</button>
                {number}
            </div>
        }
        .into_any()
    }

    fn on_duty(self, ask: &AskView) -> AnyView {
        let yes = on_tap(move |_| self.answer(AskAnswer::Seen, "The team sees that you can be reached."));
        let hours = ask.duty.as_ref().map(|duty| view! { <p class="lead">{span(duty)}</p> });
        view! {
            {hours}
            <div class="answers">
                <button class="btn" type="button" aria-busy=attr(move || self.work.is_busy()) on:click=yes>"Yes"</button>
                <a class="btn quiet" href="/app/roster">"Somebody else should take it"</a>
            </div>
            <p class="soft">"Without an answer by the start, a colleague is asked to be on duty beside you. You stay on the roster."</p>
        }
        .into_any()
    }

    fn stand_in(self, ask: &AskView) -> AnyView {
        let say = move |presence| {
            on_tap(move |_| self.answer(AskAnswer::StandIn { presence }, "You are on duty now. The team sees it."))
        };
        let why = ask.duty.as_ref().map(|duty| {
            let whom = duty.whom.as_ref().map_or("A colleague", |whom| whom.reveal());
            let words = format!("{whom} has not confirmed yet, and may still come. ");
            view! { <p>{words} "It is about " {span(duty)} "."</p> }
        });
        view! {
            {why}
            <div class="answers">
                <button class="btn" type="button" aria-busy=attr(move || self.work.is_busy()) on:click=say(Presence::OnSite)>"Yes, I am at the venue"</button>
                <button class="btn" type="button" on:click=say(Presence::Remote)>"Yes, by phone"</button>
                <a class="btn quiet" href="/app/asks">"Not now"</a>
            </div>
            <p class="soft">"Whoever says yes is on duty beside them until their shift ends."</p>
        }
        .into_any()
    }

    fn task(self, ask: &AskView) -> AnyView {
        let result = RwSignal::new(String::new());
        let send = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            self.answer(
                AskAnswer::Done { result: result.get_untracked().into() },
                "Whoever asked sees that it is done.",
            );
        };
        let due = ask.due.map(|due| view! { <p>"Until " {when(due)}</p> });
        let case = ask.case.as_ref().map(|case| {
            let to = format!("/app/i/{}/todo", case.incident);
            view! { <a class="btn link" href=to>"Open the case"</a> }
        });
        view! {
            <blockquote class="said">{ask.words.reveal().clone()}</blockquote>
            {due}
            <form class="stack" on:submit=on_send(send)>
                <div class="field">
                    <label for="ask-result">"What came of it"</label>
                    <p class="hint" id="ask-result-hint">"May stay empty. The CARE team reads it."</p>
                    <textarea id="ask-result" aria-describedby="ask-result-hint" autocomplete="off" maxlength="2000" prop:value=attr(move || result.get())
                        on:input=on_edit(move |event| result.set(event_target_value(&event)))></textarea>
                </div>
                <p class="acts">
                    <button class="btn" type="submit" aria-busy=attr(move || self.work.is_busy())>"Done"</button>
                    {case}
                </p>
            </form>
        }
        .into_any()
    }
}
