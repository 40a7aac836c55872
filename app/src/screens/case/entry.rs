//! One line of the written record.

use super::hand::Hand;
use super::note::note;
use crate::parts::moment::when;
use domain::conflict::{Source, Standing};
use domain::ids::NoteId;
use domain::note::NoteKind;
use domain::paging::PageAnswer;
use domain::permission::Role;
use domain::private::Private;
use domain::question::StandsView;
use domain::time::Timestamp;
use domain::view::{TimelineEntry, TimelineWhat, Who};
use domain::work::telling::{Telling, tell};
use leptos::prelude::*;

/// One line; `strike` asks to strike the note that it shows.
pub(super) fn entry(line: TimelineEntry, hand: Hand, strike: Callback<NoteId>) -> AnyView {
    let who = who(&line.who);
    let incident = hand.incident;
    if let TimelineWhat::Deed(deed) = &line.what {
        return told(&who, &tell(deed, &|person| hand.name(person)), line.at);
    }
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
    let why = match &line.what {
        TimelineWhat::Stands(stands) => stands.why.as_ref().map(|why| why.reveal().clone()),
        TimelineWhat::Note(_)
        | TimelineWhat::Opened
        | TimelineWhat::Deed(_)
        | TimelineWhat::PageCalled { .. }
        | TimelineWhat::PageAnswered { .. }
        | TimelineWhat::PageExhausted
        | TimelineWhat::TookInHand
        | TimelineWhat::ConfirmedReceipt
        | TimelineWhat::HandedBack => None,
    };
    let why = why.map(|why| view! { <p class="why">{why}</p> });
    view! { <li class="entry done"><header><b>{who}</b> <span>{did(&line.what)}</span> {when(line.at)}</header>{why}</li> }
        .into_any()
}

/// A deed in words, with what was written and the reason for passing a rule.
fn told(who: &str, telling: &Telling, at: Timestamp) -> AnyView {
    let who = who.to_owned();
    let did = telling.did.clone();
    let words = telling.words.iter().map(|text| {
        let text = text.reveal().clone();
        view! { <blockquote class="said">{text}</blockquote> }
    });
    let words = words.collect_view();
    let anyway = telling.anyway.as_ref().map(|why| {
        let why = why.reveal().clone();
        view! { <p class="why"><b>"Against the rule, because: "</b> {why}</p> }
    });
    view! { <li class="entry done"><header><b>{who}</b> <span>{did}</span> {when(at)}</header>{words}{anyway}</li> }
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
        TimelineWhat::Deed(_) => "did something".into(),
        TimelineWhat::Opened => "opened the case".into(),
        TimelineWhat::PageCalled { people } if people.is_empty() => "found nobody to call".into(),
        TimelineWhat::PageCalled { people } => format!("called {}", names(people)),
        TimelineWhat::PageAnswered { answer: PageAnswer::Accept } => "answered: I have it".into(),
        TimelineWhat::PageAnswered { answer: PageAnswer::Decline } => "answered: not me".into(),
        TimelineWhat::PageAnswered { answer: PageAnswer::CantNow } => "answered: can't now".into(),
        TimelineWhat::PageExhausted => "stopped calling: nobody answered".into(),
        TimelineWhat::TookInHand => "took it in hand".into(),
        TimelineWhat::ConfirmedReceipt => "told the reporter that it arrived".into(),
        TimelineWhat::Stands(stands) => stood(stands),
        TimelineWhat::HandedBack => "is out of it, so it calls for somebody else".into(),
    }
}

/// What was said or decided about how somebody stands.
fn stood(stands: &StandsView) -> String {
    let name = stands.name.reveal();
    match (stands.source, stands.standing) {
        (Source::Named, _) if stands.themselves => "said that they are involved, and is out".into(),
        (Source::Named, _) => format!("named {name} as involved, who is out"),
        (Source::Excluded, _) => format!("wrote that the reporter wants {name} kept out"),
        (Source::Decided, _) if stands.proposed => {
            format!("would let {name} in again; a second colleague has to agree")
        }
        (Source::Decided, Standing::Clear | Standing::Unsure) => format!("drew the line: no conflict for {name}"),
        (Source::Decided, Standing::Declared) => format!("drew the line: {name} takes part, and everybody knows"),
        (Source::Decided, Standing::Limited) => {
            format!("drew the line: {name} decides nothing and talks with nobody for the team")
        }
        (Source::Decided, Standing::Recused) => format!("drew the line: {name} is out"),
        (Source::Said, Standing::Clear) => "has no conflict of interest".into(),
        (Source::Said, Standing::Unsure) => "is not sure about a conflict of interest".into(),
        (Source::Said, Standing::Declared) => "has a conflict of interest and takes part".into(),
        (Source::Said, Standing::Limited) => {
            "has a conflict of interest, decides nothing and talks with nobody for the team".into()
        }
        (Source::Said, Standing::Recused) => "stepped out".into(),
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

    #[test]
    fn each_way_to_stand_has_its_own_words() {
        let mut said = std::collections::BTreeSet::new();
        for source in [Source::Said, Source::Decided] {
            for standing in Standing::ALL {
                let (name, themselves) = ("Dana".into(), source == Source::Said);
                said.insert(stood(&StandsView { name, themselves, standing, source, proposed: false, why: None }));
            }
        }
        // "No conflict" and "not sure" are one and the same for the team to decide: it cannot be unsure.
        assert_eq!(said.len(), 9);
    }
}
