//! One line of the written record.

use super::note::note;
use crate::parts::moment::when;
use domain::ids::{IncidentId, NoteId};
use domain::note::NoteKind;
use domain::paging::PageAnswer;
use domain::permission::Role;
use domain::private::Private;
use domain::view::{TimelineEntry, TimelineWhat, Who};
use leptos::prelude::*;

/// One line; `strike` asks to strike the note that it shows.
pub(super) fn entry(line: TimelineEntry, incident: IncidentId, strike: Callback<NoteId>) -> AnyView {
    let who = who(&line.who);
    if let TimelineWhat::Note(view) = line.what {
        let did = wrote(&view.body.kind, &line.who);
        let struck = view.struck.is_some();
        return view! {
            <li class="entry" class:struck=struck>
                <header><b>{who}</b> <span>{did}</span> {when(line.at)}</header>
                {note(*view, line.at, incident, strike)}
            </li>
        }
        .into_any();
    }
    view! { <li class="entry done"><header><b>{who}</b> <span>{did(&line.what)}</span> {when(line.at)}</header></li> }
        .into_any()
}

fn who(who: &Who) -> String {
    match who {
        Who::Person { name, role: Role::CareMember } => name.reveal().clone(),
        Who::Person { name, role } => format!("{} ({})", name.reveal(), role.label().to_lowercase()),
        Who::Reporter => "The reporter".to_owned(),
        Who::System => "Careline".to_owned(),
    }
}

fn wrote(kind: &NoteKind, who: &Who) -> &'static str {
    match (kind, who) {
        (_, Who::Reporter) => "added",
        (NoteKind::Account, _) => "wrote a note",
        (NoteKind::ActNow, _) => "had to act at once",
        (NoteKind::ActedAlone { .. }, _) => "wrote down what they did alone",
        (NoteKind::Correction { .. }, _) => "corrected an earlier note",
        (NoteKind::Addition { .. }, _) => "added to an earlier note",
    }
}

fn did(what: &TimelineWhat) -> String {
    match what {
        TimelineWhat::Note(_) => "wrote a note".into(),
        TimelineWhat::Opened => "opened the case".into(),
        TimelineWhat::PageCalled { people } if people.is_empty() => "found nobody to call".into(),
        TimelineWhat::PageCalled { people } => format!("called {}", names(people)),
        TimelineWhat::PageAnswered { answer: PageAnswer::Accept } => "answered: I have it".into(),
        TimelineWhat::PageAnswered { answer: PageAnswer::Decline } => "answered: not me".into(),
        TimelineWhat::PageAnswered { answer: PageAnswer::CantNow } => "answered: can't now".into(),
        TimelineWhat::PageExhausted => "stopped calling: nobody answered".into(),
        TimelineWhat::TookInHand => "took it in hand".into(),
        TimelineWhat::ConfirmedReceipt => "told the reporter that it arrived".into(),
        TimelineWhat::Recused => "stepped out".into(),
    }
}

fn names(people: &[Private<String>]) -> String {
    let names: Vec<_> = people.iter().map(|name| name.reveal().as_str()).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_listed_as_one_says_it() {
        let people = |names: &[&str]| names.iter().map(|name| Private::from(*name)).collect::<Vec<_>>();
        assert_eq!(names(&people(&["Ana"])), "Ana");
        assert_eq!(names(&people(&["Ana", "Ben", "Cleo"])), "Ana, Ben and Cleo");
        assert_eq!(did(&TimelineWhat::PageCalled { people: vec![] }), "found nobody to call");
    }
}
