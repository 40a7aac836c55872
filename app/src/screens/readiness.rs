//! The readiness board: what is still to be done before the doors open, and who of the team a page would reach.

use crate::api::drill as api;
use crate::parts::asked::{Asked, Doing, ask, doing};
use crate::parts::frame::{page_below, role};
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, on_tap};
use crate::parts::loading::banner;
use crate::parts::moment::{absolute, when};
use domain::ids::{DeviceId, HookId, PersonId};
use domain::permission::Role;
use domain::reach::Trust;
use domain::readiness::{Member, MemberDevice, Reached, ReadinessView, Todo};
use domain::time::Timestamp;
use leptos::prelude::*;

/// The board.
pub fn readiness() -> AnyView {
    let asked = ask(api::readiness);
    let work = doing();
    let shown = asked.show(move |view| board(&view, asked, work));
    let (href, back) = match role() {
        Some(Role::Organizer) => ("/app/conference", "Conference"),
        Some(Role::CareMember | Role::Volunteer) | None => ("/app/me/reach", "How you are called"),
    };
    page_below(href, back, "Ready?", view! { {work.error()} {shown} })
}

fn board(view: &ReadinessView, asked: Asked<ReadinessView>, work: Doing) -> AnyView {
    let (needed, later): (Vec<_>, Vec<_>) = view.todos.iter().copied().partition(|todo| todo.is_needed());
    let ready = view
        .todos
        .is_empty()
        .then(|| banner(false, Icon::Check, view! { <p><b>"Everything that can be seen from here works."</b></p> }));
    let to_all = move |_| work.start(api::send_test_pages(None), move |view| asked.put(view));
    let team: Vec<_> = view.team.iter().map(|member| of_member(member, asked, work)).collect();
    view! {
        {ready}
        {list("Before the doors open", &needed, view)}
        {list("Better soon", &later, view)}
        <h2>"The CARE team"</h2>
        <p class="acts">
            <button class="btn quiet" type="button" aria-busy=attr(move || work.is_busy()) on:click=on_tap(to_all)>
                {icon(Icon::Bell)} "Send a test to everybody"
            </button>
            <a class="btn quiet" href="/app/conference/drill">"Run a drill"</a>
            <a class="btn quiet" href="/app/conference/tree">"Phone tree to print"</a>
        </p>
        <ul class="rows">{team}</ul>
    }
    .into_any()
}

fn list(title: &'static str, todos: &[Todo], view: &ReadinessView) -> Option<AnyView> {
    let rows: Vec<_> = todos
        .iter()
        .map(|todo| {
            let words = words(*todo, view, absolute);
            let href = where_to(*todo);
            view! { <li><a class="row" href=href>{icon(Icon::Info)}<span>{words}</span>{icon(Icon::Next)}</a></li> }
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <h2>{title}</h2> <ul class="rows">{rows}</ul> }.into_any())
}

fn of_member(member: &Member, asked: Asked<ReadinessView>, work: Doing) -> AnyView {
    let person = member.person;
    let test = move |_| work.start(api::send_test_pages(Some(person)), move |view| asked.put(view));
    let takes_pushes = member.devices.iter().any(|device| device.trust.is_some());
    let button = takes_pushes.then(|| {
        let label = format!("Send a test to {}", member.name.reveal());
        view! {
            <button class="btn quiet" type="button" aria-label=label aria-busy=attr(move || work.is_busy())
                on:click=on_tap(test)>"Test"</button>
        }
    });
    let devices: Vec<_> = member.devices.iter().map(of_device).collect();
    let reached = match member.reached() {
        Reached::Yes => "A page reaches them",
        Reached::Unproven => "Not seen to be reached yet",
        Reached::No => "No page reaches them",
    };
    view! {
        <li class="row"><span><b>{member.name.reveal().clone()}</b><small>{reached}</small>{devices}</span>{button}</li>
    }
    .into_any()
}

fn of_device(device: &MemberDevice) -> AnyView {
    let (words, at) = trust_words(device.trust);
    view! { <small>{device.name.clone()} ": " {words} {at.map(|at| view! { " " {when(at)} })}</small> }.into_any()
}

const fn trust_words(trust: Option<Trust>) -> (&'static str, Option<Timestamp>) {
    match trust {
        None => ("pushes are off", None),
        Some(Trust::Untried) => ("not tried yet", None),
        Some(Trust::Reached { at }) => ("said that a push came", Some(at)),
        Some(Trust::Doubtful { since }) => ("silent since", Some(since)),
    }
}

/// What to do, in words that say how.
fn words(todo: Todo, view: &ReadinessView, clock: impl Fn(Timestamp) -> String) -> String {
    match todo {
        Todo::SetUp => "Give the conference a name and its days.".into(),
        Todo::EmergencyNumbers => "Write down whom to call when somebody is in danger.".into(),
        Todo::VenueAddress => "Write down the venue's address as one reads it out to an ambulance.".into(),
        Todo::ConductAddress => "Say where reporters can write to, if there is such an address.".into(),
        Todo::Team => "Invite the CARE team.".into(),
        Todo::NobodyNow => "Put somebody on duty: nobody is, so every note calls the whole team.".into(),
        Todo::Gap { from, until } => format!("Nobody is on duty from {} to {}.", clock(from), clock(until)),
        Todo::Unreachable(person) => {
            format!("No page reaches {}. Ask them to open the app and turn pushes on.", name(person, view))
        }
        Todo::Unproven(person) => format!("Send {} a test, and ask whether it came.", name(person, view)),
        Todo::Doubtful(person, device) => format!(
            "{} of {} has been silent. Is it muted, off or away? Ask them to open the app on it.",
            device_name(device, view),
            name(person, view)
        ),
        Todo::Unconfirmed(person) => {
            format!("{} has not said that they can be reached on duty. Ask them.", name(person, view))
        }
        Todo::NoMail => "This server sends no mail. Whoever runs it can name a mail server (--smtp-url).".into(),
        Todo::HookUntried(hook) => format!("Try {} once.", hook_name(hook, view)),
        Todo::HookFailed(hook) => format!("The last try of {} failed. Look at its settings.", hook_name(hook, view)),
    }
}

/// Where it is done.
const fn where_to(todo: Todo) -> &'static str {
    match todo {
        Todo::SetUp | Todo::EmergencyNumbers | Todo::VenueAddress | Todo::ConductAddress => "/app/setup",
        Todo::Team => "/app/invites",
        Todo::NobodyNow | Todo::Gap { .. } | Todo::Unconfirmed(_) => "/app/roster",
        Todo::Unreachable(_) | Todo::Unproven(_) | Todo::Doubtful(..) => "/app/care",
        Todo::NoMail | Todo::HookUntried(_) | Todo::HookFailed(_) => "/app/conference/ways",
    }
}

fn name(person: PersonId, view: &ReadinessView) -> String {
    let member = view.team.iter().find(|member| member.person == person);
    member.map_or_else(|| "Somebody".to_owned(), |member| member.name.reveal().clone())
}

fn device_name(device: DeviceId, view: &ReadinessView) -> String {
    let mut devices = view.team.iter().flat_map(|member| &member.devices);
    devices.find(|known| known.device == device).map_or_else(|| "A device".to_owned(), |known| known.name.clone())
}

fn hook_name(hook: HookId, view: &ReadinessView) -> String {
    let known = view.hooks.iter().find(|(id, _)| *id == hook);
    known.map_or_else(|| "a service".to_owned(), |(_, name)| name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thing_to_do_says_who_and_how() {
        let (person, device) = (PersonId::from_bytes([1; 16]), DeviceId::from_bytes([2; 16]));
        let hook = HookId::from_bytes([3; 16]);
        let phone = MemberDevice { device, name: "Android phone, Chrome".into(), trust: None };
        let ana = Member { person, name: "Ana".into(), devices: vec![phone], other_ways: 0 };
        let view = ReadinessView { todos: Vec::new(), team: vec![ana], hooks: vec![(hook, "Text messages".into())] };
        let clock = |at: Timestamp| format!("{} o'clock", at.millis());
        let said = |todo| words(todo, &view, clock);
        let (from, until) = (Timestamp::from_millis(9), Timestamp::from_millis(12));
        assert_eq!(said(Todo::Gap { from, until }), "Nobody is on duty from 9 o'clock to 12 o'clock.");
        assert!(said(Todo::Unreachable(person)).starts_with("No page reaches Ana."));
        assert!(said(Todo::Doubtful(person, device)).starts_with("Android phone, Chrome of Ana has been silent."));
        assert_eq!(said(Todo::HookUntried(hook)), "Try Text messages once.");
    }
}
