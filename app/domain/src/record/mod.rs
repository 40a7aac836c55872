//! The written record in words: who, what they did, and what is to be known about the times. The screens and an exported
//! case file say the same.

pub mod marks;
pub mod reporter;
pub mod told;

use crate::conflict::{Source, Standing};
use crate::ids::IncidentId;
use crate::note::NoteKind;
use crate::paging::PageAnswer;
use crate::permission::Role;
use crate::private::Private;
use crate::question::StandsView;
use crate::time::Timestamp;
use crate::view::TimelineWhat;
use serde::{Deserialize, Serialize};

/// An incident that was joined to a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinedView {
    /// Which.
    pub incident: IncidentId,
    /// Its two words.
    pub code_name: String,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Whether its reporter was told that the report arrived.
    pub receipt_confirmed: bool,
}

/// A strike as the screen shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StruckView {
    /// Who.
    pub by: Private<String>,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub why: Private<String>,
}

/// Who has a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The name.
    pub by: Private<String>,
    /// Whether that is you.
    pub you: bool,
    /// When.
    pub at: Timestamp,
}

/// Who did something, as the screen shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// A person by name and role.
    Person {
        /// The name.
        name: Private<String>,
        /// The role.
        role: Role,
    },
    /// The reporter.
    Reporter,
    /// Careline itself.
    System,
}

/// Who it was, with the role of whoever is not of the CARE team.
pub fn who(who: &Who) -> String {
    match who {
        Who::Person { name, role: Role::CareMember } => name.reveal().clone(),
        Who::Person { name, role } => format!("{} ({})", name.reveal(), role.label().to_lowercase()),
        Who::Reporter => "The reporter".to_owned(),
        Who::System => "Careline".to_owned(),
    }
}

/// What whoever wrote a note of this kind did, to stand behind their name.
pub const fn wrote(kind: &NoteKind, who: &Who) -> &'static str {
    match (kind, who) {
        (_, Who::Reporter) => "added",
        (NoteKind::Account, _) => "wrote a note",
        (NoteKind::ActNow, _) => "had to act at once",
        (NoteKind::ActedAlone { .. }, _) => "wrote down what they did alone",
        (NoteKind::Correction { .. }, _) => "corrected an earlier note",
        (NoteKind::Addition { .. }, _) => "added to an earlier note",
    }
}

/// What else was done, to stand behind a name.
pub fn did(what: &TimelineWhat) -> String {
    match what {
        TimelineWhat::Note(_) => "wrote a note".into(),
        TimelineWhat::Deed(_) => "did something".into(),
        TimelineWhat::Opened => "opened the case".into(),
        TimelineWhat::Exported(export) => export.did().into(),
        TimelineWhat::PageCalled { people } if people.is_empty() => "found nobody to call".into(),
        TimelineWhat::PageCalled { people } => format!("called {}", names(people)),
        TimelineWhat::PageUnheard { people } => {
            format!("could not call {}: pages reach no device of theirs", names(people))
        }
        TimelineWhat::PageAnswered { answer: PageAnswer::Accept } => "answered: I have it".into(),
        TimelineWhat::PageAnswered { answer: PageAnswer::Decline } => "answered: not me".into(),
        TimelineWhat::PageAnswered { answer: PageAnswer::CantNow } => "answered: can't now".into(),
        TimelineWhat::PageExhausted => "stopped calling: nobody answered".into(),
        TimelineWhat::TookInHand => "took it in hand".into(),
        TimelineWhat::ConfirmedReceipt => "told the reporter that it arrived".into(),
        TimelineWhat::Stands(stands) => stood(stands),
        TimelineWhat::HandedBack => "is out of it, so it calls for somebody else".into(),
        TimelineWhat::LinkChanged => "gave the private link new words".into(),
        TimelineWhat::LinkGiven => "gave the reporter a private link in person".into(),
    }
}

/// What was said or decided about how somebody stands.
fn stood(stands: &StandsView) -> String {
    let name = stands.name.reveal();
    match (stands.source, stands.standing) {
        (Source::Named, _) if stands.themselves => "said that they are involved, and is out".into(),
        (Source::Named, _) => format!("named {name} as involved, who is out"),
        (Source::Excluded, _) => format!("wrote down the reporter's wish: {name} is kept out"),
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
