//! A drill: starting one, ending it, and what it showed.

use crate::api::drill as api;
use crate::device::device;
use crate::parts::asked::{Asked, ask_often, doing};
use crate::parts::choice::{Legend, choice};
use crate::parts::frame::{page_below, role};
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, on_tap};
use crate::parts::loading::{banner, empty};
use crate::parts::moment::when;
use crate::signal::RwSignal;
use domain::drill::{DrillView, LASTS, Running, Score, Shown, Sign};
use domain::ids::{DeviceId, DrillId, PersonId};
use domain::note::Urgency;
use domain::paging::{PageAnswer, Way};
use domain::permission::Role;
use domain::time::{Span, length, minutes};
use leptos::prelude::*;

/// How soon the made-up report needs somebody.
const URGENCIES: [(Urgency, &str); 2] = [(Urgency::Now, "Now"), (Urgency::Today, "Today")];

/// The drill that runs, or starting one; and what the last one showed.
pub fn drill() -> AnyView {
    let asked = ask_often(api::drill);
    // Built once: what is being chosen must not be drawn over by news.
    let start = start(asked);
    let is_running = move || asked.known.with(|view| view.as_ref().is_some_and(|view| view.running.is_some()));
    let is_idle = move || asked.known.with(|view| view.as_ref().is_some_and(|view| view.running.is_none()));
    let shown = asked.show(move |view| {
        let running = view.running.as_ref().map(|running| running_now(running, &view, asked));
        let last = view.last.as_ref().map(|score| view! { <h2>"The last drill"</h2> {of_score(score, &view)} });
        let nothing = (view.running.is_none() && view.last.is_none()).then(|| {
            empty(
                Icon::Bell,
                "No drill yet",
                "What one shows appears here: who answered how fast, and what stayed silent.",
            )
        });
        view! { {running} {last} {nothing} }.into_any()
    });
    let (href, back) = match role() {
        Some(Role::Organizer) => ("/app/conference", "Conference"),
        Some(Role::CareMember | Role::Volunteer) | None => ("/app/inbox", "Inbox"),
    };
    page_below(
        href,
        back,
        "Drill",
        view! {
            <p>"A made-up report calls the team exactly as a real one would, and says on every phone that it is a drill. \
                Afterwards nothing of it is left but what it showed."</p>
            <div hidden=attr(move || !is_idle())>{start}</div>
            <div hidden=attr(move || !is_running())><p class="soft">"Real reports come through as always meanwhile."</p></div>
            {shown}
        },
    )
}

fn start(asked: Asked<DrillView>) -> AnyView {
    let (urgency, work) = (RwSignal::new(None::<Urgency>), doing());
    let begin = move |_| {
        let mut chance = [0; 10];
        chance.copy_from_slice(&device().chance()[..10]);
        let id = DrillId::mint(device().now(), chance);
        work.start(api::start_drill(id, urgency.get_untracked()), move |view| asked.put(view));
    };
    let how_soon = choice(
        "drill-urgency",
        Legend::Shown("How soon somebody is needed in it"),
        false,
        &URGENCIES,
        move || urgency.get(),
        move |chosen| urgency.set(chosen),
    );
    let lasts = format!("It ends by itself after {}.", length(LASTS.millis()));
    view! {
        <div class="stack">
            {how_soon}
            {work.error()}
            <p class="acts">
                <button class="btn" type="button" aria-busy=attr(move || work.is_busy()) on:click=on_tap(begin)>
                    {icon(Icon::Bell)} "Start a drill"
                </button>
            </p>
            <p class="soft">{lasts}</p>
        </div>
    }
    .into_any()
}

fn running_now(running: &Running, view: &DrillView, asked: Asked<DrillView>) -> AnyView {
    let work = doing();
    let end = move |_| work.start(api::end_drill(), move |view| asked.put(view));
    let words = view! {
        <p><b>"A drill runs"</b> " " {name_of(running.by, view)} " started it " {when(running.started_at)}</p>
        {work.error()}
        <p class="acts">
            <button class="btn" type="button" aria-busy=attr(move || work.is_busy()) on:click=on_tap(end)>"End it"</button>
        </p>
    };
    let score = of_score(&running.so_far, view);
    view! { {banner(false, Icon::Bell, words)} {score} }.into_any()
}

/// What a drill has shown: the sentence that matters most, what to look after, then each person.
fn of_score(score: &Score, view: &DrillView) -> AnyView {
    let silent: Vec<_> = score
        .silent()
        .map(|(person, device)| silent_words(&name_of(person, view), &device_of(device, view)))
        .map(|words| view! { <li class="row"><span>{icon(Icon::Info)} " " {words}</span></li> })
        .collect();
    let to_do = (!silent.is_empty()).then(|| {
        view! {
            <h3>"Look after these"</h3>
            <ul class="rows">{silent}</ul>
        }
    });
    let people: Vec<_> = score.people.iter().map(|shown| row(shown, view)).collect();
    let kept = score.kept.then(|| {
        view! { <p>{icon(Icon::Info)} " Somebody wrote into it, so its case stays in the inbox. Nothing that was written is lost."</p> }
    });
    let taken = taken_words(score.taken().map(|(person, after)| (name_of(person, view), after)));
    view! {
        <p><b>{taken}</b></p>
        {kept}
        {to_do}
        <h3>"Everybody who was called"</h3>
        <ul class="rows">{people}</ul>
    }
    .into_any()
}

fn row(shown: &Shown, view: &DrillView) -> AnyView {
    let lines: Vec<_> = shown
        .devices
        .iter()
        .map(|(device, sign)| view! { <small>{format!("{}: {}", device_of(*device, view), sign_words(*sign))}</small> })
        .collect();
    view! {
        <li class="row"><span>
            <b>{name_of(shown.person, view)}</b>
            <small>{answer_words(shown.answered)}</small>
            <small>{heard_words(shown.heard)}</small>
            {lines}
        </span></li>
    }
    .into_any()
}

fn name_of(person: PersonId, view: &DrillView) -> String {
    let known = view.people.iter().find(|(known, _)| *known == person);
    known.map_or_else(|| "Somebody who is gone".to_owned(), |(_, name)| name.reveal().clone())
}

fn device_of(device: DeviceId, view: &DrillView) -> String {
    let known = view.devices.iter().find(|(known, _)| *known == device);
    known.map_or_else(|| "A device that is gone".to_owned(), |(_, name)| name.clone())
}

/// "20 s", and minutes from one on.
fn time_words(span: Span) -> String {
    if span < minutes(1) { format!("{} s", span.millis() / 1_000) } else { length(span.millis()) }
}

fn taken_words(taken: Option<(String, Span)>) -> String {
    match taken {
        Some((name, after)) => format!("{name} had it after {}.", time_words(after)),
        None => "Nobody has taken it.".to_owned(),
    }
}

fn silent_words(person: &str, device: &str) -> String {
    format!(
        "{person}, {device}: the push service took the page, and the device said nothing. Is it muted, off or away?"
    )
}

fn answer_words(answered: Option<(PageAnswer, Span)>) -> String {
    match answered {
        Some((PageAnswer::Accept, after)) => format!("Has it, {} after the call", time_words(after)),
        Some((PageAnswer::Decline | PageAnswer::CantNow, after)) => {
            format!("Could not come, {} after the call", time_words(after))
        }
        None => "No answer".to_owned(),
    }
}

fn heard_words(heard: Option<(Way, Span)>) -> String {
    match heard {
        Some((Way::Push, after)) => format!("A push showed after {}", time_words(after)),
        Some((Way::Mail, after)) => format!("The mail server took a mail after {}", time_words(after)),
        Some((Way::Hook(_), after)) => format!("A service took a message after {}", time_words(after)),
        None => "Nothing is known to have come".to_owned(),
    }
}

const fn sign_words(sign: Sign) -> &'static str {
    match sign {
        Sign::Spared => "not needed any more",
        Sign::Failed => "the push service took nothing",
        Sign::Silent => "silent",
        Sign::Rang => "rang",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::seconds;

    #[test]
    fn a_score_is_told_in_plain_words() {
        assert_eq!(taken_words(Some(("Cleo".into(), seconds(5)))), "Cleo had it after 5 s.");
        assert_eq!(taken_words(None), "Nobody has taken it.");
        assert_eq!(answer_words(Some((PageAnswer::CantNow, minutes(2)))), "Could not come, 2 min after the call");
        assert_eq!(answer_words(None), "No answer");
        assert_eq!(heard_words(Some((Way::Push, seconds(1)))), "A push showed after 1 s");
        assert!(silent_words("Emil", "Android phone, Chrome").starts_with("Emil, Android phone, Chrome: "));
    }
}
