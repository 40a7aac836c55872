//! Random actions by five members on one incident: nobody who is out reads or acts, nobody reads before the question is
//! answered, and nobody comes in again by themselves.

use super::tests::{NOW, incident, member, person};
use super::*;
use crate::conflict::{self, Source};
use proptest::prelude::*;
use std::collections::BTreeMap;

const TEAM: u8 = 5;
const LINES: [Line; 4] = [Line::NoConflict, Line::TakesPart, Line::Limited, Line::Out];

fn action() -> impl Strategy<Value = Action> {
    let note = NoteId::from_bytes([7; 16]);
    let page = PageId::from_bytes([8; 16]);
    prop_oneof![
        Just(Action::Open),
        Just(Action::TakeInHand),
        Just(Action::AddNote { note }),
        Just(Action::ConfirmReceipt { of: IncidentId::from_bytes([1; 16]), note, words: template::RECEIPT.into() }),
        Just(Action::AnswerPage { page, answer: PageAnswer::Accept }),
        (0..5_usize).prop_map(|n| Action::Declare { standing: Standing::ALL[n], why: Private::default() }),
        (1..=TEAM, 0..4_usize).prop_map(|(n, line)| Action::DrawLine {
            person: person(n),
            line: LINES[line],
            why: Private::default()
        }),
        (1..=TEAM).prop_map(|n| Action::Name { person: person(n), why: Private::default() }),
    ]
}

/// What the store would hold.
struct World {
    incident: Incident,
    conflicts: BTreeMap<PersonId, Conflict>,
}

impl World {
    fn open(&self, n: u8) -> Result<Case, NotFound> {
        let conflicts: Vec<_> = self.conflicts.values().cloned().collect();
        Case::open(self.incident.clone(), &conflicts, member(n))
    }

    fn keep(&mut self, case: &Case) {
        self.incident = case.incident().clone();
        if let Some(change) = case.change() {
            self.conflicts.insert(change.conflict.person, change.conflict.clone());
        }
    }
}

/// Member `n` acted: whoever came in again was let in by somebody else, a named one by a second colleague, an excluded
/// one never.
fn check_return(n: u8, before: &BTreeMap<PersonId, Conflict>, after: &BTreeMap<PersonId, Conflict>) {
    for (who, was) in before.iter().filter(|(_, was)| was.standing.hides()) {
        if after[who].standing.hides() {
            continue;
        }
        assert_ne!(*who, person(n), "nobody lets themselves in again");
        match was.source {
            Source::Excluded => panic!("the reporter's wish stands"),
            Source::Named => assert!(was.return_proposed_by.is_some_and(|first| first != person(n)), "one alone"),
            Source::Said | Source::Decided => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn no_history_lets_a_recused_member_read_or_act(
        urgent in any::<bool>(),
        excluded in 1..=TEAM,
        steps in proptest::collection::vec((1..=TEAM, action()), 1..60),
    ) {
        let start = Incident { urgency: urgent.then_some(Urgency::Now), ..incident(Stage::Reported) };
        let out = conflict::names(None, start.id, person(excluded), Source::Excluded, person(9), NOW).unwrap().conflict;
        let mut world = World { incident: start, conflicts: BTreeMap::from([(out.person, out)]) };
        for (n, action) in steps {
            let before = world.conflicts.clone();
            let hidden = before.get(&person(n)).is_some_and(|conflict| conflict.standing.hides());
            let answered = before.contains_key(&person(n));
            match world.open(n) {
                Err(NotFound) => prop_assert!(hidden),
                Ok(mut case) => {
                    prop_assert!(!hidden);
                    let holds = case.incident().stage.accountable() == Some(person(n));
                    prop_assert_eq!(case.contents().is_ok(), answered || (urgent && holds));
                    if case.apply(action, NOW).is_ok() {
                        world.keep(&case);
                    }
                }
            }
            check_return(n, &before, &world.conflicts);
            let holder = world.incident.stage.accountable();
            prop_assert!(!holder.is_some_and(|who| world.conflicts.get(&who).is_some_and(|c| c.standing.hides())));
            prop_assert!(world.open(excluded).is_err(), "whom the reporter wants kept out stays out");
        }
    }
}
