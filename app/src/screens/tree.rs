//! The phone tree, to print before the doors open: who calls whom when neither server nor network can.

use crate::api;
use crate::device::{device, watched};
use crate::parts::asked::ask;
use crate::parts::frame::page_below;
use crate::parts::icon::Icon;
use crate::parts::loading::empty;
use crate::parts::moment::absolute;
use domain::ids::PersonId;
use domain::permission::Person;
use domain::roster::{TreeCall, phone_tree};
use domain::view::RosterView;
use leptos::prelude::*;

/// The tree as it stands now.
pub fn tree() -> AnyView {
    let asked = ask(api::roster);
    let shown = asked.show(|view| of_roster(&view));
    page_below(
        "/app/conference/readiness",
        "Ready?",
        "Phone tree",
        view! {
            <p>"When nothing else works: whoever hears of something calls the first number. Each one calls the numbers on \
                their line, and says no more than that they are needed."</p>
            {shown}
        },
    )
}

fn of_roster(view: &RosterView) -> AnyView {
    let tree = phone_tree(&view.team, &view.on_call);
    if tree.is_empty() {
        return empty(Icon::Call, "No numbers yet", "Each of the CARE team writes down their own number under You.");
    }
    let without: Vec<_> = without_number(&view.team).map(|person| person.name.reveal().clone()).collect();
    let without = (!without.is_empty()).then(|| {
        view! { <p>{format!("Without a number, and so in no line: {}.", without.join(", "))}</p> }
    });
    let emergency = watched().bundle.with_untracked(|bundle| {
        bundle.as_ref().map(|bundle| bundle.conference.settings.emergency.clone()).unwrap_or_default()
    });
    let emergency: Vec<_> = emergency
        .into_iter()
        .map(|known| view! { <li class="row"><span><b>{known.label}</b></span><span>{known.number}</span></li> })
        .collect();
    let lines: Vec<_> = tree.iter().map(|call| line(call, &view.team)).collect();
    let printed =
        format!("As of {}. Names and numbers: keep it with you, and shred it afterwards.", absolute(device().now()));
    view! {
        <h2>"In danger, first of all"</h2>
        <ul class="rows">{emergency}</ul>
        <h2>"The CARE team"</h2>
        <ul class="rows">{lines}</ul>
        {without}
        <p class="soft">{printed}</p>
        <p class="soft no-print">"Print it with your browser's own print."</p>
    }
    .into_any()
}

fn line(call: &TreeCall, team: &[Person]) -> AnyView {
    let calls: Vec<_> = call.calls.iter().map(|person| name_and_number(*person, team)).collect();
    let calls = if calls.is_empty() { "calls nobody".to_owned() } else { format!("calls {}", calls.join(" and ")) };
    view! { <li class="row"><span><b>{name_and_number(call.person, team)}</b><small>{calls}</small></span></li> }
        .into_any()
}

fn name_and_number(person: PersonId, team: &[Person]) -> String {
    let known = team.iter().find(|member| member.id == person);
    known.map_or_else(String::new, |member| format!("{} {}", member.name.reveal(), member.phone.reveal()))
}

fn without_number(team: &[Person]) -> impl Iterator<Item = &Person> {
    team.iter().filter(|member| member.phone.reveal().trim().is_empty())
}
