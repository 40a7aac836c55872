//! Whom a page calls in which order: one ladder for each urgency.

use crate::api;
use crate::parts::asked::{Doing, ask, doing};
use crate::parts::frame::page_below;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_edit, on_send, on_tap};
use crate::parts::toast;
use crate::signal::RwSignal;
use domain::ids::PersonId;
use domain::paging::{Accepters, EscalationPolicy, Policies, Step, Who};
use domain::permission::Colleague;
use domain::time::{Span, hours, minutes};
use domain::view::EscalationView;
use leptos::prelude::*;

/// The ladders.
pub fn escalation() -> AnyView {
    let asked = ask(api::escalation);
    // Built once for what was asked: what is being typed must not be drawn over when somebody else changes something.
    let known = asked.is_known();
    let usual = doing();
    let drawn = RwSignal::new(0_u32);
    let form = move || {
        drawn.track();
        let view = known.get().then(|| asked.known.get_untracked()).flatten()?;
        Some(form(view, usual, move |view| {
            asked.put(view);
            drawn.update(|drawn| *drawn += 1);
        }))
    };
    page_below("/app/conference", "Conference", "Calling order", view! { {asked.trouble()} {live(form)} })
}

/// A step as it is typed.
#[derive(Clone, Copy)]
struct TypedStep {
    who: RwSignal<Who>,
    pause: RwSignal<String>,
    calls: RwSignal<String>,
}

impl TypedStep {
    fn of(step: &Step) -> Self {
        let (pause, calls) = (RwSignal::new(typed(step.pause)), RwSignal::new(step.calls.to_string()));
        Self { who: RwSignal::new(step.who), pause, calls }
    }

    fn read(self) -> Option<Step> {
        let calls = self.calls.get_untracked().trim().parse().ok()?;
        Some(Step { who: self.who.get_untracked(), pause: read(&self.pause.get_untracked())?, calls })
    }
}

/// A ladder as it is typed.
#[derive(Clone, Copy)]
struct TypedLadder {
    id: &'static str,
    title: &'static str,
    steps: RwSignal<Vec<TypedStep>>,
    two: RwSignal<bool>,
    expires: RwSignal<String>,
    untouched: RwSignal<String>,
}

impl TypedLadder {
    fn of(id: &'static str, title: &'static str, policy: &EscalationPolicy) -> Self {
        Self {
            id,
            title,
            steps: RwSignal::new(policy.steps.iter().map(TypedStep::of).collect()),
            two: RwSignal::new(policy.accepters == Accepters::Two),
            expires: RwSignal::new(typed(policy.expires_after)),
            untouched: RwSignal::new(policy.untouched_after.map(typed).unwrap_or_default()),
        }
    }

    fn read(self) -> Option<EscalationPolicy> {
        let untouched = self.untouched.get_untracked();
        let untouched_after = if untouched.trim().is_empty() { None } else { Some(read(&untouched)?) };
        Some(EscalationPolicy {
            steps: self.steps.get_untracked().into_iter().map(TypedStep::read).collect::<Option<_>>()?,
            accepters: if self.two.get_untracked() { Accepters::Two } else { Accepters::One },
            expires_after: read(&self.expires.get_untracked())?,
            untouched_after,
        })
    }
}

/// A span as it is typed: `90 s`, `2 min`, `12 h`.
fn typed(span: Span) -> String {
    let millis = span.millis();
    if millis % hours(1).millis() == 0 && millis > 0 {
        format!("{} h", millis / hours(1).millis())
    } else if millis % minutes(1).millis() == 0 {
        format!("{} min", millis / minutes(1).millis())
    } else {
        format!("{} s", millis / 1_000)
    }
}

/// The span that somebody typed; a number alone is minutes.
fn read(typed: &str) -> Option<Span> {
    let typed = typed.trim().to_lowercase().replace(',', ".");
    let at = typed.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(typed.len());
    let number: f64 = typed[..at].parse().ok()?;
    let unit = match typed[at..].trim() {
        "s" | "sec" | "second" | "seconds" => 1_000.0,
        "" | "m" | "min" | "minute" | "minutes" => 60_000.0,
        "h" | "hour" | "hours" => 3_600_000.0,
        "d" | "day" | "days" => 86_400_000.0,
        _ => return None,
    };
    #[expect(clippy::cast_possible_truncation, reason = "a float turns into the nearest whole number of milliseconds")]
    number.is_finite().then(|| Span::from_millis((number * unit).round() as i64))
}

fn form(view: EscalationView, work: Doing, put: impl Fn(EscalationView) + Copy + 'static) -> AnyView {
    let EscalationView { policies, is_usual, people } = view;
    let ladders = [
        TypedLadder::of("now", "Somebody is needed now", &policies.now),
        TypedLadder::of("today", "Somebody is needed today", &policies.today),
        TypedLadder::of("can-wait", "It can wait", &policies.can_wait),
        TypedLadder::of("unset", "Nobody said how soon", &policies.unset),
    ];
    let contacts = RwSignal::new(policies.contacts);
    let (toast, wrong) = (toast::say(), RwSignal::new(false));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let [now, today, can_wait, unset] = ladders.map(TypedLadder::read);
        wrong.set([&now, &today, &can_wait, &unset].into_iter().any(Option::is_none));
        if let (Some(now), Some(today), Some(can_wait), Some(unset)) = (now, today, can_wait, unset) {
            let policies = Policies { now, today, can_wait, unset, contacts: contacts.get_untracked() };
            work.start(api::set_escalation(Some(policies)), move |view| {
                put(view);
                toast.word("Saved on the server");
            });
        }
    };
    let usual = move |_| {
        work.start(api::set_escalation(None), move |view| {
            put(view);
            toast.word("The usual order holds again");
        });
    };
    let sentence = move || {
        wrong.get().then(|| {
            let words = "Type times such as 90 s, 2 min or 12 h, and whole numbers of calls.";
            view! { <p class="error">{icon(Icon::Info)} <span>{words}</span></p> }
        })
    };
    let back = (!is_usual).then(|| {
        view! { <button class="btn link" type="button" on:click=on_tap(usual)>"Back to the usual order"</button> }
    });
    view! {
        <form class="stack" on:submit=on_send(save)>
            <p>"A page calls one step after the other until somebody has it. A step that has nobody to call is passed at once. \
                Whoever must not know of a report is never called. \u{201c}I must act now\u{201d} begins with the whole team."</p>
            {ladders.map(ladder).into_iter().collect_view()}
            {contact_list(people, contacts)}
            <div role="alert">{live(sentence)}</div>
            {work.error()}
            {back}
            <div class="bar"><button class="btn" type="submit" aria-busy=attr(move || work.is_busy())>"Save"</button></div>
        </form>
    }
    .into_any()
}

fn ladder(ladder: TypedLadder) -> AnyView {
    let TypedLadder { id, title, steps, two, expires, untouched } = ladder;
    let rows = move || {
        let all = steps.get();
        let rows = all.into_iter().enumerate().map(move |(at, one)| step(id, at, one, steps));
        rows.collect_view()
    };
    let add = move |_| {
        let step = Step { who: Who::Team, pause: minutes(5), calls: 1 };
        steps.update(|steps| steps.push(TypedStep::of(&step)));
    };
    view! {
        <details class="more">
            <summary>{title}</summary>
            <div class="stack">
                <ol class="stack">{live(rows)}</ol>
                <p class="acts"><button class="btn quiet" type="button" on:click=on_tap(add)>"Add a step"</button></p>
                <label class="check">
                    <input type="checkbox" prop:checked=attr(move || two.get()) on:change=on_edit(move |event| two.set(event_target_checked(&event)))/>
                    "Call until two have it"
                </label>
                {field(format!("{id}-expires"), "Stop calling after", "Whoever raised it is told.", expires)}
                {field(format!("{id}-untouched"), "Call again when a case was taken and not touched for", "Blank for never.", untouched)}
            </div>
        </details>
    }
    .into_any()
}

const WHO: [(Who, &str, &str); 4] = [
    (Who::OnDuty, "on_duty", "Those on duty"),
    (Who::Backup, "backup", "Backup"),
    (Who::Team, "team", "The whole CARE team"),
    (Who::Contacts, "contacts", "Emergency contacts"),
];

fn step(ladder: &'static str, at: usize, one: TypedStep, steps: RwSignal<Vec<TypedStep>>) -> AnyView {
    let id = |what: &str| format!("{ladder}-{at}-{what}");
    let options = WHO.map(|(who, word, words)| {
        view! { <option value=word selected=one.who.get_untracked() == who>{words}</option> }
    });
    let choose = move |event: leptos::ev::Event| {
        let word = event_target_value(&event);
        if let Some((who, ..)) = WHO.into_iter().find(|(_, known, _)| *known == word) {
            one.who.set(who);
        }
    };
    let remove = move |_| {
        steps.update(|steps| {
            if at < steps.len() {
                steps.remove(at);
            }
        });
    };
    let who = id("who");
    view! {
        <li class="card">
            <div class="field">
                <label for=who.clone()>{format!("Step {}: call", at + 1)}</label>
                <select id=who on:change=on_edit(choose)>{options.into_iter().collect_view()}</select>
            </div>
            {field(id("pause"), "Wait for an answer", "Further calls of this step wait longer, up to 15 min.", one.pause)}
            {field(id("calls"), "How often", "1 to 60.", one.calls)}
            <p class="acts"><button class="btn link" type="button" on:click=on_tap(remove)>{format!("Remove step {}", at + 1)}</button></p>
        </li>
    }
    .into_any()
}

fn field(id: String, label: &'static str, hint: &'static str, value: RwSignal<String>) -> AnyView {
    let hint_id = format!("{id}-hint");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <p class="hint" id=hint_id.clone()>{hint}</p>
            <input id=id class="short" autocomplete="off" maxlength="12" aria-describedby=hint_id
                prop:value=attr(move || value.get()) on:input=on_edit(move |event| value.set(event_target_value(&event)))/>
        </div>
    }
    .into_any()
}

fn contact_list(people: Vec<Colleague>, chosen: RwSignal<Vec<PersonId>>) -> AnyView {
    let rows = people.into_iter().map(move |person| {
        let id = person.person;
        let toggle = move |event: leptos::ev::Event| {
            let on = event_target_checked(&event);
            chosen.update(|chosen| {
                chosen.retain(|one| *one != id);
                if on {
                    chosen.push(id);
                }
            });
        };
        let label = format!("{} · {}", person.name.reveal(), person.role.label());
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=attr(move || chosen.with(|chosen| chosen.contains(&id))) on:change=on_edit(toggle)/>
                {label}
            </label>
        }
    });
    view! {
        <fieldset class="stack tight">
            <legend>"Emergency contacts"</legend>
            <p class="hint">"Up to five people whom the step \u{201c}Emergency contacts\u{201d} tells that nobody of the CARE team answers. \
                They learn nothing else, and find the team's numbers."</p>
            {rows.collect_view()}
        </fieldset>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::{days, seconds};

    #[test]
    fn times_are_read_as_they_are_shown() {
        for (span, shown) in [(seconds(90), "90 s"), (minutes(2), "2 min"), (hours(12), "12 h"), (days(7), "168 h")] {
            assert_eq!((typed(span).as_str(), read(shown)), (shown, Some(span)));
        }
        let others = [("5", minutes(5)), ("1,5 h", minutes(90)), ("1d", days(1)), ("30 sec", seconds(30))];
        for (text, span) in others {
            assert_eq!(read(text), Some(span), "{text}");
        }
        for text in ["", "soon", "2 weeks", "-1 min"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn the_usual_ladders_come_through_the_form() {
        let policies = Policies::default();
        for policy in [&policies.now, &policies.today, &policies.can_wait, &policies.unset] {
            let owner = Owner::new();
            let read = owner.with(|| TypedLadder::of("x", "X", policy).read());
            assert_eq!(read.as_ref(), Some(policy));
        }
    }
}
